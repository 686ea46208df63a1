import { badRelease } from './bad-release.ts';
import { cacheDown } from './cache-down.ts';
import { crashLoopingPod } from './crash-looping-pod.ts';
import { flapping } from './flapping.ts';
import { jobFailures } from './job-failures.ts';
import { memoryLeak } from './memory-leak.ts';
import type { Scenario } from './scenario.ts';
import { sharedDependency } from './shared-dependency.ts';
import { slowDatabase } from './slow-database.ts';
import { storm } from './storm.ts';
import { twoUnrelated } from './two-unrelated.ts';

export const scenarios: readonly Scenario[] = [
  slowDatabase,
  badRelease,
  crashLoopingPod,
  memoryLeak,
  cacheDown,
  jobFailures,
  sharedDependency,
  twoUnrelated,
  flapping,
  storm,
];
