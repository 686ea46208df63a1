import type { Value } from '../shapes.ts';
import { compareDecimals } from '../values/decimal.ts';
import { isDecimal } from '../values/guards.ts';

type Comparable = number | bigint | string | boolean;

const isComparable = (value: Value): value is Comparable => typeof value !== 'object';

/** Whether `one` comes before `other`, neither being null: numbers by size, texts by their characters, false before true. */
export function isBefore(one: Value, other: Value): boolean {
  if (isComparable(one) && isComparable(other)) return one < other;
  return isDecimal(one) && isDecimal(other) && compareDecimals(one, other) < 0;
}

/** For sorting. */
export const orderOf = (one: Value, other: Value): number => (isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : 0);
