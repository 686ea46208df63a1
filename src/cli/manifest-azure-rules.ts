interface MetricRule {
  readonly symbol: string;
  readonly name: string;
  readonly words: string;
  readonly severity: number;
  readonly ids: string;
  readonly namespace: string;
  readonly metric: string;
  readonly condition: string;
}

const metricRules: readonly MetricRule[] = [
  {
    symbol: 'failedRequestsRules',
    name: 'failed-requests',
    words: 'More requests fail than usual.',
    severity: 2,
    ids: 'applicationInsightsIds',
    namespace: 'microsoft.insights/components',
    metric: 'requests/failed',
    condition: "timeAggregation: 'Count'\n          operator: 'GreaterThan'\n          threshold: failedRequests",
  },
  {
    symbol: 'durationRules',
    name: 'slow-responses',
    words: 'Requests are answered slowly.',
    severity: 2,
    ids: 'applicationInsightsIds',
    namespace: 'microsoft.insights/components',
    metric: 'requests/duration',
    condition: "timeAggregation: 'Average'\n          operator: 'GreaterThan'\n          threshold: averageDurationMs",
  },
  {
    symbol: 'replicaRules',
    name: 'no-replicas',
    words: 'Nothing of the container app runs.',
    severity: 0,
    ids: 'containerAppIds',
    namespace: 'Microsoft.App/containerApps',
    metric: 'Replicas',
    condition: "timeAggregation: 'Average'\n          operator: 'LessThan'\n          threshold: fewestReplicas",
  },
];

interface LogRule {
  readonly symbol: string;
  readonly name: string;
  readonly words: string;
  readonly query: string;
  readonly column: string;
  readonly threshold: string;
  readonly dimensions: readonly string[];
}

const logRules: readonly LogRule[] = [
  {
    symbol: 'connectionsRule',
    name: 'database-connections',
    words: 'The connections of the database are nearly used up.',
    query: 'AppMetrics | where Name == "database_connections" | summarize Connections = max(Max) by AppRoleName, _ResourceId',
    column: 'Connections',
    threshold: 'databaseConnections',
    dimensions: ['AppRoleName'],
  },
  {
    symbol: 'restartsRule',
    name: 'pod-restarts',
    words: 'A pod restarts again and again.',
    query:
      'KubePodInventory | summarize Restarts = max(PodRestartCount) - min(PodRestartCount) by ClusterName, Namespace, Name, _ResourceId',
    column: 'Restarts',
    threshold: 'podRestarts',
    dimensions: ['Namespace', 'Name'],
  },
];

/** The rules in Bicep; each tells the action group, and says itself when it is over (autoMitigate). */
export const alertRules: string = [...metricRules.map(metricRule), ...logRules.map(logRule)].join('\n');

function metricRule({ symbol, name, words, severity, ids, namespace, metric, condition }: MetricRule): string {
  return `resource ${symbol} 'Microsoft.Insights/metricAlerts@2018-03-01' = [for id in ${ids}: {
  name: 'tocsin-${name}-\${last(split(id, '/'))}'
  location: 'global'
  properties: {
    description: '${words}'
    severity: ${severity}
    enabled: true
    scopes: [id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: '${name}'
          metricNamespace: '${namespace}'
          metricName: '${metric}'
          ${condition}
        }
      ]
    }
    actions: [{ actionGroupId: actionGroup.id }]
  }
}]
`;
}

function logRule({ symbol, name, words, query, column, threshold, dimensions }: LogRule): string {
  const split = dimensions.map((dimension) => `{ name: '${dimension}', operator: 'Include', values: ['*'] }`).join('\n            ');
  return `resource ${symbol} 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = if (workspaceId != '') {
  name: 'tocsin-${name}'
  location: workspaceLocation
  kind: 'LogAlert'
  properties: {
    displayName: '${name}'
    description: '${words}'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '${query}'
          timeAggregation: 'Maximum'
          metricMeasureColumn: '${column}'
          resourceIdColumn: '_ResourceId'
          operator: 'GreaterThan'
          threshold: ${threshold}
          dimensions: [
            ${split}
          ]
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [actionGroup.id] }
  }
}
`;
}
