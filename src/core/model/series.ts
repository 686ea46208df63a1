import type { Resource } from './resource.ts';

export const aggregations = ['average', 'minimum', 'maximum', 'total', 'count'] as const;
export type Aggregation = (typeof aggregations)[number];

/** What the numbers mean. Percent is 0..100; milliseconds, bytes and so on are as named; `none` has no unit. */
export const units = ['percent', 'milliseconds', 'seconds', 'bytes', 'bytes/s', 'count', 'count/s', 'cores', 'none'] as const;
export type Unit = (typeof units)[number];

export interface Point {
  /** Start of the interval the value stands for: milliseconds since 1970 (UTC). */
  readonly at: number;
  /** undefined: nothing was measured (a gap), which is not zero. */
  readonly value: number | undefined;
}

/** Points of one metric of one resource (and dimension) over time. */
export interface Series {
  readonly resource: Resource;
  /** The source's own name of the metric: "CpuPercentage". */
  readonly metric: string;
  readonly aggregation: Aggregation;
  readonly unit: Unit;
  /** The interval the source really returned, in milliseconds. */
  readonly grainMs: number;
  readonly points: readonly Point[];
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricDefinition {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly aggregations: readonly Aggregation[];
  readonly primary: Aggregation;
  readonly grainsMs: readonly number[];
  readonly dimensions: readonly string[];
}
