#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Role x licence x mode x tenant x use case through the command line, from the one permission table: what it allows is done, what it refuses exits
# with 3, changes nothing and says why; every change leaves its entry in the audit log. A command or a use case without a case makes this fail.
import base64
import json
import os
import shutil
import subprocess
import tempfile

from clitest import BUILD, Place, check, finish

PROBE = os.path.join(BUILD, "tests", "cli", "access-probe")
NOW = "2026-11-24T09:00:00Z"
KEYS = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4QYPDsVjHQFl+p+r2pIbwvNrYyo1ZlJtdjSV9NC0aO one",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKcSJXIQsNbXBXkHHhvS5qhSRUpKmqSQbfuJwmJzvCZL two"]
LABELS = {"administrator": "Administrator", "tenant-manager": "Tenant manager", "analyst": "Analyst"}
LOGINS = {"administrator": "admin", "tenant-manager": "manager", "analyst": "analyst"}
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
EVENT = {"type": "detection", "time": "2026-11-20T00:00:00Z", "category": "Malicious_URL", "indicator": "http://a.example/", "source": "tcp"}

LOGO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mMQULf/DwACNwF2HEL1tAAAAABJRU5ErkJggg=="

tables = [json.loads(line) for line in subprocess.run([PROBE, "tables"], check=True, stdout=subprocess.PIPE).stdout.splitlines()]
RULE = {(row["role"], row["licence"], row["mode"], row["use"]): row["access"] for row in tables if "access" in row}
COMMANDS = {row["command"] for row in tables if row.get("data")}
USES = sorted({use for _, _, _, use in RULE})
LICENCES = sorted({licence for _, licence, _, _ in RULE})
check(len(RULE) == 3 * 3 * 2 * len(USES) and len(COMMANDS) > 60, "the tables are there", RULE)

if os.access("/dev/shm", os.W_OK):
    tempfile.tempdir = "/dev/shm"  # thousands of directories are copied, and none has to outlive the machine

# ---- the data directory that every case begins with
place = Place()
place.ok("init", now=NOW)
for tenant in ("Alfa", "Beta", "Empty"):
    place.ok("tenant", "add", tenant)
place.ok("tenant", "add", "Off")
place.ok("tenant", "disable", "Off")
place.ok("account", "add", "manager", "--role", "tenant-manager", "--tenants", "Alfa")
place.ok("account", "add", "analyst", "--role", "analyst", "--tenants", "Alfa")
place.ok("account", "add", "off", "--role", "analyst")
place.ok("account", "disable", "off")
place.ok("account", "key", "add", "analyst", place.path("one.pub", KEYS[0]))
place.ok("calendar", "add", "Days", place.path("days.ics", CALENDAR))
place.ok("allow", "add", "example.com")
place.ok("logo", "set", place.path("logo.png", base64.b64decode(LOGO)))
place.mail(2525)
TASKS = {}  # of a tenant: off, on, deleted
for tenant in ("Alfa", "Beta", "General"):
    TASKS[tenant] = [place.task("--tenants", tenant, name=f"Off {tenant}", now=NOW), place.task("--tenants", tenant, "--enable", now=NOW),
                     place.task("--tenants", tenant, name=f"Gone {tenant}", now=NOW)]
    place.ok("task", "delete", TASKS[tenant][2])
    place.ok("ingest", "-", data=json.dumps({**EVENT, "tenant": tenant}).encode())
    place.ok("indicator", "false-positive", "add", f"http://{tenant.lower()}.example/", "--tenant", tenant)
RUNS = {tenant: int(place.ok("task", "run", TASKS[tenant][0], now=NOW).out) for tenant in TASKS}
TEXTS = {}
for tenant in TASKS:
    text = place.ok("--mode", "data", "--tenant", tenant, "task", "export").out
    TEXTS[tenant] = place.path(f"{tenant}.ini", text.replace("subject=Report {date}", "subject=Other"))
place.path("two.pub", KEYS[1])
place.path("more.json", json.dumps({**EVENT, "tenant": "General", "indicator": "http://b.example/"}))
place.path("more.ics", CALENDAR.replace("Christmas", "Feast"))

