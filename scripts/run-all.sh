#!/usr/bin/env bash
# Demonstrates Hallpass: creates a realm, starts its servers, plays the demonstration and stops the
# servers. Builds the jars first if necessary.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/run-all.sh [--keep] [--tmux] [--base-port N] [--replicas N] [--profile NAME]
                          [--folder DIR]
  --keep         keep the servers running and print commands to try next
  --tmux         run each server and the client in its own tmux pane, or window if the terminal
                 is small
  --base-port N  listen on ports N+1 to N+5 (default: 8801 to 8805)
  --replicas N   run N replicas of the AS and the TGS on one PostgreSQL database, and kill one of
                 each during the demonstration; installs PostgreSQL if it is missing. Replicas use
                 ports N+11, N+12, N+21 and so on
  --profile NAME classic (default), or hardened: all guards
  --folder DIR   create the realm in DIR/realm (default: lab/demo). A realm of an earlier
                 demonstration is replaced, and nothing else
END
}

# require_number NAME VALUE MAX: fails unless VALUE is a number from 1 to MAX.
require_number() {
  [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$2" -le "$3" ] ||
    fail "$1 takes a number from 1 to $3, not '$2'."
}

require_profile() {
  [ "$1" = classic ] || [ "$1" = hardened ] || fail "--profile takes classic or hardened, not '$1'."
}

keep=no tmux=no base_port=8800 replicas=1 profile=classic demo_folder="$root/lab/demo"
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --tmux) tmux=yes ;;
    --base-port) require_number --base-port "${2:-}" 65430 && base_port=$2 && shift ;;
    --replicas) require_number --replicas "${2:-}" 9 && replicas=$2 && shift ;;
    --profile) require_profile "${2:-}" && profile=$2 && shift ;;
    --folder)
      [ -n "${2:-}" ] || fail "--folder takes the path of a folder."
      demo_folder=$(realpath -m -- "$2") && shift
      ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

# Name and replica number of each server.
servers=()
for replica in $(seq "$replicas"); do servers+=("as $replica" "tgs $replica"); done
servers+=("service 1" "ca 1" "app 1")

realm="$demo_folder/realm"
database="$demo_folder/postgres"
# A realm with this file is one of a demonstration.
passwords="$realm/demo-passwords"
# This file exists while the realm is being created.
creating="$demo_folder/run-all.creating"
# A database with this file is one of a demonstration.
made="$database/made-by-run-all"
# The name of the tmux session of the servers.
session_file="$demo_folder/run-all.tmux"
lock_file="$demo_folder/run-all.lock"
# The demonstration creates this file at its pause, and continues when it is deleted.
pause="$demo_folder/run-all.pause"
export HALLPASS_REALM="$realm"
declare -A pids=()
demo=''

heading() { printf '\n== %s\n' "$*"; }

hallpass() { "$root/scripts/hallpass" "$@"; }

# Stops the processes that this script has started.
stop_all() {
  local pid
  for pid in $demo "${pids[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
  for pid in $demo "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  pids=() demo=''
  rm -f "$pause"
  if [ -e "$database/password" ]; then "$root/scripts/postgres.sh" stop "$database" || true; fi
  give_to_owner "$demo_folder"
  unlock "$lock_file"
}

# child COMMAND...: replaces this shell by a command that stops when this script is killed, unless
# the servers are to be kept.
child() {
  close_lock
  if [ $keep = no ] && setpriv --pdeathsig TERM true 2> /dev/null; then
    exec setpriv --pdeathsig TERM -- "$@"
  fi
  exec "$@"
}

random_password() { head -c 12 /dev/urandom | base64 | tr '+/' 'xy'; }

ports() {
  local replica
  seq $((base_port + 1)) $((base_port + 5))
  for replica in $(seq 1 $((replicas - 1))); do
    seq $((base_port + 10 * replica + 1)) $((base_port + 10 * replica + 2))
  done
}

is_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

check_ports() {
  local port
  for port in $(ports); do
    if is_taken "$port"; then
      fail "Port $port is in use, perhaps by the servers of another demonstration." \
        "Stop them, or choose other ports with --base-port."
    fi
  done
}

# Prints the processes that have files of the realm open.
realm_processes() {
  local path
  path=$(printf '%s' "$realm" | sed 's/[][*?\\]/\\&/g')
  find /proc/[0-9]*/fd -lname "$path/*" 2> /dev/null | cut -d / -f 3 | sort -un | paste -sd ' ' || true
}

