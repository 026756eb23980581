#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Backup and restore: everything comes back, nothing is replaced, a damaged backup makes nothing.
import os
import random
import shutil
import subprocess
import time

from clitest import BUILD, SAMPLE, Place, check, finish

SECRET = "Correct-Horse-7-Battery"
random.seed(3)
place = Place()
place.ok("init")
place.ok("ingest", *(os.path.join(SAMPLE, "events." + kind) for kind in ("cef", "jsonl", "kv")), "--create-tenants")
place.ok("mail", "set", "--server", "mail.example.com", "--port", "587", "--connection", "starttls", "--login", "reports",
         "--password-file", place.path("password", SECRET), "--email", "reports@example.com")
place.task()


def everything(where):
    return [where.ok(*words).out for words in (
        ("task", "export"), ("account", "list", "--json"), ("audit", "list", "--json"), ("tenant", "list", "--json"),
        ("runs", "list", "--json"), ("stats", "--from", "2020-01-01T00:00:00Z", "--to", "2030-01-01T00:00:00Z", "--json"), ("store", "check"))]


backup = os.path.join(place.temp.name, "backup")
place.ok("store", "backup", backup)
before = everything(place)
again = place.run("store", "restore", backup)
check(again.code == 1 and "already" in again.err, "a data directory that is there stays", again)
check(everything(place) == before, "as it was")

fresh = Place()
files = {name: open(os.path.join(root, name), "rb").read() for root, _, names in os.walk(backup) for name in names}
check(fresh.run("store", "restore", backup).code == 0, "restored elsewhere")
check(everything(fresh) == before, "everything is there")
check(all(mode & 0o077 == 0 for mode in (os.stat(os.path.join(root, name)).st_mode for root, _, names in os.walk(fresh.dir) for name in names)),
      "and nobody else may read it")
check(files == {name: open(os.path.join(root, name), "rb").read() for root, _, names in os.walk(backup) for name in names},
      "the backup was only read")
keyless = fresh.run("mail", "test", "--json")
check(keyless.code != 0 and SECRET not in keyless.out + keyless.err and "key" in keyless.out + keyless.err, "without the key there is no password", keyless)
shutil.copy(os.path.join(place.dir, "key"), os.path.join(fresh.dir, "key"))
check(fresh.ok("mail", "show", "--json").out == place.ok("mail", "show", "--json").out, "with it the mail settings are as they were")
other = Place()
other.ok("store", "restore", backup)
renewed = other.run("mail", "set", "--server", "mail.example.com", "--port", "587", "--connection", "starttls", "--login", "reports",
                    "--password-file", place.path("password", SECRET), "--email", "reports@example.com")
check(renewed.code == 0 and other.run("mail", "show").code == 0, "or the password is given again", renewed)

check(not [name for root, _, names in os.walk(fresh.dir) for name in names if name.startswith((".", "restoring")) or ".mdb." in name],
      "no other file is left behind")

wrong = 0
for _ in range(15):
    killed = Place()
    environment = {**os.environ, "TIDINGS_DATA": killed.dir}
    process = subprocess.Popen([os.path.join(BUILD, "tidings"), "store", "restore", backup], env=environment, stdout=subprocess.DEVNULL)
    time.sleep(random.random() * 0.05)
    process.kill()
    process.wait()
    again = killed.run("store", "restore", backup)  # unless it was done already
    wrong += again.code not in (0, 1) or everything(killed) != before
check(wrong == 0, "a restore that was killed is done by the next one", wrong)
several = Place()
processes = [subprocess.Popen([os.path.join(BUILD, "tidings"), "--data", several.dir, "store", "restore", backup], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) for _ in range(4)]
check(sorted(p.wait() == 0 for p in processes) == [False, False, False, True] and everything(several) == before, "of several at once one does it")
orphan = Place()
os.makedirs(os.path.join(orphan.dir, "stats"))
with open(os.path.join(orphan.dir, "stats", "stats.mdb"), "wb") as file:
    file.write(b"precious")
refused = orphan.run("store", "restore", backup)
check(refused.code == 1 and open(os.path.join(orphan.dir, "stats", "stats.mdb"), "rb").read() == b"precious", "detections without records stay", refused)

wrong = 0
for name in ("tidings.mdb", os.path.join("stats", "stats.mdb")):
    for _ in range(12):
        bad = os.path.join(place.temp.name, "bad")
        shutil.copytree(backup, bad)
        path = os.path.join(bad, name)
        with open(path, "r+b") as file:
            size = os.path.getsize(path)
            if random.random() < 0.3:
                file.truncate(random.randrange(size))
            else:
                file.seek(random.randrange(size // 4096) * 4096 + random.randrange(24))
                file.write(bytes([255]))
        elsewhere = Place()
        result = elsewhere.run("store", "restore", bad)
        if result.code == 0:  # what was changed was no part of it
            wrong += everything(elsewhere) != before
        else:
            wrong += result.code != 1 or os.path.exists(os.path.join(elsewhere.dir, "tidings.mdb"))
        shutil.rmtree(bad)
check(wrong == 0, "a damaged backup makes no data directory", wrong)
missing = Place().run("store", "restore", os.path.join(place.temp.name, "nowhere"))
check(missing.code == 4 or missing.code == 1, "neither does one that is not there", missing)
finish()
