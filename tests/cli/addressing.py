#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# How recipients are addressed: all in To, hidden from each other, or by a message each; with what the server says of each of them.
import collections
import email

from clitest import Place, SmtpServer, check, finish

PEOPLE = ["one@example.com", "two@example.com", "three@example.com"]
NIGHT = "2026-11-22T20:00:00Z"

place = Place()
place.ok("init", "--demo", now="2026-11-22T12:00:00Z")


def add(addressing):
    return int(place.ok("task", "add", "--name", addressing, "--recipients", ",".join(PEOPLE), "--subject", "Report {date}", "--start", "2026-12-23T06:00",
                        "--zone", "UTC", "--formats", "html,csv", "--addressing", addressing, now="2026-11-22T12:00:00Z").out)


def send(task, now, **options):
    """A run of its own with a server of that kind: the run as the ledger has it, and what arrived."""
    with SmtpServer(**options) as server:
        place.mail(server.port)
        run = int(place.ok("task", "run", task, now=now).out)
        place.run("sender", "run", "--until-idle", now=now)
        return show(run), server.messages


def show(run):
    return place.ok("runs", "show", run, "--json").json()


def later(now, **options):
    """What goes out then, but for notices of failures."""
    with SmtpServer(**options) as server:
        place.mail(server.port)
        place.run("sender", "run", "--until-idle", now=now)
        return [message for message in server.messages if b"Subject: Tidings: a report was not" not in message["data"]]


def parsed(message):
    return email.message_from_bytes(message["data"])


def states(run):
    return [delivery["state"] for delivery in run["deliveries"]]


to, bcc, each = add("to"), add("bcc"), add("each")
check([place.ok("task", "show", task, "--json").json()["addressing"] for task in (to, bcc, each)] == ["to", "bcc", "each"], "the task keeps it")
check(place.run("task", "edit", each, "--addressing", "cc").code == 2, "another word is refused")

run, messages = send(to, NIGHT)
check(len(messages) == 1 and messages[0]["to"] == PEOPLE, "to: one message for all", messages)
check(parsed(messages[0])["To"].replace("\r\n", "").replace(" ", "") == ",".join(PEOPLE), "with all of them in To", parsed(messages[0])["To"])
check(run["state"] == "delivered" and run["addressing"] == "to", "delivered", run)

run, messages = send(bcc, NIGHT)
check(len(messages) == 1 and messages[0]["to"] == PEOPLE, "bcc: one message for all", messages)
check(parsed(messages[0])["To"] == "undisclosed-recipients:;" and not any(who.encode() in messages[0]["data"] for who in PEOPLE),
      "and none of them stands in it", parsed(messages[0]).items())
check(run["state"] == "delivered", "delivered", run)

run, messages = send(each, NIGHT)
check([message["to"] for message in messages] == [[who] for who in PEOPLE], "each: a message of their own", [m["to"] for m in messages])
check([parsed(message)["To"] for message in messages] == PEOPLE, "with nobody else in To")
check(not any(other.encode() in message["data"] for message in messages for other in PEOPLE if other != message["to"][0]), "nor anywhere else")
ids = [parsed(message)["Message-ID"].strip("<>") for message in messages]
check(len(set(ids)) == 3 and ids == [delivery["message_id"] for delivery in run["deliveries"]], "and a Message-ID of their own, as the ledger says", (ids, run))
check(run["state"] == "delivered" and states(run) == ["accepted"] * 3, "all accepted", run)
for number, message in enumerate(messages):
    found = place.ok("report", "verify", place.path("copy.eml", message["data"]), "--json").json()
    check(found["state"] == "unchanged" and found["run"] == run["run"] and found["exact"], f"copy {number + 1} is verified", found)
forged = messages[0]["data"].replace(b"To: one@example.com", b"To: two@example.com")
check(place.run("report", "verify", place.path("copy.eml", forged), "--json").json()["state"] == "changed", "with another address it is a changed one")

