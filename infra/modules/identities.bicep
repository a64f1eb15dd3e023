// One identity for each process, so that each has no more roles than it needs.
param base string
param token string
param location string
param tags object

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${base}-app-${token}'
  location: location
  tags: tags
}

resource runner 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${base}-runner-${token}'
  location: location
  tags: tags
}

output appId string = app.id
output appClientId string = app.properties.clientId
output appPrincipalId string = app.properties.principalId
output runnerPrincipalId string = runner.properties.principalId
output runnerName string = runner.name
