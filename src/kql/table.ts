import type { ColumnSpec, Value } from './types.ts';

/** Rows as columns. Immutable; a column is made when it is first asked for, so that only those that are touched cost anything. */
export interface Table {
  readonly columns: readonly ColumnSpec[];
  /** How many rows. */
  readonly length: number;
  /** All values of the column at this place in `columns`, in the order of the rows. */
  readonly values: (column: number) => readonly Value[];
  /** The values of a column in these rows, where they can be had without making all of it; undefined: they cannot. */
  readonly some?: ((column: number, rows: Int32Array) => readonly Value[] | undefined) | undefined;
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
}

/** Where queries find their tables: rows that are given, the bot's own history. */
export interface TableSource {
  readonly schemas: readonly TableSchema[];
  /** Undefined: there is no such table. */
  readonly table: (name: string) => Table | undefined;
  /** The same of another place, by its name or id: `workspace("central").requests`. Absent: there are no others. */
  readonly elsewhere?: ((place: string, name: string) => Table | undefined) | undefined;
}
