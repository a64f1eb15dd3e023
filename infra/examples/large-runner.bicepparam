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
param subnetId = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-archive-archive/providers/Microsoft.Network/virtualNetworks/the-network/subnets/machines'
param vmSize = 'Standard_NC24ads_A100_v4'
param maxMachines = 4
param sshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample nobody'
