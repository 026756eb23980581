#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Test connection: every fault stops at its own stage, with words that help, and it never passes without the sign-in."""
import os
import socket

from mailtest import AUTH, DIR, LOGIN, PASSWORD, TO, Authority, SmtpServer, at_once, check, finish, join, self_signed, stages

AUTHORITY = Authority("Test CA")
CERT, KEY = AUTHORITY.issue("server")
SECURE = {"cert": CERT, "key": KEY, "auth": AUTH}
TLS_ARGS = ["--ca", AUTHORITY.cert, *LOGIN]


def test(options, args):
    with SmtpServer(**options) as server:
        found, last = stages(server.port, *args)
    return found, last, server


def in_clear(server):
    return any(not event["secure"] for event in server.events if "auth" in event)


def all_stages():
    order = {
        "none": ["settings", "resolve", "connect", "greeting", "dry-run"],
        "ssl": ["settings", "resolve", "connect", "tls", "certificate", "greeting", "sign-in", "dry-run"],
        "starttls": ["settings", "resolve", "connect", "greeting", "tls", "certificate", "sign-in", "dry-run"],
    }
    for mode, names in order.items():
        args = ["--connection", mode] + (TLS_ARGS if mode != "none" else [])
        found, last, server = test(dict(SECURE, tls=mode, size=1000000), args)
        check(list(found) == names and last == {"ok": True} and all(ok for ok, _ in found.values()), f"{mode}: all stages pass in their order", found)
        check("1000000" in found["dry-run"][1] and not server.messages and server.lines()[-2:] == ["RSET", "QUIT"], f"{mode}: a dry run leaves nothing", found)
        found, last, server = test(dict(SECURE, tls=mode), args + TO)
        check(list(found) == names + ["test-message"] and last["ok"] and len(server.messages) == 1, f"{mode}: then a test message", found)
        check(server.messages and server.messages[0]["to"] == ["ops@example.com"], f"{mode}: to the recipient asked for")
        if mode != "none":
            check("TLSv1." in found["tls"][1] and "Test CA" in found["certificate"][1] and "valid until 20" in found["certificate"][1], f"{mode}: says what it saw", found)
            check("235" in found["sign-in"][1] and not in_clear(server), f"{mode}: the sign-in was confirmed, inside TLS", found)


STARTTLS, SSL, NONE = (["--connection", mode] for mode in ("starttls", "ssl", "none"))
# name, server options, arguments, stage that fails, words
FAULTS = [
    ("STARTTLS stripped", {"tls": "starttls", "faults": ["strip-starttls"]}, STARTTLS + TLS_ARGS, "tls", "offers no STARTTLS"),
    ("STARTTLS refused", {"tls": "starttls", "replies": {"starttls": "454 4.7.0 later"}}, STARTTLS + TLS_ARGS, "tls", "454 4.7.0 later"),
    ("STARTTLS injected", {"tls": "starttls", "faults": ["inject-starttls"]}, STARTTLS + TLS_ARGS, "tls", "in plain text before TLS"),
    ("no AUTH", {"tls": "starttls", "mechanisms": []}, STARTTLS + TLS_ARGS, "sign-in", "offers no sign-in"),
    ("no AUTH we know", {"tls": "ssl", "mechanisms": ["CRAM-MD5"]}, SSL + TLS_ARGS, "sign-in", "offers no sign-in"),
    ("wrong password", {"tls": "ssl", "auth": "reporter:other"}, SSL + TLS_ARGS, "sign-in", "535 5.7.8 wrong"),
    ("echoed password", {"tls": "ssl", "auth": "reporter:other", "faults": ["echo-auth"]}, SSL + TLS_ARGS, "sign-in", "repeats the password"),
    ("EHLO refused", {"plain_auth": True, "replies": {"ehlo": "502 5.5.1 what"}}, NONE + LOGIN + ["--plain-login"], "sign-in", "offers no sign-in"),
    ("greeting 554", {"replies": {"greeting": "554 5.7.1 go away"}}, NONE, "greeting", "554 5.7.1 go away"),
    ("greeting 421", {"replies": {"greeting": "421 4.3.2 closing"}}, NONE, "greeting", "421 4.3.2 closing"),
    ("not SMTP", {"replies": {"greeting": "SSH-2.0-OpenSSH \x1b[1m"}}, NONE, "greeting", "SSH-2.0-OpenSSH \\u{1B}[1m"),
    ("closed at once", {"replies": {"greeting": "drop"}}, NONE, "greeting", "closed"),
    ("endless line", {"replies": {"greeting": "220 " + "x" * 100000}}, NONE, "greeting", "more than"),
    ("endless reply", {"replies": {"ehlo": "\n".join(["250-x"] * 5000)}}, NONE, "greeting", "more than"),
    ("EHLO dropped", {"replies": {"ehlo": "drop"}}, NONE, "greeting", "closed"),
    ("sender refused", {"replies": {"mail": "553 5.1.8 not yours"}}, NONE, "dry-run", "sender: the server answered 553 5.1.8 not yours"),
    ("recipient refused", {"replies": {"rcpt": "550 5.7.1 relaying denied"}}, NONE + TO, "dry-run", "recipient: the server answered 550 5.7.1 relaying"),
    ("sign-in demanded", {"replies": {"mail": "530 5.7.0 sign in first"}}, NONE, "dry-run", "530 5.7.0"),
    ("RSET refused", {"replies": {"rset": "500 no"}}, NONE, "dry-run", "500 no"),
    ("message too large", {"size": 20}, NONE + TO, "dry-run", "at most 20"),
    ("message refused", {"replies": {"end": "554 5.7.1 spam"}}, NONE + TO, "test-message", "554 5.7.1 spam"),
    ("no reply to the message", {"replies": {"end": "drop"}}, NONE + TO, "test-message", "did not answer"),
    ("TLS on a plain port", {}, SSL + TLS_ARGS, "tls", "choose STARTTLS"),
    ("plain on a TLS port", {"tls": "ssl"}, NONE, "greeting", "choose SSL/TLS"),
    ("STARTTLS on a TLS port", {"tls": "ssl"}, STARTTLS + TLS_ARGS, "greeting", "choose SSL/TLS"),
]


