#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Role x licence x mode through the console in a real terminal, from the permission table and the table of actions: pages that are hidden are not in
# the menu; what is refused says why and changes no byte; what is allowed is done. An action without a case makes this fail.
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import BUILD, Place, check, finish  # noqa: E402

PROBE, VTT = (os.path.abspath(os.path.join(BUILD, "tests", *path)) for path in (("cli", "access-probe"), ("term", "vtt")))
if not os.access(VTT, os.X_OK):
    print("1..0 # SKIP libvterm is missing: install the Debian package libvterm-dev")
    sys.exit(0)
if os.access("/dev/shm", os.W_OK):
    tempfile.tempdir = "/dev/shm"
PERIOD = ["--from", "2026-11-01T00:00:00Z", "--to", "2026-12-24T00:00:00Z"]
LABELS = {"administrator": "Administrator", "tenant-manager": "Tenant manager", "analyst": "Analyst"}
LOGINS = {"administrator": "admin", "tenant-manager": "manager", "analyst": "analyst"}
PAGES = [("Dashboard", "dashboard"), ("Reporting", "reporting"), ("Run history", "history"), ("Accounts", "administer"), ("Tenants", "administer"),
         ("Allowed domains", "administer"), ("Licence", "administer"), ("Audit log", "administer"), ("My settings", "own"),
         ("About", "dashboard")]
tables = [json.loads(line) for line in subprocess.run([PROBE, "tables"], check=True, stdout=subprocess.PIPE).stdout.splitlines()]
RULE = {(row["role"], row["licence"], row["mode"], row["use"]): row["access"] for row in tables if "access" in row}
ACTIONS = {row["action"]: row for row in tables if "action" in row}
LICENCES = sorted({row[1] for row in RULE})
# Actions of a use case that somebody is refused: the page, the keys that lead there from it, the keys of the act, and what is on the screen then.
CASES = {
    "task-toggle": ("Reporting", "", "Space", "The task is off."),
    "task-add": ("Reporting", "", "a", "Step 1 of 2"),
    "task-edit": ("Reporting", "", "Enter", "Step 1 of 2"),
    "task-run": ("Reporting", "", "r", "is asked for"),
    "history": ("Reporting", "", "h", "Run history"),
    "mail": ("Reporting", "", "m", "CONNECTION SETTINGS"),
    "mail-test": ("Reporting", "", "t", "Test connection"),
    "task-copy": ("Reporting", "", "y", "Step 1 of 2"),
    "task-delete": ("Reporting", "", "d Right Enter", "The task is deleted"),
    "task-restore": ("Reporting", "", "u", "is back"),
    "preview": ("Reporting", "", "p", "Report preview"),
    "explain": ("Reporting", "", "x", "Explain: Kept"),
    "sender-start": ("Reporting", "", "s", "ender"),
    "run-show": ("Run history", "", "Enter", "Reporting > Run"),
    "run-failed": ("Run history", "", "f", "Run history"),
    "run-all": ("Run history", "", "a", "Run history"),
    "run-resend": ("Run history", "Enter", "s Right Enter", "under way"),
    "item-edit": ("Accounts", "", "Enter", "Full name"),
    "item-switch": ("Accounts", "Down", "Space Right Enter", "[off]  analyst"),
    "item-add": ("Accounts", "", "a", "Full name"),
    "item-delete": ("Accounts", "Down", "d Right Enter", "is deleted"),
    "account-keys": ("Accounts", "", "k", "SSH keys"),
    "audit-show": ("Audit log", "", "Enter", "> Entry:"),
    "audit-verify": ("Audit log", "", "v", "whole"),
    "step-next": ("Reporting", "Enter", "PgDn", "Step 2 of 2"),
    "step-back": ("Reporting", "Enter PgDn", "PgUp", "Step 1 of 2"),
    "recur-edit": ("Reporting", "Enter", "F6", "Next occurrences"),
    "recur-more": ("Reporting", "Enter F6", "F7", "Next occurrences"),
    "form-test": ("Reporting", "m", "F8", "Test connection"),
    "test-again": ("Reporting", "t", "t", "Test connection"),
    "test-message": ("Reporting", "t", "s", "Test"),
}
# Forms that are saved by keys which everybody has: the use case decides.
SAVES = {"Mail client settings": ("Reporting", "m", "mail-change"), "task": ("Reporting", "Enter PgDn", "task-change")}
governed = {name for name, row in ACTIONS.items() if row["use"] != "dashboard"} | {"preview"}
check(set(CASES) == governed, "every action that is not everybody's has a case", set(CASES) ^ governed)

place = Place()
place.ok("init")
place.ok("tenant", "add", "Alfa")
place.ok("tenant", "add", "Beta")
place.ok("account", "add", "manager", "--role", "tenant-manager", "--tenants", "Alfa")
place.ok("account", "add", "analyst", "--role", "analyst", "--tenants", "Alfa")
place.mail(9)
for tenant in ("Alfa", "Beta"):
    number = place.task("--tenants", tenant, "--enable", name=f"Kept {tenant}")
    place.ok("task", "delete", place.task("--tenants", tenant, name=f"Gone {tenant}"))
    place.ok("task", "run", number)


