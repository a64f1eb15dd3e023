// One page in the portal: runs, stages, photographs a second, queues, and what is billed.
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object
@description('Id of the Log Analytics workspace.')
param workspaceId string

// What an hour of a runner costs, to begin with; whoever looks may change it.
var price = '${loadJsonContent('../costs.json').prices.runnerT4Hour}'

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'cloudrestore')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'CloudRestore'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('workbook.json'), '__PRICE__', price)
  }
}
