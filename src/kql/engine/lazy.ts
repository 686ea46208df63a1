import type { Table } from '../table.ts';
import type { ColumnSpec, KqlType, Value } from '../types.ts';
import { room } from './plain.ts';

export interface LazyColumn extends ColumnSpec {
  readonly make: () => readonly Value[];
}

/** Marks a table whose rows are those of another one, by their numbers there: a selection of it is made from that one. */
const origin: unique symbol = Symbol('origin');

interface Selection extends Table {
  readonly [origin]: { readonly base: Table; readonly rows: Int32Array };
}

/** What a missing cell of this type is: strings have no null. */
export const nullOf = (type: KqlType): Value => (type === 'string' ? '' : null);

const none: readonly Value[] = [];

export function lazyTable(columns: readonly LazyColumn[], length: number): Table {
  const made: (readonly Value[] | undefined)[] = columns.map(() => undefined);
  const values = (column: number): readonly Value[] => {
    const kept = made[column];
    if (kept !== undefined) return kept;
    const fresh = columns[column]?.make() ?? none;
    made[column] = fresh;
    return fresh;
  };
  return { columns: columns.map(({ name, type }) => ({ name, type })), length, values };
}

/** A table of columns that are there already. */
export const tableOf = (columns: readonly ColumnSpec[], values: readonly (readonly Value[])[], length: number): Table => ({
  columns,
  length,
  values: (column) => values[column] ?? none,
});

/** One row without columns: what `print` and constants are computed over. */
export const unitTable: Table = { columns: [], length: 1, values: () => none };

export const emptyOf = (columns: readonly ColumnSpec[]): Table => ({ columns, length: 0, values: () => none });

/** The columns of a table, to be put into another one of the same rows. */
export const lazily = (table: Table, column: number, name?: string): LazyColumn => {
  const spec = table.columns[column] ?? { name: '', type: 'dynamic' };
  return { name: name ?? spec.name, type: spec.type, make: () => table.values(column) };
};

/** -1: there is none. */
export function columnIndex(table: Table, name: string): number {
  return table.columns.findIndex((column) => column.name === name);
}

/** Whether these are rows that follow each other, as a filter of time gives them in a table that is in the order of time. */
function isStretch(rows: Int32Array): boolean {
  const first = rows[0] ?? -1;
  if (first < 0 || rows[rows.length - 1] !== first + rows.length - 1) return false;
  for (let at = 1; at < rows.length; at += 1) if (rows[at] !== first + at) return false;
  return true;
}

function gather(values: readonly Value[], rows: Int32Array, missing: Value): readonly Value[] {
  const out = room(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? -1;
    out[at] = row < 0 ? missing : (values[row] ?? null);
  }
  return out;
}

const isSelection = (table: Table): table is Selection => origin in table;

function compose(inner: Int32Array, outer: Int32Array): Int32Array {
  const out = new Int32Array(outer.length);
  for (let at = 0; at < outer.length; at += 1) {
    const row = outer[at] ?? -1;
    out[at] = row < 0 ? -1 : (inner[row] ?? -1);
  }
  return out;
}

/** Of so many rows one is few. */
const fewOf = 4;

/** The rows with these numbers, in this order; -1 gives a row of nulls. */
export function select(table: Table, rows: Int32Array): Table {
  const base = isSelection(table) ? table[origin].base : table;
  const picked = isSelection(table) ? compose(table[origin].rows, rows) : rows;
  const first = picked[0] ?? 0;
  const whole = isStretch(picked)
    ? (at: number) => base.values(at).slice(first, first + picked.length)
    : (at: number, type: KqlType) => gather(base.values(at), picked, nullOf(type));
  const isFew = base.some !== undefined && picked.length * fewOf <= base.length && !picked.includes(-1);
  const part = (at: number, type: KqlType): readonly Value[] => (isFew ? base.some?.(at, picked) : undefined) ?? whole(at, type);
  const lazy = lazyTable(
    base.columns.map((column, at) => ({ ...column, make: () => part(at, column.type) })),
    picked.length,
  );
  const selection: Selection = { ...lazy, [origin]: { base, rows: picked } };
  return selection;
}

/** 0, 1, 2… */
export function rowNumbers(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row += 1) rows[row] = row;
  return rows;
}

/** The first rows. */
export const firstRows = (table: Table, count: number): Table => (count >= table.length ? table : select(table, rowNumbers(count)));
