// What azd deploys: its environment's variables, and defaults for the rest.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'test')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '0'))
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
param authenticationClientId = readEnvironmentVariable('AUTHENTICATION_CLIENT_ID', '')
param durableBackend = readEnvironmentVariable('DURABLE_BACKEND', 'AzureStorage')
param taskHub = readEnvironmentVariable('TASK_HUB', 'CloudRestore')
