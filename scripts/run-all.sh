#!/usr/bin/env bash
# The whole of Hallpass in one command: builds it if needed, makes a fresh demonstration realm, starts the five servers,
# waits until each is ready, runs the demonstration, and stops what it started.
set -euo pipefail
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

usage() {
  cat << END
Usage: scripts/run-all.sh [--keep] [--tmux] [--base-port N]
  --keep         leave the servers running, and say what to type next
  --tmux         give each server its own pane of a tmux window, and the client the last
  --base-port N  listen on N+1 to N+5 instead of 8801 to 8805
END
}

keep=no tmux=no base_port=8800
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --tmux) tmux=yes ;;
    --base-port) base_port=${2:?--base-port takes a number} && shift ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
[[ $base_port =~ ^[1-9][0-9]{0,4}$ ]] && [ "$base_port" -le 65530 ] || fail "--base-port takes a number from 1 to 65530, not $base_port"

servers=(as tgs service ca app)
realm="$root/demo-realm"
passwords="$realm/demo-passwords"
made="$root/.demo-realm-made"
export HALLPASS_REALM="$realm"
pids=()

heading() { printf '\n== %s\n' "$*"; }

hallpass() { "$root/scripts/hallpass" "$@"; }

# Stops the servers that this script started, and no others.
stop_servers() {
  local pid
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  pids=()
}

random_password() { head -c 12 /dev/urandom | base64 | tr '+/' 'xy'; }

# Before the old realm is removed: its servers may still run.
check_ports() {
  local port
  # Those of the old realm too, which may be others.
  for port in $(seq $((base_port + 1)) $((base_port + ${#servers[@]}))) $(old_ports); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      fail "Port $port is taken, perhaps by the servers of an earlier run with --keep. Stop them, or choose other ports with --base-port."
    fi
  done
}

old_ports() {
  [ ! -e "$realm/realm.toml" ] || sed -n 's/^[a-z]* = "[0-9.]*:\([0-9]*\)"$/\1/p' "$realm/realm.toml"
}

make_realm() {
  # Only what this script made is removed.
  if [ -e "$realm" ] && [ ! -e "$made" ]; then
    fail "$realm is there and was not made by this script. Move it away, and run this again."
  fi
  rm -rf "$realm"
  touch "$made"
  hallpass realm init "$realm" --base-port "$base_port"
  # Two throw-away passwords, the one from before the key update and the one from after it.
  (umask 077 && printf '%s\n%s\n' "$(random_password)" "$(random_password)" > "$passwords")
  hallpass user add alice --password-stdin < "$passwords"
}

start_servers() {
  local server
  for server in "${servers[@]}"; do
    "$root/scripts/$server-server.sh" &
    pids+=($!)
  done
  local i
  for i in "${!servers[@]}"; do await_ready "${servers[$i]}" "${pids[$i]}"; done
}

# Waits for the server's own word, in its log: somebody else's server may answer on the same port.
await_ready() {
  local server=$1 pid=$2
  grep -q -m1 " $server ready on " <(tail -n +1 -F -s 0.2 --pid="$pid" "$realm/$server/$server.log" 2> /dev/null) ||
    fail "The $server server did not become ready; the reason stands above. If a port is taken, choose others with --base-port."
}

in_tmux() {
  command -v tmux > /dev/null || fail "There is no tmux here. Install it with: $(as_root apt-get install tmux)"
  local session="hallpass-$$" server
  local start="export HALLPASS_REALM='$realm';"
  tmux new-session -d -s "$session" -x "$(tput cols 2> /dev/null || echo 160)" -y "$(tput lines 2> /dev/null || echo 48)" \
    "$start '$root/scripts/${servers[0]}-server.sh'; exec bash"
  for server in "${servers[@]:1}"; do
    tmux split-window -t "$session" "$start '$root/scripts/$server-server.sh'; exec bash"
    tmux select-layout -t "$session" tiled > /dev/null
  done
  tmux split-window -t "$session" "$start cd '$root'; scripts/hallpass status --wait 60s && \
    scripts/hallpass demo --password-stdin < '$passwords'; \
    echo; echo 'To end all of it: tmux kill-session'; exec bash"
  tmux select-layout -t "$session" tiled > /dev/null
  if [ -n "${TMUX:-}" ]; then exec tmux switch-client -t "$session"; fi
  if [ -t 0 ] && [ -t 1 ]; then exec tmux attach -t "$session"; fi
  printf 'The realm runs in a tmux session. Look at it with: tmux attach -t %s\n' "$session"
}

build_if_needed

check_ports
heading "A realm is made"
make_realm

if [ $tmux = yes ]; then
  in_tmux
  exit 0
fi

trap stop_servers EXIT
trap 'exit 130' INT TERM

heading "Five servers start, each a process of its own"
start_servers

hallpass demo --password-stdin < "$passwords"

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
  kill ${pids[*]}                     # stops the five servers
END
else
  heading "The servers stop"
  stop_servers
fi
