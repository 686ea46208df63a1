import type { Decimal, Value } from '../../types.ts';

/** A long, datetime or timespan: a number where that is exact, a bigint elsewhere; never both for the same quantity. */
export type Int = number | bigint;
export type List = readonly unknown[];
export interface Bag {
  readonly [key: string]: unknown;
}

export function isInt(value: unknown): value is Int {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function isList(value: unknown): value is List {
  return Array.isArray(value);
}

export function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'object' && value !== null && 'decimal' in value && typeof value.decimal === 'string';
}

/** A property bag of a dynamic. A cell of a decimal column looks alike: tell them apart by the column's type first. */
export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isValue(value: unknown): value is Value {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

/** What stands in a list or a bag, as a value; null for what is not there. */
export function asValue(value: unknown): Value {
  return isValue(value) ? value : null;
}

/** The property itself, never one that every object inherits. */
export function property(bag: Bag, key: string): Value {
  return Object.hasOwn(bag, key) ? asValue(bag[key]) : null;
}
