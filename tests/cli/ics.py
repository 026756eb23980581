#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# task ics, read by python3-icalendar: the same instants as task next, texts as they were given.
import datetime
import sys

from clitest import Place, check, finish

try:
    import icalendar
except ImportError:
    print("1..0 # SKIP needs python3-icalendar")
    sys.exit(0)

NOW = "2026-03-20T00:00:00Z"
place = Place()
place.ok("init")
HOLIDAYS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260324\r\nSUMMARY:Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
place.ok("calendar", "add", "Days", place.path("days.ics", HOLIDAYS))


def task(name, *more, start="2026-03-01T02:30", zone="Europe/Berlin", rrule="FREQ=DAILY"):
    return int(place.ok("task", "add", "--name", name, "--recipients", "soc@example.com", "--subject", "Report", "--start", start,
                        "--zone", zone, "--rrule", rrule, *more, now=NOW).out)


HOSTILE = "a;b,c\\d \u041e\u0442\u0447\u0451\u0442 \U0001f4c8 END:VEVENT " + "x" * 60
tasks = {
    task("Over the spring change", "--exdate", "2026-03-22T02:30"): 30,
    task(HOSTILE, start="2026-03-01T09:00", zone="Asia/Kolkata", rrule="FREQ=WEEKLY;BYDAY=MO,TU"): 10,
    task("Without holidays", "--calendar", "Days", "--holiday", "skip", start="2026-03-20T08:00", zone="UTC"): 8,
    task("Moved", "--calendar", "Days", "--holiday", "next", start="2026-03-24T08:00", zone="UTC", rrule="FREQ=WEEKLY"): 4,
    task("Three times", start="2026-04-01T00:00", zone="America/St_Johns", rrule="FREQ=MONTHLY;COUNT=3"): 12,
}


def expected(number, count):
    lines = place.ok("task", "next", number, "--count", count, "--json", now=NOW).lines()
    return [line["instant"] for line in lines if not line["exception"] and line.get("holiday") != "skipped" and not line.get("skipped")]


def read(data):
    events = [c for c in icalendar.Calendar.from_ical(data).walk("VEVENT")]
    return events, [e["DTSTART"].dt.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") for e in events]


for number, count in tasks.items():
    data = place.ok("task", "ics", number, "--count", count, now=NOW).bytes
    events, instants = read(data)
    wanted = [i for i in expected(number, count)]
    check(instants == wanted and instants, f"task {number}: the instants of task next", (instants[:6], wanted[:6]))
    name = place.ok("task", "show", number, "--json").json()["name"]
    check(all(str(e["SUMMARY"]) == name for e in events), f"task {number}: its name as it is")
    check(len({str(e["UID"]) for e in events}) == len(events), f"task {number}: each event is named by itself")
    check(all(len(line) <= 75 for line in data.split(b"\r\n")) and b"\n" not in data.replace(b"\r\n", b""), f"task {number}: lines as RFC 5545 has them")

check(place.ok("task", "ics", 1, now=NOW).bytes == place.ok("task", "ics", 1, now=NOW).bytes, "the same twice")
check(read(place.ok("task", "ics", now=NOW).bytes)[0] == [], "without numbers, only tasks that are on")
check(place.run("task", "ics", 99, now=NOW).code == 4, "one that is not there")
check(place.run("task", "ics", "x", now=NOW).code == 2, "no number")
finish()
