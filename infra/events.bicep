// Tells the function app of every new photograph. Deployed after the code: the key below exists only then.
@description('Region.')
param location string = resourceGroup().location
@description('The function app.')
param functionAppName string
@description('The storage account.')
param storageName string
@description('Tags of every resource.')
param tags object = {}

var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'
    resource deadletter 'containers' existing = { name: 'deadletter' }
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' existing = { name: functionAppName }

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${storageName}-events'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: account.id, topicType: 'Microsoft.Storage.StorageAccounts' }
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::deadletter
  name: guid(account::blobs::deadletter.id, topic.id, blobContributor)
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}

// The one key of the whole deployment. It is read and handed on by Azure itself, and appears in no parameter, setting or output.
resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'uploads'
  dependsOn: [role]
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        #disable-next-line use-secure-value-for-secure-inputs
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.UploadTrigger&code=${listKeys('${app.id}/host/default', '2024-04-01').systemKeys.blobs_extension}'
        maxEventsPerBatch: 1
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/uploads/blobs/'
    }
    eventDeliverySchema: 'EventGridSchema'
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: account.id, blobContainerName: 'deadletter' }
      }
    }
  }
}
