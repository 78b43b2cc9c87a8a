#!/usr/bin/env bash
# Creates, starts and stops a PostgreSQL database on the loopback interface, for a realm or a test.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/postgres.sh start DIR PORT   start the database in DIR and print its URL; create it
                                            if DIR has none
       scripts/postgres.sh stop DIR         stop the database and keep its data
       scripts/postgres.sh remove DIR       stop the database and remove its data
The database and its user are named hallpass. The password of the user is in DIR/password.
END
}

# Runs a command as the owner of the database: PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# Prints the folder of PostgreSQL's programs and installs them if they are missing.
programs() {
  find_programs && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null ||
    fail "PostgreSQL is not installed." \
      "Install it, on Debian with: $(as_root apt-get install postgresql)"
  install_programs
  find_programs || fail "The programs of PostgreSQL are not in /usr/lib/postgresql." \
      "Add their folder to the PATH."
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
  # Keeps Debian's package from creating and starting a database.
  local settings=/etc/postgresql-common/createcluster.conf
  mkdir -p "$(dirname -- "$settings")"
  grep -qs '^create_main_cluster *= *false' "$settings" || printf 'create_main_cluster = false\n' >> "$settings"
  export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
  local install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120
    -o Dpkg::Options::=--force-confold postgresql)
  # A new machine may have no package lists, or outdated ones.
  "${install[@]}" > /dev/null 2>&1 || { apt-get update -qq && "${install[@]}" > /dev/null; } >&2
}

# Prints the data folder: DIR/data, or another folder if the owner cannot access DIR.
data_of() {
  local dir=$1
  if [ -e "$dir/place" ]; then cat "$dir/place"; else printf '%s\n' "$dir/data"; fi
}

create() {
  local dir=$1 bin=$2 data="$1/data"
  if [ "$(id -u)" = 0 ] && ! as_owner test -x "$dir"; then
    data=$(mktemp -d "${HALLPASS_TESTS_IN:-/var/tmp}/hallpass-postgres.XXXXXX")/data
    chmod 755 "$(dirname -- "$data")"
    printf '%s\n' "$data" > "$dir/place"
  fi
  (umask 077 && [ -e "$dir/password" ] || head -c 24 /dev/urandom | base64 | tr '+/' 'xy' > "$dir/password")
  # Renamed when complete, so that an interrupted creation starts again.
  rm -rf "$data.new" "$data.pw"
  mkdir "$data.new"
  install -m 600 "$dir/password" "$data.pw"
  if [ "$(id -u)" = 0 ]; then chown postgres "$data.new" "$data.pw"; fi
  as_owner "$bin/initdb" -D "$data.new" -U hallpass --pwfile="$data.pw" -A scram-sha-256 \
    -E UTF8 --locale=C.UTF-8 > "$dir/initdb.log" 2>&1 ||
    { tail -n 5 "$dir/initdb.log" >&2 && fail "PostgreSQL could not create a database in $data."; }
  rm -f "$data.pw"
  as_owner tee -a "$data.new/postgresql.conf" > /dev/null << END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = on
synchronous_commit = on
END
  # Tests kill the database; shared memory in files is then removed with its folder.
  [ -z "${HALLPASS_TESTS_IN:-}" ] ||
    printf 'dynamic_shared_memory_type = mmap\n' | as_owner tee -a "$data.new/postgresql.conf" > /dev/null
  mv "$data.new" "$data"
}

start() {
  local dir=$1 port=$2 bin data
  [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || fail "$port is not a port: give a number from 1 to 65535."
  bin=$(programs)
  mkdir -p "$dir"
  lock "$dir/lock" 120 "Another process starts the database in $dir; waiting for it." ||
    fail "Another process has been starting the database in $dir for two minutes."
  data=$(data_of "$dir")
  [ -d "$data" ] || { create "$dir" "$bin" && data=$(data_of "$dir"); }
  if ! as_owner "$bin/pg_ctl" -D "$data" status > /dev/null; then
    (close_lock && as_owner "$bin/pg_ctl" -D "$data" -l "$data/server.log" -o "-p $port" -w -t 60 start \
      > /dev/null < /dev/null) ||
      { tail -n 5 "$data/server.log" >&2 && fail "PostgreSQL did not start on port $port; see the log above."; }
  fi
  # The database of a realm. Tests create one for each realm.
  export PGPASSWORD
  PGPASSWORD=$(cat "$dir/password")
  local psql=("$bin/psql" -h 127.0.0.1 -p "$port" -U hallpass -d postgres -XAtq)
  [ "$("${psql[@]}" -c "SELECT 1 FROM pg_database WHERE datname = 'hallpass'")" = 1 ] ||
    "${psql[@]}" -c "CREATE DATABASE hallpass"
  unlock "$dir/lock"
  printf 'jdbc:postgresql://127.0.0.1:%s/hallpass?user=hallpass\n' "$port"
}

stop() {
  local dir=$1 bin data
  data=$(data_of "$dir")
  [ -d "$data" ] || fail "$dir has no database."
  bin=$(programs)
  ! as_owner "$bin/pg_ctl" -D "$data" status > /dev/null ||
    as_owner "$bin/pg_ctl" -D "$data" -m fast -w stop > /dev/null
}

# Removes a database, and nothing else.
remove() {
  local dir=$1 data
  data=$(data_of "$dir")
  case $data in
    "$dir/data" | /*/hallpass-postgres.??????/data) ;;
    *) fail "$dir/place names $data, which this script has not created. Remove the file place." ;;
  esac
  if [ -e "$data/PG_VERSION" ]; then
    stop "$dir"
  elif [ -e "$data" ]; then
    fail "$data is not a database. Move it away."
  fi
  rm -rf -- "$data" "$data.new" "$data.pw"
  [ "$data" = "$dir/data" ] || rmdir -- "$(dirname -- "$data")" 2> /dev/null || true
  rm -f -- "$dir/place" "$dir/password"
}

# The owner of the database may not have access to the current folder.
if [ $# -ge 2 ]; then dir=$(realpath -m -- "$2") && cd /; fi
case "${1:-} $#" in
  "start 3") start "$dir" "$3" ;;
  "stop 2") stop "$dir" ;;
  "remove 2") remove "$dir" ;;
  "-h 1" | "--help 1") usage ;;
  *) usage >&2 && exit 2 ;;
esac