# what the server says of one of them concerns nobody else
faults = {"rcpt:one@example.com": "550 5.1.1 no such user", "rcpt:two@example.com": "450 4.2.1 later"}
for task, copies in ((to, 1), (bcc, 1), (each, 1)):
    run, messages = send(task, "2026-11-23T07:00:00Z", replies=faults)
    check(states(run) == ["failed", "deferred", "accepted"] and [d["code"] for d in run["deliveries"]] == [550, 450, 250],
          f"{run['addressing']}: each recipient has a state and a code of its own", run)
    check(len(messages) == copies and messages[0]["to"] == ["three@example.com"], "who was accepted has it", messages)
    again = later("2026-11-23T08:00:00Z")
    check([message["to"] for message in again] == [["two@example.com"]] and states(show(run["run"])) == ["failed", "accepted", "accepted"],
          "the next try is for the deferred one alone", (again, show(run["run"])))
    if run["addressing"] == "each":
        check(parsed(again[0])["Message-ID"].strip("<>") == run["deliveries"][1]["message_id"], "by the same Message-ID as the first try")
    else:
        check(again[0]["data"] == messages[0]["data"], "the same bytes")
    place.ok("runs", "resend", run["run"], now="2026-11-23T08:10:00Z")
    last = later("2026-11-23T08:11:00Z")
    check([message["to"] for message in last] == [["one@example.com"]], "resend is for the failed one", last)
    check(show(run["run"])["state"] == "delivered", "then all have it", show(run["run"]))

# the reply to the second message never comes: that one alone is unknown, and the third goes out
run, messages = send(each, "2026-11-23T09:00:00Z", replies={"end#2": "drop"}, faults=("keep",))
check(states(run) == ["accepted", "deferred", "accepted"] and run["deliveries"][1]["unknown"] == 1, "each: an unknown result is that recipient's alone", run)
again = later("2026-11-23T10:00:00Z")
check([m["to"] for m in again] == [["two@example.com"]] and again[0]["data"] == messages[1]["data"], "who gets the same bytes again", again)
place.ok("task", "edit", each, "--unknown", "hold")
run, messages = send(each, "2026-11-23T11:00:00Z", replies={"end#2": "drop"}, faults=("keep",))
check(states(run) == ["accepted", "unknown", "accepted"] and run["state"] == "unknown", "with hold it waits for a person", run)
check(not [m for m in later("2026-11-25T12:00:00Z") if m["to"] == ["two@example.com"]], "and is not sent again")

# 421 in the midst: the rest is deferred with the server's words, nobody gets two
run, messages = send(each, "2026-11-26T07:00:00Z", replies={"rcpt:two@example.com": "421 4.3.2 closing", "greeting@2": "421 4.3.2 closed"})
check(states(run)[0] == "accepted" and states(run)[1:] == ["deferred"] * 2 and all(d["text"] for d in run["deliveries"]), "a server that closes defers the rest", run)
again = later("2026-11-26T08:00:00Z")
check(sorted(m["to"][0] for m in again) == ["three@example.com", "two@example.com"] and show(run["run"])["state"] == "delivered", "who get it later", again)

# the task is edited between two tries: what was built goes on as it was built
run, messages = send(each, "2026-11-27T07:00:00Z", replies={"rcpt:two@example.com": "450 4.2.1 later"})
place.ok("task", "edit", each, "--addressing", "to")
again = later("2026-11-27T08:00:00Z")
check(len(again) == 1 and parsed(again[0])["To"] == "two@example.com", "an edit does not change what was built", [m["to"] for m in again])

# too large for the server: each gets the smaller one
place.ok("task", "edit", each, "--addressing", "each")
run, messages = send(each, "2026-11-28T07:00:00Z", replies={f"end#{n}": "552 5.3.4 too big" for n in (1, 2, 3)})
counts = collections.Counter(message["to"][0] for message in messages)
check(run["state"] == "delivered" and all(counts[who] == 1 for who in PEOPLE), "each: a refused size is followed by a smaller message", (run, counts))
check(parsed(messages[0])["To"] == "one@example.com", "which is a copy as well", parsed(messages[0]).items())
eml = place.ok("report", "build", "--task", each, "--format", "eml", now="2026-11-28T07:00:00Z")
check(email.message_from_bytes(eml.bytes)["To"] == "one@example.com", "report build shows the first recipient's", eml.out[:300])
finish()
