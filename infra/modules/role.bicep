// A role on a single container or queue of the storage account.
@description('Name of the storage account.')
param storageName string
@description('Object id of the identity that gets the role.')
param principalId string
@description('Id of the role, a GUID that is the same everywhere.')
param roleId string
@description('Name of the container, or empty.')
param container string = ''
@description('Name of the queue, or empty.')
param queue string = ''

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'
    resource blobContainer 'containers' existing = { name: empty(container) ? 'none' : container }
  }

  resource queues 'queueServices' existing = {
    name: 'default'
    resource messageQueue 'queues' existing = { name: empty(queue) ? 'none' : queue }
  }
}

var role = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)

resource onContainer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(container)) {
  scope: account::blobs::blobContainer
  name: guid(account.id, 'container', container, principalId, roleId)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: role }
}

resource onQueue 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(queue)) {
  scope: account::queues::messageQueue
  name: guid(account.id, 'queue', queue, principalId, roleId)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: role }
}
