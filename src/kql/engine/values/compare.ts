import type { KqlType, Value } from '../../types.ts';
import { converter } from './convert.ts';
import { compareDecimals } from './decimal.ts';
import { type Int, isDecimal, isInt } from './guards.ts';
import { jsonText } from './json.ts';

/** Of two values that are not null. */
export type Test = (a: Value, b: Value) => boolean;
/** Below zero, zero, above zero; NaN where the two have no order. */
export type Order = (a: Value, b: Value) => number;

function sameNumber(a: Int, b: Int): boolean {
  // A bigint and a double can be the same quantity only in a comparison across types.
  return typeof a === typeof b ? a === b : !(a < b) && !(a > b) && !Number.isNaN(a);
}

/** By what the values are, where the column's type does not say it: inside dynamics, in lists of `in`. */
export function sameValue(a: Value, b: Value): boolean {
  if (isInt(a) && isInt(b)) return sameNumber(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return jsonText(a) === jsonText(b);
}

const numeric: ReadonlySet<KqlType> = new Set(['bool', 'int', 'long', 'real', 'datetime', 'timespan']);
const quantities: ReadonlySet<KqlType> = new Set(['bool', 'int', 'long', 'real', 'decimal']);

const sameTest: Test = (a, b) =>
  typeof a === 'number' && typeof b === 'number' ? a === b : isInt(a) && isInt(b) ? sameNumber(a, b) : a === b;

/** Text or a dynamic beside another type is read as that type; what cannot be read equals nothing. */
function bridge(
  left: KqlType,
  right: KqlType,
): { readonly left: (value: Value) => Value; readonly right: (value: Value) => Value; readonly type: KqlType } {
  const keep = (value: Value): Value => value;
  if (left === right) return { left: keep, right: keep, type: left };
  const soft = (type: KqlType): boolean => type === 'dynamic' || type === 'string';
  if (left === 'dynamic' && right === 'string') return { left: converter(left, right), right: keep, type: 'string' };
  if (left === 'string' && right === 'dynamic') return { left: keep, right: converter(right, left), type: 'string' };
  // A number inside a dynamic is compared as it is: 1.5 is not the long 1.
  if (soft(left)) return { left: converter(left, wholesome(right)), right: keep, type: right };
  if (soft(right)) return { left: keep, right: converter(right, wholesome(left)), type: left };
  return { left: keep, right: keep, type: left === 'decimal' || right === 'decimal' ? 'decimal' : left };
}

function wholesome(type: KqlType): KqlType {
  return type === 'int' ? 'real' : type;
}

function keepNumbers(side: KqlType, other: KqlType, read: (value: Value) => Value): (value: Value) => Value {
  return side === 'dynamic' && quantities.has(other) ? (value) => (isInt(value) ? value : read(value)) : read;
}

export function equalityOf(left: KqlType, right: KqlType): Test {
  if (left === right && left === 'dynamic') return sameValue;
  if (left === right && (left === 'string' || left === 'guid')) return (a, b) => a === b;
  if (left !== 'decimal' && right !== 'decimal' && numeric.has(left) && numeric.has(right)) {
    return left === 'bool' && right === 'bool'
      ? (a, b) => a === b
      : left === 'bool' || right === 'bool'
        ? (a, b) => Number(a) === Number(b)
        : sameTest;
  }
  const sides = bridge(left, right);
  const readLeft = keepNumbers(left, right, sides.left);
  const readRight = keepNumbers(right, left, sides.right);
  const same: Test = sides.type === 'decimal' ? (a, b) => compareDecimals(a, b) === 0 : sameTest;
  return (a, b) => {
    const x = readLeft(a);
    const y = readRight(b);
    return x !== null && y !== null && same(x, y);
  };
}

function orderValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (isInt(a) && isInt(b)) return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
  if (isDecimal(a) || isDecimal(b)) return compareDecimals(a, b);
  return Number.NaN;
}

export function orderOf(left: KqlType, right: KqlType): Order {
  if (left === right) return orderValues;
  const sides = bridge(left, right);
  const readLeft = keepNumbers(left, right, sides.left);
  const readRight = keepNumbers(right, left, sides.right);
  return (a, b) => {
    const x = readLeft(a);
    const y = readRight(b);
    return x === null || y === null ? Number.NaN : orderValues(x, y);
  };
}

/** Kinds of values in a mixed dynamic, in the order in which a sort puts them. */
function kindOf(value: Value): number {
  if (typeof value === 'boolean') return 0;
  if (isInt(value)) return 1;
  if (isDecimal(value)) return 2;
  return typeof value === 'string' ? 3 : 4;
}

/** A total order of values that are not null (and not NaN): for sort, top, array_sort_asc, min and max. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b === 0 ? 0 : a < b ? -1 : a > b ? 1 : 0;
  const kinds = kindOf(a) - kindOf(b);
  if (kinds !== 0) return kinds;
  if (kindOf(a) === 4) return orderValues(jsonText(a), jsonText(b));
  return orderValues(a, b);
}

/** What sorts with the nulls: nothing, null, or (nearer to the values) NaN. */
function absence(value: Value): number {
  if (value === null) return 2;
  return typeof value === 'number' && Number.isNaN(value) ? 1 : 0;
}

/** For Array.sort over cells; null and NaN stand together at the end that `nulls` says, whatever the direction. */
export function sortOrder(direction: 'asc' | 'desc', nulls: 'first' | 'last'): (a: Value, b: Value) => number {
  const sign = direction === 'asc' ? 1 : -1;
  const side = nulls === 'last' ? 1 : -1;
  return (a, b) => {
    const absent = absence(a) - absence(b);
    if (absent !== 0) return absent * side;
    return absence(a) === 0 ? sign * compareValues(a, b) : 0;
  };
}
