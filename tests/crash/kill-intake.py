#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# ingest and collect are killed at random points, over and over. After each kill the store is whole, and no figure is above what was sent or
# below what was acknowledged; in the end every line is counted once. So it is when the disk is full for a while. Bits of the store that flip
# are found, or change no answer. KILLS (of each) and FLIPS make it longer, SEED another.
import os
import random
import shutil
import subprocess
import sys
import threading
import time

SOURCE = os.environ.get("TIDINGS_SOURCE", ".")
sys.path.insert(0, os.path.join(SOURCE, "tests", "cli"))
sys.path.insert(0, os.path.join(SOURCE, "tests", "lib"))
from clitest import BUILD, Place, check, finish  # noqa: E402
from collector import Collector, Sender  # noqa: E402
from crashtest import shimmed  # noqa: E402

KILLS = int(os.environ.get("KILLS", "6"))
FLIPS = int(os.environ.get("FLIPS", "12"))
SEED = int(os.environ.get("SEED", "20261124"))
NOW = "2026-11-22T10:00:00Z"
PROGRAM = os.path.join(BUILD, "tidings")
dice = random.Random(SEED)


def figures(place):
    answer = place.ok("stats", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--json").json()
    return answer["detections"], answer["incoming_events"], answer["indicators"]


def whole(place):
    result = place.run("store", "check")
    return result.code == 0, result


def lines_of(name, count):
    """Three detections, an incoming event; indicators of their own."""
    lines = []
    for i in range(count):
        if i % 4 == 3:
            lines.append(b'{"type":"incoming","count":2}\n')
        else:
            lines.append(b'{"type":"detection","category":"%s","indicator":"host%d.%s.example"}\n' % (name, i % 50000, name))
    return lines


def drill_ingest(place):
    """One file after the other, each given again until it is taken as a whole."""
    killed, files, bad, expected = 0, 0, [], [0, 0]
    base = figures(place)
    while killed < KILLS:
        files += 1
        lines = lines_of(b"f%d" % files, dice.choice([20, 70_000, 200_000]))
        path = place.path(f"file{files}", b"".join(lines))
        before = list(expected)
        expected[0] += sum(b"detection" in line for line in lines)
        expected[1] += 2 * sum(b"incoming" in line for line in lines)
        while True:
            process = subprocess.Popen([PROGRAM, "--data", place.dir, "ingest", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       env={**os.environ, "TIDINGS_NOW": NOW})
            try:
                process.wait(dice.uniform(0.005, 1.2))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            good, result = whole(place)
            now = figures(place)
            if not good or not before[0] <= now[0] - base[0] <= expected[0] or not before[1] <= now[1] - base[1] <= expected[1]:
                bad.append((files, killed, before, now, expected, result))
            if killed >= 2 * KILLS:  # a machine too slow for the file
                place.run("ingest", path, now=NOW)
                break
        place.run("ingest", path, now=NOW)
        now = figures(place)
        if [now[0] - base[0], now[1] - base[1]] != expected or place.run("ingest", path, now=NOW).code != 1:
            bad.append((files, killed, now, expected))
        os.unlink(path)
    check(not bad, f"ingest: after each of {killed} kills the store is whole and exact, {files} files, {expected[0]} detections", bad[:3])


class Persistent(threading.Thread):
    """A sender that comes again until every line is acknowledged."""

    def __init__(self, port, number, count):
        super().__init__()
        self.sender = Sender(port, f"sender{number}", lines_of(b"s%d" % number, count))
        self.step = 50 << number % 5
        self.fault = None

    def run(self):
        deadline = time.monotonic() + 3600
        while self.sender.acknowledged < len(self.sender.lines):
            if time.monotonic() > deadline:
                self.fault = "too slow"
                return
            before = self.sender.acknowledged
            try:
                self.sender.run(self.step)
            except (OSError, ConnectionError):
                time.sleep(0.01)
            if self.sender.acknowledged < before:
                self.fault = f"{before} lines were acknowledged, and then {self.sender.acknowledged}"
                return


def counted(lines):
    return sum(b"detection" in line for line in lines), 2 * sum(b"incoming" in line for line in lines)


def drill_collect(place):
    base = figures(place)
    collector = Collector(PROGRAM, place.dir, now=NOW)
    senders = [Persistent(collector.ports[0], number, 1200 * max(KILLS, 10)) for number in range(6)]
    for sender in senders:
        sender.start()
    killed, bad = 0, []
    while killed < KILLS and any(sender.is_alive() for sender in senders):
        time.sleep(dice.uniform(0.02, 0.5))
        collector.kill()
        killed += 1
        least = [counted(sender.sender.lines[:sender.sender.acknowledged]) for sender in senders]
        good, result = whole(place)
        now = figures(place)
        if not good or now[0] - base[0] < sum(low[0] for low in least) or now[1] - base[1] < sum(low[1] for low in least):
            bad.append((killed, least, now, result))
        collector.start()
    for sender in senders:
        sender.join()
    code, last, err = collector.stop()
    bad += [sender.fault for sender in senders if sender.fault]
    check(not bad and code == 0, f"collect: after each of {killed} kills what was acknowledged is there", (bad[:3], code, last, err))
    check(killed >= min(KILLS, 50), "it was killed while lines came", killed)
    expected = [sum(numbers) for numbers in zip(*(counted(sender.sender.lines) for sender in senders))]
    now = figures(place)
    check([now[0] - base[0], now[1] - base[1]] == expected, f"and every line is counted once: {expected}", (base, now))


def drill_full_ingest():
    place = Place()
    place.ok("init")
    lines = lines_of(b"full", 150_000)
    path, full = place.path("lines", b"".join(lines)), place.path("full", "")
    told = place.run("ingest", path, now=NOW, env=shimmed(full=full))
    check(told.code not in (0, -6, -11) and ("No space" in told.err or "full" in told.err) and whole(place)[0], "ingest says that the disk is full", told)
    check(figures(place)[0] <= counted(lines)[0], "and counts nothing that is not stored")
    os.unlink(full)
    place.ok("ingest", path, now=NOW)
    check(figures(place)[:2] == counted(lines) and whole(place)[0], "with room again the rest is taken, once", figures(place))


def drill_full_collect():
    place = Place()
    place.ok("init")
    full = os.path.join(place.dir, "full")
    collector = Collector(PROGRAM, place.dir, now=NOW, env=shimmed(full=full))
    sender = Persistent(collector.ports[0], 1, 200_000)
    sender.step = 5000
    sender.start()
    while sender.sender.acknowledged == 0 and sender.is_alive():
        time.sleep(0.01)
    with open(full, "w", encoding="ascii"):
        pass
    stood, since = -1, time.monotonic()
    while sender.is_alive() and (stood != sender.sender.acknowledged or time.monotonic() - since < 2):
        if stood != sender.sender.acknowledged:
            stood, since = sender.sender.acknowledged, time.monotonic()
        time.sleep(0.05)
    lines = sender.sender.lines
    check(0 < stood < len(lines), "on a full disk collect acknowledges nothing more", stood)
    least, now = counted(lines[:stood]), figures(place)
    check(now[0] >= least[0] and now[1] >= least[1] and whole(place)[0], "and what it has acknowledged is there", (least, now))
    os.unlink(full)
    sender.join()
    code, last, err = collector.stop()
    check(code == 0 and not sender.fault and figures(place)[:2] == counted(lines), "with room again every line is counted once",
          (code, last, err, sender.fault, figures(place)))


def drill_flips():
    place = Place()
    place.ok("init")
    place.ok("ingest", place.path("lines", b"".join(lines_of(b"flip", 100_000))), now=NOW)
    more = place.path("more", b"".join(lines_of(b"more", 100)))
    path, kept = os.path.join(place.dir, "stats", "stats.mdb"), place.path("kept")
    shutil.copyfile(path, kept)
    with open(kept, "rb") as file:
        data = file.read()
    truth, used = figures(place), [at for at, byte in enumerate(data) if byte]
    found, crashed, silent = 0, [], []
    for _ in range(FLIPS):
        at, bit = dice.choice(used), dice.randrange(8)
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(bytes([data[at] ^ 1 << bit]))
        good, result = whole(place)
        asked = place.run("stats", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--json")
        taken = place.run("ingest", more, now=NOW)
        crashed += [(at, bit, r) for r in (result, asked, taken) if r.code < 0]
        found += not good
        answer = asked.json() if asked.code == 0 else {}
        if asked.code == 0 and (answer["detections"], answer["incoming_events"], answer["indicators"]) != truth:
            silent.append((at, bit, good, answer))
        os.unlink(path + "-lock")
        shutil.copyfile(kept, path)
    check(not crashed, f"{FLIPS} flipped bits end no program by a signal", crashed[:3])
    check(not silent, "and no answer is another than before", silent[:3])
    check(found > 0, f"store check finds {found} of them: those that are in what counts", found)


place = Place()
place.ok("init")
drill_ingest(place)
drill_collect(place)
check(whole(place)[0], "the store is whole")
drill_full_ingest()
drill_full_collect()
drill_flips()
finish()
