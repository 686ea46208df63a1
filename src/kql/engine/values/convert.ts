import type { KqlType, Value } from '../../types.ts';
import { fromAbsoluteTicks, toAbsoluteTicks } from './calendar.ts';
import { parseDatetime } from './datetime-text.ts';
import { parseDecimal, toDecimal, wide } from './decimal.ts';
import { isDecimal, isInt } from './guards.ts';
import { exact, fitsLong, fromReal } from './integers.ts';
import { parseJson } from './json.ts';
import { toText } from './text.ts';
import { parseTimespan } from './timespan-text.ts';

type Convert = (value: Value) => Value;

const wholeForm = /^\s*[+-]?\d+\s*$/;
const hexForm = /^\s*0x[0-9a-f]{1,16}\s*$/i;
const realForm = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const infinite: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    nan: Number.NaN,
    inf: Number.POSITIVE_INFINITY,
    '+inf': Number.POSITIVE_INFINITY,
    '-inf': Number.NEGATIVE_INFINITY,
    infinity: Number.POSITIVE_INFINITY,
    '-infinity': Number.NEGATIVE_INFINITY,
  }),
);

function longFromText(text: string): Value {
  if (hexForm.test(text)) return exact(BigInt.asIntN(64, BigInt(text.trim())));
  if (!wholeForm.test(text)) return null;
  const whole = BigInt(text.trim().replace(/^\+/, ''));
  return fitsLong(whole) ? exact(whole) : null;
}

function realFromText(text: string): Value {
  if (realForm.test(text)) return Number(text);
  return infinite.get(text.trim().toLowerCase()) ?? null;
}

function boolFromText(text: string): Value {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  const number = longFromText(text);
  return number === null ? null : number !== 0;
}

/** Thirty-two hexadecimal digits, with or without hyphens and braces. */
export function guidFromText(text: string): Value {
  const digits = text
    .trim()
    .replaceAll(/[{}()-]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return null;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

function toLong(value: Value): Value {
  if (typeof value === 'number') return fromReal(value);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return longFromText(value);
  if (!isDecimal(value)) return null;
  const whole = BigInt(wide(value)?.trunc().toFixed() ?? 0);
  return fitsLong(whole) ? exact(whole) : null;
}

function toInt(value: Value): Value {
  const long = toLong(value);
  return typeof long === 'number' && Math.abs(long) <= 2 ** 31 && long !== 2 ** 31 ? long : null;
}

function toReal(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return realFromText(value);
  return isDecimal(value) ? Number(value.decimal) : null;
}

function toBool(value: Value): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return boolFromText(value);
  if (isInt(value)) return value !== 0;
  return isDecimal(value) ? Number(value.decimal) !== 0 : null;
}

function toWide(value: Value): Value {
  if (typeof value === 'string') return parseDecimal(value);
  const number = wide(value);
  return number === null ? null : toDecimal(number);
}

const readers: Readonly<Record<Exclude<KqlType, 'string' | 'dynamic'>, Convert>> = {
  bool: toBool,
  int: toInt,
  long: toLong,
  real: toReal,
  decimal: toWide,
  datetime: (value) => {
    if (typeof value === 'string') return parseDatetime(value);
    const ticks = isInt(value) ? fromReal(Number(value)) : null;
    return ticks === null ? null : fromAbsoluteTicks(typeof value === 'bigint' ? value : ticks);
  },
  timespan: (value) => {
    if (typeof value === 'string') return parseTimespan(value);
    return isInt(value) ? toLong(value) : null;
  },
  guid: (value) => (typeof value === 'string' ? guidFromText(value) : null),
};

/** What a dynamic holds for it: datetimes, timespans, guids and decimals are text inside. */
export function intoDynamic(type: KqlType): Convert {
  switch (type) {
    case 'datetime':
    case 'timespan':
    case 'decimal':
      return (value) => (value === null ? null : toText(value, type));
    case 'bool':
    case 'int':
    case 'long':
    case 'real':
    case 'string':
    case 'guid':
    case 'dynamic':
      return (value) => value;
  }
}

/** Text that is not JSON stays a string. */
export function parseDynamic(text: string): Value {
  if (text === '') return null;
  const parsed = parseJson(text);
  return parsed === undefined ? text : parsed;
}

/** From one type to another, as toint() and its like do; null where it cannot be. */
export function converter(from: KqlType, to: KqlType): Convert {
  if (from === to) return (value) => value;
  if (to === 'string') return (value) => toText(value, from);
  if (to === 'dynamic') return intoDynamic(from);
  const read = readers[to];
  // A number from a datetime is the service's count of ticks, which starts elsewhere than ours.
  if (from === 'datetime') return (value) => (isInt(value) ? (to === 'timespan' ? null : read(toAbsoluteTicks(value))) : null);
  if (from === 'timespan' && to === 'datetime') return () => null;
  if (from === 'dynamic') return (value) => (typeof value === 'object' ? null : read(value));
  return read;
}
