#!/bin/sh
# Builds the runner's image in the registry and deploys the runner. Its tag is the commit, so that unchanged code builds nothing.
# RUNNER_KIND is containerApps (default), scaleSet or none; RUNNER_PARAMETERS are further ones, such as "restoreOn=cpu maxTrainingExecutions=2".
set -eu
kind=${RUNNER_KIND:-containerApps}
[ "$kind" != none ] || exit 0
[ -z "${AZURE_SUBSCRIPTION_ID:-}" ] || az account set --subscription "$AZURE_SUBSCRIPTION_ID"
tag=${RUNNER_TAG:-$(git rev-parse --short=12 HEAD)}
repository=cloudrestore-runner

build() {
    if az acr repository show --name "$REGISTRY_NAME" --image "$repository:$2" --output none 2>/dev/null; then
        echo "The image $repository:$2 is there."
    else
        az acr build --registry "$REGISTRY_NAME" --image "$repository:$2" --file gpu-runner/Dockerfile --build-arg "TORCH_DEVICE=$1" --timeout 7200 .
    fi
}

build cuda "$tag"
case " ${RUNNER_PARAMETERS:-} " in *" restoreOn=cpu "*) build cpu "$tag-cpu" ;; esac

case "$kind" in scaleSet) subnet=${MACHINES_SUBNET_ID:-} ;; *) subnet=${RUNNER_SUBNET_ID:-} ;; esac

# Parameters are words.
# shellcheck disable=SC2086
az deployment group create --resource-group "$AZURE_RESOURCE_GROUP" --name runner --template-file infra/runner.bicep --output none \
    --parameters kind="$kind" environmentName="$AZURE_ENV_NAME" location="$AZURE_LOCATION" storageName="$STORAGE_ACCOUNT_NAME" \
    registryName="$REGISTRY_NAME" identityName="$RUNNER_IDENTITY_NAME" workspaceName="$WORKSPACE_NAME" insightsName="$INSIGHTS_NAME" \
    subnetId="$subnet" sshPublicKey="${RUNNER_SSH_KEY:-}" image="$repository:$tag" ${RUNNER_PARAMETERS:-}
