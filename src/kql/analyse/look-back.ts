import { parseDatetime } from '../engine/values/datetime-text.ts';
import { parseTimespan } from '../engine/values/timespan-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { kindOf, part } from '../parser/tree.ts';
import { epochMs, ticksPerMs } from '../types.ts';
import { callOf, resolve, type Scope } from './scope.ts';

const day = 86_400_000;
/** How far back the beginning of the current one can lie, in ms. */
const unitOf: ReadonlyMap<string, number> = new Map([
  ['startofday', day],
  ['startofweek', 7 * day],
  ['startofmonth', 31 * day],
  ['startofyear', 366 * day],
]);

/** Of datetime_add and datetime_diff, at their longest. */
const longestUnit: ReadonlyMap<string, number> = new Map([
  ['millisecond', 1],
  ['second', 1_000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', day],
  ['week', 7 * day],
  ['month', 31 * day],
  ['quarter', 92 * day],
  ['year', 366 * day],
]);

/** Of "day" and its like. */
export function unitMs(node: KustoNode, scope: Scope): number | undefined {
  const { node: found } = resolve(node, scope);
  return kindOf(found) === 'StringLiteralExpression' ? longestUnit.get(textOfLiteral(found).toLowerCase()) : undefined;
}

/** How long before `now` the moment that an expression means lies, in ms; undefined where the text alone does not tell. */
export function lookBackOf(node: KustoNode, scope: Scope, now: number | undefined): number | undefined {
  const { node: found, scope: inner } = resolve(node, scope);
  switch (kindOf(found)) {
    case 'DateTimeLiteralExpression':
      return sinceDate(textOfLiteral(found), now);
    case 'AddExpression':
    case 'SubtractExpression': {
      const left = part(found, 'Left');
      const right = part(found, 'Right');
      const from = left === undefined ? undefined : lookBackOf(left, inner, now);
      const span = right === undefined ? undefined : spanOf(right, inner);
      if (from === undefined || span === undefined) return undefined;
      return kindOf(found) === 'AddExpression' ? from - span : from + span;
    }
    case 'FunctionCallExpression':
      return lookBackOfCall(found, inner, now);
    default:
      return undefined;
  }
}

function lookBackOfCall(node: KustoNode, scope: Scope, now: number | undefined): number | undefined {
  const call = callOf(node);
  const [first, second] = call?.arguments ?? [];
  const name = call?.name ?? '';
  if (name === 'now') {
    const offset = first === undefined ? 0 : spanOf(first, scope);
    return offset === undefined ? undefined : -offset;
  }
  if (first === undefined) return undefined;
  if (name === 'datetime_add') return addedTo(first, call?.arguments ?? [], scope, now);
  if (name === 'make_datetime') return madeOf(call?.arguments ?? [], scope, now);
  if (name === 'ago') return spanOf(first, scope);
  if (name === 'todatetime') {
    const { node: text } = resolve(first, scope);
    return kindOf(text) === 'StringLiteralExpression' ? sinceDate(textOfLiteral(text), now) : lookBackOf(first, scope, now);
  }
  const from = lookBackOf(first, scope, now);
  if (from === undefined) return undefined;
  if ((name === 'bin' || name === 'floor') && second !== undefined) {
    const size = spanOf(second, scope);
    return size === undefined ? undefined : from + size;
  }
  const unit = unitOf.get(name);
  if (unit === undefined) return undefined;
  const offset = second === undefined ? 0 : numberOf(second, scope);
  return offset === undefined ? undefined : from + unit - offset * unit;
}

function addedTo(unit: KustoNode, [, count, to]: readonly KustoNode[], scope: Scope, now: number | undefined): number | undefined {
  const each = unitMs(unit, scope);
  const units = count === undefined ? undefined : numberOf(count, scope);
  const from = to === undefined ? undefined : lookBackOf(to, scope, now);
  return each === undefined || units === undefined || from === undefined ? undefined : from - units * each;
}

function madeOf(parts: readonly KustoNode[], scope: Scope, now: number | undefined): number | undefined {
  const [year, month, date, hour = 0, minute = 0, second = 0] = parts.map((one) => numberOf(one, scope) ?? Number.NaN);
  if (now === undefined || year === undefined || month === undefined || date === undefined) return undefined;
  const lookBack = now - Date.UTC(year, month - 1, date, hour, minute, second);
  return Number.isNaN(lookBack) ? undefined : lookBack;
}

/** The parser's own value of a date would be of the host's zone: it is read from its text. */
function sinceDate(text: string, now: number | undefined): number | undefined {
  const ticks = parseDatetime(text);
  return now === undefined || ticks === null ? undefined : now - (Number(ticks) / ticksPerMs + epochMs);
}

/** The length in ms of what means a timespan. */
export function spanOf(node: KustoNode, scope: Scope): number | undefined {
  const { node: found, scope: inner } = resolve(node, scope);
  const kind = kindOf(found);
  if (kind === 'TimespanLiteralExpression') return inMs(textOfLiteral(found));
  const call = callOf(found);
  if (call !== undefined) {
    const text = call.arguments[0] === undefined ? undefined : resolve(call.arguments[0], inner).node;
    const conversion = call.name === 'totimespan' || call.name === 'totime';
    return conversion && text !== undefined && kindOf(text) === 'StringLiteralExpression' ? inMs(textOfLiteral(text)) : undefined;
  }
  if (kind === 'UnaryMinusExpression') {
    const of = part(found, 'Expression');
    const span = of === undefined ? undefined : spanOf(of, inner);
    return span === undefined ? undefined : -span;
  }
  const left = part(found, 'Left');
  const right = part(found, 'Right');
  if (left === undefined || right === undefined) return undefined;
  return combined(
    kind,
    { span: spanOf(left, inner), number: numberOf(left, inner) },
    { span: spanOf(right, inner), number: numberOf(right, inner) },
  );
}

interface Measure {
  readonly span: number | undefined;
  readonly number: number | undefined;
}

function combined(kind: string, left: Measure, right: Measure): number | undefined {
  const times = (span: number | undefined, factor: number | undefined): number | undefined =>
    span === undefined || factor === undefined ? undefined : span * factor;
  switch (kind) {
    case 'MultiplyExpression':
      return times(left.span, right.number) ?? times(right.span, left.number);
    case 'DivideExpression':
      return right.number === undefined || right.number === 0 ? undefined : times(left.span, 1 / right.number);
    case 'AddExpression':
      return left.span === undefined || right.span === undefined ? undefined : left.span + right.span;
    case 'SubtractExpression':
      return left.span === undefined || right.span === undefined ? undefined : left.span - right.span;
    default:
      return undefined;
  }
}

export function numberOf(node: KustoNode, scope: Scope): number | undefined {
  const { node: found, scope: inner } = resolve(node, scope);
  const kind = kindOf(found);
  if (kind === 'UnaryMinusExpression') {
    const of = part(found, 'Expression');
    const number = of === undefined ? undefined : numberOf(of, inner);
    return number === undefined ? undefined : -number;
  }
  if (!/^(?:Int|Long|Real)LiteralExpression$/.test(kind)) return undefined;
  const number = Number(textOfLiteral(found));
  return Number.isFinite(number) ? number : undefined;
}

/** What stands in a literal: of `datetime(2024-01-01)`, `time(1d)`, `long(5)` what is between the brackets. */
function textOfLiteral(node: KustoNode): string {
  const token = part(node, 'Token');
  return token?.ValueText ?? token?.Text ?? '';
}

function inMs(text: string): number | undefined {
  const ticks = parseTimespan(text);
  return ticks === null ? undefined : Number(ticks) / ticksPerMs;
}
