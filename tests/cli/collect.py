#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Events over TCP: flags, acknowledgements, sessions, many connections, hostile bytes, the end.
import os
import random
import socket
import subprocess
import sys
import threading
import time

from clitest import BUILD, SOURCE, Place, check, finish

sys.path.insert(0, os.path.join(SOURCE, "tests", "lib"))
from collector import Collector, Sender  # noqa: E402

NOW = "2026-11-22T10:00:00Z"
DAY = ["stats", "--from", "2026-11-22T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--json"]


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def exchange(port, data, end=True):
    """Sends, and reads to the end."""
    with connect(port) as sock:
        sock.sendall(data)
        if end:
            sock.shutdown(socket.SHUT_WR)
        answer = b""
        while got := sock.recv(65536):
            answer += got
        return answer


def wait_for(place, name, number, args=()):
    """Until so many are counted; what is there after 20 seconds."""
    for _ in range(200):
        figure = place.ok(*DAY, *args).json()[name]
        if figure >= number:
            break
        time.sleep(0.1)
    return figure


def event(i, category="C"):
    return f"category={category} matchedIndicator=host{i}.example\n".encode()


place = Place()
place.ok("init")
place.ok("tenant", "add", "Retail")
program = os.path.join(BUILD, "tidings")
collector = Collector(program, place.dir, tenants=(None, "Retail"), now=NOW)
port, retail = collector.ports

# The platform's flags, with and without line ends, whole and in pieces.
check(exchange(port, b"X-KF-ReplyBackPING") == b"PONG\n", "a ping is answered")
with connect(port) as sock:
    sock.sendall(b"X-KF-ReplyBackPING")
    check(sock.recv(100) == b"PONG\n", "at once, while the connection goes on")
both = b"X-KF-SendFinishedEventX-KF-ReplyBackX-KF-SaveStatistic"
check(exchange(port, both + event(0) + event(1)) == b"LookupFinished lines=2 rejected=0\n", "flags before an event, and an acknowledgement")
check(exchange(port, both + b"\r\n" + event(2) + b"nonsense\n").splitlines()[-1] == b"LookupFinished lines=2 rejected=1", "rejected lines are said too")
check(exchange(port, b"X-KF-SendFinishedEvent" + event(3)) == b"", "without the wish for answers there are none")
check(exchange(port, b"X-KF-NewFlagX-KF-SaveStatistic\n" + event(4)) == b"", "flags that are not known are ignored")
with connect(port) as sock:
    for byte in b"X-KF-ReplyBackX-KF-SendFinishedEvent" + event(5)[:-1]:
        sock.sendall(bytes([byte]))
        time.sleep(0.001)
    sock.shutdown(socket.SHUT_WR)
    check(sock.recv(1000) == b"LookupFinished lines=1 rejected=0\n", "byte by byte, and without the last line end")
exchange(retail, event(6))
check(wait_for(place, "detections", 7) == 7, "each event is counted once")
check(wait_for(place, "detections", 1, ["--tenants", "Retail"]) == 1, "a listener has its own tenant")

# Sessions.
lines = [event(i, "Session") for i in range(1000)]
sender = Sender(port, "first.sender-1", lines)
sender.run()
again = Sender(port, "first.sender-1", lines)
again.connect()
check(again.acknowledged == 1000, "a session is known again", again.acknowledged)
again.socket.sendall(event(1000, "Session") + event(1001, "Session")[:-5])
again.read()
older = again.socket
newer = Sender(port, "first.sender-1", lines)
newer.connect()
check(newer.acknowledged == 1001, "a line without its end is not taken", newer.acknowledged)
check(older.recv(100) == b"", "an older connection of the session is closed")
other = Sender(retail, "first.sender-1", [])
other.connect()
check(other.acknowledged == 0, "the session of another tenant is another")
for sock in (older, newer.socket, other.socket):
    sock.close()
check(exchange(port, b"X-Tidings-Session=\n", end=False) == b"" and exchange(port, b"X-Tidings-Session=a b\n", end=False) == b"" and
      exchange(port, b"X-Tidings-Session=" + b"x" * 65 + b"\n", end=False) == b"", "what is no session is closed")
check(wait_for(place, "detections", 1008) == 1008, "and nothing is counted twice")

