// A team's trial: everything scales to zero; storage in one data centre.
using '../main.bicep'

param environmentName = 'trial'
param location = 'swedencentral'
param maximumInstances = 40
param uploadDays = 30
param alertEmail = 'photographs@example.org'
param monthlyBudget = 100
param budgetStart = '2026-12-01'
