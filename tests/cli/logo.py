#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The installation's own logo: set, shown, removed; who may; hostile files; and where reports have it.
import base64
import email
import email.policy
import os
import re
import struct
import subprocess
import zlib

from clitest import BUILD, SAMPLE, Place, SmtpServer, check, finish

NOW = "2026-11-24T09:00:00Z"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, pixel, more=b"", ihdr=None, data=None):
    """A PNG of RGBA pixels; pixel(x, y) gives four bytes."""
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height)) if data is None else data
    head = ihdr if ihdr is not None else struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sign(x, y):
    """White letters on nothing, with an orange bar."""
    return (200, 105, 10, 255) if y > 40 else (255, 255, 255, 255) if x % 20 < 12 and y > 6 else (0, 0, 0, 0)


with open(os.path.join(BUILD, "config.h"), encoding="utf-8") as config:
    takes_svg = "#define WITH_SVG_LOGO 1" in config.read()
place = Place()
place.ok("init", now=NOW)
place.ok("ingest", "--create-tenants", f"{SAMPLE}/events.jsonl", now=NOW)
place.mail(25)
good = png(240, 60, sign, chunk(b"tEXt", b"Comment\0internal note"))
path = place.path("logo.png", good)


def build(form, *more):
    return place.ok("report", "build", "--period", "last-7d", "--format", form, *more, now=NOW).bytes


def parts(message):
    return list(email.message_from_bytes(message, policy=email.policy.SMTP).walk())


before = {form: build(form) for form in ("pdf", "html", "eml")}
check(place.run("logo", "show").code == 4 and place.run("logo", "remove").code == 4, "none at first")

made = place.ok("logo", "set", path, "--text", "Example SOC", now=NOW)
check(made.out == "", "set says nothing", made)
shown = place.ok("logo", "show", "--json").json()
check((shown["width"], shown["height"], shown["tone"], shown["text"]) == (240, 60, "light", "Example SOC"), "shown", shown)
check("240 x 60 pixels" in place.ok("logo", "show").out and "text: Example SOC" in place.ok("logo", "show").out, "in words")
kept = place.ok("logo", "show", "-o", "-").bytes
place.ok("logo", "show", "-o", place.path("kept.png"))
check(open(place.path("kept.png"), "rb").read() == kept and kept.startswith(b"\x89PNG") and b"internal note" not in kept,
      "what is kept is a PNG without what stood in the file beside the pixels", kept[:80])
entry = place.ok("audit", "list", "--json", "--last", "1").lines()[0]
check((entry["action"], entry["noun"], entry["account"], entry["time"]) == ("add", "logo", "admin", NOW) and shown["sha256"] in entry["detail"],
      "the audit log has it", entry)
check("240 x 60" in place.ok("audit", "list", "--last", "1").out, "in words")

after = {form: build(form) for form in ("pdf", "html", "eml")}
check(all(after[form] != before[form] for form in after), "reports have it")
check(build("pdf") == after["pdf"] and build("html") == after["html"] and build("eml") == after["eml"], "the same bytes twice")
check(b'<img src="data:image/png;base64,' + base64.b64encode(kept) in after["html"] and b'alt="Example SOC"' in after["html"],
      "a page alone has it within itself")
check(len(after["html"]) < 100000 and not re.search(rb"(src|href)=.?https?:|<script|url\(", after["html"]), "below 100 KB, nothing remote")
mail = parts(after["eml"])
html = next(p for p in mail if p.get_content_type() == "text/html").get_content()
pictures = {p["Content-ID"]: p.get_content() for p in mail if p.get_content_type() == "image/png"}
check(pictures.get("<logo@tidings>") == kept and 'src="cid:logo@tidings"' in html and "data:" not in html, "a mail carries it inline", pictures.keys())
check(next(p for p in mail if p.get_content_type() == "application/pdf").get_content()[:5] == b"%PDF-", "and its PDF is whole")

