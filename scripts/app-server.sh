#!/usr/bin/env bash
# Runs the PKI application server. For its options: scripts/app-server.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar app-server.jar server "$@"
