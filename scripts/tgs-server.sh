#!/usr/bin/env bash
# Runs the ticket-granting server (TGS). For its options: scripts/tgs-server.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar tgs-server.jar server "$@"
