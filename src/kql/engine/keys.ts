import type { Value } from '../types.ts';
import { type GroupKey, groupKey } from './values/keys.ts';

/** Numbers rows by what stands in their key columns. The same keys get the same number, counted from 0 in the order they are first seen. */
export interface Keys {
  /** The key of each row; new ones are taken in. */
  readonly add: (columns: readonly (readonly Value[])[], length: number) => Int32Array;
  /** The key of each row, -1 for one that was never added. */
  readonly find: (columns: readonly (readonly Value[])[], length: number) => Int32Array;
  /** How many keys there are. */
  readonly count: () => number;
}

type Mode = 'add' | 'find';

/** Rows that stand together often share a key (times cut to the hour): the one before is asked first. */
function encodeColumn(values: readonly Value[], length: number, seen: Map<GroupKey, number>, mode: Mode): Int32Array {
  if (mode === 'add' && typeof values[0] === 'string') return encodeTexts(values, length, seen);
  const out = new Int32Array(length);
  let last: Value | undefined;
  let lastKey = -1;
  for (let row = 0; row < length; row += 1) {
    const value = values[row] ?? null;
    if (value !== last || lastKey < 0) {
      last = value;
      lastKey = keyOf(groupKey(value), seen, mode);
    }
    out[row] = lastKey;
  }
  return out;
}

/** The same for a column that begins with a text, apart so that each loop sees values of one kind. */
function encodeTexts(values: readonly Value[], length: number, seen: Map<GroupKey, number>): Int32Array {
  const out = new Int32Array(length);
  for (let row = 0; row < length; row += 1) {
    const value = values[row] ?? null;
    const key = typeof value === 'string' ? seen.get(value) : undefined;
    out[row] = key === undefined ? keyOf(groupKey(value), seen, 'add') : key;
  }
  return out;
}

function keyOf(plain: GroupKey, seen: Map<GroupKey, number>, mode: Mode): number {
  const known = seen.get(plain);
  if (known !== undefined) return known;
  if (mode === 'find') return -1;
  const key = seen.size;
  seen.set(plain, key);
  return key;
}

/** So many pairs at most are looked up in a list; more of them in a map. */
const smallProduct = 1 << 20;

interface Pairs {
  readonly map: Map<number, number>;
  /** How many keys the second column had when the pairs were numbered. */
  width: number;
}

function addPairs(left: Int32Array, right: Int32Array, leftCount: number, pairs: Pairs): Int32Array {
  const { map, width } = pairs;
  const out = new Int32Array(left.length);
  const list = leftCount * width <= smallProduct ? new Int32Array(leftCount * width).fill(-1) : undefined;
  for (let row = 0; row < left.length; row += 1) {
    const pair = (left[row] ?? 0) * width + (right[row] ?? 0);
    let key = list === undefined ? map.get(pair) : list[pair];
    if (key === undefined || key < 0) {
      key = map.size;
      map.set(pair, key);
      if (list !== undefined) list[pair] = key;
    }
    out[row] = key;
  }
  return out;
}

function findPairs(left: Int32Array, right: Int32Array, { map, width }: Pairs): Int32Array {
  return left.map((key, row) => {
    const other = right[row] ?? -1;
    return key < 0 || other < 0 ? -1 : (map.get(key * width + other) ?? -1);
  });
}

/** One key column; from the second one on with the pairs of it and those before. */
interface Column {
  readonly seen: Map<GroupKey, number>;
  readonly pairs: Pairs;
}

/** `add` once (one side of a join, the rows of a summarize), then `find` as often as needed. */
export function createKeys(columnCount: number): Keys {
  const known: readonly Column[] = Array.from({ length: columnCount }, () => ({ seen: new Map(), pairs: { map: new Map(), width: 0 } }));
  let total = 0;
  const add = (columns: readonly (readonly Value[])[], length: number): Int32Array => {
    // Without a column all rows have the same key.
    let keys: Int32Array = new Int32Array(length);
    total = length === 0 ? 0 : 1;
    for (const [at, { seen, pairs }] of known.entries()) {
      const own = encodeColumn(columns[at] ?? [], length, seen, 'add');
      pairs.width = seen.size;
      keys = at === 0 ? own : addPairs(keys, own, total, pairs);
      total = at === 0 ? seen.size : pairs.map.size;
    }
    return keys;
  };
  const find = (columns: readonly (readonly Value[])[], length: number): Int32Array => {
    let keys: Int32Array = new Int32Array(length).fill(total > 0 ? 0 : -1);
    for (const [at, { seen, pairs }] of known.entries()) {
      const own = encodeColumn(columns[at] ?? [], length, seen, 'find');
      keys = at === 0 ? own : findPairs(keys, own, pairs);
    }
    return keys;
  };
  return { add, find, count: () => total };
}

/** The first row of each key, in the order of the keys. */
export function firstOfEach(keys: Int32Array, count: number): Int32Array {
  const rows = new Int32Array(count);
  let next = 0;
  for (let row = 0; row < keys.length && next < count; row += 1) {
    if (keys[row] === next) {
      rows[next] = row;
      next += 1;
    }
  }
  return rows;
}

/** All rows of each key, in their order. */
export function rowsOfEach(keys: Int32Array, count: number): readonly Int32Array[] {
  const sizes = new Int32Array(count);
  for (const key of keys) if (key >= 0) sizes[key] = (sizes[key] ?? 0) + 1;
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(count);
  keys.forEach((key, row) => {
    if (key < 0) return;
    const at = filled[key] ?? 0;
    const list = lists[key];
    if (list !== undefined) list[at] = row;
    filled[key] = at + 1;
  });
  return lists;
}
