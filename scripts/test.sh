#!/usr/bin/env bash
# Runs every test, on a machine that has a JDK (17 or newer) and Maven. Installs what else the tests need, or names the command.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

# need COMMAND PACKAGE: a system package that tests use.
need() {
  command -v "$1" > /dev/null && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    printf 'Installing %s, which the tests use.\n' "$2"
    # The list of packages may be missing or old on a new machine.
    apt-get install -y -qq "$2" > /dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq "$2" > /dev/null; }
  else
    fail "The tests use $1. Install it with: $(as_root apt-get install "$2")"
  fi
}

command -v mvn > /dev/null || fail "There is no Maven here. Install it, on Debian with: $(as_root apt-get install maven)"
java_command > /dev/null
need openssl openssl
need xxd xxd
# The harnesses watch processes, pull cables and kill databases. Where these cannot be had, the tests that need them are skipped.
if [ "$(id -u)" = 0 ]; then
  need strace strace
  need ip iproute2
fi

cd "$root"
# As old as the sources that are read now: what changes meanwhile is newer than the jars.
mkdir -p target
touch target/test.started
# Not quiet: the count of the tests that ran is the point. Two modules at a time where there are two cores.
mvn -B -ntp -T 1C verify "$@"
# With options of Maven's, not all of the jars may have been built.
if [ $# = 0 ]; then touch -r target/test.started "$built"; fi
