#!/usr/bin/env bash
# Measures the cost of a durable replay cache on SQLite and PostgreSQL. Takes two minutes.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

build_if_needed
cd "$root/realm/store"
if [ ! -d target/test-classes ]; then
  lock_build
  prepare_build
  maven -pl realm/store -am -DskipTests test-compile > /dev/null
  close_lock
fi
java=$(java_command)
# Test classes come from Maven's folders, libraries from the folder of the jars.
classes="target/test-classes:$root/testing/fixtures/target/classes"
exec "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx512m \
  -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dslf4j.internal.verbosity=ERROR \
  -cp "$classes:$root/common-crypto/target/classes:$lib/*" hallpass.store.ReplayCacheBenchmark
