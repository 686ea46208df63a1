import type { Value } from '../../../src/kql/types.ts';
import { type Dice, diceOf, hexOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { ownResource } from '../own-resource.ts';
import { plainRows } from '../plain-rows.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';
import { type Pod, podsOf } from './pods.ts';

interface Line {
  readonly at: number;
  readonly key: number;
  readonly pod: Pod;
  readonly level: 'INFO' | 'WARNING' | 'ERROR' | 'DEBUG';
  /** Structured: written as JSON. */
  readonly message: string | { readonly [key: string]: unknown };
}

export const isCluster: TableMaker['writes'] = ({ type }) => type === 'microsoft.containerservice/managedclusters';

const linesPerMinute = { full: 5, thin: 1 };

const said: Readonly<Record<string, Readonly<Record<Line['level'], readonly string[]>>>> = {
  backend: {
    DEBUG: ['cache hit package:{id}'],
    INFO: ['GET /api/packages 200', 'GET /api/packages/{id} 200', 'POST /api/analyses 201', 'GET /health/ 200'],
    WARNING: ['slow response of GET /api/packages/{id}', 'Not Found: /api/packages/{id}'],
    ERROR: ['Internal Server Error: /api/analyses', 'OperationalError: server closed the connection unexpectedly'],
  },
  worker: {
    DEBUG: ['lease of task {id} renewed'],
    INFO: ['task {id} taken', 'task {id} finished', 'fetched package {id}'],
    WARNING: ['task {id} will be tried again'],
    ERROR: ['task {id} failed: dial tcp: i/o timeout', 'panic: runtime error: index out of range [3] with length 3'],
  },
  scheduler: {
    DEBUG: ['tick'],
    INFO: ['{id} tasks were queued', 'nothing is due'],
    WARNING: ['the queue grows'],
    ERROR: ['cannot reach packamal-cache: timeout'],
  },
};
const others: Readonly<Record<Line['level'], readonly string[]>> = {
  DEBUG: ['reload'],
  INFO: ['[INFO] 10.244.0.{id} "A IN packamal-db.postgres.database.azure.com." NOERROR', '200 GET /'],
  WARNING: ['[WARNING] No files matching import glob pattern'],
  ERROR: ['[ERROR] plugin/errors: 2 registry.npmjs.org. A: read udp: i/o timeout'],
};

/** What containers write: the same lines in the table of today and in the one that was before it. */
export function containerLogTables(needs: { readonly seed: string; readonly minutes: Minutes }): readonly TableMaker[] {
  return [
    { table: 'ContainerLogV2', writes: isCluster, rows: (stretch) => plainRows(linesOf(needs, stretch), todays) },
    { table: 'ContainerLog', writes: isCluster, rows: (stretch) => plainRows(linesOf(needs, stretch), formers(stretch)) },
  ];
}

const todays: Readonly<Record<string, (line: Line) => Value>> = {
  Computer: ({ pod }) => pod.node,
  ContainerId: ({ pod }) => pod.containerId,
  ContainerName: ({ pod }) => pod.container,
  PodName: ({ pod }) => pod.name,
  PodNamespace: ({ pod }) => pod.namespace,
  LogMessage: ({ message }) => message,
  LogSource: ({ level }) => (level === 'ERROR' ? 'stderr' : 'stdout'),
  KubernetesMetadata: ({ pod }) => ({ podUid: pod.uid, podLabels: { app: pod.image }, image: pod.image, imageTag: 'v3.18.2' }),
  LogLevel: ({ level }) => level,
};

const formers = (stretch: Stretch): Readonly<Record<string, (line: Line) => Value>> => ({
  TimeOfCommand: ({ at }) => at,
  Computer: ({ pod }) => pod.node,
  ContainerID: ({ pod }) => pod.containerId,
  Image: ({ pod }) => pod.image,
  ImageTag: () => 'v3.18.2',
  Repository: () => `${stretch.resource.service}.azurecr.io`,
  Name: ({ pod }) => `${pod.uid}/${pod.container}`,
  LogEntry: ({ message }) => (typeof message === 'string' ? message : JSON.stringify(message)),
  LogEntrySource: ({ level }) => (level === 'ERROR' ? 'stderr' : 'stdout'),
});

function linesOf({ seed, minutes }: { readonly seed: string; readonly minutes: Minutes }, stretch: Stretch): readonly Line[] {
  const dice = diceOf(seed, stretch.resource.id, 'line');
  const pods = podsOf({ seed, minutes }, stretch);
  const talkative = pods.filter(({ namespace }) => namespace === 'packamal');
  // The more its database is strained, the more of what it writes are errors.
  const cpu = minutes.of({ ...stretch, resource: ownResource(stretch, 'microsoft.dbforpostgresql/flexibleservers') }, 'cpu_percent');
  const lines: Line[] = [];
  for (let minute = stretch.first; minute < stretch.end; minute += 1)
    for (let place = 0; place < linesPerMinute[stretch.density]; place += 1) {
      const key = minute * 16 + place;
      const among = dice(key + 3) < 0.88 ? talkative : pods;
      const pod = among[Math.floor(dice(key + 5) * among.length)];
      const strain = Math.max(0, (cpu[minute - stretch.first]?.average ?? 0) - 70) / 100;
      if (pod !== undefined) lines.push(lineOf(pod, key, within(minute, (place + dice(key)) / 8), levelOf(dice(key + 7), strain), dice));
    }
  return lines;
}

function levelOf(chance: number, strain: number): Line['level'] {
  if (chance < 0.03 + strain) return 'ERROR';
  if (chance < 0.1 + strain) return 'WARNING';
  return chance > 0.95 ? 'DEBUG' : 'INFO';
}

function lineOf(pod: Pod, key: number, at: number, level: Line['level'], dice: Dice): Line {
  const patterns = (said[pod.container] ?? others)[level];
  const pattern = patterns[Math.floor(dice(key + 11) * patterns.length)] ?? '';
  const text = pattern.replaceAll('{id}', String(Math.floor(dice(key + 13) * 900) + 100));
  // The backend logs JSON, and the worker a line with its level.
  if (pod.container === 'backend') return { at, key, pod, level, message: { level, msg: text, request_id: hexOf(dice, key, 16) } };
  return { at, key, pod, level, message: pod.namespace === 'packamal' ? `${level} ${text}` : text };
}
