import type { Aggregation, Unit } from '../core/model/series.ts';

/** The name of the KPI (see kpis.ts) whose limits a metric is held against. */
export type KpiName = 'cpu' | 'memory' | 'responseTime' | 'availability' | 'errorRate';

/** What a name means on one type of resource: Azure's metric, or the share of one in another. */
export interface MetricOfType {
  /** Azure's type, lower case. */
  readonly type: string;
  /** Azure's own name of the metric. */
  readonly metric: string;
  readonly aggregation: Aggregation;
  readonly unit: Unit;
  /** When given, the value is `metric` in percent of this one. */
  readonly of?: string | undefined;
  /** The shortest interval that Azure keeps, in milliseconds; a minute where it is not given. */
  readonly finestMs?: number | undefined;
  /** Of a service, drawn only where nothing else has it: hits of a vault are no requests to the service. */
  readonly aside?: boolean | undefined;
}

/** A name people use, and what it means on each type that has it. */
export interface MetricName {
  readonly name: string;
  readonly title: string;
  /** None of them is a name of Azure's: that means exactly Azure's metric. */
  readonly aliases: readonly string[];
  readonly kpi?: KpiName | undefined;
  readonly on: readonly MetricOfType[];
}

type Row = readonly [
  type: string,
  metric: string,
  aggregation: Aggregation,
  unit: Unit,
  rest?: Pick<MetricOfType, 'of' | 'finestMs' | 'aside'>,
];

const hourly = { finestMs: 3_600_000 } as const;
const aside = { aside: true } as const;

const sites = 'microsoft.web/sites';
const plans = 'microsoft.web/serverfarms';
const insights = 'microsoft.insights/components';
const postgres = 'microsoft.dbforpostgresql/flexibleservers';
const mysql = 'microsoft.dbformysql/flexibleservers';
const sql = 'microsoft.sql/servers/databases';
const cosmos = 'microsoft.documentdb/databaseaccounts';
const redis = 'microsoft.cache/redis';
const storage = 'microsoft.storage/storageaccounts';
const aks = 'microsoft.containerservice/managedclusters';
const containerApps = 'microsoft.app/containerapps';
const registries = 'microsoft.containerregistry/registries';
const vaults = 'microsoft.keyvault/vaults';
const workspaces = 'microsoft.operationalinsights/workspaces';
const machines = 'microsoft.compute/virtualmachines';

interface About {
  readonly title: string;
  readonly aliases: readonly string[];
  readonly kpi?: KpiName;
}

function metric(name: string, about: About, ...rows: readonly Row[]): MetricName {
  return {
    name,
    ...about,
    on: rows.map(([type, metric, aggregation, unit, rest]) => ({ type, metric, aggregation, unit, ...rest })),
  };
}

