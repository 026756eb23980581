#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Holiday calendars by command: a file taken, shown and refused; a task that names one; what the sender then does.
from clitest import Place, SmtpServer, check, finish

NOW = "2026-12-20T12:00:00Z"
CHRISTMAS = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
             "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEND:VEVENT\r\n"
             "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261224T180000\r\nSUMMARY:Party\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")

place = Place()
place.ok("init", now=NOW)
file = place.path("holidays.ics", CHRISTMAS)
added = place.ok("calendar", "add", "Feasts", file, now=NOW).out
check(added == "6 days; 1 events are no holidays: they have a time of day or are cancelled\n", "a file is taken", added)
check(place.ok("calendar", "list").out == "Feasts  6 days, 2026-12-25 to 2028-12-26\n", "and listed")
check(place.ok("calendar", "list", "--json").json() == {"name": "Feasts", "days": 6, "first": "2026-12-25", "last": "2028-12-26"}, "as JSON")
check(place.ok("calendar", "show", "Feasts").out.splitlines()[0] == "2026-12-25  Christmas", "its days are shown")
for text, why in [("x", "line 1"), (CHRISTMAS[:-15], "ends before"), (CHRISTMAS.replace("YEARLY;COUNT=3", "SECONDLY"), "line 4")]:
    bad = place.run("calendar", "add", "Bad", "-", data=text.encode())
    check(bad.code == 2 and why in bad.err and bad.out == "", f"refused: {why}", bad)
check(place.run("calendar", "add", "a/b", file).code == 2, "a name that is none")
check(place.run("calendar", "show", "Nowhere").code == 4 and place.run("calendar", "delete", "Nowhere").code == 4, "an unknown one is not found")

with SmtpServer() as server:
    place.mail(server.port)
    check(place.run("task", "add", "--name", "X", "--recipients", "a@example.com", "--subject", "S", "--start", "2026-12-01T09:00", "--calendar",
                    "Nowhere").code == 4, "a task cannot name an unknown calendar")
    task = place.task("--calendar", "Feasts", "--holiday", "next", "--enable", start="2026-12-04T09:00", rrule="FREQ=WEEKLY", now=NOW)
    check(place.run("calendar", "delete", "Feasts").code == 3, "one that a task names stays")
    shown = place.ok("task", "show", task, "--json", now=NOW).json()
    check((shown["calendar"], shown["holiday"], shown["next_run"]) == ("Feasts", "next", "2026-12-28T09:00:00Z"), "the task shows it", shown)
    found = place.ok("task", "next", task, "--count", "2", now=NOW).out.splitlines()
    check(found == ["2026-12-28T09:00:00Z 2026-12-28T09:00:00+00:00 moved-from 2026-12-25T09:00:00Z",
                    "2027-01-01T09:00:00Z 2027-01-01T09:00:00+00:00 period-overlap 3d"], "task next marks it, and the periods", found)
    item = place.ok("task", "next", task, "--count", "1", "--json", now=NOW).json()
    check(item["moved_from"] == "2026-12-25T09:00:00Z" and not item["skipped"], "in JSON too", item)
    said = place.ok("task", "explain", task, now=NOW).out
    check("2026-12-25 (Christmas) is moved to 2026-12-28T09:00:00+00:00" in said, "task explain says it", said)
    check("on holidays the working day after" in place.ok("task", "list", "--json", now=NOW).out or "working day after" in said, "and the words", said)
    exported = place.ok("task", "export").out
    check("calendar=Feasts" in exported and "holiday=next" in exported, "export has it", exported)
    applied = place.ok("task", "apply", "-", data=exported.replace("holiday=next", "holiday=skip").encode(), now=NOW).out
    check('holiday: "next" -> "skip"' in applied, "apply sets it", applied)
    found = place.ok("task", "next", task, "--count", "1", now=NOW).out
    check(found.endswith(" skipped-holiday\n"), "task next shows what is skipped", found)
    place.ok("sender", "run", "--until-idle", now="2026-12-25T09:00:00Z")
    run = place.ok("runs", "list", "--json").lines()[0]
    check((run["state"], run["reason"], run["moved_from"]) == ("skipped", "holiday: Christmas", None), "the ledger says why nothing was sent", run)
    place.ok("task", "edit", task, "--holiday", "previous", now="2027-12-20T12:00:00Z")
    place.ok("calendar", "add", "Feasts", "-", data=CHRISTMAS.replace("COUNT=3", "COUNT=1").replace("20261225", "20280107").replace("20261227", "20280108").encode(),
             now="2028-01-03T12:00:00Z")
    place.ok("sender", "run", "--until-idle", now="2028-01-06T09:00:00Z")
    run = place.ok("runs", "list", "--json").lines()[0]
    check((run["state"], run["occurrence"], run["moved_from"]) == ("delivered", "2028-01-06T09:00:00Z", "2028-01-07T09:00:00Z"),
          "a new file moves the next run, and the sender obeys", run)
    check(len(server.messages) >= 1, "the report is there")
log = place.ok("audit", "list", "--about", "calendar").out
check("add" in log and "edit" in log and "follow" in log, "the audit log has it", log)
place.ok("task", "edit", task, "--calendar", "")
place.ok("calendar", "delete", "Feasts")
check(place.ok("calendar", "list").out == "", "it can be deleted when no task names it")

# A recurrence of no task, with a file.
found = place.ok("schedule", "next", "--start", "2026-12-25T09:00", "--zone", "Europe/Berlin", "--rrule", "FREQ=WEEKLY;COUNT=2", "--calendar", file,
                 "--holiday", "previous").out.splitlines()
check(found == ["2026-12-24T08:00:00Z 2026-12-24T09:00:00+01:00 moved-from 2026-12-25T08:00:00Z", "2027-01-01T08:00:00Z 2027-01-01T09:00:00+01:00"],
      "schedule next takes a file", found)
finish()