TASK = ["--name", "N", "--recipients", "a@example.com", "--subject", "S", "--start", "2026-11-30T09:00", "--zone", "UTC", "--rrule", "FREQ=DAILY"]
PERIOD = ["--from", "2026-11-01T00:00:00Z", "--to", "2026-11-24T00:00:00Z"]


def words_of(tenant, licence="tip-enterprise"):
    """Commands with their words, use case, whether they look or change (quiet: change, but are no change to be logged) and the code when done."""
    off, on, gone = map(str, TASKS[tenant])
    run = str(RUNS[tenant])
    mark = f"http://{tenant.lower()}.example/"
    here = ["--tenants", tenant]
    return [
        ("mail set", ["--port", "2526"], "mail-change", "change", 0),
        ("mail show", [], "mail-show", "look", 0),
        ("mail test", [], "mail-test", "quiet", 1),
        ("task add", TASK + here, "task-change", "change", 0),
        ("task edit", [off, "--name", "M"], "task-change", "change", 0),
        ("task edit", [off, "--tenants", "Alfa, Beta"], "task-tenants", "change", 0),
        ("task list", [], "reporting", "look", 0),
        ("task show", [off], "reporting", "look", 0),
        ("task copy", [off], "task-change", "change", 0),
        ("task enable", [off], "task-change", "change", 0),
        ("task disable", [on], "task-change", "change", 0),
        ("task delete", [off], "task-change", "change", 0),
        ("task restore", [gone], "task-change", "change", 0),
        ("task run", [off], "task-change", "change", 0),
        ("task test", [off, "--to", "a@example.com"], "task-change", "change", 0),
        ("task next", [off], "reporting", "look", 0),
        ("task ics", [off], "reporting", "look", 0),
        ("task export", [], "reporting", "look", 0),
        ("task diff", [TEXTS[tenant]], "reporting", "look", 1),
        ("task apply", [TEXTS[tenant]], "task-change", "change", 0),
        ("task explain", [off], "reporting", "look", 0),
        ("task preview", [off], "reporting", "look", 0),
        ("calendar add", ["More", place.path("more.ics")], "administer", "change", 0),
        ("calendar list", [], "reporting", "look", 0),
        ("calendar show", ["Days"], "reporting", "look", 0),
        ("calendar delete", ["Days"], "administer", "change", 0),
        ("ingest", [place.path("more.json")], "ingest", "quiet", 0),
        ("collect", ["--listen", "nowhere"], "ingest", "quiet", 2),
        ("stats", PERIOD, "dashboard", "look", 0),
        ("report build", ["--period", "last-7d"], "dashboard", "look", 0),
        ("report verify", [place.path("days.ics")], "history", "look", 4),
        ("sender run", ["--until-idle"], "sender", "quiet", 1),
        ("sender start", [], "sender", "quiet", 1),
        ("sender stop", [], "sender", "quiet", 0),
        ("sender status", [], "reporting", "look", 0),
        ("runs list", [], "history", "look", 0),
        ("runs show", [run], "history", "look", 0),
        ("runs resend", [run], "task-change", "quiet", 75),
        ("tenant add", ["New"], "administer", "change", 0),
        ("tenant edit", ["Empty", "--name", "Void"], "administer", "change", 0),
        ("tenant disable", ["Empty"], "administer", "change", 0),
        ("tenant enable", ["Off"], "administer", "change", 0),
        ("tenant delete", ["Empty"], "administer", "change", 0),
        ("allow add", ["example.org"], "administer", "change", 0),
        ("allow list", [], "administer", "look", 0),
        ("allow remove", ["example.com"], "administer", "change", 0),
        ("licence show", [], "administer", "look", 0),
        ("licence set", ["community" if licence != "community" else "matching-engine"], "administer", "change", 0),
        ("logo set", [place.path("logo.png")], "administer", "quiet", 1),
        ("logo show", [], "administer", "look", 0),
        ("logo remove", [], "administer", "change", 0),
        ("settings set", ["--lock-minutes", "7"], "administer", "change", 0),
        ("settings show", [], "administer", "look", 0),
        ("indicator false-positive add", ["http://c.example/", "--tenant", tenant], "false-positive", "change", 0),
        ("indicator false-positive remove", [mark, "--tenant", tenant], "false-positive", "change", 0),
        ("indicator false-positive list", ["--tenant", tenant], "false-positive", "look", 0),
        ("account add", ["new", "--role", "analyst"], "administer", "change", 0),
        ("account edit", ["analyst", "--full-name", "A"], "administer", "change", 0),
        ("account disable", ["analyst"], "administer", "change", 0),
        ("account enable", ["off"], "administer", "change", 0),
        ("account delete", ["off"], "administer", "change", 0),
        ("account list", [], "administer", "look", 0),
        ("account key add", ["manager", place.path("two.pub")], "administer", "change", 0),
        ("account key list", ["analyst"], "administer", "look", 0),
        ("account key remove", ["analyst", "one"], "administer", "change", 0),
        ("preferences set", ["--theme", "light"], "own", "change", 0),
        ("preferences show", [], "own", "look", 0),
        ("audit list", [], "administer", "look", 0),
        ("audit verify", [], "administer", "look", 0),
        ("store backup", [place.path("backup")], "administer", "change", 0),
        ("store check", [], "administer", "look", 0),
        ("store rekey", [], "administer", "change", 0),
        ("store retain", [], "administer", "change", 0),
        ("store stat", [], "administer", "look", 0),
    ]


