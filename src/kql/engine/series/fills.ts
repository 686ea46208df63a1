import { KqlFailure } from '../../failure.ts';
import type { ScalarFunction, Value } from '../shapes.ts';
import { type Point, pointsOf } from './elements.ts';

/** Which elements are missing: null ones, or those that equal the placeholder. */
const missing = (placeholder: Value | undefined): ((element: unknown) => boolean) =>
  placeholder === undefined || placeholder === null || Number.isNaN(placeholder)
    ? (element) => element === null
    : (element) => element === placeholder;

/** (series, constant, placeholder) */
const fillConst: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, constant, placeholder) => {
    const isMissing = missing(placeholder);
    return Array.isArray(series) ? series.map((element) => (isMissing(element) ? (constant ?? null) : element)) : null;
  },
};

/** (series, placeholder): the last value before; those at the start stay missing. */
const fillForward: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, placeholder) => (Array.isArray(series) ? carried(series, missing(placeholder)) : null),
};

const fillBackward: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, placeholder) => (Array.isArray(series) ? carried(series.toReversed(), missing(placeholder)).toReversed() : null),
};

function carried(elements: readonly unknown[], isMissing: (element: unknown) => boolean): unknown[] {
  let last: unknown;
  return elements.map((element) => {
    if (!isMissing(element)) last = element;
    return isMissing(element) && last !== undefined ? last : element;
  });
}

/** (series, placeholder, fill_edges = true, constant = 0): straight lines between the values that are there. */
const fillLinear: ScalarFunction = {
  type: () => 'dynamic',
  make:
    () =>
    (series, placeholder, edges = true, constant = 0) => {
      const isMissing = missing(placeholder);
      const points = pointsOf(Array.isArray(series) ? series.map((element) => (isMissing(element) ? null : element)) : null);
      if (points === undefined || !Array.isArray(series)) return null;
      if (points.every((point) => point === null)) return points.map(() => constant);
      const filled = filledBetween(points);
      checkWhole(points, filled);
      const first = points.findIndex((point) => point !== null);
      const last = points.findLastIndex((point) => point !== null);
      return filled.map((point, index) => (edges === false && (index < first || index > last) ? series[index] : point));
    },
};

/** The service cuts what it fills into an array of longs, and not what it fills into one of reals; here 36 and 36.0 are the same. */
function checkWhole(points: readonly Point[], filled: readonly Point[]): void {
  if (!points.every((point) => point === null || Number.isInteger(point)) || filled.every((point) => Number.isInteger(point))) return;
  throw new KqlFailure('unsupported', 'series_fill_linear between whole numbers with a fraction in between is not supported here.');
}

/** Straight lines between neighbours that are there; the nearest one at the edges. */
function filledBetween(points: readonly Point[]): Point[] {
  const filled = [...points];
  let left = -1;
  for (const [index, point] of points.entries()) {
    if (point === null) continue;
    const before = points[left] ?? point;
    for (let gap = left + 1; gap < index; gap++) filled[gap] = before + ((point - before) * (gap - left)) / (index - left);
    left = index;
  }
  return filled.fill(points[left] ?? null, left + 1);
}

export const fills: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_fill_const', fillConst],
  ['series_fill_forward', fillForward],
  ['series_fill_backward', fillBackward],
  ['series_fill_linear', fillLinear],
]);
