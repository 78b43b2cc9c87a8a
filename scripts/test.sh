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

# Prints where the tests may have their realms and databases: in memory, where there is plenty and libraries may be loaded from
# it. On a disk that others keep busy a sync takes seconds, and then servers rightly say that their store is away. Who syncs
# what, and when, is the same in memory; scripts/reliability.sh shows it on a disk.
place_for_tests() {
  local memory=/dev/shm
  if [ "$(room_in "$memory")" -ge $((4 * 1024 * 1024)) ] && [ "$(free_memory)" -ge $((8 * 1024 * 1024)) ] &&
    ! findmnt -no OPTIONS --target "$memory" | grep -qw noexec; then
    printf '%s\n' "$memory"
  else
    printf '%s\n' "${TMPDIR:-/tmp}"
  fi
}

# Both in KiB, and 0 where it cannot be told.
room_in() { df --output=avail -k "$1" 2> /dev/null | tail -n 1 | grep . || echo 0; }
free_memory() { sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2> /dev/null | grep . || echo 0; }

HALLPASS_TESTS_IN=$(mktemp -d "${HALLPASS_TESTS_IN:-$(place_for_tests)}/hallpass-tests.XXXXXX")
export HALLPASS_TESTS_IN
trap 'rm -rf -- "$HALLPASS_TESTS_IN" "${started:-}"' EXIT
# A PostgreSQL that root starts runs as another user, who has to get at its data.
chmod 711 "$HALLPASS_TESTS_IN"

cd "$root"
# As old as the sources that are read now: what changes meanwhile is newer than the jars.
started=$(mktemp)
# Not quiet: the count of the tests that ran is the point. Two modules at a time where there are two cores.
export MAVEN_OPTS="$MAVEN_OPTS $(lint_options) --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
mvn -B -ntp -T 1C -Plint verify -Dtests.folder="$HALLPASS_TESTS_IN" "$@"
# With options of Maven's, not all of the jars may have been built.
if [ $# = 0 ]; then touch -r "$started" "$built"; fi
