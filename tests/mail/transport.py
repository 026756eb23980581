#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sending: what each reply and each fault of the server does to the mail, its recipients and the queue."""
import os

from mailtest import AUTH, DIR, LOGIN, PASSWORD, Authority, SmtpServer, at_once, check, finish, probe, self_signed, send

NONE, ACCOUNT, CONFIG = 0, 1, 2
NET, TLS, SIGN_IN, REMOTE, FULL = 13, 14, 15, 16, 9

AUTHORITY = Authority("Test CA")
CERT, KEY = AUTHORITY.issue("server")
SECURE = {"tls": "starttls", "cert": CERT, "key": KEY, "auth": AUTH}
SECURE_ARGS = ["--connection", "starttls", "--ca", AUTHORITY.cert, *LOGIN]
OPS = "ops@example.com"


def began(server, word):
    return [line for line in server.lines() if line.upper().startswith(word)]


def password_in_clear(server):
    """True when any line outside TLS carries an AUTH."""
    return any(not event["secure"] for event in server.events if "auth" in event)


def one(options, args, replies=None, faults=(), to=(OPS,)):
    with SmtpServer(replies=replies, faults=faults, **options) as server:
        line = send(server, *args, to=to)[0]
    return line, server


def modes():
    for mode in ("none", "ssl", "starttls"):
        options = dict(SECURE, tls=mode)
        args = ["--connection", mode] + (SECURE_ARGS[2:] if mode != "none" else [])
        with SmtpServer(**options) as server:
            lines = send(server, *args, "--times", 3)
        good = all(line["ok"] and line["fault"] == NONE and line["dots"] == 1 and line["by"][OPS][0] == "accepted" for line in lines)
        check(good and len(server.messages) == 3, f"{mode}: three mails are accepted", lines)
        check(server.sessions == 1 and len(began(server, "AUTH")) == (mode != "none"), f"{mode}: one connection and one sign-in", server.lines())
        check(all(m["data"] == b"Subject: probe\r\n\r\n.dot first\r\nbody\r\n" for m in server.messages), f"{mode}: the bytes arrive as they are",
              server.messages)
        check(all(m["secure"] == (mode != "none") for m in server.messages) and not password_in_clear(server), f"{mode}: over TLS or not at all")
        check(lines[2]["by"][OPS] == ("accepted", 250, "2.0.0 queued as 3"), f"{mode}: the reply is kept", lines[2])


def plain_login():
    line, server = one({"plain_auth": True, "auth": AUTH}, LOGIN)
    check(not line["ok"] and line["field"] == "login" and server.sessions == 0, "a login without TLS is refused before anything is sent", line)
    line, server = one({"plain_auth": True, "auth": AUTH}, [*LOGIN, "--plain-login"])
    check(line["ok"] and server.messages[0]["login"] == AUTH, "unless the administrator allows it", line)
    line, server = one({"plain_auth": True}, [])
    check(line["ok"] and not began(server, "AUTH"), "no sign-in without a login, even when it is offered", server.lines())


def mechanisms():
    for offered, used in ((["CRAM-MD5", "LOGIN", "PLAIN"], "AUTH PLAIN"), (["CRAM-MD5", "LOGIN"], "AUTH LOGIN")):
        line, server = one(dict(SECURE, mechanisms=offered), SECURE_ARGS)
        check(line["ok"] and began(server, "AUTH")[0].startswith(used), f"{offered}: {used}", server.lines())
    line, server = one(dict(SECURE, mechanisms=["CRAM-MD5"]), SECURE_ARGS)
    check(line["fault"] == CONFIG and line["error"] == SIGN_IN and not began(server, "MAIL"), "no mechanism we use: nothing is sent", line)


