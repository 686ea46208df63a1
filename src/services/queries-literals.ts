import { shorten } from '../core/clauses.ts';
import { readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { QueryParameter } from './query-services.ts';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
// oxlint-disable-next-line no-control-regex -- control characters are what is escaped here
const special = /[\\"\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/**
 * A KQL string literal with exactly this value. Quote, backslash and everything that could end a line are escaped, so that no
 * text gets out of it.
 */
export function kqlString(value: string): string {
  const inside = value.replaceAll(special, (one) => escapes[one] ?? `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  return `"${inside}"`;
}

const spans = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

const longest = { long: 2n ** 63n - 1n, shortest: -(2n ** 63n) } as const;

/** What a person gave for a parameter, as a literal of its type. Throws UserError that says what the parameter takes. */
export function kqlLiteral({ name, type }: Pick<QueryParameter, 'name' | 'type'>, given: string): string {
  const value = given.trim();
  const wrong = (takes: string): UserError => new UserError(`“${shorten(value)}” does not fit ${name}, which takes ${takes}.`);
  switch (type) {
    case 'string':
      return kqlString(given);
    case 'long': {
      const number = /^[+-]?\d{1,19}$/u.test(value) ? BigInt(value.replace('+', '')) : undefined;
      if (number === undefined || number > longest.long || number < longest.shortest) throw wrong('a whole number');
      return `long(${number})`;
    }
    case 'real':
      if (!/^[+-]?\d{1,15}(?:\.\d{1,15})?$/u.test(value)) throw wrong('a number, as 12.5');
      return `real(${value.replace('+', '')})`;
    case 'bool':
      if (/^(?:true|yes)$/iu.test(value)) return 'true';
      if (/^(?:false|no)$/iu.test(value)) return 'false';
      throw wrong('true or false');
    case 'timespan':
      return timespan(value) ?? fail(wrong('a time span, as 5m, 6h or 1d'));
    case 'datetime':
      return datetime(value) ?? fail(wrong('a moment in UTC, as 2026-11-20 or 2026-11-20T14:05'));
  }
}

/** Of what stands in a query's file: a text may stand in quotes there. */
export function initialLiteral(parameter: Pick<QueryParameter, 'name' | 'type'>, initial: string): string {
  return kqlLiteral(parameter, /^"(?<inside>.*)"$/su.exec(initial)?.groups?.['inside'] ?? initial);
}

function fail(error: UserError): never {
  throw error;
}

/** In the largest unit that divides it. */
function timespan(words: string): string | undefined {
  const ms = readDuration(words);
  if (ms === undefined) return undefined;
  const [unit, unitMs] = spans.find(([, one]) => ms % one === 0) ?? ['s', 1_000];
  return `${ms / unitMs}${unit}`;
}

const momentText = /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?))?Z?$/iu;

function datetime(words: string): string | undefined {
  const { day, time } = momentText.exec(words)?.groups ?? {};
  if (day === undefined) return undefined;
  const [hours = '00:00'] = time?.split('.') ?? [];
  const at = new Date(`${day}T${hours.length === 5 ? `${hours}:00` : hours}Z`);
  // The 30th of February is no day, though JavaScript reads it as one.
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day)) return undefined;
  return `datetime(${day}${time === undefined ? '' : `T${time.length === 5 ? `${time}:00` : time}Z`})`;
}