# Waits until no other demonstration uses the folder, or fails. The servers of a killed run stop by
# themselves.
take_folder() {
  local other="Stop it, or choose another folder and other ports with --folder and --base-port."
  local session pids
  (umask 022 && mkdir -p "$demo_folder" 2> /dev/null) || true
  [ -w "$demo_folder" ] ||
    fail "This user cannot write to $demo_folder. Choose another folder with --folder."
  lock "$lock_file" 20 "Another scripts/run-all.sh uses $demo_folder; waiting for it." ||
    fail "Another scripts/run-all.sh still uses $demo_folder. $other"
  if [ -s "$session_file" ]; then
    session=$(cat "$session_file")
    ! tmux has-session -t "=$session" 2> /dev/null ||
      fail "A demonstration runs in $demo_folder. Stop it with: tmux kill-session -t $session"
  fi
  local deadline=$((SECONDS + 5))
  while pids=$(realm_processes) && [ -n "$pids" ]; do
    [ "$SECONDS" -lt "$deadline" ] ||
      fail "Servers of an earlier demonstration use $realm. Stop them with: kill $pids"
    sleep 0.2
  done
}

# Prints a free port for the database, above the ports of the servers.
free_port() {
  local port
  for port in $(seq $((base_port + 96)) $((base_port + 105))); do
    is_taken "$port" || { printf '%s\n' "$port" && return; }
  done
  fail "Ports $((base_port + 96)) to $((base_port + 105)) are all in use; the database needs one." \
    "Choose other ports with --base-port."
}

# require_own FOLDER MARKS...: fails if a folder has content, but no file that marks it as created
# by this script.
require_own() {
  local folder=$1 mark
  shift
  for mark in "$@"; do [ ! -f "$mark" ] || return 0; done
  [ -z "$(find "$folder/" -mindepth 1 -print -quit 2> /dev/null)" ] && [ ! -L "$folder" ] &&
    { [ ! -e "$folder" ] || rmdir -- "$folder" 2> /dev/null; } ||
    fail "$folder was not created by this script. Move it away, or choose another folder with --folder."
}

remove_old() {
  require_own "$realm" "$passwords" "$creating"
  require_own "$database" "$made"
  if [ -e "$database" ]; then
    "$root/scripts/postgres.sh" remove "$database"
    rm -rf -- "$database"
  fi
  touch "$creating"
  rm -rf -- "$realm" "$pause" "$session_file"
}

make_realm() {
  local store=sqlite guards=''
  if [ "$replicas" -gt 1 ]; then
    mkdir "$database" && touch "$made"
    store=$(close_lock && "$root/scripts/postgres.sh" start "$database" "$(free_port)")
    guards=replay-cache
    mkdir -m 700 "$realm"
    install -m 600 "$database/password" "$realm/store.password"
  fi
  hallpass realm init "$realm" --base-port "$base_port" --replicas "$replicas" --set "profile=$profile" \
    --set "store=$store" --set "guards=$guards"
  # The passwords of alice before and after the key update.
  (umask 077 && printf '%s\n%s\n' "$(random_password)" "$(random_password)" > "$passwords")
  rm -f "$creating"
  hallpass user add alice --password-stdin < "$passwords"
}

start_servers() {
  local server name replica
  for server in "${servers[@]}"; do
    read -r name replica <<< "$server"
    child "$root/scripts/$name-server.sh" --replica "$replica" &
    pids[$server]=$!
  done
  # shellcheck disable=SC2086 # name and replica
  for server in "${servers[@]}"; do await_ready $server "${pids[$server]}"; done
}

# Waits for the log of the server, because another process may have its port.
await_ready() {
  local server=$1 replica=$2 pid=$3 log
  log="$realm/$server/$server$([ "$replica" = 1 ] || printf '%s' "-$replica").log"
  grep -q -m1 " $server ready on " <(timeout 300 tail -n +1 -F -s 0.2 --pid="$pid" "$log" 2> /dev/null) ||
    fail "The $server server did not start; see above or $log." \
      "If a port is in use, choose other ports with --base-port."
}

# Prints the replica of a server that the client used last: the one with the newest log.
last_asked() {
  local log
  log=$(find "$realm/$1" -name "$1*.log" -printf '%T@ %f\n' | sort -rn | head -n 1)
  case $log in *-[2-9].log) log=${log%.log} && printf '%s\n' "${log##*-}" ;; *) echo 1 ;; esac
}

# Kills a server with SIGKILL, without the shell's message.
kill_hard() {
  local pid=${pids[$1]}
  kill -9 "$pid"
  wait "$pid" 2> /dev/null || true
  unset "pids[$1]"
}

