import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createLogEngine } from '../../emulators/azure/logs-kql.ts';
import { createEstate } from '../../emulators/estate/estate.ts';
import { createLogs } from '../../emulators/logs/index.ts';
import { questions } from '../../emulators/logs/test-questions.ts';
import { silentLog } from '../fakes/azure-harness.ts';
import { type Figure, percentile } from './figures.ts';

const rounds = 60;
/** Not counted: rows are made and code is compiled. */
const warmUp = 10;
/** Of the tables that the questions are about. */
const tables = [
  'requests',
  'dependencies',
  'exceptions',
  'traces',
  'customEvents',
  'customMetrics',
  'performanceCounters',
  'ContainerLogV2',
  'KubePodInventory',
];
/** A Friday. */
const now = Date.UTC(2026, 10, 20, 12, 3, 50);
const day = 86_400_000;

/**
 * The questions that users have, over a day of the demo's rows in memory: from the text to the rows, with the way to the parser's
 * thread and back. Where the users' own queries lie beside the repository, these as well.
 */
export async function benchKql(): Promise<readonly Figure[]> {
  const clock = { now: () => now };
  const store = createLogs({ estate: createEstate({ seed: 'tocsin', clock }), clock, seed: 'tocsin' });
  const engine = createLogEngine({ store, clock, log: silentLog });
  // Threads that wait do not keep a process alive.
  const alive = setInterval(() => undefined, 1_000);
  try {
    const ask = async (text: string): Promise<readonly string[]> => {
      const wish = { scope: { kind: 'everything' }, text, from: now - day, to: now, waitMs: 60_000 } as const;
      const answer = await engine.ask(wish, new AbortController().signal);
      if (answer.kind === 'faulty') throw new Error(`${text}: ${answer.faults.map(({ message }) => message).join(' ')}`);
      return [...answer.rows];
    };
    let rows = 0;
    for (const table of tables) rows += Number(JSON.parse((await ask(`${table} | count`))[0] ?? '[0]')[0]);
    const figures = [{ name: 'KQL: rows of a day in 9 tables', value: rows, unit: '', atLeast: 90_000 }];
    const own = questions.map(({ seed, query }) => ({ name: seed, text: query }));
    return [...figures, ...(await measured('20 questions of ours', own, ask)), ...(await measured('20 seed queries', seedQueries(), ask))];
  } finally {
    clearInterval(alive);
    await engine.stop();
  }
}

interface Named {
  readonly name: string;
  readonly text: string;
}

/** The queries of users' documents, which are not part of the repository; those that the service takes. */
function seedQueries(): readonly Named[] {
  const folder = new URL('../../../shared/kql/seed-queries/', import.meta.url);
  const valid = new Set(questions.map(({ seed }) => `${seed}.kql`));
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => valid.has(file)) : [];
  return files.map((file) => ({ name: file, text: readFileSync(new URL(file, folder), 'utf8') }));
}

/** The slowest of them: its median, and its 95th percentile. */
async function measured(what: string, queries: readonly Named[], ask: (text: string) => Promise<unknown>): Promise<readonly Figure[]> {
  if (queries.length === 0) return [];
  const times = new Map<string, number[]>(queries.map(({ name }) => [name, []]));
  // In turns, as they come in life, and not each in a run of its own.
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const { name, text } of queries) {
      const start = performance.now();
      await ask(text);
      if (round >= warmUp) times.get(name)?.push(performance.now() - start);
    }
  }
  const slowest = (rank: number): { readonly name: string; readonly value: number } =>
    [...times]
      .map(([name, values]) => ({ name, value: percentile(values, rank) }))
      .reduce((most, one) => (one.value > most.value ? one : most));
  const [median, p95] = [slowest(0.5), slowest(0.95)];
  const medians = [...times.values()].map((values) => percentile(values, 0.5));
  return [
    { name: `KQL: ${what}, median of the medians`, value: percentile(medians, 0.5), unit: 'ms' },
    { name: `KQL: ${what}, medians above 10 ms`, value: medians.filter((one) => one > 10).length, unit: '' },
    { name: `KQL: ${what}, warm, with the parser: highest median (${median.name})`, value: median.value, unit: 'ms', bound: 10 },
    { name: `KQL: ${what}, warm, with the parser: highest p95 (${p95.name})`, value: p95.value, unit: 'ms', bound: 60 },
  ];
}
