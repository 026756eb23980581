#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Retention of events: what the settings keep, by command and by itself; against sqlite3's count of the same lines.
import datetime
import json
import os
import random
import sqlite3

from clitest import Place, SmtpServer, check, finish

place = Place()
place.ok("init")
START = datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc)
NOW = "2026-11-01T10:00:00Z"
random.seed(7)


def events(count, first_day, days):
    lines = []
    for _ in range(count):
        time = START + datetime.timedelta(days=first_day, seconds=random.randrange(days * 86400))
        kind = random.choice(("detection", "detection", "incoming"))
        line = {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "type": kind, "source": random.choice(("tcp", "api"))}
        if kind == "detection":
            line |= {"category": random.choice(("A", "B")), "indicator": f"http://h{random.randrange(300)}.example/"}
        lines.append(line)
    return lines


def kept(days, now):
    """The start of the day so many days before the newest event, or before now when that is earlier."""
    newest = min(database.execute("SELECT MAX(time) FROM event").fetchone()[0], now)
    return (datetime.datetime.fromisoformat(newest[:10]) - datetime.timedelta(days=days)).strftime("%Y-%m-%dT00:00:00Z")


def ingest(lines, name, now=NOW):
    path = place.path(name, "".join(json.dumps(line) + "\n" for line in lines))
    return place.run("ingest", path, "--json", now=now)


def asked(start, end):
    return place.ok("stats", "--from", start, "--to", end, "--json").json()


def expected(start, end, since):
    base = "FROM event WHERE time >= ? AND time < ? AND time >= ?"
    one = lambda what, more="": database.execute(f"SELECT {what} {base} {more}", (start, end, since)).fetchone()[0]
    return (one("COUNT(*)", "AND type = 'detection'"), one("COUNT(*)", "AND type = 'incoming'"),
            one("COUNT(DISTINCT indicator)", "AND type = 'detection'"))


def add(lines):
    database.executemany("INSERT INTO event VALUES (?, ?, ?)", [(e["time"], e["type"], e.get("indicator")) for e in lines])


def agree(since, name):
    for start, end in (("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z"), ("2026-08-20T07:00:00Z", "2026-09-10T00:00:00Z"),
                       ("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"), ("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")):
        answer = asked(start, end)
        got = (answer["detections"], answer["incoming_events"], answer["indicators"])
        check(got == expected(start, end, since), f"{name}: {start[:10]} to {end[:10]}", (got, expected(start, end, since)))


database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE event (time TEXT, type TEXT, indicator TEXT)")
old = events(6000, 0, 150)
check(ingest(old, "old").code == 0, "events of five months are taken")
add(old)
agree("", "all is kept without a setting")
check("kept_from" not in asked("2026-06-01T00:00:00Z", NOW), "nothing says that anything was removed")
place.ok("store", "retain", now=NOW)
agree("", "and stays")

place.ok("settings", "set", "--events-days", "60")
agree("", "a setting alone removes nothing")
KEPT_FROM = kept(60, NOW)
before = expected("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", "")[0]
said = place.ok("store", "retain", "--json", now=NOW).json()
after = expected("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", KEPT_FROM)[0]
check(said["kept_from"] == KEPT_FROM and said["removed"] == before - after, "the command says what it removed", said)
agree(KEPT_FROM, "60 days are kept")
check(asked("2026-06-01T00:00:00Z", NOW)["kept_from"] == KEPT_FROM, "the answer says from when on")
check(place.run("store", "check").code == 0, "the store is sound")
size = place.ok("store", "stat", "--json").json()
since = database.execute("SELECT MIN(time), MAX(time) FROM event WHERE type = 'detection' AND time >= ?", (KEPT_FROM,)).fetchone()
check((size["detections"], size["indicators"], size["kept_from"], size["sources"]) == (after, 300, KEPT_FROM, 1), "store stat counts what is kept", size)
check((size["first_detection"], size["last_detection"]) == since, "and says from when to when", (size, since))
check(0 < sum(size["detection_bytes"].values()) <= size["detection_file"] == os.path.getsize(os.path.join(place.dir, "stats", "stats.mdb")),
      "and how much room it takes", size)
