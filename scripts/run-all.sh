#!/usr/bin/env bash
# The whole of Hallpass in one command: builds it if needed, makes a fresh demonstration realm, starts its servers, waits
# until each is ready, runs the demonstration, and stops what it started.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/run-all.sh [--keep] [--tmux] [--base-port N] [--replicas N] [--profile NAME]
  --keep         leave the servers running, and say what to type next
  --tmux         give each server its own pane of a tmux window, and the client the last; on a small terminal, windows
  --base-port N  listen on N+1 to N+5 instead of 8801 to 8805
  --replicas N   N of as and of tgs (N+11, N+12 and so on) over one PostgreSQL, which is installed if it is not there;
                 in the middle of the demonstration one of each is killed
  --profile NAME classic, unless you say hardened: the same play with every guard
END
}

# require_number NAME VALUE MOST: ends with a sentence about the option unless its value is a number from 1 to MOST.
require_number() {
  [ -n "$2" ] || fail "$1 takes a number from 1 to $3, and none stands behind it."
  [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$2" -le "$3" ] || fail "$1 takes a number from 1 to $3, not $2."
}

require_profile() {
  [ "$1" = classic ] || [ "$1" = hardened ] || fail "--profile takes classic or hardened, not '$1'."
}

keep=no tmux=no base_port=8800 replicas=1 profile=classic
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --tmux) tmux=yes ;;
    --base-port) require_number --base-port "${2:-}" 65430 && base_port=$2 && shift ;;
    --replicas) require_number --replicas "${2:-}" 9 && replicas=$2 && shift ;;
    --profile) require_profile "${2:-}" && profile=$2 && shift ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

# Each server as its name and which of its replicas it is.
servers=()
for replica in $(seq "$replicas"); do servers+=("as $replica" "tgs $replica"); done
servers+=("service 1" "ca 1" "app 1")

demo_folder="$root/lab/demo"
realm="$demo_folder/realm"
database="$demo_folder/postgres"
passwords="$realm/demo-passwords"
made="$demo_folder/made-by-run-all"
# The demonstration makes it in its middle, and goes on once it is gone.
pause="$demo_folder/pause"
export HALLPASS_REALM="$realm"
declare -A pids=()
demo=''

heading() { printf '\n== %s\n' "$*"; }

hallpass() { "$root/scripts/hallpass" "$@"; }

# Stops what this script started, and nothing else.
stop_all() {
  local pid
  for pid in $demo "${pids[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
  for pid in $demo "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  pids=() demo=''
  rm -f "$pause"
  if [ -d "$database" ]; then "$root/scripts/postgres.sh" stop "$database"; fi
}

random_password() { head -c 12 /dev/urandom | base64 | tr '+/' 'xy'; }

ports() {
  local replica
  seq $((base_port + 1)) $((base_port + 5))
  for replica in $(seq 1 $((replicas - 1))); do seq $((base_port + 10 * replica + 1)) $((base_port + 10 * replica + 2)); done
}

# Those of the old realm too, which may be others.
old_ports() {
  [ ! -e "$realm/realm.toml" ] || sed -n '/^\[addresses\]/,/^\[routes\]/p' "$realm/realm.toml" | grep -oE '"[0-9.]+:[0-9]+"' | grep -oE '[0-9]+"' | tr -d '"' || true
}

is_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Before the old realm is removed: its servers may still run.
check_ports() {
  local port
  for port in $(ports) $(old_ports); do
    if is_taken "$port"; then
      fail "Port $port is taken, perhaps by the servers of an earlier run with --keep. Stop them, or choose other ports with --base-port."
    fi
  done
}

# Above the servers' own.
free_port() {
  local port
  for port in $(seq $((base_port + 96)) $((base_port + 105))); do
    is_taken "$port" || { printf '%s\n' "$port" && return; }
  done
  fail "Of the ports $((base_port + 96)) to $((base_port + 105)) none is free for the database. Choose others with --base-port."
}

remove_old() {
  # Only what this script made is removed.
  if { [ -e "$realm" ] || [ -e "$database" ]; } && [ ! -e "$made" ]; then
    fail "$realm or $database is there and was not made by this script. Move it away, and run this again."
  fi
  rm -rf "$realm"
  if [ -e "$database" ]; then
    "$root/scripts/postgres.sh" stop "$database" || true
    # Where the database's own user cannot get at this folder, the data are elsewhere, and are named here.
    if [ -e "$database/place" ]; then rm -rf "$(dirname -- "$(cat "$database/place")")"; fi
    rm -rf "$database"
  fi
  mkdir -p "$demo_folder"
  touch "$made"
}

make_realm() {
  local store=sqlite guards=''
  if [ "$replicas" -gt 1 ]; then
    store=$("$root/scripts/postgres.sh" start "$database" "$(free_port)")
    guards=replay-cache
    mkdir -m 700 "$realm"
    install -m 600 "$database/password" "$realm/store.password"
  fi
  hallpass realm init "$realm" --base-port "$base_port" --replicas "$replicas" --set "profile=$profile" \
    --set "store=$store" --set "guards=$guards"
  # Two throw-away passwords, the one from before the key update and the one from after it.
  (umask 077 && printf '%s\n%s\n' "$(random_password)" "$(random_password)" > "$passwords")
  hallpass user add alice --password-stdin < "$passwords"
}

