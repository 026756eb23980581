#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Bytes of the console for its first paint and for each Down, beside htop, tig and mc as far as they are installed: terminal.py BUILD-DIRECTORY"""
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

KEYS = 20


def read_all(fd, quiet, most=8.0):
    """What comes until nothing has come for so many seconds."""
    got, end = 0, time.monotonic() + most
    while time.monotonic() < end and select.select([fd], [], [], quiet)[0]:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        got += len(data)
    return got


def measure(argv, cwd, rows, columns, down):
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=cwd, XDG_CONFIG_HOME=cwd)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.execvp(argv[0], argv)
    first = read_all(fd, 1.2)
    keys = []
    for _ in range(KEYS):
        os.write(fd, down)
        keys.append(read_all(fd, 0.25, 1.0))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return first, sorted(keys)[KEYS // 2]


def main(build):
    with tempfile.TemporaryDirectory() as work:
        data, repository = os.path.join(work, "data"), os.path.join(work, "repository")
        tidings = os.path.abspath(os.path.join(build, "tidings"))
        subprocess.run([tidings, "--data", data, "init", "--demo"], check=True, stdout=subprocess.DEVNULL)
        for i in range(40):
            subprocess.run([tidings, "--data", data, "task", "add", "--name", f"Task {i}", "--recipients", "soc@example.com", "--subject", "S",
                            "--start", "2026-11-30T09:00", "--rrule", "FREQ=DAILY"], check=True, stdout=subprocess.DEVNULL)
            os.mkdir(os.path.join(work, f"folder-{i:02}"))
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", repository]
        if shutil.which("git"):
            subprocess.run(["git", "init", "-q", repository], check=True)
            for i in range(40):
                subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", f"Commit {i}"], check=True)
        programs = [([tidings, "--data", data, "console"], work), (["htop", "-d", "100"], work), (["tig"], repository), (["mc", "-d"], work)]
        for argv, cwd in programs:
            if not shutil.which(argv[0]) or not os.path.isdir(cwd):
                print(f"{argv[0]:8} not installed")
                continue
            for rows, columns in ((24, 80), (60, 200)):
                first, down = measure(argv, cwd, rows, columns, b"\033OB")
                print(f"{os.path.basename(argv[0]):8} {columns}x{rows}: first paint {first} bytes, each Down {down:g} bytes (median of {KEYS})", flush=True)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: terminal.py BUILD-DIRECTORY")
    sys.exit(main(sys.argv[1]))