DUMP = [["task", "list"], ["task", "export"], ["runs", "list"], ["account", "list"], ["tenant", "list"],
        ["allow", "list"], ["licence", "show"], ["settings", "show"], ["calendar", "list"], ["indicator", "false-positive", "list"], ["stats", *PERIOD],
        ["account", "key", "list", "manager"]]


def content(folder):
    """All that is stored, as the administrator sees it; of the audit log all but who came in."""
    words = [[*each, "--json"] for each in DUMP] + [["mail", "show", "--json"], ["audit", "list", "--json"]]
    done = subprocess.run([PROBE, "run", folder], input="".join(json.dumps(each) + "\n" for each in words).encode(), stdout=subprocess.PIPE, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(words) or any(answer["code"] != 0 for answer in answers):
        raise RuntimeError("cannot dump: " + str([answer for answer in answers if answer["code"] != 0]))
    entries = [json.loads(line) for line in answers.pop()["out"].splitlines()]
    mail = {**json.loads(answers.pop()["out"]), "last_test": None}  # a test changes nothing else
    return [answer["out"] for answer in answers] + [mail] + [(e["action"], e["noun"], e["subject"], e["changes"]) for e in entries if e["action"] != "sign-in"]


def play(folder, steps, *words):
    script = place.path("steps", "\n".join(["size 80 24", *steps]) + "\n")
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": place.temp.name, "TIDINGS_LIBEXEC": "/nonexistent", "XDG_CONFIG_HOME": place.temp.name}
    return subprocess.run([VTT, script, os.path.join(BUILD, "tidings"), "--data", folder, *words, "console"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment, timeout=180, check=False)


def access(role, licence, mode, use):
    return RULE[role, licence, mode, use]


def refused(role, licence, mode, name):
    row = ACTIONS[name]
    found = access(role, licence, mode, row["use"])
    return found == "hidden" or (found == "readonly" and row["change"])


def why(role, licence, mode, use):
    if access(role, licence, mode, use) == "readonly" and licence != "tip-enterprise":
        return "read-only under the licence"
    return f"the role {LABELS[role]} of account"


CONTEXTS = [("administrator", [], "system"), ("administrator", ["--mode", "data", "--tenant", "Beta"], "data"),
            ("tenant-manager", [], "data"), ("analyst", [], "data")]
count = 0
for licence in LICENCES:
    pristine = place.path(licence)
    shutil.copytree(place.dir, pristine, ignore=shutil.ignore_patterns("*lock"))
    place.ok("--data", pristine, "licence", "set", licence)
    place.ok("--data", pristine, "task", "list")
    want = content(pristine)
    for role, words, mode in CONTEXTS:
        words = ["--as", LOGINS[role], *words]
        here = f"{licence}: {' '.join(words[1:])}"
        seen = [page for page, use in PAGES if access(role, licence, mode, use) != "hidden"]
        hidden = [page for page, use in PAGES if page not in seen]
        numbers = {page: str((n + 1) % 10) for n, page in enumerate(seen)}

        def go(page, keys):
            return [f"key g {numbers[page]}", *([f"key {keys}"] if keys else [])]

        # everything that is refused, one after the other: nothing of it changes anything
        steps = ['wait "Pages"', "key g", *(f'expect "{numbers[page]}  {page}"' for page in seen), *(f'expect-not "  {page} "' for page in hidden),
                 *([f'expect-not "{len(seen) + 1}  "', f"key {len(seen) + 1}", 'expect " Pages "'] if len(seen) < 9 else []), "key Esc"]
        for name, (page, before, keys, _) in CASES.items():
            if page in seen and refused(role, licence, mode, name):
                steps += [*go(page, before), f"key {keys.split()[0]}", f'expect "{why(role, licence, mode, ACTIONS[name]["use"])}"', "key Esc Esc Esc"]
                count += 1
        for name, (page, keys, use) in SAVES.items():
            if page in seen and access(role, licence, mode, use) == "readonly":
                steps += [*go(page, keys), 'type "x"', "key Ctrl+S", 'expect "ead-only"', "key Esc Esc Esc"]
                count += 1
        done = play(pristine, [*steps, "key Ctrl+Q", "exit 0"], *words)
        check(done.returncode == 0, f"{here}: what is hidden is not there, what is refused says why", done.stdout.decode("utf-8", "replace"))
        check(content(pristine) == want, "and nothing changed", content(pristine))

        # what is allowed, one after the other
        work = place.path("work")
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(pristine, work, ignore=shutil.ignore_patterns("*lock"))
        steps = ['wait "Pages"']
        for name, (page, before, keys, then) in CASES.items():
            if page in seen and not refused(role, licence, mode, name):
                steps += [*go(page, before), f"key {keys}", f'wait "{then}" 5', 'expect-not "may not do this"', 'expect-not "read-only under"',
                          "key Esc Esc Esc"]
                count += 1
        done = play(work, [*steps, "key Ctrl+Q", "exit 0"], *words)
        check(done.returncode == 0, f"{here}: what is allowed is done", done.stdout.decode("utf-8", "replace"))
        changed = content(work) != want
        check(changed == any(ACTIONS[name]["change"] and page in seen and not refused(role, licence, mode, name)
                             for name, (page, *_) in CASES.items()), "and only changes change anything", content(work))
check(count > 150, f"{count} acts")

finish()
