#!/usr/bin/env bash
# Runs the tests of one guarantee of docs/reliability.md with many rounds. Every build runs the
# same tests with a few.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/reliability.sh GUARANTEE [--rounds N] [--store sqlite|postgres] [MAVEN OPTIONS]
  GUARANTEE      a guarantee of docs/reliability.md, such as g1; or bits
  --rounds N     the number of rounds; each guarantee has its own default
  --store STORE  run with one database only, where the tests use both
END
}

[ $# -ge 1 ] || { usage >&2 && exit 2; }
guarantee=$1
shift
rounds="" store=""
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?--rounds takes a number} && shift ;;
    --store) store=${2:?--store takes sqlite or postgres} && shift ;;
    -h | --help) usage && exit 0 ;;
    *) break ;;
  esac
  shift
done

# The test classes of a guarantee, and its default number of rounds.
case $guarantee in
  -h | --help) usage && exit 0 ;;
  g1) tests=KeyUpdateDurabilityTest,PowerLossTest,CertificateDurabilityTest default=1000 ;;
  g2) tests=SqliteSyncTest,PostgresSyncTest default=1 ;;
  g3) tests=ReplayProtectionTest,ReplayCacheSizeTest default=10000 ;;
  g8) tests=RetransmissionTest default=100 ;;
  g9) tests='IssuanceCrashTest,EnrolmentExchange*Test,CertificateDurabilityTest' default=100 ;;
  g10) tests='Revocation*Test,CertificateRenewerRevocationTest,CurrentCrlTest' default=1 ;;
  g12) tests=StartOrderTest,ServerJarsTest,LateDatabaseTest,PostgresPoolTest default=120 ;;
  g13) tests=ServerOutageTest,NetworkOutageTest default=1 ;;
  g14) tests=GracefulShutdownTest default=10 ;;
  g15) tests=KeyRolloverLoadTest default=10 ;;
  g16) tests=SecretLeakTest default=1 ;;
  g17)
    tests=AuditLogVerifierTest default=1000
    set -- "-Dhallpass.tampering=${rounds:-1000}" "$@"
    ;;
  g18) tests=WrongClockTest default=1 ;;
  g19) tests=BackupUnderLoadTest default=100 ;;
  bits) tests=FrameTamperingTest default=1 ;;
  *) usage >&2 && exit 2 ;;
esac
rounds=${rounds:-$default}
[[ $rounds =~ ^[1-9][0-9]{0,6}$ ]] || fail "--rounds takes a number from 1 to 9999999, not $rounds."
case $store in
  "") ;;
  sqlite | postgres) set -- "-Dhallpass.store=$store" "$@" ;;
  *) fail "--store takes sqlite or postgres, not $store." ;;
esac

# On a disk, like a real realm.
export HALLPASS_TESTS_IN=${HALLPASS_TESTS_IN:-${TMPDIR:-/var/tmp}}
exec "$root/scripts/test.sh" integration "$tests" -Dhallpass.rounds="$rounds" -Dtests.seconds=0 \
  -Djunit.jupiter.execution.timeout.mode=disabled "$@"
