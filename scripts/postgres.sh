#!/usr/bin/env bash
# A PostgreSQL of one's own, on loopback, in one folder: for a realm on this machine, and for the tests.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/postgres.sh start DIR PORT   make the database in DIR if there is none, and start it; says its URL
       scripts/postgres.sh stop DIR         stop it; its data stay
The database and its user are called hallpass; the user's password is in DIR/password.
END
}

# Runs a command as the user that PostgreSQL may run as: never root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# Prints the folder of the server's programs; installs them if they are missing.
programs() {
  find_programs && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null ||
    fail "There is no PostgreSQL server here. Install it, on Debian with: $(as_root apt-get install postgresql)"
  install_programs
  find_programs || fail "PostgreSQL was installed, but its programs are not in /usr/lib/postgresql. Put them on the PATH."
}

find_programs() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [ -x "$found/initdb" ]; then
    printf '%s\n' "$found"
  elif command -v initdb > /dev/null; then
    dirname -- "$(readlink -f -- "$(command -v initdb)")"
  else
    return 1
  fi
}

install_programs() {
  printf 'Installing PostgreSQL.\n' >&2
  # Otherwise Debian's package makes a database of its own, and starts it.
  local settings=/etc/postgresql-common/createcluster.conf
  mkdir -p "$(dirname -- "$settings")"
  grep -qs '^create_main_cluster *= *false' "$settings" || printf 'create_main_cluster = false\n' >> "$settings"
  export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
  local install=(apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold postgresql)
  # The list of packages may be missing or old on a new machine.
  "${install[@]}" > /dev/null 2>&1 || { apt-get update -qq && "${install[@]}" > /dev/null; } >&2
}

# Where the data are: in DIR, or where the server's user can get at them.
data_of() {
  local dir=$1
  if [ -e "$dir/place" ]; then cat "$dir/place"; else printf '%s\n' "$dir/data"; fi
}

make() {
  local dir=$1 bin=$2 data="$1/data"
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ] && ! as_owner test -x "$dir"; then
    data=$(mktemp -d "${HALLPASS_TESTS_IN:-/var/tmp}/hallpass-postgres.XXXXXX")/data
    chmod 755 "$(dirname -- "$data")"
    printf '%s\n' "$data" > "$dir/place"
  fi
  (umask 077 && [ -e "$dir/password" ] || head -c 24 /dev/urandom | base64 | tr '+/' 'xy' > "$dir/password")
  # What was cut short is made again: it is used only once it has its last name.
  rm -rf "$data.new" "$data.pw"
  mkdir "$data.new"
  install -m 600 "$dir/password" "$data.pw"
  if [ "$(id -u)" = 0 ]; then chown postgres "$data.new" "$data.pw"; fi
  as_owner "$bin/initdb" -D "$data.new" -U hallpass --pwfile="$data.pw" -A scram-sha-256 -E UTF8 --locale=C.UTF-8 > "$dir/initdb.log" 2>&1 ||
    { tail -n 5 "$dir/initdb.log" >&2 && fail "PostgreSQL could not make a database in $data."; }
  rm -f "$data.pw"
  as_owner tee -a "$data.new/postgresql.conf" > /dev/null << END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = on
synchronous_commit = on
END
  # Tests kill it: what it leaves behind then goes with its folder.
  [ -z "${HALLPASS_TESTS_IN:-}" ] || printf 'dynamic_shared_memory_type = mmap\n' | as_owner tee -a "$data.new/postgresql.conf" > /dev/null
  mv "$data.new" "$data"
}

start() {
  local dir=$1 port=$2 bin data
  [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || fail "$port is no port: give one from 1 to 65535."
  bin=$(programs)
  data=$(data_of "$dir")
  [ -d "$data" ] || { make "$dir" "$bin" && data=$(data_of "$dir"); }
  if ! as_owner "$bin/pg_ctl" -D "$data" status > /dev/null; then
    as_owner "$bin/pg_ctl" -D "$data" -l "$data/server.log" -o "-p $port" -w -t 60 start > /dev/null < /dev/null ||
      { tail -n 5 "$data/server.log" >&2 && fail "PostgreSQL did not start on port $port; the reason stands above."; }
  fi
  # Each realm has a database to itself; this one is there from the start.
  export PGPASSWORD
  PGPASSWORD=$(cat "$dir/password")
  local psql=("$bin/psql" -h 127.0.0.1 -p "$port" -U hallpass -d postgres -XAtq)
  [ "$("${psql[@]}" -c "SELECT 1 FROM pg_database WHERE datname = 'hallpass'")" = 1 ] ||
    "${psql[@]}" -c "CREATE DATABASE hallpass"
  printf 'jdbc:postgresql://127.0.0.1:%s/hallpass?user=hallpass\n' "$port"
}

stop() {
  local dir=$1 bin data
  data=$(data_of "$dir")
  [ -d "$data" ] || fail "There is no database in $dir."
  bin=$(programs)
  ! as_owner "$bin/pg_ctl" -D "$data" status > /dev/null || as_owner "$bin/pg_ctl" -D "$data" -m fast -w stop > /dev/null
}

# The server's user may not be in the folder that this was called from.
if [ $# -ge 2 ]; then dir=$(realpath -m -- "$2") && cd /; fi
case "${1:-} $#" in
  "start 3") start "$dir" "$3" ;;
  "stop 2") stop "$dir" ;;
  "-h 1" | "--help 1") usage ;;
  *) usage >&2 && exit 2 ;;
esac
