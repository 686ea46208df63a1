import { counter, type EstateMetric, gauge } from './metric.ts';

/**
 * What goes on inside that Azure lists no metric for: logs, Prometheus and Sentry tell of it. Scenarios change it as they change
 * metrics; most of it is nothing while all is well.
 */
const quiet = { noise: 0 };
const percent = (name: string, title: string, low = 0, high = 0, noise = 0): EstateMetric =>
  gauge(`inner/${name}`, title, 'Percent', low, high, { noise });

/** Which part of the calls to a resource it refuses. */
const refused = percent('refused', 'Refused calls');

export const innerOfCluster: readonly EstateMetric[] = [
  /** Of one pod of packamal-worker, in a minute. */
  counter('inner/crashes', 'Crashes', 'Count', 0, 0, quiet),
  /** Of the pods of packamal-backend, of their limit. */
  percent('backend_memory', 'Memory of the backend', 38, 52, 0.02),
];

export const innerOfComponents: readonly EstateMetric[] = [
  /** Which part of the jobs fails beside those that always do. */
  percent('failed_jobs', 'Failed jobs'),
  /** Of the crawler. */
  counter('inner/failed_chunks', 'Failed chunks', 'Count', 0.02, 0.08),
  gauge('inner/temporary_files', 'Temporary files', 'MegaBytes', 1400, 6200),
  /** 1 + its place among `troubles`; 0: none. What most exceptions are about. */
  gauge('inner/trouble', 'Trouble', 'Count', 0, 0, quiet),
];

/** What is wrong, as far as exceptions tell. */
export const troubles = ['release', 'crash', 'memory', 'cache', 'disk', 'storage', 'load'] as const;
export type Trouble = (typeof troubles)[number];

/** By lower-case type. */
export function innerOf(type: string): readonly EstateMetric[] {
  switch (type) {
    case 'microsoft.containerservice/managedclusters':
      return innerOfCluster;
    case 'microsoft.insights/components':
      return innerOfComponents;
    default:
      return [refused];
  }
}

/** What a minute's value of inner/trouble says. */
export const troubleOf = (value: number): Trouble | undefined => troubles[Math.round(value) - 1];
