#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# What draws reports and reads what others wrote has no network, little memory and no time without end; and a host without fonts does no harm.
import json
import os
import re
import subprocess

from clitest import BUILD, Place, SmtpServer, check, finish

PROBE = os.path.join(BUILD, "tests", "cli", "jail-probe")


def limits_of(pid):
    with open(f"/proc/{pid}/limits", encoding="ascii") as file:
        rows = [re.split(r"  +", line) for line in file.read().splitlines()[1:]]
    return {row[0]: row[2] for row in rows}


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        return dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)


def probe(*args):
    return subprocess.run([PROBE, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).stdout.decode().split()


outside, inside = probe(), probe("in")
check(outside == ["inet", "made", "unix", "made", "little", "given", "much", "given"], "outside everything can be had", outside)
sanitized = b"__asan_init" in open(PROBE, "rb").read()
check(inside == ["inet", "refused", "unix", "refused", "little", "given", "much", "given" if sanitized else "refused"], "inside it cannot", inside)

place = Place()
place.ok("init")
process = subprocess.Popen([os.path.join(BUILD, "tidings-sender"), "--data", place.dir, "--as", "admin", "--job"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for turn in ("first", "second"):
    process.stdin.write(json.dumps({"job": "signature", "message": "", "ca": ""}).encode() + b"\n")
    process.stdin.flush()
    answers = [json.loads(process.stdout.readline()) for _ in range(2)]
    check(answers[0]["good"] is False and answers[1] == {"done": True, "ok": True, "bytes": 0}, f"the {turn} job of one process", answers)
status, limits = status_of(process.pid), limits_of(process.pid)
check(status["Seccomp"] == "2" and status["NoNewPrivs"] == "1", "it has a filter on its system calls", status)
check(limits["Max cpu time"] == "60" and limits["Max core file size"] == "0", "it has limits", limits)
check(sanitized or limits["Max data size"] == str(512 << 20), "of memory as well", limits)
process.stdin.close()
check(process.wait(30) == 0, "it ends with its input")

fonts = place.path("fonts.conf", '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
for name, path in (("no font at all", fonts), ("a broken fontconfig", place.path("broken.conf", "<fontconfig><dir>")), ("no fontconfig", "/nonexistent")):
    built = place.run("report", "build", "--period", "prev-day", "--format", "pdf", env={"FONTCONFIG_FILE": path, "XDG_CACHE_HOME": place.temp.name})
    clean = built.bytes.startswith(b"%PDF") if built.code == 0 else built.code == 2 and "font" in built.err and not built.bytes
    check(clean, f"{name}: a report, or a sentence that says why not", built)

rows = [{"time": f"2026-11-23T{i % 24:02d}:{i % 60:02d}:00Z", "type": "detection", "tenant": "General", "source": "tcp", "kind": "url",
         "indicator": f"http://h{i}.example/{'a' * 2020}", "category": f"\u202e\x9b31m{i} <b>", "supplier": f"S{i}"} for i in range(10000)]
place.ok("ingest", "--format", "json", place.path("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows)))
for form in ("pdf", "html", "text", "csv", "json"):
    built = place.run("report", "build", "--period", "prev-day", "--format", form, now="2026-11-24T09:00:00Z")
    harmless = form == "json" or not re.search("[\u202a-\u202e\x80-\x9f]", "" if form == "pdf" else built.out)
    check(built.code == 0 and harmless and "10" in built.out and len(built.bytes) < 1 << 20, f"10,000 long and hostile rows as {form}", built)

with SmtpServer() as server:
    place.mail(server.port)
    number = place.task("--formats", "html,pdf")
    place.ok("task", "run", number)
    place.ok("sender", "run", "--until-idle")
    check(len(server.messages) == 1, "what is built apart is sent", server.messages)
finish()