# name, server options, replies, faults, fault, error, words of the message
BEFORE_MAIL = [
    ("STARTTLS stripped", {}, {}, ["strip-starttls"], CONFIG, TLS, "STARTTLS"),
    ("STARTTLS refused", {}, {"starttls": "502 5.5.1 not here"}, [], CONFIG, TLS, "502 5.5.1 not here"),
    ("STARTTLS not now", {}, {"starttls": "454 4.7.0 later"}, [], ACCOUNT, TLS, "454 4.7.0 later"),
    ("STARTTLS injected", {}, {}, ["inject-starttls"], ACCOUNT, None, ""),
    ("no AUTH offered", {"mechanisms": []}, {}, [], CONFIG, SIGN_IN, "offers no AUTH"),
    ("wrong password", {"auth": "reporter:other"}, {}, [], CONFIG, SIGN_IN, "535 5.7.8 wrong"),
    ("sign-in needs more", {}, {"auth": "534 5.7.9 stronger"}, [], CONFIG, SIGN_IN, "534 5.7.9 stronger"),
    ("sign-in not now", {}, {"auth": "454 4.7.0 busy"}, [], ACCOUNT, SIGN_IN, "454 4.7.0 busy"),
    ("greeting 421", {}, {"greeting": "421 4.3.2 closing"}, [], ACCOUNT, REMOTE, "421 4.3.2 closing"),
    ("greeting 554", {}, {"greeting": "554 5.7.1 go away"}, [], CONFIG, REMOTE, "554 5.7.1 go away"),
    ("no greeting", {}, {"greeting": "drop"}, [], ACCOUNT, NET, "connection"),
    ("greeting is not SMTP", {}, {"greeting": "SSH-2.0-OpenSSH_9.2"}, [], ACCOUNT, REMOTE, "no SMTP"),
    ("EHLO 421", {}, {"ehlo": "421 4.3.2 closing"}, [], ACCOUNT, REMOTE, "421 4.3.2 closing"),
    ("NOOP dropped", {}, {"noop": "drop"}, [], ACCOUNT, NET, ""),
    ("the password in the refusal", {"auth": "reporter:other"}, {}, ["echo-auth"], CONFIG, SIGN_IN, "repeats the password"),
]


def before_mail():
    runs = at_once(lambda case: one(dict(SECURE, **case[1]), SECURE_ARGS, case[2], case[3]), BEFORE_MAIL)
    for (name, _, _, _, fault, error, words), (line, server) in zip(BEFORE_MAIL, runs):
        state, _, text = line["by"][OPS]
        check(not line["ok"] and line["fault"] == fault and error in (None, line["error"]), f"{name}: fault and error", line)
        check(state == "deferred" and text == line["message"] and words in text, f"{name}: deferred, with the reason", line)
        check(not began(server, "MAIL") and not server.messages and line["dots"] == 0, f"{name}: no mail is begun", server.lines())
        check(not password_in_clear(server) and PASSWORD not in str(line), f"{name}: the password stays inside TLS", server.events)
        check(len(began(server, "AUTH")) <= 1 and server.sessions == 1, f"{name}: one attempt", server.lines())


# name, replies, ok, fault, state, code, dots, words
AFTER_MAIL = [
    ("MAIL 451", {"mail": "451 4.3.0 later"}, True, NONE, "deferred", 451, 0, "4.3.0 later"),
    ("MAIL 550", {"mail": "550 5.1.8 no such sender"}, True, NONE, "failed", 550, 0, "5.1.8 no such sender"),
    ("MAIL 552", {"mail": "552 5.3.4 too large"}, True, NONE, "failed", 552, 0, "5.3.4 too large"),
    ("MAIL 421", {"mail": "421 4.3.2 closing"}, False, ACCOUNT, "deferred", 421, 0, "4.3.2 closing"),
    ("MAIL 530", {"mail": "530 5.7.0 sign in"}, False, CONFIG, "deferred", 530, 0, "5.7.0 sign in"),
    ("MAIL dropped", {"mail": "drop"}, False, ACCOUNT, "deferred", 0, 0, "lost"),
    ("RCPT 450", {"rcpt": "450 4.2.1 busy"}, True, NONE, "deferred", 450, 0, "4.2.1 busy"),
    ("RCPT 550", {"rcpt": "550 5.1.1 unknown"}, True, NONE, "failed", 550, 0, "5.1.1 unknown"),
    ("RCPT 452 full", {"rcpt": "452 4.2.2 mailbox full"}, True, NONE, "deferred", 452, 0, "4.2.2 mailbox full"),
    ("RCPT 421", {"rcpt": "421 4.3.2 closing"}, True, ACCOUNT, "deferred", 421, 0, "4.3.2 closing"),
    ("RCPT 530", {"rcpt": "530 5.7.0 sign in"}, True, CONFIG, "deferred", 530, 0, "5.7.0 sign in"),
    ("RCPT dropped", {"rcpt": "drop"}, False, ACCOUNT, "deferred", 0, 0, "lost"),
    ("DATA 451", {"data": "451 4.3.0 later"}, True, NONE, "deferred", 451, 0, "4.3.0 later"),
    ("DATA 554", {"data": "554 5.6.0 no"}, True, NONE, "failed", 554, 0, "5.6.0 no"),
    ("DATA dropped", {"data": "drop"}, False, ACCOUNT, "deferred", 0, 0, "lost"),
    ("end 451", {"end": "451 4.3.0 later"}, True, NONE, "deferred", 451, 1, "4.3.0 later"),
    ("end 421", {"end": "421 4.3.2 closing"}, False, ACCOUNT, "deferred", 421, 1, "4.3.2 closing"),
    ("end 552", {"end": "552 5.3.4 too large"}, True, NONE, "failed", 552, 1, "5.3.4 too large"),
    ("end 554", {"end": "554 5.7.1 spam"}, True, NONE, "failed", 554, 1, "5.7.1 spam"),
    ("end dropped", {"end": "drop"}, True, NONE, "unknown", 0, 1, "did not answer"),
    ("end nonsense", {"end": "what?"}, True, NONE, "unknown", 0, 1, "did not answer"),
    ("end 399", {"end": "399 odd"}, True, NONE, "unknown", 399, 1, "odd"),
    ("escapes", {"rcpt": "550 5.1.1 \x1b[2J\x07 gone"}, True, NONE, "failed", 550, 0, "5.1.1 \\u{1B}[2J\\u{07} gone"),
    ("several lines", {"rcpt": "550-5.1.1 first\n550 5.1.1 second"}, True, NONE, "failed", 550, 0, "5.1.1 first 5.1.1 second"),
]


