// Spot machines with an A100.
using '../runner.bicep'

param environmentName = 'archive'
param location = 'swedencentral'
param prefix = 'archive'
param storageName = 'the-storage-account'
param registryName = 'theregistry'
param identityName = 'the-identity'
param workspaceName = 'the-workspace'
param insightsName = 'the-insights'
param image = 'cloudrestore-runner:0.1.0'
param kind = 'scaleSet'
param vmSize = 'Standard_NC24ads_A100_v4'
param maxMachines = 4
param sshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample nobody'
