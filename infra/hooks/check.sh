#!/bin/sh
# Says at once what would fail after minutes.
set -eu
if [ "${FunctionsHost:-}" != "Azure" ]; then
    echo "The function app would be built for the emulator: run 'FunctionsHost=Azure azd up'." >&2
    exit 1
fi
# The code carries one of the two packages, the settings name one: they must be the same.
wanted=${DURABLE_BACKEND:-AzureStorage}
case "$wanted" in DurableTaskScheduler) package=AzureManaged ;; *) package= ;; esac
if [ "${DurableBackend:-}" != "$package" ]; then
    echo "DURABLE_BACKEND is '$wanted', and the app would be built with DurableBackend='${DurableBackend:-}': run 'DurableBackend=$package FunctionsHost=Azure azd up', or 'azd env set DURABLE_BACKEND' to the other one of AzureStorage and DurableTaskScheduler." >&2
    exit 1
fi
command -v az >/dev/null || { echo "The Azure CLI is missing: install it and run 'az login'." >&2; exit 1; }
az account show --output none || { echo "The Azure CLI is not signed in: run 'az login'." >&2; exit 1; }
[ -z "${AZURE_SUBSCRIPTION_ID:-}" ] || az account set --subscription "$AZURE_SUBSCRIPTION_ID"
# A deployment that says nothing of the scheduler would leave behind, unseen, all that runs in it. Found by its tags: an environment on another machine knows no names yet.
if [ "${CHANGE_DURABLE_BACKEND:-}" != yes ]; then
    app=$(az resource list --resource-type Microsoft.Web/sites --output tsv \
        --query "[?tags.application=='cloudrestore' && tags.\"azd-env-name\"=='${AZURE_ENV_NAME:-}'].id | [0]")
    deployed=$wanted
    if [ -n "$app" ]; then
        type=$(az functionapp config appsettings list --ids "$app" --output tsv \
            --query "[?name=='AzureFunctionsJobHost__extensions__durableTask__storageProvider__type'].value")
        case "$type" in azureManaged) deployed=DurableTaskScheduler ;; *) deployed=AzureStorage ;; esac
    fi
    if [ "$deployed" != "$wanted" ]; then
        echo "The deployed app keeps its orchestrations in $deployed, and DURABLE_BACKEND is '$wanted': 'azd env set DURABLE_BACKEND $deployed', or CHANGE_DURABLE_BACKEND=yes if all that runs shall begin anew in $wanted." >&2
        exit 1
    fi
fi
for provider in Microsoft.App Microsoft.Web Microsoft.Storage Microsoft.EventGrid Microsoft.ContainerRegistry Microsoft.OperationalInsights Microsoft.Insights Microsoft.DurableTask Microsoft.ManagedIdentity Microsoft.Compute Microsoft.Network Microsoft.Consumption; do
    az provider register --namespace "$provider" --output none
done
# Azure refuses to move the beginning of a budget.
[ "${MONTHLY_BUDGET:-0}" = 0 ] || [ -n "${BUDGET_START:-}" ] || azd env set BUDGET_START "$(date -u +%Y-%m-01)"
if [ "${RUNNER_KIND:-}" = scaleSet ] && [ -z "${RUNNER_SSH_KEY:-}" ]; then
    echo "A scale set's machines need a public SSH key: azd env set RUNNER_SSH_KEY \"\$(cat ~/.ssh/id_ed25519.pub)\"." >&2
    exit 1
fi
