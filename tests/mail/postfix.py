#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Delivery and Test connection against a postfix: what arrives in its maildir, greylisting, its size limit, a refused recipient."""
import email
import email.policy
import os
import socketserver
import tempfile
import threading

from mailtest import DIR, LOGIN, TO, Authority, build_messages, check, finish, send, skip, stages
from postfix_server import Postfix, missing

SIZE = 60_000


class Policy(socketserver.ThreadingTCPServer):
    """A policy service: each client, sender and recipient has to come twice when greylisting is on (postfix's SMTPD_POLICY_README)."""
    daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            asked = {}
            for line in self.rfile:
                name, _, value = line.decode().strip().partition("=")
                if name:
                    asked[name] = value
                    continue
                self.wfile.write(f"action={self.server.decide(asked['sender'], asked['recipient'])}\n\n".encode())
                asked = {}

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.port, self.seen, self.greylist = self.server_address[1], set(), False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def decide(self, sender, recipient):
        known, key = not self.greylist, (sender, recipient)
        known = known or key in self.seen
        self.seen.add(key)
        return "DUNNO" if known else "DEFER 4.7.1 Greylisted, come again"


def states(line):
    return {recipient: found[:2] for recipient, found in line["by"].items()}


def arrived(server, count):
    server.wait_for(count, 30)
    messages = []
    for path in server.inbox():
        with open(path, "rb") as file:
            messages.append(file.read())
    server.clear()
    return messages


def check_connections(server, ca):
    for port, connection in ((server.plain, "none"), (server.starttls, "starttls"), (server.ssl, "ssl")):
        args = ["--connection", connection] + (["--ca", ca, *LOGIN] if connection != "none" else [])
        found, last = stages(port, *args, *TO)
        check(last["ok"], f"{connection}: Test connection passes", (found, last))
        check(f"size limit: {SIZE} bytes" in found["dry-run"][1], f"{connection}: it tells the size limit", found)
        check(len(arrived(server, 1)) == 1, f"{connection}: the test message is in the maildir")
    found, last = stages(server.starttls, "--connection", "starttls", "--ca", ca, "--login", "reporter", "--password", "wrong")
    check(list(found)[-1] == "sign-in" and "535" in last["message"] and not last["ok"], "a wrong password fails at sign-in", (found, last))
    found, last = stages(server.starttls, "--connection", "starttls", "--ca", ca)
    check(list(found)[-1] == "dry-run" and not last["ok"], "without a login the relay is refused in the dry run", (found, last))


def check_message(server, options):
    """A message with all that is hostile about it comes back octet by octet."""
    path = build_messages([("Отчёт \r\nBcc: evil@example.com", "отчёт за неделю.pdf", "From here\n.\n..\nend")], os.path.join(DIR, "real"))[0]
    with open(path, "rb") as file:
        sent = file.read()
    line = send(server, *options, "--message", path, to=("ops@example.com",))[0]
    messages = arrived(server, 1)
    check(states(line) == {"ops@example.com": ("accepted", 250)} and len(messages) == 1, "the message is accepted and arrives once", line)
    body = messages[0].replace(b"\r\n", b"\n")
    check(body.endswith(sent.replace(b"\r\n", b"\n")), "the maildir has the bytes that were sent, below what postfix puts on top", messages[0][:2000])
    parsed = email.message_from_bytes(messages[0], policy=email.policy.default)
    check(parsed["Subject"] == "Отчёт   Bcc: evil@example.com" and parsed["Bcc"] is None, "its subject, and no other header", parsed.items())


def check_recipients(server, options):
    to = ("grey@example.com", "refused@example.com")
    first, second = send(server, *options, "--times", 2, to=to)
    check(states(first) == {"grey@example.com": ("deferred", 450), "refused@example.com": ("failed", 554)},
          "greylisting defers, a refused recipient fails, each with its own code", first)
    check("Greylisted, come again" in first["by"]["grey@example.com"][2], "with the server's words", first)
    check(states(second)["grey@example.com"] == ("accepted", 250) and states(second)["refused@example.com"] == ("failed", 554),
          "the second try is taken", second)
    messages = arrived(server, 1)
    check(len(messages) == 1 and b"Delivered-To: grey@example.com" in messages[0], "it arrives once, at the one that was taken", len(messages))


def check_size(server, options):
    path = os.path.join(DIR, "large.eml")
    with open(path, "wb") as file:
        file.write(b"Subject: large\r\n\r\n" + (b"x" * 76 + b"\r\n") * (SIZE // 76))
    line = send(server, *options, "--message", path)[0]
    check(states(line) == {"ops@example.com": ("failed", 552)}, "a message over the size limit is not sent", line)
    check(str(SIZE) in line["by"]["ops@example.com"][2], "and the limit is told", line)


def check_reuse(server, options):
    before = server.log().count("TLS connection established")
    lines = send(server, *options, "--times", 50)
    check(all(states(line) == {"ops@example.com": ("accepted", 250)} for line in lines), "50 mails are accepted")
    check(len(arrived(server, 50)) == 50, "and arrive")
    check(server.log().count("TLS connection established") == before + 1, "over one connection")


def run():
    authority = Authority("Postfix CA")
    cert, key = authority.issue("postfix")
    policy = Policy()
    restrictions = f"check_recipient_access inline:{{{{refused@example.com=REJECT}}}}, check_policy_service inet:127.0.0.1:{policy.port}"
    with tempfile.TemporaryDirectory(prefix="tidings-postfix-") as folder, Postfix(folder, cert, key, size=SIZE, restrictions=restrictions) as server:
        server.port = server.starttls
        options = ["--connection", "starttls", "--ca", authority.cert, *LOGIN]
        policy.greylist = False
        check_connections(server, authority.cert)
        check_message(server, options)
        policy.greylist = True
        check_recipients(server, options)
        policy.greylist = False
        check_size(server, options)
        check_reuse(server, options)


if missing() is None:
    run()
else:
    skip("postfix", missing())
finish()
