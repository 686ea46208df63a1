import { expect, it } from 'vitest';
import { benchCorrelation } from './bench/correlation.ts';
import { f1Of, type Placed, pairsOf } from './bench/correlation-pairs.ts';

const placed = (alert: string, truth: string | undefined, found: string): Placed => ({ alert, truth, found });

it('counts each pair of alerts once, however often they fired', () => {
  const all = [placed('a', 'x', '1'), placed('a', 'x', '1'), placed('b', 'x', '1'), placed('c', 'y', '2')];
  expect(pairsOf(all)).toEqual({ right: 1, merged: 0, split: 0 });
  expect(f1Of(pairsOf(all))).toBe(1);
});

it('counts what was merged and what was split', () => {
  const all = [placed('a', 'x', '1'), placed('b', 'x', '2'), placed('c', 'y', '1'), placed('a', 'x', '2')];
  // a of 1 with b and a of 2: split twice; c with a of 1: merged; a of 2 with b: right.
  expect(pairsOf(all)).toEqual({ right: 1, merged: 1, split: 2 });
  expect(f1Of(pairsOf(all))).toBeCloseTo(0.4);
});

it('takes what belongs to nothing for alone', () => {
  expect(pairsOf([placed('a', undefined, '1'), placed('b', undefined, '1'), placed('c', 'x', '2')])).toEqual({
    right: 0,
    merged: 1,
    split: 0,
  });
  expect(f1Of(pairsOf([placed('a', undefined, '1'), placed('b', undefined, '2')]))).toBe(1);
});

it('puts alerts where they belong, better than service or rule alone would', async () => {
  // A cause that two services share, another one meanwhile, and an alert that belongs to nothing; the bench judges by hundreds.
  const figures = await benchCorrelation({ seed: 3, variations: 1 });
  const [ours = 0, declared = 0, inDemo = 0, byService = 1, byRule = 1] = figures.map(({ value }) => value);
  expect(Math.min(ours, declared)).toBeGreaterThanOrEqual(0.95);
  // Nothing is late or lost there, and nothing else is wrong meanwhile.
  expect(inDemo).toBe(1);
  expect(Math.max(byService, byRule)).toBeLessThan(0.9);
});
