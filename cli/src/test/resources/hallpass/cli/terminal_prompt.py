"""Runs a program that asks for a password on a pseudo-terminal: terminal_prompt.py SCENARIO REDIRECTIONS."""
import os
import pty
import select
import signal
import sys
import termios
import time

scenario, redirections = sys.argv[1:3]
command = '"$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$ASKER" ' + redirections


def echo(terminal):
    return "echo on" if termios.tcgetattr(terminal)[3] & termios.ECHO else "echo off"


def until(condition, what):
    end = time.monotonic() + 40
    while not condition():
        if time.monotonic() > end:
            sys.exit("timeout: " + what)
        time.sleep(0.02)


if scenario == "none":
    os.system("setsid -w /bin/sh -c 'exec " + command + "'")
    print("result", open(os.environ["OUT"]).read())
    sys.exit()

pid, terminal = pty.fork()
if pid == 0:
    # A shell starts programs in the background without SIGINT; the test may be one of them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv("/bin/sh", ["/bin/sh", "-c", "exec " + command])

seen = b""


def shown(text):
    global seen
    while select.select([terminal], [], [], 0)[0]:
        try:
            seen += os.read(terminal, 4096)
        except OSError:
            break
    return text in seen


# The prompt is printed after the echo is off.
until(lambda: shown(b"Password: "), "the prompt")
print(echo(terminal))
if scenario == "stopped":
    os.kill(pid, signal.SIGTSTP)
    os.waitpid(pid, os.WUNTRACED)
    print("stopped", echo(terminal))
    # A shell sets the modes that it likes.
    modes = termios.tcgetattr(terminal)
    modes[3] |= termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, modes)
    seen = b""
    os.kill(pid, signal.SIGCONT)
    until(lambda: shown(b"Password: "), "the prompt again")
    print("continued", echo(terminal))
if scenario == "interrupted":
    os.write(terminal, b"gr\x03")
else:
    os.write(terminal, "grüße¹²\n".encode())
status = []


def ended():
    shown(b"")
    done, code = os.waitpid(pid, os.WNOHANG)
    status.append(code)
    return done == pid


# The master must stay open, and is asked for the modes before the slave is gone.
last = ""
while not ended():
    try:
        last = echo(terminal)
    except termios.error:
        break
    time.sleep(0.01)
try:
    last = echo(terminal)
except termios.error:
    pass
shown(b"")
print("ended", status[-1], last)
sys.stdout.write(seen.decode("utf-8", "replace"))
if os.path.exists(os.environ["OUT"]):
    print("result", open(os.environ["OUT"]).read())
