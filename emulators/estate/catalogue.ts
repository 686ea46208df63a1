import { counted, counter, type EstateMetric, gauge } from './metric.ts';

const gib = 1024 ** 3;
const mib = 1024 ** 2;

const ofRequests = ['request/performanceBucket', 'request/resultCode', 'cloud/roleName'];
const calls = counted('dependencies/count', 'Dependency calls', 60, 700, { dimensions: ['dependency/type', 'cloud/roleName'] });
const failedRequests = counted('requests/failed', 'Failed requests', 0.05, 0.9, { dimensions: ofRequests });

const serverRequests = counted('requests/count', 'Server requests', 25, 260, { dimensions: ofRequests, includes: failedRequests });
const siteRequests = counter('Requests', 'Requests', 'Count', 20, 240, { dimensions: ['Instance'] });
const appRequests = counter('Requests', 'Requests', 'Count', 22, 230, { dimensions: ['revisionName', 'statusCodeCategory'] });

/** The metrics of each type the estate has, by lower-case type. Names, units and grains: Microsoft's supported metrics per type. */
export const catalogue: Readonly<Record<string, readonly EstateMetric[]>> = {
  'microsoft.web/serverfarms': [
    gauge('CpuPercentage', 'CPU Percentage', 'Percent', 8, 52, { dimensions: ['Instance'] }),
    gauge('MemoryPercentage', 'Memory Percentage', 'Percent', 54, 66, { dimensions: ['Instance'], noise: 0.02 }),
    gauge('HttpQueueLength', 'Http Queue Length', 'Count', 0, 2, { dimensions: ['Instance'], noise: 0.5 }),
    counter('BytesReceived', 'Data In', 'Bytes', 0.4 * mib, 6 * mib, { dimensions: ['Instance'] }),
    counter('BytesSent', 'Data Out', 'Bytes', 1 * mib, 24 * mib, { dimensions: ['Instance'] }),
  ],
  'microsoft.web/sites': [
    siteRequests,
    counter('BytesReceived', 'Data In', 'Bytes', 0.4 * mib, 6 * mib, { dimensions: ['Instance'] }),
    counter('BytesSent', 'Data Out', 'Bytes', 1 * mib, 24 * mib, { dimensions: ['Instance'] }),
    counter('Http5xx', 'Http Server Errors', 'Count', 0.02, 0.5, { dimensions: ['Instance'] }),
    counter('Http4xx', 'Http 4xx', 'Count', 0.4, 5, { dimensions: ['Instance'] }),
    gauge('HttpResponseTime', 'Response Time', 'Seconds', 0.12, 0.27, { dimensions: ['Instance'], samples: siteRequests }),
    gauge('MemoryWorkingSet', 'Memory working set', 'Bytes', 380 * mib, 620 * mib, { dimensions: ['Instance'], noise: 0.02 }),
    gauge('AppConnections', 'Connections', 'Count', 6, 38, { dimensions: ['Instance'] }),
    gauge('HealthCheckStatus', 'Health check status', 'Count', 100, 100, { dimensions: ['Instance'], noise: 0 }),
  ],
  'microsoft.containerregistry/registries': [
    counter('TotalPullCount', 'Total Pull Count', 'Count', 0.05, 0.6),
    counter('TotalPushCount', 'Total Push Count', 'Count', 0, 0.08),
    gauge('StorageUsed', 'Storage used', 'Bytes', 18 * gib, 18.4 * gib, { from: 60, noise: 0.002 }),
  ],
  'microsoft.keyvault/vaults': [
    counted('ServiceApiHit', 'Total Service Api Hits', 1, 12, { dimensions: ['ActivityType', 'ActivityName'] }),
    gauge('ServiceApiLatency', 'Overall Service Api Latency', 'MilliSeconds', 14, 26),
    gauge('Availability', 'Overall Vault Availability', 'Percent', 100, 100, { noise: 0 }),
  ],
  'microsoft.insights/components': [
    serverRequests,
    failedRequests,
    gauge('requests/duration', 'Server response time', 'MilliSeconds', 110, 240, { dimensions: ofRequests, samples: serverRequests }),
    gauge('availabilityResults/availabilityPercentage', 'Availability', 'Percent', 100, 100, {
      noise: 0,
      dimensions: ['availabilityResult/name', 'availabilityResult/location'],
    }),
    counted('exceptions/count', 'Exceptions', 0.05, 0.7, { dimensions: ['cloud/roleName'] }),
    calls,
    gauge('dependencies/duration', 'Dependency duration', 'MilliSeconds', 12, 38, {
      dimensions: ['dependency/type', 'cloud/roleName'],
      samples: calls,
    }),
    gauge('performanceCounters/processCpuPercentage', 'Process CPU', 'Percent', 6, 44, { dimensions: ['cloud/roleInstance'] }),
    gauge('performanceCounters/memoryAvailableBytes', 'Available memory', 'Bytes', 2.6 * gib, 1.8 * gib, { noise: 0.02 }),
  ],
  'microsoft.sql/servers/databases': [
    gauge('cpu_percent', 'CPU percentage', 'Percent', 6, 46),
    gauge('physical_data_read_percent', 'Data IO percentage', 'Percent', 2, 24),
    gauge('sessions_count', 'Sessions count', 'Count', 8, 46),
    gauge('storage_percent', 'Data space used percent', 'Percent', 41, 43, { noise: 0.002 }),
    counter('connection_failed', 'Failed Connections : System Errors', 'Count', 0, 0.05),
    counter('deadlock', 'Deadlocks', 'Count', 0, 0.02),
  ],
  'microsoft.documentdb/databaseaccounts': [
    counted('TotalRequests', 'Total Requests', 40, 420, { dimensions: ['StatusCode', 'CollectionName'] }),
    counter('TotalRequestUnits', 'Total Request Units', 'Count', 300, 5200, { dimensions: ['StatusCode', 'CollectionName'] }),
    gauge('NormalizedRUConsumption', 'Normalized RU Consumption', 'Percent', 8, 48, { primary: 'maximum' }),
    gauge('ServerSideLatency', 'Server Side Latency', 'MilliSeconds', 3, 8),
    gauge('ServiceAvailability', 'Service Availability', 'Percent', 100, 100, { from: 60, upTo: 60, noise: 0 }),
  ],
  'microsoft.containerservice/managedclusters': [
    gauge('node_cpu_usage_percentage', 'CPU Usage Percentage', 'Percent', 16, 54, { upTo: 720, dimensions: ['node', 'nodepool'] }),
    gauge('node_memory_working_set_percentage', 'Memory Working Set Percentage', 'Percent', 48, 64, {
      upTo: 720,
      noise: 0.02,
      dimensions: ['node', 'nodepool'],
    }),
    gauge('node_disk_usage_percentage', 'Disk Used Percentage', 'Percent', 37, 39, { upTo: 720, noise: 0.005, dimensions: ['node'] }),
    gauge('kube_pod_status_ready', 'Number of pods in Ready state', 'Count', 24, 24, { noise: 0, dimensions: ['namespace', 'pod'] }),
    counter('node_network_in_bytes', 'Network In Bytes', 'Bytes', 4 * mib, 60 * mib, {
      upTo: 720,
      primary: 'average',
      dimensions: ['node'],
    }),
    counter('node_network_out_bytes', 'Network Out Bytes', 'Bytes', 3 * mib, 45 * mib, {
      upTo: 720,
      primary: 'average',
      dimensions: ['node'],
    }),
  ],
  'microsoft.dbforpostgresql/flexibleservers': [
    gauge('cpu_percent', 'CPU percent', 'Percent', 9, 44),
    gauge('memory_percent', 'Memory percent', 'Percent', 46, 58, { noise: 0.02 }),
    gauge('active_connections', 'Active Connections', 'Count', 18, 74),
    gauge('storage_percent', 'Storage percent', 'Percent', 33, 35, { noise: 0.002 }),
    counter('connections_failed', 'Failed Connections', 'Count', 0, 0.06),
    counter('network_bytes_ingress', 'Network In', 'Bytes', 0.3 * mib, 4 * mib),
    counter('network_bytes_egress', 'Network Out', 'Bytes', 0.8 * mib, 11 * mib),
    gauge('iops', 'IOPS', 'Count', 30, 420),
    gauge('database_size_bytes', 'Database Size', 'Bytes', 41 * gib, 42 * gib, { from: 30, noise: 0.001 }),
  ],
  'microsoft.cache/redis': [
    gauge('serverLoad', 'Server Load', 'Percent', 4, 31, { primary: 'maximum', dimensions: ['ShardId'] }),
    gauge('usedmemorypercentage', 'Used Memory Percentage', 'Percent', 36, 48, {
      primary: 'maximum',
      noise: 0.02,
      dimensions: ['ShardId'],
    }),
    gauge('connectedclients', 'Connected Clients', 'Count', 16, 48, { primary: 'maximum', dimensions: ['ShardId'] }),
    counter('cachehits', 'Cache Hits', 'Count', 180, 2400, { dimensions: ['ShardId'] }),
    counter('cachemisses', 'Cache Misses', 'Count', 14, 190, { dimensions: ['ShardId'] }),
    gauge('operationsPerSecond', 'Operations Per Second', 'Count', 5, 60, { primary: 'maximum', dimensions: ['ShardId'] }),
  ],
  'microsoft.storage/storageaccounts': [
    counter('Transactions', 'Transactions', 'Count', 12, 160, { dimensions: ['ResponseType', 'GeoType', 'ApiName'] }),
    counter('Ingress', 'Ingress', 'Bytes', 0.2 * mib, 5 * mib, { dimensions: ['GeoType', 'ApiName'] }),
    counter('Egress', 'Egress', 'Bytes', 0.6 * mib, 14 * mib, { dimensions: ['GeoType', 'ApiName'] }),
    gauge('SuccessE2ELatency', 'Success E2E Latency', 'MilliSeconds', 9, 24, { dimensions: ['GeoType', 'ApiName'] }),
    gauge('Availability', 'Availability', 'Percent', 100, 100, { noise: 0, dimensions: ['GeoType', 'ApiName'] }),
    gauge('UsedCapacity', 'Used capacity', 'Bytes', 210 * gib, 214 * gib, { from: 60, noise: 0.001 }),
  ],
  'microsoft.operationalinsights/workspaces': [
    counter('Query Count', 'Query Count', 'Count', 0.2, 5),
    gauge('AvailabilityRate_Query', 'AvailabilityRate_Query', 'Percent', 100, 100, { noise: 0 }),
  ],
  'microsoft.app/containerapps': [
    gauge('UsageNanoCores', 'CPU Usage', 'NanoCores', 90_000_000, 720_000_000, { dimensions: ['revisionName', 'podName'] }),
    gauge('WorkingSetBytes', 'Memory Working Set Bytes', 'Bytes', 420 * mib, 690 * mib, {
      noise: 0.02,
      dimensions: ['revisionName', 'podName'],
    }),
    appRequests,
    counter('RxBytes', 'Network In Bytes', 'Bytes', 0.4 * mib, 5 * mib, { dimensions: ['revisionName', 'podName'] }),
    counter('TxBytes', 'Network Out Bytes', 'Bytes', 0.9 * mib, 18 * mib, { dimensions: ['revisionName', 'podName'] }),
    gauge('ResponseTime', 'Average Response Time', 'MilliSeconds', 95, 210, {
      dimensions: ['statusCodeCategory', 'statusCode'],
      samples: appRequests,
    }),
    gauge('Replicas', 'Replica Count', 'Count', 2, 2, { noise: 0, primary: 'maximum', dimensions: ['revisionName'] }),
    gauge('RestartCount', 'Replica Restart Count', 'Count', 0, 0, {
      noise: 0,
      primary: 'maximum',
      dimensions: ['revisionName', 'podName'],
    }),
    gauge('CpuPercentage', 'CPU Usage Percentage', 'Percent', 9, 51, { dimensions: ['revisionName', 'podName'] }),
    gauge('MemoryPercentage', 'Memory Percentage', 'Percent', 42, 61, { noise: 0.02, dimensions: ['revisionName', 'podName'] }),
  ],
};
