// An archive: private network, storage in three zones, sign-in by Entra ID, warm instances, Durable Task Scheduler.
using '../main.bicep'

param environmentName = 'archive'
param location = 'swedencentral'
param prefix = 'archive'
param storageRedundancy = 'Standard_GZRS'
param softDeleteDays = 60
param maximumInstances = 200
param instanceMemory = 4096
param alwaysReadyHttp = 2
param alwaysReadyDurable = 1
param alwaysReadyBlob = 1
param durableBackend = 'DurableTaskScheduler'
param authenticationClientId = '00000000-0000-0000-0000-000000000001'
param privateNetwork = true
param alertEmail = 'photographs@example.org'
param monthlyBudget = 5000
param budgetStart = '2026-12-01'
param logDays = 90
param tags = { owner: 'archive' }
