import type { ChartSeries } from '../core/chart.ts';
import { ProviderError, sentenceOf } from '../core/errors.ts';
import { sameId } from '../core/model/resource.ts';
import type { Point, Series } from '../core/model/series.ts';
import type { MetricResult, MetricSource } from '../core/ports.ts';
import { regrain } from './charts-grain.ts';
import type { Reading } from './charts-metric.ts';
import { failureWords } from './failure-words.ts';
import { kindTitle } from './kinds.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly grainMs: number;
}

export interface ReadSeries {
  readonly series: readonly ChartSeries[];
  readonly failures: readonly string[];
}

/** Reads all curves in as few queries as there are metrics. Throws ProviderError when nothing could be read. */
export async function readAll(
  readings: readonly Reading[],
  range: Range,
  metrics: Pick<MetricSource, 'read'>,
  signal: AbortSignal,
): Promise<ReadSeries> {
  const groups = [...Map.groupBy(readings, (one) => [one.metric, one.of, one.aggregation].join('\n')).values()];
  const results = await Promise.all(groups.map((group) => readGroup(group, range, metrics, signal)));
  const failed = results.flatMap((one) => (one instanceof ProviderError ? [one] : []));
  const read = results.flatMap((one) => (one instanceof ProviderError ? [] : [one]));
  const failures = [...read.flatMap((one) => one.failures.map(failureWords)), ...failed.map(sentenceOf)];
  const label = labelsOf(readings);
  const series = readings.flatMap((reading) => {
    const points = pointsOf(
      reading,
      range,
      read.flatMap((one) => one.series),
    );
    return points === undefined ? [] : [{ label: label(reading), points }];
  });
  const [first] = failed;
  if (series.length === 0 && first !== undefined) throw first;
  if (series.length === 0 && failures[0] !== undefined)
    throw new ProviderError('Azure', failures[0], { retry: { when: 'later', afterMs: 5_000 } });
  return { series, failures };
}

/** One group fails alone: the others are still worth seeing. */
async function readGroup(
  group: readonly Reading[],
  range: Range,
  metrics: Pick<MetricSource, 'read'>,
  signal: AbortSignal,
): Promise<MetricResult | ProviderError> {
  const [first] = group;
  if (first === undefined) return { series: [], failures: [] };
  try {
    return await metrics.read(
      {
        resources: group.map((one) => one.resource),
        metrics: first.of === undefined ? [first.metric] : [first.metric, first.of],
        aggregations: [first.aggregation],
        ...range,
      },
      { signal },
    );
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function pointsOf(reading: Reading, range: Range, all: readonly Series[]): readonly Point[] | undefined {
  const read = (metric: string): readonly Point[] | undefined => {
    const found = all.find(
      (one) =>
        sameId(one.resource.id, reading.resource.id) &&
        one.metric.toLowerCase() === metric.toLowerCase() &&
        one.aggregation === reading.aggregation,
    );
    if (found === undefined) return undefined;
    // Times in seconds are shown in milliseconds, as the limits are stated.
    const factor = found.unit === 'seconds' && reading.unit === 'milliseconds' ? 1_000 : 1;
    const points = found.grainMs < range.grainMs ? regrain(found.points, range.grainMs, reading.aggregation) : found.points;
    return factor === 1 ? points : points.map(({ at, value }) => ({ at, value: value === undefined ? undefined : value * factor }));
  };
  const points = read(reading.metric);
  const whole = reading.of === undefined ? undefined : read(reading.of);
  if (reading.of === undefined || points === undefined) return points;
  return whole === undefined ? undefined : share(points, whole);
}

/** In percent; where there was nothing to fail, there is no rate. */
function share(part: readonly Point[], whole: readonly Point[]): readonly Point[] {
  const parts = new Map(part.map((one) => [one.at, one.value ?? 0]));
  return whole.map(({ at, value }) => ({
    at,
    value: value === undefined || value === 0 ? undefined : ((parts.get(at) ?? 0) / value) * 100,
  }));
}

/** The resource's name, with its kind where two have the same. */
function labelsOf(readings: readonly Reading[]): (reading: Reading) => string {
  const names = readings.map((one) => one.resource.name);
  return ({ resource }) =>
    names.filter((name) => name === resource.name).length > 1 ? `${resource.name} (${kindTitle(resource.type)})` : resource.name;
}
