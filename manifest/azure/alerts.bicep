// The action group that posts to Tocsin, and alert rules to begin with. Called by main.bicep.
targetScope = 'resourceGroup'

param publicUrl string

@allowed(['secure', 'plain'])
param webhook string
param webhookTenantId string
param webhookObjectId string
param webhookIdentifierUri string

@secure()
param webhookSecret string
param applicationInsightsIds array
param containerAppIds array
param workspaceId string
param workspaceLocation string

@description('Failed requests in 5 minutes; more are an alert.')
param failedRequests int = 10

@description('Average duration of requests over 5 minutes in milliseconds; more is an alert.')
param averageDurationMs int = 2000

@description('Average replicas of a container app over 5 minutes; fewer are an alert.')
param fewestReplicas int = 1

@description('Connections to the database, of the 200 it takes; more are an alert.')
param databaseConnections int = 180

@description('Restarts of a pod in 5 minutes; more are an alert.')
param podRestarts int = 5

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'tocsin'
  location: 'global'
  properties: {
    groupShortName: 'tocsin'
    enabled: true
    webhookReceivers: [
      webhook == 'secure' ? {
        name: 'tocsin'
        serviceUri: '${publicUrl}/webhooks/azure'
        useCommonAlertSchema: true
        useAadAuth: true
        objectId: webhookObjectId
        identifierUri: webhookIdentifierUri
        tenantId: webhookTenantId
      } : {
        name: 'tocsin'
        serviceUri: '${publicUrl}/webhooks/azure/${webhookSecret}'
        useCommonAlertSchema: true
        useAadAuth: false
      }
    ]
  }
}

resource failedRequestsRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [for id in applicationInsightsIds: {
  name: 'tocsin-failed-requests-${last(split(id, '/'))}'
  location: 'global'
  properties: {
    description: 'More requests fail than usual.'
    severity: 2
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
          name: 'failed-requests'
          metricNamespace: 'microsoft.insights/components'
          metricName: 'requests/failed'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: failedRequests
        }
      ]
    }
    actions: [{ actionGroupId: actionGroup.id }]
  }
}]

resource durationRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [for id in applicationInsightsIds: {
  name: 'tocsin-slow-responses-${last(split(id, '/'))}'
  location: 'global'
  properties: {
    description: 'Requests are answered slowly.'
    severity: 2
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
          name: 'slow-responses'
          metricNamespace: 'microsoft.insights/components'
          metricName: 'requests/duration'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: averageDurationMs
        }
      ]
    }
    actions: [{ actionGroupId: actionGroup.id }]
  }
}]

resource replicaRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [for id in containerAppIds: {
  name: 'tocsin-no-replicas-${last(split(id, '/'))}'
  location: 'global'
  properties: {
    description: 'Nothing of the container app runs.'
    severity: 0
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
          name: 'no-replicas'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'Replicas'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: fewestReplicas
        }
      ]
    }
    actions: [{ actionGroupId: actionGroup.id }]
  }
}]

resource connectionsRule 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = if (workspaceId != '') {
  name: 'tocsin-database-connections'
  location: workspaceLocation
  kind: 'LogAlert'
  properties: {
    displayName: 'database-connections'
    description: 'The connections of the database are nearly used up.'
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
          query: 'AppMetrics | where Name == "database_connections" | summarize Connections = max(Max) by AppRoleName, _ResourceId'
          timeAggregation: 'Maximum'
          metricMeasureColumn: 'Connections'
          resourceIdColumn: '_ResourceId'
          operator: 'GreaterThan'
          threshold: databaseConnections
          dimensions: [
            { name: 'AppRoleName', operator: 'Include', values: ['*'] }
          ]
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [actionGroup.id] }
  }
}

resource restartsRule 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = if (workspaceId != '') {
  name: 'tocsin-pod-restarts'
  location: workspaceLocation
  kind: 'LogAlert'
  properties: {
    displayName: 'pod-restarts'
    description: 'A pod restarts again and again.'
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
          query: 'KubePodInventory | summarize Restarts = max(PodRestartCount) - min(PodRestartCount) by ClusterName, Namespace, Name, _ResourceId'
          timeAggregation: 'Maximum'
          metricMeasureColumn: 'Restarts'
          resourceIdColumn: '_ResourceId'
          operator: 'GreaterThan'
          threshold: podRestarts
          dimensions: [
            { name: 'Namespace', operator: 'Include', values: ['*'] }
            { name: 'Name', operator: 'Include', values: ['*'] }
          ]
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [actionGroup.id] }
  }
}
