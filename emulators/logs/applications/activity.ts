import type { Value } from '../../../src/kql/types.ts';
import type { Kept } from '../kept.ts';
import type { Minutes } from '../minutes.ts';
import { keyOf, type RowSet, type Stretch } from '../rows.ts';
import { type CallRow, callRows } from './calls.ts';
import { contextCells, type Told } from './context.ts';
import { type FaultRow, faultRows } from './faults.ts';
import { type RequestRow, requestRows } from './requests.ts';

/** What all tables of applications are made with. */
export interface Applications {
  readonly seed: string;
  readonly minutes: Minutes;
  readonly requests: (stretch: Stretch) => readonly RequestRow[];
  readonly calls: (stretch: Stretch) => readonly CallRow[];
  readonly faults: (stretch: Stretch) => readonly FaultRow[];
}

/** What one of these rows weighs, in cells. */
const cellsOfRow = 20;

export function createApplications({
  seed,
  minutes,
  kept,
}: {
  readonly seed: string;
  readonly minutes: Minutes;
  readonly kept: Kept;
}): Applications {
  const weigh = (rows: readonly unknown[]): number => rows.length * cellsOfRow;
  const shelves = {
    requests: kept.shelf<readonly RequestRow[]>('requests', weigh),
    calls: kept.shelf<readonly CallRow[]>('calls', weigh),
    faults: kept.shelf<readonly FaultRow[]>('faults', weigh),
  };
  const requests = (stretch: Stretch) => shelves.requests(keyOf(stretch), () => requestRows({ stretch, minutes, seed }));
  return {
    seed,
    minutes,
    requests,
    calls: (stretch) => shelves.calls(keyOf(stretch), () => callRows({ stretch, minutes, seed, requests: requests(stretch) })),
    faults: (stretch) => shelves.faults(keyOf(stretch), () => faultRows({ stretch, minutes, seed, requests: requests(stretch) })),
  };
}

/** Rows of an application's table: their own columns and those that all of them have. */
export function toldRows<T extends { readonly at: number }>(of: {
  readonly seed: string;
  readonly stretch: Stretch;
  readonly table: string;
  /** Those that lie beyond the stretch are left out. */
  readonly rows: readonly T[];
  readonly told: (row: T) => Told;
  readonly cells: Readonly<Record<string, (row: T) => Value>>;
}): RowSet {
  const { rows, cells } = of;
  const at = (index: number): T => {
    const row = rows[index];
    if (row === undefined) throw new RangeError(`${of.table} has no row ${index}`);
    return row;
  };
  const context = contextCells({ ...of, told: (index) => of.told(at(index)) });
  return {
    times: rows.map((row) => row.at),
    cell: (column) => {
      const own = cells[column];
      return own === undefined ? context(column) : (index) => own(at(index));
    },
  };
}
