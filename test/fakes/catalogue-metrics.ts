import type { Aggregation, MetricDefinition, Point, Unit } from '../../src/core/model/series.ts';
import type { MetricQuery, MetricResult, MetricSource } from '../../src/core/ports.ts';

const minute = 60_000;

function definition(
  name: string,
  title: string,
  unit: Unit,
  primary: Aggregation,
  grainsMs: readonly number[] = [minute, 5 * minute, 60 * minute],
): MetricDefinition {
  const aggregations: readonly Aggregation[] =
    primary === 'total' ? ['total', 'average'] : primary === 'count' ? ['count'] : ['average', 'minimum', 'maximum'];
  return { name, title, unit, primary, aggregations, grainsMs, dimensions: [] };
}

const byType: Readonly<Record<string, readonly MetricDefinition[]>> = {
  'microsoft.web/serverfarms': [
    definition('CpuPercentage', 'CPU Percentage', 'percent', 'average'),
    definition('MemoryPercentage', 'Memory Percentage', 'percent', 'average'),
    definition('HttpQueueLength', 'Http Queue Length', 'count', 'average'),
  ],
  'microsoft.web/sites': [
    definition('Requests', 'Requests', 'count', 'total'),
    definition('Http5xx', 'Http Server Errors', 'count', 'total'),
    definition('HttpResponseTime', 'Response Time', 'seconds', 'average'),
    definition('MemoryWorkingSet', 'Memory working set', 'bytes', 'average'),
  ],
  'microsoft.insights/components': [
    definition('availabilityResults/availabilityPercentage', 'Availability', 'percent', 'average'),
    definition('requests/duration', 'Server response time', 'milliseconds', 'average'),
  ],
  'microsoft.dbforpostgresql/flexibleservers': [
    definition('cpu_percent', 'CPU percent', 'percent', 'average'),
    definition('storage_percent', 'Storage percent', 'percent', 'average', [60 * minute]),
  ],
  'microsoft.cache/redis': [definition('serverLoad', 'Server Load', 'percent', 'maximum')],
};

export interface FakeMetrics extends MetricSource {
  readonly queries: readonly MetricQuery[];
  /** The value of a metric at a moment; undefined: a gap. 42 unless a test says otherwise. */
  value: (metric: string, at: number) => number | undefined;
  /** Errors by metric, thrown by `read`. */
  readonly failing: Map<string, Error>;
  /** The interval it returns, whatever is asked. */
  grainMs: number | undefined;
}

/** A small Azure: the metrics above, whose values the test makes up. */
export function createFakeMetrics(): FakeMetrics {
  const queries: MetricQuery[] = [];
  const source: FakeMetrics = {
    queries,
    failing: new Map(),
    grainMs: undefined,
    value: () => 42,
    definitions: async (resource) => byType[resource.type] ?? [],
    check: async () => [],
    read: async (query) => {
      queries.push(query);
      const error = query.metrics.map((metric) => source.failing.get(metric)).find((one) => one !== undefined);
      if (error !== undefined) throw error;
      return answer(query, source);
    },
  };
  return source;
}

function answer(query: MetricQuery, source: FakeMetrics): MetricResult {
  const grainMs = source.grainMs ?? query.grainMs;
  const series = query.resources.flatMap((resource) =>
    query.metrics.flatMap((metric) => {
      const known = byType[resource.type]?.find((one) => one.name === metric);
      if (known === undefined) return [];
      const points: Point[] = [];
      for (let at = query.from; at < query.to; at += grainMs) points.push({ at, value: source.value(metric, at) });
      return query.aggregations.map((aggregation) => ({
        resource,
        metric,
        aggregation,
        unit: known.unit,
        grainMs,
        points,
        dimensions: {},
      }));
    }),
  );
  return { series, failures: [] };
}