# What everybody may do who is let in: the tenants one may work in; the sign-in itself; the console, whose cases are in tests/term.
OPEN = {"tenant list", "account verify", "console"}
# These have a --tenant of their own, which does not choose the mode.
OWN_TENANT = {"ingest", "collect", "indicator false-positive add", "indicator false-positive remove", "indicator false-positive list"}
covered = {row[0] for row in words_of("Alfa")}
check(covered | OPEN == COMMANDS, "every command has a case", covered ^ (COMMANDS - OPEN))
check({row[2] for row in words_of("Alfa")} == set(USES), "every use case has a command", USES)


def files(path):
    return sorted(os.path.relpath(os.path.join(folder, name), path) for folder, _, names in os.walk(path) for name in names if not name.endswith("lock"))


def content(path):
    """Every byte of the store, beside the locks."""
    found = {}
    for name in files(path):
        with open(os.path.join(path, name), "rb") as file:
            found[name] = file.read()
    return found


def stamps(path):
    return [(name, status.st_ino, status.st_size, status.st_mtime_ns) for name in files(path) for status in [os.stat(os.path.join(path, name))]]


class Batch:
    """Command lines on a directory that is as it was before each of them."""

    def __init__(self, pristine):
        self.pristine, self.dir = pristine, place.path("work")
        self.want = content(pristine)
        self.restore()
        self.probe = subprocess.Popen([PROBE, "run", self.dir], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def restore(self):
        for path in (self.dir, place.path("backup")):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.pristine, self.dir)
        self.stamps = stamps(self.dir)

    def changed(self):
        return stamps(self.dir) != self.stamps and content(self.dir) != self.want

    def run(self, words):
        self.probe.stdin.write(json.dumps(words).encode() + b"\n")
        self.probe.stdin.flush()
        return json.loads(self.probe.stdout.readline())

    def close(self):
        self.probe.stdin.close()
        check(self.probe.wait(30) == 0, "the probe ends")


def why(role, licence, mode, use):
    """The sentence that a refusal must have."""
    access = RULE[role, licence, mode, use]
    if access == "readonly" and licence != "tip-enterprise":
        return "read-only under the licence"
    if use == "task-tenants" and RULE[role, licence, mode, "task-change"] == "full":
        return "in data mode a task covers the tenant it is made in"
    if RULE[role, licence, "system", use] == "full":
        return "this needs system management mode"
    return f"the role {LABELS[role]} of account \"{LOGINS[role]}\" may not do this"


def refusal(role, licence, mode, use, kind):
    """None when the table allows it."""
    needed = ["task-change", use] if use == "task-tenants" else [use]
    for each in needed:
        access = RULE[role, licence, mode, each]
        if access == "hidden" or (access == "readonly" and kind != "look"):
            return why(role, licence, mode, each)
    return None


