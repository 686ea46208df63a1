import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../shapes.ts';
import { fromAbsoluteTicks, toAbsoluteTicks } from '../values/calendar.ts';
import { isInt } from '../values/guards.ts';
import { add, floorTo, multiply, subtract } from '../values/integers.ts';

/** The points of a make-series: `start`, `start` + `step`, … */
export interface Axis {
  readonly type: KqlType;
  readonly step: Value;
}

const mostPoints = 1_048_576;

/** The bin that holds the value, with edges at whole multiples of the step, as bin() has them. */
export function binOf(value: Value, { type, step }: Axis): Value {
  if (typeof value === 'number' && typeof step === 'number' && isReal(type)) return Math.floor(value / step) * step;
  if (!isInt(value) || !isInt(step)) return null;
  if (type !== 'datetime') return floorTo(value, step);
  return fromAbsoluteTicks(floorTo(toAbsoluteTicks(value), step));
}

const isReal = (type: KqlType): boolean => type === 'real';

/** Which point the value belongs to, counted from `start`; below 0: before it. */
export function placeOf(value: Value, start: Value, { type, step }: Axis): number {
  // Of whole numbers that doubles hold the quotient never rounds up to the next one.
  if (typeof value === 'number' && typeof start === 'number' && typeof step === 'number') return Math.floor((value - start) / step);
  if (!isInt(value) || !isInt(start) || !isInt(step)) return -1;
  if (isReal(type)) return Math.floor((Number(value) - Number(start)) / Number(step));
  return Number(floorTo(subtract(value, start), step)) / Number(step);
}

/** Where the point with this number is. */
export function pointAt(place: number, start: Value, { type, step }: Axis): Value {
  if (!isInt(start) || !isInt(step)) return null;
  return isReal(type) ? Number(start) + place * Number(step) : add(start, multiply(step, place));
}

/** How many points lie between `start` and `end`, which is itself one of them only if it is said to be included. */
export function pointsBetween(start: Value, end: Value, edge: 'excluded' | 'included', axis: Axis): number {
  if (!isInt(start) || !isInt(end) || !isInt(axis.step) || axis.step <= 0) {
    throw new KqlFailure('evaluation', 'make-series needs a start, an end and a step above zero.');
  }
  const last = placeOf(end, start, axis);
  const onPoint = pointAt(last, start, axis) === end;
  const points = Math.max(onPoint && edge === 'excluded' ? last : last + 1, 0);
  if (points > mostPoints) throw new KqlFailure('limit', `make-series would make ${points} points; the most is ${mostPoints}.`);
  return points;
}
