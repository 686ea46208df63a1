import type { ScalarFunction } from '../shapes.ts';
import { finite, pointsOf } from './elements.ts';

/** The same for each element; what is not a number becomes null. */
const each = (compute: (x: number) => number): ScalarFunction => ({
  type: () => 'dynamic',
  make: () => (series) => pointsOf(series)?.map((x) => (x === null ? null : finite(compute(x)))) ?? null,
});

/** Element by element over two series; null where either has no number, up to the length of the longer one. */
const pairs = (compute: (x: number, y: number) => number | boolean): ScalarFunction => ({
  type: () => 'dynamic',
  make: () => (left, right) => {
    const [xs, ys] = [pointsOf(left), pointsOf(right)];
    if (xs === undefined || ys === undefined) return null;
    return Array.from({ length: Math.max(xs.length, ys.length) }, (_, index) => {
      const [x, y] = [xs[index] ?? null, ys[index] ?? null];
      if (x === null || y === null) return null;
      const result = compute(x, y);
      return typeof result === 'number' ? finite(result) : result;
    });
  },
});

export const elementwise: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_abs', each(Math.abs)],
  ['series_acos', each(Math.acos)],
  ['series_asin', each(Math.asin)],
  ['series_atan', each(Math.atan)],
  ['series_ceiling', each(Math.ceil)],
  ['series_cos', each(Math.cos)],
  ['series_exp', each(Math.exp)],
  ['series_floor', each(Math.floor)],
  ['series_log', each(Math.log)],
  ['series_ln', each(Math.log)],
  ['series_sign', each(Math.sign)],
  ['series_sin', each(Math.sin)],
  ['series_tan', each(Math.tan)],
  ['series_add', pairs((x, y) => x + y)],
  ['series_subtract', pairs((x, y) => x - y)],
  ['series_multiply', pairs((x, y) => x * y)],
  ['series_divide', pairs((x, y) => x / y)],
  ['series_pow', pairs((x, y) => x ** y)],
  ['series_equals', pairs((x, y) => x === y)],
  ['series_not_equals', pairs((x, y) => x !== y)],
  ['series_less', pairs((x, y) => x < y)],
  ['series_less_equals', pairs((x, y) => x <= y)],
  ['series_greater', pairs((x, y) => x > y)],
  ['series_greater_equals', pairs((x, y) => x >= y)],
]);
