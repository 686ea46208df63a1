import type { Resource } from '../../core/model/resource.ts';
import { sameId } from '../../core/model/resource.ts';
import type { Series } from '../../core/model/series.ts';
import type { MetricResult } from '../../core/ports.ts';
import type { MetricCall } from './metrics-plan.ts';
import type { ResourceMetrics } from './schema.ts';
import { readGrain, unitOf } from './units.ts';

/** The series of one call's answers, and a failure for whatever was asked and is not in them. */
export function readAnswers(call: MetricCall, answers: readonly ResourceMetrics[]): MetricResult {
  const series: Series[] = [];
  const failures: MetricResult['failures'][number][] = [];
  for (const resource of call.resources) {
    const answer = answerFor(resource, answers);
    for (const name of call.metrics) {
      const metric = answer?.metrics.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (answer === undefined || metric === undefined) {
        failures.push({ resource, metric: name, reason: `Azure answered nothing about ${name} of ${resource.name}.` });
        continue;
      }
      // A call that succeeds can still carry the failure of one metric.
      const { errorCode } = metric;
      if (typeof errorCode === 'string' && errorCode !== 'Success' && metric.timeseries.length === 0) {
        failures.push({ resource, metric: name, reason: `Azure could not read ${name} of ${resource.name} (${errorCode}).` });
        continue;
      }
      series.push(...toSeries(call, resource, answer, metric));
    }
  }
  return { series, failures };
}

/** The batch answer names its resource, in another case at times; the single one need not. */
function answerFor(resource: Resource, answers: readonly ResourceMetrics[]): ResourceMetrics | undefined {
  const bare = (id: string): string => id.replace(/^\/+/u, '');
  return answers.find((one) => one.resourceId !== undefined && sameId(bare(one.resourceId), bare(resource.id)));
}

function toSeries(
  call: MetricCall,
  resource: Resource,
  answer: ResourceMetrics,
  metric: ResourceMetrics['metrics'][number],
): readonly Series[] {
  // Azure may return another interval than it was asked for.
  const grainMs = readGrain(answer.granularity ?? '') ?? call.grainMs;
  // No series at all means that nothing was measured in the range.
  const elements = metric.timeseries.length === 0 ? [{ points: [], dimensions: [] }] : metric.timeseries;
  return elements.flatMap(({ points, dimensions }) =>
    call.aggregations.map((aggregation) => {
      const { unit, factor } = unitOf(metric.unit, aggregation);
      return {
        resource,
        metric: metric.name,
        aggregation,
        unit,
        grainMs,
        dimensions: Object.fromEntries(dimensions.map((one) => [one.name, one.value])),
        points: points
          .map((point) => ({ at: point.timeStamp.getTime(), value: scaled(point[aggregation], factor) }))
          .toSorted((one, other) => one.at - other.at),
      };
    }),
  );
}

/** A point without the field was not measured, which is not zero. */
function scaled(value: number | null | undefined, factor: number): number | undefined {
  return value === null || value === undefined ? undefined : value * factor;
}
