import type { Aggregation, MetricDefinition, Point, Series, Unit } from '../../src/core/model/series.ts';
import type { MetricQuery, MetricSource, MetricWish } from '../../src/core/ports.ts';

const minute = 60_000;

interface More {
  readonly grainsMs?: readonly number[];
  readonly dimensions?: readonly string[];
}

function definition(name: string, title: string, unit: Unit, primary: Aggregation, more: More = {}): MetricDefinition {
  const aggregations: readonly Aggregation[] =
    primary === 'total' ? ['total', 'average'] : primary === 'count' ? ['count'] : ['average', 'minimum', 'maximum'];
  const { grainsMs = [minute, 5 * minute, 60 * minute, 1_440 * minute], dimensions = [] } = more;
  return { name, title, unit, primary, aggregations, grainsMs, dimensions };
}

const perInstance = { dimensions: ['Instance'] };
const perCode = { dimensions: ['request/resultCode', 'cloud/roleName'] };

const byType: Readonly<Record<string, readonly MetricDefinition[]>> = {
  'microsoft.web/serverfarms': [
    definition('CpuPercentage', 'CPU Percentage', 'percent', 'average', perInstance),
    definition('MemoryPercentage', 'Memory Percentage', 'percent', 'average'),
    definition('HttpQueueLength', 'Http Queue Length', 'count', 'average'),
  ],
  'microsoft.web/sites': [
    definition('Requests', 'Requests', 'count', 'total', perInstance),
    definition('Http5xx', 'Http Server Errors', 'count', 'total', perInstance),
    definition('HttpResponseTime', 'Response Time', 'seconds', 'average'),
    definition('MemoryWorkingSet', 'Memory working set', 'bytes', 'average'),
  ],
  'microsoft.insights/components': [
    definition('availabilityResults/availabilityPercentage', 'Availability', 'percent', 'average'),
    definition('requests/duration', 'Server response time', 'milliseconds', 'average', perCode),
    definition('requests/count', 'Server requests', 'count', 'count', perCode),
    definition('requests/failed', 'Failed requests', 'count', 'count', { dimensions: ['request/resultCode'] }),
  ],
  'microsoft.dbforpostgresql/flexibleservers': [
    definition('cpu_percent', 'CPU percent', 'percent', 'average'),
    definition('storage_percent', 'Storage percent', 'percent', 'average'),
  ],
  'microsoft.cache/redis': [definition('serverLoad', 'Server Load', 'percent', 'maximum')],
  'microsoft.documentdb/databaseaccounts': [
    definition('ServiceAvailability', 'Service availability', 'percent', 'average', { grainsMs: [60 * minute] }),
  ],
  'microsoft.keyvault/vaults': [
    definition('ServiceApiHit', 'Total service API hits', 'count', 'count'),
    definition('Availability', 'Overall vault availability', 'percent', 'average'),
  ],
  'microsoft.storage/storageaccounts': [definition('UsedCapacity', 'Used capacity', 'bytes', 'average', { grainsMs: [60 * minute] })],
};

export interface FakeMetrics extends MetricSource {
  readonly queries: readonly MetricQuery[];
  /** Names of the resources whose definitions were asked for. */
  readonly defined: readonly string[];
  /** The value of a metric at a moment; undefined: a gap. 42 unless a test says otherwise. `part`: of a dimension. */
  value: (metric: string, at: number, part: string | undefined) => number | undefined;
  /** The values that each dimension has; none unless a test says otherwise. */
  parts: readonly string[];
  /** Metrics that cannot be read: the error is thrown where nothing else was asked for, else it is a failure beside the rest. */
  readonly failing: Map<string, Error>;
  /** The interval it returns, whatever is asked. */
  grainMs: number | undefined;
  /** Settles when definitions may be told. */
  definitionsAfter: Promise<void>;
}

/** A small Azure: the metrics above, whose values the test makes up. */
export function createFakeMetrics(): FakeMetrics {
  const queries: MetricQuery[] = [];
  const defined: string[] = [];
  const source: FakeMetrics = {
    queries,
    defined,
    failing: new Map(),
    grainMs: undefined,
    value: () => 42,
    parts: [],
    definitionsAfter: Promise.resolve(),
    definitions: async (resource) => {
      defined.push(resource.name);
      await source.definitionsAfter;
      return byType[resource.type] ?? [];
    },
    check: async () => [],
    read: async (query) => {
      queries.push(query);
      const broken = query.wanted.filter(({ metric }) => source.failing.has(metric));
      const error = broken.length === query.wanted.length && source.failing.get(broken[0]?.metric ?? '');
      if (error instanceof Error) throw error;
      const failures = broken.map(({ resource, metric }) => ({ resource, metric, reason: source.failing.get(metric)?.message ?? '' }));
      const read = query.wanted.filter((wish) => !broken.includes(wish));
      return { series: read.flatMap((wish) => seriesOf(wish, query, source)), failures };
    },
  };
  return source;
}

function seriesOf({ resource, metric, aggregations }: MetricWish, query: MetricQuery, source: FakeMetrics): readonly Series[] {
  const grainMs = source.grainMs ?? query.grainMs;
  const known = byType[resource.type]?.find((one) => one.name === metric);
  if (known === undefined) return [];
  const { split, filter } = query;
  const pointsOf = (part: string | undefined): readonly Point[] => {
    const points: Point[] = [];
    for (let at = query.from; at < query.to; at += grainMs) points.push({ at, value: source.value(metric, at, part) });
    return points;
  };
  const parts = source.parts.filter((one) => filter === undefined || filter.values.includes(one));
  // What no longer has parts because of the filter was not measured.
  const isEmpty = split === undefined && filter !== undefined && source.parts.length > 0 && parts.length === 0;
  const wanted = split === undefined ? (isEmpty ? [] : [undefined]) : largest(parts, pointsOf, split.top);
  return wanted.flatMap((part) => {
    const points = pointsOf(part);
    // Azure answers with the names of dimensions in lower case.
    const dimensions: Record<string, string> = part === undefined || split === undefined ? {} : { [split.dimension.toLowerCase()]: part };
    return aggregations.map((aggregation) => ({ resource, metric, aggregation, unit: known.unit, grainMs, points, dimensions }));
  });
}

/** As Azure cuts a split: those with the largest sums, without those of which nothing was measured. */
function largest(parts: readonly string[], pointsOf: (part: string) => readonly Point[], top: number): readonly string[] {
  const measured = parts.flatMap((part) => {
    const values = pointsOf(part).flatMap(({ value }) => value ?? []);
    return values.length === 0 ? [] : [{ part, sum: values.reduce((sum, value) => sum + value, 0) }];
  });
  const ordered = measured.toSorted((one, other) => other.sum - one.sum);
  return ordered.slice(0, top).map(({ part }) => part);
}
