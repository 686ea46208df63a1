import type { Expression } from '../plan.ts';
import type { Table } from '../table.ts';
import type { Value } from '../types.ts';
import type { Compiled } from './compiled.ts';
import { select } from './lazy.ts';
import { operandsOf } from './logic.ts';
import { isPlain, type Plain } from './plain.ts';
import { comparable, same } from './quick.ts';

/** Rows to look at: undefined is all of them. */
type Rows = Int32Array | undefined;

/** The rows for which the predicate is true; each part of an `and` looks only at those that the parts before left. */
export function filterRows(table: Table, predicate: Expression, compile: (expression: Expression) => Compiled, check: () => void): Table {
  const parts = predicate.kind === 'call' && predicate.name === 'and' ? operandsOf(predicate) : [predicate];
  let rows: Rows;
  for (const part of parts) {
    rows = keep(table, rows, part, compile, check);
    if (rows?.length === 0) break;
  }
  return rows === undefined || rows.length === table.length ? table : select(table, rows);
}

function keep(table: Table, rows: Rows, part: Expression, compile: (expression: Expression) => Compiled, check: () => void): Rows {
  check();
  const test = quickTest(table, part, compile);
  if (test !== undefined) return test(rows, table.length);
  const { evaluate, constant } = compile(part);
  if (constant !== undefined) return constant === true ? rows : new Int32Array(0);
  const length = rows?.length ?? table.length;
  const kept = new Int32Array(length);
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const row = rows === undefined ? at : (rows[at] ?? 0);
    if (evaluate(row) === true) {
      kept[count] = row;
      count += 1;
    }
    if ((at & 0x3f) === 0x3f) check();
  }
  return kept.slice(0, count);
}

type Test = (rows: Rows, length: number) => Int32Array;

/** A column compared with a constant: the loop itself makes the comparison. */
function quickTest(table: Table, part: Expression, compile: (expression: Expression) => Compiled): Test | undefined {
  const loop = part.kind === 'call' ? loops.get(part.name) : undefined;
  if (part.kind !== 'call' || loop === undefined || part.arguments.length !== 2) return undefined;
  const [left, right] = part.arguments;
  if (left?.kind !== 'column' || right === undefined || right.kind === 'star') return undefined;
  const column = compile(left);
  const { constant, type } = compile(right);
  if (!isPlain(constant) || column.column === undefined || !comparable(column.type, type)) return undefined;
  if (column.type === 'string' && part.name !== '==' && part.name !== '!=') return undefined;
  const place = column.column;
  return (rows, length) => {
    const kept = new Int32Array(rows?.length ?? length);
    return kept.slice(0, loop(table.values(place), constant, rows, kept));
  };
}

/** Puts the rows that fit into `kept` and says how many. */
type Loop = (values: readonly Value[], constant: Plain, rows: Rows, kept: Int32Array) => number;

// Written out per operator: a comparison handed in as a function would be called a hundred thousand times.
const loops: ReadonlyMap<string, Loop> = new Map(
  Object.entries<Loop>({
    '>': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row];
        if (isPlain(value) && value > constant) kept[count++] = row;
      }
      return count;
    },
    '>=': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row];
        if (isPlain(value) && value >= constant) kept[count++] = row;
      }
      return count;
    },
    '<': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row];
        if (isPlain(value) && value < constant) kept[count++] = row;
      }
      return count;
    },
    '<=': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row];
        if (isPlain(value) && value <= constant) kept[count++] = row;
      }
      return count;
    },
    '==': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row] ?? null;
        if (value === constant || (typeof value !== typeof constant && same(value, constant))) kept[count++] = row;
      }
      return count;
    },
    '!=': (values, constant, rows, kept) => {
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const row = rows === undefined ? at : (rows[at] ?? 0);
        const value = values[row] ?? null;
        if (value === null || !same(value, constant)) kept[count++] = row;
      }
      return count;
    },
  }),
);
