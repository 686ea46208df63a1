import { ProviderError } from '../core/errors.ts';
import { sameId } from '../core/model/resource.ts';
import type { Aggregation, Point, Series } from '../core/model/series.ts';
import type { MetricQuery, MetricSource, MetricWish } from '../core/ports.ts';
import { regrain } from './charts-grain.ts';
import type { Plan, Reading } from './charts-metric.ts';
import type { Filter } from './charts-wish.ts';
import { failureWords } from './failure-words.ts';

/** Points of a reading, or of one value of the dimension that it is split by. */
export interface Curve {
  readonly reading: Reading;
  /** As the source aggregated them: another one than was asked for, where it does not offer that. */
  readonly aggregation: Aggregation;
  readonly value: string | undefined;
  readonly grainMs: number;
  readonly points: readonly Point[];
}

export interface ReadCurves {
  readonly curves: readonly Curve[];
  readonly failures: readonly string[];
  /** 'more': of a split, only the largest of each reading are among the curves. */
  readonly values: 'all' | 'more';
}

export interface CurvesQuery {
  readonly readings: Plan['readings'];
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
  readonly split: { readonly dimension: string; readonly top: number } | undefined;
  readonly filter: Filter | undefined;
}

/** Reads all curves with one query. Throws ProviderError when nothing could be read. */
export async function readCurves(query: CurvesQuery, metrics: Pick<MetricSource, 'read'>, signal: AbortSignal): Promise<ReadCurves> {
  const { split, filter } = query;
  const { from, to, grainMs } = query;
  const asked: MetricQuery = {
    wanted: query.readings.flatMap(wishesFor),
    // One more than is drawn tells whether there are more.
    split: split && { dimension: split.dimension, top: split.top + 1 },
    filter,
    from,
    to,
    grainMs,
  };
  const { series, failures } = await metrics.read(asked, { signal });
  const each = query.readings.map((reading) => curvesOf(reading, query, series));
  const most = split?.top ?? 1;
  const drawn = each.flatMap((curves) => curves.slice(0, most));
  const words = [...new Set(failures.map(failureWords))];
  if (drawn.length === 0 && words[0] !== undefined)
    throw new ProviderError('Azure', words[0], { retry: { when: 'later', afterMs: 5_000 } });
  return { curves: drawn, failures: words, values: each.some((curves) => curves.length > most) ? 'more' : 'all' };
}

function wishesFor({ resource, metric, of, aggregation }: Reading): readonly MetricWish[] {
  return [metric, ...(of === undefined ? [] : [of])].map((name) => ({ resource, metric: name, aggregations: [aggregation] }));
}

/** The largest first. */
function curvesOf(reading: Reading, query: CurvesQuery, all: readonly Series[]): readonly Curve[] {
  const parts = seriesOf(reading, reading.metric, all);
  const { split } = query;
  if (split === undefined) return parts.slice(0, 1).flatMap((one) => curveOf(reading, one, undefined, query, all) ?? []);
  return parts
    .flatMap((one) => curveOf(reading, one, valueIn(one, split.dimension), query, all) ?? [])
    .filter(({ points }) => points.some((point) => point.value !== undefined))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one));
}

function curveOf(reading: Reading, part: Series, value: string | undefined, query: CurvesQuery, all: readonly Series[]): Curve | undefined {
  const points = pointsOf(part, reading, query.grainMs);
  const curve = { reading, aggregation: part.aggregation, value, grainMs: Math.max(part.grainMs, query.grainMs) };
  if (reading.of === undefined) return { ...curve, points };
  const { split } = query;
  const wholes = seriesOf(reading, reading.of, all);
  const whole = split === undefined ? wholes[0] : wholes.find((one) => valueIn(one, split.dimension) === value);
  return whole === undefined ? undefined : { ...curve, points: share(points, pointsOf(whole, reading, query.grainMs)) };
}

/** Those in the aggregation that was asked for, else in the one that the source put in its place. */
function seriesOf({ resource, aggregation }: Reading, metric: string, all: readonly Series[]): readonly Series[] {
  const found = all.filter((one) => sameId(one.resource.id, resource.id) && one.metric.toLowerCase() === metric.toLowerCase());
  const exact = found.filter((one) => one.aggregation === aggregation);
  return exact.length > 0 ? exact : found;
}

/** Azure writes names of dimensions in another case in its answers. */
function valueIn(series: Series, dimension: string): string {
  const found = Object.entries(series.dimensions).find(([name]) => name.toLowerCase() === dimension.toLowerCase());
  return found?.[1] ?? '';
}

function pointsOf(series: Series, reading: Reading, grainMs: number): readonly Point[] {
  // Times in seconds are shown in milliseconds, as the limits are stated.
  const factor = series.unit === 'seconds' && reading.unit === 'milliseconds' ? 1_000 : 1;
  const points = series.grainMs < grainMs ? regrain(series.points, grainMs, series.aggregation) : series.points;
  return factor === 1 ? points : points.map(({ at, value }) => ({ at, value: value === undefined ? undefined : value * factor }));
}

/** In percent; where there was nothing to fail, there is no rate. */
function share(part: readonly Point[], whole: readonly Point[]): readonly Point[] {
  const parts = new Map(part.map((one) => [one.at, one.value ?? 0]));
  return whole.map(({ at, value }) => ({
    at,
    value: value === undefined || value === 0 ? undefined : ((parts.get(at) ?? 0) / value) * 100,
  }));
}

function sizeOf({ points }: Curve): number {
  return points.reduce((sum, { value }) => sum + (value ?? 0), 0);
}
