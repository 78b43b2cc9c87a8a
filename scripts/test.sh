#!/usr/bin/env bash
# Runs all tests, the tests of one module or one test class. Needs a JDK (17 or newer) and Maven;
# installs the other tools that the tests use, or prints the command that does.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/test.sh [MODULE [TESTCLASS]] [MAVEN OPTIONS]
  (none)      all tests, after Error Prone, NullAway and a check of the format
  MODULE      the tests of one module: its folder or the name of its folder, such as
              realm/store or store; modules that it needs are built first
  TESTCLASS   one class of that module, such as PrincipalStoreTest
END
}

# module_folder NAME: prints the folder of a module, relative to the root.
module_folder() {
  local pom
  for pom in "$root/$1/pom.xml" "$root"/*/"$1/pom.xml"; do
    [ -e "$pom" ] && realpath --relative-to="$root" "$(dirname -- "$pom")" && return 0
  done
  fail "There is no module $1: give the folder of a module, such as realm/store or store."
}

# test_classes FOLDER: prints the names of a module's test classes, separated by commas.
test_classes() {
  find "$root/$1/src/test" -name '*Test.java' -printf '%f\n' | sed 's/\.java$//' | paste -sd,
}

selected=() checks=(-Plint)
case "${1:-}" in
  -h | --help) usage && exit 0 ;;
  "" | -*) ;;
  *)
    module=$(module_folder "$1")
    shift
    case "${1:-}" in
      "" | -*) classes=$(test_classes "$module") ;;
      *) classes=$1 && shift ;;
    esac
    selected=(-pl "$module" -am "-Dtest=$classes" -Dsurefire.failIfNoSpecifiedTests=false)
    checks=(-Dspotless.check.skip)
    ;;
esac

# need COMMAND PACKAGE: installs the package of a command that tests use.
need() {
  command -v "$1" > /dev/null && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    printf 'Installing %s for the tests.\n' "$2"
    # A new machine may have no package lists, or outdated ones.
    local install=(apt-get install -y -qq -o DPkg::Lock::Timeout=120 "$2")
    "${install[@]}" > /dev/null 2>&1 || { apt-get update -qq && "${install[@]}" > /dev/null; }
  else
    fail "The tests need $1. Install it with: $(as_root apt-get install "$2")"
  fi
}

prepare_build
need openssl openssl
need xxd xxd
# Only root can trace other processes and create network namespaces. Tests that need either are
# skipped without it.
if [ "$(id -u)" = 0 ]; then
  need strace strace
  need ip iproute2
fi

# Prints the folder for the realms and databases of the tests: /dev/shm if it has room and allows
# native libraries to be loaded. On a busy disk an fsync can take seconds, and servers then report
# their store as unavailable. scripts/reliability.sh uses a disk.
test_folder() {
  local memory=/dev/shm
  if [ "$(free_space "$memory")" -ge $((4 * 1024 * 1024)) ] &&
    [ "$(free_memory)" -ge $((8 * 1024 * 1024)) ] &&
    ! findmnt -no OPTIONS --target "$memory" | grep -qw noexec; then
    printf '%s\n' "$memory"
  else
    printf '%s\n' "${TMPDIR:-/tmp}"
  fi
}

# In KiB; 0 if unknown.
free_space() { df --output=avail -k "$1" 2> /dev/null | tail -n 1 | grep . || echo 0; }
free_memory() {
  sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2> /dev/null | grep . || echo 0
}

mkdir -p "$target"
lock_build
HALLPASS_TESTS_IN=${HALLPASS_TESTS_IN:-$(test_folder)}
[ -d "$HALLPASS_TESTS_IN" ] ||
  fail "$HALLPASS_TESTS_IN is not a folder. Set TMPDIR or HALLPASS_TESTS_IN to one."
HALLPASS_TESTS_IN=$(mktemp -d "$HALLPASS_TESTS_IN/hallpass-tests.XXXXXX")
export HALLPASS_TESTS_IN
trap 'rm -rf -- "$HALLPASS_TESTS_IN"; unlock "$target/build.lock"' EXIT
# If root runs the tests, PostgreSQL runs as another user and must reach its data.
chmod 711 "$HALLPASS_TESTS_IN"

start_stamp "$target/tests.started"
MAVEN_OPTS+=" $(lint_options) --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
# Two modules at a time on two cores.
maven -T 1C verify "${checks[@]}" -Dtests.folder="$HALLPASS_TESTS_IN" "${selected[@]}" "$@"
# Otherwise some of the jars may not have been built.
if [ ${#selected[@]} = 0 ] && [ $# = 0 ]; then finish_stamp "$target/tests.started"; fi
