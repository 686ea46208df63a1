import type { Rule } from '../alerting/rule.ts';
import type { EstateMetric } from '../estate/metric.ts';
import type { ServiceName } from '../estate/resources.ts';

/** An alert rule of Azure Monitor. */
export interface AzureRule extends Rule {
  /** 0..4 */
  readonly severity: number;
  /** Undefined: a metric alert. */
  readonly log?: LogSearch | undefined;
}

/** A log search alert (V2): it asks a workspace for what the series tells. */
export interface LogSearch {
  /** The name of the Log Analytics workspace or Application Insights component that is asked, which is the alert's target. */
  readonly scope: string;
  readonly query: string;
  readonly column: string | null;
}

// Sources: "Metric alerts": resolved after three healthy evaluations; "Log search alerts", state of alerts that are
// evaluated every 5 to 15 minutes: resolved after three periods.
const healthyEvaluations = 3;

type Place = Pick<Rule['condition']['reading'], 'resource' | 'metric' | 'aggregation'>;

interface Written {
  readonly is: 'above' | 'below';
  readonly threshold: number;
  readonly severity: number;
  readonly says: string;
  readonly windowMinutes?: number;
  readonly everyMinutes?: number;
  readonly dimension?: string;
}

function metricRule(service: ServiceName, name: string, reading: Place, written: Written): AzureRule {
  return {
    name: `${service}-${name}`,
    service,
    description: written.says,
    severity: written.severity,
    condition: {
      reading,
      dimension: written.dimension,
      operator: written.is === 'above' ? 'GreaterThan' : 'LessThan',
      threshold: written.threshold,
      windowMinutes: written.windowMinutes ?? 5,
    },
    everyMinutes: written.everyMinutes ?? 1,
    firesAfter: 1,
    resolvesAfter: healthyEvaluations,
  };
}

const reading = (resource: string, metric: string, aggregation: Place['aggregation'] = 'average'): Place => ({
  resource,
  metric,
  aggregation,
});

/** What every service with an Application Insights component has. */
function applicationRules(service: ServiceName, component: string): readonly AzureRule[] {
  return [
    metricRule(service, 'slow-responses', reading(component, 'requests/duration'), {
      is: 'above',
      threshold: 2000,
      severity: 2,
      says: `The average duration of ${service}’s requests is above 2 seconds.`,
    }),
    metricRule(service, 'failed-requests', reading(component, 'requests/failed', 'count'), {
      is: 'above',
      threshold: 10,
      severity: 2,
      says: `More than 10 requests of ${service} failed in 5 minutes.`,
    }),
  ];
}

/** `limit` of the server's own 200 connections. */
function connectionsRule(service: ServiceName, database: string, scope: string): AzureRule {
  const metric: EstateMetric['name'] = 'active_connections';
  return {
    ...metricRule(service, 'database-connections', reading(database, metric, 'average'), {
      is: 'above',
      threshold: 180,
      severity: 2,
      everyMinutes: 5,
      says: `More than 180 of the 200 connections of ${database} are in use.`,
    }),
    log: {
      scope,
      query: `AppMetrics\n| where Name == "database_connections"\n| summarize avg(Sum / ItemCount) by bin(TimeGenerated, 5m)`,
      column: 'avg_',
    },
  };
}

const share = (service: ServiceName, name: string, where: Place, threshold: number, severity: number, says: string): AzureRule =>
  metricRule(service, name, where, { is: 'above', threshold, severity, says });

/** What the crawler counts itself. */
const crawlerRules: readonly AzureRule[] = [
  {
    ...metricRule('pixcrawler', 'failed-chunks', reading('pixcrawler-ai', 'inner/failed_chunks', 'total'), {
      is: 'above',
      threshold: 5,
      severity: 2,
      windowMinutes: 10,
      everyMinutes: 5,
      says: 'More than 5 chunks of pixcrawler failed in 10 minutes.',
    }),
    log: {
      scope: 'pixcrawler-ai',
      query: 'customMetrics\n| where name == "failed_chunks"\n| summarize sum(valueSum)',
      column: 'sum_valueSum',
    },
  },
  {
    ...metricRule('pixcrawler', 'temporary-storage', reading('pixcrawler-ai', 'inner/temporary_files'), {
      is: 'above',
      threshold: 9000,
      severity: 3,
      everyMinutes: 5,
      says: 'The temporary storage of pixcrawler holds more than 9,000 MB.',
    }),
    log: { scope: 'pixcrawler-ai', query: 'customMetrics\n| where name == "temp_storage_mb"\n| summarize avg(value)', column: 'avg_value' },
  },
];

