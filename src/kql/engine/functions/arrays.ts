import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { compareValues, sameValue } from '../values/compare.ts';
import { intoDynamic } from '../values/convert.ts';
import { asValue, isInt, isList, type List } from '../values/guards.ts';
import { add } from '../values/integers.ts';
import { countAt, direct, type Named, type Operation, realAt, scalar, toList } from './define.ts';

/** As many as range() and repeat() of the service give at most. */
const mostItems = 1_048_576;

const mostMarks = 1_000;

/** The argument as an item of a list. */
function itemAt(call: CallShape, index: number): (value: Value | undefined) => Value {
  const into = intoDynamic(call.types[index] ?? 'dynamic');
  return (value) => into(value ?? null);
}

const concatenate: Operation = (...lists) => {
  const present = lists.filter((list) => isList(list));
  return present.length === 0 ? null : present.flat(1);
};

/** Elements that are neither boolean nor a number choose nothing. */
function choose(call: CallShape): Operation {
  const [yes, no] = [itemAt(call, 1), itemAt(call, 2)];
  const pick = (of: Value, index: number): Value => (isList(of) ? asValue(of[index]) : of);
  return (conditions, whenTrue, whenFalse) => {
    const [a, b] = [yes(whenTrue), no(whenFalse)];
    return (
      toList(conditions)?.map((condition, index) => {
        if (typeof condition === 'boolean') return pick(condition ? a : b, index);
        return isInt(condition) ? pick(condition === 0 ? b : a, index) : null;
      }) ?? null
    );
  };
}

function indexOf(call: CallShape): Operation {
  const [item, start, size, occurrence] = [itemAt(call, 1), countAt(call, 2), countAt(call, 3), countAt(call, 4)];
  return (list, wanted, from = 0, count = -1, which = 1) => {
    const items = toList(list);
    const [first, limit, nth] = [start(from), size(count), occurrence(which)];
    if (items === null || first === null || limit === null || nth === null || limit < -1 || nth < 1) return null;
    const begin = first < 0 ? Math.max(0, items.length + first) : first;
    const end = limit === -1 ? items.length : Math.min(items.length, begin + limit);
    const sought = item(wanted);
    let seen = 0;
    for (let at = begin; at < end; at += 1) {
      if (sameValue(asValue(items[at]), sought)) seen += 1;
      if (seen === nth) return at;
    }
    return -1;
  };
}

function rotate(sign: 1 | -1): (call: CallShape) => Operation {
  return (call) => {
    const count = countAt(call, 1);
    return (list, by) => {
      const [items, steps] = [toList(list), count(by)];
      if (items === null || steps === null || items.length === 0) return items;
      const cut = (((sign * steps) % items.length) + items.length) % items.length;
      return [...items.slice(cut), ...items.slice(0, cut)];
    };
  };
}

/** What falls out at one side is filled up with the default at the other. */
function shift(sign: 1 | -1): (call: CallShape) => Operation {
  return (call) => {
    const [count, filler] = [countAt(call, 1), itemAt(call, 2)];
    return (list, by, fill) => {
      const [items, steps] = [toList(list), count(by)];
      if (items === null || steps === null) return items;
      const fallback = filler(fill);
      return items.map((_item, index) => {
        const from = index + sign * steps;
        return from >= 0 && from < items.length ? items[from] : fallback;
      });
    };
  };
}

/** Both ends are included; negative ones count from the end. */
function slice(call: CallShape): Operation {
  const [start, end] = [countAt(call, 1), countAt(call, 2)];
  return (list, from, to) => {
    const [items, first, last] = [toList(list), start(from), end(to)];
    if (items === null || first === null || last === null) return null;
    const place = (index: number): number => (index < 0 ? items.length + index : index);
    return items.slice(Math.max(0, place(first)), Math.max(0, place(last) + 1));
  };
}

const split: Operation = (list, at) => {
  const items = toList(list);
  const marks = isList(at) ? at : [at];
  if (items === null || !marks.every((mark) => typeof mark === 'number')) return null;
  // Marks that go back and forth would give the same items over and over.
  if (marks.length > mostMarks) throw new KqlFailure('limit', `array_split() takes at most ${mostMarks} places to split at.`);
  const places = marks.map((mark) => (mark < 0 ? items.length + mark : mark));
  return [...places, items.length].map((place, index) => items.slice(places[index - 1] ?? 0, Math.max(place, 0)));
};

const sum: Operation = (list) => {
  const items = toList(list);
  if (items === null) return null;
  let total = 0;
  for (const item of items) {
    if (item === null) continue;
    if (!isInt(item) && typeof item !== 'boolean') return null;
    total += Number(item);
  }
  return total;
};

/** Numbers, then strings, then the rest. */
function rank(value: Value): number {
  if (isInt(value)) return 0;
  return typeof value === 'string' ? 1 : 2;
}

