import { parseDatetime } from '../../src/kql/engine/values/datetime-text.ts';
import { isBag, isList } from '../../src/kql/engine/values/guards.ts';
import { jsonText, parseJson } from '../../src/kql/engine/values/json.ts';
import { toText } from '../../src/kql/engine/values/text.ts';
import { parseTimespan } from '../../src/kql/engine/values/timespan-text.ts';
import type { KqlType, Value } from '../../src/kql/types.ts';
import type { Answer } from './run-query.ts';

/** The names of columns, as they are written. Undefined: equal. */
export function namesDifference(answer: Answer, columns: readonly string[]): string | undefined {
  const names = answer.columns.map(({ name }) => name);
  return names.join('|') === columns.join('|') ? undefined : `columns: ${names.join(', ')}`;
}

/** The values that are printed, column by column, against those that the engine gives. Undefined: equal; else where they differ. */
export function valuesDifference(answer: Answer, rows: readonly (readonly string[])[], order: 'counts' | 'free'): string | undefined {
  if (answer.rows.some((row, index) => row.length !== (rows[index] ?? row).length)) return `columns: ${answer.columns.length}`;
  if (answer.rows.length !== rows.length) return `rows: ${answer.rows.length} instead of ${rows.length}`;
  const types = answer.columns.map(({ type }) => type);
  const isSame = (row: readonly Value[], printed: readonly string[]): boolean =>
    row.every((value, index) => isPrinted(value, types[index] ?? 'dynamic', printed[index] ?? ''));
  const left = [...rows];
  for (const [index, row] of answer.rows.entries()) {
    const place = order === 'counts' ? (isSame(row, rows[index] ?? []) ? 0 : -1) : left.findIndex((printed) => isSame(row, printed));
    if (place < 0) return `row ${index}: ${row.map((value, column) => toText(value, types[column] ?? 'dynamic')).join(' | ')}`;
    left.splice(place, 1);
  }
  return undefined;
}

/** Rows are compared in their order only where the query puts them into one. */
export const orderOf = (query: string): 'counts' | 'free' => (/\|\s*(?:sort|order|top)\b/.test(query) ? 'counts' : 'free');

function isPrinted(value: Value, type: KqlType, printed: string): boolean {
  const text = printed.trim();
  if (value === null) return text === '' || text === 'null';
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return isNumber(toText(value, type), text);
    case 'datetime':
      return sameTicks(value, parseDatetime(text));
    case 'timespan':
      return sameTicks(value, parseTimespan(text.replace(/^(\d+):(\d\d:\d\d:\d\d)/, '$1.$2')));
    case 'dynamic':
      return isDynamic(value, text);
    case 'bool':
    case 'guid':
    case 'string':
      return toText(value, type).trim() === text;
  }
}

const sameTicks = (value: Value, printed: Value): boolean => printed !== null && value === printed;

/** Fifteen digits at most are printed, sometimes fewer; five of them must be there before one may be rounded. */
function isNumber(own: string, printed: string): boolean {
  const names: Readonly<Record<string, number>> = { '∞': Number.POSITIVE_INFINITY, '-∞': Number.NEGATIVE_INFINITY, NaN: Number.NaN };
  const plain = printed.replaceAll(',', '');
  const [one, other] = [Number(own), names[plain] ?? Number(plain || Number.NaN)];
  if (Object.is(one, other) || one === other) return true;
  if (Number.isNaN(other) || !Number.isFinite(one)) return false;
  const digits = plain.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  const rounding = digits < 5 ? 0 : 0.51 * 10 ** -(plain.split('.')[1]?.length ?? 0);
  return Math.abs(one - other) <= Math.max(Math.abs(other) * 1e-12, rounding);
}

/** As values where the text is JSON; else by the characters that are neither white space nor quotes, which pages leave out. */
function isDynamic(value: Value, printed: string): boolean {
  const parsed = parseJson(printed);
  if (parsed !== undefined) return isSameValue(value, parsed) || (typeof value === 'string' && value === printed);
  const bare = (text: string): string => text.replaceAll(/[\s"'\\]/g, '');
  return bare(typeof value === 'string' ? value : jsonText(value)) === bare(printed);
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (isList(one)) return isList(other) && one.length === other.length && one.every((item, index) => isSameValue(item, other[index]));
  if (isBag(one)) {
    if (!isBag(other)) return false;
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => name in other && isSameValue(one[name], other[name]));
  }
  if (typeof one === 'number' && typeof other === 'number') return isNumber(String(one), String(other));
  return one === other || (typeof one === 'string' && typeof other === 'string' && sameMoment(one, other));
}

/** 2017-01-01T00:00:00Z and 2017-01-01T00:00:00.0000000Z. */
function sameMoment(one: string, other: string): boolean {
  const [left, right] = [parseDatetime(one), parseDatetime(other)];
  return left !== null && right !== null && left === right;
}