/** All of the estate's rules. Scenarios need nothing else: what they do to the series makes these fire. */
export const azureRules: readonly AzureRule[] = [
  ...applicationRules('bps-website', 'bps-website-ai'),
  ...applicationRules('pixcrawler', 'pixcrawler-ai'),
  ...applicationRules('packamal', 'packamal-insights'),
  // Of its failures compliance hears from Sentry.
  ...applicationRules('compliance', 'appi-compliance').slice(0, 1),
  ...crawlerRules,
  metricRule('compliance', 'no-replicas', reading('ca-compliance-api', 'Replicas'), {
    is: 'below',
    threshold: 1,
    severity: 0,
    says: 'The compliance API has less than one running replica.',
  }),
  metricRule('compliance', 'restarts', reading('ca-compliance-api', 'RestartCount', 'maximum'), {
    is: 'above',
    threshold: 5,
    severity: 1,
    dimension: 'podName',
    says: 'A replica of the compliance API was started again more than 5 times.',
  }),
  connectionsRule('packamal', 'packamal-db', 'packamal-logs'),
  share('packamal', 'database-cpu', reading('packamal-db', 'cpu_percent'), 90, 3, 'The CPU of packamal-db is above 90 %.'),
  share('pixcrawler', 'database-cpu', reading('pixcrawler-db', 'cpu_percent'), 90, 3, 'The CPU of pixcrawler-db is above 90 %.'),
  share(
    'compliance',
    'memory',
    reading('ca-compliance-api', 'MemoryPercentage'),
    85,
    2,
    'The compliance API uses more than 85 % of its memory.',
  ),
  share(
    'bps-website',
    'plan-memory',
    reading('bps-website-sp', 'MemoryPercentage'),
    85,
    2,
    'The plan bps-website-sp uses more than 85 % of its memory.',
  ),
  share(
    'pixcrawler',
    'plan-memory',
    reading('pixcrawler-sp', 'MemoryPercentage'),
    85,
    2,
    'The plan pixcrawler-sp uses more than 85 % of its memory.',
  ),
  share('bps-website', 'plan-cpu', reading('bps-website-sp', 'CpuPercentage'), 85, 3, 'The CPU of the plan bps-website-sp is above 85 %.'),
  share('pixcrawler', 'plan-cpu', reading('pixcrawler-sp', 'CpuPercentage'), 85, 3, 'The CPU of the plan pixcrawler-sp is above 85 %.'),
  share(
    'bps-website',
    'server-errors',
    reading('bps-website', 'Http5xx', 'total'),
    10,
    2,
    'bps-website answered more than 10 requests with 5xx in 5 minutes.',
  ),
  share(
    'pixcrawler',
    'server-errors',
    reading('pixcrawler-api', 'Http5xx', 'total'),
    10,
    2,
    'pixcrawler-api answered more than 10 requests with 5xx in 5 minutes.',
  ),
  share('packamal', 'cache-load', reading('packamal-cache', 'serverLoad', 'maximum'), 80, 2, 'The load of packamal-cache is above 80 %.'),
  share(
    'compliance',
    'cache-load',
    reading('compliance-cache', 'serverLoad', 'maximum'),
    80,
    2,
    'The load of compliance-cache is above 80 %.',
  ),
  metricRule('packamal', 'cache-clients', reading('packamal-cache', 'connectedclients', 'maximum'), {
    is: 'below',
    threshold: 1,
    severity: 1,
    says: 'Nobody is connected to packamal-cache.',
  }),
  metricRule('compliance', 'cache-clients', reading('compliance-cache', 'connectedclients', 'maximum'), {
    is: 'below',
    threshold: 1,
    severity: 1,
    says: 'Nobody is connected to compliance-cache.',
  }),
  metricRule('packamal', 'storage-availability', reading('packamalfiles', 'Availability'), {
    is: 'below',
    threshold: 99,
    severity: 1,
    dimension: 'ApiName',
    says: 'Operations of packamalfiles fail.',
  }),
  metricRule('compliance', 'storage-availability', reading('stcompliance', 'Availability'), {
    is: 'below',
    threshold: 99,
    severity: 1,
    dimension: 'ApiName',
    says: 'Operations of stcompliance fail.',
  }),
];
