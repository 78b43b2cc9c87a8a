#!/usr/bin/env bash
# Runs the authentication server (AS). For its options: scripts/as-server.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar as-server.jar server "$@"
