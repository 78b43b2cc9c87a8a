#!/usr/bin/env bash
# Runs the adversary between the clients and servers of a realm; see docs/adversary.md. For its
# options: scripts/adversary.sh --help
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
# Java cannot detect a terminal on standard input if the output is redirected.
if [ -t 0 ]; then export HALLPASS_TYPED=1; else unset HALLPASS_TYPED; fi
run_jar adversary.jar server "$@"
