import type { KqlType, Value } from '../../types.ts';
import { datetimeText } from './datetime-text.ts';
import { isDecimal, isInt } from './guards.ts';
import { jsonText } from './json.ts';
import { timespanText } from './timespan-text.ts';

/** A real always shows that it is one: `1.0`. */
function realText(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

function dynamicText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? jsonText(value) : String(value);
}

const plain = dynamicText;

const writers: Readonly<Record<KqlType, (value: Value) => string>> = {
  bool: plain,
  int: plain,
  long: plain,
  guid: plain,
  string: (value) => (typeof value === 'string' ? value : plain(value)),
  real: (value) => (typeof value === 'number' ? realText(value) : plain(value)),
  decimal: (value) => (isDecimal(value) ? value.decimal : plain(value)),
  datetime: (value) => (isInt(value) ? datetimeText(value) : ''),
  timespan: (value) => (isInt(value) ? timespanText(value) : ''),
  dynamic: dynamicText,
};

/** How values of this type are written by tostring, strcat and their like; the null of every type is the empty text. */
export function writerOf(type: KqlType): (value: Value) => string {
  return writers[type];
}

export function toText(value: Value, type: KqlType): string {
  return writers[type](value);
}