def after_mail():
    runs = at_once(lambda case: one({}, [], case[1]), AFTER_MAIL)
    for (name, _, good, fault, state, code, dots, words), (line, _) in zip(AFTER_MAIL, runs):
        found = line["by"][OPS]
        right = line["ok"] == good and line["fault"] == fault and found[:2] == (state, code) and line["dots"] == dots
        check(right and words.lower() in found[2].lower(), f"{name}: {state}, fault {fault}", line)


def recipients():
    a, b, c = "a@example.com", "b@example.com", "c@example.com"
    replies = {f"rcpt:{b}": "550 5.1.1 unknown", f"rcpt:{c}": "450 4.2.1 busy"}
    line, server = one({}, [], replies, to=(a, b, c))
    check([line["by"][x][:2] for x in (a, b, c)] == [("accepted", 250), ("failed", 550), ("deferred", 450)] and line["fault"] == NONE,
          "each recipient has its own verdict", line)
    check(line["marked"] == 1 and server.messages[0]["to"] == [a], "only those the server took are marked with the dot", line)
    line, _ = one({}, [], dict(replies, end="drop"), to=(a, b, c))
    check([line["by"][x][0] for x in (a, b, c)] == ["unknown", "failed", "deferred"], "no reply after the dot: unknown for them alone", line)

    many = [f"r{i}@example.com" for i in range(5)]
    line, server = one({"max_rcpt": 2}, [], to=many)
    check(line["ok"] and all(line["by"][x][0] == "accepted" for x in many), "a server that takes two at a time gets them in turns", line)
    check([len(m["to"]) for m in server.messages] == [2, 2, 1] and line["dots"] == 3 and server.sessions == 1, "in three transactions", line)
    many = [f"r{i}@example.com" for i in range(230)]
    line, server = one({}, [], to=many)
    check([len(m["to"]) for m in server.messages] == [100, 100, 30], "at most 100 in a transaction", [len(m["to"]) for m in server.messages])
    check(sorted(x for m in server.messages for x in m["to"]) == sorted(many), "each of them once")
    line, server = one({}, [], {"mail#2": "421 4.3.2 closing", "mail@2": "421 4.3.2 closing"}, to=many)
    check([line["by"][x][0] for x in many] == ["accepted"] * 100 + ["deferred"] * 130 and line["fault"] == ACCOUNT,
          "what is left when the server gives up is deferred", line["fault"])

    evil = ["a@example.com>\r\nRCPT TO:<evil@example.com", "b@example.com NOTIFY=NEVER", "", OPS, "Ops <ops@example.com>", "x@пример.рф"]
    line, server = one({}, [], to=evil)
    check([line["by"][x][0] for x in evil] == ["failed", "failed", "failed", "accepted", "failed", "failed"], "addresses that are none fail", line)
    check(began(server, "RCPT") == [f"RCPT TO:<{OPS}>"], "and never reach the wire", server.lines())
    line, server = one({}, ["--email", "x@example.org\r\nRCPT TO:<evil@example.com>"])
    check(not line["ok"] and server.sessions == 0, "nor does a sender that is none", line)


