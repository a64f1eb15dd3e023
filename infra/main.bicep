// Everything but the runner and the Event Grid subscription, which need an image and deployed code first (runner.bicep, events.bicep).
targetScope = 'subscription'

@description('Name of the environment, such as prod or test; azd passes its own. Part of the resource group\'s name, and of what makes names unique.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of everything. A GPU profile or VM size must be offered there, and the subscription must have quota for it.')
param location string

@description('What resource names begin with: lower-case letters and digits, a letter first.')
@minLength(2)
@maxLength(10)
param prefix string = 'restore'

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_LRS'

@description('Days that a deleted or overwritten blob can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Days after its last change that a checkpoint is deleted. A run that waits longer for a GPU begins its stage anew.')
@minValue(2)
@maxValue(365)
param checkpointDays int = 14

@description('Days after arrival that photographs in uploads are deleted, restored or not; 0 keeps them.')
@minValue(0)
@maxValue(3650)
param uploadDays int = 0

@description('Days after arrival that photographs in uploads are deleted that could not be restored; 0 keeps them.')
@minValue(0)
@maxValue(3650)
param failedUploadDays int = 90

@description('Most instances of the function app.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Instances kept warm for HTTP; each is paid for around the clock.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttp int = 0

@description('Instances kept warm for orchestrations; each is paid for around the clock.')
@minValue(0)
@maxValue(20)
param alwaysReadyDurable int = 0

@description('Instances kept warm for uploaded photographs; each is paid for around the clock.')
@minValue(0)
@maxValue(20)
param alwaysReadyBlob int = 0

@description('Where durable orchestrations are kept: tables and queues of the storage account, or Durable Task Scheduler.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string = 'AzureStorage'

@description('Name of the task hub: letters and digits. Another name for a release whose orchestrators old histories cannot be replayed with (docs/azure.md).')
@minLength(3)
@maxLength(45)
param taskHub string = 'CloudRestore'

@description('Application (client) id of an Entra ID app registration that callers of the API must have a token for; empty for function keys alone.')
param authenticationClientId string = ''

@description('Whether storage is reached over private endpoints only. Costs a network, three endpoints, and DNS zones.')
param privateNetwork bool = false

@description('With the private network: addresses or ranges that may reach storage from outside it, for people who upload; none by default.')
param allowedAddresses string[] = []

@description('Further settings of the function app, such as RetrainSchedule, or Webhooks__SigningSecret as a Key Vault reference. A deployment replaces all settings, so those made by hand are lost.')
param appSettings object = {}

@description('Where alerts go; empty makes alerts that only the portal shows.')
param alertEmail string = ''

@description('Money a month, in the subscription\'s currency, at 80 and 100 percent of which an email is sent; 0 or no address for no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('The month in which the budget begins, as 2026-01-01: always the same one, for Azure refuses to move it. Empty for this month.')
param budgetStart string = ''

@description('This month; left alone.')
param month string = utcNow('yyyy-MM-01')

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Tags of every resource, beside azd\'s own.')
param tags object = {}

var allTags = union(tags, { 'azd-env-name': environmentName, application: 'cloudrestore' })
var token = uniqueString(subscription().id, environmentName, location)
var base = toLower(prefix)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${base}-${environmentName}'
  location: location
  tags: allTags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { base: base, token: token, location: location, tags: allTags }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { base: base, token: token, location: location, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { base: base, token: token, location: location, tags: allTags, logDays: logDays }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    base: base
    token: token
    location: location
    tags: allTags
    redundancy: storageRedundancy
    softDeleteDays: softDeleteDays
    checkpointDays: checkpointDays
    uploadDays: uploadDays
    failedUploadDays: failedUploadDays
    privateNetwork: privateNetwork
    allowedAddresses: allowedAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storageEndpoints 'modules/storage-endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    location: location
    tags: allTags
    storageName: storage.outputs.name
    networkId: network.?outputs.networkId ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
    registryName: registry.outputs.name
    appPrincipalId: identities.outputs.appPrincipalId
    runnerPrincipalId: identities.outputs.runnerPrincipalId
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: { base: base, token: token, location: location, tags: allTags }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (durableBackend == 'DurableTaskScheduler') {
  scope: group
  params: {
    base: base
    token: token
    location: location
    tags: allTags
    taskHub: taskHub
    appPrincipalId: identities.outputs.appPrincipalId
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  params: {
    base: base
    token: token
    location: location
    tags: allTags
    identityId: identities.outputs.appId
    identityClientId: identities.outputs.appClientId
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
    subnetId: network.?outputs.appSubnetId ?? ''
    maximumInstances: maximumInstances
    instanceMemory: instanceMemory
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDurable: alwaysReadyDurable
    alwaysReadyBlob: alwaysReadyBlob
    taskHub: taskHub
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    authenticationClientId: authenticationClientId
    furtherSettings: appSettings
  }
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    base: base
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: { location: location, tags: allTags, workspaceId: monitoring.outputs.workspaceId }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && alertEmail != '') {
  scope: group
  params: { amount: monthlyBudget, email: alertEmail, start: empty(budgetStart) ? month : budgetStart }
}

@description('The resource group; azd and the deployment hooks read these.')
output AZURE_RESOURCE_GROUP string = group.name
@description('The function app.')
output FUNCTION_APP_NAME string = functionApp.outputs.name
@description('Address of the HTTP API.')
output API_URL string = functionApp.outputs.url
@description('The storage account.')
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
@description('The container registry.')
output REGISTRY_NAME string = registry.outputs.name
@description('Host name of the container registry.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
@description('The runner\'s identity.')
output RUNNER_IDENTITY_NAME string = identities.outputs.runnerName
@description('The Log Analytics workspace.')
output WORKSPACE_NAME string = monitoring.outputs.workspaceName
@description('Application Insights.')
output INSIGHTS_NAME string = monitoring.outputs.insightsName
@description('Subnet of runners in Container Apps; empty without a private network.')
output RUNNER_SUBNET_ID string = network.?outputs.runnerSubnetId ?? ''
@description('Subnet of a scale set\'s machines; empty without a private network.')
output MACHINES_SUBNET_ID string = network.?outputs.machineSubnetId ?? ''
