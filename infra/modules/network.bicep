// A network in which the function app and the runners reach storage over private endpoints.
@description('What resource names begin with: lower-case letters and digits.')
param base string
@description('What makes names unique: 13 letters and digits of subscription, environment and region.')
param token string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object

// No rule: nothing from the internet comes in.
resource closed 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${base}-closed-${token}'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${base}-net-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.40.0.0/16'] }
    subnets: [
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.40.0.0/24', privateEndpointNetworkPolicies: 'Disabled' }
      }
      {
        name: 'app'
        properties: {
          addressPrefix: '10.40.1.0/24'
          // Flex Consumption joins a subnet as Container Apps environments do.
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'runners'
        properties: {
          addressPrefix: '10.40.4.0/23'
          delegations: [{ name: 'environments', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'machines'
        properties: { addressPrefix: '10.40.6.0/24', networkSecurityGroup: { id: closed.id } }
      }
    ]
  }

  resource endpointSubnet 'subnets' existing = { name: 'endpoints' }
  resource appSubnet 'subnets' existing = { name: 'app' }
  resource runnerSubnet 'subnets' existing = { name: 'runners' }
  resource machineSubnet 'subnets' existing = { name: 'machines' }
}

output networkId string = network.id
output endpointSubnetId string = network::endpointSubnet.id
output appSubnetId string = network::appSubnet.id
output runnerSubnetId string = network::runnerSubnet.id
output machineSubnetId string = network::machineSubnet.id
