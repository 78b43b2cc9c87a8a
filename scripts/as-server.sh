#!/usr/bin/env bash
# Starts the as server in this terminal. --help says what it takes.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar as-server.jar server "$@"
