// One T4 that trains; photographs are restored on a processor, which needs no quota.
using '../runner.bicep'

param environmentName = 'trial'
param location = 'swedencentral'
param storageName = 'the-storage-account'
param registryName = 'theregistry'
param identityName = 'the-identity'
param workspaceName = 'the-workspace'
param insightsName = 'the-insights'
param image = 'cloudrestore-runner:0.1.0'
param restoreOn = 'cpu'