# Runs in the background, so that this script can kill servers at its pause.
play() {
  local options=()
  if [ "$replicas" -gt 1 ]; then options=(--pause "$pause"); fi
  child "$root/scripts/hallpass" demo --password-stdin "${options[@]}" < "$passwords" &
  demo=$!
  if [ "$replicas" -gt 1 ]; then kill_one_of_each; fi
  local exit=0
  wait "$demo" || exit=$?
  demo=''
  return $exit
}

kill_one_of_each() {
  while [ ! -e "$pause" ] && kill -0 "$demo" 2> /dev/null; do sleep 0.1; done
  [ -e "$pause" ] || return 0
  local as tgs
  as="as $(last_asked as)" tgs="tgs $(last_asked tgs)"
  heading "Killing AS replica ${as#* } and TGS replica ${tgs#* }, which the client used last"
  kill_hard "$as"
  kill_hard "$tgs"
  rm -f "$pause"
}

# Uses panes if the terminal is large enough, otherwise windows.
in_tmux() {
  command -v tmux > /dev/null || fail "tmux is not installed. Install it with: $(as_root apt-get install tmux)"
  local session="hallpass-$$" server name replica columns lines
  while tmux has-session -t "=$session" 2> /dev/null; do session+=-2; done
  columns=$(tput cols 2> /dev/null || echo 160) lines=$(tput lines 2> /dev/null || echo 48)
  # A running tmux has another environment. With several words, tmux starts no shell to read them.
  local name_of variables=()
  for name_of in HALLPASS_REALM HALLPASS_CACHE HALLPASS_JAVA_OPTS JAVA_HOME PATH HOME \
    XDG_STATE_HOME LC_ALL LC_CTYPE LANG; do
    if [ -n "${!name_of:-}" ]; then variables+=("$name_of=${!name_of}"); fi
  done
  local pane=(env "${variables[@]}" bash -c) first=yes command title
  # shellcheck disable=SC2016 # for the shell of the pane
  local run_server='cd -- "$0"; "scripts/$1-server.sh" --replica "$2"; exec bash' \
    run_client='cd -- "$0"; scripts/hallpass status --wait 60s &&
      scripts/hallpass demo --password-stdin < "$1"
      echo; echo "To stop everything: tmux kill-session"; exec bash'
  for server in "${servers[@]}" client; do
    read -r name replica <<< "$server"
    command=("${pane[@]}" "$run_server" "$root" "$name" "${replica:-1}") title="$name"
    [ "$name" != client ] || command=("${pane[@]}" "$run_client" "$root" "$passwords")
    [ "${replica:-1}" = 1 ] || title="$name-$replica"
    if [ $first = yes ]; then
      (close_lock && tmux new-session -d -s "$session" -n "$title" -x "$columns" -y "$lines" "${command[@]}")
      printf '%s\n' "$session" > "$session_file"
      first=no
    elif [ "$columns" -ge 160 ] && [ "$lines" -ge 40 ]; then
      tmux split-window -t "$session" "${command[@]}"
      tmux select-layout -t "$session" tiled > /dev/null
    else
      tmux new-window -t "$session" -n "$title" "${command[@]}"
    fi
  done
  unlock "$lock_file"
  if [ -n "${TMUX:-}" ]; then exec tmux switch-client -t "$session"; fi
  if [ -t 0 ] && [ -t 1 ] && tput clear > /dev/null 2>&1; then exec tmux attach -t "$session"; fi
  printf 'The realm runs in a tmux session. Attach with: tmux attach -t %s\n' "$session"
}

has_current_folder || cd "$root"
require_open_files
build_if_needed

take_folder
check_ports
remove_old
trap stop_all EXIT
trap 'exit 130' INT TERM HUP
heading "Creating a realm"
make_realm

if [ $tmux = yes ]; then
  trap - EXIT INT TERM HUP
  in_tmux
  exit 0
fi

heading "Starting ${#servers[@]} servers"
start_servers

heading "Playing the demonstration"
play

if [ "$replicas" -gt 1 ]; then
  heading "Status of the servers"
  hallpass status || true
fi

if [ $keep = yes ]; then
  trap - EXIT INT TERM HUP
  unlock "$lock_file"
  heading "The servers keep running. Try next:"
  cat << END
  export HALLPASS_REALM=$(printf %q "$realm")
  scripts/hallpass login alice        # password: $(tail -n 1 "$passwords")
  scripts/hallpass request memo
  scripts/hallpass request notes put shopping milk and eggs
  scripts/hallpass pki register
  scripts/hallpass pki request memo
  kill ${pids[*]}                     # stop the servers
END
  if [ "$replicas" -gt 1 ]; then
    cat << END
  scripts/as-server.sh --replica N    # restart a killed replica
  scripts/postgres.sh stop $(printf %q "$database")
END
  fi
else
  heading "Stopping the servers"
  stop_all
fi
