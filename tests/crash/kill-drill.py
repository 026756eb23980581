#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Kill drill: sender, worker and commands are killed at points drawn by SEED (before a write of the store, at a step of the SMTP dialogue, or
# after some time), over and over, while occurrences become due and the console changes things. Afterwards no occurrence is lost, and none was
# delivered twice but those that the ledger calls unknown; with the policy hold none at all. LONG=1, or OCCURRENCES and TASKS, make it longer.
import collections
import datetime
import email
import os
import random
import signal
import threading
import time

from crashtest import LONG, Place, SmtpServer, check, children, finish, said, shimmed, start_sender

OCCURRENCES = int(os.environ.get("OCCURRENCES", "1000" if LONG else "36"))
TASKS = int(os.environ.get("TASKS", "20" if LONG else "6"))
SEED = int(os.environ.get("SEED", "20261124"))
STEP = datetime.timedelta(minutes=10 if LONG else 30)
START = datetime.datetime(2026, 11, 1, 8, tzinfo=datetime.timezone.utc)
PHASES = ("greeting", "ehlo", "mail", "rcpt", "data", "dot", "end", "end", "end", "quit")
VICTIMS = ("all", "worker", "sender")


class Drill:
    """What is killed, when, and how often it came to that."""

    def __init__(self):
        self.dice = random.Random(SEED)
        self.kills = collections.Counter()
        self.lock = threading.Lock()
        self.process, self.phase, self.countdown, self.victim = None, None, 0, None

    def kill(self, victim, point):
        process = self.process
        workers = children(process.pid) if process.poll() is None else []
        try:
            if victim == "worker" and workers:
                os.kill(workers[0], signal.SIGKILL)
            elif victim == "sender":
                os.kill(process.pid, signal.SIGKILL)
            else:
                os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.kills[f"{victim} at {point}"] += 1

    def at_phase(self, phase, session):
        """Called by the server before each of its answers."""
        if phase == "dot":
            time.sleep(0.002)
        with self.lock:
            if phase != self.phase:
                return
            self.countdown -= 1
            if self.countdown != 0:
                return
            self.phase = None
            self.kill(self.victim, phase)

    def once(self, place):
        """In half of the lives only the first process dies so, in the others each."""
        path = place.path("once")
        if os.path.exists(path):
            os.unlink(path)
        return {"kill_once": path} if self.dice.random() < 0.5 else {}

    def begin(self, place, now):
        """One life of the sender, which ends at a drawn point or when all is done."""
        kind = self.dice.choice(("write", "phase", "phase", "time"))
        victim = self.dice.choice(VICTIMS)
        env = {}
        if kind == "write":
            role = self.dice.choice(("--worker", "!--worker"))
            env = shimmed(kill=self.dice.randint(1, 60 if role == "--worker" else 12), kill_role=role, **self.once(place))
        with self.lock:
            self.phase = self.dice.choice(PHASES) if kind == "phase" else None
            self.countdown, self.victim = self.dice.randint(1, 4), victim
            self.process = start_sender(place, now, env)
        wait = self.dice.uniform(0.05, 0.5)
        if kind == "time":
            time.sleep(wait)
            if self.process.poll() is None:
                self.kill(victim, "some time")
        return kind

    def end(self):
        try:
            code = self.process.wait(60)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        with self.lock:
            self.phase = None
        return code


def change(drill, place, now, number):
    """What a person does meanwhile; some of these commands are killed as well. The run that was surely asked for."""
    action = drill.dice.randrange(4)
    task = drill.dice.randint(1, TASKS)
    args = (("task", "edit", task, "--subject", f"Subject {number}"), ("mail", "set", "--text", f"Text {number}"),
            ("task", "run", task), ("task", "run", task))[action]
    env = shimmed(kill=drill.dice.randint(1, 3)) if drill.dice.random() < 0.3 else {}
    result = place.run(*args, now=now.strftime("%Y-%m-%dT%H:%M:%SZ"), env=env)
    if result.code == -signal.SIGKILL:
        drill.kills["command at write"] += 1
        return None
    check_quietly(result.code == 0, args, result)
    return int(result.out) if args[1] == "run" else None


