#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Two people change the same thing at the same moment: one after the other holds, nothing is half done, and an administrator remains.
import os
import subprocess

from clitest import BUILD, Place, check, finish

ROUNDS = 12
place = Place()
place.ok("init")
place.ok("account", "add", "olga", "--role", "administrator", "--tenants", "all")
place.mail(2525)


def at_once(*commands):
    """Exit codes and errors of commands that begin together."""
    running = [subprocess.Popen([os.path.join(BUILD, "tidings"), "--data", place.dir, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
               for words in commands]
    return [(process.wait(), process.stderr.read().decode()) for process in running]


def accounts():
    return {line["login"]: line for line in place.ok("account", "list", "--json").lines()}


left = []
for each in range(ROUNDS):
    one, other = [("disable", "enable"), ("delete", None)][each % 2]
    done = at_once(["--as", "admin", "account", one, "olga"], ["--as", "olga", "account", one, "admin"])
    codes = sorted(code for code, _ in done)
    listed = place.run("account", "list", "--json")
    ruling = [line["login"] for line in listed.lines() if line["role"] == "administrator" and not line["disabled"]]
    if codes[0] != 0 or codes[1] not in (3, 4, 75) or len(ruling) != 1:
        left.append((done, ruling))
    gone = "olga" if ruling == ["admin"] else "admin"
    if one == "disable":
        place.ok("account", "enable", gone)
    else:
        place.ok("account", "add", gone, "--role", "administrator", "--tenants", "all")
check(not left, "each takes the other away: one of both remains", left)

number = place.task()
lost = []
for each in range(ROUNDS):
    done = at_once(["task", "edit", number, "--name", f"N{each}"], ["task", "edit", number, "--subject", f"S{each}"], ["task", "edit", number, "--text", f"T{each}"])
    task = place.ok("task", "show", number, "--json").json()
    said = [code for code, _ in done]
    kept = (task["name"] == f"N{each}") + (task["subject"] == f"S{each}") + (task["text"] == f"T{each}")
    if kept != said.count(0) or any(code not in (0, 75) for code in said):
        lost.append((kept, done))
check(not lost, "three fields of a task: what is said to be saved is saved", lost)

lost = []
for each in range(ROUNDS):
    done = at_once(["mail", "set", "--port", 3000 + each], ["mail", "set", "--expire-hours", each + 1])
    mail = place.ok("mail", "show", "--json").json()
    said = [code for code, _ in done]
    if (mail["port"] == 3000 + each) + (mail["expire_hours"] == each + 1) != said.count(0) or any(code not in (0, 75) for code in said):
        lost.append((mail, done))
check(not lost, "two fields of the mail settings", lost)

done = at_once(*[["tenant", "add", "Same"]] * 4)
check([code for code, _ in done].count(0) == 1 and all(code in (0, 1, 75) for code, _ in done), "a tenant is added once", done)
done = at_once(*[["account", "add", "same", "--role", "analyst"]] * 4)
check([code for code, _ in done].count(0) == 1 and all(code in (0, 1, 75) for code, _ in done), "an account too", done)
check(place.run("audit", "verify").code == 0 and place.run("store", "check").code == 0, "and all of it is in the audit log")
finish()
