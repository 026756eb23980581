#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The main job through the command line: events in, a task on, the right report arrives once, and the ledger tells the truth.
import email
import email.policy
import json
import os
import subprocess

from clitest import SAMPLE, Place, SmtpServer, check, finish


def question(place, query, *more):
    args = ["--from", query["from"], "--to", query["to"], "--json", *more]
    if query["tenants"] != "all":
        args += ["--tenants", ",".join(query["tenants"])]
    if query["source"] != "all":
        args += ["--source", query["source"]]
    if query["false_positives"]:
        args.append("--false-positives")
    return place.ok("stats", *args).json()


def take_sample(place):
    place.ok("tenant", "add", "North branch")
    place.ok("tenant", "add", "Retail")
    place.ok("ingest", "--format", "json", os.path.join(SAMPLE, "events.jsonl"))
    for name, now in (("events.cef", "2026-11-22T10:00:00Z"), ("events.kv", "2026-11-22T10:00:00Z"), ("lookup.json", "2026-11-22T11:00:00Z")):
        form = {"events.cef": "cef", "events.kv": "kv", "lookup.json": "lookup"}[name]
        place.ok("ingest", "--format", form, "--tenant", "General", os.path.join(SAMPLE, name), now=now)


def pdf_words(pdf):
    return " ".join(subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode().split())


place = Place()
place.ok("init")
take_sample(place)
with open(os.path.join(SAMPLE, "expected.json"), encoding="utf-8") as file:
    expected = json.load(file)
for number, query in enumerate(expected):
    answer = question(place, query)
    wrong = [key for key in ("incoming_events", "detections", "indicators", "top", "categories") if answer[key] != query[key]]
    check(not wrong, f"question {number + 1} of the sample is answered exactly", wrong)
    check(sum(step["detections"] for step in answer["series"]) == answer["detections"], f"question {number + 1}: the series adds up")

place.ok("tenant", "list")
with SmtpServer() as server:
    place.mail(server.port)
    daily = place.task("--period", "last-31d", "--text", "Good morning", name="Daily overview", now="2026-11-22T12:00:00Z")
    check(not place.ok("task", "show", daily, "--json").json()["enabled"], "a new task is off")
    place.ok("task", "enable", daily, now="2026-11-22T12:00:00Z")
    shown = place.ok("task", "show", daily, "--json", now="2026-11-22T12:00:00Z").json()
    check(shown["next_run"] == "2026-11-23T09:00:00Z" and shown["last_run"] is None, "switched on, the next run is known", shown)
    idle = place.run("sender", "run", "--until-idle", now="2026-11-23T08:59:59Z")
    check(idle.code == 0 and not server.messages, "nothing is sent before it is due", idle)
    done = place.run("sender", "run", "--until-idle", now="2026-11-23T09:00:00Z")
    check(done.code == 0 and len(server.messages) == 1, "due: sent once", done)
    place.ok("sender", "run", "--until-idle", now="2026-11-23T09:30:00Z")
    check(len(server.messages) == 1, "not sent again")
    sent = server.messages[0]

raw = sent["data"] if isinstance(sent, dict) else sent.data
raw = raw if isinstance(raw, bytes) else raw.encode()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = list(message.walk())
check(not any(part.defects for part in parts), "the message has no defect", [part.defects for part in parts])
check(message["Subject"] == "Report 2026-11-23" and message["To"] == "soc@example.com" and message["From"] == "reports@example.com", "its headers are right",
      message.items())
body = message.get_body(("plain",)).get_content()
check("Good morning" in body, "the task's text stands in the mail")
stats = place.ok("stats", "--from", "2026-10-23T09:00:00Z", "--to", "2026-11-23T09:00:00Z", "--json").json()
figures = [f"{stats[name]:,}" for name in ("incoming_events", "detections", "indicators")]
check(all(figure in body for figure in figures), "the mail's figures are those of tidings stats", figures)
html = message.get_body(("html",)).get_content()
check(all(figure in html for figure in figures), "the HTML's figures too", figures)
pdf = next(part for part in parts if part.get_content_type() == "application/pdf").get_content()
words = pdf_words(pdf)
check(all(figure in words for figure in figures), "the PDF's figures too", words[:2000])
top = [row["detections"] for row in stats["top"]["default"]]
check(all(f"{count:,}" in words for count in top), "the PDF has the top list", top)

run = place.ok("runs", "list", "--json").lines()[0]
check(run["state"] == "delivered" and run["occurrence"] == "2026-11-23T09:00:00Z" and run["kind"] == "scheduled" and run["task"] == daily, "the ledger has the run",
      run)
check(run["period"] == {"from": "2026-10-23T09:00:00Z", "to": "2026-11-23T09:00:00Z"}, "its period follows the occurrence", run)
check(run["deliveries"][0]["state"] == "accepted" and run["deliveries"][0]["code"] == 250, "with the server's code", run["deliveries"])
check(message["Message-ID"] == f"<{run['message_id']}>" and run["size"] == len(raw), "with the message's id and size", (run, len(raw)))
report = place.ok("report", "build", "--task", daily, "--format", "json", now="2026-11-23T09:00:00Z").json()
check(report["statistics"]["detections"] == stats["detections"] and report["statistics"]["top"] == stats["top"], "report build --format json has the same figures")
built = place.ok("report", "build", "--task", daily, "--format", "pdf", now="2026-11-23T09:00:00Z").bytes
check(built == pdf, "report build gives the PDF that was sent, byte for byte")
exact = place.ok("report", "build", "--task", daily, "--format", "eml", now="2026-11-23T09:00:00Z").bytes
check(b"Subject: Report 2026-11-23\r\n" in exact, "report build --format eml writes the message")
plain = place.ok("report", "build", "--period", "last-7d", "--format", "pdf", now="2026-11-23T09:00:00Z").bytes
check(plain.startswith(b"%PDF"), "report build --period needs no task")
finish()
