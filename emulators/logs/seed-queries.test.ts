import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../test/fakes/azure-harness.ts';
import { createLogEngine } from '../azure/logs-kql.ts';
import { createEstate } from '../estate/estate.ts';
import { createLogs } from './index.ts';
import { questions, refused } from './test-questions.ts';

type Row = readonly unknown[];

const folder = new URL('../../../shared/kql/seed-queries/', import.meta.url);
const seeds = existsSync(folder) ? readdirSync(folder) : [];
const seedText = (seed: string): string => readFileSync(new URL(`${seed}.kql`, folder), 'utf8');

/** A Friday. */
const now = Date.UTC(2026, 10, 20, 12, 3, 50);
const hour = 3_600_000;
const clock = { now: () => now };
const store = createLogs({ estate: createEstate({ seed: 'tocsin', clock }), clock, seed: 'tocsin' });
const engine = createLogEngine({ store, clock, log: silentLog });
afterAll(async () => engine.stop());

const ask = (text: string) =>
  engine.ask({ scope: { kind: 'everything' }, text, from: undefined, to: undefined, waitMs: 30_000 }, new AbortController().signal);

async function rowsOf(text: string): Promise<readonly Row[]> {
  const answer = await ask(text);
  if (answer.kind === 'faulty') throw new Error(answer.faults.map(({ message }) => message).join(' '));
  return [...answer.rows].map((row) => z.array(z.unknown()).parse(JSON.parse(row)));
}

/** The one number that a query answers with. */
const numberOf = async (text: string): Promise<unknown> => (await rowsOf(text))[0]?.[0];

const column = (rows: readonly Row[], index: number): readonly number[] => rows.map((row) => Number(row[index]));
const texts = (rows: readonly Row[], index: number): readonly string[] => rows.map((row) => String(row[index]));
const times = (rows: readonly Row[], index: number): readonly number[] => texts(rows, index).map((text) => Date.parse(text));
const total = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const between = (low: number, high: number) => (value: number) => value >= low && value <= high;
const falling = (values: readonly number[]): boolean => values.every((value, index) => index === 0 || value <= (values[index - 1] ?? 0));

/** The hours that a day's bins can begin in: 25 where the first and the last are cut. */
function expectHours(rows: readonly Row[], index: number): void {
  const found = new Set(times(rows, index));
  expect(found.size).toBeGreaterThanOrEqual(24);
  expect(found.size).toBeLessThanOrEqual(25);
  expect([...found].every((at) => at % hour === 0 && at > now - 25 * hour && at <= now)).toBe(true);
}

function expectWithin(rows: readonly Row[], index: number, ms: number): void {
  expect(times(rows, index).every(between(now - ms, now))).toBe(true);
}

