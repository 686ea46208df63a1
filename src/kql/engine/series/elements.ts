import { numberOf } from '../aggregates/numbers.ts';
import type { Value } from '../shapes.ts';
import { asValue } from '../values/guards.ts';

/** One element of a series; null: missing, or not a number. */
export type Point = number | null;

/** Undefined: not a list. */
export const pointsOf = (value: Value | undefined): readonly Point[] | undefined =>
  Array.isArray(value) ? value.map((element) => numberOf(asValue(element)) ?? null) : undefined;

const isNumber = (point: Point): point is number => point !== null;

/** Undefined: not a list, or one with an element that is not a number. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  const points = pointsOf(value);
  return points?.every(isNumber) === true ? points : undefined;
}

/** As dynamic values keep numbers: JSON has neither NaN nor infinities. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
