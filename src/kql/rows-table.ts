import type { Table, TableSource } from './table.ts';
import type { ColumnSpec, Value } from './types.ts';

/** Rows that are there already; a cell that a row lacks is a null (an empty string). */
export function rowsTable(columns: readonly ColumnSpec[], rows: readonly (readonly Value[])[]): Table {
  const made: (readonly Value[])[] = [];
  const values = (column: number): readonly Value[] => {
    const missing = columns[column]?.type === 'string' ? '' : null;
    made[column] ??= rows.map((row) => row[column] ?? missing);
    return made[column];
  };
  return { columns, length: rows.length, values };
}

/** Tables by their names. */
export function tablesOf(tables: Readonly<Record<string, Table>>): TableSource {
  const byName = new Map(Object.entries(tables));
  return {
    schemas: [...byName].map(([name, { columns }]) => ({ name, columns })),
    table: (name) => byName.get(name),
  };
}
