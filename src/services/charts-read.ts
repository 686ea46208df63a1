import { ProviderError, sentenceOf } from '../core/errors.ts';
import { sameId } from '../core/model/resource.ts';
import type { Aggregation, Point, Series } from '../core/model/series.ts';
import type { MetricQuery, MetricResult, MetricSource, MetricWish } from '../core/ports.ts';
import { regrain } from './charts-grain.ts';
import type { Reading } from './charts-metric.ts';
import type { Range } from './charts-span.ts';
import { listed } from './charts-targets.ts';
import type { Filter } from './charts-wish.ts';
import { failureWords } from './failure-words.ts';

/** Points of a reading, or of one value of the dimension that it is split by. */
export interface Curve {
  readonly reading: TimedReading;
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

/** A reading and the interval it is read at, with the whole intervals of it that the range holds. */
export interface TimedReading extends Reading, Range {
  readonly grainMs: number;
}

export interface CurvesQuery {
  readonly readings: readonly TimedReading[];
  readonly split: { readonly dimension: string; readonly top: number } | undefined;
  readonly filter: Filter | undefined;
  /** What ends after it is not complete. */
  readonly now: number;
  /** What was read before it is read again. */
  readonly notBefore?: number | undefined;
}

/** Both metrics of a rate are ranked here, because the largest of the one are not those of the other. */
const topOfRates = 100;

/** Reads all curves, with one query for each interval. Throws ProviderError when nothing could be read. */
export async function readCurves(query: CurvesQuery, metrics: Pick<MetricSource, 'read'>, signal: AbortSignal): Promise<ReadCurves> {
  const byGrain = [...Map.groupBy(query.readings, (one) => one.grainMs).values()];
  const read = await Promise.all(byGrain.map((readings) => readAlike(readings, query, metrics, signal)));
  const broken = read.flatMap((one) => one.error ?? []);
  const [first] = broken;
  if (first !== undefined && broken.length === read.length) throw first;
  const parts = query.readings.map((reading) =>
    curvesOf(
      reading,
      query,
      read.flatMap((one) => one.series),
    ),
  );
  const most = query.split?.top ?? 1;
  const drawn = parts.flatMap(({ curves }) => curves.slice(0, most));
  const words = [...new Set([...read.flatMap((one) => one.failures.map(failureWords)), ...broken.map(sentenceOf)])];
  if (drawn.length === 0 && words[0] !== undefined)
    throw new ProviderError('Azure', words[0], { retry: { when: 'later', afterMs: 5_000 } });
  const failures = [...words, ...parts.flatMap((one) => one.failures)];
  return { curves: drawn, failures, values: parts.some(({ curves }) => curves.length > most) ? 'more' : 'all' };
}

type Alike = MetricResult & { readonly error: ProviderError | undefined };

/** Readings of one interval. What breaks as a whole may leave the others. */
async function readAlike(
  readings: readonly TimedReading[],
  { split, filter, notBefore }: CurvesQuery,
  metrics: Pick<MetricSource, 'read'>,
  signal: AbortSignal,
): Promise<Alike> {
  const [first] = readings;
  if (first === undefined) return { series: [], failures: [], error: undefined };
  const { from, to, grainMs } = first;
  // One more than is drawn tells whether there are more.
  const top = (split?.top ?? 0) + 1;
  const most = readings.some((one) => one.of !== undefined) ? Math.max(topOfRates, top) : top;
  const asked: MetricQuery = {
    wanted: readings.flatMap(wishesFor),
    split: split && { dimension: split.dimension, top: most },
    filter,
    from,
    to,
    grainMs,
    notBefore,
  };
  try {
    return { ...(await metrics.read(asked, { signal })), error: undefined };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { series: [], failures: [], error };
  }
}

function wishesFor({ resource, metric, of, aggregation }: Reading): readonly MetricWish[] {
  return [metric, ...(of === undefined ? [] : [of])].map((name) => ({ resource, metric: name, aggregations: [aggregation] }));
}

interface Parts {
  readonly curves: readonly Curve[];
  readonly failures: readonly string[];
}

/** The largest first. */
function curvesOf(reading: TimedReading, query: CurvesQuery, all: readonly Series[]): Parts {
  const parts = seriesOf(reading, reading.metric, all);
  const { split } = query;
  if (split === undefined)
    return { curves: parts.slice(0, 1).flatMap((one) => curveOf(reading, one, undefined, query, all) ?? []), failures: [] };
  const judged = parts.map((part) => {
    const value = valueIn(part, split.dimension);
    return { value, part, curve: curveOf(reading, part, value, query, all) };
  });
  const curves = judged
    .flatMap(({ curve }) => curve ?? [])
    .filter(({ points }) => points.some((point) => point.value !== undefined))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one));
  const isKnown = reading.of !== undefined && seriesOf(reading, reading.of, all).length > 0;
  const baseless = judged.filter(({ curve, part }) => curve === undefined && part.points.some(({ value }) => (value ?? 0) > 0));
  const values = baseless.map((one) => (one.value === '' ? '(none)' : one.value));
  return { curves, failures: isKnown && values.length > 0 ? [withoutWhole(reading, values)] : [] };
}

function withoutWhole({ resource, metric, of }: Reading, values: readonly string[]): string {
  const named = values.slice(0, mostNamed);
  const rest = values.length > named.length ? [`${values.length - named.length} more`] : [];
  return `No rate for ${listed([...named, ...rest])}: of ${resource.name}, Azure counts it in ${metric} but not in ${of ?? ''}.`;
}

const mostNamed = 5;

function curveOf(
  reading: TimedReading,
  part: Series,
  value: string | undefined,
  query: CurvesQuery,
  all: readonly Series[],
): Curve | undefined {
  const points = pointsOf(part, reading, query.now);
  const curve = { reading, aggregation: part.aggregation, value, grainMs: Math.max(part.grainMs, reading.grainMs) };
  if (reading.of === undefined) return { ...curve, points };
  const { split } = query;
  const wholes = seriesOf(reading, reading.of, all);
  const whole = split === undefined ? wholes[0] : wholes.find((one) => valueIn(one, split.dimension) === value);
  return whole === undefined ? undefined : { ...curve, points: share(points, pointsOf(whole, reading, query.now)) };
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

function pointsOf(series: Series, reading: TimedReading, now: number): readonly Point[] {
  // Times in seconds are shown in milliseconds, as the limits are stated.
  const factor = series.unit === 'seconds' && reading.unit === 'milliseconds' ? 1_000 : 1;
  const { grainMs } = reading;
  const points =
    series.grainMs < grainMs
      ? regrain(series.points, grainMs, series.aggregation)
      : // Where the source answers more coarsely, its last interval may not be over.
        series.points.filter(({ at }) => at + series.grainMs <= now);
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
