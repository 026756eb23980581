#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Reports of generated plans, with the neutral mark and with a logo: every figure of every form is that of "tidings stats", every sentence
# of the page is in the PDF, and two builds give the same bytes.
# PLANS=50 tries more of them than the quick form.
import collections
import csv
import datetime as dt
import html.parser
import io
import json
import os
import random
import re
import shutil
import struct
import subprocess
import zlib

from clitest import Place, check, finish

rand = random.Random(7)
PLANS = int(os.environ.get("PLANS", "5"))
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.timezone.utc)
SPAN = 40 * 86400
TENANTS = ["General", "Север", "Retail & Co"]
WIDGETS = {"overview": ["incoming", "detections", "indicators"], "top": ["default", "retroscan", "hashes"],
           "by": ["category", "kind", "supplier", "tenant", "hour"]}
HASHES = ["md5", "sha1", "sha256"]
PEOPLE = ["text", "html", "pdf"]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def make_events(count):
    kinds = {"url": "http://host%d.example/a/b?c=%d", "domain": "bad%d.example", "ip": "198.51.100.%d", "md5": "%032X", "sha1": "%040X", "sha256": "%064X"}
    lines = []
    for _ in range(count):
        at = NOW - dt.timedelta(seconds=rand.randrange(SPAN))
        event = {"time": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "tenant": rand.choice(TENANTS), "source": rand.choice(["tcp", "api"])}
        if rand.random() < 0.3:
            lines.append({**event, "type": "incoming", "count": rand.randrange(1, 90000)})
            continue
        kind = rand.choice(list(kinds))
        number = int(200 ** rand.random())
        value = kinds[kind] % ((number,) * kinds[kind].count("%d") or (number * 7919 + 16 ** 31,))
        lines.append({**event, "type": "detection", "indicator": value, "kind": kind, "category": "Category %d" % int(30 ** rand.random()),
                      "supplier": rand.choice(["", "Kaspersky", "OSINT"]), "retroscan": rand.random() < 0.15,
                      "false_positive": rand.random() < 0.1})
    return "".join(json.dumps(line) + "\n" for line in lines)


def make_plan():
    chosen = {name: [box for box in boxes if rand.random() < 0.6] for name, boxes in WIDGETS.items()}
    if not any(chosen.values()):
        chosen["overview"] = ["detections"]
    day = NOW.date() - dt.timedelta(days=rand.randrange(1, 30))
    period = rand.choice(["last-24h", "last-7d", "last-31d", "prev-day", "prev-week", "prev-month",
                          f"{day}..{day + dt.timedelta(days=rand.randrange(1, 12))}"])
    options = ["--period", period, "--zone", rand.choice(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"]),
               "--language", rand.choice(["en", "ru"]), "--source", rand.choice(["all", "all", "tcp", "api"]),
               "--tenants", rand.choice(["all", "all", "General", "General,Север"]), "--paper", rand.choice(["a4", "letter"]),
               "--tlp", rand.choice(["none", "amber", "red"]), "--indicators", rand.choice(["defanged", "original"]),
               "--widgets", ";".join(f"{name}:{','.join(boxes)}" for name, boxes in chosen.items() if boxes)]
    options += [name for name in ("--false-positives", "--login-user", "--full-name") if rand.random() < 0.5]
    options += ["--title-page=no"] if rand.random() < 0.3 else []
    return {name: set(boxes) for name, boxes in chosen.items()}, options


def option(options, name):
    return options[options.index(name) + 1]


def ask(place, plan, options):
    """The same question, put to "tidings stats"."""
    args = ["stats", "--from", plan["period"]["from"], "--to", plan["period"]["to"], "--by", plan["step"], "--zone", plan["zone"],
            "--source", option(options, "--source"), "--tenants", option(options, "--tenants"), "--breakdown", "--json"]
    return place.ok(*args, *(["--false-positives"] if "--false-positives" in options else [])).json()


def wanted_lists(chosen, stats):
    """The tables that the report has: name -> counts."""
    lists = {f"top_{name}": [row["detections"] for row in stats["top"][name]] for name in ("default", "retroscan") if name in chosen["top"]}
    if "hashes" in chosen["top"]:
        lists.update({f"top_{name}": [row["detections"] for row in stats["top"][name]] for name in HASHES})
    for box, key, name in (("category", "categories", "categories"), ("kind", "kinds", "kinds"), ("supplier", "suppliers", "suppliers"),
                           ("tenant", "by_tenant", "tenants")):
        if box in chosen["by"]:
            counts = [row["detections"] for row in stats[key]]
            lists[name] = counts[:20] + ([sum(counts[20:])] if len(counts) > 20 else [])
    if "hour" in chosen["by"] and stats["detections"]:
        lists["hours"] = [sum(day) for day in stats["week"]]
    return lists


def wanted_figures(chosen, stats):
    names = {"incoming": "incoming_events", "detections": "detections", "indicators": "indicators"}
    return {names[box]: stats[names[box]] for box in chosen["overview"]}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.text, self.hidden = [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag == "style"

    def handle_endtag(self, tag):
        self.hidden -= tag == "style"

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


def missing_numbers(expected, text, language):
    """Numbers that stand less often in the text than expected; pdftotext makes a plain blank of the one that groups."""
    group = "[\u00a0 ]" if language == "ru" else ","
    found = {number: len(re.findall(r"(?<!\d)" + f"{number:,}".replace(",", group) + r"(?!\d)", text)) for number in expected}
    return {number: (count, found[number]) for number, count in expected.items() if found[number] < count}


def sentences(page):
    """What has at least three words."""
    return [text for text in (re.sub(r"\s+", " ", text).strip() for text in page) if len(text.split()) > 2]


def squeezed(text):
    return re.sub(r"[\s\u00ad]+", "", text)


def missing_sentences(built, place):
    """What is said instead of a figure of the page is said instead of that of the PDF."""
    page = sentences(Page(built["html"].decode()).text)
    path = place.path("report.pdf", built["pdf"])
    text = subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
    objects = json.loads(subprocess.run(["qpdf", "--json", path], stdout=subprocess.PIPE, check=True).stdout)
    instead = [squeezed(found) for found in re.findall(r'"/Alt": "u:([^"]*)"', json.dumps(objects, ensure_ascii=False))]
    return len(page), [sentence for sentence in page if squeezed(sentence) not in squeezed(text) and squeezed(sentence) not in instead], text


def check_whole(built, place, name):
    """The PDF as other programs see it."""
    count, missing, text = missing_sentences(built, place)
    check(count > 4 and not missing, f"{name}: every sentence is in the PDF", f"{missing}\n{text}")
    path = place.path("report.pdf")
    check(subprocess.run(["qpdf", "--check", path], stdout=subprocess.DEVNULL).returncode == 0, f"{name}: the PDF is sound")
    fonts = subprocess.run(["pdffonts", path], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()[2:]
    check(fonts and all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts) and "\ufffd" not in text, f"{name}: all fonts are in it", fonts)
    raw = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], stdout=subprocess.PIPE, check=False).stdout.decode("utf-8", "replace")
    figures, texts = len(re.findall(r"/S /Figure\b", raw)), len(re.findall(r"/Alt [(<]", raw))
    check(figures == texts and "/MarkInfo" in raw and re.search(r"/Lang \((en|ru)\)", raw), f"{name}: tagged, a language, each figure with its text",
          f"{figures} figures, {texts} texts")


