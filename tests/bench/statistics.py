#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ingest and reports of many detections, sqlite3 beside them, as CPU time: statistics.py BUILD-DIRECTORY [EVENTS] [--no-sqlite]"""
import argparse
import datetime as dt
import itertools
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

END = dt.datetime(2026, 11, 22, tzinfo=dt.timezone.utc)
DAYS = 365
PERIODS = {"1 day": 1, "30 days": 30, "1 year": DAYS}
COLUMNS = ("time", "tenant", "source", "category", "indicator", "kind", "feed", "supplier", "retroscan", "false_positive")


def weights(count, power):
    return list(itertools.accumulate(1 / (i + 1) ** power for i in range(count)))


def indicator(number):
    """One indicator in four is a hash; written as it is counted, so that sqlite3 counts the same texts."""
    forms = (("url", "http://h{0}.example/a/{0:x}"), ("url", "http://www.site{0}.example/"), ("domain", "d{0}.bad.example"),
             ("ip", "198.{1}.{2}.{3}"), ("domain", "x{0}.example"), ("md5", "{0:032X}"), ("sha1", "{0:040X}"), ("sha256", "{0:064X}"))
    kind, form = forms[number % len(forms)]
    return kind, form.format(number, 16 + (number >> 16) % 100, number >> 8 & 255, number & 255)


def events(count):
    """In order of time but for one in a thousand, which is late."""
    rand = random.Random(1)
    pool = range(max(count // 10, 10))
    tenants = rand.choices([f"T{i:02}" for i in range(20)], cum_weights=weights(20, 0.8), k=count)
    known = rand.choices(pool, cum_weights=weights(len(pool), 1.0), k=count)
    first = int(END.timestamp()) - DAYS * 86400
    for i in range(count):
        at = first + i * DAYS * 86400 // count
        if rand.random() < 0.001:
            at = max(first, at - rand.randrange(600))
        fresh = rand.random() < 0.25
        kind, value = indicator(i // 5 + rand.randrange(2000) if fresh else known[i])
        category = rand.randrange(24)
        yield {"time": dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "type": "detection", "tenant": tenants[i],
               "source": "tcp" if rand.random() < 0.85 else "api", "category": f"KL_Category_{category}", "indicator": value, "kind": kind,
               "feed": f"Feed_{category}", "supplier": f"Supplier {category % 6}", "confidence": 75, "retroscan": rand.random() < 0.03,
               "false_positive": rand.random() < 0.004}


def write_events(path, count):
    with open(path, "w", encoding="utf-8") as out:
        for event in events(count):
            out.write(json.dumps(event, separators=(",", ":")) + "\n")


def child(argv, environment):
    """CPU seconds, peak memory in MB and output of one process."""
    reader, writer = os.pipe()
    pid = os.posix_spawn(argv[0], argv, environment, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_CLOSE, reader)])
    os.close(writer)
    with open(reader, encoding="utf-8") as stream:
        output = stream.read()
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"statistics: {' '.join(argv)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def bounds(days):
    return (END - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"), END.strftime("%Y-%m-%dT%H:%M:%SZ")


class Tidings:
    name = "tidings"

    def __init__(self, build, directory):
        self.program = os.path.join(build, "tidings")
        self.data = os.path.join(directory, "data")
        self.environment = {**os.environ, "TIDINGS_DATA": self.data, "TIDINGS_NOW": "2026-11-22T10:00:00Z"}
        self.run("init")
        for i in range(20):
            self.run("tenant", "add", f"T{i:02}")

    def run(self, *args):
        return child([self.program, *args], self.environment)

    def load(self, path):
        seconds, memory, _ = self.run("ingest", "--format", "json", path)
        return seconds, memory

    def size(self):
        return os.stat(os.path.join(self.data, "stats", "stats.mdb")).st_blocks * 512

    def report(self, days):
        begin, end = bounds(days)
        seconds, memory, output = min((self.run("stats", "--from", begin, "--to", end, "--by", "day", "--top", "10", "--json") for _ in range(5)),
                                      key=lambda run: run[0])
        answer = json.loads(output)
        return seconds, memory, (answer["detections"], answer["indicators"], [row["indicator"] for row in answer["top"]["default"]])


class Sqlite:
    name = "sqlite3"

    def __init__(self, directory):
        self.path = os.path.join(directory, "sqlite.db")
        self.database = sqlite3.connect(self.path)
        self.database.execute("pragma journal_mode = off")
        self.database.execute("pragma synchronous = off")
        self.database.execute(f"create table d({', '.join(COLUMNS)})")

    def load(self, path):
        """The lines are parsed by sqlite3's own JSON functions; python only hands them over."""
        start = time.process_time()
        values = ", ".join(f"json_extract(?1, '$.{name}')" for name in COLUMNS)
        with open(path, encoding="utf-8") as lines:
            self.database.executemany(f"insert into d values({values})", ((line,) for line in lines))
        self.database.execute("create index at on d(time)")
        self.database.commit()
        return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def size(self):
        return os.stat(self.path).st_size

    def report(self, days):
        start = time.process_time()
        where = "time >= '%s' and time < '%s' and not false_positive" % bounds(days)

        def ask(text):
            return self.database.execute(text).fetchall()

        detections, = ask(f"select count(*) from d where {where}")[0]
        indicators, = ask(f"select count(*) from (select distinct kind, indicator from d where {where})")[0]
        tops = [ask(f"select indicator, count(*) c from d where {where} and {more} group by kind, indicator order by c desc, 1 limit 10")
                for more in ("not retroscan", "retroscan", "kind = 'md5'", "kind = 'sha1'", "kind = 'sha256'")]
        for name in ("category", "supplier", "substr(time, 1, 10)"):
            ask(f"select {name}, count(*) from d where {where} group by 1")
        return time.process_time() - start, 0, (detections, indicators, [row[0] for row in tops[0]])


def measure(store, path, count):
    seconds, memory = store.load(path)
    print(f"{store.name}: load {seconds:.2f} s of CPU, {1e6 * seconds / count:.2f} us/event, {store.size() / count:.1f} bytes/event, peak {memory:.0f} MB",
          flush=True)
    answers = {}
    for name, days in PERIODS.items():
        seconds, memory, answers[name] = store.report(days)
        print(f"{store.name}: report of {name}: {1000 * seconds:.1f} ms of CPU" + (f", peak {memory:.0f} MB" if memory else ""), flush=True)
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("events", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--no-sqlite", action="store_true")
    parser.add_argument("--keep", metavar="FILE", help="the events are kept there for the next run")
    options = parser.parse_args()
    directory = tempfile.mkdtemp(prefix="tidings-bench.", dir=options.build)
    try:
        path = options.keep or os.path.join(directory, "events.jsonl")
        if not os.path.exists(path):
            write_events(path, options.events)
        answers = measure(Tidings(options.build, directory), path, options.events)
        if not options.no_sqlite and measure(Sqlite(directory), path, options.events) != answers:
            sys.exit("statistics: the answers differ")
    finally:
        shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
