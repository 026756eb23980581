#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Random events through the command line against sqlite3, with indicators that are marked, late events and retention; and ingest that is killed
# again and again. EVENTS and QUESTIONS make it longer, SEED another.
import datetime as dt
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
import zoneinfo

from clitest import BUILD, Place, check, finish

EVENTS = int(os.environ.get("EVENTS", "4000"))
QUESTIONS = int(os.environ.get("QUESTIONS", "25"))
NOW = "2026-11-22T10:00:00Z"
DAYS = 12 if EVENTS < 100_000 else 400
MORE = EVENTS // 4000
rand = random.Random(int(os.environ.get("SEED", "4")))
START = dt.datetime(2026, 11, 1, tzinfo=dt.timezone.utc) - dt.timedelta(days=DAYS)
SPAN = DAYS * 86400
TENANTS = ["General", "North branch", "Retail"]
# As written, and as counted.
INDICATORS = {
    "url": [("HTTP://Host%d.Example:80/Path?A=%d" % (i, i), "http://host%d.example/Path?A=%d" % (i, i)) for i in range(12 * MORE)],
    "domain": [("Bad%d.EXAMPLE" % i, "bad%d.example" % i) for i in range(8 * MORE)],
    "ip": [("198.51.100.%d" % i, "198.51.100.%d" % i) for i in range(8)] + [("2001:DB8:0:0::%X" % i, "2001:db8::%x" % i) for i in range(1, 6)],
    "md5": [("%032x" % (i * 7919 + 10 ** 36), "%032X" % (i * 7919 + 10 ** 36)) for i in range(9 * MORE)],
    "sha1": [("%040x" % (i * 7919 + 10 ** 45), "%040X" % (i * 7919 + 10 ** 45)) for i in range(6 * MORE)],
    "sha256": [("%064x" % (i * 7919 + 10 ** 75), "%064X" % (i * 7919 + 10 ** 75)) for i in range(6 * MORE)],
}


