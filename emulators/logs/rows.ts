import type { Value } from '../../src/kql/types.ts';
import type { EstateResource } from '../estate/resources.ts';

/** Milliseconds since 1970; `to` is not in it. */
export interface LogRange {
  readonly from: number;
  readonly to: number;
}

/** An hour of one resource. */
export interface Stretch {
  readonly resource: EstateResource;
  /** The minutes from `first` until before `end`, since 1970; `end` is the hour's, or where the past ends. */
  readonly first: number;
  readonly end: number;
  /** full: the last week · thin: what is older, with fewer rows that stand for more each. */
  readonly density: 'full' | 'thin';
}

/** Some rows of a table, whose cells are made when their column is asked for. */
export interface RowSet {
  /** When each was, in ticks, rising. */
  readonly times: readonly number[];
  /** The cells of a column, row by row; undefined: the column is empty. */
  readonly cell: (column: string) => ((row: number) => Value) | undefined;
}

/** Who writes a table, and what. */
export interface TableMaker {
  readonly table: string;
  readonly writes: (resource: EstateResource) => boolean;
  readonly rows: (stretch: Stretch) => RowSet;
}

export const keyOf = ({ resource, first, end, density }: Stretch): string => `${resource.id}|${first}|${end}|${density}`;
