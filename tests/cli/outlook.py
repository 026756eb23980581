#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# What a task is going to do: its coming occurrences and their periods, why it will not run, and a preview.
from clitest import Place, SmtpServer, check, finish

NOW = "2026-11-22T12:00:00Z"


def lines(place, *args):
    return place.ok("task", "next", *args, now=NOW).out.splitlines()


place = Place()
place.ok("init", "--demo", now=NOW)

# Coming occurrences: a clock change, an exception, and how the periods of the reports meet.
berlin = int(place.ok("task", "add", "--name", "Night", "--recipients", "soc@example.com", "--subject", "S", "--start", "2027-03-26T02:30",
                      "--zone", "Europe/Berlin", "--rrule", "FREQ=DAILY", "--period", "last-24h", "--exdate", "2027-03-27").out)
found = lines(place, berlin, "--count", "4")
check(found == ["2027-03-26T01:30:00Z 2027-03-26T02:30:00+01:00",
                "2027-03-27T01:30:00Z 2027-03-27T02:30:00+01:00 exception",
                "2027-03-28T01:30:00Z 2027-03-28T03:30:00+02:00 gap-shifted period-gap 1d",
                "2027-03-29T00:30:00Z 2027-03-29T02:30:00+02:00 period-overlap 1h"], "clock change, exception, gap and overlap are marked", found)
items = place.ok("task", "next", berlin, "--count", "4", "--json", now=NOW).lines()
check([i["exception"] for i in items] == [False, True, False, False] and [i.get("period_distance") for i in items] == [0, None, 86400, -3600],
      "the same in JSON", items)
check(items[2]["period"] == {"from": "2027-03-27T01:30:00Z", "to": "2027-03-28T01:30:00Z"}, "with the periods", items[2])
week = place.task(start="2026-11-30T09:00", rrule="FREQ=WEEKLY")
place.ok("task", "edit", week, "--period", "prev-day")
found = lines(place, week, "--count", "2")
check(found[0].endswith("+00:00") and found[1].endswith("period-gap 6d"), "a weekly report of one day leaves six out", found)
place.ok("task", "edit", week, "--period", "prev-week")
check(not any("period" in line for line in lines(place, week)), "a report of the week before fits")
place.ok("task", "edit", week, "--period", "last-31d")
check(lines(place, week, "--count", "2")[1].endswith("period-overlap 24d"), "one of 31 days overlaps")
place.ok("task", "edit", week, "--period", "since-last")
check(not any("period" in line for line in lines(place, week)), "since the last report always fits")

# Why it will not run, and what changes that.
def checks(task, now=NOW):
    answer = place.ok("task", "explain", task, "--json", now=now).json()
    return answer, {c["name"]: c for c in answer["checks"]}


answer, by_name = checks(week)
check(not answer["will_run"] and answer["next"] == "2026-11-30T09:00:00Z", "a task that is off will not run", answer)
check([n for n, c in by_name.items() if not c["ok"]] == ["status", "mail", "sender"], "for three reasons", by_name)
check("never ran" in by_name["last run"]["text"] and by_name["owner"]["text"] == "admin", "owner and last run are said", by_name)
text = place.ok("task", "explain", week, now=NOW).out
check(text.startswith(f"task {week} will not run") and text.count("\n!") == 3, "text marks them", text)
with SmtpServer() as server:
    place.mail(server.port)
    place.ok("task", "enable", week, now=NOW)
    place.ok("sender", "start")
    try:
        answer, by_name = checks(week)
        check(answer["will_run"] and all(c["ok"] for c in answer["checks"]), "on, with mail and a sender, it will", answer)
        place.ok("licence", "set", "community")
        answer, by_name = checks(week)
        check(not answer["will_run"] and not by_name["licence"]["ok"], "not with a licence without reporting", answer)
        place.ok("licence", "set", "tip-enterprise")
    finally:
        place.ok("sender", "stop")
    place.ok("sender", "run", "--until-idle", now="2026-11-30T09:00:00Z")
answer, by_name = checks(week, now="2026-11-30T10:00:00Z")
check(by_name["last run"]["text"] == "delivered for 2026-11-30T09:00:00Z" and answer["next"] == "2026-12-07T09:00:00Z", "the last run is told", by_name)
over = place.task(start="2020-01-01T09:00", rrule="FREQ=DAILY;COUNT=2")
answer, by_name = checks(over)
check(not answer["will_run"] and answer["next"] is None and not by_name["next"]["ok"], "a task that is over says so", answer)
check(place.run("task", "explain", 99).code == 4, "an unknown task is not found")

# A preview is the report of the next occurrence, or of the last; nothing is run.
runs = place.ok("runs", "list", "--json").out
preview = place.ok("task", "preview", week, now=NOW).out
check(preview == place.ok("report", "build", "--task", week, "--at", "2026-11-30T09:00:00Z", "--format", "text", now=NOW).out and "Report" in preview,
      "the preview is the report", preview)
ended = place.ok("task", "preview", over, now=NOW).out
check(ended == place.ok("report", "build", "--task", over, "--at", "2020-01-02T09:00:00Z", "--format", "text", now=NOW).out, "of the last occurrence", ended)
check("statistics" in place.ok("task", "preview", week, "--json", now=NOW).json(), "as JSON too")
check(place.ok("runs", "list", "--json").out == runs, "no run is consumed")

finish()
