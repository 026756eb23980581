#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# SSH keys of accounts, what sshd is told about a key, and what a client's command may be; sshd itself is in tests/ssh.
import os
import subprocess

from clitest import Place, check, finish

place = Place()
place.ok("init")
place.ok("account", "add", "ivan", "--role", "tenant-manager")
place.ok("account", "add", "anna", "--role", "analyst")
keys = {}
for name, kind in (("ivan", "ed25519"), ("anna", "ecdsa"), ("old", "rsa"), ("other", "ed25519")):
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", f"{name}@laptop", "-f", place.path(name)], check=True)
    with open(place.path(name + ".pub"), encoding="ascii") as file:
        keys[name] = file.read()


def fingerprint(name):
    said = subprocess.run(["ssh-keygen", "-lf", place.path(name + ".pub")], check=True, stdout=subprocess.PIPE).stdout.decode()
    return said.split()[1]


place.ok("account", "key", "add", "ivan", place.path("ivan.pub"))
place.ok("account", "key", "add", "ivan", "-", data=keys["old"].encode())
place.ok("account", "key", "add", "anna", place.path("anna.pub"))
listed = place.ok("account", "key", "list", "ivan", "--json").lines()
check([line["fingerprint"] for line in listed] == [fingerprint("ivan"), fingerprint("old")], "fingerprints are ssh-keygen's", listed)
body = keys["ivan"].split()
FAULTS = [
    (place.path("ivan"), 2, "private key"),
    (place.path("a.pub", 'command="/bin/sh" ' + keys["other"]), 2, "options"),
    (place.path("b.pub", "ssh-ed25519 " + body[1][:-8] + "\n"), 2, "not whole"),
    (place.path("c.pub", "ssh-rsa " + body[1]), 2, "not of the type"),
    (place.path("d.pub", "ssh-dss " + body[1]), 2, "ssh-dss"),
    (place.path("e.pub", "ssh-ed25519 !!!!"), 2, "base64"),
    (place.path("f.pub", keys["other"] + keys["other"]), 2, "one key"),
    (place.path("g.pub", ""), 2, ""),
    (place.path("ivan.pub"), 1, "has this key already"),
]
for path, code, said in FAULTS:
    result = place.run("account", "key", "add", "anna", path)
    check(result.code == code and said in result.err, f"refused: {said}", result)
check(len(place.ok("account", "key", "list", "anna", "--json").lines()) == 1, "and none of them is kept")
check(place.run("--as", "ivan", "account", "key", "add", "ivan", place.path("other.pub")).code == 3, "only an administrator gives keys")


def allowed(name, user="tidings"):
    return place.ok("ssh-keys", user, *keys[name].split()[:2]).out


line = allowed("ivan")
check(line.startswith('restrict,pty,command="') and "--account 'ivan'" in line and fingerprint("ivan") in line, "sshd is told the command", line)
check(line.endswith(" ".join(body[:2]) + "\n") and line.count("\n") == 1, "and the key, on one line")
check(allowed("other") == "", "nobody's key: nothing, and no error")
check(place.run("ssh-keys", "u", "ssh-ed25519", 'x" command="sh').out == "", "a key that is none: nothing")
place.ok("account", "disable", "anna")
check(allowed("anna") == "", "a disabled account's key: nothing")
place.ok("account", "enable", "anna")
place.ok("account", "edit", "anna", "--full-name", "Anna")
check("'anna'" in allowed("anna"), "an edited account keeps its keys")
place.ok("account", "key", "remove", "ivan", "old@laptop")
check(allowed("old") == "" and "'ivan'" in allowed("ivan"), "a key is removed by its comment")
check(place.run("account", "key", "remove", "ivan", "nothing").code == 4, "one that is not there is named")


def over_ssh(command, account="ivan", data=None):
    return place.run("console", "--account", account, data=data, env={"SSH_ORIGINAL_COMMAND": command})


