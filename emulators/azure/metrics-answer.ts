import type { Aggregation } from '../../src/core/model/series.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { Estate, EstatePoint, EstateSplitSeries } from '../estate/estate.ts';
import type { EstateMetric } from '../estate/metric.ts';
import type { EstateResource } from '../estate/resources.ts';
import type { Summary } from '../estate/values.ts';
import type { Faults } from '../faults.ts';
import type { MetricRequest } from './metrics-request.ts';

/** What both metrics APIs answer from. */
export interface MetricsWorld {
  readonly estate: Estate;
  readonly clock: Clock;
  readonly faults: Faults;
}

/** The `value` array of a metrics answer about one resource. `incomplete`: Azure fails to read the first metric. */
export function answerMetrics(
  estate: Estate,
  resource: EstateResource,
  request: MetricRequest,
  incomplete: 'partial' | undefined,
): readonly object[] {
  return request.metrics.map((metric, index) => {
    const head = {
      id: `${resource.id}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: 'Microsoft.Insights/metrics',
      name: { value: metric.name, localizedValue: metric.title },
      displayDescription: `${metric.title}.`,
      unit: metric.unit,
    };
    if (incomplete !== undefined && index === 0)
      return { ...head, timeseries: [], errorCode: 'InternalError', errorMessage: `Query of metric ${metric.name} failed.` };
    const asked = request.aggregations.length === 0 ? [metric.primary] : request.aggregations;
    const lacking = asked.find((one) => !metric.aggregations.includes(one));
    // An aggregation the metric lacks fails the metric, not the request.
    if (lacking !== undefined)
      return {
        ...head,
        timeseries: [],
        errorCode: 'InvalidSamplingType',
        errorMessage: `Sampling type is not found. Metric:${resource.provider},${metric.name}, SamplingType:${lacking}.`,
      };
    return { ...head, timeseries: seriesOf(estate, resource, metric, request, asked), errorCode: 'Success' };
  });
}

function seriesOf(
  estate: Estate,
  resource: EstateResource,
  metric: EstateMetric,
  request: MetricRequest,
  aggregations: readonly Aggregation[],
): readonly object[] {
  const { from, to, dimensions } = request;
  const range = { from, to, grainMs: request.grainMinutes * 60_000, seen: 'as it arrives' } as const;
  const data = (points: readonly EstatePoint[]): readonly object[] => points.map((point) => toPoint(point, aggregations));
  if (dimensions === undefined) return [{ metadatavalues: [], data: data(estate.values(resource, metric, range)) }];
  const found = estate.split(resource, metric, range, dimensions);
  return largest(found, request).map(({ values, points }) => ({
    // The names in lower case, as Azure gives them back.
    metadatavalues: dimensions.apart.map((name, index) => ({ name: { value: name, localizedValue: name }, value: values[index] })),
    data: data(points),
  }));
}

function largest(found: readonly EstateSplitSeries[], { order, top }: MetricRequest): readonly EstateSplitSeries[] {
  // Without an order Azure promises none: by name, so that nobody relies on the largest standing first.
  if (order === undefined) return found.toSorted((one, other) => (one.values.join() < other.values.join() ? -1 : 1)).slice(0, top);
  const size = ({ points }: EstateSplitSeries): number =>
    sizeOf(
      points.flatMap(({ summary }) => summary ?? []),
      order.by,
    );
  const sign = order.direction === 'asc' ? 1 : -1;
  return found.toSorted((one, other) => sign * (size(one) - size(other))).slice(0, top);
}

function sizeOf(summaries: readonly Summary[], by: Aggregation): number {
  const sum = (pick: (one: Summary) => number): number => summaries.reduce((all, one) => all + pick(one), 0);
  switch (by) {
    case 'total':
    case 'count':
      return sum((one) => one[by]);
    case 'average':
      return (
        sum((one) => one.total) /
        Math.max(
          1,
          sum((one) => one.count),
        )
      );
    case 'minimum':
      return Math.min(...summaries.map((one) => one.minimum));
    case 'maximum':
      return Math.max(...summaries.map((one) => one.maximum));
  }
}

/** What was not measured has its time, and no field. */
function toPoint({ at, summary }: EstatePoint, aggregations: readonly Aggregation[]): object {
  const timeStamp = writeSecond(at);
  return summary === undefined ? { timeStamp } : { timeStamp, ...Object.fromEntries(aggregations.map((one) => [one, summary[one]])) };
}

/** "2026-11-20T09:00:00Z" */
export function writeSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
