import type { Assignment, SortKey } from '../plan.ts';
import type { Table } from '../table.ts';
import { createKeys, firstOfEach } from './keys.ts';
import { firstRows, select, tableOf } from './lazy.ts';
import { firstInOrder, type RowOrder, rowOrder, sortedRows } from './order.ts';
import { project, valuesOf } from './project.ts';
import type { QueryRun } from './query-run.ts';

function orderBy(table: Table, keys: readonly SortKey[], run: QueryRun): RowOrder {
  return rowOrder(
    keys.map(({ expression, direction, nulls }) => ({ values: valuesOf(run.compile(expression, table), table, run), direction, nulls })),
  );
}

/** Rows that are equal by all keys stay in the order in which they came. */
export function sort(table: Table, keys: readonly SortKey[], run: QueryRun): Table {
  return select(
    table,
    sortedRows(table.length, orderBy(table, keys, run), () => run.check(0)),
  );
}

/** The first rows of the sorted table. */
export function top(table: Table, count: number, keys: readonly SortKey[], run: QueryRun): Table {
  if (count * 4 >= table.length) return firstRows(sort(table, keys, run), count);
  return select(table, firstInOrder(table.length, count, orderBy(table, keys, run)));
}

/** Rows from all over the table, always the same ones: what the service takes at random nobody can expect. */
export function sample(table: Table, count: number): Table {
  if (count >= table.length) return table;
  return select(
    table,
    Int32Array.from({ length: count }, (_, at) => Math.floor((at * table.length) / count)),
  );
}

export function sampleDistinct(table: Table, count: number, of: Assignment, run: QueryRun): Table {
  const wanted = project(table, [of], run);
  const keys = createKeys(1);
  const rows = keys.add([wanted.values(0)], table.length);
  return firstRows(select(wanted, firstOfEach(rows, keys.count())), count);
}

export function count(table: Table, name: string): Table {
  return tableOf([{ name, type: 'long' }], [[table.length]], 1);
}
