# What the scripts share: where things are, building when needed, starting a jar. To be sourced.
# shellcheck shell=bash

root=$(CDPATH="" cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
target="$root/realm/distribution/target"
lib="$target/hallpass/lib"
built="$target/hallpass/built"

# Says a sentence and ends.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    printf '%s\n' "$JAVA_HOME/bin/java"
  else
    command -v java || fail "There is no java here. Install a JDK 17 or newer, on Debian with: $(as_root apt-get install openjdk-17-jdk-headless)"
  fi
}

# The words that run a command as root: for sentences.
as_root() {
  if [ "$(id -u)" = 0 ]; then printf '%s' "$*"; else printf 'sudo %s' "$*"; fi
}

# Whether something that the jars are made of is newer than they are.
needs_build() {
  [ ! -e "$built" ] && return 0
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/*/pom.xml "$root"/*/src/main "$root"/*/*/src/main -newer "$built" -print -quit)" ]
}

# Builds the jars, unless they are up to date. Maven's own words go to a file; they are shown if it fails.
build_if_needed() {
  needs_build || return 0
  mkdir -p "$target"
  # Several servers may be started at the same time: one builds, the others wait for it.
  exec 9> "$target/build.lock"
  flock 9
  if needs_build; then build; fi
  exec 9>&-
}

build() {
  command -v mvn > /dev/null || fail "There is no Maven here. Install it, on Debian with: $(as_root apt-get install maven)"
  local log="$target/build.log"
  printf 'Building Hallpass; the first time this takes a minute or two.\n' >&2
  # The stamp is as old as the sources that were read: what changes during the build is newer.
  touch "$log.started"
  if ! (cd "$root" && mvn -B -ntp -DskipTests -Dspotless.check.skip package > "$log" 2>&1); then
    grep -E 'ERROR|BUILD' "$log" | head -20 >&2
    fail "The build failed. All that Maven said is in $log"
  fi
  touch -r "$log.started" "$built"
}

# Error Prone and NullAway run inside Maven's JVM and use the internals of javac.
lint_options() {
  local package
  for package in api code comp file main model parser processing tree util; do
    printf '%s ' "--add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
  done
  printf '%s ' --add-opens=jdk.compiler/com.sun.tools.javac.{code,comp}=ALL-UNNAMED
}

# Maven lives for one build: one compiler and one collector cost the least.
export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1"

# Runs one of the jars in place of this shell: run_jar JAR KIND ARGUMENTS..., where KIND is server or command.
run_jar() {
  local jar=$1 kind=$2
  shift 2
  build_if_needed
  prepare_environment
  local java
  java=$(java_command)
  # shellcheck disable=SC2046 # options are words
  exec "$java" $(java_options "$kind") -jar "$lib/$jar" "$@"
}

# Java cannot tell whether its output alone is a terminal, and reads its arguments in the locale's encoding.
prepare_environment() {
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) if [ -t 1 ]; then export HALLPASS_TTY=1; fi ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

# Nothing here uses Java's own serialisation, so nothing may.
java_options() {
  printf '%s ' -XX:+UseSerialGC -Xshare:auto '-Djdk.serialFilter=!*' -Djdk.console=java.base
  case $1 in
    # A server that is out of memory had better end than be mute.
    server) printf '%s ' -Xmx512m -XX:+ExitOnOutOfMemoryError ;;
    # A command lives for a moment: the second compiler would not pay for itself.
    command) printf '%s ' -Xmx256m -XX:TieredStopAtLevel=1 ;;
  esac
  printf '%s' "${HALLPASS_JAVA_OPTS:-}"
}