/** Names as in https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index */
export const metricNames: readonly MetricName[] = [
  metric(
    'cpu',
    { title: 'CPU', aliases: ['processor', 'cpu percentage', 'cpu usage'], kpi: 'cpu' },
    [plans, 'CpuPercentage', 'average', 'percent'],
    [postgres, 'cpu_percent', 'average', 'percent'],
    [mysql, 'cpu_percent', 'average', 'percent'],
    [sql, 'cpu_percent', 'average', 'percent'],
    [redis, 'serverLoad', 'average', 'percent'],
    [aks, 'node_cpu_usage_percentage', 'average', 'percent'],
    [containerApps, 'CpuPercentage', 'average', 'percent'],
    [machines, 'Percentage CPU', 'average', 'percent'],
    [cosmos, 'NormalizedRUConsumption', 'maximum', 'percent'],
  ),
  metric(
    'memory',
    { title: 'Memory', aliases: ['ram', 'mem', 'memory percentage', 'memory usage'], kpi: 'memory' },
    [plans, 'MemoryPercentage', 'average', 'percent'],
    [postgres, 'memory_percent', 'average', 'percent'],
    [mysql, 'memory_percent', 'average', 'percent'],
    [redis, 'usedmemorypercentage', 'average', 'percent'],
    [aks, 'node_memory_working_set_percentage', 'average', 'percent'],
    [containerApps, 'MemoryPercentage', 'average', 'percent'],
    [sites, 'MemoryWorkingSet', 'average', 'bytes'],
    [machines, 'Available Memory Bytes', 'average', 'bytes'],
  ),
  metric(
    'requests',
    { title: 'Requests', aliases: ['request count', 'traffic', 'calls', 'hits'] },
    [sites, 'Requests', 'total', 'count'],
    [insights, 'requests/count', 'count', 'count'],
    [containerApps, 'Requests', 'total', 'count'],
    [cosmos, 'TotalRequests', 'count', 'count'],
    [vaults, 'ServiceApiHit', 'count', 'count', aside],
    [storage, 'Transactions', 'total', 'count', aside],
  ),
  metric(
    'failures',
    { title: 'Failures', aliases: ['errors', 'failed requests', 'error count'] },
    [sites, 'Http5xx', 'total', 'count'],
    [insights, 'requests/failed', 'count', 'count'],
    [postgres, 'connections_failed', 'total', 'count'],
    [sql, 'connection_failed', 'total', 'count'],
  ),
  metric(
    'failure rate',
    { title: 'Failure rate', aliases: ['error rate', 'failures in percent'], kpi: 'errorRate' },
    [sites, 'Http5xx', 'total', 'percent', { of: 'Requests' }],
    [insights, 'requests/failed', 'count', 'percent', { of: 'requests/count' }],
  ),
  metric(
    'response time',
    { title: 'Response time', aliases: ['latency', 'duration', 'response'], kpi: 'responseTime' },
    [sites, 'HttpResponseTime', 'average', 'milliseconds'],
    [insights, 'requests/duration', 'average', 'milliseconds'],
    [containerApps, 'ResponseTime', 'average', 'milliseconds'],
    [storage, 'SuccessE2ELatency', 'average', 'milliseconds'],
    [vaults, 'ServiceApiLatency', 'average', 'milliseconds'],
    [cosmos, 'ServerSideLatency', 'average', 'milliseconds'],
  ),
  metric(
    'availability',
    { title: 'Availability', aliases: ['uptime', 'up'], kpi: 'availability' },
    [insights, 'availabilityResults/availabilityPercentage', 'average', 'percent'],
    [storage, 'Availability', 'average', 'percent'],
    [vaults, 'Availability', 'average', 'percent'],
    [cosmos, 'ServiceAvailability', 'average', 'percent', hourly],
  ),
  metric(
    'connections',
    { title: 'Connections', aliases: ['active connections', 'clients', 'sessions'] },
    [postgres, 'active_connections', 'average', 'count'],
    [mysql, 'active_connections', 'average', 'count'],
    [redis, 'connectedclients', 'maximum', 'count'],
    [sql, 'sessions_count', 'average', 'count'],
    [sites, 'AppConnections', 'average', 'count'],
  ),
  metric(
    'storage',
    { title: 'Storage', aliases: ['disk', 'capacity', 'disk usage', 'used capacity', 'space'] },
    [postgres, 'storage_percent', 'average', 'percent'],
    [mysql, 'storage_percent', 'average', 'percent'],
    [sql, 'storage_percent', 'maximum', 'percent'],
    [aks, 'node_disk_usage_percentage', 'average', 'percent'],
    [storage, 'UsedCapacity', 'average', 'bytes', hourly],
    [registries, 'StorageUsed', 'average', 'bytes', hourly],
    [cosmos, 'DataUsage', 'total', 'bytes', { finestMs: 300_000 }],
  ),
  metric('exceptions', { title: 'Exceptions', aliases: ['exception count'] }, [insights, 'exceptions/count', 'count', 'count']),
  metric(
    'network in',
    { title: 'Network in', aliases: ['bytes received'] },
    [sites, 'BytesReceived', 'total', 'bytes'],
    [plans, 'BytesReceived', 'total', 'bytes'],
    [storage, 'Ingress', 'total', 'bytes'],
    [containerApps, 'RxBytes', 'total', 'bytes'],
    [aks, 'node_network_in_bytes', 'average', 'bytes'],
    [postgres, 'network_bytes_ingress', 'total', 'bytes'],
  ),
  metric(
    'network out',
    { title: 'Network out', aliases: ['bytes sent'] },
    [sites, 'BytesSent', 'total', 'bytes'],
    [plans, 'BytesSent', 'total', 'bytes'],
    [storage, 'Egress', 'total', 'bytes'],
    [containerApps, 'TxBytes', 'total', 'bytes'],
    [aks, 'node_network_out_bytes', 'average', 'bytes'],
    [postgres, 'network_bytes_egress', 'total', 'bytes'],
  ),
  metric('replicas', { title: 'Replicas', aliases: ['instances'] }, [containerApps, 'Replicas', 'maximum', 'count']),
  metric('restarts', { title: 'Restarts', aliases: ['restart count'] }, [containerApps, 'RestartCount', 'maximum', 'count']),
  metric('pods', { title: 'Pods ready', aliases: ['pods ready'] }, [aks, 'kube_pod_status_ready', 'average', 'count']),
  metric('operations', { title: 'Operations', aliases: ['ops', 'operations per second'] }, [
    redis,
    'operationsPerSecond',
    'maximum',
    'count/s',
  ]),
  metric('cache hits', { title: 'Cache hits', aliases: ['hits of the cache'] }, [redis, 'cachehits', 'total', 'count']),
  metric('cache misses', { title: 'Cache misses', aliases: ['misses'] }, [redis, 'cachemisses', 'total', 'count']),
  metric('pulls', { title: 'Image pulls', aliases: ['image pulls'] }, [registries, 'TotalPullCount', 'total', 'count']),
  metric('pushes', { title: 'Image pushes', aliases: ['image pushes'] }, [registries, 'TotalPushCount', 'total', 'count']),
  metric('queries', { title: 'Queries', aliases: [] }, [workspaces, 'Query Count', 'total', 'count']),
  metric('request units', { title: 'Request units', aliases: ['ru', 'rus'] }, [cosmos, 'TotalRequestUnits', 'total', 'count']),
  metric(
    'iops',
    { title: 'IOPS', aliases: ['io'] },
    [postgres, 'iops', 'average', 'count/s'],
    [mysql, 'io_consumption_percent', 'average', 'percent'],
  ),
];

/** The name a person typed, in any case and with dashes or underscores for spaces; undefined: not one of ours. */
export function metricNamed(typed: string): MetricName | undefined {
  const wanted = normalise(typed);
  return metricNames.find((one) => one.name === wanted || one.aliases.includes(wanted));
}

export function metricOn(name: MetricName, type: string): MetricOfType | undefined {
  return name.on.find((one) => one.type === type);
}

/** Our names and aliases that mean something on one of the types, for "did you mean" and for telling what there is. */
export function namesOn(types: ReadonlySet<string>): { readonly names: readonly string[]; readonly aliases: readonly string[] } {
  const known = metricNames.filter((one) => one.on.some((its) => types.has(its.type)));
  return { names: known.map((one) => one.name), aliases: known.flatMap((one) => one.aliases) };
}

function normalise(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');
}