check(0 < size["record_bytes"] <= size["record_file"] and size["records"] > 0, "the records too", size)
check(f"detections: {after} of 300 indicators" in place.ok("store", "stat").out, "in words as well")
entries = place.ok("audit", "list", "--about", "events", "--json").lines()
check(len(entries) == 1 and KEPT_FROM in entries[0]["detail"], "the audit log tells of it", entries)

late, fresh = events(200, 80, 10), events(5, 149, 1)
mixed = ingest([e for e in late if e["time"] < KEPT_FROM][:50] + fresh, "late")
check(mixed.code == 0 and mixed.json()["rejected"] > 0, "events from before are rejected with their reason", mixed)

report = place.run("report", "build", "--period", "last-93d", "--format", "text", now=NOW)
check(report.code == 0 and "no longer kept" in report.out, "the report says that its period was cut", report)
report = place.run("report", "build", "--period", "last-7d", "--format", "text", now=NOW)
check(report.code == 0 and "no longer kept" not in report.out, "and nothing where it was not", report)

add(fresh)
check(ingest(tomorrow := events(5, 158, 1), "tomorrow", now="2026-11-10T10:00:00Z").code == 0, "events of days later")
add(tomorrow)
check(ingest(events(5, 159, 1), "after", now="2026-11-11T10:00:00Z").code == 0, "and more, on the day after")
check(asked("2026-06-01T00:00:00Z", NOW)["kept_from"] == kept(60, "2026-11-11T10:00:00Z"), "remove by themselves what is too old then")
before = asked("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z")["detections"]
place.ok("store", "retain", now="2099-01-01T00:00:00Z")
check(asked("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z")["detections"] > before * 0.9, "a clock that is wrong by years takes nothing away")

place.ok("account", "add", "ivan", "--role", "tenant-manager", "--tenants", "General")
check(place.run("--as", "ivan", "store", "stat").code == 3, "only the administrator may see that")
check(place.run("--as", "ivan", "store", "retain").code == 3, "only the administrator may ask for it")

# Runs: the sender removes old ones by itself, the chain stays whole, and the task goes on from its last report.
place.ok("settings", "set", "--runs-days", "3")


def delivered():
    return [r["occurrence"][:10] for r in place.ok("runs", "list", "--json").lines() if r["state"] == "delivered"]


with SmtpServer() as server:
    place.mail(server.port)
    task = place.task("--enable", start="2026-09-01T09:00", now="2026-09-01T08:00:00Z")
    for day in range(1, 7):
        place.ok("sender", "run", "--until-idle", now=f"2026-09-{day:02}T09:00:00Z")
    check(delivered() == ["2026-09-06", "2026-09-05", "2026-09-04", "2026-09-03"], "runs from before are gone", delivered())
    place.ok("task", "disable", task)
    for at in ("2099-01-01T09:00:00Z", "2099-01-01T10:00:00Z", "2026-09-06T10:00:00Z"):
        place.ok("sender", "run", "--until-idle", now=at)
    check(delivered() == ["2026-09-06", "2026-09-05"], "a clock that is wrong by years takes two days more, not the ledger", delivered())
kept = place.ok("store", "retain", "--json", now="2026-09-09T10:00:00Z").json()
check(kept["removed_runs"] == 1, "by command what was the last report until then", kept)
check(place.run("runs", "show", 1).code == 4, "it is not found any more")
state = place.ok("store", "check", "--json").json()
check(0 < state["ledger_cut"] < state["ledger_entries"], "store check tells where the chain begins", state)
check("from before 2026-09-03" in place.ok("audit", "list", "--about", "runs").out, "the audit log tells of it")
finish()
