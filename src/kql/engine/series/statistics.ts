import { numberOf } from '../aggregates/numbers.ts';
import type { ScalarFunction, Value } from '../shapes.ts';
import { numbersOf, type Point, pointsOf } from './elements.ts';
import { mean, varianceOf } from './moments.ts';

const statisticNames = ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'] as const;

/** In the order of `statisticNames`, then the sum and how many. Undefined where an element is missing and that is not allowed. */
function statistics(series: Value | undefined, ignore: Value | undefined): readonly (number | null)[] | undefined {
  const points: readonly Point[] | undefined = pointsOf(series);
  if (points === undefined) return undefined;
  const isThere = (point: Point): point is number => point !== null && Number.isFinite(point);
  const there = points.filter(isThere);
  if (there.length === 0 || (ignore !== true && there.length < points.length)) return undefined;
  const [least, most] = [there.reduce((a, b) => Math.min(a, b)), there.reduce((a, b) => Math.max(a, b))];
  const variance = varianceOf(there);
  const sum = there.reduce((total, one) => total + one, 0);
  return [least, points.indexOf(least), most, points.indexOf(most), mean(there), Math.sqrt(variance), variance, sum, there.length];
}

/** Several columns: a list of them in the order of the service's columns. */
const stats: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, ignore) => statistics(series, ignore)?.slice(0, statisticNames.length) ?? statisticNames.map(() => null),
};

const statsDynamic: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, ignore) => {
    const found = statistics(series, ignore);
    return Object.fromEntries([...statisticNames, 'sum', 'len'].map((name, index) => [name, found?.[index] ?? null]));
  },
};

const total = (combine: (sum: number, next: number) => number, start: number): ScalarFunction => ({
  type: () => 'real',
  make: () => (series) => {
    const numbers = numbersOf(series);
    return numbers === undefined ? null : numbers.reduce(combine, start);
  },
});

/** Two series of one length, else null. */
const pair = (compute: (xs: readonly number[], ys: readonly number[]) => number): ScalarFunction => ({
  type: () => 'real',
  make: () => (left, right) => {
    const [xs, ys] = [numbersOf(left), numbersOf(right)];
    return xs === undefined || ys === undefined || xs.length !== ys.length ? null : compute(xs, ys);
  },
});

const dot = (xs: readonly number[], ys: readonly number[]): number => xs.reduce((sum, x, index) => sum + x * (ys[index] ?? 0), 0);
const magnitude = (xs: readonly number[]): number => Math.sqrt(dot(xs, xs));

/** A number stands for a series of it. */
const dotProduct: ScalarFunction = {
  type: () => 'real',
  make: () => (left, right) => {
    const [one, other] = [numberOf(left), numberOf(right)];
    const ys = numbersOf(right) ?? (other === undefined ? undefined : numbersOf(left)?.map(() => other));
    const xs = numbersOf(left) ?? (one === undefined ? undefined : ys?.map(() => one));
    return xs === undefined || ys === undefined || xs.length !== ys.length ? null : dot(xs, ys);
  },
};

/** Over as many elements as the shorter one has; what is no number is passed over. The magnitudes may be given. */
const cosineSimilarity: ScalarFunction = {
  type: () => 'real',
  make:
    () =>
    (left, right, ...magnitudes) => {
      const pairs = pairsOf(pointsOf(left) ?? [], pointsOf(right) ?? []);
      if (pairs.length === 0) return null;
      const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const [one, other] = [numberOf(magnitudes[0] ?? null) ?? magnitude(xs), numberOf(magnitudes[1] ?? null) ?? magnitude(ys)];
      return dot(xs, ys) / (one * other);
    },
};

function pairsOf(xs: readonly Point[], ys: readonly Point[]): readonly (readonly [number, number])[] {
  return xs.flatMap((x, index): readonly (readonly [number, number])[] => {
    const y = ys[index] ?? null;
    return x === null || y === null ? [] : [[x, y]];
  });
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [x, y] = [mean(xs), mean(ys)];
  const [dx, dy] = [xs.map((one) => one - x), ys.map((one) => one - y)];
  // One root of the product loses less than the product of two roots.
  return dot(dx, dy) / Math.sqrt(dot(dx, dx) * dot(dy, dy));
}

export const statisticFunctions: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_stats', stats],
  ['series_stats_dynamic', statsDynamic],
  ['series_sum', total((sum, next) => sum + next, 0)],
  ['series_product', total((product, next) => product * next, 1)],
  ['series_dot_product', dotProduct],
  ['series_cosine_similarity', cosineSimilarity],
  ['series_pearson_correlation', pair(correlation)],
  [
    'series_magnitude',
    {
      type: () => 'real',
      make: () => (series) => {
        const numbers = numbersOf(series);
        return numbers === undefined ? null : magnitude(numbers);
      },
    } satisfies ScalarFunction,
  ],
]);