/** The places of the items in their order; the other arrays follow the first. */
function sortedPlaces(items: List, sign: 1 | -1, nullsLast: boolean): readonly number[] {
  const places = items.map((_item, index) => index);
  const values = items.map(asValue);
  return places.toSorted((a, b) => {
    const [x = null, y = null] = [values[a], values[b]];
    if (x === null || y === null) return (x === y ? 0 : x === null ? 1 : -1) * (nullsLast ? 1 : -1) || a - b;
    return (rank(x) - rank(y) || compareValues(x, y)) * sign || a - b;
  });
}

/** One array gives an array, several give an array of arrays. The last argument may say that nulls go first (false). */
function sort(sign: 1 | -1): (call: CallShape) => Operation {
  return (call) => {
    const flagged = call.types.at(-1) === 'bool';
    return (...values) => {
      const arrays = flagged ? values.slice(0, -1) : values;
      const first = toList(arrays[0]);
      if (first === null) return null;
      const places = sortedPlaces(first, sign, !flagged || values.at(-1) !== false);
      const sorted = arrays.map((array) => {
        const items = toList(array);
        return items?.length === first.length ? places.map((place) => items[place]) : null;
      });
      return sorted.length === 1 ? (sorted[0] ?? null) : sorted;
    };
  };
}

const hour = 36_000_000_000;
const isTime = (type: KqlType | undefined): boolean => type === 'datetime' || type === 'timespan';

/** Up to and with `stop`; dates and durations go by the hour unless a step is given. */
function range(call: CallShape): Operation {
  const [type = 'long'] = call.types;
  const into = intoDynamic(type);
  const wholes = isTime(type) || call.types.every((each) => each === 'long' || each === 'int');
  const [from, to, by] = [realAt(call, 0), realAt(call, 1), realAt(call, 2)];
  return (start, stop, step = isTime(type) ? hour : 1) => {
    const items: Value[] = [];
    if (wholes) {
      if (!isInt(start) || !isInt(stop) || !isInt(step) || step === 0) return null;
      for (let at = start; (step > 0 ? at <= stop : at >= stop) && items.length < mostItems; at = add(at, step)) items.push(into(at));
      return items;
    }
    const [first, last, width] = [from(start), to(stop), by(step)];
    if (first === null || last === null || width === null || !(width !== 0)) return null;
    for (let index = 0; items.length < mostItems; index += 1) {
      const at = first + index * width;
      if (!(width > 0 ? at <= last : at >= last)) break;
      items.push(at);
    }
    return items;
  };
}

function repeat(call: CallShape): Operation {
  const [item, count] = [itemAt(call, 0), countAt(call, 1)];
  return (value, times) => {
    const wanted = count(times);
    if (wanted === null || wanted < 0) return null;
    if (wanted > mostItems) throw new KqlFailure('limit', `repeat() gives at most ${mostItems} items.`);
    return Array.from({ length: wanted }, () => item(value));
  };
}

const zip: Operation = (...lists) => {
  const arrays = lists.map((list) => toList(list) ?? []);
  const longest = Math.max(0, ...arrays.map((array) => array.length));
  return Array.from({ length: longest }, (_none, index) => arrays.map((array) => asValue(array[index])));
};

function packArray(call: CallShape): Operation {
  const items = call.types.map((_type, index) => itemAt(call, index));
  return (...values) => values.map((value, index) => items[index]?.(value) ?? null);
}

export const arrays: Named = [
  ['array_concat', direct('dynamic', concatenate)],
  ['array_iff', scalar('dynamic', choose)],
  ['array_iif', scalar('dynamic', choose)],
  ['array_index_of', scalar('long', indexOf)],
  ['array_length', direct('long', (list) => toList(list)?.length ?? null)],
  ['arraylength', direct('long', (list) => toList(list)?.length ?? null)],
  ['array_reverse', direct('dynamic', (list) => toList(list)?.toReversed() ?? null)],
  ['array_rotate_left', scalar('dynamic', rotate(1))],
  ['array_rotate_right', scalar('dynamic', rotate(-1))],
  ['array_shift_left', scalar('dynamic', shift(1))],
  ['array_shift_right', scalar('dynamic', shift(-1))],
  ['array_slice', scalar('dynamic', slice)],
  ['array_split', direct('dynamic', split)],
  ['array_sum', direct('real', sum)],
  ['array_sort_asc', scalar('dynamic', sort(1))],
  ['array_sort_desc', scalar('dynamic', sort(-1))],
  ['range', scalar('dynamic', range)],
  ['repeat', scalar('dynamic', repeat)],
  ['zip', direct('dynamic', zip)],
  ['pack_array', scalar('dynamic', packArray)],
];
