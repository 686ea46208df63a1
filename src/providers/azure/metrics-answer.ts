import { sameId } from '../../core/model/resource.ts';
import { type Aggregation, aggregations, type Series } from '../../core/model/series.ts';
import { type CellOutcome, keyOf, type Outcomes } from './metrics-cells.ts';
import type { MetricCall, PlannedCall, PlannedCell } from './metrics-plan.ts';
import type { ResourceMetrics } from './schema.ts';
import { readGrain, unitOf } from './units.ts';

type Answered = ResourceMetrics['metrics'][number];

/** What came of each cell of a call: each gets just what it asked for, however much the answers hold. */
export function readAnswers({ call, cells }: PlannedCall, answers: readonly ResourceMetrics[]): Outcomes {
  return new Map(cells.map((planned) => [keyOf(planned.cell), readCell(planned, call, answers)] as const));
}

function readCell(planned: PlannedCell, call: MetricCall, answers: readonly ResourceMetrics[]): CellOutcome {
  const { resource } = planned.cell;
  const answer = answerFor(resource.id, answers);
  const metric = answer?.metrics.find((one) => one.name.toLowerCase() === planned.metric.toLowerCase());
  if (answer === undefined || metric === undefined)
    return { state: 'failed', reason: `Azure answered nothing about ${planned.metric} of ${resource.name}.` };
  const { errorCode } = metric;
  // A call that succeeds can still carry the failure of one metric.
  if (typeof errorCode === 'string' && errorCode !== 'Success' && metric.timeseries.length === 0) {
    const reason = `Azure could not read ${planned.metric} of ${resource.name} (${errorCode}).`;
    return { state: errorCode === 'InvalidSamplingType' ? 'unmet' : 'failed', reason };
  }
  const given = givenIn(metric);
  const aggregation = planned.aggregation ?? given[0] ?? 'average';
  // Azure chose another aggregation than was hoped for.
  if (given.length > 0 && !given.includes(aggregation))
    return { state: 'unmet', reason: `Azure gives no ${aggregation} of ${planned.metric} of ${resource.name}.` };
  return { state: 'read', series: toSeries(planned, call, { answer, metric, aggregation }) };
}

/** The batch answer names its resource, in another case at times; the single one need not. */
function answerFor(id: string, answers: readonly ResourceMetrics[]): ResourceMetrics | undefined {
  const bare = (one: string): string => one.replace(/^\/+/u, '');
  return answers.find((one) => one.resourceId !== undefined && sameId(bare(one.resourceId), bare(id)));
}

/** The aggregations that at least one point has: one that was not measured has none. */
const givenIn = (metric: Answered): readonly Aggregation[] =>
  aggregations.filter((name) =>
    metric.timeseries.some(({ points }) => points.some((point) => point[name] !== undefined && point[name] !== null)),
  );

function toSeries(
  { cell }: PlannedCell,
  call: MetricCall,
  { answer, metric, aggregation }: { readonly answer: ResourceMetrics; readonly metric: Answered; readonly aggregation: Aggregation },
): readonly Series[] {
  // Azure may return another interval than it was asked for.
  const grainMs = readGrain(answer.granularity ?? '') ?? call.grainMs;
  // No series at all means that nothing was measured in the range.
  const elements = metric.timeseries.length === 0 ? [{ points: [], dimensions: [] }] : metric.timeseries;
  const { unit, factor } = unitOf(metric.unit, aggregation);
  const asked = [call.split?.dimension, call.filter?.dimension].filter((one) => one !== undefined);
  return elements.map(({ points, dimensions }) => ({
    resource: cell.resource,
    metric: metric.name,
    aggregation,
    unit,
    grainMs,
    // Azure writes the names of dimensions in lower case, whatever the definition says.
    dimensions: Object.fromEntries(
      dimensions.map(({ name, value }) => [asked.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name, value]),
    ),
    points: points
      .map((point) => ({ at: point.timeStamp.getTime(), value: scaled(point[aggregation], factor) }))
      .toSorted((one, other) => one.at - other.at),
  }));
}

/** A point without the field was not measured, which is not zero. */
function scaled(value: number | null | undefined, factor: number): number | undefined {
  return value === null || value === undefined ? undefined : value * factor;
}
