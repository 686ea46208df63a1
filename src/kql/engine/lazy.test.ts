import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../table.ts';
import { select } from './lazy.ts';

/** A table of one column, 0, 10, 20…, that counts how often all of it and how often some of it was made. */
function counted(length: number) {
  const made = { whole: 0, some: 0 };
  const valueAt = (row: number): number => row * 10;
  const table: Table = {
    columns: [{ name: 'x', type: 'long' }],
    length,
    values: () => {
      made.whole += 1;
      return Array.from({ length }, (_, row) => valueAt(row));
    },
    some: (_column, rows) => {
      made.some += 1;
      return Array.from(rows, valueAt);
    },
  };
  return { table, made };
}

describe('a selection of rows', () => {
  it('has the same values whether or not the table can give some of its rows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 39 }), { maxLength: 45 }), fc.array(fc.nat(44)), (first, second) => {
        const { table } = counted(40);
        const { some: _some, ...plain } = table;
        const again = Int32Array.from(second.filter((row) => row < first.length));
        const of = (one: Table) => select(select(one, Int32Array.from(first)), again).values(0);
        expect(of(table)).toEqual(of(plain));
      }),
    );
  });

  it('of few rows asks for these, and of many for all', () => {
    const { table, made } = counted(100);
    expect(select(table, Int32Array.of(99, 3)).values(0)).toEqual([990, 30]);
    expect(made).toEqual({ whole: 0, some: 1 });
    select(
      table,
      Int32Array.from({ length: 80 }, (_, row) => row),
    ).values(0);
    expect(made).toEqual({ whole: 1, some: 1 });
  });

  it('has nothing where there is no row', () => {
    expect(select(counted(100).table, Int32Array.of(2, -1)).values(0)).toEqual([20, null]);
  });
});
