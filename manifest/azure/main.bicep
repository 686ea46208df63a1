// Lets Tocsin read a subscription, and has Azure Monitor post its alerts to Tocsin. Made by: npx tocsin manifest azure --out .
// az deployment sub create --location westeurope --template-file main.bicep --parameters resourceGroupName=… tocsinPrincipalId=…
targetScope = 'subscription'

@description('The resource group that the action group and the alert rules are made in; it must exist.')
param resourceGroupName string

@description('Object id of the service principal or managed identity that Tocsin signs in as.')
param tocsinPrincipalId string

@description('Where Azure reaches Tocsin: its public URL (server.publicUrl), without a slash at its end.')
param publicUrl string = 'https://tocsin.example.com'

@description('secure: Azure Monitor proves itself with a token of Entra ID (azure.webhook.entra). plain: by a secret in the URL.')
@allowed(['secure', 'plain'])
param webhook string = 'secure'

@description('Secure webhook: the directory (tenant) of the app registration.')
param webhookTenantId string = subscription().tenantId

@description('Secure webhook: object id of the app registration.')
param webhookObjectId string = ''

@description('Secure webhook: Application ID URI of the app registration (api://…); the audience of the token.')
param webhookIdentifierUri string = ''

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
