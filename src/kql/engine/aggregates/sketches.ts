import type { AggregateFunction, ScalarFunction, Value } from '../shapes.ts';
import { asValue, isList, type List } from '../values/guards.ts';
import { groupKey } from '../values/keys.ts';
import { numberOf } from './numbers.ts';

/**
 * The service keeps estimates here that grow no further; ours keep everything, so that what is read from them is exact. How they
 * look inside is nobody's business in either. Of values (hll): each different one, by its text; of numbers (tdigest): each one
 * and how often.
 */
type Counts = ReadonlyMap<number, number>;

const keysOf = (sketch: Value | undefined): List => (isList(sketch) ? sketch : []);

function countsOf(sketch: Value | undefined): readonly (readonly [number, number])[] {
  return keysOf(sketch).flatMap((pair): readonly (readonly [number, number])[] => {
    const [value, weight] = isList(pair) ? pair.map((one) => numberOf(asValue(one))) : [];
    return value === undefined || weight === undefined ? [] : [[value, weight]];
  });
}

const sketchOf = (counts: Counts): Value => [...counts].toSorted(([one], [other]) => one - other);

export const hll: AggregateFunction = {
  type: () => 'dynamic',
  make: () => () => {
    const seen = new Set<string>();
    return {
      add: (value: Value = null) => {
        if (value !== null) seen.add(String(groupKey(value)));
      },
      result: () => [...seen],
    };
  },
};

export const hllMerge: AggregateFunction = {
  type: () => 'dynamic',
  make: () => () => {
    const seen = new Set<unknown>();
    return {
      add: (sketch: Value = null) => {
        for (const key of keysOf(sketch)) seen.add(key);
      },
      result: () => [...seen],
    };
  },
};

/** (value, weight): a weight is 1 where none is given. */
export const tdigest: AggregateFunction = {
  type: () => 'dynamic',
  make: () => () => {
    const counts = new Map<number, number>();
    return {
      add: (value: Value = null, weight: Value = 1) => {
        const [number, times] = [numberOf(value), numberOf(weight)];
        if (number !== undefined && times !== undefined) counts.set(number, (counts.get(number) ?? 0) + times);
      },
      result: () => sketchOf(counts),
    };
  },
};

export const tdigestMerge: AggregateFunction = {
  type: () => 'dynamic',
  make: () => () => {
    const counts = new Map<number, number>();
    return {
      add: (sketch: Value = null) => {
        for (const [value, weight] of countsOf(sketch)) counts.set(value, (counts.get(value) ?? 0) + weight);
      },
      result: () => sketchOf(counts),
    };
  },
};

/** The aggregate's work on the arguments of one row. */
const merged = (aggregate: AggregateFunction): ScalarFunction => ({
  type: () => 'dynamic',
  make: (call) => {
    const fresh = aggregate.make(call);
    return (...sketches) => {
      const accumulator = fresh();
      for (const sketch of sketches) accumulator.add(sketch);
      return accumulator.result();
    };
  },
});

function nearestRank(sketch: Value | undefined, percent: Value | undefined): number | null {
  const counts = countsOf(sketch);
  const wanted = numberOf(percent ?? null);
  const total = counts.reduce((sum, [, weight]) => sum + weight, 0);
  if (wanted === undefined) return null;
  let passed = 0;
  for (const [value, weight] of counts) {
    passed += weight;
    if (passed * 100 >= wanted * total) return value;
  }
  return null;
}

/** How much of the whole is at or below the value. */
function rankOf(sketch: Value | undefined, value: Value | undefined): { readonly rank: number; readonly total: number } | undefined {
  const limit = numberOf(value ?? null);
  if (limit === undefined) return undefined;
  const counts = countsOf(sketch);
  const sum = (list: typeof counts): number => list.reduce((all, [, weight]) => all + weight, 0);
  return { rank: sum(counts.filter(([one]) => one <= limit)), total: sum(counts) };
}

export const sketchFunctions: ReadonlyMap<string, ScalarFunction> = new Map<string, ScalarFunction>([
  ['dcount_hll', { type: () => 'long', make: () => (sketch) => (isList(sketch) ? sketch.length : null) }],
  ['hll_merge', merged(hllMerge)],
  ['tdigest_merge', merged(tdigestMerge)],
  ['merge_tdigest', merged(tdigestMerge)],
  ['percentile_tdigest', { type: () => 'real', make: () => (sketch, percent) => nearestRank(sketch, percent) }],
  [
    'percentiles_array_tdigest',
    {
      type: () => 'dynamic',
      make:
        () =>
        (sketch, ...percents) =>
          percents.flatMap((one) => (isList(one) ? one : [one])).map((percent) => nearestRank(sketch, asValue(percent))),
    },
  ],
  ['rank_tdigest', { type: () => 'real', make: () => (sketch, value) => rankOf(sketch, value)?.rank ?? null }],
  [
    'percentrank_tdigest',
    {
      type: () => 'real',
      make: () => (sketch, value) => {
        const found = rankOf(sketch, value);
        return found === undefined || found.total === 0 ? null : (found.rank * 100) / found.total;
      },
    },
  ],
]);
