import { expect, it } from 'vitest';
import { knownTables } from '../../src/kql/known-tables.ts';
import { lower } from '../../src/kql/lower/index.ts';
import { globalsFor } from '../../src/kql/parser/globals.ts';
import { parseAndAnalyse } from '../../src/kql/parser/tree.ts';
import { warmUp } from './logs-warm-up.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 20, 12, 3);
const globals = globalsFor(knownTables);
const threads = {
  plan: async (text: string) => ({ kind: 'plan' as const, plan: lower(parseAndAnalyse(text, globals), text), columns: [] }),
};

function play(until: number) {
  const ending = new AbortController();
  const done: { readonly from: number; readonly to: number }[] = [];
  let rests = 0;
  const rest = async (): Promise<void> => {
    rests += 1;
    if (rests > until) ending.abort();
  };
  const carryOut = (_plan: object, range: { readonly from: number; readonly to: number }): void => void done.push(range);
  return { run: () => warmUp({ threads, now: () => noon, rest, carryOut }, ending.signal), done, rests: () => rests };
}

it('goes over the last day hour by hour, the newest first, and rests before each', async () => {
  const { run, done, rests } = play(Number.POSITIVE_INFINITY);
  await run();
  expect(rests()).toBe(done.length);
  expect(done[0]).toEqual({ from: noon - 3 * 60_000, to: noon - 3 * 60_000 + hour });
  expect(new Set(done.map(({ from }) => from)).size).toBe(24);
  expect(done.every(({ from, to }) => to - from === hour)).toBe(true);
  expect(done.map(({ from }) => from)).toEqual(done.map(({ from }) => from).toSorted((one, other) => other - one));
});

it('ends when it is told to', async () => {
  const { run, done } = play(3);
  await run();
  expect(done).toHaveLength(3);
});
