# SPDX-License-Identifier: Apache-2.0
"""What the command line tests share: TAP, a data directory each, and runs of the real programs."""
import json
import os
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("TIDINGS_BUILD", ".")
SOURCE = os.environ.get("TIDINGS_SOURCE", ".")
sys.path.insert(0, os.path.join(SOURCE, "tests", "lib"))
from smtp_server import SmtpServer  # noqa: E402,F401  (tests take it from here)

SAMPLE = os.path.join(SOURCE, "tests", "data", "sample")
_count = 0
_failed = 0


def check(condition, name, detail=""):
    """One TAP line; the detail is shown when it fails."""
    global _count, _failed
    _count += 1
    print(("ok" if condition else "not ok"), _count, "-", name, flush=True)
    if not condition:
        _failed += 1
        for line in str(detail).splitlines()[:30]:
            print("#", line)


def finish():
    print(f"1..{_count}", flush=True)
    sys.exit(1 if _failed else 0)


def wait_for(condition, seconds=30):
    """Whether the condition comes to hold in that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Result:
    def __init__(self, done):
        self.code, self.bytes = done.returncode, done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __repr__(self):
        return f"exit {self.code}\nstdout: {self.out[:1500]}\nstderr: {self.err[:1500]}"

    def json(self):
        return json.loads(self.out)

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class Place:
    """A data directory of its own; removed at the end."""

    def __init__(self):
        self.temp = tempfile.TemporaryDirectory(prefix="tidings-cli-")
        self.dir = os.path.join(self.temp.name, "data")

    def path(self, name, content=None):
        path = os.path.join(self.temp.name, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *args, now=None, data=None, env=None):
        environment = {**os.environ, "TIDINGS_DATA": self.dir, "HOME": self.temp.name, **(env or {})}
        environment.pop("TIDINGS_NOW", None)
        if now:
            environment["TIDINGS_NOW"] = now
        done = subprocess.run([os.path.join(BUILD, "tidings"), *map(str, args)], input=data if data is not None else b"",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, timeout=120, check=False)
        return Result(done)

    def ok(self, *args, **kwargs):
        """A run that has to succeed."""
        result = self.run(*args, **kwargs)
        if result.code != 0:
            raise RuntimeError(f"tidings {' '.join(map(str, args))}: {result}")
        return result

    def mail(self, port, connection="none", *more):
        self.ok("mail", "set", "--server", "127.0.0.1", "--port", port, "--connection", connection, "--email", "reports@example.com", *more)

    def task(self, *more, name="Daily", start="2026-11-01T09:00", rrule="FREQ=DAILY", now=None):
        result = self.ok("task", "add", "--name", name, "--recipients", "soc@example.com", "--subject", "Report {date}", "--start", start,
                         "--zone", "UTC", "--rrule", rrule, *more, now=now)
        return int(result.out)
