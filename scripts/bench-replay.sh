#!/usr/bin/env bash
# Measures the cost of a durable replay cache on SQLite and PostgreSQL. Takes two minutes.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

build_if_needed
cd "$root/realm/store"
[ -d target/test-classes ] ||
  mvn -B -ntp -f "$root/pom.xml" -pl realm/store -am -DskipTests test-compile > /dev/null
# Test classes come from Maven's folders, libraries from the folder of the jars.
classes="target/test-classes:$root/testing/fixtures/target/classes"
exec "$(java_command)" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx512m \
  -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dslf4j.internal.verbosity=ERROR \
  -cp "$classes:$root/common-crypto/target/classes:$lib/*" hallpass.store.ReplayCacheBenchmark
