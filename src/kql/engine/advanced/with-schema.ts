import type { Table } from '../../table.ts';
import { nullOf, tableOf } from '../lazy.ts';
import type { ColumnSpec } from '../shapes.ts';
import { converter } from '../values/convert.ts';

/** Exactly the columns that the query says, in their types; empty where the plug-in gave none of that name. */
export function withSchema(made: Table, schema: readonly ColumnSpec[]): Table {
  const values = schema.map(({ name, type }) => {
    const column = made.columns.findIndex((one) => one.name === name);
    const from = made.columns[column];
    if (from === undefined) return Array.from({ length: made.length }, () => nullOf(type));
    const convert = converter(from.type, type);
    return made.values(column).map((value) => convert(value) ?? nullOf(type));
  });
  return tableOf(schema, values, made.length);
}
