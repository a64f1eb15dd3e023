#!/bin/sh
# Says at once what would fail after minutes.
set -eu
if [ "${FunctionsHost:-}" != "Azure" ]; then
    echo "The function app would be built for the emulator: run 'FunctionsHost=Azure azd up'." >&2
    exit 1
fi
command -v az >/dev/null || { echo "The Azure CLI is missing: install it and run 'az login'." >&2; exit 1; }
az account show --output none || { echo "The Azure CLI is not signed in: run 'az login'." >&2; exit 1; }
for provider in Microsoft.App Microsoft.Web Microsoft.Storage Microsoft.EventGrid Microsoft.ContainerRegistry Microsoft.OperationalInsights Microsoft.Insights Microsoft.DurableTask Microsoft.ManagedIdentity; do
    az provider register --namespace "$provider" --output none
done
