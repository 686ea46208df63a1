import type { Aggregation } from '../core/model/series.ts';
import type { KpiLimits, Service } from '../core/model/service.ts';

/**
 * How one KPI is measured on one type of resource. 'average': the mean of the points. 'ratio': the sum of `metric` as a
 * percentage of the sum of `of`; undefined while `of` is nothing, for no requests is neither good nor bad.
 */
export type Measure = {
  /** Lower case. */
  readonly type: string;
  readonly metric: string;
  readonly aggregation: Aggregation;
  /** Exists only where somebody set it up: without data it is left out instead of being unknown, unless the service names the KPI. */
  readonly optional?: true;
} & ({ readonly how: 'average' } | { readonly how: 'ratio'; readonly of: string });

export interface Kpi {
  /** The name in a service's `kpis`. */
  readonly name: string;
  readonly title: string;
  readonly unit: 'percent' | 'milliseconds';
  readonly better: 'lower' | 'higher';
  /** Up to the target all is well; beyond `critical` it is bad; between them a warning. */
  readonly target: number;
  readonly critical: number;
  readonly measures: readonly Measure[];
}

const average = (type: string, metric: string): Measure => ({ type, metric, aggregation: 'average', how: 'average' });

const components = 'microsoft.insights/components';
const webApps = 'microsoft.web/sites';
const plans = 'microsoft.web/serverfarms';
const containerApps = 'microsoft.app/containerapps';
const clusters = 'microsoft.containerservice/managedclusters';
const postgres = 'microsoft.dbforpostgresql/flexibleservers';
const databases = 'microsoft.sql/servers/databases';
const caches = 'microsoft.cache/redis';

/** Metric names as Azure Monitor has them for each type of resource. A cache's server load is its share of busy time, which is what its processor is for. */
export const builtInKpis: readonly Kpi[] = [
  {
    name: 'errorRate',
    title: 'Failed requests',
    unit: 'percent',
    better: 'lower',
    target: 1,
    critical: 5,
    measures: [
      { type: components, metric: 'requests/failed', aggregation: 'count', how: 'ratio', of: 'requests/count' },
      { type: webApps, metric: 'Http5xx', aggregation: 'total', how: 'ratio', of: 'Requests' },
    ],
  },
  {
    name: 'responseTime',
    title: 'Response time',
    unit: 'milliseconds',
    better: 'lower',
    target: 500,
    critical: 2_000,
    measures: [average(components, 'requests/duration'), average(webApps, 'HttpResponseTime')],
  },
  {
    name: 'cpu',
    title: 'CPU',
    unit: 'percent',
    better: 'lower',
    target: 70,
    critical: 85,
    measures: [
      average(plans, 'CpuPercentage'),
      average(containerApps, 'CpuPercentage'),
      average(clusters, 'node_cpu_usage_percentage'),
      average(postgres, 'cpu_percent'),
      average(databases, 'cpu_percent'),
      average(caches, 'serverLoad'),
    ],
  },
  {
    name: 'memory',
    title: 'Memory',
    unit: 'percent',
    better: 'lower',
    target: 80,
    critical: 90,
    measures: [
      average(plans, 'MemoryPercentage'),
      average(containerApps, 'MemoryPercentage'),
      average(clusters, 'node_memory_working_set_percentage'),
      average(postgres, 'memory_percent'),
      average(caches, 'usedmemorypercentage'),
    ],
  },
  {
    name: 'availability',
    title: 'Availability',
    unit: 'percent',
    better: 'higher',
    target: 99.9,
    critical: 99,
    measures: [{ ...average(components, 'availabilityResults/availabilityPercentage'), optional: true }],
  },
  // Measured in logs alone: charts show these limits, digests do not ask for them.
  ...(
    [
      [50, 200, 500],
      [95, 500, 2_000],
      [99, 1_000, 5_000],
    ] as const
  ).map(
    ([percent, target, critical]): Kpi => ({
      name: `latencyP${percent}`,
      title: `Latency, p${percent}`,
      unit: 'milliseconds',
      better: 'lower',
      target,
      critical,
      measures: [],
    }),
  ),
  { name: 'jobSuccessRate', title: 'Job success rate', unit: 'percent', better: 'higher', target: 95, critical: 90, measures: [] },
];

/** The built-in KPI with what the service says otherwise. */
export function kpiOf(kpi: Kpi, service: Service): Kpi {
  const limits: KpiLimits = service.kpis[kpi.name] ?? {};
  return { ...kpi, target: limits.target ?? kpi.target, critical: limits.critical ?? kpi.critical };
}
