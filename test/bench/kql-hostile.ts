import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { hostileTexts } from '../../src/kql/hostile.fixture.ts';
import { knownTables } from '../../src/kql/known-tables.ts';
import { createKqlThreads, type KqlThreads } from '../../src/kql/threads.ts';
import { type Figure, percentile } from './figures.ts';

const { signal } = new AbortController();
const ordinary = 'requests | where timestamp > ago(1h) | summarize count() by bin(timestamp, 5m), name | take 100';

/** Texts made to keep the parser busy, each with an ordinary query beside it and one after it; and what the parser costs otherwise. */
export async function benchKqlHostile(): Promise<readonly Figure[]> {
  const before = process.memoryUsage.rss();
  const threads = createKqlThreads({
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    schemas: knownTables,
    clock: { now: () => Date.now() },
  });
  try {
    const started = performance.now();
    await threads.analyse(ordinary, { signal });
    const first = performance.now() - started;
    await threads.warmUp();
    const usual = await seedFigures(threads);
    const memory = (process.memoryUsage.rss() - before) / 1e6;
    return [
      { name: 'KQL: first query of all, its thread included', value: first, unit: 'ms' },
      ...usual,
      { name: 'KQL: memory of two warm parsers', value: memory, unit: 'MB' },
      ...(await hostileFigures(threads)),
    ];
  } finally {
    await threads.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function hostileFigures(threads: KqlThreads): Promise<readonly Figure[]> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const answers: number[] = [];
  const beside: number[] = [];
  const after: number[] = [];
  let ended = 0;
  loop.enable();
  for (const { text } of hostileTexts) {
    // Both threads are there, as they are when nobody has asked such a thing just before.
    await threads.warmUp();
    const others = [ordinary, ordinary].map(async (query) => beside.push(await timed(() => threads.analyse(query, { signal }))));
    answers.push(
      await timed(async () => {
        const { findings } = await threads.analyse(text, { signal });
        if (findings.some(({ rule }) => rule === 'too-complex')) ended += 1;
      }),
    );
    await Promise.all(others);
    after.push(await timed(() => threads.analyse(ordinary, { signal })));
    await pause(100);
  }
  loop.disable();
  return [
    { name: 'KQL: slowest answer to a hostile query', value: Math.max(...answers), unit: 'ms', bound: 2_500 },
    { name: `KQL: hostile queries that reach the deadline, of ${hostileTexts.length}`, value: ended, unit: '', atLeast: 1 },
    { name: 'KQL: event loop meanwhile, p99', value: loop.percentile(99) / 1e6, unit: 'ms', bound: 20 },
    { name: 'KQL: slowest ordinary query beside one', value: Math.max(...beside), unit: 'ms', bound: 2_500 },
    { name: 'KQL: slowest ordinary query after one', value: Math.max(...after), unit: 'ms', bound: 2_500 },
  ];
}

const seeds = new URL('../../../shared/kql/seed-queries/', import.meta.url);

/** Nothing where the queries are not there. */
async function seedFigures(threads: KqlThreads): Promise<readonly Figure[]> {
  if (!existsSync(seeds)) return [];
  const texts = readdirSync(seeds).map((file) => readFileSync(new URL(file, seeds), 'utf8'));
  const times: number[] = [];
  for (let round = 0; round < 12; round++) {
    for (const text of texts) {
      const time = await timed(() => threads.analyse(text, { signal }));
      // The engine of JavaScript learns in the first rounds.
      if (round > 3) times.push(time);
    }
  }
  return [
    { name: 'KQL: a seed query read and analysed, warm, median', value: percentile(times, 0.5), unit: 'ms', bound: 10 },
    { name: 'KQL: a seed query read and analysed, warm, p95', value: percentile(times, 0.95), unit: 'ms', bound: 60 },
  ];
}
