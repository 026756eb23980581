#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Delivery and Test connection against an exim: all connections, a hostile message octet by octet, refused and deferred recipients, its size
limit, a wrong password, many mails over one connection; and the whole program, from a due task to the maildir."""
import email
import email.policy
import json
import os
import subprocess
import tempfile

from mailtest import DIR, LOGIN, PASSWORD, TO, Authority, build_messages, check, finish, send, skip, stages
from exim_server import Exim, missing

SIZE = 200_000


def states(line):
    return {recipient: found[:2] for recipient, found in line["by"].items()}


def check_connections(server, ca):
    for port, connection in ((server.plain, "none"), (server.starttls, "starttls"), (server.ssl, "ssl")):
        args = ["--connection", connection] + (["--ca", ca, *LOGIN] if connection != "none" else [])
        found, last = stages(port, *args, *TO)
        check(last["ok"], f"{connection}: Test connection passes", (found, last, server.log()[-2000:]))
        check(f"size limit: {SIZE} bytes" in found.get("dry-run", ("", ""))[1], f"{connection}: it tells the size limit", found)
        check(len(server.arrived(1)) == 1, f"{connection}: the test message is in the maildir", server.log()[-2000:])
    found, last = stages(server.starttls, "--connection", "starttls", "--ca", ca, "--login", "reporter", "--password", "wrong")
    check(list(found)[-1] == "sign-in" and "535" in last["message"] and not last["ok"], "a wrong password fails at sign-in", (found, last))
    found, last = stages(server.starttls, "--connection", "starttls", "--ca", ca)
    check(list(found)[-1] == "dry-run" and not last["ok"], "without a login the relay is refused in the dry run", (found, last))
    found, last = stages(server.plain, "--connection", "starttls", "--ca", ca, *LOGIN)
    check(not last["ok"] and "STARTTLS" in last["message"], "a port without STARTTLS is told of, and nothing is sent there", (found, last))


def check_message(server, options):
    path = build_messages([("Отчёт \r\nBcc: evil@example.com", "отчёт за неделю.pdf", "From here\n.\n..\nend")], os.path.join(DIR, "real"))[0]
    with open(path, "rb") as file:
        sent = file.read()
    line = send(server, *options, "--message", path)[0]
    messages = server.arrived(1)
    check(states(line) == {"ops@example.com": ("accepted", 250)} and len(messages) == 1, "the message is accepted and arrives once", line)
    check(messages[0].replace(b"\r\n", b"\n").endswith(sent.replace(b"\r\n", b"\n")), "with the bytes that were sent", messages[0][:2000])
    parsed = email.message_from_bytes(messages[0], policy=email.policy.default)
    check(parsed["Subject"] == "Отчёт   Bcc: evil@example.com" and parsed["Bcc"] is None, "its subject, and no other header", parsed.items())


def check_recipients(server, options):
    to = ("yes@example.com", "refused@example.com", "grey@example.com")
    line = send(server, *options, to=to)[0]
    check(states(line) == {to[0]: ("accepted", 250), to[1]: ("failed", 550), to[2]: ("deferred", 451)}, "each recipient has its own answer", line)
    check("nobody of that name" in line["by"][to[1]][2] and "come again" in line["by"][to[2]][2], "in the server's words", line)
    messages = server.arrived(1)
    check(len(messages) == 1 and b"Envelope-to: yes@example.com" in messages[0], "it arrives at the one that was taken", messages)


def check_size(server, options):
    path = os.path.join(DIR, "large.eml")
    with open(path, "wb") as file:
        file.write(b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * (SIZE // 76))
    line = send(server, *options, "--message", path)[0]
    check(states(line) == {"ops@example.com": ("failed", 552)} and str(SIZE) in line["by"]["ops@example.com"][2], "a message over its limit is not sent", line)


def check_reuse(server, options):
    before = server.log().count("SMTP connection from")
    lines = send(server, *options, "--times", 50)
    messages = server.arrived(50)
    check(all(states(line) == {"ops@example.com": ("accepted", 250)} for line in lines) and len(messages) == 50, "50 mails are accepted and arrive", lines)
    check(server.log().count("SMTP connection from") == before + 1, "over one connection", server.log()[-2000:])


class Tidings:
    """The whole program against the server."""

    def __init__(self, server, ca):
        self.data, self.server = tempfile.mkdtemp(dir=DIR), server
        self.password = os.path.join(DIR, "password-file")
        with open(self.password, "w", encoding="ascii") as file:
            file.write(PASSWORD)
        self.run("init")
        self.settings = ["mail", "set", "--server", "127.0.0.1", "--port", str(server.starttls), "--connection", "starttls", "--ca", ca, "--login", "reporter",
                         "--email", "reports@example.com", "--password-file"]
        self.run(*self.settings, self.password)

    def run(self, *args, now="2026-11-01T08:00:00Z"):
        return subprocess.run([os.path.join(os.environ["TIDINGS_BUILD"], "tidings"), *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**os.environ, "TIDINGS_DATA": self.data, "TIDINGS_NOW": now}, check=False)

    def deliveries(self):
        runs = [json.loads(line) for line in self.run("runs", "list", "--json").stdout.splitlines()]
        return [{d["recipient"]: d["state"] for d in run["deliveries"]} for run in runs if run["task"] != 0]


def check_program(server, ca):
    tidings = Tidings(server, ca)
    tested = tidings.run("mail", "test", "--json")
    check(tested.returncode == 0 and b'"sign-in"' in tested.stdout, "mail test passes", tested.stdout)
    for name, to in (("One", "one@example.com"), ("Two", "two@example.com, refused@example.com")):
        added = tidings.run("task", "add", "--name", name, "--recipients", to, "--subject", name, "--start", "2026-11-01T09:00", "--zone", "UTC", "--rrule",
                            "FREQ=DAILY", "--formats", "html,pdf", "--enable")
        check(added.returncode == 0, f"task {name} is there", added.stdout)
    tidings.run("sender", "run", "--until-idle", now="2026-11-01T09:00:00Z")
    subjects = sorted(email.message_from_bytes(message)["Subject"] for message in server.arrived(3))
    check(subjects == ["One", "Tidings: a report was not delivered", "Two"], "both reports are in the maildir, and the notice of the refusal", subjects)
    found = tidings.deliveries()
    check({"one@example.com": "accepted"} in found and {"two@example.com": "accepted", "refused@example.com": "failed"} in found,
          "and the ledger says who took them", found)
    wrong = os.path.join(DIR, "wrong-password")
    with open(wrong, "w", encoding="ascii") as file:
        file.write("wrong")
    tidings.run(*tidings.settings, wrong)
    tested = tidings.run("mail", "test", "--json")
    check(tested.returncode != 0 and b"535" in tested.stdout, "mail test tells of a wrong password", tested.stdout)
    check(tidings.run(*tidings.settings, tidings.password).returncode == 0, "the right one can be set again")
    server.arrived(0)


def run():
    authority = Authority("Exim CA")
    cert, key = authority.issue("exim")
    with tempfile.TemporaryDirectory(prefix="tidings-exim-") as folder, Exim(folder, cert, key, SIZE) as server:
        server.port = server.starttls
        options = ["--connection", "starttls", "--ca", authority.cert, *LOGIN]
        check_connections(server, authority.cert)
        check_message(server, options)
        check_recipients(server, options)
        check_size(server, options)
        check_reuse(server, options)
        check_program(server, authority.cert)


if missing() is None:
    run()
else:
    skip("exim", missing())
finish()