place.task(name="North")
check(over_ssh("version").code == 0, "a command of the client is done")
check(over_ssh("tidings version").out == over_ssh("version").out, "with the program's name or without")
result = over_ssh("""stats --from '2026-11-01T00:00:00Z' --to "2026-11-02T00:00:00Z" --json""")
check(result.code == 0 and result.json()["tenants"] == ["General"], "quotes are understood", result)
check(over_ssh("account list").code == 3, "as the account, not as the operator")
check(over_ssh("task list", "anna").code == 3, "an analyst's key gives what an analyst may")
check(over_ssh("account list", "admin").code == 0, "an administrator's what an administrator may")
check(over_ssh("task list", "nobody").code == 4, "an account that is gone opens nothing")
check(over_ssh("audit list --account ivan --json", "admin").code == 0, "an option of that name elsewhere is another one")
check(place.run("console", "--account", "ivan", "--as", "admin").code == 2, "the account cannot be given twice")
before = place.ok("task", "list").out
pwned = place.path("pwned")
REFUSED = [
    f"task list; touch {pwned}", f"task list && touch {pwned}", f"task list | tee {pwned}", f"task list > {pwned}", f"task list $(touch {pwned})",
    f"task list `touch {pwned}`", f'task show "$(touch {pwned})"', f"task list\ntouch {pwned}", "sh", "/bin/sh -c id", "scp -f key",
    "/usr/lib/openssh/sftp-server", "internal-sftp", "--data /tmp task list", "task list --data /tmp", "--as admin account list",
    "task list --as admin", "task list --as=admin", "console --account admin", "init", "store backup /tmp/x",
    f"report build --period prev-day -o {pwned}", f"report build --period prev-day --output={pwned}", "ingest /etc/passwd", "account key add ivan /etc/passwd",
    "task add --name N --text-file /etc/passwd", "mail set --password-file /etc/passwd", "ssh-keys a b c", "sender run", "'task", 'task "list',
    "ingest - /etc/passwd", "ingest -- - - /etc/passwd", "task diff -- /etc/passwd", "report verify /etc/passwd", "calendar add N /etc/passwd",
    "mail set --ca /etc", "mail set --token-file /etc/passwd", "mail set --token-command '/bin/sh -c id'", "mail set --sign-key-file /etc/passwd",
    "theme check /etc/passwd", "x " * 300, "task apply /etc/passwd",
]
for command in REFUSED:
    for account in ("ivan", "admin"):
        result = over_ssh(command, account)
        check(result.code in (2, 3) and result.out == "" and result.err != "", f"refused for {account}: {command[:50]!r}", result)
check(not os.path.exists(pwned) and place.ok("task", "list").out == before, "and none of them did anything")
result = over_ssh("", "ivan")
check(result.code == 2 and "terminal" in result.err, "without a command and a terminal: a sentence", result)


# what is called so that a shell or sshd would act on it
hostile = Place()
hostile.dir = os.path.join(hostile.temp.name, "it's \"a\" $(touch pwned) `touch pwned`; \\ dir")
hostile.ok("init")
for login in ("a.b_c-d@e+f", "\u0418\u0432\u0430\u043d"):
    hostile.ok("account", "add", login, "--role", "administrator")
    hostile.ok("account", "key", "add", login, place.path("other.pub"))
    line = hostile.ok("ssh-keys", "u", *keys["other"].split()[:2]).out
    command = line[line.index('command="') + 9:line.rindex('" ssh-')].replace('\\"', '"').replace("\\\\", "\\")
    done = subprocess.run(["/bin/sh", "-c", command], cwd=hostile.temp.name, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, "SSH_ORIGINAL_COMMAND": "account list"})
    check(done.returncode == 0 and login in done.stdout.decode(), f"the command for sshd survives its shell: {ascii(login)}", (line, done))
    hostile.ok("account", "key", "remove", login, fingerprint("other"))
check("pwned" not in os.listdir(hostile.temp.name), "and nothing else is started")
for login in ("a'b", 'a"b', "a$b", "a`b", "a;b", "-a", "a\nb", "a\\b", "", "a b"):
    check(hostile.run("account", "add", "--role", "analyst", "--", login).code == 2, f"no login: {login!r}")
finish()
