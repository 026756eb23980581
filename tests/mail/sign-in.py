#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Signing in: XOAUTH2 by a token file or a token command, and mechanisms that are asked for alone."""
import base64
import os

from mailtest import AUTH, DIR, LOGIN, Authority, SmtpServer, check, finish, send, stages

TOKEN = "ya29.a0Af_Token~value-1/+="
AUTHORITY = Authority("Sign-in CA")
CERT, KEY = AUTHORITY.issue("sign-in")
TLS = ["--connection", "starttls", "--ca", AUTHORITY.cert]


def write(name, text, mode=0o600):
    path = os.path.join(DIR, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def server(**options):
    return SmtpServer(tls="starttls", cert=CERT, key=KEY, **options)


def oauth(*how):
    return [*TLS, "--login", "reporter", "--mechanism", "xoauth2", *how]


def words(line):
    return line["by"]["ops@example.com"]


def wire(events):
    """All that reached the server, told of the token or not."""
    coded = base64.b64encode(f"user=reporter\1auth=Bearer {TOKEN}\1\1".encode()).decode()
    return [event for event in events if TOKEN in event.get("line", "") or coded in event.get("line", "")]


token_file = write("token", TOKEN + "\nsecond line\n")
good = write("good", f"#!/bin/sh\n[ \"$1\" = 'an argument' ] && echo '{TOKEN}'\n", 0o700)
failing = write("failing", f"#!/bin/sh\necho '{TOKEN}'\nexit 3\n", 0o700)
count = os.path.join(DIR, "count")
counting = write("counting", f"#!/bin/sh\necho x >>'{count}'\necho '{TOKEN}'\n", 0o700)

for name, how in (("file", ["--token-file", token_file]), ("command", ["--token-command", f"{good} 'an argument'"])):
    with server(auth="reporter:" + TOKEN, mechanisms=("PLAIN", "XOAUTH2")) as smtp:
        found, last = stages(smtp.port, *oauth(*how))
        check(last["ok"] and found["sign-in"][1].startswith("AUTH XOAUTH2: 235"), f"token {name}: Test connection signs in", (found, last))
        lines = send(smtp, *oauth(*how), "--times", 3)
        check(all(words(line)[:2] == ("accepted", 250) for line in lines), f"token {name}: mails are accepted", lines)
        check([event["auth"] for event in smtp.events if "auth" in event] == ["XOAUTH2"] * 2, f"token {name}: nothing else is tried", smtp.events)
        told = wire(smtp.events)
        check(len(told) == 2 and all(event["secure"] for event in told), f"token {name}: it is told once a connection, inside TLS", told)

with server(auth="reporter:another", mechanisms=("XOAUTH2",)) as smtp:
    found, last = stages(smtp.port, *oauth("--token-file", token_file))
    check(not last["ok"] and list(found)[-1] == "sign-in" and '"status":"401"' in last["message"], "a refused token: the server's reason", last)
    line = send(smtp, *oauth("--token-file", token_file))[0]
    check(words(line)[0] == "deferred" and line["fault"] == 2 and '"status":"401"' in line["message"], "a refused token stops the queue", line)
    check(TOKEN not in str(line) + str(last), "and is not told", line)

CASES = (("no such file", ["--token-file", os.path.join(DIR, "none")], "cannot be read"), ("an empty file", ["--token-file", write("empty", "\n")], "no access token"),
         ("a file with more", ["--token-file", write("bad", "tok\x01en\n")], "no access token"), ("a command that fails", ["--token-command", failing], "exit status 3"),
         ("a command without a path", ["--token-command", "echo x"], "full path"), ("no such command", ["--token-command", "/no/such/program"], "cannot be started"),
         ("a command without an end of its output", ["--token-command", "/usr/bin/yes"], "no token"))
with server(auth="reporter:" + TOKEN, mechanisms=("XOAUTH2",)) as smtp:
    for name, how, what in CASES:
        line = send(smtp, *oauth(*how))[0]
        check(line["fault"] == 2 and what in line.get("message", "") and TOKEN not in str(line), f"{name}: says so", line)
    check(not smtp.messages and not wire(smtp.events) and not [event for event in smtp.events if "auth" in event], "nothing was sent or signed in", smtp.events)
    both = send(smtp, *oauth("--token-command", good, "--token-file", token_file))
    check(both[0]["field"] == "token-file" and "not both" in both[0]["message"], "file and command together are refused", both)

with server(auth="reporter:" + TOKEN, mechanisms=("XOAUTH2",), replies={"mail@1#2": "421 4.3.2 closing"}) as smtp:
    lines = send(smtp, *oauth("--token-command", counting), "--times", 3)
    with open(count, encoding="ascii") as file:
        runs = len(file.read().split())
    check(all(words(line)[0] == "accepted" for line in lines) and smtp.sessions == 2 and runs == 2, "a new connection takes a new token", (lines, runs))

for offered, wanted, taken in ((("LOGIN", "PLAIN"), "login", "LOGIN"), (("LOGIN", "PLAIN"), "plain", "PLAIN"), (("LOGIN",), "auto", "LOGIN"), (("LOGIN",), "plain", None),
                               (("PLAIN",), "login", None), (("CRAM-MD5", "XOAUTH2"), "auto", None), (("PLAIN", "LOGIN"), "xoauth2", None)):
    with server(auth=AUTH, mechanisms=offered) as smtp:
        args = [*TLS, "--mechanism", wanted, *(LOGIN if wanted != "xoauth2" else ["--login", "reporter", "--token-file", token_file])]
        found, last = stages(smtp.port, *args)
        line = send(smtp, *args)[0]
        tried = {event["auth"] for event in smtp.events if "auth" in event}
        check((last["ok"], words(line)[0]) == ((True, "accepted") if taken else (False, "deferred")), f"{wanted} where {', '.join(offered)} is offered", (found, line))
        check(tried == ({taken} if taken else set()), f"{wanted} where {', '.join(offered)} is offered: nothing else is tried", tried)
finish()
