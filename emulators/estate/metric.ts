import type { Aggregation } from '../../src/core/model/series.ts';

/** A metric as Azure's supported-metrics reference lists it, and how the estate makes its values up. */
export interface EstateMetric {
  readonly name: string;
  readonly title: string;
  /** Azure's name of the unit: "Percent", "MilliSeconds". */
  readonly unit: string;
  readonly primary: Aggregation;
  readonly aggregations: readonly Aggregation[];
  /** Minutes. */
  readonly grains: readonly number[];
  readonly dimensions: readonly string[];
  readonly shape: Shape;
  /** What it counts among the rest, so that a part is never more than the whole: of all requests, the failed ones. */
  readonly includes: EstateMetric | undefined;
  /** Of a level that each request is a sample of: what counts them. Undefined: every minute has one sample. */
  readonly samples: EstateMetric | undefined;
}

/**
 * A minute's value is base + swing × load (0..1), and noise around it. gauge: a level, sampled; counter: a whole number that
 * adds up; counted: events, each a sample of its own, so only the count aggregation says anything.
 */
export interface Shape {
  readonly kind: 'gauge' | 'counter' | 'counted';
  readonly base: number;
  readonly swing: number;
  /** Relative, e.g. 0.05. */
  readonly noise: number;
  /** How far a minute's minimum and maximum lie from its average, relative. */
  readonly spread: number;
  readonly most: number;
}

const everyGrain: readonly number[] = [1, 5, 15, 30, 60, 360, 720, 1440];
const levels: readonly Aggregation[] = ['average', 'minimum', 'maximum'];
const sums: readonly Aggregation[] = ['total', 'average', 'minimum', 'maximum', 'count'];

interface More {
  readonly dimensions?: readonly string[];
  /** The finest grain in minutes, 1 where not given. */
  readonly from?: number;
  /** The coarsest grain in minutes, 1 day where not given. */
  readonly upTo?: number;
  readonly noise?: number;
  readonly most?: number;
  readonly primary?: Aggregation;
  readonly includes?: EstateMetric;
  readonly samples?: EstateMetric;
}

const grainsOf = ({ from = 1, upTo = 1440 }: More): readonly number[] => everyGrain.filter((grain) => grain >= from && grain <= upTo);

/** A level: CPU, memory, latency. `low` when nothing happens, `high` at full load. */
export function gauge(name: string, title: string, unit: string, low: number, high: number, more: More = {}): EstateMetric {
  return {
    name,
    title,
    unit,
    primary: more.primary ?? 'average',
    aggregations: levels,
    grains: grainsOf(more),
    dimensions: more.dimensions ?? [],
    includes: more.includes,
    samples: more.samples,
    shape: {
      kind: 'gauge',
      base: low,
      swing: high - low,
      noise: more.noise ?? 0.06,
      spread: more.noise === 0 ? 0 : 0.12,
      most: more.most ?? (unit === 'Percent' ? 100 : Number.POSITIVE_INFINITY),
    },
  };
}

/** Something that adds up: requests, bytes. Per minute. */
export function counter(name: string, title: string, unit: string, low: number, high: number, more: More = {}): EstateMetric {
  return {
    ...gauge(name, title, unit, low, high, more),
    primary: more.primary ?? 'total',
    aggregations: sums,
    shape: { kind: 'counter', base: low, swing: high - low, noise: more.noise ?? 0.12, spread: 0, most: Number.POSITIVE_INFINITY },
  };
}

/** Events that are counted (Application Insights, Cosmos DB requests). Per minute. */
export function counted(name: string, title: string, low: number, high: number, more: More = {}): EstateMetric {
  return {
    ...counter(name, title, 'Count', low, high, more),
    primary: 'count',
    aggregations: ['count'],
    shape: { kind: 'counted', base: low, swing: high - low, noise: more.noise ?? 0.12, spread: 0, most: Number.POSITIVE_INFINITY },
  };
}
