#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Due tasks against a postfix of its own, by STARTTLS with a login: delivery.py BUILD-DIRECTORY [TASKS] [--formats html]

Twice: all that the sender does, planning, building and delivering; and the delivering of what an unreachable server had left built, which is
what the others do. Each mail is marked in the ledger before its end. Beside it, in the same run and with a message of the same size: postfix's smtp-source, which knows neither TLS nor logins and so talks to the same server's
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
from postfix_server import Postfix, free_ports, missing  # noqa: E402

NOW = "2026-11-24T08:00:00Z"
NEXT_DAY = "2026-11-25T08:00:00Z"
LATER = "2026-11-25T10:00:00Z"  # when everything that was put off is due again
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
        self.settings = ["--server", "127.0.0.1", "--connection", "starttls", "--ca", ca, "--login", "reporter", "--password-file", password,
                         "--email", "reports@example.com"]
        self.use_port(server.starttls)

    def use_port(self, port):
        self.run("mail", "set", "--port", str(port), *self.settings)

    def run(self, *args, now="2026-11-24T07:00:00Z"):
        done = subprocess.run([os.path.join(self.build, "tidings"), *args], env={**self.environment, "TIDINGS_NOW": now}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    def leave_built(self, now):
        """Everything that is due is built, and nothing can be sent: the sender does not end with success then."""
        self.use_port(free_ports(1)[0])
        subprocess.run([os.path.join(self.build, "tidings"), "sender", "run", "--until-idle"], env={**self.environment, "TIDINGS_NOW": now},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        self.use_port(self.server.starttls)

    def add_tasks(self, count, formats):
        for i in range(count):
            self.run("task", "add", "--name", f"Task {i}", "--recipients", f"soc{i}@example.com", "--subject", "Report of {period}", "--start", "2026-11-24T08:00",
                     "--zone", "UTC", "--rrule", "FREQ=DAILY", "--formats", formats, "--enable")

    def deliver(self, now):
        start = time.monotonic()
        self.run("sender", "run", "--until-idle", now=now)
        return time.monotonic() - start

    def sizes(self):
        runs = [json.loads(line) for line in self.run("runs", "list", "--json").splitlines()]
        wrong = [run for run in runs if run["state"] != "delivered" and run["task"] != 0]
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


def measure(tidings, server, tasks, now, what):
    """The rate, how many connections, the size of a message, and one message."""
    before = server.log()
    seconds = tidings.deliver(now)
    messages = [message for message in drained(server, tasks) if b"Subject: Tidings: a report was not" not in message]
    said = server.log()[len(before):]
    connections, logins = said.count("TLS connection established"), said.count("sasl_username=")
    size = median(tidings.sizes())
    if len(messages) != tasks or len(message_ids(messages)) != tasks:
        sys.exit("delivery: a mail arrived twice, or not at all")
    print(f"tidings, {what}: {tasks} mails of {size} bytes in {seconds:.2f} s, {tasks / seconds:.1f}/s,", flush=True)
    print(f"         {connections} TLS connections, {logins} mails under a login", flush=True)
    return tasks / seconds, connections, size, messages[0]


def compare(tidings, server, ca, options):
    whole = measure(tidings, server, options.tasks, NOW, "planned, built and delivered")[0]
    tidings.leave_built(NEXT_DAY)
    rate, connections, size, message = measure(tidings, server, options.tasks, LATER, "delivered alone")
    sources = []
    for _ in range(3):
        sources.append(options.tasks / smtp_source(server, options.tasks, size, max(connections, 1)))
        drained(server, options.tasks)
    source = median(sources)
    print(f"smtp-source, plain, {connections} connections: {source:.1f}/s ({min(sources):.1f} to {max(sources):.1f})", flush=True)
    print(f"tidings is at {rate / source:.2f} of it, with planning and building at {whole / source:.2f}", flush=True)
    if shutil.which("msmtp"):
        alone = MSMTP_MAILS / msmtp(server, ca, message, MSMTP_MAILS)
        drained(server, MSMTP_MAILS)
        print(f"msmtp started for each mail, STARTTLS and login: {alone:.1f}/s; tidings is {rate / alone:.1f} times as fast ({whole / alone:.1f} with building)", flush=True)


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
