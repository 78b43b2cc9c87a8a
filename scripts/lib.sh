# Functions of the other scripts: paths, builds, starting jars. Sourced, not run.
# shellcheck shell=bash

root=$(CDPATH="" cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
target="$root/realm/distribution/target"
lib="$target/hallpass/lib"
built="$target/hallpass/built"

# Prints an error and exits.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    printf '%s\n' "$JAVA_HOME/bin/java"
  else
    command -v java || fail "Java is not installed." \
      "Install a JDK 17 or newer, on Debian with: $(as_root apt-get install openjdk-17-jdk-headless)"
  fi
}

# Prints a command with sudo if root has to run it.
as_root() {
  if [ "$(id -u)" = 0 ]; then printf '%s' "$*"; else printf 'sudo %s' "$*"; fi
}

# Whether a source file is newer than the jars.
needs_build() {
  [ ! -e "$built" ] && return 0
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/*/pom.xml \
    "$root"/*/src/main "$root"/*/*/src/main -newer "$built" -print -quit)" ]
}

# Builds the jars if they are outdated.
build_if_needed() {
  needs_build || return 0
  mkdir -p "$target"
  # If several servers start at the same time, one builds and the others wait.
  exec 9> "$target/build.lock"
  flock 9
  if needs_build; then build; fi
  exec 9>&-
}

build() {
  command -v mvn > /dev/null ||
    fail "Maven is not installed. Install it, on Debian with: $(as_root apt-get install maven)"
  local log="$target/build.log"
  printf 'Building Hallpass. The first build takes a minute or two.\n' >&2
  # Sources that change during the build are newer than this stamp, and so than the jars.
  touch "$log.started"
  if ! (cd "$root" && mvn -B -ntp -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package > "$log" 2>&1); then
    grep -E 'ERROR|BUILD' "$log" | head -20 >&2
    fail "The build failed. The complete output of Maven is in $log"
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

# The cheapest options for a short-lived JVM.
export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+IgnoreUnrecognizedVMOptions"
MAVEN_OPTS+=" -XX:+UseSerialGC -XX:TieredStopAtLevel=1"

# run_jar JAR KIND ARGUMENTS...: replaces this shell by a jar. KIND is server or command.
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

# Tells the jar whether its output is a terminal, which Java cannot detect, and selects UTF-8 for
# its arguments.
prepare_environment() {
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) if [ -t 1 ]; then export HALLPASS_TTY=1; fi ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

# The filter disables Java serialisation, which Hallpass does not use.
java_options() {
  printf '%s ' -XX:+UseSerialGC -Xshare:auto '-Djdk.serialFilter=!*' -Djdk.console=java.base
  case $1 in
    # Exit rather than hang when memory runs out.
    server) printf '%s ' -Xmx512m -XX:+ExitOnOutOfMemoryError ;;
    # A command ends before the C2 compiler pays off.
    command) printf '%s ' -Xmx256m -XX:TieredStopAtLevel=1 ;;
  esac
  printf '%s' "${HALLPASS_JAVA_OPTS:-}"
}
