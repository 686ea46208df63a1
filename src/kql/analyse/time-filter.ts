import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import { lookBackOf, numberOf, spanOf, unitMs } from './look-back.ts';
import { callOf, resolve, type Scope } from './scope.ts';
import { rowScope, shiftOf, speaksOfTime } from './time-of-row.ts';

/**
 * What a condition says of how old a row may be. `since`: nothing older than some moment comes through · `until`: nothing younger
 * · 'unclear': it speaks of the time, and what it lets through cannot be told. `lookBackMs`: how long ago the moment is, where it
 * can be told.
 */
export interface TimeBound {
  readonly kind: 'since' | 'until' | 'unclear';
  readonly lookBackMs: number | undefined;
}

export interface TimeSight {
  readonly scope: Scope;
  readonly now: number | undefined;
}

/** Undefined: the condition does not speak of the time. */
export function timeBoundOf(condition: KustoNode, sight: TimeSight): TimeBound | undefined {
  return boundOf(condition, sight) ?? (speaksOfTime(condition, sight.scope) ? { kind: 'unclear', lookBackMs: undefined } : undefined);
}

function boundOf(condition: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  const { node, scope: inner } = resolve(condition, scope);
  const sight: TimeSight = { scope: inner, now };
  const left = part(node, 'Left');
  const right = part(node, 'Right');
  if (left !== undefined && right !== undefined) {
    switch (kindOf(node)) {
      case 'AndExpression':
        return either(timeBoundOf(left, sight), timeBoundOf(right, sight));
      case 'OrExpression':
        return both(boundOf(left, sight), boundOf(right, sight));
      case 'GreaterThanExpression':
        return comparison(left, right, sight, 'strictly');
      case 'GreaterThanOrEqualExpression':
        return comparison(left, right, sight);
      case 'LessThanExpression':
        return comparison(right, left, sight, 'strictly');
      case 'LessThanOrEqualExpression':
        return comparison(right, left, sight);
      case 'EqualExpression':
        return since(comparison(left, right, sight)) ?? since(comparison(right, left, sight));
      case 'BetweenExpression':
        return between(left, right, sight);
      case 'InExpression':
      case 'InCsExpression':
        return among(left, elements(right), sight);
      default:
        return undefined;
    }
  }
  return kindOf(node) === 'FunctionCallExpression' ? called(node, sight) : undefined;
}

const since = (bound: TimeBound | undefined): TimeBound | undefined => (bound?.kind === 'since' ? bound : undefined);

const strength = ['since', 'until', 'unclear'] as const;

/** Of two that both hold, the one that says where the rows begin; the nearer one, where both do. */
function either(one: TimeBound | undefined, other: TimeBound | undefined): TimeBound | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.kind !== other.kind) return strength.indexOf(one.kind) < strength.indexOf(other.kind) ? one : other;
  if (one.lookBackMs === undefined || other.lookBackMs === undefined) return one.lookBackMs === undefined ? other : one;
  const nearer = one.kind === 'until' ? Math.max : Math.min;
  return { kind: one.kind, lookBackMs: nearer(one.lookBackMs, other.lookBackMs) };
}

/** Of two of which one holds, the farther one. */
function both(one: TimeBound | undefined, other: TimeBound | undefined): TimeBound | undefined {
  if (one === undefined || other === undefined || one.kind !== other.kind) return undefined;
  if (one.lookBackMs === undefined || other.lookBackMs === undefined) return { kind: one.kind, lookBackMs: undefined };
  const farther = one.kind === 'until' ? Math.min : Math.max;
  return { kind: one.kind, lookBackMs: farther(one.lookBackMs, other.lookBackMs) };
}

/** `later` is at or after `earlier`: of the time of the row and a moment, or of a span and the row's age. */
function comparison(later: KustoNode, earlier: KustoNode, sight: TimeSight, how?: 'strictly'): TimeBound | undefined {
  const { scope, now } = sight;
  const begins = shiftOf(later, scope);
  if (begins !== undefined) return { kind: 'since', lookBackMs: plus(lookBackOf(earlier, scope, now), begins) };
  const ends = shiftOf(earlier, scope);
  if (ends !== undefined) return { kind: 'until', lookBackMs: plus(lookBackOf(later, scope, now), ends) };
  return ageBound('since', earlier, later, sight, how) ?? ageBound('until', later, earlier, sight, how);
}