def check_quietly(condition, name, detail):
    if not condition:
        check(False, name, detail)


def copies(server):
    """How often each message was accepted, by Message-ID."""
    counts = collections.Counter()
    for message in server.messages:
        counts[email.message_from_bytes(message["data"])["Message-ID"].strip("<>")] += 1
    return counts


drill = Drill()
place = Place()
place.ok("init", now="2026-11-01T08:00:00Z")
asked = []
with SmtpServer(hook=drill.at_phase, faults=("keep",)) as server:
    place.mail(server.port)
    for number in range(TASKS):
        place.task("--formats", "html", "--widgets", "overview:detections", "--missed", "all", "--missed-most", "100", "--enable", "--unknown",
                   "hold" if number % 2 else "retry", name=f"Task {number}", rrule="FREQ=HOURLY", start="2026-11-01T09:00", now="2026-11-01T08:00:00Z")
    now, lives = START, 0
    while (now - START) // datetime.timedelta(hours=1) * TASKS < OCCURRENCES:
        now += STEP
        lives += 1
        # some answers after the dot never come: nobody can know
        server.options.replies = {f"end#{drill.dice.randint(1, 5)}": "drop"} if drill.dice.random() < 0.3 else {}
        kind = drill.begin(place, now)
        if drill.dice.random() < 0.5:
            asked.append(change(drill, place, now, lives))
        code = drill.end()
        drill.kills["sender at write"] += kind == "write" and code == -signal.SIGKILL
        drill.kills["worker at write"] += kind == "write" and code != -signal.SIGKILL and "ended by signal 9" in said(place)
    server.options.replies = {}
    for _ in range(7):
        now += datetime.timedelta(hours=1)
        start_sender(place, now).wait(300)
    counts = copies(server)
every = [run for run in place.ok("runs", "list", "--json").lines() if run["task"] != 0]  # 0 = notices of failures
runs = [run for run in every if run["kind"] == "scheduled"]
hours = int((now - START).total_seconds() // 3600)
expected = {(task, (START + datetime.timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ")) for task in range(1, TASKS + 1) for h in range(1, hours + 1)}
recorded = [(run["task"], run["occurrence"]) for run in runs]
check(sorted(recorded) == sorted(expected), f"each of {len(expected)} occurrences is recorded, each once", (len(recorded), len(set(recorded)), len(expected)))
numbers = {run["run"] for run in every}
check(all(run in numbers for run in asked if run), "each run that a person asked for is there", asked)
lost = [run for run in every if run["state"] not in ("delivered", "unknown")]
check(not lost, "none is lost: all delivered or unknown", lost[:3])
false = [run for run in every if run["state"] == "delivered" and counts[run["message_id"]] == 0]
check(not false, "none is called delivered that the server did not accept", false[:3])
twice = [run for run in every if counts[run["message_id"]] > 1 + run["deliveries"][0]["unknown"]]
check(not twice, "no copy more than the ledger calls unknown", twice[:3])
held = [run for run in every if counts[run["message_id"]] > 1 and run["task"] % 2 == 0]
check(not held, "with policy hold, none is sent twice", held[:3])
kept = [run for run in every if run["state"] == "unknown" and run["task"] % 2 == 1]
check(not kept, "with policy retry, none stays unknown", kept[:3])
sound = place.run("store", "check")
check(sound.code == 0, "the store is sound", sound)
unknown = [run for run in every if run["state"] == "unknown"]
arrived = sum(counts[run["message_id"]] > 0 for run in unknown)
again = sum(count > 1 for count in counts.values())
print(f"# {lives} lives, {len(runs)} occurrences and {len(every) - len(runs)} runs asked for, {sum(counts.values())} mails; "
      f"{len(unknown)} held as unknown ({arrived} of them arrived), {again} sent again after an unknown result")
print("#", ", ".join(f"{name}: {count}" for name, count in sorted(drill.kills.items()) if count))
finish()