for page in ("--title-page", "--no-title-page"):
    file = place.path("report.pdf")
    place.ok("report", "build", "--period", "last-7d", "--format", "pdf", page, "-o", file, now=NOW)
    images = subprocess.run(["pdfimages", "-list", file], stdout=subprocess.PIPE, check=True).stdout.decode()
    rows = [line.split() for line in images.splitlines()[2:]]
    check(any(row[2:5] == ["image", "240", "60"] for row in rows) and all(row[0] == "1" for row in rows), f"the PDF {page} shows it, on its first page", images)
    check(subprocess.run(["qpdf", "--check", file], stdout=subprocess.DEVNULL).returncode == 0, "the PDF is sound")
    tree = subprocess.run(["qpdf", "--json", file], stdout=subprocess.PIPE, check=True).stdout.decode()
    check('"u:Example SOC"' in tree, "with its text for whoever does not see it")
check(b"logo@tidings" not in build("eml", "--no-logo") and b"data:" not in build("html", "--no-logo"), "not where no logo is asked for")
place.ok("logo", "set", path)
check(b'alt="\xd0\x9b\xd0\xbe\xd0\xb3\xd0\xbe\xd1\x82\xd0\xb8\xd0\xbf"' in build("html", "--language", "ru"), "without a text it is the word, in the report's language",
      re.findall(rb'alt="[^"]*"', build("html", "--language", "ru")))

# Hostile and broken files: refused with a reason, and what is set stays.
huge = png(1, 1, None, ihdr=struct.pack(">IIBBBBB", 20000, 20000, 8, 6, 0, 0, 0), data=b"\0" * 1000)
bad = [
    (b"", 2, "neither a PNG"), (b"GIF89a" + b"x" * 40, 2, "neither a PNG"), (b"<svg/>" + b" " * 40, 2, "has no size" if takes_svg else "--with-svg-logo"),
    (good[:-1], 2, "ends too early"), (good[:200], 2, "ends too early"), (good + b"x", 2, "follows its end"), (huge, 2, "20000 x 20000 pixels"),
    (png(2001, 1, sign), 2, "2001 x 1 pixels"), (png(1, 1, None, ihdr=struct.pack(">IIBBBBB", 0, 7, 8, 6, 0, 0, 0), data=b""), 2, "0 x 7 pixels"),
    (png(64, 64, None, data=b"\0" * 900), 2, "damaged"), (png(64, 64, sign, ihdr=struct.pack(">IIBBBBB", 64, 64, 9, 6, 0, 0, 0)), 2, "damaged"),
    (good.replace(b"IDAT", b"IDAZ"), 2, "damaged"), (b"\x89PNG" + b"x" * (1 << 20), 1, "KiB"), (png(8, 8, lambda x, y: (9, 9, 9, 0)), 2, "transparent"),
]
for data, code, why in bad:
    result = place.run("logo", "set", "-", data=data)
    check(result.code == code and why in result.err and result.out == "" and result.err.count("\n") == 1, f"refused: {why}", result)
bomb = png(1, 1, None, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * (64 << 20))) + chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * (64 << 20))),
           ihdr=struct.pack(">IIBBBBB", 2000, 2000, 8, 6, 0, 0, 0), data=(b"\0" + b"\x10\x27\x3f\xff" * 2000) * 2000)
result = place.run("logo", "set", "-", data=bomb)
check(result.code == 0 or "damaged" in result.err, "texts that unpack to 64 MiB do no harm", result)
check(place.run("logo", "set", path, "--text", "x" * 256).code == 2, "a text that is too long")
check(place.run("logo", "set", place.path("missing.png")).code == 4, "no such file", place.run("logo", "set", place.path("missing.png")))

