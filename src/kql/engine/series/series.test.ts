import { describe, expect, it } from 'vitest';
import type { Value } from '../shapes.ts';
import { isList } from '../values/guards.ts';
import { seriesFunctions } from './index.ts';

function call(name: string, ...values: readonly Value[]): Value {
  const known = seriesFunctions.get(name);
  if (known === undefined) throw new TypeError(`no function ${name}`);
  return known.make({ name, types: values.map(() => 'dynamic'), type: 'dynamic', constants: [], names: [], now: 0 })(...values);
}

describe('lines', () => {
  it('are fitted by least squares', () => {
    const line = call('series_fit_line', [1, 2, 2, 4]);
    const [square, slope, variance, rest, from, points] = isList(line) ? line : [];
    expect(slope).toBeCloseTo(0.9, 12);
    expect(from).toBeCloseTo(0, 12);
    expect(variance).toBeCloseTo(19 / 12, 12);
    expect(rest).toBeCloseTo(0.7 / 3, 12);
    expect(square).toBeCloseTo(1 - 0.7 / 4.75, 12);
    expect(points).toHaveLength(4);
  });

  it('are two where the series bends', () => {
    expect(call('series_fit_2lines_dynamic', [5, 5, 5, 5, 9, 13, 17])).toMatchObject({
      rsquare: expect.closeTo(1, 12),
      right: { slope: expect.closeTo(4, 12) },
      left: { slope: 0, interception: expect.closeTo(5, 12) },
    });
  });

  it('say nothing of a series with gaps', () => {
    expect(call('series_fit_line', [1, null, 3])).toEqual([null, null, null, null, null, null]);
    expect(call('series_fit_line', 'no list')).toEqual([null, null, null, null, null, null]);
  });
});

describe('statistics', () => {
  it('are those of a sample', () => {
    expect(call('series_stats', [4, 2, 9, 2])).toEqual([2, 1, 9, 2, 4.25, Math.sqrt(131 / 12), 131 / 12]);
    expect(call('series_stats', [4, null])).toEqual([null, null, null, null, null, null, null]);
    expect(call('series_stats_dynamic', [4, null], true)).toMatchObject({ min: 4, max: 4, avg: 4, len: 1, sum: 4 });
  });

  it('compare two series', () => {
    expect(call('series_pearson_correlation', [1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(call('series_dot_product', [1, 2, 3], 2)).toBe(12);
    expect(call('series_cosine_similarity', [1, 0], [0, 5])).toBe(0);
  });

  it('know the season when the period is said', () => {
    expect(call('series_seasonal', [1, 3, 2, 6, 3, 4], 2)).toEqual([2, 4, 2, 4, 2, 4]);
    expect(() => call('series_seasonal', [1, 3, 2])).toThrow('period');
  });
});

it('works element by element, with null for what has no partner', () => {
  expect(call('series_subtract', [5, 'x', 3], [1, 1])).toEqual([4, null, null]);
  expect(call('series_divide', [1, 1], [0, 2])).toEqual([null, 0.5]);
  expect(call('series_less_equals', [1, 2, 3], [2, 2, 2])).toEqual([true, true, false]);
});

it('fills gaps', () => {
  expect(call('series_fill_linear', [null, 10, null, null, 16, null])).toEqual([10, 10, 12, 14, 16, 16]);
  expect(call('series_fill_linear', [null, 10, null, 20, null], null, false)).toEqual([null, 10, 15, 20, null]);
  expect(call('series_fill_linear', [null, null], null, true, 3)).toEqual([3, 3]);
  expect(call('series_fill_linear', [0.5, null, 3])).toEqual([0.5, 1.75, 3]);
  expect(() => call('series_fill_linear', [1, null, 4])).toThrow('series_fill_linear between whole numbers');
  expect(call('series_fill_const', [0, 5, 0], 1, 0)).toEqual([1, 5, 1]);
  expect(call('series_fill_backward', [null, 2, null])).toEqual([2, 2, null]);
});

it('filters', () => {
  expect(call('series_fir', [0, 0, 10, 0, 0], [1, 1, 1], true, true)).toEqual([0, 10 / 3, 10 / 3, 10 / 3, 0]);
  expect(call('series_fir', [1, 4, 9], [1, -1])).toEqual([1, 3, 5]);
  expect(() => call('series_iir', [1], [1], [0])).toThrow('zero');
});
