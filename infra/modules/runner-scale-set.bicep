// Virtual machines with a card, none while both queues are empty.
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
@description('Name of Application Insights.')
param insightsName string
@description('Image of the runner for a graphics card, without the registry.')
param image string
@description('Id of the subnet to join; empty for none.')
param subnetId string
@description('Size of the machines.')
param vmSize string
@description('Whether machines may be taken away for a lower price.')
param spot bool
@description('Most machines.')
param maxMachines int
@description('Photographs that wait for each machine before one more is started.')
param photographsPerMachine int
@description('Public SSH key of the administrator.')
param sshPublicKey string
@description('Name of the machines\' administrator.')
param adminUsername string = 'cloudrestore'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = { name: identityName }
resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = { name: registryName }
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

var cloudInit = loadTextContent('../scale-set/cloud-init.yaml')
var withInsights = replace(cloudInit, '__INSIGHTS__', insights.properties.ConnectionString)
var withStorage = replace(withInsights, '__STORAGE__', storageName)
var withClient = replace(withStorage, '__CLIENT__', identity.properties.clientId)
var withRegistry = replace(withClient, '__REGISTRY__', registry.properties.loginServer)

// Without the private network machines have one of their own. No rule: nothing from the internet comes in.
resource closed 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (empty(subnetId)) {
  name: '${base}-closed-${token}'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (empty(subnetId)) {
  name: '${base}-machines-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.41.0.0/24'] }
    subnets: [{ name: 'machines', properties: { addressPrefix: '10.41.0.0/24', networkSecurityGroup: { id: closed.id } } }]
  }
}

resource scaleSet 'Microsoft.Compute/virtualMachineScaleSets@2024-11-01' = {
  name: '${base}-gpu-${token}'
  location: location
  tags: tags
  sku: { name: vmSize, tier: 'Standard', capacity: 0 }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    orchestrationMode: 'Uniform'
    overprovision: false
    singlePlacementGroup: false
    upgradePolicy: { mode: 'Manual' }
    virtualMachineProfile: {
      priority: spot ? 'Spot' : 'Regular'
      evictionPolicy: spot ? 'Delete' : null
      billingProfile: spot ? { maxPrice: json('-1') } : null
      osProfile: {
        computerNamePrefix: take('${base}gpu', 9)
        adminUsername: adminUsername
        customData: base64(replace(withRegistry, '__IMAGE__', image))
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: { publicKeys: [{ path: '/home/${adminUsername}/.ssh/authorized_keys', keyData: sshPublicKey }] }
        }
      }
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' }
        osDisk: { createOption: 'FromImage', diskSizeGB: 128, managedDisk: { storageAccountType: 'StandardSSD_LRS' } }
      }
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'machine'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'machine'
                  properties: {
                    subnet: { id: empty(subnetId) ? '${network.id}/subnets/machines' : subnetId }
                    // An address of its own is the way out while a machine exists, and costs nothing when none does.
                    publicIPAddressConfiguration: { name: 'out', sku: { name: 'Standard' }, properties: { idleTimeoutInMinutes: 30 } }
                  }
                }
              ]
            }
          }
        ]
      }
      // Scaling in is said five minutes ahead, as an eviction is said 30 seconds ahead.
      scheduledEventsProfile: { terminateNotificationProfile: { enable: true, notBeforeTimeout: 'PT5M' } }
    }
  }
}

// Messages for each machine that one more may be started for. A machine takes ten minutes to start, so more photographs are worth one only
// beyond those that the machines there restore meanwhile.
var queues = [
  { name: 'gpu-train', messagesPerMachine: 1 }
  { name: 'gpu-restore', messagesPerMachine: photographsPerMachine }
]

resource autoscale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: '${base}-gpu-${token}'
  location: location
  tags: tags
  properties: {
    name: '${base}-gpu-${token}'
    enabled: true
    targetResourceUri: scaleSet.id
    profiles: [
      {
        name: 'by-queue'
        capacity: { minimum: '0', maximum: string(maxMachines), default: '0' }
        // Of rules that ask for more the one that asks for most decides; for fewer all must agree. Hidden messages count in all of them.
        rules: concat(
          // Anything that waits starts the first machine, and no second.
          map(queues, queue => {
            metricTrigger: {
              metricName: 'ApproximateMessageCount'
              metricNamespace: ''
              metricResourceUri: '${account.id}/services/queue/queues/${queue.name}'
              operator: 'GreaterThan'
              statistic: 'Average'
              timeAggregation: 'Average'
              threshold: 0
              timeGrain: 'PT1M'
              timeWindow: 'PT5M'
            }
            scaleAction: { direction: 'Increase', type: 'ExactCount', value: '1', cooldown: 'PT5M' }
          }),
          // One more where there were more messages than machines for all of the window: the moment in which a stage's message and the next one's are both there is none.
          map(queues, queue => {
            metricTrigger: {
              metricName: 'ApproximateMessageCount'
              metricNamespace: ''
              metricResourceUri: '${account.id}/services/queue/queues/${queue.name}'
              dividePerInstance: true
              operator: 'GreaterThan'
              statistic: 'Min'
              timeAggregation: 'Minimum'
              threshold: queue.messagesPerMachine
              timeGrain: 'PT1M'
              timeWindow: 'PT10M'
            }
            scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '1', cooldown: 'PT15M' }
          }),
          // None while either queue has a message: which machine Azure would take is not ours to say, and it may be one that works.
          map(queues, queue => {
            metricTrigger: {
              metricName: 'ApproximateMessageCount'
              metricNamespace: ''
              metricResourceUri: '${account.id}/services/queue/queues/${queue.name}'
              operator: 'LessThanOrEqual'
              statistic: 'Max'
              timeAggregation: 'Maximum'
              threshold: 0
              timeGrain: 'PT1M'
              timeWindow: 'PT10M'
            }
            scaleAction: { direction: 'Decrease', type: 'ExactCount', value: '0', cooldown: 'PT5M' }
          })
        )
      }
    ]
  }
}
