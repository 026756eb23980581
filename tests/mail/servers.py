#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The three connections against a server that is not ours: aiosmtpd (Debian: python3-aiosmtpd)."""
import asyncio
import ssl
import threading

from mailtest import AUTH, LOGIN, TO, Authority, check, finish, send, skip, stages

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    skip("aiosmtpd", "it is not installed")
    finish()

AUTHORITY = Authority("Test CA")
CERT, KEY = AUTHORITY.issue("server")


class Inbox:
    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((envelope, session.authenticated))
        return "250 2.0.0 kept"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login + b":" + data.password).decode() == AUTH, handled=False)


class Server:
    """aiosmtpd on any free port, in a thread of its own."""

    def __init__(self, inbox, mode):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERT, KEY)
        self.loop = asyncio.new_event_loop()
        options = {"hostname": "test.example", "loop": self.loop}
        if mode != "none":
            options.update(authenticator=authenticate, auth_required=True, auth_require_tls=mode == "starttls")
        if mode == "starttls":
            options.update(tls_context=context, require_starttls=True)
        start = self.loop.create_server(lambda: SMTP(inbox, **options), "127.0.0.1", 0, ssl=context if mode == "ssl" else None)
        server = self.loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *ignored):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


for connection in ("none", "ssl", "starttls"):
    inbox = Inbox()
    with Server(inbox, connection) as server:
        args = ["--connection", connection] + (["--ca", AUTHORITY.cert, *LOGIN] if connection != "none" else [])
        found, last = stages(server.port, *args, *TO)
        check(last["ok"] and len(inbox.envelopes) == 1, f"aiosmtpd, {connection}: Test connection passes", (found, last))
        lines = send(server, *args, "--times", 3, to=("a@example.com", "b@example.com"))
        check(all(line["ok"] and {d[0] for d in line["by"].values()} == {"accepted"} for line in lines), f"aiosmtpd, {connection}: mails are accepted", lines)
        check(len(inbox.envelopes) == 4 and inbox.envelopes[3][0].rcpt_tos == ["a@example.com", "b@example.com"] and
              inbox.envelopes[3][0].content == b"Subject: probe\r\n\r\n.dot first\r\nbody\r\n", f"aiosmtpd, {connection}: as they are", inbox.envelopes)
        check(all(bool(signed) == (connection != "none") for _, signed in inbox.envelopes), f"aiosmtpd, {connection}: signed in when there is a login")
        if connection != "none":
            found, last = stages(server.port, "--connection", connection, "--ca", AUTHORITY.cert, "--login", "reporter", "--password", "wrong")
            check(list(found)[-1] == "sign-in" and not last["ok"], f"aiosmtpd, {connection}: a wrong password fails at sign-in", last)
            found, last = stages(server.port, "--connection", connection, *LOGIN)
            check(list(found)[-1] == "certificate" and not last["ok"], f"aiosmtpd, {connection}: an unknown authority fails at certificate", last)
finish()
