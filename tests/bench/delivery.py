#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Due tasks against a postfix of its own, by STARTTLS with a login: delivery.py BUILD-DIRECTORY [TASKS] [--formats html]

All that the sender does is in its time: planning, building and delivering, each mail marked in the ledger before its end. Beside it, in the
same run and with a message of the same size: postfix's smtp-source, which knows neither TLS nor logins and so talks to the same server's
plain port, over as many connections; and msmtp, started for each mail, by STARTTLS with the same login."""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("TIDINGS_SOURCE", os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(os.environ["TIDINGS_SOURCE"], "tests", "mail"))
from mailtest import DIR, PASSWORD, Authority  # noqa: E402
from postfix_server import Postfix, missing  # noqa: E402

NOW = "2026-11-24T08:00:00Z"
MSMTP_MAILS = 40


def median(values):
    return sorted(values)[len(values) // 2]


class Tidings:
    def __init__(self, build, directory, ca, server):
        self.build, self.server, self.environment = build, server, {**os.environ, "TIDINGS_DATA": os.path.join(directory, "data")}
        password = os.path.join(directory, "password")
        with open(password, "w", encoding="ascii") as file:
            file.write(PASSWORD)
        self.run("init", "--demo")
        self.run("mail", "set", "--server", "127.0.0.1", "--port", str(server.starttls), "--connection", "starttls", "--ca", ca, "--login", "reporter",
                 "--password-file", password, "--email", "reports@example.com")

    def run(self, *args, now="2026-11-24T07:00:00Z"):
        done = subprocess.run([os.path.join(self.build, "tidings"), *args], env={**self.environment, "TIDINGS_NOW": now}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    def add_tasks(self, count, formats):
        for i in range(count):
            self.run("task", "add", "--name", f"Task {i}", "--recipients", f"soc{i}@example.com", "--subject", "Report of {period}", "--start", "2026-11-24T08:00",
                     "--zone", "UTC", "--rrule", "FREQ=DAILY", "--formats", formats, "--enable")

    def deliver(self):
        start = time.monotonic()
        self.run("sender", "run", "--until-idle", now=NOW)
        return time.monotonic() - start

    def sizes(self):
        runs = [json.loads(line) for line in self.run("runs", "list", "--json").splitlines()]
        wrong = [run for run in runs if run["state"] != "delivered"]
        if wrong:
            sys.exit(f"delivery: {len(wrong)} runs are not delivered, one of them: {wrong[0]}")
        return [run["size"] for run in runs]


def smtp_source(server, count, size, connections):
    command = ["smtp-source", "-d", "-s", str(connections), "-m", str(count), "-l", str(size), "-f", "reports@example.com", "-t", "soc@example.com"]
    start = time.monotonic()
    subprocess.run([*command, f"127.0.0.1:{server.plain}"], check=True, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
    return time.monotonic() - start


def msmtp(server, ca, message, count):
    start = time.monotonic()
    for _ in range(count):
        subprocess.run(["msmtp", "--host=127.0.0.1", f"--port={server.starttls}", "--tls=on", "--tls-starttls=on", f"--tls-trust-file={ca}", "--auth=plain",
                        "--user=reporter", f"--passwordeval=printf %s '{PASSWORD}'", "--from=reports@example.com", "soc@example.com"], input=message, check=True)
    return time.monotonic() - start


def drained(server, count):
    """Waits until all has arrived, then empties the maildir; the messages that were in it."""
    if server.wait_for(count, 300) != count:
        sys.exit(f"delivery: {len(server.inbox())} of {count} mails arrived\n{server.log()[-2000:]}")
    messages = []
    for path in server.inbox():
        with open(path, "rb") as file:
            messages.append(file.read())
    server.clear()
    return messages


def message_ids(messages):
    return {re.search(rb"^Message-ID: <(.*)>", message, re.MULTILINE | re.IGNORECASE).group(1) for message in messages}


def compare(tidings, server, ca, options):
    before = server.log()
    seconds = tidings.deliver()
    messages = drained(server, options.tasks)
    said = server.log()[len(before):]
    connections, logins = said.count("TLS connection established"), said.count("sasl_username=")
    size = int(median(tidings.sizes()))
    if len(message_ids(messages)) != options.tasks:
        sys.exit("delivery: a mail arrived twice, and another one not at all")
    rate = options.tasks / seconds
    print(f"tidings: {options.tasks} mails of {size} bytes in {seconds:.2f} s, {rate:.1f}/s, {connections} TLS connections", flush=True)
    print(f"         ({logins} mails under a login; planned, built and delivered)", flush=True)
    sources = []
    for _ in range(3):
        sources.append(options.tasks / smtp_source(server, options.tasks, size, max(connections, 1)))
        drained(server, options.tasks)
    source = median(sources)
    print(f"smtp-source, plain, {connections} connections: {source:.1f}/s ({min(sources):.1f} to {max(sources):.1f})", flush=True)
    print(f"tidings is at {rate / source:.2f} of it", flush=True)
    if shutil.which("msmtp"):
        alone = MSMTP_MAILS / msmtp(server, ca, messages[0], MSMTP_MAILS)
        drained(server, MSMTP_MAILS)
        print(f"msmtp started for each mail, STARTTLS and login: {alone:.1f}/s; tidings is {rate / alone:.1f} times as fast", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("tasks", nargs="?", type=int, default=1000)
    parser.add_argument("--formats", default="html")
    options = parser.parse_args()
    why = missing()
    if why is not None:
        print(f"delivery: skipped: {why}")
        return
    authority = Authority("Bench CA")
    cert, key = authority.issue("bench")
    with tempfile.TemporaryDirectory(prefix="tidings-bench.") as directory, Postfix(directory, cert, key) as server:
        tidings = Tidings(os.path.abspath(options.build), directory, authority.cert, server)
        tidings.add_tasks(options.tasks, options.formats)
        compare(tidings, server, authority.cert, options)


if __name__ == "__main__":
    main()
