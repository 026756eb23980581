#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Through a real sshd on the loopback: a key opens its account's console or does one command, and nothing else.
import getpass
import os
import shutil
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import BUILD, Place, check, finish  # noqa: E402

PROGRAM = os.path.abspath(os.path.join(BUILD, "tidings"))


def skip(why):
    print("1..0 # SKIP", why)
    sys.exit(0)


def safe_for_sshd(path):
    """sshd runs a program only where nobody but root can put another."""
    while True:
        status = os.stat(path)
        if status.st_uid != 0 or status.st_mode & 0o022:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
if sshd is None:
    skip("needs sshd: the Debian package openssh-server")
if os.geteuid() != 0 or not safe_for_sshd(PROGRAM):
    skip("needs root and a build tree that only root can write")
user = getpass.getuser()
place = Place()
os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
for name in ("host", "ivan", "anna", "stranger"):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", place.path(name)], check=True)
place.ok("init")
place.mail(2525)
place.ok("account", "add", "ivan", "--role", "tenant-manager")
place.ok("account", "add", "anna", "--role", "analyst")
place.task("--tenants", "General", name="Weekly of Ivan")
for name in ("ivan", "anna"):
    place.ok("account", "key", "add", name, place.path(name + ".pub"))
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
config = place.path("sshd_config", f"""
Port {port}
ListenAddress 127.0.0.1
HostKey {place.path("host")}
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin yes
AuthorizedKeysFile none
AuthorizedKeysCommand {PROGRAM} --data {place.dir} ssh-keys %u %t %k
AuthorizedKeysCommandUser {user}
Subsystem sftp internal-sftp
AcceptEnv TUI_TEST_SYNC
""")
log = open(place.path("log"), "wb")
server = subprocess.Popen([sshd, "-D", "-e", "-f", config], stdout=log, stderr=log)
OPTIONS = ["-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes",
           "-o", "LogLevel=ERROR", "-o", "SendEnv=TUI_TEST_SYNC", "-o", "IdentityAgent=none"]


def client(key, *more, program="ssh"):
    return [program, *OPTIONS, "-p" if program == "ssh" else "-P", str(port), "-i", place.path(key), *more]


def ssh(key, *command, options=(), data=b""):
    return subprocess.run(client(key, *options, f"{user}@127.0.0.1", *command), input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60, check=False)


def listening():
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


try:
    check(listening(), "sshd listens")
    done = ssh("ivan", "report", "build", "--period", "last-7d", "--format", "pdf")
    check(done.returncode == 0 and done.stdout.startswith(b"%PDF-") and done.stdout.rstrip().endswith(b"%%EOF"), "report build gives the PDF",
          done.stderr.decode() + open(place.path("log"), encoding="utf-8", errors="replace").read()[-1500:])
    done = ssh("ivan", "account", "list")
    check(done.returncode == 3 and done.stdout == b"", "what the role may not do exits with 3", done)
    done = ssh("anna", "task", "list")
    check(done.returncode == 3, "each key has its own account", done)
    pwned = place.path("pwned")
    for command in (f"touch {pwned}", f"task list; touch {pwned}", f"task list $(touch {pwned})", f"task list `touch {pwned}`", f"sh -c 'touch {pwned}'",
                    f"task list | tee {pwned}", f"report build --period last-7d -o {pwned}", "console --account admin", "account list --as admin"):
        done = ssh("ivan", command)
        check(done.returncode in (2, 3) and done.stdout == b"" and done.stderr != b"", f"refused: {command.replace(pwned, 'FILE')}", done)
    check(not os.path.exists(pwned), "and nothing of it was done")
    done = ssh("stranger", "version")
    check(done.returncode == 255 and b"denied" in done.stderr.lower(), "another key is refused", done)
    done = subprocess.run(client("ivan", f"{user}@127.0.0.1", program="sftp"), input=b"ls\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60, check=False)
    check(done.returncode != 0, "sftp is refused", done)
    done = ssh("ivan", options=("-W", f"127.0.0.1:{port}"))
    check(done.returncode != 0 and b"SSH-" not in done.stdout, "forwarding is refused", done)
    done = ssh("ivan", "version", options=("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"))
    check(done.returncode == 255, "remote forwarding is refused", done)
    done = ssh("ivan")
    check(done.returncode == 2 and b"terminal" in done.stderr, "without a terminal: a sentence, exit 2", done)
    vtt = os.path.join(BUILD, "tests", "term", "vtt")
    steps = place.path("steps", 'size 80 24\nwait "Weekly of Ivan" 30\nexpect-not "Password"\nkey Ctrl+Q\nexit 0\n')
    done = subprocess.run([vtt, steps, *client("ivan", "-tt", f"{user}@127.0.0.1")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=90,
                          check=False, env={**os.environ, "TERM": "xterm-256color"})
    check(done.returncode == 0, "a key opens its account's console, without a sign-in", done.stdout.decode("utf-8", "replace"))
    done = ssh("ivan", "task", "copy", "1")
    entry = place.ok("audit", "list", "--json", "--last", 1).lines()[0]
    print_of = subprocess.run(["ssh-keygen", "-lf", place.path("ivan.pub")], check=True, stdout=subprocess.PIPE).stdout.decode().split()[1]
    check(done.returncode == 0 and (entry["account"], entry["address"], entry["key"], entry["via"]) == ("ivan", "127.0.0.1", print_of, "command"),
          "the audit log names account, address and key", entry)
    place.ok("account", "disable", "ivan")
    check(ssh("ivan", "version").returncode == 255, "a disabled account's key opens nothing")
finally:
    server.terminate()
    server.wait(10)
finish()
