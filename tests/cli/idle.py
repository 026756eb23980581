#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# A sender with nothing to do does not run at all: the kernel switches to it no more. SECONDS=60 watches longer.
import os
import time

from clitest import Place, check, finish

SECONDS = float(os.environ.get("SECONDS", "3"))


def status(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def switches(pid):
    found = status(pid)
    return int(found["voluntary_ctxt_switches"]) + int(found["nonvoluntary_ctxt_switches"])


def settled(pid):
    """Asleep, and not run between two looks; as long as it takes."""
    for _ in range(200):
        before = switches(pid)
        time.sleep(0.5)
        if switches(pid) == before and status(pid)["State"].startswith("S"):
            return before
    return None


place = Place()
place.ok("init")
place.mail(1)
far = [place.task(name=f"Task {i}", start="2099-01-01T09:00") for i in range(3)]
for task in far:
    place.ok("task", "enable", task)
place.ok("sender", "start")
try:
    pid = place.ok("sender", "status", "--json").json()["pid"]
    before = settled(pid)
    check(before is not None, "a sender with nothing due falls asleep")
    time.sleep(SECONDS)
    check(switches(pid) == before, f"and is not woken in {SECONDS:g} s", f"{before} switches, then {switches(pid)}")
    place.ok("task", "disable", far[0])
    after = settled(pid)
    check(after is not None and after > before, "a change wakes it, and it sleeps again", f"{before} switches, then {after}")
finally:
    place.ok("sender", "stop")
finish()