def text_of(form, data, place):
    if form == "text":
        return data.decode()
    if form == "html":
        return "\n".join(Page(data.decode()).text)
    return subprocess.run(["pdftotext", "-layout", place.path("report.pdf", data), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()


def check_csv(data, chosen, stats, name):
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    figures = {row["item"]: int(row["value"]) for row in rows if row["section"] == "figures"}
    check(figures == wanted_figures(chosen, stats), f"{name}: figures of the CSV", figures)
    lists = collections.defaultdict(list)
    for row in rows:
        if row["rank"]:
            lists[row["section"]].append(int(row["value"]))
    wanted = {key: counts for key, counts in wanted_lists(chosen, stats).items() if counts}
    check(dict(lists) == wanted, f"{name}: lists of the CSV", f"{dict(lists)}\n{wanted}")
    for box, section, key in (("detections", "detections_over_time", "detections"), ("incoming", "incoming_events_over_time", "incoming_events")):
        series = [int(row["value"]) for row in rows if row["section"] == section]
        wanted_series = [step[key] for step in stats["series"]] if box in chosen["overview"] and stats[key] else []
        check(series == wanted_series, f"{name}: series of {key} of the CSV", f"{series}\n{wanted_series}")
    cells = [int(row["value"]) for row in rows if row["section"] == "hours" and row["from"]]
    check(cells == ([cell for day in stats["week"] for cell in day] if "hours" in wanted else []), f"{name}: hours of the CSV", cells)


def check_plan(place, number):
    chosen, options = make_plan()
    name = f"plan {number + 1}"
    built = {}
    for form in PEOPLE + ["csv", "json"]:
        first, second = (place.ok("report", "build", *options, "--format", form, now=NOW.isoformat()).bytes for _ in range(2))
        check(first == second and first, f"{name}: two builds of {form} are the same", options)
        built[form] = first
    whole = json.loads(built["json"])
    stats = ask(place, whole["plan"], options)
    optional = {"week": "hour", "by_tenant": "tenant"}
    same = {key: value for key, value in stats.items() if key not in optional or optional[key] in chosen["by"]}
    check({**whole["statistics"]} == same, f"{name}: JSON has the statistics", f"{whole['statistics']}\n{same}")
    check_csv(built["csv"], chosen, stats, name)
    expected = collections.Counter(count for counts in wanted_lists(chosen, stats).values() for count in counts)
    expected.update(wanted_figures(chosen, stats).values())
    for form in PEOPLE:
        missing = missing_numbers(expected, text_of(form, built[form], place), option(options, "--language"))
        check(not missing, f"{name}: every figure is in the {form}", f"{options}\n{missing}")
    check_whole(built, place, name)


if shutil.which("pdftotext") is None:
    print("1..0 # SKIP pdftotext is missing: install poppler-utils")
else:
    world = Place()
    world.ok("init")
    for tenant in TENANTS[1:]:
        world.ok("tenant", "add", tenant)
    world.ok("ingest", "--format", "json", world.path("events.jsonl", make_events(6000)))
    rows = b"".join(b"\0" + bytes([200, 105, 10, 255]) * 120 + bytes(4) * 60 for _ in range(60))
    logo = world.path("logo.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 180, 60, 8, 6, 0, 0, 0)) +
                      chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    for plan_number in range(PLANS):
        if plan_number % 2 == 1:
            world.ok("logo", "set", logo, "--text", "Example SOC")
        check_plan(world, plan_number)
        if plan_number % 2 == 1:
            world.ok("logo", "remove")
    finish()
