#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# No secret gets out: passwords, a token and a private key are planted and used everywhere; then everything that was printed, written, mailed or shown
# of a process is searched for them, as they are and in the usual codings. A process that crashes leaves no core; files are private.
import base64
import json
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import threading
import time
import urllib.parse

from clitest import BUILD, Place, SmtpServer, check, finish, wait_for

os.umask(0o022)
place = Place()
PROBE = os.path.join(BUILD, "tests", "cli", "access-probe")
VTT = os.path.join(BUILD, "tests", "term", "vtt")
OPENSSL = shutil.which("openssl")
SECRETS = {"mail password": "Mq7-wRong+horse/42~x", "administrator's password": "Adm1n-Zebra+Quilt/9", "manager's password": "Mgr-Violin+77/Kxq",
           "new password": "Nw-Trumpet+31/Lyz", "weak password": "weakpasswordwithoutanythingelse", "password in the place of a login": "Oops-Typed+88/Here",
           "typed into a form": "Frm-Bassoon+55/Qvu", "token": "ya29.Tk-Marimba+64/Vbn", "wrong password": "Wr-Celesta+12/Jpd"}
OUTPUT = []  # (from where, bytes)


def encodings(secret):
    """What a search finds it by."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    found = {raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode(), urllib.parse.quote(raw, safe="").encode()}
    for shift in range(3):  # within a longer text, without the characters that its neighbours have a part in
        coded = base64.b64encode(b"\0" * shift + raw)
        whole = coded[(0, 2, 3)[shift]:len(coded) - 4]
        found |= {whole, whole.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def run(*args, **kwargs):
    result = place.run(*args, **kwargs)
    OUTPUT.append((" ".join(map(str, args)), result.bytes + result.err.encode()))
    return result


class Watch:
    """Arguments and environment of every process that lives meanwhile."""

    def __init__(self):
        self.seen, self.stop = set(), False
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        while not self.stop:
            for pid in filter(str.isdigit, os.listdir("/proc")):
                for name in ("cmdline", "environ", "comm"):
                    try:
                        with open(f"/proc/{pid}/{name}", "rb") as file:
                            self.seen.add(file.read())
                    except OSError:
                        pass
            time.sleep(0.01)

    def end(self):
        self.stop = True
        self.thread.join()
        return b"\0".join(self.seen)


def files_of(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            if os.path.isfile(os.path.join(path, name)):
                with open(os.path.join(path, name), "rb") as file:
                    yield os.path.join(path, name), file.read()


secret_files = {name: place.path(f"secret-{n}", text + "\n") for n, (name, text) in enumerate(SECRETS.items())}
watch = Watch()
check(run("init", "--password-file", secret_files["administrator's password"]).code == 0, "set up")
run("tenant", "add", "Alfa")
for login, role, name in (("manager", "tenant-manager", "manager's password"), ("analyst", "analyst", "manager's password")):
    check(run("account", "add", login, "--role", role, "--tenants", "Alfa", "--password-file", secret_files[name]).code == 0, f"account {login}")
check(run("account", "edit", "analyst", "--password-file", secret_files["new password"]).code == 0, "a password is changed")
check(run("account", "edit", "analyst", "--password-file", secret_files["weak password"]).code == 2, "a weak one is refused")
for name, code in (("manager's password", 0), ("wrong password", 3)):
    check(run("account", "verify", "manager", "--password-file", secret_files[name]).code == code, f"verify: {name}")
run("account", "verify", SECRETS["password in the place of a login"], "--password-file", secret_files["wrong password"])

AUTH = "robot:" + SECRETS["mail password"]
with SmtpServer(auth=AUTH, plain_auth=True) as server, SmtpServer(auth="robot:else", plain_auth=True, faults=["echo-auth"]) as echo:
    COMMON = ["--connection", "none", "--login", "robot", "--plain-login", "--email", "reports@example.com"]
    check(run("mail", "set", "--server", "127.0.0.1", "--port", server.port, *COMMON, "--password-file", secret_files["mail password"]).code == 0, "mail set")
    if OPENSSL:
        key, certificate = place.path("sign.key"), place.path("sign.pem")
        subprocess.run([OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-out", certificate, "-keyout", key,
                        "-subj", "/CN=Robot", "-addext", "subjectAltName=email:reports@example.com"], check=True, stderr=subprocess.DEVNULL)
        check(run("mail", "set", "--sign-certificate-file", certificate, "--sign-key-file", key).code == 0, "a key to sign with")
        with open(key, encoding="ascii") as file:
            SECRETS["private key"] = "".join(file.read().splitlines()[1:-1])[60:120]
        run("mail", "set", "--sign-certificate-file", certificate, "--sign-key-file", place.path("other", "-----BEGIN PRIVATE KEY-----\n" + SECRETS["private key"]))
    numbers = [run("task", "add", "--name", f"T{n}", "--recipients", "soc@example.com", "--subject", "S", "--start", "2026-11-01T09:00", "--zone", "UTC",
                   "--rrule", "FREQ=DAILY", "--tenants", "Alfa", "--formats", "html,pdf,csv,json").out.strip() for n in range(2)]
    check(run("mail", "test").code == 0 and run("mail", "test", "--to", "soc@example.com", "--json").code == 0, "mail test")
    run("task", "run", numbers[0])
    check(run("sender", "run", "--until-idle", "--metrics", place.temp.name).code == 0 and len(server.messages) == 2, "a report is sent")
    run("sender", "start")
    run("task", "run", numbers[1])
    check(wait_for(lambda: len(server.messages) == 3), "by the background process too")
    run("sender", "stop")

    # a server that repeats what was sent, in its refusal
    run("mail", "set", "--port", echo.port)
    check(run("mail", "test").code != 0 and run("mail", "test", "--json").code != 0, "a refusal that repeats the password")
    run("task", "run", numbers[0])
    run("sender", "run", "--until-idle")
    check(any(SECRETS["mail password"] in str(event) for event in echo.events), "the server had the password to repeat")
    token_command = place.path("token.sh", f"#!/bin/sh\necho '{SECRETS['token']}'\necho 'error {SECRETS['token']}' >&2\n")
    os.chmod(token_command, 0o700)
    for how in (["--token-file", secret_files["token"]], ["--token-file", "", "--token-command", token_command]):
        run("mail", "set", "--mechanism", "xoauth2", *how)
        run("mail", "test", "--json")
    run("mail", "set", "--mechanism", "auto", "--port", server.port)
    MESSAGES = [message["data"] for message in server.messages + echo.messages]

    # the console: typed, masked, hung up in the middle
    if os.access(VTT, os.X_OK):
        sign_in = ['size 80 24', 'wait "Password"', f'type "{SECRETS["password in the place of a login"]}"', 'key Tab', f'type "{SECRETS["wrong password"]}"',
                   'key Enter', 'wait "wrong login or password"', 'key Esc', 'type "admin"', 'key Tab',
                   f'type "{SECRETS["administrator" + chr(39) + "s password"]}"', 'key Enter', 'wait "Tasks: 2"']
        form = [*sign_in, 'key m', 'wait "CONNECTION SETTINGS"', 'key ' + 'Tab ' * 6, 'expect-cursor-on "Password"', f'type "{SECRETS["typed into a form"]}"']
        for name, steps in (("form", form + ['key Ctrl+S', 'wait "saved"', 'key Ctrl+Q', 'exit 0', 'show']), ("hang-up", form + ['hangup', 'exit 0'])):
            script = place.path("steps." + name, "\n".join(steps) + "\n" + "".join(f'stream-not "{secret}"\n' for secret in SECRETS.values()
                                                                                  if secret != SECRETS["password in the place of a login"]))
            done = subprocess.run([VTT, script, os.path.join(BUILD, "tidings"), "--data", place.dir, "console"], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, env={**os.environ, "TERM": "xterm-256color", "HOME": place.temp.name}, timeout=120, check=False)
            check(done.returncode == 0, f"the console masks what is typed ({name})", done.stdout.decode("utf-8", "replace"))
        run("mail", "set", "--password-file", secret_files["mail password"])

    # everything that prints
    commands = [json.loads(line) for line in subprocess.run([PROBE, "tables"], check=True, stdout=subprocess.PIPE).stdout.splitlines()]
    names = [row["command"] for row in commands if "command" in row]
    OPERANDS = {"task": [numbers[0]], "runs": ["1"], "account": ["manager"], "calendar": ["none"], "report": []}
    PRINTING = ("show", "list", "next", "explain", "preview", "export", "ics", "check", "verify", "status", "stats", "version")
    for name in names:
        run(*name.split(), "--help")
        if name.split()[-1] in PRINTING and name not in ("theme check", "account verify"):
            for more in ([], ["--json"]):
                run(*name.split(), *([] if name.endswith(("list", "export")) and "key" not in name else OPERANDS.get(name.split()[0], [])), *more)
    for form in ("pdf", "html", "eml", "text", "csv", "json"):
        run("report", "build", "--task", numbers[0], "--format", form)
    backup = place.path("backup")
    check(run("store", "backup", backup).code == 0 and run("store", "rekey").code == 0, "a backup, and another key")

    # a crash with the secret in memory: a server that never greets holds the job up
    silent = SmtpServer(auth=AUTH, plain_auth=True, hook=lambda *ignored: time.sleep(20))
    crash = place.path("crash")
    os.mkdir(crash)
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    core = {}

    def crashed(program, words, number, ready):
        process = subprocess.Popen([program, *words], cwd=crash, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "TIDINGS_DATA": place.dir, "TIDINGS_LIBEXEC": os.path.abspath(BUILD)})
        there = wait_for(lambda: ready(process.pid), 10)
        found = {"there": there, "limits": open(f"/proc/{process.pid}/limits", encoding="ascii").read(), "maps": smaps(process.pid)}
        os.kill(process.pid, number)
        found["status"] = os.waitpid(process.pid, 0)[1]
        process.returncode = 0
        return found

    def alive(pid):
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"

    def smaps(pid):
        try:
            with open(f"/proc/{pid}/smaps", encoding="ascii", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    with silent:
        run("mail", "set", "--port", silent.port)
        tidings, sender = os.path.abspath(os.path.join(BUILD, "tidings")), os.path.abspath(os.path.join(BUILD, "tidings-sender"))
        core["tidings mail test"] = crashed(tidings, ["mail", "test"], signal.SIGABRT, lambda pid: silent.sessions > 0)
        run("task", "run", numbers[0])
        before = silent.sessions
        for generation in range(1, 9):  # a worker of the newest sender takes the run
            core["a worker"] = crashed(sender, ["--worker", str(generation), "--seconds", "60"], signal.SIGSEGV,
                                       lambda pid: (silent.sessions > before and " dd" in smaps(pid)) or not alive(pid))
            if silent.sessions > before:
                break
        core["control"] = crashed("/bin/sleep", ["60"], signal.SIGSEGV, lambda pid: True)
        run("mail", "set", "--port", server.port)
    sanitized = b"__asan_init" in open(tidings, "rb").read()
    if not sanitized:
        for name in ("tidings mail test", "a worker"):
            found = core[name]
            check(found["there"] and os.WIFSIGNALED(found["status"]) and not os.WCOREDUMP(found["status"]), f"no core of {name}", found["status"])
            check(re.search(r"Max core file size +0 +0 ", found["limits"]), f"{name}: cores are off for what it starts, too", found["limits"])
        check(re.search(r"VmFlags:.* lo .*\bdd\b", core["a worker"]["maps"]), "a secret's pages are locked, and left out of dumps",
              {name: sorted(set(re.findall("VmFlags:.*", found["maps"]))) for name, found in core.items()})
        print("# a process without care dumped core:", os.WCOREDUMP(core["control"]["status"]))

seen = watch.end()
check(b"tidings" in seen and b"store\0backup" in seen, "processes were watched")
with open(os.path.join(place.dir, "key"), "rb") as file:
    SECRETS["key"] = file.read()

# ---- the search
PLACES = [("the processes", seen)] + OUTPUT + [(f"message {n}", data) for n, data in enumerate(MESSAGES)]
PLACES += [(path, data) for folder in (place.dir, backup, crash) for path, data in files_of(folder) if path != os.path.join(place.dir, "key")]
PLACES += [(path, data) for path, data in files_of(place.temp.name) if path.endswith(".prom")]
check(len(PLACES) > 100 and any(path.endswith("sender.log") for path, _ in PLACES) and any(path.endswith("tidings.prom") for path, _ in PLACES),
      f"{len(PLACES)} outputs and files to search", [where for where, _ in PLACES])
for name, secret in SECRETS.items():
    words = encodings(secret)
    found = []
    for where, data in PLACES:
        # The login was typed, and a login is shown where it is typed.
        mine = name == "password in the place of a login" and (where == "the processes" or where.startswith("account verify"))
        found += [f"{where}: {word[:60]!r}" for word in words if word in data and not mine]
    check(not found, f"nowhere: the {name}", "\n".join(found))
hashes = [where for where, data in PLACES if b"argon2" in data and where != "the processes" and not where.endswith(".mdb") and "tidings.mdb" not in where]
check(not hashes, "nor a hash of a password outside the records", hashes)
check(all(encodings(SECRETS["mail password"]) & {word} for word in [SECRETS["mail password"].encode()]) and
      any(word in b"x" + base64.b64encode(b"\0robot\0" + SECRETS["mail password"].encode()) for word in encodings(SECRETS["mail password"])),
      "the search would find it in what is sent to sign in")

# ---- modes, and a copy without the key
open_files = [path for folder in (place.dir, backup) for path, folders, names in os.walk(folder) for path in
              [path, *(os.path.join(path, name) for name in names)] if stat.S_IMODE(os.lstat(path).st_mode) & 0o077]
check(not open_files, "files are 0600 and directories 0700", open_files)
copy = Place()
shutil.copytree(place.dir, copy.dir, ignore=shutil.ignore_patterns("key"))
shown = copy.ok("mail", "show", "--json").json()
tested = copy.run("mail", "test")
check(shown["has_password"] is False and tested.code != 0 and "key" in tested.err + tested.out, "a copy without its key yields no password", tested)
copy.path("data/key", os.urandom(32))
os.chmod(os.path.join(copy.dir, "key"), 0o600)
check(copy.run("mail", "test").code != 0, "neither does another key")
os.chmod(os.path.join(copy.dir, "key"), 0o644)
check(copy.run("task", "list").code == 3, "a key that others can read is refused")
finish()
