// The least that each identity needs, at the narrowest scope. docs/azure.md has the table and the reasons; a test compares the two.
@description('Name of the storage account.')
param storageName string
@description('Name of Application Insights.')
param insightsName string
@description('Name of the container registry.')
param registryName string
@description('Object id of the function app\'s identity.')
param appPrincipalId string
@description('Object id of the runner\'s identity.')
param runnerPrincipalId string

var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var blobReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
var queueContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var queueReader = '19e7f393-937e-4f77-808e-94535e297925'
var queueSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var registryPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = { name: registryName }

// The Functions host and Durable Functions make containers, queues and tables of their own, so these are roles on the whole account.
resource appOnAccount 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobOwner, queueContributor, tableContributor]: {
    scope: account
    name: guid(account.id, appPrincipalId, role)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource appOnInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appPrincipalId, metricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource runnerOnInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, runnerPrincipalId, metricsPublisher)
  properties: {
    principalId: runnerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource runnerOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, runnerPrincipalId, registryPull)
  properties: {
    principalId: runnerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', registryPull)
  }
}

var runnerOnContainers = [
  { container: 'uploads', role: blobReader }
  { container: 'datasets', role: blobReader }
  { container: 'models', role: blobReader }
  { container: 'restored', role: blobContributor }
  { container: 'jobs', role: blobContributor }
  // Checkpoints carry an index tag, and only an owner of blobs may write tags.
  { container: 'runs', role: blobOwner }
]

module runnerContainers 'role.bicep' = [
  for grant in runnerOnContainers: {
    name: 'runner-${grant.container}'
    params: { storageName: storageName, principalId: runnerPrincipalId, container: grant.container, roleId: grant.role }
  }
]

var runnerOnQueues = [
  { queue: 'gpu-train', role: queueContributor }
  { queue: 'gpu-restore', role: queueContributor }
  { queue: 'gpu-train-poison', role: queueSender }
  { queue: 'gpu-train-poison', role: queueReader }
  { queue: 'gpu-restore-poison', role: queueSender }
  { queue: 'gpu-restore-poison', role: queueReader }
  { queue: 'gpu-results', role: queueSender }
  { queue: 'gpu-results', role: queueReader }
  { queue: 'gpu-results-poison', role: queueReader }
]

module runnerQueues 'role.bicep' = [
  for (grant, i) in runnerOnQueues: {
    name: 'runner-queue-${i}'
    params: { storageName: storageName, principalId: runnerPrincipalId, queue: grant.queue, roleId: grant.role }
  }
]
