#!/usr/bin/env bash
# Runs the Kerberos service. For its options: scripts/service-server.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar app-server-service.jar server "$@"
