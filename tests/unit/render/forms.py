#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Reads the forms of sample reports as other programs read them: every figure is there, nothing is damaged, nothing can be clicked.
import csv
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD = os.environ["TIDINGS_BUILD"]
PROBE = os.path.join(BUILD, "tests/unit/render/render-probe")
TOOLS = ["pdftotext", "pdfinfo", "pdffonts", "qpdf"]
VARIANTS = [("en", "plain"), ("ru", "plain"), ("en", "empty"), ("ru", "compact"), ("en", "hostile"), ("ru", "long")]
count = 0


def ok(good, name, why=""):
    global count
    count += 1
    print(("ok" if good else "not ok"), count, "-", name)
    if not good and why:
        print("\n".join("# " + line for line in str(why)[:2000].splitlines()))


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def out(*command):
    return run(*command).stdout.decode("utf-8", "replace")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.text, self.faults = "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "link", "iframe", "form", "object", "a", "base"):
            self.faults.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("src", "href") and not (value or "").startswith("cid:")):
                self.faults.append(name + "=" + (value or ""))
            if name == "alt":
                self.text += " " + value

    def handle_data(self, data):
        self.text += data


def group(number, language):
    return f"{number:,}".replace(",", "\u00a0" if language == "ru" else ",")


def squeeze(text):
    return re.sub(r"\s+", "", text)


def figures(statistics, language):
    numbers = [statistics[name] for name in ("incoming_events", "detections", "indicators")]
    for rows in list(statistics["top"].values()) + [statistics["categories"][:20]]:
        numbers += [row["detections"] for row in rows[:10]]
    return [group(number, language) for number in numbers]


def missing(text, wanted):
    text = squeeze(text)
    return [word for word in wanted if squeeze(word) not in text]


def check_pdf(path, language, name, statistics):
    text = out("pdftotext", "-layout", path, "-")
    plain = name in ("plain", "hostile")
    unpacked = run("qpdf", "--qdf", "--object-streams=disable", path, "-")
    raw = unpacked.stdout.decode("utf-8", "replace")
    ok(unpacked.returncode == 0, f"{language} {name}: qpdf finds nothing", raw[-300:])
    if plain:
        ok(not missing(text, figures(statistics, language)), f"{language} {name}: every figure is in the PDF", missing(text, figures(statistics, language)))
    fonts = out("pdffonts", path).splitlines()[2:]
    ok(fonts and all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts), f"{language} {name}: all fonts embedded", "\n".join(fonts))
    info = out("pdfinfo", path)
    ok("Tagged:          yes" in info and "2026" in info and "Creator:         Tidings" in info, f"{language} {name}: tagged, dated", info)
    ok((name == "hostile" or "\ufffd" not in text) and "http://" not in text, f"{language} {name}: no unknown character, nothing to click", text)
    structure = out("pdfinfo", "-struct", path)
    ok(structure.startswith("Document") and "H1" in structure and "/Scope" in structure or name == "empty", f"{language} {name}: structure", structure)
    ok(f"/Lang ({language})" in raw, f"{language} {name}: language")
    if name == "plain":
        ok(len(re.findall(r"/Alt ", raw)) == 3, f"{language} {name}: alternative texts", re.findall(r"/Alt .*", raw))
        ok("/Outlines" in raw and raw.count("/Dest") >= 8, f"{language} {name}: bookmarks and links")


def check_html(folder, language, name, statistics):
    for file in ("mail.html", "page.html"):
        with open(os.path.join(folder, file), encoding="utf-8") as stream:
            text = stream.read()
        page = Page(text)
        ok(not page.faults and len(text.encode()) < 100000, f"{language} {name}: {file} is harmless and small", page.faults)
        if name in ("plain", "hostile"):
            ok(not missing(page.text, figures(statistics, language)), f"{language} {name}: every figure is in {file}",
               missing(page.text, figures(statistics, language)))


def check_csv(path, language, name, statistics):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        text = stream.read()
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    values = {row["item"]: row["value"] for row in rows if row["section"] == "figures"}
    same = all(values.get(key, str(statistics[key])) == str(statistics[key]) for key in ("incoming_events", "detections", "indicators"))
    ok(same and (values or name == "compact"), f"{language} {name}: CSV has the figures", values)
    series = [row["value"] for row in rows if row["section"] == "detections_over_time"]
    ok(name == "empty" or series == [str(step["detections"]) for step in statistics["series"]], f"{language} {name}: CSV has the series", series)
    ok(not any(re.match(r"[=+\-@\t\r\n＝＋－＠]", cell or "") for row in rows for cell in row.values()), f"{language} {name}: no formula")


def check_text(path, language, name, statistics):
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    ok(name not in ("plain", "hostile") or not missing(text, figures(statistics, language)), f"{language} {name}: every figure is in the text",
       missing(text, figures(statistics, language)))
    ok(not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), f"{language} {name}: text is safe")


def contents(folder):
    found = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as stream:
            found[name] = stream.read()
    return found


def check(language, name):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as again:
        made = run(PROBE, folder, language, name)
        ok(made.returncode == 0, f"{language} {name}: can be made", made.stdout.decode("utf-8", "replace"))
        if made.returncode != 0:
            return
        if name == "plain":
            run(PROBE, again, language, name)
            ok(contents(folder) == contents(again), f"{language} {name}: two processes make the same bytes")
        with open(os.path.join(folder, "report.json"), encoding="utf-8") as stream:
            whole = json.load(stream)
        ok(whole["plan"]["language"] == language and whole["plan"]["zone"] == "Europe/Berlin", f"{language} {name}: JSON has the plan", whole["plan"])
        statistics = whole["statistics"]
        check_pdf(os.path.join(folder, "report.pdf"), language, name, statistics)
        check_html(folder, language, name, statistics)
        check_csv(os.path.join(folder, "report.csv"), language, name, statistics)
        check_text(os.path.join(folder, "report.txt"), language, name, statistics)


def main():
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if lacking:
        print("1..0 # SKIP", ", ".join(lacking), "missing: install poppler-utils and qpdf")
        return
    for language, name in VARIANTS:
        check(language, name)
    print(f"1..{count}")


sys.exit(main())