# A tenant that is made while it runs.
answer = exchange(port, both + b'{"type":"incoming","tenant":"New one","count":3}\n')
check(answer == b"LookupFinished lines=1 rejected=1\n", "an unknown tenant is a reject", answer)
place.ok("tenant", "add", "New one")
answer = exchange(port, both + b'{"type":"incoming","tenant":"New one","count":3}\n')
check(answer == b"LookupFinished lines=1 rejected=0\n", "until it is added", answer)

# Many connections at once, each with its own pieces.
rand = random.Random(5)


def send_pieces(number):
    data = b"".join(event(rand.randrange(100), "Many") for _ in range(200))
    with connect(port) as sock:
        while data:
            n = rand.randrange(1, 3000)
            sock.sendall(data[:n])
            data = data[n:]


threads = [threading.Thread(target=send_pieces, args=(i,)) for i in range(100)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
check(wait_for(place, "detections", 21008) == 21008, "a hundred connections")

# Hostile bytes.
answer = exchange(port, both + b"x" * (10 << 20) + b"\n" + b"\xff\xfe\0\n" + bytes(range(256)) * 40 + b"\n" + event(7))
lines, rejected = 2 + bytes(range(256)).count(b"\n") * 40 + 1 + 1, 0
words = answer.splitlines()[-1]
check(words.startswith(b"LookupFinished lines=%d " % lines), "ten megabytes without an end, and binary", (words, lines))
for _ in range(30):
    noise = rand.randbytes(rand.randrange(1, 20000))
    with connect(port) as sock:
        sock.sendall(noise)
        if rand.random() < 0.5:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
check(exchange(port, both + event(8)).splitlines()[-1] == b"LookupFinished lines=1 rejected=0", "it goes on after noise and resets")
silent = [connect(port) for _ in range(20)]
code, figures, err = collector.stop()
check(code == 0 and err == "" and figures["uncommitted"] == 0, "SIGTERM ends it with everything committed", (code, figures, err))
check(place.ok(*DAY).json()["detections"] == figures["detections"] - 0 and figures["detections"] >= 21010, "its figures are those of the store", figures)
rejects = os.path.join(place.dir, "rejects")
kept = b"".join(open(os.path.join(rejects, name), "rb").read() for name in os.listdir(rejects))
check(b"longer than 1048576 bytes" in kept and b"not UTF-8" in kept and len(kept) < 1 << 20, "rejects are kept, long ones in part", len(kept))
place.ok("store", "check")

# What was sent before the end is taken; limits; sockets that systemd has opened.
collector = Collector(program, place.dir, "--connections", "3", "--idle", "1", now=NOW)
before = place.ok(*DAY).json()["detections"]
held = [connect(collector.ports[0]) for _ in range(3)]
late = connect(collector.ports[0])
late.sendall(event(9))
time.sleep(0.3)
early = place.ok(*DAY).json()["detections"]
check(early == before and wait_for(place, "detections", before + 1) == before + 1, "more connections wait until silent ones are closed")
with connect(collector.ports[0]) as sock:
    sock.sendall(event(10) * 1000)
    time.sleep(0.05)
    code, figures, err = collector.stop()
check(code == 0 and place.ok(*DAY).json()["detections"] == before + 1001, "what was sent before SIGTERM is counted", (code, figures, err))

listener = socket.create_server(("127.0.0.1", 0))
os.set_inheritable(listener.fileno(), True)
script = f'exec 3<&{listener.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" --data "$1" collect'
process = subprocess.Popen(["/bin/sh", "-c", script, program, place.dir], pass_fds=[listener.fileno()], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env={**os.environ, "TIDINGS_NOW": NOW})
answer = exchange(listener.getsockname()[1], both + event(11))
process.terminate()
out, err = process.communicate(timeout=20)
check(answer == b"LookupFinished lines=1 rejected=0\n" and process.returncode == 0, "a socket of systemd is used", (answer, out, err))

for args, code, words in ((["collect"], 2, "--listen"), (["collect", "--listen", "nonsense"], 2, "ADDRESS:PORT"),
                          (["collect", "--listen", "192.0.2.1:1"], 75, "192.0.2.1"), (["collect", "127.0.0.1:0=Nowhere"], 4, "Nowhere"),
                          (["collect", "--listen", "127.0.0.1:0", "--format", "lookup"], 2, "--format")):
    result = place.run(*args)
    check(result.code == code and words in result.err and result.err.count("\n") == 1, " ".join(args), result)
finish()
