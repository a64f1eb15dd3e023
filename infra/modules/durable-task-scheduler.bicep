// Durable Task Scheduler in place of tables and queues, reached by identity.
@description('What resource names begin with: lower-case letters and digits.')
param base string
@description('What makes names unique: 13 letters and digits of subscription, environment and region.')
param token string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object
@description('Name of the task hub.')
param taskHub string
@description('Object id of the function app\'s identity.')
param appPrincipalId string

// Durable Task Data Contributor
var contributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: '${base}-dts-${token}'
  location: location
  tags: tags
  properties: { ipAllowlist: ['0.0.0.0/0'], sku: { name: 'Consumption' } }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: taskHub
  properties: {}
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, appPrincipalId, contributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', contributor)
  }
}

output endpoint string = scheduler.properties.endpoint
