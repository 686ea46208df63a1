import type { KnownTable } from '../../src/kql/known-tables.ts';
import type { Table } from '../../src/kql/table.ts';
import type { ColumnSpec, Value } from '../../src/kql/types.ts';
import type { Piece } from './shards.ts';

/** One table out of the pieces that its writers have of it. */
export function tableOver(schema: KnownTable, pieces: readonly Piece[]): Table {
  const columns = new Map<number, readonly Value[]>();
  /** Where each piece begins, and at the end where the last one ends. */
  const starts = [0];
  for (const { from, to } of pieces) starts.push((starts.at(-1) ?? 0) + to - from);
  const columnAt = (index: number): ColumnSpec => {
    const column = schema.columns[index];
    if (column === undefined) throw new RangeError(`${schema.name} has no column ${index}`);
    return column;
  };
  return {
    columns: schema.columns,
    length: starts.at(-1) ?? 0,
    values: (index) => {
      const known = columns.get(index);
      if (known !== undefined) return known;
      const column = columnAt(index);
      const whole = ([] as readonly Value[]).concat(...pieces.map((piece) => valuesOf(piece, column)));
      columns.set(index, whole);
      return whole;
    },
    // The pieces that hold none of these rows are not made.
    some: (index, rows) => (columns.has(index) ? undefined : pick(pieces, starts, columnAt(index), rows)),
  };
}

/** Rows that follow each other mostly lie in the same piece. */
function pick(pieces: readonly Piece[], starts: readonly number[], column: ColumnSpec, rows: Int32Array): readonly Value[] {
  const values = new Map<Piece, readonly Value[]>();
  const out: Value[] = [];
  let at = 0;
  for (const row of rows) {
    if (row < (starts[at] ?? 0) || row >= (starts[at + 1] ?? 0)) at = pieceAt(starts, row);
    const piece = pieces[at];
    if (piece === undefined) throw new RangeError(`there is no row ${row}`);
    const found = values.get(piece) ?? piece.shard.column(column);
    values.set(piece, found);
    out.push(found[piece.from + row - (starts[at] ?? 0)] ?? null);
  }
  return out;
}

/** The last piece that does not begin behind this row. */
function pieceAt(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle;
  }
  return low;
}

function valuesOf({ shard, from, to }: Piece, column: ColumnSpec): readonly Value[] {
  const values = shard.column(column);
  return from === 0 && to === values.length ? values : values.slice(from, to);
}