/** `now() - timestamp < 1d`, `datetime_diff('hour', now(), timestamp) <= 3`. */
function ageBound(
  kind: 'since' | 'until',
  age: KustoNode,
  most: KustoNode,
  { scope, now }: TimeSight,
  how: 'strictly' | undefined,
): TimeBound | undefined {
  const { node: found, scope: inner } = resolve(age, scope);
  const call = callOf(found);
  if (call?.name === 'datetime_diff') {
    const [unit, from, of] = call.arguments;
    if (unit === undefined || from === undefined || of === undefined || shiftOf(of, inner) !== 0) return undefined;
    const count = numberOf(most, scope);
    const each = unitMs(unit, inner);
    if (count === undefined || each === undefined) return { kind, lookBackMs: undefined };
    // It counts how often a new day (hour, …) has begun: a part of one comes on top.
    const units = kind === 'until' ? Math.max(0, count - 1) : how === 'strictly' ? count : count + 1;
    return { kind, lookBackMs: plus(lookBackOf(from, inner, now), units * each) };
  }
  const from = kindOf(found) === 'SubtractExpression' ? part(found, 'Left') : undefined;
  const of = kindOf(found) === 'SubtractExpression' ? part(found, 'Right') : undefined;
  if (from === undefined || of === undefined || shiftOf(of, inner) !== 0) return undefined;
  return { kind, lookBackMs: plus(lookBackOf(from, inner, now), spanOf(most, scope)) };
}

const plus = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

function between(of: KustoNode, range: KustoNode, sight: TimeSight): TimeBound | undefined {
  const first = part(range, 'First');
  if (first === undefined) return undefined;
  const second = part(range, 'Second');
  return since(comparison(of, first, sight)) ?? (second && since(comparison(second, of, sight)));
}

/** `timestamp in (datetime(…), …)`, `in (range(ago(3d), now(), 1d))`: the earliest of them. */
function among(of: KustoNode, values: readonly KustoNode[], sight: TimeSight): TimeBound | undefined {
  if (shiftOf(of, sight.scope) === undefined) return undefined;
  const bounds = values.map((value): TimeBound | undefined => {
    const { node, scope } = resolve(value, sight.scope);
    const call = callOf(node);
    const [first, ...others] = call?.arguments ?? [];
    // Names of a function's inside, and those of the row that is compared.
    const inside: TimeSight = { ...sight, scope: rowScope(scope, sight.scope) };
    if (call?.name === 'range') return first && comparison(of, first, inside);
    if (call?.name === 'pack_array') return among(of, first === undefined ? [] : [first, ...others], inside);
    return comparison(of, value, sight);
  });
  return bounds.reduce((all, one) => both(all, one), bounds[0]);
}

function called(node: KustoNode, sight: TimeSight): TimeBound | undefined {
  const call = callOf(node);
  const [first, second, third] = call?.arguments ?? [];
  if (first === undefined) return undefined;
  if (call?.name === 'not') return negated(first, sight);
  if (call?.name !== 'around' || second === undefined || third === undefined || shiftOf(first, sight.scope) === undefined) return undefined;
  return { kind: 'since', lookBackMs: plus(lookBackOf(second, sight.scope, sight.now), spanOf(third, sight.scope)) };
}

/** `not(timestamp < ago(3d))` begins where the other one ends. */
function negated(condition: KustoNode, sight: TimeSight): TimeBound | undefined {
  const bound = boundOf(condition, sight);
  if (bound === undefined || !/^(?:Less|Greater)Than/.test(kindOf(resolve(condition, sight.scope).node))) return undefined;
  return { kind: bound.kind === 'since' ? 'until' : 'since', lookBackMs: bound.lookBackMs };
}

/** `make-series … on timestamp from ago(1d)` and `in range(ago(1d), …)` look at nothing older either. */
export function seriesBoundOf(operator: KustoNode, { scope, now }: TimeSight): TimeBound | undefined {
  const on = part(operator, 'OnClause');
  const axis = on === undefined ? undefined : part(on, 'Expression');
  const range = part(operator, 'RangeClause');
  if (axis === undefined || range === undefined || shiftOf(axis, scope) === undefined) return undefined;
  const from = part(range, 'MakeSeriesFromClause');
  const start = from === undefined ? elements(part(range, 'Arguments'))[0] : part(from, 'Expression');
  return start === undefined ? undefined : { kind: 'since', lookBackMs: lookBackOf(start, scope, now) };
}
