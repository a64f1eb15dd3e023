// The storage account: photographs, datasets, runs, models, jobs, queues, and what the Functions host and Durable Functions keep.
@description('What resource names begin with: lower-case letters and digits.')
param base string
@description('What makes names unique: 13 letters and digits of subscription, environment and region.')
param token string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object
@description('Redundancy of the account, such as Standard_LRS.')
param redundancy string
@description('Days that a deleted blob or container can be brought back.')
param softDeleteDays int
@description('Days after its last change that a checkpoint is deleted.')
param checkpointDays int
@description('Days after arrival that uploads are deleted; 0 keeps them.')
param uploadDays int
@description('Days after arrival that uploads are deleted that could not be restored; 0 keeps them.')
param failedUploadDays int
@description('Whether the account is reached over private endpoints only.')
param privateNetwork bool
@description('Addresses or ranges that may reach it from outside the private network.')
param allowedAddresses string[]
@description('Id of the Log Analytics workspace.')
param workspaceId string

// The names that the code uses; a test holds them against it.
var dataContainers = ['uploads', 'restored', 'datasets', 'runs', 'models', 'jobs']
var queueNames = ['gpu-train', 'gpu-restore', 'gpu-results', 'gpu-train-poison', 'gpu-restore-poison', 'gpu-results-poison']

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: '${base}${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork && empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      ipRules: [for address in allowedAddresses: { value: address, action: 'Allow' }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // Versions are of the whole account: what is overwritten in models can be brought back, and the rules below end the others soon.
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for name in concat(dataContainers, ['deployments', 'deadletter']): {
    parent: blobs
    name: name
    properties: { publicAccess: 'None' }
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for name in queueNames: {
    parent: queueService
    name: name
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'checkpoints'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['runs/']
              blobIndexMatch: [{ name: 'kind', op: '==', value: 'checkpoint' }]
            }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: checkpointDays } } }
          }
        }
        {
          name: 'dead-letters'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob', 'appendBlob'], prefixMatch: ['deadletter/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } }
          }
        }
        {
          name: 'uploads'
          enabled: uploadDays > 0
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['uploads/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: max(uploadDays, 1) } } }
          }
        }
        {
          name: 'failed-uploads'
          enabled: failedUploadDays > 0
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['uploads/']
              blobIndexMatch: [{ name: 'restoration', op: '==', value: 'failed' }]
            }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: max(failedUploadDays, 1) } } }
          }
        }
        {
          name: 'versions-outside-models'
          enabled: true
          type: 'Lifecycle'
          definition: {
            // Not azure-webjobs-secrets/: the keys of the app lie there.
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['uploads/', 'restored/', 'datasets/', 'runs/', 'jobs/', 'deployments/', 'azure-webjobs-hosts/', 'deadletter/']
            }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }
          }
        }
        {
          name: 'versions-of-models'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['models/'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 365 } } }
          }
        }
      ]
    }
  }
}

// Who wrote to which queue: the alert on poison messages reads it.
resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queueService
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

output name string = account.name
