import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { equalityOf, type Order, orderOf } from '../values/compare.ts';
import { isInt } from '../values/guards.ts';
import { absolute, add, subtract } from '../values/integers.ts';
import { arithmetic } from './arithmetic.ts';
import { type Named, type Operation, scalar } from './define.ts';

const arithmeticByName = new Map(arithmetic);

function textOr(value: Value | undefined, type: KqlType): Value {
  return value ?? (type === 'string' ? '' : null);
}

/** Null and null: null. Null and something: unequal. */
function equality(equal: boolean): (call: CallShape) => Operation {
  return ({ types: [left = 'dynamic', right = 'dynamic'] }) => {
    const same = equalityOf(left, right);
    return (x, y) => {
      const a = textOr(x, left);
      const b = textOr(y, right);
      if (a === null || b === null) return a === b ? null : !equal;
      return same(a, b) === equal;
    };
  };
}

/** Numbers take the short way, all else the order of their types; NaN is in no order with anything. */
function relation(quick: (a: number, b: number) => boolean, holds: (order: number) => boolean): (call: CallShape) => Operation {
  return ({ types: [left = 'dynamic', right = 'dynamic'] }) => {
    const order = orderOf(left, right);
    return (a = null, b = null) => {
      if (typeof a === 'number' && typeof b === 'number') return quick(a, b);
      return a === null || b === null ? null : holds(order(a, b));
    };
  };
}

const greater = relation(
  (a, b) => a > b,
  (order) => order > 0,
);
const greaterOrEqual = relation(
  (a, b) => a >= b,
  (order) => order >= 0,
);
const less = relation(
  (a, b) => a < b,
  (order) => order < 0,
);
const lessOrEqual = relation(
  (a, b) => a <= b,
  (order) => order <= 0,
);

/** `between (from .. to)`; beside a datetime, a `to` that is a timespan counts from `from` on. */
function within(inside: boolean): (call: CallShape) => Operation {
  return (call) => {
    const [of = 'dynamic', from = 'dynamic', to = 'dynamic'] = call.types;
    const lower: Order = orderOf(of, from);
    const upper: Order = orderOf(of, of === 'datetime' && to === 'timespan' ? 'datetime' : to);
    const relative = of === 'datetime' && to === 'timespan';
    return (value = null, start = null, end = null) => {
      const last = relative && isInt(start) && isInt(end) ? add(start, end) : end;
      if (value === null || start === null || last === null) return null;
      if (typeof value === 'number' && typeof start === 'number' && typeof last === 'number') {
        return (value >= start && value <= last) === inside;
      }
      return (lower(value, start) >= 0 && upper(value, last) <= 0) === inside;
    };
  };
}

/** around(value, center, delta): no further away than delta, the ends included. */
function around(call: CallShape): Operation {
  const [value = 'long', center = 'long', delta = 'long'] = call.types;
  if ([value, center, delta].every((type) => type !== 'real' && type !== 'decimal' && type !== 'dynamic')) {
    return (v, c, d) => (isInt(v) && isInt(c) && isInt(d) ? absolute(subtract(v, c)) <= absolute(d) : null);
  }
  const minus = arithmeticByName.get('-');
  const difference = minus?.make({ ...call, name: '-', types: [value, center], type: minus.type([value, center]) });
  const order = orderOf(minus?.type([value, center]) ?? value, delta);
  return (v = null, c = null, d = null) => {
    const between = difference?.(v, c) ?? null;
    const back = difference?.(c, v) ?? null;
    return between === null || back === null || d === null ? null : order(between, d) <= 0 && order(back, d) <= 0;
  };
}

export const comparison: Named = [
  ['==', scalar('bool', equality(true))],
  ['!=', scalar('bool', equality(false))],
  ['>', scalar('bool', greater)],
  ['>=', scalar('bool', greaterOrEqual)],
  ['<', scalar('bool', less)],
  ['<=', scalar('bool', lessOrEqual)],
  ['between', scalar('bool', within(true))],
  ['!between', scalar('bool', within(false))],
  ['around', scalar('bool', around)],
];
