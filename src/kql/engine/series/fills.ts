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
      const kept = edges === false ? series : undefined;
      return points.map((point, index) => point ?? between(points, index, kept));
    },
};

function between(points: readonly Point[], index: number, kept: readonly unknown[] | undefined): unknown {
  const left = points.findLastIndex((point, place) => place < index && point !== null);
  const right = points.findIndex((point, place) => place > index && point !== null);
  const [before, after] = [points[left] ?? null, points[right] ?? null];
  if (before !== null && after !== null) return before + ((after - before) * (index - left)) / (right - left);
  return kept === undefined ? (before ?? after) : kept[index];
}

export const fills: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_fill_const', fillConst],
  ['series_fill_forward', fillForward],
  ['series_fill_backward', fillBackward],
  ['series_fill_linear', fillLinear],
]);
