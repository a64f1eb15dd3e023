// A budget of the resource group, in the subscription's currency.
param amount int
param email string
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
