// Alerts on what the logs say. Function names, queue names and log lines are the code's; tests compare them.
@description('What resource names begin with: lower-case letters and digits.')
param base string
@description('Region.')
param location string
@description('Tags of every resource.')
param tags object
@description('Id of the Log Analytics workspace.')
param workspaceId string
@description('Where alerts go; empty for nowhere but the portal.')
param email string

@description('Seconds that the oldest waiting photograph may be old.')
param restoreAgeSeconds int = 1800

@description('Seconds that the oldest waiting training job may be old. Longer than the longest stage is planned, for one may wait for another; shorter than GpuJobs:QueueTimeout, after which the job is given up.')
param trainAgeSeconds int = 21600

var rules = [
  {
    name: 'poison'
    severity: 1
    title: 'A message went to a poison queue'
    text: 'A job or an announcement was given up. Read the message (az storage message peek), the log of that time, then send the job again or delete the message.'
    query: 'StorageQueueLogs | where OperationName == "PutMessage" and Uri contains "-poison/"'
    minutes: 5
  }
  {
    name: 'silent-job'
    severity: 2
    title: 'A job was ended without its runner'
    text: 'No runner sent a heartbeat for as long as GpuJobs:HeartbeatTimeout and MaxRequeues allow, or none took the job at all: look for executions of the runner, and for GPU quota.'
    query: 'AppRequests | where Name == "CloseJob" and Success == true'
    minutes: 15
  }
  {
    name: 'failed-promotion'
    severity: 2
    title: 'A model could not be registered or promoted'
    text: 'The activity failed; its exception is in AppExceptions with the same OperationId. The champion is what it was.'
    query: 'AppRequests | where Name in ("RegisterModel", "PromoteModel") and Success == false'
    minutes: 15
  }
  {
    name: 'queue-age'
    severity: 2
    title: 'Photographs wait too long'
    text: 'The oldest message of gpu-restore is older than the limit: raise maxRestoreReplicas, or look why no runner starts.'
    query: 'AppTraces | where Message startswith "Queue gpu-restore: " | parse Message with "Queue " queue ": " count:long " messages, the next waits for " age:double " s." | where age > ${restoreAgeSeconds}'
    minutes: 15
  }
  {
    name: 'train-age'
    severity: 2
    title: 'Training waits too long'
    text: 'The oldest message of gpu-train is older than the limit: look whether the GPU quota is used up or Spot machines are scarce, raise maxTrainingExecutions or maxMachines, or look why no runner starts.'
    query: 'AppTraces | where Message startswith "Queue gpu-train: " | parse Message with "Queue " queue ": " count:long " messages, the next waits for " age:double " s." | where age > ${trainAgeSeconds}'
    minutes: 15
  }
  {
    name: 'no-watch'
    severity: 3
    title: 'The function app says nothing'
    text: 'For half an hour no line about the queues was logged, which comes every five minutes: the app does not run, or may not write its logs.'
    query: 'AppTraces | where Message startswith "Queue " | summarize lines = count() | where lines == 0'
    minutes: 30
  }
]

resource action 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${base}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(base, 12)
    emailReceivers: empty(email) ? [] : [{ name: 'people', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${base}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.title
      description: rule.text
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT${rule.minutes}M'
      windowSize: 'PT${rule.minutes}M'
      // A table that has no rows yet is no mistake.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [action.id] }
    }
  }
]
