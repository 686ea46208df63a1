import { nameOf } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import { lookBackOf, spanOf } from './look-back.ts';
import { callOf, resolve, type Scope } from './scope.ts';

/** The columns by which Azure keeps its tables in order. */
const timeColumns: ReadonlySet<string> = new Set(['TimeGenerated', 'timestamp']);

/** A condition lets nothing through that is older than some moment; `lookBackMs`: how long ago that is, where it can be told. */
export interface TimeBound {
  readonly lookBackMs: number | undefined;
}

export interface TimeSight {
  readonly scope: Scope;
  readonly now: number | undefined;
}

/** Undefined: the condition lets everything through, however old. */
export function timeBoundOf(condition: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  const { node, scope: inner } = resolve(condition, scope);
  const sight: TimeSight = { scope: inner, now };
  const left = part(node, 'Left');
  const right = part(node, 'Right');
  switch (kindOf(node)) {
    case 'AndExpression':
      return either(left && timeBoundOf(left, sight), right && timeBoundOf(right, sight));
    case 'OrExpression':
      return both(left && timeBoundOf(left, sight), right && timeBoundOf(right, sight));
    case 'GreaterThanExpression':
    case 'GreaterThanOrEqualExpression':
      return left && right && comparison(left, right, sight);
    case 'LessThanExpression':
    case 'LessThanOrEqualExpression':
      return left && right && comparison(right, left, sight);
    case 'EqualExpression':
      return left && right && (comparison(left, right, sight) ?? comparison(right, left, sight));
    case 'BetweenExpression':
      return left && right && between(left, right, sight);
    case 'InExpression':
    case 'InCsExpression':
      return left !== undefined && isTime(left, inner) ? { lookBackMs: undefined } : undefined;
    case 'FunctionCallExpression': {
      const call = callOf(node);
      const [first] = call?.arguments ?? [];
      return call?.name === 'around' && first !== undefined && isTime(first, inner) ? { lookBackMs: undefined } : undefined;
    }
    default:
      return undefined;
  }
}

/** Of two that both hold, the nearer one counts. */
function either(one: TimeBound | undefined, other: TimeBound | undefined): TimeBound | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.lookBackMs === undefined || other.lookBackMs === undefined) return { lookBackMs: one.lookBackMs ?? other.lookBackMs };
  return { lookBackMs: Math.min(one.lookBackMs, other.lookBackMs) };
}

/** Of two of which one holds, the farther one. */
function both(one: TimeBound | undefined, other: TimeBound | undefined): TimeBound | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (one.lookBackMs === undefined || other.lookBackMs === undefined) return { lookBackMs: undefined };
  return { lookBackMs: Math.max(one.lookBackMs, other.lookBackMs) };
}

/** `later` is at or after `earlier`: a bound where the time stands first, or where its age is what must be small. */
function comparison(later: KustoNode, earlier: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  if (isTime(later, scope)) return { lookBackMs: lookBackOf(earlier, scope, now) };
  const age = ageOf(earlier, scope);
  return age === undefined ? undefined : { lookBackMs: spanOf(later, scope) };
}

/** `now() - timestamp`, `datetime_diff('hour', now(), timestamp)`. */
function ageOf(node: KustoNode, scope: Scope): 'age' | undefined {
  const { node: found, scope: inner } = resolve(node, scope);
  const call = callOf(found);
  const last =
    call?.name === 'datetime_diff' ? call.arguments[2] : kindOf(found) === 'SubtractExpression' ? part(found, 'Right') : undefined;
  return last !== undefined && isTime(last, inner) ? 'age' : undefined;
}

function between(of: KustoNode, range: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  const first = part(range, 'First');
  if (first === undefined || !isTime(of, scope)) return undefined;
  return { lookBackMs: lookBackOf(first, scope, now) };
}

const wrappers: ReadonlySet<string> = new Set(['bin', 'floor', 'startofday', 'startofweek', 'startofmonth', 'startofyear', 'todatetime']);

/** Whether it is the time of a row, as it is or cut to a unit. */
function isTime(node: KustoNode, scope: Scope): boolean {
  const { node: found, scope: inner } = resolve(node, scope);
  if (kindOf(found) === 'NameReference') return timeColumns.has(nameOf(found));
  const call = callOf(found);
  const [first] = call?.arguments ?? [];
  return call !== undefined && first !== undefined && wrappers.has(call.name) && isTime(first, inner);
}

/** `make-series … on timestamp from ago(1d)` and `in range(ago(1d), …)` look at nothing older either. */
export function seriesBoundOf(operator: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  const on = part(operator, 'OnClause');
  const axis = on === undefined ? undefined : part(on, 'Expression');
  const range = part(operator, 'RangeClause');
  if (axis === undefined || range === undefined || !isTime(axis, scope)) return undefined;
  const from = part(range, 'MakeSeriesFromClause');
  const start = from === undefined ? elements(part(range, 'Arguments'))[0] : part(from, 'Expression');
  return start === undefined ? undefined : { lookBackMs: lookBackOf(start, scope, now) };
}
