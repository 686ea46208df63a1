import type { LoadedConfig } from '../config/load.ts';
import type { ManifestFile } from './dependencies.ts';
import { alertRules } from './manifest-azure-rules.ts';
import { bicepText, publicUrlOf } from './manifest-values.ts';

/** What has to be made in Azure: main.bicep for the subscription, alerts.bicep for a resource group, which the first one calls. */
export function azureFiles(loaded: LoadedConfig | undefined): readonly ManifestFile[] {
  return [
    { name: 'main.bicep', content: mainFile(loaded) },
    { name: 'alerts.bicep', content: alertsFile },
  ];
}

function mainFile(loaded: LoadedConfig | undefined): string {
  const webhook = loaded?.config.azure?.webhook;
  const kind = webhook !== undefined && webhook.entra === undefined ? 'plain' : 'secure';
  const tenant = webhook?.entra === undefined ? 'subscription().tenantId' : bicepText(webhook.entra.tenantId);
  return `// Lets Tocsin read a subscription, and has Azure Monitor post its alerts to Tocsin. Made by: npx tocsin manifest azure --out .
// az deployment sub create --location westeurope --template-file main.bicep --parameters resourceGroupName=… tocsinPrincipalId=…
targetScope = 'subscription'

@description('The resource group that the action group and the alert rules are made in; it must exist.')
param resourceGroupName string

@description('Object id of the service principal or managed identity that Tocsin signs in as.')
param tocsinPrincipalId string

@description('Where Azure reaches Tocsin: its public URL (server.publicUrl), without a slash at its end.')
param publicUrl string = ${bicepText(publicUrlOf(loaded))}

@description('secure: Azure Monitor proves itself with a token of Entra ID (azure.webhook.entra). plain: by a secret in the URL.')
@allowed(['secure', 'plain'])
param webhook string = '${kind}'

@description('Secure webhook: the directory (tenant) of the app registration.')
param webhookTenantId string = ${tenant}

@description('Secure webhook: object id of the app registration.')
param webhookObjectId string = ''

@description('Secure webhook: Application ID URI of the app registration (api://…); the audience of the token.')
param webhookIdentifierUri string = ${bicepText(identifierOf(webhook?.entra?.audience))}

@description('Plain webhook: the secret of azure.webhook.secret.')
@secure()
param webhookSecret string = ''

@description('Resource ids of the Application Insights components to watch.')
param applicationInsightsIds array = []

@description('Resource ids of the container apps to watch.')
param containerAppIds array = []

@description('Resource id of the Log Analytics workspace that has AppMetrics and KubePodInventory. Empty: no rules over logs.')
param workspaceId string = ''

@description('Region of that workspace.')
param workspaceLocation string = 'westeurope'

// Reader finds resources, Monitoring Reader reads metrics and alerts, Log Analytics Reader asks logs.
var readerRoles = {
  logAnalyticsReader: '73c42c96-874c-492b-b04d-ab87d138a893'
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
}

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(readerRoles): {
  name: guid(subscription().id, tocsinPrincipalId, role.value)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    principalId: tocsinPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

module alerts 'alerts.bicep' = {
  name: 'tocsin-alerts'
  scope: resourceGroup(resourceGroupName)
  params: {
    publicUrl: publicUrl
    webhook: webhook
    webhookTenantId: webhookTenantId
    webhookObjectId: webhookObjectId
    webhookIdentifierUri: webhookIdentifierUri
    webhookSecret: webhookSecret
    applicationInsightsIds: applicationInsightsIds
    containerAppIds: containerAppIds
    workspaceId: workspaceId
    workspaceLocation: workspaceLocation
  }
}
`;
}

/** The action group asks for the identifier URI also where the configuration names the application by its id. */
function identifierOf(audience: string | undefined): string {
  return audience === undefined || audience.includes('://') ? (audience ?? '') : `api://${audience}`;
}

const alertsFile = `// The action group that posts to Tocsin, and alert rules to begin with. Called by main.bicep.
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
        serviceUri: '\${publicUrl}/webhooks/azure'
        useCommonAlertSchema: true
        useAadAuth: true
        objectId: webhookObjectId
        identifierUri: webhookIdentifierUri
        tenantId: webhookTenantId
      } : {
        name: 'tocsin'
        serviceUri: '\${publicUrl}/webhooks/azure/\${webhookSecret}'
        useCommonAlertSchema: true
        useAadAuth: false
      }
    ]
  }
}

${alertRules}`;
