import type { Clock } from '../../src/core/ports.ts';
import type { KnownTable } from '../../src/kql/known-tables.ts';
import type { ColumnSpec, Value } from '../../src/kql/types.ts';
import type { Estate } from '../estate/estate.ts';
import type { EstateResource } from '../estate/resources.ts';
import type { Kept } from './kept.ts';
import { keyOf, type LogRange, type RowSet, type Stretch, type TableMaker } from './rows.ts';
import { minuteMs, minutesPerHour, ticksOf } from './times.ts';

/** What one resource wrote into one table in one hour. */
export interface Shard {
  readonly times: readonly number[];
  readonly column: (column: ColumnSpec) => readonly Value[];
}

/** The rows from..to (not in it) of a shard. */
export interface Piece {
  readonly shard: Shard;
  readonly from: number;
  readonly to: number;
}

/** What the row's own cells are made from is kept with it. */
const cellsOfRow = 12;

/** A cell is 8 bytes, which a number takes; texts and dynamic values are objects. */
function cellsOf(value: Value): number {
  if (typeof value === 'string') return 4;
  return typeof value === 'object' && value !== null ? 16 : 1;
}

/** A minute's rows can be queried so long after it. */
const lagMs = 20_000;
/** Older than this, rows are fewer and stand for more: a week can be compared with itself, and a month be read. */
const fullMinutes = 8 * 24 * minutesPerHour;
/** As long as a workspace keeps what it is sent unless it is paid for. */
const depthMinutes = 31 * 24 * minutesPerHour;

export function createShards(needs: {
  readonly estate: Estate;
  readonly clock: Clock;
  readonly kept: Kept;
  readonly makers: readonly TableMaker[];
}) {
  const { estate, clock, kept, makers } = needs;
  const rowSets = kept.shelf<RowSet>('rows', ({ times }) => times.length * cellsOfRow);
  const columns = kept.shelf<readonly Value[]>('columns', (values) => values.length * cellsOf(values[0] ?? null));
  const shardOf = (maker: TableMaker, stretch: Stretch): Shard => {
    const key = `${maker.table}|${keyOf(stretch)}`;
    const rows = rowSets(key, () => maker.rows(stretch));
    return { times: rows.times, column: (column) => columns(`${key}|${column.name}`, () => columnOf(rows, column)) };
  };
  let seen = estate.revision();
  /** What a scenario has changed is another past. */
  const forgetWhatChanged = (): void => {
    if (seen === estate.revision()) return;
    seen = estate.revision();
    kept.clear();
  };
  return {
    of: (schema: KnownTable, owners: readonly EstateResource[], range: LogRange): readonly Piece[] => {
      forgetWhatChanged();
      const maker = makers.find(({ table }) => table === schema.name);
      if (maker === undefined) return [];
      const past = Math.floor((clock.now() - lagMs) / minuteMs);
      const stretches = stretchesOf(range, past);
      return owners
        .filter((resource) => maker.writes(resource))
        .flatMap((resource) => stretches.map((one) => pieceOf(shardOf(maker, { ...one, resource }), range)))
        .filter(({ from, to }) => to > from);
    },
  };
}

/** The hours that the range touches, as far as they are past; `past` is the first minute that is not. */
function stretchesOf({ from, to }: LogRange, past: number): readonly Omit<Stretch, 'resource'>[] {
  const newest = Math.min(past, Math.ceil(to / minuteMs));
  const oldest = Math.max(Math.floor(from / minuteMs), past - depthMinutes);
  const found = [];
  for (let first = oldest - (oldest % minutesPerHour); first < newest; first += minutesPerHour) {
    const density = first + minutesPerHour > past - fullMinutes ? ('full' as const) : ('thin' as const);
    found.push({ first, end: Math.min(first + minutesPerHour, past), density });
  }
  return found;
}

function columnOf({ times, cell }: RowSet, { name, type }: ColumnSpec): readonly Value[] {
  const made = cell(name);
  const empty = type === 'string' ? '' : null;
  return times.map((_, row) => (made === undefined ? empty : made(row)));
}

function pieceOf(shard: Shard, range: LogRange): Piece {
  return { shard, from: firstAt(shard.times, ticksOf(range.from)), to: firstAt(shard.times, ticksOf(range.to)) };
}

/** The first row that is not before `ticks`. */
function firstAt(times: readonly number[], ticks: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < ticks) low = middle + 1;
    else high = middle;
  }
  return low;
}
