#!/bin/sh
# Says at once what would fail after minutes.
set -eu
if [ "${FunctionsHost:-}" != "Azure" ]; then
    echo "The function app would be built for the emulator: run 'FunctionsHost=Azure azd up'." >&2
    exit 1
fi
command -v az >/dev/null || { echo "The Azure CLI is missing: install it and run 'az login'." >&2; exit 1; }
az account show --output none || { echo "The Azure CLI is not signed in: run 'az login'." >&2; exit 1; }
[ -z "${AZURE_SUBSCRIPTION_ID:-}" ] || az account set --subscription "$AZURE_SUBSCRIPTION_ID"
for provider in Microsoft.App Microsoft.Web Microsoft.Storage Microsoft.EventGrid Microsoft.ContainerRegistry Microsoft.OperationalInsights Microsoft.Insights Microsoft.DurableTask Microsoft.ManagedIdentity Microsoft.Compute Microsoft.Network Microsoft.Consumption; do
    az provider register --namespace "$provider" --output none
done
# Azure refuses to move the beginning of a budget.
[ "${MONTHLY_BUDGET:-0}" = 0 ] || [ -n "${BUDGET_START:-}" ] || azd env set BUDGET_START "$(date -u +%Y-%m-01)"
if [ "${RUNNER_KIND:-}" = scaleSet ] && [ -z "${RUNNER_SSH_KEY:-}" ]; then
    echo "A scale set's machines need a public SSH key: azd env set RUNNER_SSH_KEY \"\$(cat ~/.ssh/id_ed25519.pub)\"." >&2
    exit 1
fi
