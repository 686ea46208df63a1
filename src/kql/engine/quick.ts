import type { KqlType, Value } from '../types.ts';
import { type Compiled, computed } from './compiled.ts';
import { isPlain, type Plain } from './plain.ts';
import type { CallShape, Evaluate } from './shapes.ts';
import { ticksBeforeEpoch } from './values/calendar.ts';
import { sameValue } from './values/compare.ts';
import { isInt } from './values/guards.ts';
import { big, exact } from './values/integers.ts';

/**
 * The few calls that run for every row of nearly every query, without the way through a list of arguments: comparisons and bin.
 * They say the same as the functions of the same name (a test compares them); undefined: the function is to be called.
 */
export function compileQuick(call: CallShape, made: readonly Compiled[]): Compiled | undefined {
  const [left, right] = made;
  if (left === undefined || right === undefined || made.length !== 2) return undefined;
  // A constant part is computed once, by the function.
  if (left.constant !== undefined) return undefined;
  if (call.name === 'bin' || call.name === 'floor') return compileBin(left, right);
  if (!comparable(left.type, right.type)) return undefined;
  const test = comparisons.get(call.name);
  if (test === undefined || (left.type === 'string' && test.ordered)) return undefined;
  const constant = right.constant;
  if (constant === undefined) return computed('bool', test.both(left.evaluate, right.evaluate));
  return isPlain(constant) ? computed('bool', test.with(left.evaluate, constant)) : undefined;
}

const isNumber = (type: KqlType): boolean => type === 'int' || type === 'long' || type === 'real';

/** Values of these types compare as JavaScript compares them, number with bigint too. */
export function comparable(left: KqlType, right: KqlType): boolean {
  if (isNumber(left)) return isNumber(right);
  return left === right && (left === 'datetime' || left === 'timespan' || left === 'string' || left === 'bool');
}

interface Comparison {
  readonly ordered: boolean;
  readonly with: (left: Evaluate, constant: Plain) => Evaluate;
  readonly both: (left: Evaluate, right: Evaluate) => Evaluate;
}

/** A number and a bigint are never the same to ===. */
export const same = (left: Value, right: Value): boolean => left === right || (typeof left !== typeof right && sameValue(left, right));

const comparisons: ReadonlyMap<string, Comparison> = new Map(
  Object.entries<Comparison>({
    '<': {
      ordered: true,
      with: (left, constant) => (row) => {
        const value = left(row);
        return isPlain(value) ? value < constant : null;
      },
      both: bothKnown((left, right) => left < right),
    },
    '<=': {
      ordered: true,
      with: (left, constant) => (row) => {
        const value = left(row);
        return isPlain(value) ? value <= constant : null;
      },
      both: bothKnown((left, right) => left <= right),
    },
    '>': {
      ordered: true,
      with: (left, constant) => (row) => {
        const value = left(row);
        return isPlain(value) ? value > constant : null;
      },
      both: bothKnown((left, right) => left > right),
    },
    '>=': {
      ordered: true,
      with: (left, constant) => (row) => {
        const value = left(row);
        return isPlain(value) ? value >= constant : null;
      },
      both: bothKnown((left, right) => left >= right),
    },
    '==': {
      ordered: false,
      with: (left, constant) => (row) => {
        const value = left(row);
        return value === constant || (value !== null && same(value, constant));
      },
      both: (left, right) => (row) => equal(left(row), right(row)),
    },
    '!=': {
      ordered: false,
      with: (left, constant) => (row) => {
        const value = left(row);
        return value === null || !same(value, constant);
      },
      both: (left, right) => (row) => {
        const is = equal(left(row), right(row));
        return is === null ? null : is !== true;
      },
    },
  }),
);

/** A null is not equal to a value; whether two nulls are equal is not known. */
function equal(left: Value, right: Value): Value {
  if (left === null || right === null) return left === right ? null : false;
  return same(left, right);
}

function bothKnown(test: (left: Plain, right: Plain) => boolean): (left: Evaluate, right: Evaluate) => Evaluate {
  return (left, right) => (row) => {
    const one = left(row);
    const other = right(row);
    return isPlain(one) && isPlain(other) ? test(one, other) : null;
  };
}

/** bin of whole numbers and times to a constant size; reals, bigints and sizes that differ by row are the function's. */
function compileBin(left: Compiled, right: Compiled): Compiled | undefined {
  const size = right.constant;
  if (typeof size !== 'number' || size <= 0 || !Number.isInteger(size) || size > 2 ** 51) return undefined;
  const isTime = left.type === 'datetime' || left.type === 'timespan';
  if (isTime ? right.type !== 'timespan' : left.type !== 'long' || (right.type !== 'long' && right.type !== 'int')) return undefined;
  const shift = left.type === 'datetime' ? Number(ticksBeforeEpoch % BigInt(size)) : 0;
  const { evaluate } = left;
  const wide = BigInt(size);
  return computed(left.type, (row) => {
    const value = evaluate(row);
    // Below 2^53 the quotient is never rounded up to a whole number that it does not reach.
    if (typeof value === 'number' && Number.isSafeInteger(value + shift)) {
      const start = Math.floor((value + shift) / size) * size - shift;
      if (Number.isSafeInteger(start)) return start;
    }
    if (!isInt(value)) return null;
    const whole = big(value);
    const rest = (((whole + BigInt(shift)) % wide) + wide) % wide;
    return exact(whole - rest);
  });
}
