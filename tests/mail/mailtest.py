# SPDX-License-Identifier: Apache-2.0
"""What the mail tests share: TAP, mail-probe, and certificates made when a test needs them."""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "lib"))
from smtp_server import SmtpServer  # noqa: E402,F401  (tests take it from here)

PROBE = os.path.join(os.environ.get("TIDINGS_BUILD", "."), "tests", "mail", "mail-probe")
PASSWORD = "correct horse"
LOGIN = ["--login", "reporter", "--password", PASSWORD]
AUTH = "reporter:" + PASSWORD
TO = ["--to", "ops@example.com"]

_count = 0
_failed = 0
_dir = tempfile.TemporaryDirectory(prefix="tidings-mail-")
DIR = _dir.name


def check(condition, name, detail=""):
    """One TAP line; the detail is shown when it fails."""
    global _count, _failed
    _count += 1
    print(("ok" if condition else "not ok"), _count, "-", name, flush=True)
    if not condition:
        _failed += 1
        for line in str(detail).splitlines():
            print("#", line)


def skip(name, why):
    global _count
    _count += 1
    print("ok", _count, "-", name, "# SKIP", why, flush=True)


def finish():
    print(f"1..{_count}", flush=True)
    sys.exit(1 if _failed else 0)


def probe(command, *args, data=None):
    """The lines of mail-probe as dictionaries."""
    result = subprocess.run([PROBE, command, *map(str, args)], input=data, stdout=subprocess.PIPE, check=False, timeout=60)
    if result.returncode != 0:
        raise RuntimeError(f"mail-probe {command} ended with {result.returncode}")
    return [json.loads(line) for line in result.stdout.splitlines()]


def build_messages(inputs, folder):
    """mail-probe build: the paths of the messages made of (subject, file name, text)."""
    os.mkdir(folder)
    data = b"".join(text.encode() + b"\0" for case in inputs for text in case)
    subprocess.run([PROBE, "build", "--dir", folder], input=data, check=True)
    return [os.path.join(folder, f"{i}.eml") for i in range(len(inputs))]


def send(server, *args, to=("ops@example.com",)):
    """mail-probe send: its lines, each with "deliveries" by recipient as (state, code, text)."""
    options = [option for address in to for option in ("--to", address)]
    lines = probe("send", "--port", server.port, *options, *args)
    for line in lines:
        line["by"] = {d["recipient"]: (d["state"], d["code"], d["text"]) for d in line.get("deliveries", [])}
    return lines


def stages(port, *args):
    """mail-probe test: the stages as {name: (ok, detail)} in order, and the last line."""
    lines = probe("test", "--port", port, *args)
    return {line["stage"]: (line["ok"], line["detail"]) for line in lines[:-1]}, lines[-1]


def at_once(function, cases):
    """The results of function(case), in order; a few run side by side, since some wait."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(function, cases))


def openssl(*args):
    subprocess.run(["openssl", *args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=DIR)


class Authority:
    """A certificate authority below DIR, with certificates signed by it."""

    def __init__(self, name, parent=None):
        self.name, self.parent = name, parent
        self.cert, self.key = os.path.join(DIR, name + ".crt"), os.path.join(DIR, name + ".key")
        self.issue_file(name, ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"], parent)

    def issue_file(self, name, extensions, issuer, days=("-days", "30")):
        config = os.path.join(DIR, name + ".cnf")
        with open(config, "w", encoding="ascii") as file:
            file.write("[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=%s\n[ext]\n%s\n" % (name, "\n".join(extensions)))
        cert, key, request = (os.path.join(DIR, name + end) for end in (".crt", ".key", ".csr"))
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        if issuer is None:
            openssl("req", "-x509", "-new", "-key", key, "-config", config, "-extensions", "ext", "-out", cert, *days)
            return cert, key
        openssl("req", "-new", "-key", key, "-config", config, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", issuer.cert, "-CAkey", issuer.key, "-set_serial", str(1000 + len(os.listdir(DIR))),
                "-extfile", config, "-extensions", "ext", "-out", cert, *days)
        return cert, key

    def issue(self, name, names="DNS:localhost,IP:127.0.0.1", days=("-days", "30")):
        """(certificate, key) of a server with these alternative names."""
        return self.issue_file(name, ["subjectAltName=" + names], self, days)


def self_signed(name, names="DNS:localhost,IP:127.0.0.1"):
    return Authority.issue_file(None, name, ["subjectAltName=" + names], None)


def join(name, *paths):
    """One file of several PEM files."""
    out = os.path.join(DIR, name)
    with open(out, "wb") as target:
        for path in paths:
            with open(path, "rb") as source:
                target.write(source.read())
    return out
