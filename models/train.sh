#!/usr/bin/env bash
# Trains the model that comes with the product on a folder of photographs, packs it for shipping, and finds the ranges for `restore --fast`.
# Stopped at any moment, the same command goes on where it was.
#   models/train.sh PHOTOGRAPHS WORKFOLDER [more options of 'cloudrestore train', such as --parent models/restore]
set -euo pipefail
cd "$(dirname "$0")/.."
photographs=$1 work=$2
shift 2
cloudrestore() { dotnet run --project cli -- "$@"; }

cloudrestore train --local "$work" --images "$photographs" --preset restore --seed 7 --until pretrain-generator "$@"
cloudrestore models pack "$work/pretrain-generator" --out models/restore --half --name restore --model-version restore-2 \
  --held-out lowest-tenth --license "CC-BY-SA-4.0" --notes "Trained with the mean absolute error and structural similarity; see README.md beside it."
cloudrestore models quantise models/restore --images "$photographs"