def text_of(seconds):
    return (START + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_judge():
    database = sqlite3.connect(":memory:")
    database.execute("create table d(t, tenant, source, category, indicator, kind, supplier, retro, fp)")
    database.execute("create table i(t, tenant, source, n)")
    database.execute("create table m(tenant, kind, indicator, primary key (tenant, kind, indicator))")
    database.execute("create index dt on d(t)")
    database.execute("create index it on i(t)")
    return database


def make_events(database, count, since=0):
    """Lines of as many events, from `since` on, in any order of time."""
    detections, incoming, lines = [], [], []
    for _ in range(count):
        at, tenant, source = rand.randrange(since, SPAN), rand.choice(TENANTS), rand.choice(["tcp", "api"])
        if rand.random() < 0.2:
            # An incoming event counts in its minute.
            n = rand.randrange(1, 5000)
            incoming.append((at - at % 60, tenant, source, n))
            lines.append({"time": text_of(at), "type": "incoming", "tenant": tenant, "source": source, "count": n})
            continue
        kind = rand.choice(list(INDICATORS))
        known = INDICATORS[kind]
        written, counted = known[min(int(len(known) ** rand.random()), len(known) - 1)]
        row = (at, tenant, source, rand.choice(["KL_A", "KL_B", "Abuse"]), counted, kind, rand.choice(["", "Kaspersky", "OSINT"]),
               rand.random() < 0.1, rand.random() < 0.1)
        detections.append(row)
        lines.append({"time": text_of(at), "type": "detection", "tenant": tenant, "source": source, "category": row[3],
                      "indicator": rand.choice([written, counted]), "supplier": row[6], "retroscan": row[7], "false_positive": row[8]})
        if rand.random() < 0.5:
            lines[-1]["kind"] = kind
    database.executemany("insert into d values(?,?,?,?,?,?,?,?,?)", detections)
    database.executemany("insert into i values(?,?,?,?)", incoming)
    return [json.dumps(line) + "\n" for line in lines]


def change_marks(place, database):
    """Marks one of the commonest indicators, or one of any, or takes a mark back."""
    marked = database.execute("select tenant, kind, indicator from m order by 1, 2, 3").fetchall()
    if marked and rand.random() < 0.4:
        tenant, kind, value = rand.choice(marked)
        place.ok("indicator", "false-positive", "remove", value, "--tenant", tenant)
        database.execute("delete from m where tenant = ? and kind = ? and indicator = ?", (tenant, kind, value))
        return
    tenant, kind = rand.choice(TENANTS), rand.choice(list(INDICATORS))
    value = rand.choice(INDICATORS[kind][:rand.choice([3, len(INDICATORS[kind])])])[1]
    if (tenant, kind, value) not in marked:
        place.ok("indicator", "false-positive", "add", value, "--tenant", tenant)
        database.execute("insert into m values(?, ?, ?)", (tenant, kind, value))


def retain(place, database, days):
    """Keeps so many days before the newest event; the first second that is kept."""
    place.ok("settings", "set", "--events-days", days)
    place.ok("store", "retain", now=NOW)
    newest = database.execute("select max(t) from (select t from d union all select t from i)").fetchone()[0]
    cut = max(newest - newest % 86400 - days * 86400, 0)
    database.execute("delete from d where t < ?", (cut,))
    database.execute("delete from i where t < ?", (cut,))
    return cut


def expected(database, where_events, where, top):
    def tops(more):
        return [{"indicator": a, "kind": b, "detections": c} for a, b, c in database.execute(
            f"select indicator, kind, count(*) c from d where {where} and {more} group by 1, 2 order by c desc, cast(indicator as blob) limit {top}")]

    def shares(name):
        return [{name: a, "detections": b} for a, b in database.execute(
            f"select {name}, count(*) c from d where {where} group by 1 order by c desc, 1")]

    def one(text):
        return database.execute(text).fetchone()[0]

    return {
        "incoming_events": one(f"select coalesce(sum(n), 0) from i where {where_events}"),
        "detections": one(f"select count(*) from d where {where}"),
        "indicators": one(f"select count(distinct kind || ' ' || indicator) from d where {where}"),
        "top": {"default": tops("not retro"), "retroscan": tops("retro"), "md5": tops("kind = 'md5'"), "sha1": tops("kind = 'sha1'"),
                "sha256": tops("kind = 'sha256'")},
        "categories": shares("category"), "suppliers": shares("supplier"), "kinds": shares("kind"), "by_tenant": shares("tenant"),
    }


def series_of(database, answer, end, where_events, where):
    starts = [int((dt.datetime.fromisoformat(step["from"].replace("Z", "+00:00")) - START).total_seconds()) for step in answer["series"]]
    steps = []
    for begin, until in zip(starts, starts[1:] + [end]):
        span = f" and t >= {begin} and t < {until}"
        steps.append({"from": text_of(begin),
                      "incoming_events": database.execute(f"select coalesce(sum(n), 0) from i where {where_events}{span}").fetchone()[0],
                      "detections": database.execute(f"select count(*) from d where {where}{span}").fetchone()[0]})
    return starts, steps


def week_of(database, zone, where):
    week = [[0] * 24 for _ in range(7)]
    for at, count in database.execute(f"select t - t % 900, count(*) from d where {where} group by 1"):
        local = (START + dt.timedelta(seconds=at)).astimezone(zoneinfo.ZoneInfo(zone))
        week[local.weekday()][local.hour] += count
    return week


def ask(place, database, number):
    begin = rand.choice([0, rand.randrange(SPAN)])
    end = begin + rand.choice([3600, 86400, 5 * 86400, SPAN, rand.randrange(1, SPAN)])
    by, zone, top = rand.choice(["hour", "day", "week"]), rand.choice(["UTC", "Asia/Kolkata", "America/New_York"]), rand.choice([1, 3, 10])
    args = ["stats", "--from", text_of(begin), "--to", text_of(end), "--by", by, "--zone", zone, "--top", top, "--breakdown", "--json"]
    where_events = f"t >= {begin} and t < {end}"
    if rand.random() < 0.5:
        some = rand.sample(TENANTS, rand.randrange(1, 3))
        args += ["--tenants", ",".join(some)]
        where_events += " and tenant in (%s)" % ",".join(f"'{name}'" for name in some)
    source = rand.choice(["all", "tcp", "api"])
    if source != "all":
        args += ["--source", source]
        where_events += f" and source = '{source}'"
    where = where_events
    if rand.random() < 0.4:
        args.append("--false-positives")
    else:
        where += " and not fp and not exists (select 1 from m where m.tenant = d.tenant and m.kind = d.kind and m.indicator = d.indicator)"
    answer = place.ok(*args).json()
    wanted = expected(database, where_events, where, top)
    wanted["week"] = week_of(database, zone, where)
    wrong = [(name, answer[name], value) for name, value in wanted.items() if answer[name] != value]
    starts, steps = series_of(database, answer, end, where_events, where)
    check(not wrong and starts[0] == begin and answer["series"] == steps, f"random question {number} is answered as sqlite3 does",
          f"{args}\n{wrong}\n{answer['series']}\n{steps}")


def killed_ingest(place):
    """Three parts of 64 Ki; the process is killed wherever it happens to be."""
    count = 150_000
    content = "".join(f"category=C{i % 3} matchedIndicator=host{i % 1000}.example\n" for i in range(count))
    path = place.path("many.kv", content + "a bad line\n")
    environment = {**os.environ, "TIDINGS_DATA": place.dir, "TIDINGS_NOW": "2026-11-22T10:00:00Z"}
    kills = 0
    for _ in range(4):
        process = subprocess.Popen([os.path.join(BUILD, "tidings"), "ingest", path], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rand.random() * 0.8)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    last = place.run("ingest", path, now="2026-11-22T10:00:00Z")
    again = place.run("ingest", path, now="2026-11-22T10:00:00Z")
    check(last.code == 0 or "taken before" in last.err, f"ingest ends after {kills} kills", last)
    check(again.code == 1, "and is then refused", again)
    answer = place.ok("stats", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--json").json()
    figures = answer["detections"], answer["indicators"], [row["detections"] for row in answer["categories"]]
    check(figures == (count, 1000, [count // 3] * 3), f"nothing is lost or counted twice after {kills} kills", figures)


place = Place()
place.ok("init")
place.ok("tenant", "add", "North branch")
place.ok("tenant", "add", "Retail")
judge = make_judge()
made = make_events(judge, EVENTS)
for part in range(4):
    place.ok("ingest", "--format", "json", place.path(f"part{part}.jsonl", "".join(made[part::4])))
for question in range(QUESTIONS):
    ask(place, judge, question + 1)
    change_marks(place, judge)
    if question % 5 == 4:
        kept_from = retain(place, judge, max(DAYS - 1 - question // 5 * (DAYS // 12), 2))
        late = make_events(judge, EVENTS // 40, kept_from)
        place.ok("ingest", "--format", "json", place.path(f"late{question}.jsonl", "".join(late)))
place.ok("store", "check")
killed_ingest(place)
finish()
