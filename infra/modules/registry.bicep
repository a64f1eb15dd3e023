// The registry of the runner's images; pulled from by identity, without an administrator's password.
@description('What resource names begin with: lower-case letters and digits.')
@minLength(2)
param base string
@description('What makes names unique: 13 letters and digits of subscription, environment and region.')
@minLength(13)
param token string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: '${base}acr${token}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

output name string = registry.name
output loginServer string = registry.properties.loginServer
