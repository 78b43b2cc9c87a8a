# Functions of the other scripts: paths, builds, starting jars. Sourced, not run.
# shellcheck shell=bash

set -euo pipefail

# Prints an error and exits.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Settings of the caller's shell and of other tools that would change how the scripts work.
set +o posix +o noclobber
unset CDPATH BASH_ENV ENV GREP_OPTIONS
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}:/usr/sbin:/sbin"
# A closed stream would otherwise be replaced by the first file that a program opens.
[ -e /dev/fd/0 ] || exec < /dev/null
[ -e /dev/fd/1 ] || exec > /dev/null
[ -e /dev/fd/2 ] || exec 2> /dev/null

[ "${BASH_VERSINFO[0]}" -ge 4 ] || fail "The scripts need bash 4 or newer; this is $BASH_VERSION."

root=$(CDPATH="" cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
target="$root/realm/distribution/target"
lib="$target/hallpass/lib"
built="$target/hallpass/built"

# Prints a command with sudo if root has to run it.
as_root() {
  if [ "$(id -u)" = 0 ]; then printf '%s' "$*"; else printf 'sudo %s' "$*"; fi
}

# fail_without_java SENTENCE: prints the sentence and how to install a JDK, and exits.
fail_without_java() {
  fail "$1 Install a JDK 17 or newer, on Debian with:" \
    "$(as_root apt-get install openjdk-17-jdk-headless)"
}

# java_program NAME: prints the path of java or javac, from JAVA_HOME or else from the PATH.
java_program() {
  local program
  if [ -n "${JAVA_HOME:-}" ]; then
    program="$JAVA_HOME/bin/$1"
    [ -x "$JAVA_HOME/bin/java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java." \
      "Set it to the folder of a JDK 17 or newer, or unset it."
  else
    program=$(command -v "$1") || program=""
  fi
  [ -x "$program" ] || return 0
  local version
  version=$(java_version "$program")
  [ "${version:-0}" -ge 17 ] ||
    fail_without_java "$program has version ${version:-unknown}; Hallpass needs Java 17 or newer."
  printf '%s\n' "$program"
}

# java_version PROGRAM: prints the major version of java or javac.
java_version() {
  local file
  file=$(readlink -f -- "$1")
  file=${file%/bin/*}/release
  if [ -r "$file" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$file"
  else
    "$1" -version 2>&1 | sed -nE 's/^(.* version "|javac )([0-9]+).*/\2/p' | head -n 1
  fi
}

# Prints the Java that runs Hallpass.
java_command() {
  local java
  java=$(java_program java) || exit 1
  [ -n "$java" ] || fail_without_java "Java is not installed."
  printf '%s\n' "$java"
}

# Selects the JDK and the locale of a build.
prepare_build() {
  local javac
  command -v mvn > /dev/null ||
    fail "Maven is not installed. Install it, on Debian with: $(as_root apt-get install maven)"
  javac=$(java_program javac)
  [ -n "$javac" ] || fail_without_java "Building Hallpass needs the Java compiler, javac, which is missing."
  javac=$(readlink -f -- "$javac")
  # Not for a wrapper of javac in another folder.
  if [ -x "${javac%/bin/javac}/bin/java" ]; then export JAVA_HOME=${javac%/bin/javac}; fi
  use_utf8
}

# maven ARGUMENTS...: runs Maven on the whole project.
maven() {
  local home=() exit=0
  # Java takes the home folder from the user database, or else uses the folder "?".
  if ! id -un > /dev/null 2>&1; then
    [ -d "${HOME:-}" ] || fail "User $(id -u) has no home folder: set HOME to a folder for Maven's files."
    home=("-Dmaven.repo.local=$HOME/.m2/repository")
    if [ -e "$HOME/.m2/settings.xml" ]; then home+=(-s "$HOME/.m2/settings.xml"); fi
  fi
  (cd "$root" && mvn -B -ntp "${home[@]}" "$@") || exit=$?
  give_to_owner "$root"/*/target "$root"/*/*/target
  return $exit
}

# give_to_owner FILES...: root gives files that it created in this clone to the owner of the clone.
give_to_owner() {
  [ "$(id -u)" != 0 ] || [[ $1 != "$root"/* ]] || chown -hR --reference="$root" -- "$@" 2> /dev/null || true
}

# Prints the sources that are newer than a file.
newer_sources() {
  # In this folder, because find needs access to the current one.
  (cd "$root" && find pom.xml ./*/pom.xml ./*/*/pom.xml ./*/src/main ./*/*/src/main \
    -newer "$1" -printf '%T@ %p\n')
}

# Whether a source file is newer than the jars.
needs_build() {
  [ -e "$built" ] || return 0
  # An image needs the jars only.
  [ -e "$root/pom.xml" ] || return 1
  # The clock was ahead when the jars were built.
  local now
  printf -v now '%(%s)T' -1
  [ "$(stat -c %Y -- "$built")" -le "$now" ] || return 0
  # The stamp lists the sources that were dated in the future when the jars were built.
  newer_sources "$built" | grep -vxFf "$built" > /dev/null
}

# start_stamp STAMP: marks the start of a build. Sources that change later are newer than the jars.
start_stamp() {
  touch "$1"
  newer_sources "$1" > "$1.future"
}

# finish_stamp STAMP: records that the jars contain the sources as they were at the start.
finish_stamp() {
  cat "$1.future" > "$built"
  touch -r "$1" "$built"
  rm -f "$1" "$1.future"
}

# Builds the jars if they are outdated.
build_if_needed() {
  needs_build || return 0
  [ -e "$root/pom.xml" ] || fail "Hallpass is not complete: $root/pom.xml is missing." \
    "If the path of this folder contains a line break, rename the folder."
  mkdir -p "$target" 2> /dev/null || true
  [ -w "$target" ] || fail "Hallpass has to be built, but this user cannot write to $target." \
    "Run $root/scripts/run-all.sh as a user that can."
  # If several servers start at the same time, one builds and the others wait.
  lock_build
  if needs_build; then build; fi
  unlock "$target/build.lock"
}

# Waits until no other script builds or tests this clone.
lock_build() {
  lock "$target/build.lock" 3600 "Another process builds or tests Hallpass in $root; waiting for it."
}

build() {
  prepare_build
  local log="$target/build.log" stamp="$target/build.started"
  printf 'Building Hallpass. The first build takes a minute or two.\n' >&2
  start_stamp "$stamp"
  if ! maven -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package > "$log" 2>&1; then
    local errors
    errors=$(grep -E 'ERROR|BUILD' "$log" | head -20) || true
    printf '%s\n' "${errors:-$(tail -n 5 "$log")}" >&2
    fail "The build failed. The complete output of Maven is in $log"
  fi
  finish_stamp "$stamp"
  give_to_owner "$target"
}

# lock FILE SECONDS MESSAGE: locks FILE until this process ends. Prints MESSAGE if it has to wait,
# and fails after SECONDS.
lock() {
  local file=$1 deadline=$((SECONDS + $2)) message=$3
  until try_lock "$file"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    [ -z "$message" ] || printf '%s\n' "$message" >&2
    message=""
    sleep 0.2
  done
}

lock_fd=""

# Locks FILE, or fails.
try_lock() {
  if command -v flock > /dev/null; then
    [ -n "$lock_fd" ] || exec {lock_fd}>> "$1"
    flock -n "$lock_fd"
  else
    # A link is created atomically. It names the process that has the lock.
    ln -s "$$" "$1.owner" 2> /dev/null || { remove_stale_lock "$1.owner" && false; }
  fi
}

# Removes the link of a process that was killed.
remove_stale_lock() {
  local owner
  owner=$(readlink -- "$1") || return 0
  [ -e "/proc/$owner" ] || kill -0 "$owner" 2> /dev/null || rm -f -- "$1"
}

# Child processes that outlive this one must not keep its lock.
close_lock() {
  if [ -n "$lock_fd" ]; then exec {lock_fd}>&-; fi
  lock_fd=""
}

# unlock FILE: releases the lock on FILE.
unlock() {
  close_lock
  if [ "$(readlink -- "$1.owner")" = "$$" ]; then rm -f -- "$1.owner"; fi
}

# Error Prone and NullAway run inside Maven's JVM and use the internals of javac.
lint_options() {
  local package
  for package in api code comp file main model parser processing tree util; do
    printf '%s ' "--add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
  done
  printf '%s ' --add-opens=jdk.compiler/com.sun.tools.javac.{code,comp}=ALL-UNNAMED
}

# collector OPTIONS...: prints the option for the cheapest garbage collector, unless the user's
# options select one: two are an error.
collector() {
  case "$* ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" in
    *-XX:+Use*GC*) ;;
    *) printf '%s' -XX:+UseSerialGC ;;
  esac
}

# The cheapest options for a short-lived JVM.
MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 $(collector "${MAVEN_OPTS:-}")"
export MAVEN_OPTS

# Whether the current folder still exists: Java cannot start otherwise.
has_current_folder() { [[ $(pwd -P 2> /dev/null) = /* ]]; }

# Fails if so few files can be open that Java or SQLite would fail later, with another reason.
require_open_files() {
  local limit
  limit=$(ulimit -Hn)
  [ "$limit" = unlimited ] || [ "$limit" -ge 256 ] ||
    fail "Only $limit files can be open in this shell; Hallpass needs 256. Raise the limit: ulimit -n 1024"
}

# run_jar JAR KIND ARGUMENTS...: replaces this shell by a jar. KIND is server or command.
run_jar() {
  local jar=$1 kind=$2 java options=()
  shift 2
  has_current_folder ||
    fail "The current folder was removed or moved. Change to another folder, and try again."
  require_open_files
  build_if_needed
  mark_terminal
  use_utf8
  java=$(java_command)
  java_options "$kind"
  exec "$java" "${options[@]}" -jar "$lib/$jar" "$@"
}

# Whether Java reads arguments and paths as UTF-8. It ignores the locale if any category of it
# is not installed; the output of locale then contains a warning.
is_utf8() { [ "$(locale charmap 2>&1)" = UTF-8 ]; }

# Selects an installed UTF-8 locale unless the environment already does.
use_utf8() {
  local name
  if ! command -v locale > /dev/null; then
    # musl knows no other character set, and accepts every name.
    is_named_utf8 || export LC_ALL=C.UTF-8
  elif ! is_utf8; then
    while read -r name; do
      [ "$(env LC_ALL="$name" locale charmap 2>&1)" = UTF-8 ] || continue
      export LC_ALL=$name
      return 0
    done < <(printf 'C.UTF-8\nen_US.UTF-8\n' && locale -a 2> /dev/null | grep -iE '\.utf-?8')
  fi
}

# Whether the name of the locale says UTF-8, installed or not.
is_named_utf8() {
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
    *) return 1 ;;
  esac
}

# Tells the jar whether its output is a UTF-8 terminal, which Java cannot detect.
mark_terminal() {
  unset HALLPASS_TTY
  if [ -t 1 ] && is_named_utf8; then export HALLPASS_TTY=1; fi
}

# java_options KIND: sets the array options to the options of the JVM. The filter disables Java
# serialisation, which Hallpass does not use.
java_options() {
  local user=()
  # A process substitution needs no temporary file, unlike a here-string.
  read -rd '' -a user < <(printf '%s' "${HALLPASS_JAVA_OPTS:-}") || true
  read -ra options < <(collector "${user[*]}") || true
  options+=(-Xshare:auto '-Djdk.serialFilter=!*' -Djdk.console=java.base)
  case $1 in
    # Exit rather than hang when memory runs out.
    server) options+=(-Xmx512m -XX:+ExitOnOutOfMemoryError) ;;
    # A command ends before the C2 compiler pays off.
    command) options+=(-Xmx256m -XX:TieredStopAtLevel=1) ;;
  esac
  options+=("${user[@]}")
}
