/** A question of the users' documents: the seed query that asks it, and the same in our own words with the same columns. */
export interface Question {
  readonly seed: string;
  readonly asks: string;
  readonly query: string;
}

export const questions: readonly Question[] = [
  {
    seed: '001_L128_03',
    asks: 'pod restarts',
    query: `KubePodInventory
      | where ContainerRestartCount >= 1 and Namespace =~ "packamal"
      | sort by TimeGenerated desc
      | project TimeGenerated, Name, ContainerRestartCount`,
  },
  {
    seed: '002_L770_05',
    asks: 'duration percentiles over time',
    query: `requests
      | where timestamp >= ago(60m)
      | summarize (p50, p95, p99) = percentiles(duration, 50, 95, 99), mean = avg(duration), number = count() by bin(timestamp, 5m)
      | project timestamp, p50, p95, p99, mean, number`,
  },
  {
    seed: '002_L770_06',
    asks: 'slowest operations',
    query: 'requests | where timestamp > ago(1h) and duration > 2000 | top 20 by duration | project timestamp, name, duration, resultCode',
  },
  {
    seed: '002_L833_07',
    asks: 'errors by type',
    query: 'exceptions | where timestamp > ago(1h) | summarize number = count() by type, outerMessage | sort by number',
  },
  {
    seed: '002_L833_08',
    asks: 'failed requests by code and name',
    query:
      'requests | where timestamp > ago(1h) | where success != true | summarize number = count() by resultCode, name | order by number desc',
  },
  {
    seed: '002_L863_09',
    asks: 'recent error traces',
    query: 'traces | where timestamp > ago(1h) | where severityLevel > 2 | top 100 by timestamp desc',
  },
  {
    seed: '002_L944_10',
    asks: 'memory',
    query: String.raw`performanceCounters | where timestamp > ago(6h) and name == @"% Process\Private Bytes" | summarize avg(value) by bin(timestamp, 5m)`,
  },
  {
    seed: '002_L1236_11',
    asks: 'error traces with their operation',
    query: `traces
      | where timestamp > ago(1h) and severityLevel in (3, 4)
      | project timestamp, message, severityLevel, operation_Name
      | sort by timestamp desc`,
  },
  {
    seed: '002_L1246_12',
    asks: 'request pattern by hour and name',
    query: 'requests | where timestamp > ago(1d) | summarize count(), avg(duration), percentile(duration, 95) by bin(timestamp, 60m), name',
  },
  {
    seed: '002_L1259_13',
    asks: 'completed jobs with duration and score',
    query: `customEvents
      | where timestamp > ago(24h) and name =~ "Compliance_Job_Completed"
      | summarize count(), avg(todouble(customDimensions["duration"])), avg(toreal(customDimensions.compliance_score)) by bin(timestamp, 1h)`,
  },
  {
    seed: '002_L1281_14',
    asks: 'request duration by endpoint',
    query: `requests
      | where timestamp > ago(24h)
      | summarize number = count(), mean = avg(duration), percentiles(duration, 50, 95, 99) by name
      | order by number desc`,
  },
  {
    seed: '002_L1296_15',
    asks: 'slow requests with their dependencies',
    query: `let recent = dependencies | where timestamp > ago(1h) | project operation_Id, call = name, took = duration, type;
      requests
      | where timestamp > ago(1h) and duration > 2000
      | join kind=inner recent on operation_Id
      | project timestamp, name, duration, call, took, type
      | sort by duration`,
  },
  {
    seed: '002_L1324_16',
    asks: 'exceptions by type over time',
    query: 'exceptions | where timestamp > ago(24h) | summarize number = count() by type, hour = bin(timestamp, 1h)',
  },
  {
    seed: '002_L1333_17',
    asks: 'failed operations with their exceptions',
    query: `exceptions
      | where timestamp > ago(1h)
      | join kind=inner (requests | where timestamp > ago(1h) | project begun = timestamp, request = name, operation_Id) on operation_Id
      | project begun, request, type, outerMessage`,
  },
  {
    seed: '002_L1356_18',
    asks: 'score distribution by day',
    query: `customMetrics
      | where name == "compliance_score" and timestamp > ago(7d)
      | summarize count(), avg(value), min(value), max(value), percentiles(value, 50, 95) by startofday(timestamp)`,
  },
  {
    seed: '002_L1373_19',
    asks: 'jobs by state',
    query: `customEvents
      | where timestamp > ago(24h) and name startswith "job_"
      | summarize number = count() by name, hour = bin(timestamp, 1h)`,
  },
  {
    seed: '002_L1385_20',
    asks: 'processor',
    query: 'performanceCounters | where timestamp > ago(6h) | where name has "Processor" | summarize avg(value) by bin(timestamp, 5m)',
  },
  {
    seed: '002_L1395_21',
    asks: 'SQL dependencies by duration',
    query: `dependencies
      | where timestamp > ago(1h) and type =~ "sql"
      | summarize number = count(), mean = avg(duration), p95 = percentile(duration, 95) by name
      | sort by number desc`,
  },
  {
    seed: '002_L586_22_string',
    asks: 'job duration over time',
    query: `customMetrics | where name == 'compliance_job_duration_seconds' | summarize avg(value) by bin(timestamp, 300s)`,
  },
  {
    seed: '002_L666_23_string',
    asks: 'database connections near the limit',
    query: `customMetrics | where value > 180 | where name == 'database_connections'`,
  },
];

/** What the service refuses, since ContainerLog has no such column. */
export const refused: readonly Omit<Question, 'asks'>[] = [
  { seed: '001_L128_01', query: 'ContainerLog | where Namespace == "packamal" and Name has "backend" | top 100 by TimeGenerated' },
  { seed: '001_L128_02', query: 'ContainerLog | where LogEntry has "ERROR" | summarize count() by Namespace, bin(TimeGenerated, 5m)' },
  { seed: '001_L349_04_string', query: `ContainerLog | extend where_from = Namespace | count` },
];
