#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Kill drill: the sender and its worker are killed at random points, over and over, while occurrences become due. Afterwards no occurrence is
# lost, and none was delivered twice but those that the ledger calls unknown. KILLS and TASKS make it longer.
import collections
import datetime
import email
import os
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import BUILD, Place, SmtpServer, check, finish  # noqa: E402

KILLS = int(os.environ.get("KILLS", "12"))
TASKS = int(os.environ.get("TASKS", "6"))
SEED = int(os.environ.get("SEED", "20261124"))
START = datetime.datetime(2026, 11, 1, 8, tzinfo=datetime.timezone.utc)


def start_sender(place, now):
    environment = {**os.environ, "TIDINGS_NOW": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return subprocess.Popen([os.path.join(BUILD, "tidings-sender"), "--data", place.dir, "--until-idle"], env=environment, start_new_session=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def kill_somebody(process, dice):
    """The whole group, or the worker alone."""
    workers = children(process.pid)
    if workers and dice.random() < 0.5:
        try:
            os.kill(workers[0], signal.SIGKILL)
        except ProcessLookupError:
            pass
        return
    os.killpg(process.pid, signal.SIGKILL)


def copies(server):
    """How often each message was accepted, by Message-ID."""
    counts = collections.Counter()
    for message in server.messages:
        counts[email.message_from_bytes(message["data"])["Message-ID"].strip("<>")] += 1
    return counts


dice = random.Random(SEED)
place = Place()
place.ok("init", now="2026-11-01T08:00:00Z")
killed = 0
with SmtpServer() as server:
    place.mail(server.port)
    for number in range(TASKS):
        place.task("--formats", "html", "--widgets", "overview:detections", "--missed", "all", "--missed-most", "100", "--enable", "--unknown",
                   "hold" if number % 2 else "retry", name=f"Task {number}", rrule="FREQ=HOURLY", start="2026-11-01T09:00", now="2026-11-01T08:00:00Z")
    now = START
    while killed < KILLS:
        now += datetime.timedelta(minutes=20)
        process = start_sender(place, now)
        time.sleep(dice.uniform(0.02, 0.35))
        if process.poll() is None:
            kill_somebody(process, dice)
            killed += 1
        try:
            process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    for _ in range(6):
        now += datetime.timedelta(hours=1)
        start_sender(place, now).wait(120)
    counts = copies(server)
runs = [run for run in place.ok("runs", "list", "--json").lines() if run["task"] != 0]  # 0 = notices of failures
hours = int((now - START).total_seconds() // 3600)
expected = {(task, (START + datetime.timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ")) for task in range(1, TASKS + 1) for h in range(1, hours + 1)}
recorded = [(run["task"], run["occurrence"]) for run in runs]
check(sorted(recorded) == sorted(expected), f"each of {len(expected)} occurrences is recorded, each once", (len(recorded), len(set(recorded)), len(expected)))
lost = [run for run in runs if run["state"] not in ("delivered", "unknown")]
check(not lost, "none is lost: all delivered or unknown", lost[:3])
false = [run for run in runs if run["state"] == "delivered" and counts[run["message_id"]] == 0]
check(not false, "none is called delivered that the server did not accept", false[:3])
twice = [run for run in runs if counts[run["message_id"]] > 1 + run["deliveries"][0]["unknown"]]
check(not twice, "no copy more than the ledger calls unknown", twice[:3])
held = [run for run in runs if counts[run["message_id"]] > 1 and run["task"] % 2 == 0]
check(not held, "with policy hold, none is sent twice", held[:3])
unknown = sum(run["state"] == "unknown" for run in runs)
again = sum(count > 1 for count in counts.values())
print(f"# {killed} kills, {len(runs)} occurrences, {sum(counts.values())} mails, {unknown} held as unknown, {again} sent again")
finish()
