#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Wrong input: one clear line on stderr, the right exit code, nothing on stdout, nothing half done.
import os
import subprocess
import time

from clitest import BUILD, Place, check, finish

TASK = ["task", "add", "--name", "N", "--recipients", "a@example.com", "--subject", "S", "--start", "2026-11-30T09:00", "--zone", "UTC",
        "--rrule", "FREQ=DAILY"]


def replaced(name, value):
    words = list(TASK)
    words[words.index("--" + name) + 1] = value
    return words


# command, exit code, what the line says
CASES = [
    (["frobnicate"], 2, "unknown command \"frobnicate\""),
    (["task"], 2, "needs a sub-command"),
    (["task", "list", "--wat"], 2, "unknown option \"--wat\""),
    (["task", "show"], 2, "needs ID"),
    (["task", "show", "x"], 2, "not a number"),
    (["task", "show", "99"], 4, "no task 99"),
    (["task", "enable", "99"], 4, "no task 99"),
    (["task", "list", "extra"], 2, "unexpected \"extra\""),
    (["--as", "nobody", "task", "list"], 4, "no account \"nobody\""),
    (["--mode", "sideways", "task", "list"], 2, "unknown mode"),
    (["--mode", "data", "--tenant", "Nowhere", "task", "list"], 4, "no tenant \"Nowhere\""),
    (["task", "add", "--name", "N"], 2, "--recipients"),
    (replaced("recipients", "почта@пример.рф"), 2, "--recipients"),
    (replaced("recipients", "no-at-sign"), 2, "no-at-sign"),
    (replaced("name", ""), 2, "--name"),
    (replaced("name", "x" * 256), 2, "--name"),
    (replaced("zone", "Mars/Olympus"), 2, "Mars/Olympus"),
    (replaced("rrule", "FREQ=SECONDLY"), 2, "--rrule"),
    (replaced("rrule", "FREQ=DAILY;COUNT=0"), 2, "--rrule"),
    (replaced("start", "tomorrow"), 2, "--start"),
    (TASK + ["--tenants", "Nowhere"], 4, "Nowhere"),
    (TASK + ["--widgets", "overview:nothing"], 2, "--widgets"),
    (TASK + ["--enable"], 2, "mail client is not set up"),
    (["mail", "test"], 2, "mail client is not set up"),
    (["mail", "set", "--server", "x" * 256, "--port", "25", "--connection", "none", "--email", "a@example.com"], 2, "--server"),
    (["mail", "set", "--server", "mail.example.com", "--port", "65536", "--connection", "none", "--email", "a@example.com"], 2, "--port"),
    (["mail", "set", "--server", "mail.example.com", "--port", "25", "--connection", "maybe", "--email", "a@example.com"], 2, "--connection"),
    (["mail", "set", "--server", "mail.example.com", "--port", "25", "--connection", "ssl", "--email", "a@пример.рф"], 2, "--email"),
    (["mail", "set", "--server", "mail.example.com", "--port", "25", "--connection", "ssl", "--email", "a@example.com", "--login", "x"], 2,
     "--password"),
    (["stats", "--json"], 2, "--from"),
    (["stats", "--from", "yesterday", "--to", "2026-11-01T00:00:00Z"], 2, "--from"),
    (["stats", "--from", "2026-11-02T00:00:00Z", "--to", "2026-11-01T00:00:00Z"], 2, "--to"),
    (["ingest", "/nonexistent/file"], 4, "/nonexistent/file"),
    (["ingest", "--format", "xml", "-"], 2, "--format"),
    (["ingest", "--tenant", "Nowhere", "-"], 4, "Nowhere"),
    (["report", "build"], 2, "--task"),
    (["report", "build", "--period", "next-week"], 2, "--period"),
    (["report", "build", "--task", "7"], 4, "no task 7"),
    (["runs", "show", "5"], 4, "no run 5"),
    (["schedule", "next", "--rrule", "FREQ=DAILY"], 2, "--start"),
    (["schedule", "next", "--start", "2026-11-30T09:00", "--rrule", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"], 2, "--rrule"),
    (["init"], 1, "already"),
    (["tenant", "add", "General"], 1, "already"),
    ([], 2, "no terminal"),
    (["console"], 2, "terminal"),
]

place = Place()
missing = place.run("task", "list")
check(missing.code == 4 and missing.err.count("\n") == 1 and "tidings init" in missing.err, "no data directory: says how to make one", missing)
place.ok("init")
for command, code, words in CASES:
    result = place.run(*command)
    good = result.code == code and result.out == "" and result.err.count("\n") == 1 and result.err.startswith("tidings: ") and words in result.err
    check(good, ("tidings " + " ".join(command))[:100], f"expected exit {code} and {words!r}\n{result}")
check(place.run("task", "list", "--json").out == "", "no task was made by any of them")
check(place.run("mail", "show", "--json").json()["server"] == "", "no mail setting was changed by any of them")

bad_clock = place.run("task", "list", now="noon")
check(bad_clock.code == 2 and "TIDINGS_NOW" in bad_clock.err, "a wrong TIDINGS_NOW is refused", bad_clock)

# A malformed line among good ones is counted, kept, and stops nothing.
lines = place.path("events.jsonl", '{"time":"2026-11-01T00:00:00Z","type":"incoming","tenant":"General","source":"tcp","count":5}\nnonsense\n')
result = place.ok("ingest", "--json", lines)
taken = result.json()
check(taken["incoming_events"] == 5 and taken["rejected"] == 1 and "nonsense" in open(taken["rejects"], encoding="utf-8").read(),
      "a malformed line is kept with its reason", result)
again = place.run("ingest", lines)
check(again.code == 1 and again.err.count("\n") == 1, "the same file twice is refused", again)
only_bad = place.run("ingest", place.path("bad.jsonl", "nonsense\n"))
check(only_bad.code == 1 and "line 1" in only_bad.err, "nothing taken: exit 1 and the reason", only_bad)

# Stopped by a signal: what was said to be taken is there, and the same file goes on behind it.
many = place.path("many.kv", "".join(f"category=C matchedIndicator=h{i % 500}.example\n" for i in range(300_000)))
process = subprocess.Popen([os.path.join(BUILD, "tidings"), "ingest", many], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                           env={**os.environ, "TIDINGS_DATA": place.dir, "TIDINGS_NOW": "2026-11-22T10:00:00Z"})
time.sleep(0.1)
process.terminate()
_, said = process.communicate(timeout=60)
day = ["stats", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--json"]
taken = place.ok(*day).json()["detections"]
check(process.returncode in (-15, 0) or (process.returncode == 75 and f"stopped after {taken} lines" in said), "stopped with exact figures", (said, taken))
place.run("ingest", many, now="2026-11-22T10:00:00Z")
check(place.ok(*day).json()["detections"] == 300_000, "and given again, it is taken once")

# A damaged or newer store.
store = os.path.join(place.dir, "tidings.mdb")
whole = open(store, "rb").read()
with open(store, "r+b") as file:
    file.truncate(len(whole) // 2)
cut = place.run("task", "list")
check(cut.code == 1 and cut.err.count("\n") == 1 and "tidings.mdb" in cut.err, "a truncated store is recognised", cut)
with open(store, "wb") as file:
    file.write(b"not a database" * 1000)
foreign = place.run("task", "list")
check(foreign.code == 1 and foreign.err.count("\n") == 1, "a foreign file is recognised", foreign)
finish()