def faults():
    runs = at_once(lambda case: test(dict(SECURE, **case[1]), case[2]), FAULTS)
    for (name, _, _, stage, words), (found, last, server) in zip(FAULTS, runs):
        detail = found.get(stage, (None, ""))
        check(list(found)[-1] == stage and not detail[0] and all(ok for s, (ok, _) in found.items() if s != stage), f"{name}: fails at {stage}", found)
        check(words in detail[1] and last["ok"] is False and last["message"] == detail[1], f"{name}: says why", detail)
        check(not in_clear(server) and PASSWORD not in str(found), f"{name}: keeps the password", found)


def settings():
    for args, field, words in ((["--port", 0], "port", "587"), (["--port", 1, "--connection", "ssl", "--ca", "/nowhere"], "ca", "/nowhere"),
                               (["--port", 1, "--server", ""], "server", ""), (["--port", 1, *LOGIN], "login", "without encryption")):
        found, last = stages(*args[1:])
        check(list(found) == ["settings"] and not last["ok"] and last.get("field") == field and words in last["message"], f"settings: {field}", last)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found, last = stages(free.getsockname()[1])
    check(list(found)[-1] == "connect" and "refused" in last["message"], "nobody listens", last)


def certificates():
    stranger, ahead = Authority("Stranger"), Authority("Intermediate", AUTHORITY)
    leaf, key = ahead.issue("leaf")
    chain = join("chain.pem", leaf, ahead.cert)
    other = AUTHORITY.issue("other", "DNS:mail.example.net,DNS:mx.example.net")
    expired = AUTHORITY.issue("expired", days=("-days", "-1"))
    alone = self_signed("alone")
    folder, empty, both = (os.path.join(DIR, name) for name in ("folder", "empty", "both"))
    for path, files in ((folder, [AUTHORITY.cert]), (empty, []), (both, [AUTHORITY.cert, ahead.cert])):
        os.mkdir(path)
        for number, file in enumerate(files):
            join(os.path.join(path, f"{number}.pem"), file)
        with open(os.path.join(path, "README"), "w", encoding="ascii") as readme:
            readme.write("no certificate\n")
    cases = [
        ("trusted file", (CERT, KEY), AUTHORITY.cert, None, None),
        ("folder without hash links", (CERT, KEY), folder, None, None),
        ("whole chain", (chain, key), folder, None, None),
        ("intermediate in the folder", (leaf, key), both, None, None),
        ("intermediate alone", (leaf, key), ahead.cert, None, None),
        ("pinned self-signed", alone, alone[0], None, None),
        ("missing intermediate", (leaf, key), AUTHORITY.cert, "certificate", "chain is incomplete"),
        ("unknown issuer", (CERT, KEY), stranger.cert, "certificate", "update-ca-certificates"),
        ("not in the system's store", (CERT, KEY), None, "certificate", "tidings mail set --ca"),
        ("unknown root in the chain", (join("with-root.pem", CERT, AUTHORITY.cert), KEY), None, "certificate", "root"),
        ("self-signed", alone, None, "certificate", "self-signed"),
        ("expired", expired, AUTHORITY.cert, "certificate", "expired"),
        ("another name", other, AUTHORITY.cert, "certificate", "mail.example.net, mx.example.net"),
        ("empty folder", (CERT, KEY), empty, "settings", "no certificate"),
        ("a key for a CA", (CERT, KEY), KEY, "settings", "no certificate"),
    ]
    runs = at_once(lambda case: test({"tls": "starttls", "cert": case[1][0], "key": case[1][1], "auth": AUTH},
                                     ["--server", "localhost", "--connection", "starttls", *LOGIN, *TO] + (["--ca", case[2]] if case[2] else [])), cases)
    for (name, _, _, stage, words), (found, last, server) in zip(cases, runs):
        if stage is None:
            check(last["ok"] and len(server.messages) == 1, f"certificate: {name} is good, for the message too", (found, last))
        else:
            check(list(found)[-1] == stage and words in last["message"] and not [e for e in server.events if "auth" in e],
                  f"certificate: {name} is refused before the sign-in", last)
            check(last["message"].isascii(), f"certificate: {name}: words in ASCII", last)


all_stages()
faults()
settings()
certificates()
finish()
