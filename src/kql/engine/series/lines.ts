import type { ScalarFunction } from '../shapes.ts';
import { finite, numbersOf } from './elements.ts';
import { mean, varianceOf } from './moments.ts';

/** The straight line through points 1, 2, 3… that is nearest in squares. Variances are those of samples. */
interface Line {
  readonly rsquare: number;
  readonly slope: number;
  readonly variance: number;
  readonly rvariance: number;
  readonly interception: number;
  readonly points: readonly number[];
}

function lineThrough(numbers: readonly number[]): Line {
  const [centre, middle] = [mean(numbers), (numbers.length - 1) / 2];
  const spread = numbers.reduce((sum, _, x) => sum + (x - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : numbers.reduce((sum, y, x) => sum + (x - middle) * (y - centre), 0) / spread;
  // The service counts the points from 1 when it says where the line begins.
  const interception = centre - slope * (middle + 1);
  const points = numbers.map((_, x) => interception + slope * (x + 1));
  return { ...fit(numbers, points), slope, interception, points };
}

/** How well these points describe those numbers: 1 is wholly. */
function fit(numbers: readonly number[], points: readonly number[]): Pick<Line, 'rsquare' | 'variance' | 'rvariance'> {
  const variance = varianceOf(numbers);
  const errors = numbers.reduce((sum, y, x) => sum + (y - (points[x] ?? 0)) ** 2, 0);
  const rvariance = numbers.length < 2 ? 0 : errors / (numbers.length - 1);
  return { variance, rvariance, rsquare: variance === 0 ? 1 : 1 - rvariance / variance };
}

/** The split at which a line on the left and one on the right describe the series best; the right one begins at `at`. */
function twoLines(numbers: readonly number[]) {
  const at = bestSplit(numbers);
  if (at === undefined) return undefined;
  const [left, right] = [lineThrough(numbers.slice(0, at)), lineThrough(numbers.slice(at))];
  return { at, left, right, whole: fit(numbers, [...left.points, ...right.points]) };
}

/** By running sums, so that a long series takes no longer than its length. Undefined: fewer than four numbers. */
function bestSplit(numbers: readonly number[]): number | undefined {
  const centre = mean(numbers);
  const from = runningErrors(numbers.map((y) => y - centre));
  const back = runningErrors(numbers.toReversed().map((y) => y - centre));
  // What is smaller than this is the rounding of the sums, not a better line.
  const nothing = (from.at(-1) ?? 0) * 16 * Number.EPSILON + Number.MIN_VALUE;
  let best: { readonly at: number; readonly errors: number } | undefined;
  for (let at = 2; at <= numbers.length - 2; at++) {
    const errors = (from[at] ?? 0) + (back[numbers.length - at] ?? 0);
    if (best === undefined || errors < best.errors - nothing) best = { at, errors };
  }
  return best?.at;
}

/** The sum of squared errors of the line through the first 0, 1, 2… numbers. */
function runningErrors(numbers: readonly number[]): readonly number[] {
  const errors = [0];
  let [count, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (const number of numbers) {
    // Places and values as differences from the running means.
    const [dx, dy] = [count - x, number - y];
    x += dx / (count + 1);
    y += dy / (count + 1);
    xx += dx * (count - x);
    xy += dx * (number - y);
    yy += dy * (number - y);
    count += 1;
    errors.push(xx === 0 ? 0 : Math.max(yy - (xy * xy) / xx, 0));
  }
  return errors;
}

/** Several columns: a list of them in the order of the service's columns; nulls where the series has gaps. */
const fitLine: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series) => {
    const numbers = numbersOf(series);
    if (numbers === undefined || numbers.length < 2) return Array.from({ length: 6 }, () => null);
    const line = lineThrough(numbers);
    return [line.rsquare, line.slope, line.variance, line.rvariance, line.interception, line.points.map(finite)];
  },
};

const bagOf = (line: Line) => ({
  rsquare: line.rsquare,
  slope: line.slope,
  variance: line.variance,
  rvariance: line.rvariance,
  interception: line.interception,
});

const fitLineDynamic: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series) => {
    const numbers = numbersOf(series);
    if (numbers === undefined || numbers.length < 2) return null;
    const line = lineThrough(numbers);
    return { ...bagOf(line), line_fit: line.points.map(finite) };
  },
};

const fitTwoLines: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series) => {
    const found = twoLines(numbersOf(series) ?? []);
    if (found === undefined) return Array.from({ length: 15 }, () => null);
    const { at, left, right, whole } = found;
    const side = (line: Line) => [line.rsquare, line.slope, line.interception, line.variance, line.rvariance];
    const points = [...left.points, ...right.points].map(finite);
    return [whole.rsquare, at, whole.variance, whole.rvariance, points, ...side(right), ...side(left)];
  },
};

const fitTwoLinesDynamic: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series) => {
    const found = twoLines(numbersOf(series) ?? []);
    if (found === undefined) return null;
    const { at, left, right, whole } = found;
    const points = [...left.points, ...right.points].map(finite);
    return {
      rsquare: whole.rsquare,
      split_idx: at,
      variance: whole.variance,
      rvariance: whole.rvariance,
      line_fit: points,
      right: bagOf(right),
      left: bagOf(left),
    };
  },
};

export const lines: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_fit_line', fitLine],
  ['series_fit_line_dynamic', fitLineDynamic],
  ['series_fit_2lines', fitTwoLines],
  ['series_fit_2lines_dynamic', fitTwoLinesDynamic],
]);
