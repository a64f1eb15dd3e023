#!/bin/sh
# Subscribes the deployed app to new photographs. Its key exists some time after the first deployment, so this is tried for ten minutes.
set -eu
[ -z "${AZURE_SUBSCRIPTION_ID:-}" ] || az account set --subscription "$AZURE_SUBSCRIPTION_ID"
tries=0
until az deployment group create --resource-group "$AZURE_RESOURCE_GROUP" --name events --template-file infra/events.bicep --output none \
    --parameters location="$AZURE_LOCATION" functionAppName="$FUNCTION_APP_NAME" storageName="$STORAGE_ACCOUNT_NAME" \
    tags="{\"azd-env-name\":\"$AZURE_ENV_NAME\",\"application\":\"cloudrestore\"}"; do
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || { echo "Event Grid could not be told of the function app: is it running? Run 'azd hooks run postdeploy' when it is." >&2; exit 1; }
    sleep 30
done
