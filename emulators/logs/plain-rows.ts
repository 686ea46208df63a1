import type { Value } from '../../src/kql/types.ts';
import type { RowSet } from './rows.ts';

/** Rows of a table, each column by what makes its cell out of a row. Sorts them by time. */
export function plainRows<T extends { readonly at: number }>(
  rows: readonly T[],
  cells: Readonly<Record<string, (row: T) => Value>>,
): RowSet {
  const sorted = rows.toSorted((one, other) => one.at - other.at);
  return {
    times: sorted.map(({ at }) => at),
    cell: (column) => {
      const own = cells[column];
      return (
        own &&
        ((index) => {
          const row = sorted[index];
          return row === undefined ? null : own(row);
        })
      );
    },
  };
}

/** The minutes of the stretch that are multiples of `every`. */
export function steps({ first, end }: { readonly first: number; readonly end: number }, every: number): readonly number[] {
  const found = [];
  for (let minute = Math.ceil(first / every) * every; minute < end; minute += every) found.push(minute);
  return found;
}
