#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Tasks as code: export -> apply elsewhere gives the same tasks, a second apply changes nothing, a wrong text changes nothing.
from clitest import Place, check, finish

NOW = "2026-11-10T08:00:00Z"
here, there = Place(), Place()
for place in (here, there):
    place.ok("init")
    place.mail(2525)
here.ok("tenant", "add", "North")
here.task("--enable", "--text", "line one\n\n  [task x]\n# three \\ ", name="Суточный = отчёт", now=NOW)
here.task("--tenants", "North", "--widgets", "overview:incoming;top:hashes", "--formats", "pdf,csv", name="Weekly",
          rrule="FREQ=WEEKLY;BYDAY=MO,FR", now=NOW)
text = here.ok("task", "export").bytes
check(text.count(b"\nname=") == 2 and "Суточный".encode() in text, "export has both tasks", text.decode())
one = here.ok("task", "export", 2).bytes
check(one.count(b"\nname=") == 1 and b"name=Weekly" in one, "or the one that was asked for")
check(here.run("task", "export", 9).code == 4, "a task that is not there is named")
check(here.ok("task", "export").bytes == text, "twice the same text")


def tasks(place):
    """What task list says, without what belongs to one installation."""
    return [{k: v for k, v in line.items() if k != "last_run"} for line in place.ok("task", "list", "--json", now=NOW).lines()]


file = here.path("tasks.ini", text)
result = there.run("task", "apply", file, now=NOW)
check(result.code == 4 and "North" in result.err and tasks(there) == [], "an unknown tenant: nothing is made", result)
there.ok("tenant", "add", "North")
result = there.run("task", "diff", file, "--json", now=NOW)
check(result.code == 1 and [line["change"] for line in result.lines()] == ["added", "added"], "diff tells of both, exit 1", result)
check(tasks(there) == [], "and changes nothing")
there.ok("task", "apply", file, now=NOW)
check(tasks(there) == tasks(here), "the same tasks, next runs included", tasks(there))
check(there.ok("task", "export").bytes == text, "their export is the same text")
result = there.run("task", "apply", "-", data=text, now=NOW)
check(result.code == 0 and result.out == "", "a second apply changes nothing, and says nothing", result)
check(there.run("task", "diff", file).code == 0, "and diff agrees")

changed = text.replace(b"name=Weekly", b"name=Weekly report").replace(b"period=last-7d", b"period=prev-week")
result = there.run("task", "diff", "-", "--json", data=changed)
fields = {(line["uid"], field["field"]): (field["before"], field["after"]) for line in result.lines() for field in line["fields"]}
check(result.code == 1 and ("Weekly", "Weekly report") in fields.values() and ("last-7d", "prev-week") in fields.values(),
      "diff names the changed fields", result)
before = [line["id"] for line in tasks(there)]
there.ok("task", "apply", "-", data=changed, now=NOW)
check([line["id"] for line in tasks(there)] == before and {line["period"] for line in tasks(there)} == {"prev-week"},
      "a changed task keeps its number", tasks(there))

bare = changed.replace(b"owner=admin\n", b"")
result = there.run("task", "apply", "-", data=bare)
check(result.code == 0 and result.out == "" and b"owner=admin" in there.ok("task", "export").bytes, "a text without an owner leaves the owner", result)
result = there.run("task", "apply", "-", data=changed.replace(b"owner=admin", b"owner=nobody", 1))
check(result.code == 4 and "nobody" in result.err, "an owner that is nobody is refused for a task that is there, too", result)

extra = there.task(name="Extra", now=NOW)
check(there.ok("task", "diff", "-", data=changed).out == "", "a task that the text does not name is left alone")
result = there.run("task", "diff", "--remove", "-", data=changed)
check(result.code == 1 and "removed" in result.out and "Extra" in result.out, "unless it is to be removed", result)
there.ok("task", "apply", "--remove", "-", data=changed)
check(extra not in [line["id"] for line in tasks(there)] and len(tasks(there)) == 2, "and then it goes")

kept = there.ok("task", "export").bytes
FAULTS = [
    (changed.replace(b"FREQ=DAILY", b"FREQ=SECONDLY"), 2, "FREQ"),
    (changed.replace(b"zone=UTC", b"zone=Mars/Olympus", 1), 2, "Mars/Olympus"),
    (changed + changed, 2, "twice"),
    (changed.replace(b"name=Weekly report", b"nickname=Weekly"), 2, "nickname"),
    (changed.replace(b"[task ", b"[job ", 1), 2, "job"),
    (b"\xff\xfe\0", 2, "UTF-8"),
    (b"[task x]\nname=N\n", 2, "recipients"),
    (changed.replace(b"[task ", b"[task new-", 1).replace(b"owner=admin", b"owner=nobody", 1), 4, "nobody"),
]
for data, code, said in FAULTS:
    result = there.run("task", "apply", "--remove", "-", data=data)
    check(result.code == code and said in result.err and result.out == "", f"refused: {said}", result)
    check(there.ok("task", "export").bytes == kept, "and nothing changed")

there.ok("licence", "set", "community")
result = there.run("task", "apply", "--remove", "-", data=b"")
check(result.code == 3 and there.ok("task", "export").bytes == kept, "a licence that is read-only refuses apply, not export", result)
there.ok("licence", "set", "tip-enterprise")

there.ok("account", "add", "ivan", "--role", "tenant-manager", "--tenants", "North", now=NOW)
mine = there.ok("--as", "ivan", "task", "export").bytes
check(mine.count(b"\nname=") == 1 and b"tenants=North" in mine, "a tenant manager exports the own tenant's tasks", mine.decode())
result = there.run("--as", "ivan", "task", "apply", "-", data=changed)
check(result.code == 3, "and cannot apply another tenant's", result)
check(there.run("--as", "ivan", "task", "apply", "-", data=mine).code == 0, "but the own")
result = there.run("--as", "ivan", "task", "apply", "--remove", "-", data=b"")
check(result.code == 0 and len(tasks(there)) == 1, "removing reaches the own tenant's only", result)
finish()
