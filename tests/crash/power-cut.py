#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Power cuts: the writes of a life of the store are recorded and replayed up to each of them, with what was not synced missing, torn or in
# another order. No acknowledged state is lost. STATES (of each write) and ROUNDS make it longer, SEED makes it another one.
import datetime
import os
import shutil
import struct
import subprocess

from crashtest import BUILD, LONG, Place, SmtpServer, check, finish, shimmed, start_sender

STATES = int(os.environ.get("STATES", "40" if LONG else "1"))
ROUNDS = int(os.environ.get("ROUNDS", "12" if LONG else "2"))
SEED = int(os.environ.get("SEED", "20261124"))
NOW = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.timezone.utc)

place = Place()
place.ok("init", now="2026-11-01T08:00:00Z")
base = place.path("base.mdb")
shutil.copyfile(os.path.join(place.dir, "tidings.mdb"), base)
log = place.path("writes.log")
env = shimmed(log=log)
shim = {"env": env}
plain = ("--formats", "html", "--widgets", "overview:detections", "--enable")
refusals = {"rcpt:no@example.com": "550 5.1.1 no", "rcpt:later@example.com#1": "450 4.2.0 later", "end@2": "drop"}
with SmtpServer(replies=refusals, faults=("keep",)) as server:
    place.ok("mail", "set", "--server", "127.0.0.1", "--port", server.port, "--connection", "none", "--email", "a@example.com", **shim)
    for name, more in (("One", ()), ("Two", ("--unknown", "hold")), ("Three", ("--recipients", "no@example.com, later@example.com, yes@example.com"))):
        place.ok("task", "add", "--name", name, "--recipients", "soc@example.com", "--subject", "S", "--start", "2026-11-01T09:00", "--zone", "UTC",
                 "--rrule", "FREQ=DAILY", *plain, *more, now="2026-11-01T08:30:00Z", **shim)
    for i in range(ROUNDS):
        now = NOW + datetime.timedelta(days=i)
        for minutes in (0, 20):
            start_sender(place, now + datetime.timedelta(minutes=minutes), env).wait(120)
        place.ok("task", "edit", "1", "--subject", f"Subject {i}", now="2026-11-03T08:00:00Z", **shim)
        place.ok("task", "run", "2", now=(now + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"), **shim)
        place.ok("task", "disable", "3", **shim)
        place.ok("task", "enable", "3", now=(now + datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"), **shim)
    place.ok("task", "delete", "2", **shim)
    sent = len(server.messages)
check(sent > 3, "mails went out meanwhile", sent)
replay = place.path("replay")
os.mkdir(replay, 0o700)
shutil.copyfile(os.path.join(place.dir, "key"), os.path.join(replay, "key"))
os.chmod(os.path.join(replay, "key"), 0o600)


def cut(writes, states):
    return subprocess.run([os.path.join(BUILD, "tests", "crash", "power-cut"), base, writes, replay, str(SEED), str(states)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def without_syncs(data):
    """The same writes by a store that forgets to sync: the rig has to notice."""
    left, at = b"", 0
    while at < len(data):
        kind, _, _, length = struct.unpack_from("<IIQQ", data, at)
        end = at + 24 + length
        left += data[at:end] if kind != 3 else b""
        at = end
    return left


done = cut(log, STATES)
words = done.stdout.decode().split()
check(done.returncode == 0 and len(words) == 3, "whatever the power cut leaves is sound, and all that was acknowledged", done)
if len(words) == 3:
    check(int(words[1]) > 30, "over many commits", words)
    with open(log, "rb") as file:
        careless = cut(place.path("careless.log", without_syncs(file.read())), 1)
    check(careless.returncode == 1 and b"power cut" in careless.stderr, "a store that does not sync would not pass", careless)
    print(f"# {words[0]} writes, {words[1]} commits, {words[2]} states")
finish()
