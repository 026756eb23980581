#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The mail's HTML in headless Chromium: light, dark, narrow and without images. Nothing is wider than its window, every text can be read
against what is behind it, and the facts are there whatever is blocked. LOOKS=all looks at more of them. Skipped where Chromium is not installed."""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD = os.environ.get("TIDINGS_BUILD", ".")
PROBE = os.path.join(BUILD, "tests", "unit", "render", "render-probe")
BROWSER = shutil.which("chromium") or shutil.which("chromium-headless-shell")
CONTRAST = 4.5  # WCAG 2.1, 1.4.3

MEASURE = """
function numbers(text) { return text.match(/[0-9.]+/g).map(Number); }
function light(colour) {
	const [r, g, b] = colour.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function behind(view, element) {
	for (let at = element; at; at = at.parentElement) {
		const colour = numbers(view.getComputedStyle(at).backgroundColor);
		if (colour.length < 4 || colour[3] > 0.99) return colour;
	}
	return [255, 255, 255];
}
addEventListener('load', () => {
	const view = document.querySelector('iframe').contentWindow, page = view.document;
	const found = {over: page.documentElement.scrollWidth - view.innerWidth, dim: [], text: page.body.innerText, images: 0,
	               dark: view.matchMedia('(prefers-color-scheme: dark)').matches};
	for (const image of page.images) found.images += image.naturalWidth > 0;
	const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const element = walk.currentNode.parentElement, style = view.getComputedStyle(element);
		if (!walk.currentNode.data.trim() || style.display == 'none' || style.visibility == 'hidden' || !element.getClientRects().length) continue;
		if (parseFloat(style.fontSize) < 2 || walk.currentNode.data.trim() == '▪') continue; // a mark needs 3 only
		const a = light(numbers(style.color)), b = light(behind(view, element));
		const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (contrast < LIMIT) found.dim.push(contrast.toFixed(1) + ' ' + walk.currentNode.data.trim().slice(0, 30));
	}
	document.body.dataset.found = JSON.stringify(found);
});
""".replace("LIMIT", str(CONTRAST))

count = failed = 0


def ok(good, what, why=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {what}")
    if not good:
        print("#", str(why)[:600].replace("\n", "\n# "))


def look(folder, width, dark, images):
    with open(os.path.join(folder, "mail.html"), encoding="utf-8") as file:
        mail = file.read()
    if images:
        mail = mail.replace("cid:chart@tidings", "chart.png")
    page = os.path.join(folder, "look.html")
    with open(page, "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><meta charset="utf-8"><body><iframe width="{width}" height="3000" style="border:0" srcdoc="{html.escape(mail)}">'
                   f"</iframe><script>{MEASURE}</script></body>")
    flags = ["--blink-settings=preferredColorScheme=0"] if dark else []
    done = subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + os.path.join(folder, "profile"), "--window-size=900,3000",
                           *flags, "--virtual-time-budget=5000", "--dump-dom", "file://" + page], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          timeout=120, check=False)
    match = re.search(r'data-found="([^"]*)"', done.stdout.decode("utf-8", "replace"))
    return json.loads(html.unescape(match.group(1))) if match else None


def squeeze(text):
    return re.sub(r"\s+", "", text)


def check(language, variant):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROBE, folder, language, variant], check=True)
        with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
            statistics = json.load(file)["statistics"]
        group = "\u00a0" if language == "ru" else ","
        numbers = [f"{statistics[name]:,}".replace(",", group) for name in ("incoming_events", "detections", "indicators")]
        for name, width, dark, images in (("light", 800, False, True), ("dark", 800, True, True), ("narrow", 360, False, True), ("without images", 800, False, False)):
            what = f"{language} {variant} {name}"
            found = look(folder, width, dark, images)
            ok(found is not None and found["dark"] == dark and (found["images"] > 0) == (images and variant != "empty"), f"{what}: is shown", found)
            if found is None:
                continue
            ok(found["over"] <= 0, f"{what}: is not wider than its window", found["over"])
            ok(not found["dim"], f"{what}: every text can be read", found["dim"])
            lacking = [number for number in numbers if squeeze(number) not in squeeze(found["text"])]
            ok(not lacking, f"{what}: the figures are there", lacking)


if BROWSER is None:
    print("1..0 # SKIP chromium is missing: install chromium")
    sys.exit(0)
if os.environ.get("LOOKS") == "all":
    for each in ("en", "ru"):
        for kind in ("five", "empty", "hostile"):
            check(each, kind)
else:
    check("ru", "five")
print(f"1..{count}")
sys.exit(1 if failed else 0)
