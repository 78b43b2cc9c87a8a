#!/usr/bin/env bash
# Puts the adversary before each server of a realm, in this terminal. --help says what it takes, docs/adversary.md what it does.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
# Java can tell whether somebody types only if nothing reads the output.
if [ -t 0 ]; then export HALLPASS_TYPED=1; else unset HALLPASS_TYPED; fi
run_jar adversary.jar server "$@"
