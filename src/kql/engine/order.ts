import type { Value } from '../types.ts';
import { rowNumbers } from './lazy.ts';
import { sortOrder } from './values/compare.ts';

/** Below 0: the row with the first number comes first. */
export type RowOrder = (one: number, other: number) => number;

export interface SortColumn {
  readonly values: readonly Value[];
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

const allNumbers = (values: readonly Value[]): values is readonly number[] =>
  values.every((value) => typeof value === 'number' && !Number.isNaN(value));

function numberOrder(values: readonly number[], sign: 1 | -1): RowOrder {
  const numbers = Float64Array.from(values);
  return (one, other) => {
    const left = numbers[one] ?? 0;
    const right = numbers[other] ?? 0;
    return left < right ? -sign : left > right ? sign : 0;
  };
}

function columnOrder({ values, direction, nulls }: SortColumn): RowOrder {
  if (allNumbers(values)) return numberOrder(values, direction === 'asc' ? 1 : -1);
  const order = sortOrder(direction, nulls);
  return (one, other) => order(values[one] ?? null, values[other] ?? null);
}

/** By the first column, where that is equal by the second… Never 0 for two rows: the one that came first stays first. */
export function rowOrder(columns: readonly SortColumn[]): RowOrder {
  const orders = columns.map(columnOrder);
  const [first, ...more] = orders;
  if (first === undefined) return (one, other) => one - other;
  if (more.length === 0) return (one, other) => first(one, other) || one - other;
  return (one, other) => {
    for (const order of orders) {
      const by = order(one, other);
      if (by !== 0) return by;
    }
    return one - other;
  };
}

/** The numbers of all rows in this order. `check` is called now and then. */
export function sortedRows(length: number, order: RowOrder, check: () => void): Int32Array {
  const rows = rowNumbers(length);
  // Logs come oldest first and are asked for newest first: turned round they are nearly in order, which the merges below make use of.
  if (length > 1 && order(0, length - 1) > 0) rows.reverse();
  return mergeSort(rows, order, check);
}

function mergeSort(rows: Int32Array, order: RowOrder, check: () => void): Int32Array {
  let from = rows;
  let into: Int32Array = new Int32Array(rows.length);
  for (let width = 1; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      mergeRuns(from, into, start, Math.min(start + width, rows.length), Math.min(start + 2 * width, rows.length), order);
      if ((start & 0xffff) === 0) check();
    }
    [from, into] = [into, from];
  }
  return from;
}

function mergeRuns(from: Int32Array, into: Int32Array, start: number, middle: number, end: number, order: RowOrder): void {
  let left = start;
  let right = middle;
  // Runs that follow each other are copied as they are.
  if (middle >= end || order(from[middle - 1] ?? 0, from[middle] ?? 0) <= 0) {
    into.set(from.subarray(start, end), start);
    return;
  }
  for (let at = start; at < end; at += 1) {
    const takeLeft = left < middle && (right >= end || order(from[left] ?? 0, from[right] ?? 0) <= 0);
    into[at] = (takeLeft ? from[left] : from[right]) ?? 0;
    if (takeLeft) left += 1;
    else right += 1;
  }
}

/** The first rows in this order, without sorting the others. */
export function firstInOrder(length: number, count: number, order: RowOrder): Int32Array {
  if (count <= 0) return new Int32Array(0);
  const heap: number[] = [];
  // From the end that has the likelier rows: from the other one nearly every row would be taken in and thrown out again.
  const backwards = length > 1 && order(length - 1, 0) < 0;
  for (let step = 0; step < length; step += 1) {
    const row = backwards ? length - 1 - step : step;
    if (heap.length < count) siftUp(heap, heap.push(row) - 1, order);
    else if (order(row, heap[0] ?? 0) < 0) {
      heap[0] = row;
      siftDown(heap, order);
    }
  }
  return Int32Array.from(heap).toSorted(order);
}

function siftUp(heap: number[], from: number, order: RowOrder): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (order(heap[at] ?? 0, heap[parent] ?? 0) <= 0) return;
    [heap[at], heap[parent]] = [heap[parent] ?? 0, heap[at] ?? 0];
    at = parent;
  }
}

function siftDown(heap: number[], order: RowOrder): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const last = right < heap.length && order(heap[right] ?? 0, heap[left] ?? 0) > 0 ? right : left;
    if (order(heap[last] ?? 0, heap[at] ?? 0) <= 0) return;
    [heap[at], heap[last]] = [heap[last] ?? 0, heap[at] ?? 0];
    at = last;
  }
}
