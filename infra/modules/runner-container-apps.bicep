// Serverless runners: a job that an event starts for each stage of training, and an app that grows from none with the photographs that wait.
@description('What resource names begin with: lower-case letters and digits.')
param base string
@description('What makes names unique: 13 letters and digits of subscription, environment and region.')
param token string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object
@description('Name of the storage account.')
param storageName string
@description('Name of the container registry.')
param registryName string
@description('Name of the runner\'s identity.')
param identityName string
@description('Name of the Log Analytics workspace.')
param workspaceName string
@description('Name of Application Insights.')
param insightsName string
@description('Image of the runner for a graphics card, without the registry.')
param image string
@description('Image of the runner for a processor, without the registry.')
param processorImage string
@description('Id of the subnet to join; empty for none.')
param subnetId string
@description('Workload profile with the card.')
param gpuProfile string
@description('What photographs are restored on, gpu or cpu.')
param restoreOn string
@description('Most training stages at once.')
param maxTrainingExecutions int
@description('Most runners that restore at once.')
param maxRestoreReplicas int
@description('Seconds after which an execution that trains is stopped.')
param replicaTimeout int
@description('Seconds that an execution polls on after its last job.')
param idleExitSeconds int

// A GPU profile gives a container the whole of its machine.
var gpuResources = gpuProfile == 'Consumption-GPU-NC24-A100' ? { cpu: json('24'), memory: '220Gi' } : { cpu: json('8'), memory: '56Gi' }
var restoresOnGpu = restoreOn == 'gpu'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = { name: identityName }
resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = { name: registryName }
resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = { name: workspaceName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

var registries = [{ server: registry.properties.loginServer, identity: identity.id }]

var settings = [
  { name: 'AzureWebJobsStorage__accountName', value: storageName }
  { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identity.properties.clientId};Authorization=AAD' }
]

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: '${base}-env-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: empty(subnetId) ? null : { infrastructureSubnetId: subnetId, internal: true }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
      { name: 'gpu', workloadProfileType: gpuProfile }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: {
    workspaceId: workspace.id
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource train 'Microsoft.App/jobs@2025-01-01' = {
  name: '${base}-train'
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'gpu'
    configuration: {
      triggerType: 'Event'
      replicaTimeout: replicaTimeout
      // A failed job comes back by its message; another try of the same execution would only be billed.
      replicaRetryLimit: 0
      registries: registries
      eventTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
        scale: {
          minExecutions: 0
          maxExecutions: maxTrainingExecutions
          pollingInterval: 30
          rules: [
            {
              name: 'gpu-train'
              type: 'azure-queue'
              identity: identity.id
              // Hidden messages count: executions that run are subtracted, and each hides one.
              metadata: { accountName: storageName, queueName: 'gpu-train', queueLength: '1', queueLengthStrategy: 'all' }
            }
          ]
        }
      }
    }
    template: {
      containers: [
        {
          name: 'runner'
          image: '${registry.properties.loginServer}/${image}'
          resources: gpuResources
          env: concat(settings, [
            { name: 'Worker__Queues', value: 'gpu-train' }
            { name: 'Worker__Device', value: 'cuda' }
            { name: 'Worker__IdleExit', value: '00:${padLeft(idleExitSeconds / 60, 2, '0')}:${padLeft(idleExitSeconds % 60, 2, '0')}' }
          ])
          volumeMounts: [{ volumeName: 'scratch', mountPath: '/scratch' }]
        }
      ]
      volumes: [{ name: 'scratch', storageType: 'EmptyDir' }]
    }
  }
}

resource restore 'Microsoft.App/containerApps@2025-01-01' = {
  name: '${base}-restore'
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: restoresOnGpu ? 'gpu' : 'Consumption'
    configuration: { activeRevisionsMode: 'Single', registries: registries }
    template: {
      // SIGTERM comes first; the runner promises to be gone within 25 seconds.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'runner'
          image: '${registry.properties.loginServer}/${restoresOnGpu ? image : processorImage}'
          resources: restoresOnGpu ? gpuResources : { cpu: json('4'), memory: '8Gi' }
          env: concat(settings, [
            { name: 'Worker__Queues', value: 'gpu-restore' }
            { name: 'Worker__Device', value: restoresOnGpu ? 'cuda' : 'cpu' }
          ])
          probes: [
            { type: 'Startup', httpGet: { path: '/live', port: 8080 }, periodSeconds: 10, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/live', port: 8080 }, periodSeconds: 30, failureThreshold: 4 }
          ]
          volumeMounts: [{ volumeName: 'scratch', mountPath: '/scratch' }]
        }
      ]
      volumes: [{ name: 'scratch', storageType: 'EmptyDir' }]
      scale: {
        minReplicas: 0
        maxReplicas: maxRestoreReplicas
        pollingInterval: 15
        cooldownPeriod: 300
        rules: [
          {
            name: 'gpu-restore'
            custom: {
              type: 'azure-queue'
              identity: identity.id
              // Hidden messages count, so that no runner is taken away while it works.
              metadata: { accountName: storageName, queueName: 'gpu-restore', queueLength: '10', queueLengthStrategy: 'all' }
            }
          }
        ]
      }
    }
  }
}
