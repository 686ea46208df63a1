import type { QueryCell, QueryColumn } from '../src/core/model/query.ts';
import { clockText } from '../src/core/moments.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
/** More of one cell is not read in a table; the file has all of it. */
const longest = 90;

/** A cell as people read it, with times in `zone`. Null is a dash, which nothing else is. */
export function shownCell(value: QueryCell, { type }: QueryColumn, zone: string): string {
  if (value === undefined) return '–';
  switch (type) {
    case 'bool':
      return String(value);
    case 'int':
    case 'long':
      return shownWhole(value);
    case 'real':
    case 'decimal':
      return shownReal(value);
    case 'datetime':
      return shownTime(String(value), zone);
    case 'timespan':
      return String(value).replace(/(?<=\.\d*?)0+$|\.0*$/u, '');
    case 'string':
    case 'guid':
    case 'dynamic':
      return cut(shortArray(String(value)).replaceAll(/\s*\n\s*/gu, ' ⏎ '));
  }
}

export function isNumeric({ type }: QueryColumn): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

/** What a chart can draw of it; undefined: nothing. */
export function numberOf(value: QueryCell): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Digits beyond 2^53 come as text and are shown all; a number of that size was rounded on its way. */
function shownWhole(value: Exclude<QueryCell, undefined>): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? grouped.format(value) : `≈ ${grouped.format(value)}`;
  return /^-?\d+$/u.test(String(value)) ? grouped.format(BigInt(String(value))) : String(value);
}

/** Three decimals, or for small numbers as many as it takes to see them. */
function shownReal(value: Exclude<QueryCell, undefined>): string {
  const number = Number(value);
  if (typeof value === 'boolean' || !Number.isFinite(number)) return String(value);
  const size = Math.abs(number);
  if (size >= 1e15 || (size > 0 && size < 0.000_01)) return number.toExponential(3).replace('e+', 'e');
  return size > 0 && size < 0.1 ? String(Number(number.toPrecision(3))) : grouped.format(number);
}

/** To the second, and with milliseconds where there are some: lines of a log are told apart by them. */
function shownTime(iso: string, zone: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const milliseconds = ((at % 1_000) + 1_000) % 1_000;
  return `${clockText(at, zone)}${milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`}`;
}

/** Of a long list its beginning and how many there are: make-series gives hundreds. */
function shortArray(text: string): string {
  if (!text.startsWith('[') || text.length <= longest / 2) return text;
  try {
    const read: unknown = JSON.parse(text);
    if (!Array.isArray(read) || read.length < 4) return text;
    const isOfTexts = read.some((one) => typeof one === 'string');
    const first = read.slice(0, isOfTexts ? 1 : 2).map((one: unknown) => cut(JSON.stringify(one), longest / 3));
    return `[${first.join(', ')}, … ${read.length.toLocaleString('en-US')} values]`;
  } catch {
    return text;
  }
}

export function cut(text: string, most: number = longest): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