/** What has to be true of the answer, by the name of the seed query that asks it. */
const facts: Readonly<Record<string, (rows: readonly Row[]) => void | Promise<void>>> = {
  '001_L128_03': (rows) => {
    expect(rows.length).toBeGreaterThan(100);
    expect(falling(times(rows, 0))).toBe(true);
    expect(texts(rows, 1).every((name) => name.startsWith('packamal-'))).toBe(true);
    expect(column(rows, 2).every(between(1, 30))).toBe(true);
  },
  '002_L770_05': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(12);
    for (const row of rows) {
      const [p50 = 0, p95 = 0, p99 = 0] = row.slice(1, 4).map(Number);
      expect(p50 > 20 && p50 <= p95 && p95 <= p99 && p99 < 20_000).toBe(true);
    }
    expect(times(rows, 0).every((at) => at % 300_000 === 0)).toBe(true);
    expect(total(column(rows, 5))).toBeGreaterThan(300);
  },
  '002_L770_06': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(column(rows, 2).every((duration) => duration > 2000)).toBe(true);
    expect(falling(column(rows, 2))).toBe(true);
    expectWithin(rows, 0, hour);
  },
  '002_L833_07': async (rows) => {
    expect(new Set(texts(rows, 0)).size).toBeGreaterThan(5);
    expect(falling(column(rows, 2))).toBe(true);
    const whole = await numberOf('exceptions | where timestamp > ago(1h) | count');
    expect(total(column(rows, 2))).toBe(whole);
  },
  '002_L833_08': async (rows) => {
    expect(new Set(texts(rows, 0))).toEqual(new Set(['500', '503', '404']));
    expect(falling(column(rows, 2))).toBe(true);
    const whole = await numberOf('AppRequests | where TimeGenerated > ago(1h) and not(Success) | count');
    expect(total(column(rows, 2))).toBe(whole);
  },
  '002_L863_09': (rows) => {
    expect(rows.length).toBe(100);
    expect(column(rows, 2).every((severity) => severity >= 3)).toBe(true);
    expect(falling(times(rows, 0))).toBe(true);
  },
  '002_L944_10': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(71);
    expect(column(rows, 1).every(between(200 * 1024 ** 2, 1024 ** 3))).toBe(true);
  },
  '002_L1236_11': (rows) => {
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(column(rows, 2))).toEqual(new Set([3, 4]));
    expect(falling(times(rows, 0))).toBe(true);
    expectWithin(rows, 0, hour);
  },
  '002_L1246_12': async (rows) => {
    expectHours(rows, 0);
    expect(column(rows, 3).every((mean) => mean > 0)).toBe(true);
    const whole = await numberOf('requests | where timestamp > ago(24h) | count');
    expect(total(column(rows, 2))).toBe(whole);
  },
  '002_L1259_13': (rows) => {
    expectHours(rows, 0);
    expect(column(rows, 2).every(between(8, 60))).toBe(true);
    expect(column(rows, 3).every(between(0.5, 1))).toBe(true);
  },
  '002_L1281_14': (rows) => {
    expect(rows).toHaveLength(26);
    expect(falling(column(rows, 1))).toBe(true);
    for (const row of rows) {
      const [p50 = 0, p95 = 0, p99 = 0] = row.slice(3, 6).map(Number);
      expect(p50 <= p95 && p95 <= p99).toBe(true);
    }
  },
  '002_L1296_15': async (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(falling(column(rows, 2))).toBe(true);
    expect(rows.every((row) => Number(row[2]) > 2000 && Number(row[4]) < Number(row[2]))).toBe(true);
    expect(texts(rows, 5)).toContain('SQL');
    const slow = await rowsOf('requests | where timestamp > ago(1h) and duration > 2000 | project timestamp');
    expect(new Set(texts(rows, 0))).toEqual(new Set(texts(slow, 0)));
  },
  '002_L1324_16': (rows) => {
    expectHours(rows, 1);
    expect(new Set(texts(rows, 0)).size).toBe(14);
    expect(column(rows, 2).every((count) => count >= 1)).toBe(true);
  },
  '002_L1333_17': (rows) => {
    expect(rows.length).toBeGreaterThan(20);
    expectWithin(rows, 0, hour);
    expect(rows.every((row) => row.slice(1).every((text) => text !== ''))).toBe(true);
  },
  '002_L1356_18': (rows) => {
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      const [mean = 0, least = 0, most = 0, p50 = 0, p95 = 0] = row.slice(2).map(Number);
      expect(0 <= least && least <= p50 && p50 <= p95 && p95 <= most && most <= 1 && least < mean && mean < most).toBe(true);
    }
    expect(column(rows, 1).slice(1, 7).every(between(300, 3000))).toBe(true);
  },
  '002_L1373_19': (rows) => {
    expectHours(rows, 1);
    const of = (name: string): number =>
      total(
        column(
          rows.filter(([first]) => first === name),
          2,
        ),
      );
    expect(of('job_failed')).toBeGreaterThan(5);
    expect(of('job_failed') / of('job_submitted')).toBeLessThan(0.1);
    expect(Math.abs(of('job_submitted') - of('job_completed') - of('job_failed'))).toBeLessThan(10);
  },
  '002_L1385_20': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(72);
    expect(column(rows, 1).every(between(3, 60))).toBe(true);
  },
  '002_L1395_21': (rows) => {
    expect(rows).toHaveLength(11);
    expect(falling(column(rows, 1))).toBe(true);
    expect(texts(rows, 0).every((name) => /^(?:SELECT|INSERT|UPDATE) /u.test(name))).toBe(true);
  },
  '002_L586_22_string': (rows) => {
    expect(rows.length).toBeGreaterThan(200);
    expect(column(rows, 1).every(between(5, 200))).toBe(true);
  },
  '002_L666_23_string': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(texts(rows, 1).every((name) => name === 'database_connections')).toBe(true);
    expect(column(rows, 2).every(between(181, 200))).toBe(true);
  },
};

describe.each(questions)('$asks', ({ seed, query }) => {
  it('is answered with what happened', async () => {
    const rows = await rowsOf(query);
    await facts[seed]?.(rows);
    expect(facts[seed]).toBeDefined();
  });

  // The seed queries lie beside the repository, where there is more of it than this.
  it.skipIf(seeds.length === 0)('is answered alike when it is put as users put it', async () => {
    const rows = await rowsOf(seedText(seed));
    await facts[seed]?.(rows);
    expect(rows).toHaveLength((await rowsOf(query)).length);
  });
});

describe.each(refused)('what asks ContainerLog for its Namespace ($seed)', ({ seed, query }) => {
  it.each(['in our words', 'as users put it'])('is refused by name, %s', async (how) => {
    const text = how === 'in our words' || seeds.length === 0 ? query : seedText(seed);
    const answer = await ask(text);
    if (answer.kind !== 'faulty') throw new Error('it was answered');
    expect(answer.faults[0]).toMatchObject({ kind: 'semantic' });
    expect(answer.faults[0]?.message).toContain('Namespace');
    const { start = 0, length = 0 } = answer.faults[0]?.at ?? {};
    expect(text.slice(start, start + length)).toBe('Namespace');
  });
});
