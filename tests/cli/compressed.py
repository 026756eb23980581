#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Compressed inputs, made by programs that are not ours: the same batch as the plain file, and a damaged one takes nothing.
import gzip
import json
import random
import shutil
import subprocess

from clitest import Place, check, finish

random.seed(11)
LINES = [json.dumps({"time": f"2026-11-{1 + i % 20:02}T10:00:00Z", "type": "detection", "source": "tcp", "category": "A",
                     "indicator": f"http://h{random.randrange(400)}.example/{random.random()}"}) for i in range(6000)]
PLAIN = ("\n".join(LINES) + "\n").encode()


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


def figures(place):
    answer = place.ok("stats", "--from", "2026-11-01T00:00:00Z", "--to", "2026-12-01T00:00:00Z", "--json").json()
    return answer["detections"], answer["indicators"]


def new_place():
    place = Place()
    place.ok("init")
    return place


def whole(name, data):
    """The packed bytes are taken as the plain ones are, and are the same batch."""
    place = new_place()
    result = place.run("ingest", place.path("events.bin", data), "--json")
    check(result.code == 0 and result.json()["detections"] == 6000, f"{name}: all lines are taken", result)
    check(figures(place) == expected, f"{name}: every figure", figures(place))
    again = place.run("ingest", place.path("plain", PLAIN))
    check(again.code == 1 and "taken before" in again.err, f"{name}: the plain file is the same batch", again)
    piped = place.run("ingest", "--json", "-", data=data)
    check(piped.code == 1 and "taken before" in piped.err, f"{name}: and by a pipe", piped)


def damaged(name, data):
    """Cut off or with a bit changed: an error that says so, and nothing is counted."""
    place = new_place()
    bad = 0
    for _ in range(25):
        broken = bytearray(data[:random.randrange(9, len(data) - 1)])
        result = place.run("ingest", place.path("cut", bytes(broken)))
        bad += result.code != 2 or "too early" not in result.err
    check(bad == 0, f"{name}: cut off anywhere is said", bad)
    for _ in range(25):
        broken = bytearray(data)
        broken[random.randrange(20, len(data))] ^= 1 << random.randrange(8)
        result = place.run("ingest", place.path("flipped", bytes(broken)))
        bad += result.code != 2 or "damaged" not in result.err and "too early" not in result.err
    check(bad == 0, f"{name}: a changed bit is said", bad)
    check(figures(place) == (0, 0), f"{name}: and nothing was taken", figures(place))


reference = new_place()
check(reference.run("ingest", reference.path("plain", PLAIN)).code == 0, "the plain file")
expected = figures(reference)
middle = PLAIN.index(b"\n", len(PLAIN) // 2) + 10  # within a line
whole("gzip", gzip.compress(PLAIN))
whole("gzip of two members", gzip.compress(PLAIN[:middle]) + gzip.compress(PLAIN[middle:]))
damaged("gzip", gzip.compress(PLAIN))
bomb = new_place()
result = bomb.run("ingest", bomb.path("bomb.gz", gzip.compress(b"\0" * (40 << 20))))
check(result.code == 1 and figures(bomb) == (0, 0), "40 MB of nothing in 40 KB is one reject", result)
if shutil.which("zstd"):
    whole("Zstandard", zstd(PLAIN, "-19", "--check"))
    whole("Zstandard of two frames", zstd(PLAIN[:middle]) + zstd(PLAIN[middle:]))
    damaged("Zstandard", zstd(PLAIN, "--check"))
else:
    print("# SKIP Zstandard: no zstd here")
finish()
