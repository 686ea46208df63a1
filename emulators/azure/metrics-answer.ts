import type { Aggregation } from '../../src/core/model/series.ts';
import type { Estate, EstatePoint } from '../estate/estate.ts';
import type { EstateMetric } from '../estate/metric.ts';
import type { EstateResource } from '../estate/resources.ts';
import type { MetricRequest } from './metrics-request.ts';

/** The `value` array of a metrics answer about one resource. */
export function answerMetrics(estate: Estate, resource: EstateResource, request: MetricRequest): readonly object[] {
  return request.metrics.map((metric) => {
    const head = {
      id: `${resource.id}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: 'Microsoft.Insights/metrics',
      name: { value: metric.name, localizedValue: metric.title },
      displayDescription: `${metric.title}.`,
      unit: metric.unit,
    };
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
    return { ...head, timeseries: [{ metadatavalues: [], data: dataOf(estate, resource, metric, request, asked) }], errorCode: 'Success' };
  });
}

function dataOf(
  estate: Estate,
  resource: EstateResource,
  metric: EstateMetric,
  request: MetricRequest,
  aggregations: readonly Aggregation[],
): readonly object[] {
  const grainMs = request.grainMinutes * 60_000;
  return estate.values(resource, metric, { from: request.from, to: request.to, grainMs }).map((point) => toPoint(point, aggregations));
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
