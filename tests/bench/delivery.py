#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Due tasks against a postfix of its own, by STARTTLS with a login: delivery.py BUILD-DIRECTORY [TASKS] [--formats html]

Twice: all that the sender does, planning, building and delivering; and the delivering of what an unreachable server had left built, which is
what the others do. Each mail is marked in the ledger before its end. Beside it, in the same run and with the same message: postfix's
smtp-source, which knows neither TLS nor logins and so talks to the same server's plain port, over as many connections, each mail to another
recipient as ours are (its -N); curl over as many connections by STARTTLS with the same login, which keeps no ledger: what that login and TLS
leave of smtp-source's rate; and msmtp, started for each mail, by STARTTLS with the same login. They take turns, ROUNDS times: the machine
and its disk are not the same from minute to minute."""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

os.environ.setdefault("TIDINGS_SOURCE", os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(os.environ["TIDINGS_SOURCE"], "tests", "mail"))
from mailtest import DIR, PASSWORD, Authority  # noqa: E402
from postfix_server import Postfix, free_ports, missing  # noqa: E402

FIRST_DAY = 24  # of November: everything is due at eight, and what was put off then, at ten
MSMTP_MAILS = 40


def median(values):
    return sorted(values)[len(values) // 2]


class Tidings:
    def __init__(self, build, directory, ca, server):
        self.build, self.server, self.directory = build, server, directory
        self.environment = {**os.environ, "TIDINGS_DATA": os.path.join(directory, "data")}
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
        """One by the command line, the others as its copies with another name and recipient."""
        self.run("task", "add", "--name", "Task 0", "--recipients", "soc0@example.com", "--subject", "Report of {period}", "--start", "2026-11-24T08:00",
                 "--zone", "UTC", "--rrule", "FREQ=DAILY", "--formats", formats, "--enable")
        first = next(part for part in ("\n" + self.run("task", "export")).split("\n[task ") if "name=Task 0\n" in part).split("]", 1)[1]
        path = os.path.join(self.environment["TIDINGS_DATA"], "..", "tasks.ini")
        with open(path, "w", encoding="utf-8") as file:
            for i in range(1, count):
                file.write(f"[task {uuid.uuid4()}]" + first.replace("name=Task 0\n", f"name=Task {i}\n").replace("soc0@", f"soc{i}@") + "\n")
        self.run("task", "apply", path)

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


def smtp_source(server, count, path, connections):
    command = ["smtp-source", "-d", "-N", "-s", str(connections), "-m", str(count), "-F", path, "-f", "reports@example.com", "-t", "soc@example.com"]
    start = time.monotonic()
    subprocess.run([*command, f"127.0.0.1:{server.plain}"], check=True, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
    return time.monotonic() - start


def curl(server, ca, path, count, connections):
    """One process a connection, which it keeps from mail to mail."""
    parts = []
    for number in range(connections):
        share = count // connections + (number < count % connections)
        each = (f'url = "smtp://127.0.0.1:{server.starttls}"\nssl-reqd\ncacert = "{ca}"\nuser = "reporter:{PASSWORD}"\nlogin-options = "AUTH=PLAIN"\n'
                f'upload-file = "{path}"\nmail-from = "reports@example.com"\nmail-rcpt = "soc{number}.%d@example.com"\nsilent\n')
        parts.append("next\n".join(each % i for i in range(share)))
    start = time.monotonic()
    processes = [subprocess.Popen(["curl", "--config", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in parts]
    for process, part in zip(processes, parts):
        process.stdin.write(part.encode())
        process.stdin.close()
    if any([process.wait() for process in processes]):
        sys.exit("delivery: curl failed")
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


def own_message(directory, message):
    """As it was before the server put its headers on top: a file with LF and one with CRLF."""
    head, body = message.split(b"\n\n", 1)
    fields = [field for field in re.split(rb"\n(?=\S)", head) if not re.match(rb"(?i)(received|return-path|delivered-to|x-original-to):", field)]
    whole = b"\n".join(fields) + b"\n\n" + body
    paths = os.path.join(directory, "lf.eml"), os.path.join(directory, "crlf.eml")
    for path, data in zip(paths, (whole, whole.replace(b"\n", b"\r\n"))):
        with open(path, "wb") as file:
            file.write(data)
    return paths


def one_round(tidings, server, ca, options, day):
    """Rates of all of them, one after the other."""
    count, rates = options.tasks, {}
    rates["whole"], connections, _, message = measure(tidings, server, count, f"2026-11-{day}T08:00:00Z", "planned, built and delivered")
    lf, crlf = own_message(tidings.directory, message)
    connections = max(connections, 1)
    rates["source"] = count / smtp_source(server, count, lf, connections)
    drained(server, count)
    tidings.leave_built(f"2026-11-{day + 1}T08:00:00Z")
    rates["alone"] = measure(tidings, server, count, f"2026-11-{day + 1}T10:00:00Z", "delivered alone")[0]
    rates["source again"] = count / smtp_source(server, count, lf, connections)
    drained(server, count)
    if shutil.which("curl"):
        rates["curl"] = count / curl(server, ca, crlf, count, connections)
        drained(server, count)
    if shutil.which("msmtp"):
        rates["msmtp"] = MSMTP_MAILS / msmtp(server, ca, message, MSMTP_MAILS)
        drained(server, MSMTP_MAILS)
    return rates


def compare(tidings, server, ca, options):
    rounds = []
    for number in range(options.rounds):
        rounds.append(one_round(tidings, server, ca, options, FIRST_DAY + 2 * number))
        print("  ".join(f"{name} {rate:.1f}/s" for name, rate in rounds[-1].items()), flush=True)
    middle = {name: median([rates[name] for rates in rounds]) for name in rounds[0]}
    source = median([rate for rates in rounds for rate in (rates["source"], rates["source again"])])
    print(f"smtp-source, plain: {source:.1f}/s; tidings is at {middle['alone'] / source:.2f} of it, with planning and building at {middle['whole'] / source:.2f}")
    if "curl" in middle:
        print(f"curl, STARTTLS and login, no ledger: {middle['curl']:.1f}/s, at {middle['curl'] / source:.2f} of smtp-source; tidings is at "
              f"{middle['alone'] / middle['curl']:.2f} of it")
    if "msmtp" in middle:
        print(f"msmtp started for each mail, STARTTLS and login: {middle['msmtp']:.1f}/s; tidings is {middle['alone'] / middle['msmtp']:.1f} times as fast "
              f"({middle['whole'] / middle['msmtp']:.1f} with building)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("tasks", nargs="?", type=int, default=1000)
    parser.add_argument("--formats", default="html")
    parser.add_argument("--rounds", type=int, choices=(1, 2, 3), default=1)
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
