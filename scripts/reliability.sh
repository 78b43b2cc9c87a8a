#!/usr/bin/env bash
# Shows one of the promises of docs/reliability.md with as many rounds as one has the time for. The same tests run in every build,
# with few.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/reliability.sh GUARANTEE [--rounds N] [--store sqlite|postgres] [Maven's own arguments]
  GUARANTEE      one of those in docs/reliability.md, such as g1
  --rounds N     how many; each guarantee has its own number unless this is given
  --store STORE  with this database alone, where both are tried
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

# The tests of a guarantee, and its number of rounds.
case $guarantee in
  -h | --help) usage && exit 0 ;;
  g1) tests=NothingAcknowledgedIsLostTest,PowerCutTest,NoCertificateIsLostTest few=1000 ;;
  g2) tests=SyncBeforeAnswerTest,SyncOnPostgresTest few=1 ;;
  g3) tests=ReplayTest,ReplayFlatnessTest few=10000 ;;
  g8) tests=RetransmissionTest few=100 ;;
  g9) tests=IssuingCutShortTest,EnrolmentExchangeTest,RefusedEnrolmentsTest,NoCertificateIsLostTest few=100 ;;
  g10) tests='Revocation*Test,CurrentRevocationListTest' few=1 ;;
  g12) tests=StartOrdersTest,LaunchedServersTest,LateDatabaseTest,PostgresLineTest few=120 ;;
  g13) tests=OutagesTest,UnpluggedTest few=1 ;;
  g14) tests=OrderlyStopTest few=10 ;;
  g15) tests=RolloverTest few=10 ;;
  g16) tests=SecretsTest few=1 ;;
  g17) tests=TamperingTest few=1000 && set -- "-Dhallpass.tampering=${rounds:-1000}" "$@" ;;
  g18) tests=WrongClocksTest few=1 ;;
  bits) tests=EveryBitTest few=1 ;;
  *) usage >&2 && exit 2 ;;
esac
rounds=${rounds:-$few}
[[ $rounds =~ ^[1-9][0-9]{0,6}$ ]] || fail "--rounds takes a number from 1 on, not $rounds"
case $store in
  "") ;;
  sqlite | postgres) set -- "-Dhallpass.store=$store" "$@" ;;
  *) fail "--store takes sqlite or postgres, not $store" ;;
esac

# On a disk, as realms are.
export HALLPASS_TESTS_IN=${HALLPASS_TESTS_IN:-${TMPDIR:-/var/tmp}}
exec "$root/scripts/test.sh" -pl integration-tests -am -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false \
  -Dhallpass.rounds="$rounds" -Dtests.seconds=0 -Djunit.jupiter.execution.timeout.mode=disabled "$@"
