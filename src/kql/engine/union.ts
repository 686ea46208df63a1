import type { Table } from '../table.ts';
import type { ColumnSpec, Value } from '../types.ts';
import { freeName } from './join.ts';
import { columnIndex, type LazyColumn, lazyTable, nullOf } from './lazy.ts';
import { room } from './plain.ts';

/** A table that takes part in a union, under the name that `withsource` gives it. */
export interface Branch {
  readonly name: string;
  readonly table: Table;
}

/** One column of the result and what it is called in the branches. */
interface Merged extends ColumnSpec {
  readonly source: ColumnSpec;
}

/**
 * All rows of all branches. A column is told by name and type: where one name has several types, each gets its own column with
 * the type in its name. A branch without the column has nulls there.
 */
export function union(branches: readonly Branch[], join: 'inner' | 'outer', sourceColumn: string | undefined): Table {
  const length = branches.reduce((sum, { table }) => sum + table.length, 0);
  const columns = mergedColumns(branches, join).map(
    (column): LazyColumn => ({ ...column, make: () => concatenate(branches, column.source, length) }),
  );
  if (sourceColumn === undefined) return lazyTable(columns, length);
  return lazyTable([{ name: freeName(sourceColumn, columns), type: 'string', make: () => sources(branches) }, ...columns], length);
}

const sources = (branches: readonly Branch[]): readonly Value[] => branches.flatMap(({ name, table }) => room(table.length).fill(name));

const isSame = (one: ColumnSpec, other: ColumnSpec): boolean => one.name === other.name && one.type === other.type;

function concatenate(branches: readonly Branch[], column: ColumnSpec, length: number): readonly Value[] {
  const out = room(length);
  let at = 0;
  for (const { table } of branches) {
    const place = table.columns.findIndex((own) => isSame(own, column));
    const values = place < 0 ? undefined : table.values(place);
    for (let row = 0; row < table.length; row += 1) {
      out[at] = values === undefined ? nullOf(column.type) : (values[row] ?? null);
      at += 1;
    }
  }
  return out;
}

/** In the order in which the names are first met; the columns of one name stand together. */
function mergedColumns(branches: readonly Branch[], join: 'inner' | 'outer'): readonly Merged[] {
  const all = branches.flatMap(({ table }) => table.columns);
  const kept = all.filter((column) => join === 'outer' || branches.every(({ table }) => table.columns.some((own) => isSame(own, column))));
  const byName = Map.groupBy(kept, ({ name }) => name);
  const plain = new Set([...byName].flatMap(([name, columns]) => (columns.every(({ type }) => type === columns[0]?.type) ? [name] : [])));
  const merged: Merged[] = [];
  for (const [name, columns] of byName) {
    const types = [...new Set(columns.map(({ type }) => type))];
    for (const type of types) {
      const taken = [...merged, ...[...plain].map((other) => ({ name: other }))];
      merged.push({ name: plain.has(name) ? name : freeName(`${name}_${type}`, taken), type, source: { name, type } });
    }
  }
  return merged;
}

/** Tables of the same columns, one after the other. `columns`: for when there is none. */
export function concatenated(tables: readonly Table[], columns: readonly ColumnSpec[]): Table {
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  return lazyTable(
    columns.map((column) => ({
      ...column,
      make: () =>
        tables.flatMap((table) => {
          const place = columnIndex(table, column.name);
          return place < 0 ? room(table.length).fill(nullOf(column.type)) : table.values(place);
        }),
    })),
    length,
  );
}
