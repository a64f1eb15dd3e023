// Durable Task Scheduler in place of tables and queues, reached by identity.
param base string
param token string
param location string
param tags object
param taskHub string
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
