#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# A file system that is really full, a small tmpfs in a mount namespace of its own: all the while sent mails are called sent, nothing is sent
# twice or lost, and with room again all goes on. What the sender has to say of it is in the journal's format. Needs root.
import datetime
import os
import re
import subprocess
import sys

if os.environ.get("IN_NAMESPACE") is None:
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("1..0 # SKIP a mount namespace is made by root only")
        sys.exit(0)
    os.execvpe("unshare", ["unshare", "--mount", sys.executable, os.path.abspath(__file__)], {**os.environ, "IN_NAMESPACE": "yes"})

from crashtest import BUILD, LONG, Place, SmtpServer, check, finish  # noqa: E402

TASKS = int(os.environ.get("TASKS", "40" if LONG else "10"))
MEGABYTES = 24
BEFORE, DUE = "2026-11-01T08:00:00Z", datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.timezone.utc)


def mounted(place):
    """The data directory of the place is a tmpfs of few megabytes."""
    os.makedirs(place.dir, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "tmpfs", place.dir]
    return subprocess.run(mount, stderr=subprocess.PIPE, check=False)


def fill(path, leave):
    """Takes all that is free but so many bytes."""
    free = os.statvfs(os.path.dirname(path))
    with open(path, "wb") as file:
        left = free.f_bavail * free.f_frsize - leave
        while left > 0:
            left -= file.write(b"\xa5" * min(left, 65536))


def sender(place, now):
    """One life of the sender with its standard error as the journal would have it: its exit code and lines."""
    log = place.path("journal")
    with open(log, "wb") as err:
        there = os.fstat(err.fileno())
        env = {**os.environ, "TIDINGS_NOW": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}
        code = subprocess.run([os.path.join(BUILD, "tidings-sender"), "--data", place.dir, "--until-idle"], env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=err, timeout=300, check=False).returncode
    with open(log, "rb") as file:
        return code, file.read().decode().splitlines()


def states(place):
    return [run["state"] for run in place.ok("runs", "list", "--json").lines() if run["task"] != 0]


place = Place()
done = mounted(place)
if done.returncode != 0:
    print(f"1..0 # SKIP no tmpfs can be mounted: {done.stderr.decode().strip()}")
    sys.exit(0)
with SmtpServer(faults=("keep",)) as server:
    place.ok("init", now=BEFORE)
    place.mail(server.port)
    for number in range(TASKS):
        place.task("--formats", "html,pdf", "--enable", "--recipients", f"soc{number}@example.com", name=f"Task {number}", now=BEFORE)
    ballast = os.path.join(place.dir, "ballast")
    said = []
    for leave in (300_000, 100_000, 20_000, 0):  # less room in each life
        fill(ballast, leave)
        code, lines = sender(place, DUE)
        said += lines
        told = states(place)
        sent = len(server.messages)
        check(told.count("delivered") == sent, f"with {leave} bytes left: what was sent is called delivered, nothing else is", (leave, code, told, sent, lines[:5]))
        os.unlink(ballast)
    fill(ballast, 0)
    refused = place.run("task", "edit", "1", "--text", "x" * 9000)
    check(refused.code in (0, 1, 75) and refused.err.count("\n") <= 1, "a change is taken or refused with a sentence", refused)
    checked = place.run("store", "check")
    check(checked.code == 0, "a full disk harms nothing", checked)
    full = any("No space" in line or "full" in line for line in said) or any("No space" in run["reason"] or "full" in run["reason"]
                                                                           for run in place.ok("runs", "list", "--json").lines())
    check(full, "and is told of", said)
    wrong = [line for line in said if re.fullmatch(r"<[0-7]>[^\x00-\x1f]+", line) is None]
    check(said and not wrong, "each line of the sender begins with its priority, as the journal wants it", wrong[:3])
    os.unlink(ballast)
    for hours in (1, 2, 3):
        sender(place, DUE + datetime.timedelta(hours=hours))
    check(states(place) == ["delivered"] * TASKS, "with room again all is delivered", states(place))
    once = sorted(f"soc{number}@example.com" for number in range(TASKS))
    arrived = sorted(address for message in server.messages for address in message["to"])
    check(arrived == once, "each once", arrived)
    check(place.run("store", "check").code == 0, "and the store is sound")
subprocess.run(["umount", "--lazy", place.dir], check=False)
finish()
