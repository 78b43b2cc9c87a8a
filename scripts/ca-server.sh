#!/usr/bin/env bash
# Runs the certificate authority (CA). For its options: scripts/ca-server.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
run_jar ca-server.jar server "$@"
