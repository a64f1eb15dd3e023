// The runner. Deployed when its image is in the registry (hooks/runner.sh); main.bicep comes first.
@description('Region.')
param location string = resourceGroup().location

@description('What resource names begin with, as given to main.bicep.')
@minLength(2)
@maxLength(10)
param prefix string = 'restore'

@description('Name of the environment, as given to main.bicep.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The storage account.')
param storageName string

@description('The container registry.')
param registryName string

@description('The runner\'s identity.')
param identityName string

@description('The Log Analytics workspace.')
param workspaceName string

@description('Application Insights.')
param insightsName string

@description('Image of the runner for a graphics card, without the registry, such as cloudrestore-runner:0.1.0.')
param image string

@description('Image of the runner for a processor; used where restoreOn is cpu.')
param processorImage string = '${image}-cpu'

@description('How runners are run: containerApps (serverless, by the second) or scaleSet (virtual machines).')
@allowed(['containerApps', 'scaleSet'])
param kind string = 'containerApps'

@description('Subnet of the runners in the private network, output RUNNER_SUBNET_ID or MACHINES_SUBNET_ID of main.bicep; empty for none.')
param subnetId string = ''

@description('Container Apps: the graphics card that trains, and restores where restoreOn is gpu.')
@allowed(['Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string = 'Consumption-GPU-NC8as-T4'

@description('Container Apps: what photographs are restored on. A processor takes seconds for each, and needs no quota.')
@allowed(['gpu', 'cpu'])
param restoreOn string = 'gpu'

@description('Container Apps: most training stages at once.')
@minValue(1)
@maxValue(10)
param maxTrainingExecutions int = 1

@description('Container Apps: most runners that restore at once.')
@minValue(1)
@maxValue(100)
param maxRestoreReplicas int = 2

@description('Seconds after which an execution that trains is stopped. It resumes from its checkpoint, but above the longest stage nothing is lost at all.')
@minValue(3600)
@maxValue(604800)
param replicaTimeout int = 259200

@description('Seconds that an execution polls on after its last job, before it ends. At least Worker:Visibility (120).')
@minValue(120)
@maxValue(3599)
param idleExitSeconds int = 150

@description('Scale set: size of the machines; one with an NVIDIA card.')
param vmSize string = 'Standard_NC4as_T4_v3'

@description('Scale set: whether machines may be taken away for a lower price.')
param spot bool = true

@description('Scale set: most machines.')
@minValue(1)
@maxValue(20)
param maxMachines int = 1

@description('Scale set: photographs that wait for each machine before one more is started. By default more than a T4 is planned to restore while the next machine starts.')
@minValue(1)
param photographsPerMachine int = 1000

@description('Scale set: the public SSH key of the person who may look into a machine. Nothing from the internet reaches port 22.')
param sshPublicKey string = ''

@description('Tags of every resource.')
param tags object = {}

var base = toLower(prefix)
var token = uniqueString(subscription().id, environmentName, location)
var allTags = union(tags, { 'azd-env-name': environmentName, application: 'cloudrestore' })

module containerApps 'modules/runner-container-apps.bicep' = if (kind == 'containerApps') {
  params: {
    base: base
    token: token
    location: location
    tags: allTags
    storageName: storageName
    registryName: registryName
    identityName: identityName
    insightsName: insightsName
    workspaceName: workspaceName
    image: image
    processorImage: processorImage
    subnetId: subnetId
    gpuProfile: gpuProfile
    restoreOn: restoreOn
    maxTrainingExecutions: maxTrainingExecutions
    maxRestoreReplicas: maxRestoreReplicas
    replicaTimeout: replicaTimeout
    idleExitSeconds: idleExitSeconds
  }
}

module scaleSet 'modules/runner-scale-set.bicep' = if (kind == 'scaleSet') {
  params: {
    base: base
    token: token
    location: location
    tags: allTags
    storageName: storageName
    registryName: registryName
    identityName: identityName
    insightsName: insightsName
    image: image
    subnetId: subnetId
    vmSize: vmSize
    spot: spot
    maxMachines: maxMachines
    photographsPerMachine: photographsPerMachine
    sshPublicKey: sshPublicKey
  }
}
