// A budget of the resource group, in the subscription's currency.
@description('Money a month, in the subscription\'s currency.')
param amount int
@description('Where mail goes.')
param email string
@description('First day of the budget, as 2026-01-01.')
param start string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'cloudrestore'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      soon: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Forecasted', contactEmails: [email] }
      reached: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Actual', contactEmails: [email] }
    }
  }
}
