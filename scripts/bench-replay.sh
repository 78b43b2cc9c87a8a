#!/usr/bin/env bash
# What a durable replay cache costs, over SQLite and PostgreSQL; all figures of one run can be compared. Takes two minutes.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

build_if_needed
cd "$root/realm-store"
[ -d target/test-classes ] || mvn -B -ntp -f "$root/pom.xml" -pl realm-store -am -DskipTests test-compile > /dev/null
# The libraries come from the built folder, the tests' own from Maven's.
exec "$(java_command)" --enable-native-access=ALL-UNNAMED -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dslf4j.internal.verbosity=ERROR -XX:+UseSerialGC -Xmx512m \
  -cp "target/test-classes:$root/testkit/target/classes:$root/common-crypto/target/classes:$lib/*" hallpass.store.ReplayBench
