import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { fromAbsoluteTicks, inRange, ticksBeforeEpoch, toAbsoluteTicks } from '../values/calendar.ts';
import { toDecimal, wide } from '../values/decimal.ts';
import { type Int, isInt } from '../values/guards.ts';
import { add, big, floorTo, modulo, subtract } from '../values/integers.ts';
import { type Named, type Operation, scalar } from './define.ts';

const wholeTypes: ReadonlySet<KqlType> = new Set(['int', 'long', 'timespan', 'datetime', 'bool']);

/** How far our epoch is into a bin of this size that is counted from the year 1. */
function shiftOf(size: Int): Int {
  return modulo(ticksBeforeEpoch, size) ?? 0;
}

/** Multiples of the size counted from 0001-01-01, for one size: what nearly every time chart asks for each row. */
function datetimeBin(size: Int): (value: Value | undefined) => Value {
  const shift = shiftOf(size);
  if (typeof size !== 'number' || typeof shift !== 'number') {
    return (value) => (isInt(value) ? fromAbsoluteTicks(floorTo(toAbsoluteTicks(value), size)) : null);
  }
  return (value) => {
    if (typeof value === 'number') {
      const shifted = value + shift;
      if (Number.isSafeInteger(shifted)) {
        const rest = shifted % size;
        return value - (rest < 0 ? rest + size : rest);
      }
    }
    return isInt(value) ? fromAbsoluteTicks(floorTo(toAbsoluteTicks(value), size)) : null;
  };
}

function binDatetimes(call: CallShape): Operation {
  const constant = call.constants[1];
  if (isInt(constant) && constant > 0) return datetimeBin(constant);
  return (value, size) => (isInt(size) && size > 0 ? datetimeBin(size)(value) : null);
}

function binDecimals(value: Value = null, size: Value = null, from: Value = 0): Value {
  const [number, step, start] = [wide(value), wide(size), wide(from)];
  if (number === null || step === null || start === null || !step.isPositive() || step.isZero()) return null;
  return toDecimal(number.minus(start).div(step).floor().times(step).plus(start));
}

function binReals(value: Value | undefined, size: Value | undefined): Value {
  if (!isInt(value) || !isInt(size) || !(size > 0)) return null;
  const step = Number(size);
  return Math.floor(Number(value) / step) * step;
}

function binWholes(value: Value | undefined, size: Value | undefined): Value {
  return isInt(value) && isInt(size) && size > 0 ? floorTo(value, size) : null;
}

function bin(call: CallShape): Operation {
  const [value = 'long', size = 'long'] = call.types;
  // floor() with one argument rounds to whole numbers.
  if (call.types.length === 1)
    return value === 'decimal' ? (of) => binDecimals(of, 1) : (of) => (typeof of === 'number' ? Math.floor(of) : (of ?? null));
  if (value === 'datetime') return binDatetimes(call);
  if (value === 'decimal' || size === 'decimal') return (of, step) => binDecimals(of, step);
  return wholeTypes.has(value) && wholeTypes.has(size) ? binWholes : binReals;
}

/** bin_at: the bins are counted from a fixed point, in both directions. */
function binAt(call: CallShape): Operation {
  const [value = 'long', size = 'long', fixed = 'long'] = call.types;
  if (call.types.includes('decimal')) return binDecimals;
  if (wholeTypes.has(value) && wholeTypes.has(size) && wholeTypes.has(fixed)) {
    return (of, step, from) => {
      if (!isInt(of) || !isInt(step) || !isInt(from) || !(step > 0)) return null;
      const start = add(floorTo(subtract(of, from), step), from);
      return value === 'datetime' ? inRange(start) : start;
    };
  }
  return (of, step, from) => {
    if (!isInt(of) || !isInt(step) || !isInt(from) || !(step > 0)) return null;
    if (value === 'timespan' || value === 'datetime') return add(floorTo(subtract(of, from), BigInt(Math.trunc(Number(step)))), from);
    return Math.floor((Number(of) - Number(from)) / Number(step)) * Number(step) + Number(from);
  };
}

const numberTypes: readonly KqlType[] = ['int', 'long', 'real', 'decimal'];

function binType([value = 'long', ...others]: readonly KqlType[]): KqlType {
  if (!numberTypes.includes(value)) return value === 'dynamic' ? 'real' : value;
  const widest = Math.max(...[value, ...others].map((type) => numberTypes.indexOf(type)));
  return numberTypes[Math.max(others.length > 0 ? 1 : 0, widest)] ?? value;
}

/** Bits of a long in two's complement. */
const bits =
  (operation: (a: bigint, b: bigint) => bigint): Operation =>
  (a, b) =>
    isInt(a) && isInt(b) ? narrowed(operation(big(a), big(b))) : null;

function narrowed(value: bigint): Int {
  return add(BigInt.asIntN(64, value), 0);
}

function shifted(operation: (value: bigint, by: bigint) => bigint): Operation {
  return (value, by) => (isInt(value) && isInt(by) && by >= 0 ? narrowed(operation(big(value), big(by) % 64n)) : null);
}

function countOnes(value: Value | undefined): Value {
  if (!isInt(value)) return null;
  return BigInt.asUintN(64, big(value)).toString(2).replaceAll('0', '').length;
}

export const rounding: Named = [
  ['bin', scalar(binType, bin)],
  ['floor', scalar(binType, bin)],
  ['bin_at', scalar(binType, binAt)],
  ['binary_and', scalar('long', () => bits((a, b) => a & b))],
  ['binary_or', scalar('long', () => bits((a, b) => a | b))],
  ['binary_xor', scalar('long', () => bits((a, b) => a ^ b))],
  ['binary_not', scalar('long', () => (value) => (isInt(value) ? narrowed(~big(value)) : null))],
  ['binary_shift_left', scalar('long', () => shifted((value, by) => value << by))],
  ['binary_shift_right', scalar('long', () => shifted((value, by) => value >> by))],
  ['bitset_count_ones', scalar('long', () => countOnes)],
];