start_servers() {
  local server name replica
  for server in "${servers[@]}"; do
    read -r name replica <<< "$server"
    "$root/scripts/$name-server.sh" --replica "$replica" &
    pids[$server]=$!
  done
  for server in "${servers[@]}"; do await_ready $server "${pids[$server]}"; done
}

# Waits for the server's own word, in its log: somebody else's server may answer on the same port.
await_ready() {
  local server=$1 replica=$2 pid=$3 log
  log="$realm/$server/$server$([ "$replica" = 1 ] || printf '%s' "-$replica").log"
  grep -q -m1 " $server ready on " <(timeout 120 tail -n +1 -F -s 0.2 --pid="$pid" "$log" 2> /dev/null) ||
    fail "The $server server did not become ready; the reason stands above, or in $log. If a port is taken, choose others with --base-port."
}

# Which one of a server's replicas the client asked last: the one that wrote into its log last.
last_asked() {
  local log
  log=$(find "$realm/$1" -name "$1*.log" -printf '%T@ %f\n' | sort -rn | head -n 1)
  case $log in *-[2-9].log) log=${log%.log} && printf '%s\n' "${log##*-}" ;; *) echo 1 ;; esac
}

# A process that has no chance to do anything; the shell's own word about it is left out.
kill_hard() {
  local pid=${pids[$1]}
  kill -9 "$pid"
  wait "$pid" 2> /dev/null || true
  unset "pids[$1]"
}

# In the background, so that this script can do something in its middle.
play() {
  local options=()
  if [ "$replicas" -gt 1 ]; then options=(--pause "$pause"); fi
  hallpass demo --password-stdin "${options[@]}" < "$passwords" &
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
  heading "kill -9 of the as (replica ${as#* }, process ${pids[$as]}) and the tgs (replica ${tgs#* }, process ${pids[$tgs]}) that the client asked"
  kill_hard "$as"
  kill_hard "$tgs"
  rm -f "$pause"
}

# A pane each where there is room to read it, else a window each.
in_tmux() {
  command -v tmux > /dev/null || fail "There is no tmux here. Install it with: $(as_root apt-get install tmux)"
  local session="hallpass-$$" server name replica columns lines
  columns=$(tput cols 2> /dev/null || echo 160) lines=$(tput lines 2> /dev/null || echo 48)
  local start="export HALLPASS_REALM='$realm'; cd '$root';"
  local client="$start scripts/hallpass status --wait 60s && scripts/hallpass demo --password-stdin < '$passwords'; \
    echo; echo 'To end all of it: tmux kill-session'; exec bash"
  local first=yes
  for server in "${servers[@]}" client; do
    read -r name replica <<< "$server"
    local command="$start scripts/$name-server.sh --replica ${replica:-1}; exec bash" title="$name"
    [ "$name" != client ] || command=$client
    [ "${replica:-1}" = 1 ] || title="$name-$replica"
    if [ $first = yes ]; then
      tmux new-session -d -s "$session" -n "$title" -x "$columns" -y "$lines" "$command"
      first=no
    elif [ "$columns" -ge 160 ] && [ "$lines" -ge 40 ]; then
      tmux split-window -t "$session" "$command"
      tmux select-layout -t "$session" tiled > /dev/null
    else
      tmux new-window -t "$session" -n "$title" "$command"
    fi
  done
  if [ -n "${TMUX:-}" ]; then exec tmux switch-client -t "$session"; fi
  if [ -t 0 ] && [ -t 1 ]; then exec tmux attach -t "$session"; fi
  printf 'The realm runs in a tmux session. Look at it with: tmux attach -t %s\n' "$session"
}

build_if_needed

check_ports
remove_old
trap stop_all EXIT
trap 'exit 130' INT TERM
heading "A realm is made"
make_realm

if [ $tmux = yes ]; then
  trap - EXIT INT TERM
  in_tmux
  exit 0
fi

heading "${#servers[@]} servers start, each a process of its own"
start_servers

play

if [ "$replicas" -gt 1 ]; then
  heading "The servers after it all, as hallpass status shows them"
  hallpass status || true
fi

if [ $keep = yes ]; then
  trap - EXIT INT TERM
  heading "The servers go on; type next"
  cat << END
  export HALLPASS_REALM=$realm
  scripts/hallpass login alice        # her password is now: $(tail -n 1 "$passwords")
  scripts/hallpass request memo
  scripts/hallpass request notes put shopping milk and eggs
  scripts/hallpass pki register
  scripts/hallpass pki request memo
  kill ${pids[*]}                     # stops the servers
END
  if [ "$replicas" -gt 1 ]; then
    cat << END
  scripts/as-server.sh --replica N    # starts again one that was killed
  scripts/postgres.sh stop $database
END
  fi
else
  heading "The servers stop"
  stop_all
fi
