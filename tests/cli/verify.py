#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# report verify: of what a run sent, in the mailbox and out of it; with one byte changed; and of what is not from here.
import email
import os

from clitest import Place, SmtpServer, check, finish

NOW = "2026-11-02T09:00:00Z"


def verify(path, data=None):
    result = place.run("report", "verify", path, "--json", data=data)
    return result, (result.json() if result.out else {})


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


place = Place()
with SmtpServer() as server:
    place.ok("init")
    place.mail(server.port)
    task = place.task("--formats", "html,pdf,csv,json", "--period", "prev-day", now=NOW)
    place.ok("task", "run", task, now=NOW)
    place.ok("sender", "run", "--until-idle", now=NOW)
    place.ok("task", "run", task, now=NOW)
    place.ok("sender", "run", "--until-idle", now=NOW)
    mails = [message["data"] for message in server.messages]
runs = place.ok("runs", "list", "--json").lines()
check(len(mails) == 2 and len(runs) == 2, "two runs were sent", runs)

mail = mails[0]
result, found = verify("-", mail)
check(result.code == 0 and found["state"] == "unchanged" and found["exact"] and found["name"] == "message", "the message as sent", result)
check(found["run"] == runs[1]["run"] and found["task"] == task and found["sha256"] == runs[1]["sha256"], "its run", found)
check(verify("-", mails[1])[1]["run"] == runs[0]["run"], "the other run's message is the other run's")
saved = place.path("saved.eml", b"Return-Path: <x@y>\nReceived: from a\n\tby b\n" + mail.replace(b"\r\n", b"\n"))
result, found = verify(saved)
check(result.code == 0 and found["state"] == "unchanged" and not found["exact"], "the message out of a mailbox", result)
text = place.run("report", "verify", saved)
check(text.code == 0 and "unchanged: the message of run" in text.out and "Daily" in text.out, "in words", text)
for at in range(0, len(mail), max(1, len(mail) // 12)):
    result, found = verify("-", flipped(mail, at))
    check(result.code in (1, 4) and found["state"] != "unchanged", f"one byte of the message changed, at {at}", result)
result, found = verify("-", flipped(mail, len(mail) // 2))
check(result.code == 1 and found["state"] == "changed" and found["run"] == runs[1]["run"] and "was changed" in result.err, "which run it says it is", result)

for part in email.message_from_bytes(mail).walk():
    name = part.get_filename()
    if name is None:
        continue
    data = part.get_payload(decode=True)
    check("2026-11-01." in name and "_2026-11-01_" not in name, f"{name} names its one day once")
    path = place.path(name, data)
    result, found = verify(path)
    check(result.code == 0 and found["state"] == "unchanged" and found["name"] == name, f"{name} as sent", result)
    path = place.path(name, flipped(data, len(data) // 2))
    result, found = verify(path)
    check(result.code == 1 and found["state"] == "changed" and found["name"] == name, f"{name} with one byte changed", result)
    renamed = os.path.join(os.path.dirname(path), "other")
    os.rename(path, renamed)
    result, found = verify(renamed)
    check(result.code == 1 and found["state"] == "changed" and found["name"] == name, f"{name} changed and renamed: it says itself what it is", result)
    mark = data.index(b"urn:tidings:") + 20
    result, found = verify("-", flipped(data, mark))
    check(result.code == 4 and found["state"] == "unknown", f"{name} changed in just that, and renamed", result)
    result, found = verify("-", flipped(data, 0))
    check(result.code == 1 and found["name"] == name, f"{name} with another first byte, from standard input", result)
    other = place.ok("report", "build", "--task", task, "--format", name.rsplit(".", 1)[1], now="2026-11-05T09:00:00Z").bytes
    result, found = verify("-", other)
    check(result.code == 4 and found["state"] == "unknown", f"a {name.rsplit('.', 1)[1]} of another instant was sent by no run", result)
    again = place.ok("report", "build", "--task", task, "--format", name.rsplit(".", 1)[1], now=NOW).bytes
    check(again == data and verify("-", again)[1]["state"] == "unchanged", f"{name} built again is the same bytes")

result, found = verify("-", b"not ours")
check(result.code == 4 and found["state"] == "unknown" and found["run"] is None and "unknown" in result.err, "what is not from here", result)
check(place.run("report", "verify", place.path("missing")).code == 4, "a file that is not there")
check(place.run("--mode", "data", "--tenant", "General", "report", "verify", "-", data=mail).code == 4, "not another tenant's runs")
finish()