def dot():
    line, server = one({}, ["--refuse-dot"])
    check(not line["ok"] and line["error"] == FULL and line["fault"] == NONE and line["by"][OPS][0] == "deferred", "no mark, no mail", line)
    check(not server.messages and not [e for e in server.events if "dot" in e], "the end of data does not go out without the mark", server.events)
    path = os.path.join(DIR, "large.eml")
    with open(path, "wb") as file:
        file.write(b"Subject: large\r\n\r\n" + b"x" * 76 + b"\r\n" + b".\r\n" * 200000 + (b"y" * 76 + b"\r\n") * 60000)
    line, server = one({}, ["--message", path], faults=["drop-before-dot"])
    check(line["dots"] == 0 and line["by"][OPS][0] == "deferred" and line["fault"] == ACCOUNT, "lost within the data: deferred, no mark", line)
    line, server = one({"size": 10000000}, ["--message", path])
    with open(path, "rb") as file:
        check(line["dots"] == 1 and server.messages[0]["data"] == file.read(), "a large mail with dots arrives as it is")
    check("SIZE=" in began(server, "MAIL")[0], "its size is told", server.lines())
    line, server = one({"size": 1000000}, ["--message", path])
    check(line["ok"] and line["by"][OPS][:2] == ("failed", 552) and "at most 1000000" in line["by"][OPS][2], "too large for the server", line)
    check(not began(server, "MAIL"), "is found before it is sent", server.lines())


def reuse():
    for name, reply in (("421", "421 4.4.2 idle too long"), ("drop", "drop")):
        with SmtpServer(replies={"mail@1#2": reply}) as server:
            lines = send(server, "--times", 3)
        check(all(line["by"][OPS][0] == "accepted" and line["fault"] == NONE and line["dots"] == 1 for line in lines) and server.sessions == 2,
              f"a kept connection that the server has given up ({name}) is replaced at once", lines)
    with SmtpServer(replies={"end@1#1": "drop"}) as server:
        lines = send(server, "--times", 2)
    check([line["by"][OPS][0] for line in lines] == ["unknown", "accepted"] and server.sessions == 2, "after a loss the next mail connects anew", lines)
    with SmtpServer(replies={"rcpt#1": "550 5.1.1 no"}) as server:
        lines = send(server, "--times", 2)
    check([line["by"][OPS][0] for line in lines] in (["failed", "accepted"], ["failed", "failed"]), "a refused recipient does not stop the next mail", lines)


def connecting():
    with SmtpServer() as server:
        port = server.port
    line = probe("send", "--port", port, "--to", OPS)[0]
    check(not line["ok"] and line["error"] == NET and line["fault"] == ACCOUNT, "nobody listens: the account backs off", line)
    line, _ = one({}, ["--connection", "ssl", "--ca", AUTHORITY.cert])
    check(not line["ok"] and line["error"] == TLS, "SSL/TLS to a plain port", line)
    for args, field in ((["--port", 0], "port"), (["--port", 25, "--server", "mail.example/x"], "server"), (["--port", 25, "--email", "x"], "email"),
                        (["--port", 25, "--connection", "ssl", "--ca", "/nowhere"], "ca"), (["--port", 25, "--login", "x"], "password"),
                        (["--port", 25, "--server", "почта.рф"], "server")):
        line = probe("send", *args, "--to", OPS)[0]
        check(not line["ok"] and line["field"] == field, f"settings that cannot be used: {field}", line)


def certificates():
    alone, stranger = self_signed("alone"), Authority("Stranger")
    expired = AUTHORITY.issue("expired", days=("-days", "-1"))
    other = AUTHORITY.issue("other", "DNS:mail.example.net")
    cases = [("unknown issuer", (CERT, KEY), stranger.cert), ("not in the system's store", (CERT, KEY), None), ("self-signed", alone, AUTHORITY.cert),
             ("expired", expired, AUTHORITY.cert), ("another name", other, AUTHORITY.cert)]
    for mode in ("ssl", "starttls"):
        runs = at_once(lambda case, mode=mode: one({"tls": mode, "cert": case[1][0], "key": case[1][1], "auth": AUTH},
                                                   ["--connection", mode, *LOGIN] + (["--ca", case[2]] if case[2] else [])), cases)
        for (name, _, _), (line, server) in zip(cases, runs):
            check(not line["ok"] and line["fault"] == CONFIG and line["error"] == TLS and "tidings mail test" in line["by"][OPS][2],
                  f"{mode}, {name}: the queue stops", line)
            check(not [event for event in server.events if "auth" in event] and not began(server, "MAIL"), f"{mode}, {name}: nothing is sent", server.events)


modes()
certificates()
plain_login()
mechanisms()
before_mail()
after_mail()
recipients()
dot()
reuse()
connecting()
finish()