# A drawing: a PNG is made of it, or it is refused. What takes memory or time without end comes to one.
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="30">%s<rect width="60" height="30" fill="#123456"/></svg>'
drawing = place.path("logo.svg", SVG.decode() % "<!-- internal note -->")
if takes_svg:
    place.ok("logo", "set", drawing, "--text", "A drawing")
    look, made = place.ok("logo", "show", "--json").json(), place.ok("logo", "show", "-o", "-").bytes
    check((look["width"], look["height"], look["tone"], look["text"]) == (640, 160, "dark", "A drawing"), "a drawing becomes the logo", look)
    check(made.startswith(b"\x89PNG") and b"internal note" not in made and b"svg" not in made, "as a PNG", made[:80])
    page, mail = build("html"), build("eml")
    check(base64.b64encode(made) in page and b"image/svg" not in page + mail, "and only that goes into reports")
    near = place.path("near.png", good)
    for name in (near, "file://" + near, "near.png", "http://127.0.0.1:9/near.png"):
        place.ok("logo", "set", "-", data=SVG % b'<image href="%s" x="60" width="60" height="30"/>' % name.encode())
        check(place.ok("logo", "show", "-o", "-").bytes == made, f"nothing is read that it names: {name}")
    bomb = png(1, 1, None, ihdr=struct.pack(">IIBBBBB", 20000, 20000, 8, 6, 0, 0, 0), data=b"\0" * (64 << 20))
    result = place.run("logo", "set", "-", data=SVG % b'<image href="data:image/png;base64,%s" width="60" height="30"/>' % base64.b64encode(bomb))
    check(result.code == 0 or "logo" in result.err or "memory" in result.err, "a picture of 20000 x 20000 pixels in a drawing does no harm", result)
    uses = b"".join(b'<g id="u%d">' % i + b'<use xlink:href="#u%d"/>' % (i - 1) * 10 + b"</g>" for i in range(1, 12))
    filters = b'<filter id="f">' + b'<feTurbulence numOctaves="1000000" baseFrequency="0.1"/>' * 500 + b'</filter><rect width="9" height="9" filter="url(#f)"/>'
    for data, code, why in [(b'<defs><g id="u0"/>' + uses + b'</defs><use xlink:href="#u11"/>', 2, "cannot be drawn"), (filters, 1, "was not drawn within")]:
        result = place.run("logo", "set", "-", data=SVG % data)
        check(result.code == code and why in result.err and result.err.count("\n") == 1, f"a drawing without end: {why}", result)
    check(place.ok("logo", "show", "-o", "-").bytes != good, "and what is set stays")
else:
    result = place.run("logo", "set", drawing)
    check(result.code == 2 and "--with-svg-logo" in result.err and "rsvg-convert -h 176" in result.err and result.err.count("\n") == 1,
          "a drawing is refused: the reason names the option, and what to do without it", result)

# Who may: the administrator in System mode.
place.ok("logo", "set", path, "--text", "Example SOC")
secret = place.path("secret", "Secret1!\n")
for role in ("tenant-manager", "analyst"):
    place.ok("account", "add", role, "--role", role, "--tenants", "all", "--password-file", secret)
    for words in (["set", path], ["show"], ["remove"]):
        check(place.run("--as", role, "logo", *words).code == 3, f"{role} may not: {words[0]}")
    pdf = place.path("own.pdf")
    place.ok("--as", role, "report", "build", "--period", "last-7d", "--format", "pdf", "-o", pdf, now=NOW)
    check("240" in subprocess.run(["pdfimages", "-list", pdf], stdout=subprocess.PIPE, check=True).stdout.decode(), f"a report of {role} shows it")

# A run sends it, a backup carries it.
with SmtpServer() as server:
    place.mail(server.port)
    task = place.task("--enable", now=NOW)
    place.ok("sender", "run", "--until-idle", now="2026-11-25T09:00:00Z")
    sent = [p for message in server.messages for p in parts(message["data"]) if p["Content-ID"] == "<logo@tidings>"]
    check(len(sent) == 1 and sent[0].get_content() == kept, "a run sends it", place.ok("runs", "list").out)
backup = place.path("backup")
place.ok("store", "backup", backup)
place.ok("logo", "remove", now=NOW)
check(place.run("logo", "show").code == 4 and build("pdf") == before["pdf"], "removed: the neutral mark as before")
check(place.ok("audit", "list", "--json", "--last", "1").lines()[0]["action"] == "delete", "the audit log has that")
place.ok("store", "restore", backup, "--data", place.path("restored"))
restored = place.run("logo", "show", "--json", "--data", place.path("restored"))
check(restored.code == 0 and restored.json()["sha256"] == shown["sha256"], "a backup has it", restored)
check(place.run("store", "check", "--data", place.path("restored")).code == 0, "and is sound")
finish()
