#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The sender as a process: start, stop, wakes by itself and by a change; faults of the server are deferred and told.
import os

from clitest import Place, SmtpServer, check, finish, wait_for


place = Place()
place.ok("init", "--demo", now="2026-11-22T12:00:00Z")
status = place.ok("sender", "status", "--json").json()
check(status["running"] is False and status["pid"] == 0, "no sender runs at first", status)
check(place.run("sender", "stop").code == 0, "stopping none is fine")
check(place.run("sender", "run", now="2026-11-22T12:00:00Z").code == 2, "a set clock and a lasting sender are refused")
with SmtpServer() as server:
    place.mail(server.port)
    place.ok("sender", "start")
    place.ok("sender", "start")
    status = place.ok("sender", "status", "--json").json()
    check(status["running"] and os.path.exists(f"/proc/{status['pid']}"), "started, once", status)
    second = place.run("sender", "run", "--until-idle")
    check(second.code == 75 and second.err.count("\n") == 1, "a second sender is refused", second)
    run = int(place.ok("task", "run", "1").out)
    check(wait_for(lambda: server.messages), "a manual run is sent at once by the running sender")
    check(wait_for(lambda: place.ok("runs", "show", run, "--json").json()["state"] == "delivered"), "and is delivered in the ledger",
          place.ok("runs", "show", run).out)
    place.ok("sender", "stop")
    status = place.ok("sender", "status", "--json").json()
    check(not status["running"] and not os.path.exists(f"/proc/{status['pid']}/exe"), "stopped", status)

# The server is gone: deferred with its reason, tried again later with the same bytes.
place.ok("task", "enable", "1", now="2026-11-22T12:00:00Z")
down = place.run("sender", "run", "--until-idle", now="2026-11-23T06:00:00Z")
runs = place.ok("runs", "list", "--json", "--last", "1").lines()
check(down.code == 0 and runs[0]["state"] == "deferred" and runs[0]["reason"], "an unreachable server defers", (down, runs))
check(runs[0]["deliveries"][0]["next_try"] > "2026-11-23T06:04:00Z", "with a next try", runs[0]["deliveries"])
with SmtpServer() as server:
    place.mail(server.port)
    place.ok("sender", "run", "--until-idle", now="2026-11-23T06:06:00Z")
    runs = place.ok("runs", "list", "--json", "--last", "1").lines()
    check(runs[0]["state"] == "delivered" and len(server.messages) == 1, "and is delivered when it is back", runs)
with SmtpServer(replies={"rcpt": "550 5.1.1 no such user"}) as server:
    place.mail(server.port)
    failed = place.run("sender", "run", "--until-idle", now="2026-11-24T06:00:00Z")
    notice, *runs = place.ok("runs", "list", "--json", "--last", "2").lines()
    check(notice["task"] == 0 and notice["deliveries"][0]["recipient"] == "reports@example.com", "a notice of it is on its way", notice)
    check(failed.code == 1 and runs[0]["state"] == "failed", "a refused recipient fails: exit 1", (failed, runs))
    check(runs[0]["deliveries"][0]["code"] == 550 and "no such user" in runs[0]["deliveries"][0]["text"], "with the server's words", runs)
with SmtpServer() as server:
    place.mail(server.port)
    number = runs[0]["run"]
    check(place.ok("runs", "resend", number).out == f"{number}\n", "a failed run is sent again when asked for")
    place.ok("sender", "run", "--until-idle", now="2026-11-24T07:00:00Z")
    run = place.ok("runs", "show", number, "--json").json()
    check(run["state"] == "delivered" and run["deliveries"][0]["attempts"] == 2 and len(server.messages) == 1, "and is delivered", run)
    check(place.run("runs", "resend", number).code == 2, "not a second time")
with SmtpServer(auth="reporter:right", plain_auth=True) as server:
    place.mail(server.port, "none", "--login", "reporter", "--plain-login", "--password-file", place.path("password", "wrong\n"))
    test = place.run("mail", "test", "--json")
    stages = {line["stage"]: line for line in test.lines()}
    check(test.code == 1 and not stages["sign-in"]["ok"] and "535" in stages["sign-in"]["detail"], "a refused login: the stage and the words", test)
    place.ok("mail", "set", "--password-file", place.path("password", "right\n"))
    test = place.run("mail", "test", "--json", "--to", "me@example.com")
    check(test.code == 0 and test.lines()[-1]["stage"] == "test-message" and len(server.messages) == 1, "the right one passes to the test message", test)
    check("right" not in place.ok("mail", "show", "--json").out, "the password is never shown")
    shown = place.ok("mail", "show", "--json").json()
    check(shown["has_password"] and shown["last_test"].startswith("OK"), "the last test is remembered", shown)
    # A refused login stops the queue, is told once, and ends by itself when it is mended.
    place.ok("mail", "set", "--notices", "admin@example.com", "--password-file", place.path("password", "wrong\n"))
    before = len(server.messages)
    for hour in ("06", "07"):
        place.run("sender", "run", "--until-idle", now=f"2026-11-25T{hour}:00:00Z")
    status = place.run("sender", "status", "--json", "--check")
    check(status.code == 1 and "535" in status.json()["alert"] and status.json()["alert"].startswith("2026-11-25T06:00:00Z"), "it is in the status", status)
    notices = [run for run in place.ok("runs", "list", "--json", "--kind", "manual").lines() if run["task"] == 0 and "could not be used" in run["reason"]
               or run["task"] == 0 and "535" in run["reason"]]
    check(len(notices) == 1 and notices[0]["deliveries"][0]["recipient"] == "admin@example.com", "one notice to the administrator waits", notices)
    place.ok("mail", "set", "--password-file", place.path("password", "right\n"))
    metrics = os.path.join(place.temp.name, "metrics")
    os.mkdir(metrics)
    place.ok("sender", "run", "--until-idle", "--metrics", metrics, now="2026-11-25T09:00:00Z")
    status = place.ok("sender", "status", "--json").json()
    check(status["alert"] is None and status["waiting"] == 0 and len(server.messages) > before + 1, "mended, all goes out and the alert is gone", status)
    with open(os.path.join(metrics, "tidings.prom"), encoding="ascii") as file:
        values = dict(line.rsplit(" ", 1) for line in file.read().splitlines() if not line.startswith("#"))
    check(values["tidings_sender_up"] == "1" and values["tidings_sender_alert"] == "0" and int(values['tidings_runs{state="delivered"}']) >= 4,
          "Prometheus can read it", values)
    failed = place.ok("runs", "list", "--json", "--state", "failed,partial").lines()
    day = place.ok("runs", "list", "--json", "--since", "2026-11-24T00:00:00Z", "--until", "2026-11-25T00:00:00Z", "--kind", "scheduled").lines()
    check(all(run["state"] in ("failed", "partial") for run in failed) and [run["occurrence"][:10] for run in day] == ["2026-11-24"], "runs are filtered",
          (failed, day))
    check(place.run("runs", "list", "--state", "lost").code == 2, "by states that there are")
check(place.run("mail", "test").code != 0, "no server: the test fails")
with open(os.path.join(place.dir, "tidings.mdb"), "rb") as file:
    check(b"right" not in file.read(), "the password is sealed in the store")
finish()
