// The registry of the runner's images; pulled from by identity, without an administrator's password.
@minLength(2)
param base string
@minLength(13)
param token string
param location string
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
