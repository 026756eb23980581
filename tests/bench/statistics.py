#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Ingest and reports of many detections, and other engines on the same lines beside them, as CPU time. Each report is exact, and the same for
all: detections, indicators, the top ten of five lists, shares, and a series by day."""
import argparse
import datetime as dt
import json
import os
import pwd
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

END = dt.datetime(2026, 11, 22, tzinfo=dt.timezone.utc)
DAYS = 365
PERIODS = {"1 day": 1, "30 days": 30, "1 year": DAYS}
TEXTS = ("time", "tenant", "source", "category", "indicator", "kind", "feed", "supplier")
TRUTHS = ("retroscan", "false_positive")
COLUMNS = TEXTS + TRUTHS
TENANTS = 20
ROUNDS = 5
TICK = 1 / os.sysconf("SC_CLK_TCK")
HERE = os.path.dirname(os.path.abspath(__file__))


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


def disk_use(path):
    files = [os.path.join(root, name) for root, _, names in os.walk(path) for name in names] or [path]
    return sum(os.stat(file).st_blocks for file in files) * 512


def bounds(days):
    return (END - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"), END.strftime("%Y-%m-%dT%H:%M:%SZ")


class Tidings:
    name = "tidings"

    def __init__(self, options, directory):
        self.build, self.events = options.build, options.events
        self.program = os.path.join(options.build, "tidings")
        self.data = os.path.join(directory, "data")
        self.environment = {**os.environ, "TIDINGS_DATA": self.data, "TIDINGS_NOW": "2026-11-22T10:00:00Z"}
        self.resident = {}
        self.run("init")
        for i in range(TENANTS):
            self.run("tenant", "add", f"T{i:02}")

    def run(self, *args):
        return child([self.program, *args], self.environment)

    def load(self, path):
        seconds, memory, _ = self.run("ingest", "--format", "json", path)
        return seconds, memory

    def size(self):
        return disk_use(os.path.join(self.data, "stats"))

    def report(self, days):
        """By a process of its own for each."""
        begin, end = bounds(days)
        seconds, memory, output = min((self.run("stats", "--from", begin, "--to", end, "--by", "day", "--top", "10", "--json") for _ in range(ROUNDS)),
                                      key=lambda run: run[0])
        answer = json.loads(output)
        return seconds, memory, (answer["detections"], answer["indicators"], [row["indicator"] for row in answer["top"]["default"]])

    def stay(self):
        """The same reports by one process, which proves as well that the raw scan answers alike."""
        for scan in ([], ["--no-scan"]):
            _, memory, output = child([os.path.join(self.build, "tests/bench/store"), *scan, self.data, str(self.events)], self.environment)
            print(output if not scan else f"{self.name}: resident process without the raw scan, peak {memory:.0f} MB", flush=True)
            self.resident = {int(days): float(ms) / 1000 for days, ms in re.findall(r"(\d+) days: ([\d.]+) ms of CPU", output)}


class Sql:
    """Reports in plain SQL. ask() gives the CPU seconds, the peak memory in MB and the rows of each statement."""
    day = "substr(time, 1, 10)"
    prefix = ""

    def report(self, days):
        where = "time >= '%s' and time < '%s' and not false_positive" % bounds(days)
        tops = [f"select indicator, count(*) c from d where {where} and {more} group by indicator order by c desc, indicator limit 10"
                for more in ("not retroscan", "retroscan", "kind = 'md5'", "kind = 'sha1'", "kind = 'sha256'")]
        shares = [f"select {name}, count(*) from d where {where} group by 1" for name in ("category", "supplier", "kind", self.day)]
        statements = [f"select count(*) from d where {where}", f"select count(distinct indicator) from d where {where}", *tops, *shares]
        seconds, memory, rows = min((self.ask(statements) for _ in range(self.rounds)), key=lambda run: run[0])
        return seconds, memory, (int(rows[0][0][0]), int(rows[1][0][0]), [row[0] for row in rows[2]])


class Sqlite(Sql):
    name = "sqlite3"
    rounds = 1

    def __init__(self, _, directory):
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
        return time.process_time() - start, 0

    def size(self):
        return disk_use(self.path)

    def ask(self, statements):
        start = time.process_time()
        rows = [self.database.execute(text).fetchall() for text in statements]
        return time.process_time() - start, 0, rows


class Node(Sql):
    """An engine of npm, in a process of its own that stays."""
    rounds = 3

    def __init__(self, options, directory):
        self.path = os.path.join(directory, self.name)
        environment = {**os.environ, "NODE_PATH": os.path.join(options.npm, "node_modules")}
        self.process = subprocess.Popen(["node", os.path.join(HERE, "sql-engine.js"), self.name, self.path], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, statements):
        self.process.stdin.write(json.dumps(statements) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if line == "":
            sys.exit(f"statistics: {self.name} failed")
        answer = json.loads(line)
        return answer["cpu"], answer["peak"], answer["rows"]

    def load(self, path):
        seconds, memory, _ = self.ask(self.loading(path))
        return seconds, memory

    def size(self):
        return disk_use(self.path)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Duckdb(Node):
    name = "duckdb"
    day = "cast(time as date)"

    def loading(self, path):
        columns = ", ".join([f"{name}: 'VARCHAR'" for name in TEXTS[1:]] + [f"{name}: 'BOOLEAN'" for name in TRUTHS])
        return [f"create table d as select * from read_json('{path}', format = 'newline_delimited', columns = {{time: 'TIMESTAMP', {columns}}})",
                "checkpoint"]


class Clickhouse(Node):
    name = "clickhouse"
    day = "toDate(time)"

    def loading(self, path):
        columns = ", ".join([f"{name} {'String' if name == 'indicator' else 'LowCardinality(String)'}" for name in TEXTS[1:]] +
                            [f"{name} Bool" for name in TRUTHS])
        return [f"create table d (time DateTime('UTC'), {columns}) engine = MergeTree order by time",
                f"insert into d select * from file('{path}', JSONEachRow, 'time DateTime(\\'UTC\\'), {columns}') "
                "settings date_time_input_format = 'best_effort'"]

    def ask(self, statements):
        """Its times know no Z."""
        return super().ask([re.sub(r"'(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z'", r"'\1 \2'", text) for text in statements])


class Postgres(Sql):
    name = "postgresql"
    rounds = 1
    day = "cast(time at time zone 'UTC' as date)"

    def __init__(self, _, directory):
        binaries = "/usr/lib/postgresql/15/bin"
        self.path = os.path.join(directory, "postgresql")
        self.user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        os.mkdir(self.path, 0o700)
        os.chmod(directory, 0o711)
        os.chown(self.path, self.user.pw_uid, self.user.pw_gid)
        if self.start([f"{binaries}/initdb", "-D", self.path, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]).wait() != 0:
            sys.exit("statistics: postgresql does not start")
        self.server = self.start([f"{binaries}/postgres", "-D", self.path, "-k", self.path, "-c", "listen_addresses=", "-c", "shared_buffers=1GB", "-c",
                                  "work_mem=256MB", "-c", "max_wal_size=4GB", "-c", "max_parallel_workers_per_gather=0"])
        while self.start([f"{binaries}/pg_isready", "-q", "-h", self.path]).wait() != 0:
            if self.server.poll() is not None:
                sys.exit("statistics: postgresql does not start")
            time.sleep(0.1)

    def start(self, argv, **more):
        return subprocess.Popen(argv, user=self.user.pw_uid, group=self.user.pw_gid, cwd="/", stdout=more.pop("stdout", subprocess.DEVNULL),
                                stderr=subprocess.DEVNULL, **more)

    def cpu(self):
        """Of the server, with those of its processes that have ended and those that live."""
        total = 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(pid) == self.server.pid:
                total += sum(map(int, fields[11:15]))
            elif int(fields[1]) == self.server.pid:
                total += sum(map(int, fields[11:13]))
        return total * TICK

    def ask(self, statements, *more):
        start = self.cpu()
        rows = []
        for text in statements:
            psql = self.start(["psql", "-X", "-q", "-h", self.path, "-d", "postgres", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            output = psql.communicate(*more)[0]
            if psql.returncode != 0:
                sys.exit(f"statistics: {self.name}: {text} failed")
            rows.append([line.split("|") for line in output.splitlines()])
        time.sleep(0.1)  # until the last process was counted
        return self.cpu() - start, 0, rows

    def load(self, path):
        columns = ", ".join(["time timestamptz"] + [f"{name} text" for name in TEXTS[1:]] + [f"{name} boolean" for name in TRUTHS])
        self.ask([f"create table d ({columns})", "create unlogged table lines (line text)"])
        with open(path, encoding="utf-8") as lines:
            start = self.cpu()
            psql = self.start(["psql", "-X", "-q", "-h", self.path, "-d", "postgres", "-c",
                               "copy lines from stdin (format csv, quote e'\\x01', delimiter e'\\x02')"], stdin=lines)
            if psql.wait() != 0:
                sys.exit(f"statistics: {self.name}: copy failed")
            used = self.cpu() - start
        seconds, _, _ = self.ask([f"insert into d select r.* from lines, json_to_record(line::json) as r({columns})", "drop table lines",
                                  "create index on d (time)", "vacuum analyze d"])
        return used + seconds, 0

    def size(self):
        return disk_use(self.path)

    def close(self):
        self.server.send_signal(signal.SIGINT)
        self.server.wait()


PEERS = {peer.name: peer for peer in (Duckdb, Clickhouse, Postgres, Sqlite)}


def memory_text(memory):
    return f", peak {memory:.0f} MB" if memory else ""


def measure_reports(store, figures):
    answers = {}
    for name, days in PERIODS.items():
        figures[days], memory, answers[name] = store.report(days)
        print(f"{store.name}: report of {name}: {1000 * figures[days]:.1f} ms of CPU{memory_text(memory)}", flush=True)
    return answers


def measure(store, path, count):
    seconds, memory = store.load(path)
    figures = {"load": seconds}
    print(f"{store.name}: load {seconds:.2f} s of CPU, {1e6 * seconds / count:.3f} us/event, {store.size() / count:.1f} bytes/event"
          f"{memory_text(memory)}", flush=True)
    return figures, measure_reports(store, figures)


def compare(peer, figures, ours, resident):
    print(f"{peer} / tidings: load {figures['load'] / ours['load']:.1f}; " + "; ".join(
        f"{name} {figures[days] / resident[days]:.0f} resident, {figures[days] / ours[days]:.0f} fresh" for name, days in PERIODS.items()), flush=True)


def beside(store, options, directory):
    """Reports in a loop beside an ingest at full rate: what each costs alone and with the other, and how large the file becomes."""
    halves = [os.path.join(directory, f"half{i}.jsonl") for i in (0, 1)]
    for i, path in enumerate(halves):
        with open(path, "wb") as out:
            subprocess.run([os.path.join(options.build, "tests/bench/events"), str(options.events),
                            str(options.events * i // 2), str(options.events * (i + 1) // 2)], stdout=out, check=True)
    store.load(halves[0])
    copy = os.path.join(directory, "copy")
    shutil.copytree(store.data, copy)

    def report(data):
        """The median of 15 reports of a year."""
        output = child([os.path.join(options.build, "tests/bench/store"), "--no-scan", data, str(options.events)], store.environment)[2]
        return [float(ms) for ms in re.findall(r"days: ([\d.]+) ms of CPU", output)][-1]

    def writing(data):
        return [store.program, "--data", data, "ingest", "--format", "json", halves[1]]

    alone, _, _ = child(writing(copy), store.environment)
    pid = os.posix_spawn(store.program, writing(store.data), store.environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    during, done = [], 0
    while done == 0:
        during.append(report(store.data))
        done, status, usage = os.wait4(pid, os.WNOHANG)
    if status != 0:
        sys.exit("statistics: the ingest beside reports failed")
    after = min(report(copy) for _ in range(3))
    together = usage.ru_utime + usage.ru_stime
    sizes = [os.stat(os.path.join(data, "stats", "stats.mdb")).st_size for data in (copy, store.data)]
    print(f"writer: {alone:.2f} s of CPU alone, {together:.2f} s beside reports: x{together / alone:.2f}; file {sizes[0]} and {sizes[1]} bytes: "
          f"x{sizes[1] / sizes[0]:.2f}")
    print(f"reader: {after:.1f} ms of CPU alone, with all events; beside the writer {', '.join(f'{ms:.1f}' for ms in during)}: "
          f"x{max(during) / after:.2f} at most, x{sorted(during)[len(during) // 2] / after:.2f} the median", flush=True)


def load_pieces(store, options, directory):
    """Never all lines on disk at once."""
    path = os.path.join(directory, "piece.jsonl")
    seconds = memory = 0
    for piece in range(options.pieces):
        first, end = (options.events * (piece + i) // options.pieces for i in (0, 1))
        with open(path, "wb") as out:
            subprocess.run([os.path.join(options.build, "tests/bench/events"), *map(str, (options.events, first, end))], stdout=out, check=True)
        one, peak = store.load(path)
        seconds, memory = seconds + one, max(memory, peak)
        print(f"{store.name}: piece {piece + 1}: {one:.2f} s of CPU", flush=True)
        os.unlink(path)
    return seconds, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("events", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--peers", default="sqlite3", help=f"of {', '.join(PEERS)}; separated by commas; none = no other engine")
    parser.add_argument("--npm", default=".", help="where npm has put @duckdb/node-api and chdb")
    parser.add_argument("--pieces", type=int, help="the lines are made and taken in so many pieces; without peers")
    parser.add_argument("--beside", action="store_true", help="reports beside an ingest, without peers")
    parser.add_argument("--keep", metavar="FILE", help="the lines are kept there for the next run")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    directory = tempfile.mkdtemp(prefix="tidings-bench.", dir=options.build)
    try:
        ours = Tidings(options, directory)
        if options.beside:
            beside(ours, options, directory)
            return 0
        if options.pieces:
            seconds, memory = load_pieces(ours, options, directory)
            print(f"tidings: load {seconds:.2f} s of CPU, {1e6 * seconds / options.events:.3f} us/event, "
                  f"{ours.size() / options.events:.2f} bytes/event{memory_text(memory)}", flush=True)
            measure_reports(ours, {})
            ours.stay()
            return 0
        path = os.path.abspath(options.keep or os.path.join(directory, "events.jsonl"))
        if not os.path.exists(path):
            with open(path, "wb") as out:
                subprocess.run([os.path.join(options.build, "tests/bench/events"), str(options.events)], stdout=out, check=True)
        figures, answers = measure(ours, path, options.events)
        ours.stay()
        for name in filter(lambda name: name != "none", options.peers.split(",")):
            peer = PEERS[name](options, directory)
            theirs, their_answers = measure(peer, path, options.events)
            if hasattr(peer, "close"):
                peer.close()
            if their_answers != answers:
                sys.exit(f"statistics: the answers of {name} differ: {their_answers}, and not {answers}")
            compare(name, theirs, figures, ours.resident)
    finally:
        shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
