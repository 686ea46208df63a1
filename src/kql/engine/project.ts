import { KqlFailure } from '../failure.ts';
import type { Assignment, Expression } from '../plan.ts';
import type { Table } from '../table.ts';
import type { KqlType, Value } from '../types.ts';
import type { Compiled } from './compiled.ts';
import { columnIndex, type LazyColumn, lazily, lazyTable } from './lazy.ts';
import { room } from './plain.ts';
import type { QueryRun } from './query-run.ts';

/** All values of an expression, row by row. */
export function valuesOf({ evaluate, column }: Compiled, table: Table, run: QueryRun): readonly Value[] {
  if (column !== undefined) return table.values(column);
  const out = room(table.length);
  for (let row = 0; row < table.length; row += 1) {
    out[row] = evaluate(row);
    if ((row & 0x3f) === 0x3f) run.check(0);
  }
  return out;
}

/**
 * A column that an expression makes. It is compiled when it is needed, unless its type must be found out, or a query in it reads
 * rows that are at hand now only (those of one partition).
 */
export function assigned({ name, type, expression }: Assignment, table: Table, run: QueryRun): LazyColumn {
  if (type !== 'unknown' && !holdsQuery(expression))
    return { name, type, make: () => valuesOf(run.compile(expression, table), table, run) };
  const compiled = run.compile(expression, table);
  return { name, type: type === 'unknown' ? compiled.type : type, make: () => valuesOf(compiled, table, run) };
}

function holdsQuery(expression: Expression): boolean {
  switch (expression.kind) {
    case 'query':
      return true;
    case 'call':
    case 'aggregate':
      return expression.arguments.some(holdsQuery);
    case 'element':
      return holdsQuery(expression.of) || holdsQuery(expression.index);
    case 'literal':
    case 'column':
    case 'star':
    case 'step column':
      return false;
  }
}

export function project(table: Table, columns: readonly Assignment[], run: QueryRun): Table {
  return lazyTable(
    columns.map((column) => assigned(column, table, run)),
    table.length,
  );
}

/** Each assignment sees the columns as they were before: an operator's columns are computed side by side. */
export function extend(table: Table, columns: readonly Assignment[], run: QueryRun): Table {
  const all = table.columns.map((_, at) => lazily(table, at));
  for (const column of columns) {
    const made = assigned(column, table, run);
    const there = all.findIndex(({ name }) => name === column.name);
    if (there >= 0) all[there] = made;
    else all.push(made);
  }
  return lazyTable(all, table.length);
}

/** These columns in this order. */
export function pick(table: Table, places: readonly number[]): Table {
  return lazyTable(
    places.map((place) => lazily(table, place)),
    table.length,
  );
}

export function pickNames(table: Table, names: readonly string[]): Table {
  return pick(
    table,
    names.map((name) => placeOf(table, name)),
  );
}

function placeOf(table: Table, name: string): number {
  const place = columnIndex(table, name);
  if (place < 0) throw new KqlFailure('semantic', `Failed to resolve column named '${name}'`, { code: 'SEM0100' });
  return place;
}

export function keepNames(table: Table, names: readonly string[], which: 'these' | 'others'): Table {
  const wanted = new Set(names);
  const places = table.columns.flatMap(({ name }, at) => (wanted.has(name) === (which === 'these') ? [at] : []));
  return pick(table, places);
}

export function rename(table: Table, renames: readonly { readonly from: string; readonly to: string }[]): Table {
  const names = new Map(renames.map(({ from, to }) => [placeOf(table, from), to]));
  return lazyTable(
    table.columns.map((_, at) => lazily(table, at, names.get(at))),
    table.length,
  );
}

/** The named ones first, then those that are not named, as they were. */
export function reorder(table: Table, names: readonly string[]): Table {
  const first = names.map((name) => placeOf(table, name));
  const rest = table.columns.flatMap((_, at) => (first.includes(at) ? [] : [at]));
  return pick(table, [...first, ...rest]);
}

const systemTypes: Readonly<Record<KqlType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};

export function schemaOf({ columns }: Table): Table {
  return lazyTable(
    [
      { name: 'ColumnName', type: 'string', make: () => columns.map(({ name }) => name) },
      { name: 'ColumnOrdinal', type: 'long', make: () => columns.map((_, at) => at) },
      { name: 'DataType', type: 'string', make: () => columns.map(({ type }) => systemTypes[type]) },
      { name: 'ColumnType', type: 'string', make: () => columns.map(({ type }) => type) },
    ],
    columns.length,
  );
}
