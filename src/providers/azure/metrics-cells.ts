import type { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation, Series } from '../../core/model/series.ts';
import type { MetricQuery } from '../../core/ports.ts';

/** The smallest thing that can be asked for: one aggregation of one metric of one resource. */
export interface Cell {
  readonly resource: Resource;
  readonly metric: string;
  /** undefined: the metric's primary one. */
  readonly aggregation: Aggregation | undefined;
}

/** What all cells of a query have in common. */
export type Question = Pick<MetricQuery, 'from' | 'to' | 'grainMs' | 'split' | 'filter'>;

export type CellOutcome =
  /** More than one where the question splits by a dimension. */
  | { readonly state: 'read'; readonly series: readonly Series[] }
  /** The metric's own failure. */
  | { readonly state: 'failed'; readonly reason: string }
  /** A failure of the request it was part of. */
  | { readonly state: 'broken'; readonly error: ProviderError }
  /** Azure did not accept the question as it was put; another plan may do. */
  | { readonly state: 'unmet'; readonly reason: string };

export type Outcomes = ReadonlyMap<string, CellOutcome>;

export const keyOf = ({ resource, metric, aggregation }: Cell): string =>
  `${resource.id.replace(/^\/+/u, '')}|${metric}|${aggregation ?? ''}`.toLowerCase();

/** What a query asks for, each thing once. */
export function cellsOf(query: Pick<MetricQuery, 'wanted'>): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const { resource, metric, aggregations } of query.wanted)
    for (const aggregation of aggregations.length === 0 ? [undefined] : aggregations) {
      const cell = { resource, metric, aggregation };
      cells.set(keyOf(cell), cell);
    }
  return [...cells.values()];
}

/** Cells that one batch call can hold: of one subscription, region and type. */
export interface Group {
  readonly subscription: string;
  readonly region: string;
  readonly type: string;
  readonly cells: readonly [Cell, ...Cell[]];
}

export function groupCells(cells: readonly Cell[]): readonly Group[] {
  const groups = new Map<string, [Cell, ...Cell[]]>();
  for (const cell of cells) {
    const { subscription, region, type } = cell.resource;
    const key = [subscription, region, type].join('|').toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()].map((members) => {
    const { subscription, region, type } = members[0].resource;
    return { subscription, region, type, cells: members };
  });
}