def newest(batch):
    return json.loads(batch.run(["audit", "list", "--json", "--last", "1"])["out"])


def one(batch, role, words, said, kind, code):
    """Runs a case; the fault in words, or None."""
    number = None if said is not None or kind != "change" else newest(batch)["number"]
    done = batch.run(words)
    changed = batch.changed()
    fault = None
    if said is not None:
        good = done["code"] == 3 and done["out"] == "" and said in done["err"] and done["err"].count("\n") == 1
        fault = None if good and not changed else "should be refused: " + said
    elif done["code"] != code:
        fault = f"should be done, exit {code}"
    elif changed and kind == "look":
        fault = "changes something"
    elif kind == "change":
        entry = newest(batch)
        if not changed or entry["number"] <= number or entry["account"] != LOGINS[role]:
            fault = f"no change, or no entry in the audit log: {entry}"
    if changed:
        batch.restore()
    return fault and f"{words}: {fault}\n  {done} changed: {changed}"


CONTEXTS = [  # role, words, mode and tenant that they lead to; or the sentence that refuses everything
    ("administrator", [], "system", "Alfa", None),
    ("administrator", ["--mode", "data", "--tenant", "Beta"], "data", "Beta", None),
    ("administrator", ["--mode", "data", "--tenant", "Off"], "data", "Alfa", "is disabled"),
    ("tenant-manager", [], "data", "Alfa", None),
    ("tenant-manager", ["--tenant", "Beta"], "data", "Beta", "may not work in tenant"),
    ("tenant-manager", ["--mode", "system"], "system", "Alfa", "is for administrators"),
    ("analyst", [], "data", "Alfa", None),
    ("analyst", ["--tenant", "Beta"], "data", "Beta", "may not work in tenant"),
    ("analyst", ["--mode", "system"], "system", "Alfa", "is for administrators"),
]
count = 0
for licence in LICENCES:
    pristine = place.path(licence)
    shutil.copytree(place.dir, pristine, ignore=shutil.ignore_patterns("*lock"))
    place.ok("--data", pristine, "licence", "set", licence)
    for name in os.listdir(pristine):
        if name.endswith("lock"):
            os.unlink(os.path.join(pristine, name))
    batch = Batch(pristine)
    for role, context, mode, tenant, shut in CONTEXTS:
        faults = []
        for name, words, use, kind, code in words_of(tenant, licence):
            choice = context
            if name in OWN_TENANT and "--tenant" in context:
                if shut is not None:
                    continue  # such a command has no other tenant to work in; another tenant is refused below
                choice, words = ["--mode", "data"], [word.replace(tenant, "General").replace(tenant.lower(), "general") for word in words]
            said = shut if shut is not None else refusal(role, licence, mode, use, kind)
            fault = one(batch, role, ["--as", LOGINS[role], *choice, *name.split(), *words], said, kind, code)
            count += 1
            if fault is not None:
                faults.append(fault)
        check(not faults, f"{licence}: {role} {' '.join(context) or 'without options'}", "\n".join(faults))
    faults = []
    for role in ("tenant-manager", "analyst"):  # what belongs to another tenant
        for name, words, use, kind, _ in words_of("Beta"):
            said = refusal(role, licence, "data", use, kind)
            if name not in OWN_TENANT - {"ingest", "collect"} and str(TASKS["Beta"][0]) not in words:
                continue
            done = batch.run(["--as", LOGINS[role], *name.split(), *words])
            count += 1
            # A task of another tenant is none: that it exists is not told to who may look for it.
            none = (4, "no task") if "false-positive" not in name else (3, "may not see tenant")
            good = [none] if said is None else [(3, said)] if RULE[role, licence, "data", "reporting"] == "hidden" else [(3, said), none]
            unchanged = not batch.changed()
            if done["out"] != "" or not unchanged or not any(done["code"] == code and text in done["err"] for code, text in good):
                faults.append(f"{role} {name} {words}: should exit with one of {good}\n  {done}")
                batch.restore()
    check(not faults, f"{licence}: what belongs to another tenant", "\n".join(faults))
    batch.close()
check(count > 1500, f"{count} cases")
finish()
