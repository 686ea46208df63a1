import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { hostileTexts, nestOfFunctions } from '../../src/kql/hostile.fixture.ts';
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
      ...(await crowdFigures(threads)),
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

/** Each number gives another text, so that none is refused because it was before. */
const nest = (number: number): string => `${nestOfFunctions(44)} // ${number}`;

/** How long until there is an answer, or a sentence that says why not. */
async function ask(threads: KqlThreads, text: string, by: string): Promise<{ readonly ms: number; readonly answered: boolean }> {
  const started = performance.now();
  const answered = await threads.analyse(text, { signal, by }).then(
    () => true,
    () => false,
  );
  return { ms: performance.now() - started, answered };
}

/** Several hostile queries in a row and at once, with ordinary ones of other people beside them and after them. */
async function crowdFigures(threads: KqlThreads): Promise<readonly Figure[]> {
  await threads.warmUp();
  const first = ask(threads, nest(1), 'ana');
  const second = ask(threads, nest(2), 'boris');
  await pause(500);
  const afterTwo = [await ask(threads, ordinary, 'eva')];
  await Promise.all([first, second]);
  afterTwo.push(await ask(threads, ordinary, 'eva'));

  await threads.warmUp();
  const same = nest(3);
  const twentySame = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(threads, same, `person ${at}`)));
  await threads.warmUp();
  const twentyOthers = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(threads, nest(100 + at), `person ${at}`)));
  await threads.warmUp();
  const besideTwenty: { readonly ms: number; readonly answered: boolean }[] = [];
  const ofOne = Promise.all(Array.from({ length: 20 }, (_, at) => ask(threads, nest(200 + at), 'ana')));
  for (let round = 0; round < 8; round += 1) {
    await pause(250);
    besideTwenty.push(await ask(threads, ordinary, 'eva'));
  }
  const slowest = (asked: readonly { readonly ms: number }[]): number => Math.max(...asked.map(({ ms }) => ms));
  const answered = (asked: readonly { readonly answered: boolean }[]): number => asked.filter((one) => one.answered).length;
  // How soon they are answered depends on how soon the machine starts a thread.
  return [
    {
      name: 'KQL: slowest ordinary query beside and after two hostile ones of two people',
      value: slowest(afterTwo),
      unit: 'ms',
    },
    { name: 'KQL: of these 2, answered', value: answered(afterTwo), unit: '', atLeast: 1 },
    { name: 'KQL: 20 times the same hostile query, the slowest', value: slowest(twentySame), unit: 'ms', bound: 2_500 },
    { name: 'KQL: 20 hostile queries of 20 people, the slowest', value: slowest(twentyOthers), unit: 'ms', bound: 2_500 },
    { name: 'KQL: 20 hostile queries of one person, the slowest', value: slowest(await ofOne), unit: 'ms', bound: 2_500 },
    { name: 'KQL: slowest ordinary query of another person beside them', value: slowest(besideTwenty), unit: 'ms', bound: 2_500 },
    { name: 'KQL: of these 8, answered', value: answered(besideTwenty), unit: '', atLeast: 8 },
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
