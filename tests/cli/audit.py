#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The audit log from the command line: every change has its entry, with who and from where; no secret is in it; refusals change nothing.
from clitest import SAMPLE, Place, check, finish  # noqa: F401

NOW = "2026-11-24T09:00:00Z"
SSH = {"SSH_CONNECTION": "192.0.2.7 50000 198.51.100.1 22", "SSH_ORIGINAL_COMMAND": "tenant add Alfa"}
place = Place()
first, second = place.path("first", "Secret1!\n"), place.path("second", "Secret2!\n")
place.ok("init", "--password-file", first)


def log(*options):
    return place.ok("audit", "list", "--json", *options).lines()


def newest():
    return log("--last", "1")[0]


def change(words, action, noun, subject, fields=None, **kwargs):
    """Runs a command that has to leave exactly one entry, or (action None) none."""
    before = len(log())
    place.ok(*words, now=NOW, **kwargs)
    count = len(log()) - before
    entry = newest()
    name = " ".join(map(str, words[:6]))
    if action is None:
        check(count == 0, f"{name}: no change, no entry", entry)
        return entry
    check(count == 1 and (entry["action"], entry["noun"], entry["subject"]) == (action, noun, subject), f"{name}: {action}", entry)
    if fields is not None:
        check({c["field"]: (c["before"], c["after"]) for c in entry["changes"]} == fields, "with before and after", entry["changes"])
    return entry


made = log()
check(len(made) == 1 and made[0]["account"] == "admin" and made[0]["noun"] == "account", "init is the first entry", made)
entry = change(["console", "--account", "admin", "--key", "SHA256:abcdef"], "add", "tenant", "Alfa", {"name": (None, "Alfa")}, env=SSH)
check((entry["account"], entry["address"], entry["key"], entry["via"], entry["time"]) == ("admin", "192.0.2.7", "SHA256:abcdef", "command", NOW),
      "who, from where, when", entry)
change(["account", "add", "ivan", "--role", "tenant-manager", "--password-file", first], "add", "account", "ivan",
       {"login": (None, "ivan"), "role": (None, "tenant-manager"), "password": (None, "***")})
change(["account", "edit", "ivan", "--full-name", "Ivan", "--password-file", second], "edit", "account", "ivan",
       {"full-name": (None, "Ivan"), "password": ("***", "***")})
change(["account", "disable", "ivan"], "disable", "account", "ivan", {"disabled": ("no", "yes")})
change(["account", "disable", "ivan"], None, None, None)
change(["account", "enable", "ivan"], "enable", "account", "ivan")
MAIL = ["mail", "set", "--server", "mail.example.com", "--port", "587", "--connection", "starttls", "--login", "robot", "--email", "r@example.com"]
entry = change(MAIL + ["--password-file", first], "add", "mail settings", None)
check({c["field"]: c["after"] for c in entry["changes"]}["password"] == "***", "the password is masked", entry)
change(["mail", "set", "--port", "25"], "edit", "mail settings", None, {"port": ("587", "25")})
change(["mail", "set", "--port", "25"], None, None, None)
TASK = ["--name", "Weekly", "--recipients", "a@example.com", "--subject", "Report", "--start", "2026-11-30T09:00", "--zone", "UTC",
        "--rrule", "FREQ=WEEKLY", "--tenants", "General"]
change(["--as", "ivan", "task", "add", *TASK], "add", "task", "1")
check(newest()["account"] == "ivan" and newest()["detail"] == "Weekly", "by whom, and the task's name", newest())
change(["task", "edit", "1", "--name", "Daily"], "edit", "task", "1", {"name": ("Weekly", "Daily")})
change(["task", "enable", "1"], "enable", "task", "1", {"enabled": ("no", "yes")})
change(["task", "run", "1"], "run", "task", "1")
change(["task", "test", "1", "--to", "b@example.com"], "test", "task", "1")
change(["task", "disable", "1"], "disable", "task", "1")
change(["task", "copy", "1"], "add", "task", "2")
change(["task", "delete", "2"], "delete", "task", "2")
change(["indicator", "false-positive", "add", "198.51.100.9"], "mark", "indicator", "198.51.100.9")
change(["indicator", "false-positive", "remove", "198.51.100.9"], "unmark", "indicator", "198.51.100.9")
change(["licence", "set", "community"], "edit", "licence", None, {"licence": ("tip-enterprise", "community")})
change(["licence", "set", "community"], None, None, None)
change(["licence", "set", "tip-enterprise"], "edit", "licence", None)
change(["account", "add", "eve", "--role", "analyst"], "add", "account", "eve")
change(["account", "delete", "eve"], "delete", "account", "eve")

before = place.ok("audit", "list").out
for words in (["--as", "ivan", "licence", "set", "community"], ["--as", "ivan", "tenant", "add", "Beta"], ["account", "delete", "admin"],
              ["task", "edit", "1", "--name", ""], ["mail", "set", "--port", "99999"], ["tenant", "add", "Alfa"], ["task", "delete", "77"]):
    result = place.run(*words)
    check(result.code != 0 and place.ok("audit", "list").out == before, f"refused, no entry: {' '.join(words)}", result)
for words in (["--as", "ivan", "audit", "list"], ["--as", "ivan", "audit", "verify"],
              ["--mode", "data", "--tenant", "General", "audit", "list"]):
    result = place.run(*words)
    check(result.code == 3 and result.out == "", f"not for everybody: {' '.join(words)}", result)

entries = log()
check([e["number"] for e in entries] == list(range(len(entries), 0, -1)), "newest first, without a gap")
check({e["account"] for e in log("--account", "ivan")} == {"ivan"}, "of one account")
check({e["noun"] for e in log("--about", "licence")} == {"licence"}, "about one thing")
check(len(log("--since", "2030-01-01T00:00:00Z")) == 0 and len(log("--last", "3")) == 3, "since and last")
everything = before + place.ok("audit", "list", "--json").out
check(not any(word in everything for word in ("Secret1!", "Secret2!", "argon2")), "no secret in it")

verified = place.ok("audit", "verify", "--json").json()
check(verified["entries"] == len(entries) and len(verified["head"]) == 64, "verify", verified)
place.ok("tenant", "add", "Gamma")
check(place.run("audit", "verify", "--head", verified["head"]).code == 0, "a head of before is still there")
check(place.run("audit", "verify", "--head", "0" * 64).code == 4, "one that never was is not")
check(place.ok("store", "check", "--json").json()["audit_entries"] == len(entries) + 1, "store check looks at it too")
finish()
