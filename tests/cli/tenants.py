#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Tenants and allowed domains: their life, and what becomes of tasks when an owner, a tenant, a licence or a domain is taken away.
from clitest import Place, SmtpServer, check, finish

place = Place()
place.ok("init")
DAY = {"n": 1}


def names():
    return {line["name"]: line["disabled"] for line in place.ok("tenant", "list", "--json").lines()}


def refuse(code, said, *words, **kwargs):
    result = place.run(*words, **kwargs)
    check(result.code == code and said in result.err, " ".join(map(ascii, words[:6])), result)


for name in ("Alfa", "Beta", "Gamma", "\u0410\u043b\u044c\u0444\u0430", "x" * 64):
    place.ok("tenant", "add", name)
refuse(1, "already", "tenant", "add", "Alfa")
for bad in ("", "x" * 65, "a,b", "all", "a\x1bb", "a\nb"):
    refuse(2, "name", "tenant", "add", bad)
for words in (["delete", "General"], ["disable", "General"], ["edit", "General", "--name", "Main"]):
    refuse(3, "always", "tenant", *words)
refuse(4, "Nowhere", "tenant", "delete", "Nowhere")
refuse(1, "already", "tenant", "edit", "Alfa", "--name", "Beta")
place.ok("tenant", "delete", "x" * 64)
check("x" * 64 not in names(), "one that nothing names is deleted")

place.ok("account", "add", "ivan", "--role", "tenant-manager", "--tenants", "Alfa")
refuse(3, "1 accounts", "tenant", "delete", "Alfa")
one = place.task("--tenants", "Alfa,Beta")
refuse(3, "1 tasks", "tenant", "delete", "Beta")
place.ok("tenant", "edit", "Alfa", "--name", "Omega")
check("Omega" in names() and "Alfa" not in names(), "renamed")
check(place.ok("task", "show", one, "--json").json()["tenants"] == "Omega, Beta", "in tasks")
check([a["tenants"] for a in place.ok("account", "list", "--json").lines() if a["login"] == "ivan"] == ["Omega"], "and in accounts")
event = b'{"type":"detection","time":"2026-11-01T00:00:00Z","tenant":"Gamma","category":"Malicious_URL","indicator":"http://a.example/","source":"tcp"}\n'
place.ok("ingest", "--format", "json", "-", data=event)
refuse(3, "events", "tenant", "delete", "Gamma")
refuse(3, "events", "tenant", "edit", "Gamma", "--name", "Delta")
place.ok("tenant", "disable", "Gamma")
check(names()["Gamma"] and not names()["Beta"], "disabled, and shown so")
refuse(3, "disabled", "--mode", "data", "--tenant", "Gamma", "stats", "--from", "2026-11-01T00:00:00Z", "--to", "2026-11-02T00:00:00Z")
refuse(2, "disabled", "task", "add", "--name", "N", "--recipients", "a@example.com", "--subject", "S", "--start", "2026-11-01T09:00", "--zone", "UTC",
       "--tenants", "Gamma")
result = place.run("ingest", "--format", "json", "-", data=event.replace(b"/\"", b"/b\""))
check(result.code == 1, "and takes no events", result)
place.ok("tenant", "enable", "Gamma")

# allowed domains
check(place.ok("allow", "list").out == "", "everything is allowed at first")
for domain, canon in (("Example.COM", "example.com"), ("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "xn--e1afmkfd.xn--p1ai"),
                      (".corp.example.", ".corp.example")):
    place.ok("allow", "add", domain)
    check(canon in place.ok("allow", "list").out.splitlines(), f"{domain} is kept as {canon}")
refuse(1, "already", "allow", "add", "EXAMPLE.com.")
for bad in ("", "a b", "-x.com", "x..y", "1.2.3.4", "a" * 64 + ".com", "\x00x".strip("\x00") + "_y", "a\x1b.com"):
    refuse(2, "domain", "allow", "add", bad)
refuse(4, "not on the list", "allow", "remove", "nowhere.example")
ADD = ["task", "add", "--name", "N", "--subject", "S", "--start", "2026-11-01T09:00", "--zone", "UTC", "--recipients"]
for address in ("a@EXAMPLE.com", "a@xn--e1afmkfd.xn--p1ai", "a@x.corp.example"):
    check(place.run(*ADD, address).code == 0, f"{address} is allowed")
for address in ("a@sub.example.com", "a@notexample.com", "a@corp.example", "a@example.com, b@evil.example"):
    refuse(2, "allowed domains", *ADD, address)

# when it runs
with SmtpServer() as server:
    place.mail(server.port)
    refuse(2, "allowed domains", "task", "test", one, "--to", "a@evil.example")
    two = place.task("--tenants", "Beta", "--enable", rrule="FREQ=DAILY", now="2026-11-10T00:00:00Z")
    mine = int(place.ok("--as", "ivan", "--tenant", "Omega", *ADD, "ivan@example.com", "--rrule", "FREQ=DAILY", "--enable",
                        now="2026-11-10T00:00:00Z").out)

    def day(task):
        """Lets the next day's run happen; its state and reason."""
        DAY["n"] += 1
        place.run("sender", "run", "--until-idle", now=f"2026-11-{9 + DAY['n']:02d}T09:00:00Z")
        run = [r for r in place.ok("runs", "list", "--json", "--task", task).lines() if r["kind"] == "scheduled"][0]
        return run

    run = day(two)
    check(run["state"] == "delivered", "a task in order is delivered", run)
    for undo, do, task, said in (
            (["account", "enable", "ivan"], ["account", "disable", "ivan"], mine, 'owner "ivan" is disabled'),
            (["account", "edit", "ivan", "--role", "tenant-manager"], ["account", "edit", "ivan", "--role", "analyst"], mine, "may not send"),
            (["account", "edit", "ivan", "--tenants", "Omega"], ["account", "edit", "ivan", "--tenants", "Beta"], mine, 'may not see tenant "Omega"'),
            (["tenant", "enable", "Beta"], ["tenant", "disable", "Beta"], two, 'tenant "Beta" is disabled'),
            (["licence", "set", "tip-enterprise"], ["licence", "set", "community"], two, "licence")):
        place.ok(*do)
        run = day(task)
        check(run["state"] == "skipped" and said in run["reason"], f"{' '.join(do)}: skipped", run)
        place.ok(*undo)
        run = day(task)
        check(run["state"] == "delivered", "until it is undone", run)
    sent = len(server.messages)
    place.ok("allow", "remove", "example.com")
    run = day(two)
    check(run["state"] == "failed" and "not on the list" in run["deliveries"][0]["text"] and
          not any(b"soc@example.com" in str(m).encode() for m in server.messages[sent:]), "a domain taken off: the delivery fails with the reason", run)
    for domain in place.ok("allow", "list").out.split():
        place.ok("allow", "remove", domain)
    run = day(two)
    check(run["state"] == "delivered", "an empty list allows all", run)
check(place.run("audit", "verify").code == 0, "all of it is in the audit log")
finish()
