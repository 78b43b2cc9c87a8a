#!/usr/bin/env bash
# Starts the app server in this terminal. --help says what it takes.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar app-server.jar server "$@"
