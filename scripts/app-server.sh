#!/usr/bin/env bash
# Runs the PKI application server. For its options: scripts/app-server.sh --help
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar app-server.jar server "$@"
