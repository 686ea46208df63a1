import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { equalityOf } from '../values/compare.ts';
import { converter } from '../values/convert.ts';
import { asValue, isInt, isList } from '../values/guards.ts';
import { type GroupKey, groupKey } from '../values/keys.ts';
import { toText } from '../values/text.ts';
import { type Named, type Operation, scalar, textAt } from './define.ts';

/**
 * An item of `in`. A list stands for its elements: a dynamic's, whose type is 'dynamic', or the first column of a query, whose
 * type is the column's.
 */
function itemsOf(
  values: readonly (Value | undefined)[],
  types: readonly KqlType[],
): readonly { readonly value: Value; readonly type: KqlType }[] {
  return values.slice(1).flatMap((value, index) => {
    const type = types[index + 1] ?? 'dynamic';
    if (isList(value)) return value.map((item) => ({ value: asValue(item), type }));
    return value === undefined ? [] : [{ value, type }];
  });
}

const mixes = (left: KqlType, right: KqlType): boolean =>
  left === 'decimal' || right === 'decimal' || left === 'dynamic' || right === 'dynamic';

/** A real beside a long is the same quantity under one key, too. */
function keyOf(value: Value): GroupKey {
  return typeof value === 'bigint' && BigInt(Number(value)) === value ? Number(value) : groupKey(value);
}

/** Keys where equal means equal keys; a test of each item otherwise. */
function finder(items: ReturnType<typeof itemsOf>, left: KqlType): (value: Value) => boolean {
  const present = items.filter((item) => item.value !== null);
  const plain = present.every((item) => !mixes(left, item.type) || (item.type === 'dynamic' && (left === 'string' || isInt(item.value))));
  if (plain && left !== 'dynamic') {
    const keys: ReadonlySet<GroupKey> = new Set(
      present.map((item) => keyOf(readAs(item.value, item.type, left))).filter((key) => key !== null),
    );
    return (value) => keys.has(keyOf(value));
  }
  const tests = present.map((item) => ({ ...item, same: equalityOf(left, item.type) }));
  return (value) => tests.some((item) => item.same(value, item.value));
}

const numbers: ReadonlySet<KqlType> = new Set(['int', 'long', 'real']);

function readAs(value: Value, type: KqlType, left: KqlType): Value {
  if (numbers.has(left) && (numbers.has(type) || (type === 'dynamic' && isInt(value)))) return value;
  return converter(type, left)(value);
}

const fixedOf = (call: CallShape): boolean => call.constants.slice(1).every((constant) => constant !== undefined);

function member(wanted: boolean): (call: CallShape) => Operation {
  return (call) => {
    const [left = 'dynamic'] = call.types;
    const fixed = fixedOf(call) ? finder(itemsOf(call.constants, call.types), left) : undefined;
    return (...values) => {
      const value = values[0] ?? (left === 'string' ? '' : null);
      if (value === null) return !wanted;
      return (fixed ?? finder(itemsOf(values, call.types), left))(value) === wanted;
    };
  };
}

function memberIgnoringCase(wanted: boolean): (call: CallShape) => Operation {
  return (call) => {
    const read = textAt(call, 0);
    const keysOf = (values: readonly (Value | undefined)[]): ReadonlySet<string> =>
      new Set(itemsOf(values, call.types).map((item) => toText(item.value, item.type).toLowerCase()));
    const fixed = fixedOf(call) ? keysOf(call.constants) : undefined;
    return (...values) => (fixed ?? keysOf(values)).has(read(values[0]).toLowerCase()) === wanted;
  };
}

export const membership: Named = [
  ['in', scalar('bool', member(true))],
  ['!in', scalar('bool', member(false))],
  ['in~', scalar('bool', memberIgnoringCase(true))],
  ['!in~', scalar('bool', memberIgnoringCase(false))],
];
