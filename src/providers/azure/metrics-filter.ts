import type { Aggregation } from '../../core/model/series.ts';
import type { Question } from './metrics-cells.ts';

/** The parameters of both metrics APIs that have to do with dimensions. */
export interface DimensionWords {
  readonly filter: string;
  /** Series per metric and resource; Azure takes ten where nothing is said. */
  readonly top: number;
  readonly orderBy: string | undefined;
  /** The dimension that is narrowed, but not told apart. */
  readonly rollUpBy: string | undefined;
}

// Far above what a chart can show: without it Azure would leave out all but ten.
const mostSeries = 1000;

/** undefined: the question is not about dimensions. */
export function dimensionWords(
  { split, filter }: Pick<Question, 'split' | 'filter'>,
  by: Aggregation | undefined,
): DimensionWords | undefined {
  if (split === undefined && filter === undefined) return undefined;
  const narrowed = filter === undefined ? [] : [narrowing(filter.dimension, filter.values)];
  const same = split?.dimension.toLowerCase() === filter?.dimension.toLowerCase();
  const apart = split === undefined || same ? [] : [`${split.dimension} eq '*'`];
  return {
    // "or" may only stand between values of one dimension, "and" between dimensions.
    filter: [...narrowed, ...apart].join(' and '),
    top: split?.top ?? mostSeries,
    orderBy: split === undefined || by === undefined ? undefined : `${by === 'total' ? 'sum' : by} desc`,
    rollUpBy: filter === undefined || same ? undefined : filter.dimension,
  };
}

const narrowing = (dimension: string, values: readonly string[]): string =>
  values.length === 0 ? `${dimension} eq '*'` : values.map((value) => `${dimension} eq ${quoted(value)}`).join(' or ');

/** OData's way: a quote inside is doubled. */
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
