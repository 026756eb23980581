#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The key that seals secrets: a new one takes the place of the old one whenever the process is killed; a key that systemd gives.
import os
import shutil
import signal
import subprocess
import time

from clitest import BUILD, Place, SmtpServer, check, finish

SHIM = os.path.abspath(os.path.join(BUILD, "tests", "lib", "disk-shim.so"))
PASSWORD = "Sealed-Once-1"
SANITIZED = b"__asan_init" in open(os.path.join(BUILD, "tidings"), "rb").read()
place = Place()
secret = place.path("secret", PASSWORD + "\n")


def key(name="key"):
    path = os.path.join(place.dir, name)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def signs_in(**kwargs):
    """The stored password is what the server gets."""
    result = place.run("mail", "test", **kwargs)
    return result.code == 0, result


with SmtpServer(auth=f"robot:{PASSWORD}", plain_auth=True) as server:
    place.ok("init")
    place.mail(server.port, "none", "--login", "robot", "--password-file", secret, "--plain-login")
    check(signs_in()[0], "the password opens the server", signs_in()[1])
    old = key()
    backup = place.path("backup")
    place.ok("store", "backup", backup)
    place.ok("store", "rekey")
    check(key() != old and len(key()) == 32 and os.stat(os.path.join(place.dir, "key")).st_mode & 0o777 == 0o600, "rekey: another key, for the owner alone")
    check(signs_in()[0], "and the password still opens it")
    entry = place.ok("audit", "list", "--json", "--last", "1").lines()[0]
    check((entry["action"], entry["noun"], entry["account"]) == ("change", "key", "admin"), "the audit log says so", entry)
    check(place.run("--mode", "data", "store", "rekey").code == 3, "in system mode only")

    # killed at each write of the records, and at many moments
    state = {"killed": 0, "done": 0, "broken": []}

    def after_kill(what, code):
        state["killed" if code < 0 else "done"] += 1
        good, result = signs_in()
        if not good or key("key.new") is not None or len(key()) != 32:
            state["broken"].append(f"{what}: {result}")

    if os.path.exists(SHIM) and not SANITIZED:
        for number in range(1, 40):
            result = place.run("store", "rekey", env={"LD_PRELOAD": SHIM, "DISK_KILL": str(number)})
            after_kill(f"before write {number}", result.code)
            if result.code == 0:
                break
        check(state["killed"] > 2 and not state["broken"], f"killed before each of {number - 1} writes of the records", state)
    state.update(killed=0, done=0)
    for step in range(60):
        process = subprocess.Popen([os.path.join(BUILD, "tidings"), "--data", place.dir, "store", "rekey"], stderr=subprocess.DEVNULL)
        for _ in range(2000):  # until the program has begun its own work, then a little more
            if process.poll() is not None or key("key.new") is not None:
                break
            time.sleep(0.0002)
        time.sleep(step % 12 * 0.0005)
        process.send_signal(signal.SIGKILL)
        after_kill(f"killed {step}", process.wait())
    check(not state["broken"], f"killed at 60 moments ({state['killed']} before the end)", state["broken"])
    check(place.run("audit", "verify").code == 0, "the audit log is whole")
    left = [name for name in os.listdir(place.dir) if name.startswith("key") and name != "key" and os.path.getsize(os.path.join(place.dir, name)) == 32]
    check(all(key(name) != key() for name in left), "no second copy of the key", left)

    # several at once, and somebody who saves settings meanwhile
    many = [subprocess.Popen([os.path.join(BUILD, "tidings"), "--data", place.dir, *words], stderr=subprocess.PIPE)
            for words in [["store", "rekey"], ["mail", "set", "--notices", "a@example.com"], ["store", "rekey"], ["store", "rekey"]]]
    faults = [process.communicate()[1] for process in many if process.wait() != 0]
    check(not faults and signs_in()[0], "three at once and a save of the settings", faults)

    # the old key opens nothing any more, and a backup of before nothing with the new one
    now = key()
    place.path("data/key", old)
    check(not signs_in()[0], "the old key opens nothing")
    place.path("data/key", now)
    restored = Place()
    restored.ok("store", "restore", backup)
    shutil.copy(os.path.join(place.dir, "key"), os.path.join(restored.dir, "key"))
    check(restored.ok("mail", "show", "--json").json()["has_password"] is False, "and a backup of before has no password under the new one")

    # a key that systemd gives
    credentials = place.path("credentials")
    os.mkdir(credentials)
    shutil.move(os.path.join(place.dir, "key"), os.path.join(credentials, "tidings.key"))
    os.chmod(os.path.join(credentials, "tidings.key"), 0o440)
    given = {"CREDENTIALS_DIRECTORY": credentials}
    check(signs_in(env=given)[0], "the service has the key as a credential")
    good, result = signs_in()
    check(not good and "key" in result.out + result.err, "and nobody else has it", result)
    shown = place.ok("mail", "show", "--json").json()
    check(shown["login"] == "robot" and shown["has_password"] is False, "the settings can be seen without it", shown)
    number = place.task("--enable")
    check(number == 1, "and tasks be switched on")
    place.ok("task", "run", number)
    server.messages.clear()
    place.ok("sender", "run", "--until-idle", env=given)
    check(len(server.messages) == 1, "and be sent by the service", server.messages)
    result = place.run("store", "rekey", env=given)
    check(result.code == 3 and "from outside" in result.err, "which does not change a key that it was given", result)
    check(not os.path.exists(os.path.join(place.dir, "key")), "and makes none in the data directory")
finish()
