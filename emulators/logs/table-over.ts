import type { KnownTable } from '../../src/kql/known-tables.ts';
import type { Table } from '../../src/kql/table.ts';
import type { ColumnSpec, Value } from '../../src/kql/types.ts';
import type { Piece } from './shards.ts';

/** One table out of the pieces that its writers have of it. */
export function tableOver(schema: KnownTable, pieces: readonly Piece[]): Table {
  const columns = new Map<number, readonly Value[]>();
  return {
    columns: schema.columns,
    length: pieces.reduce((sum, { from, to }) => sum + to - from, 0),
    values: (index) => {
      const known = columns.get(index);
      if (known !== undefined) return known;
      const column = schema.columns[index];
      if (column === undefined) throw new RangeError(`${schema.name} has no column ${index}`);
      const whole = ([] as readonly Value[]).concat(...pieces.map((piece) => valuesOf(piece, column)));
      columns.set(index, whole);
      return whole;
    },
  };
}

function valuesOf({ shard, from, to }: Piece, column: ColumnSpec): readonly Value[] {
  const values = shard.column(column);
  return from === 0 && to === values.length ? values : values.slice(from, to);
}
