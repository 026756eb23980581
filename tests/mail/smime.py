#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Signed mail, end to end: set up, sent, checked by openssl, by Python's email, by GMime, by report verify; and what cannot sign is refused."""
import datetime
import email
import email.policy
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import Place, SmtpServer, check, finish  # noqa: E402

OPENSSL = shutil.which("openssl")
ADDRESS = "reports@example.com"


def openssl(*args):
    return subprocess.run([OPENSSL, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def certificate(name, *more, days=3650, kind="rsa:2048", purpose="emailProtection", address=ADDRESS):
    files = place.path(name + ".pem"), place.path(name + ".key")
    done = openssl("req", "-x509", "-newkey", *kind.split(), "-nodes", "-out", files[0], "-keyout", files[1], "-subj", "/CN=" + name, "-days", str(days),
                   "-addext", "subjectAltName=email:" + address, "-addext", "keyUsage=digitalSignature", "-addext", "extendedKeyUsage=" + purpose, *more)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return files


def use(files, *more):
    return place.run("mail", "set", "--sign-certificate-file", files[0], "--sign-key-file", files[1], *more)


def set_up(server):
    place.ok("init")
    place.mail(server.port)
    for name, kind in (("RSA", "rsa:2048"), ("EC", "ec -pkeyopt ec_paramgen_curve:prime256v1")):
        signer[name] = certificate(name, kind=kind)
    result = use(signer["RSA"])
    check(result.code == 0 and "signed as CN=RSA, valid until" in result.out, "a certificate with its key is taken", result)
    mixed = use((signer["RSA"][0], signer["EC"][1]))
    check(mixed.code == 2 and "not that of the certificate" in mixed.err, "not with another key", mixed)
    check(use(certificate("server", purpose="serverAuth")).code == 2, "not one that is made for servers")
    check(use((signer["RSA"][1], signer["RSA"][1])).code == 2, "not a key in the place of the certificate")
    soon = use(certificate("soon", days=5, address="other@example.com"))
    check(soon.code == 0 and "soon: renew it; it is not for " + ADDRESS in soon.out, "what a reader will object to is told", soon)
    alone = place.run("mail", "set", "--sign-key-file", signer["RSA"][1], "--sign-certificate", "")
    check(alone.code == 2, "no key without its certificate", alone)
    use(signer["RSA"])
    with open(signer["RSA"][1], encoding="ascii") as file:
        secret = file.read().splitlines()[3]
    shown = place.ok("mail", "show").out + place.ok("mail", "show", "--json").out + place.ok("audit", "list", "--json").out
    check("CN=RSA, valid until" in shown and "PRIVATE" not in shown and secret not in shown, "the certificate is shown, the key never", shown)
    with open(os.path.join(place.dir, "tidings.mdb"), "rb") as file:
        check(secret.encode() not in file.read(), "the key does not lie open in the store")
    place.ok("mail", "set", "--port", server.port)
    check("CN=RSA" in place.ok("mail", "show").out, "other settings are changed without it")
    tested = place.run("mail", "test", "--to", "soc@example.com")
    check(tested.code == 0 and "signed as CN=RSA" in tested.out, "Test connection tells the certificate", tested)


def send(server):
    number = place.task("--formats", "html,pdf,csv", name="Отчёт")
    server.options.replies["rcpt"] = "451 4.3.0 later"
    place.ok("task", "run", number)
    place.run("sender", "run", "--until-idle")
    server.options.replies.clear()
    return number


def verify(name, data):
    path = place.path(name, data)
    for tool in ("cms", "smime"):
        done = openssl(tool, "-verify", "-in", path, "-CAfile", signer["RSA"][0], "-purpose", "smimesign", "-out", place.path(name + ".out"))
        check(done.returncode == 0 and b"erification successful" in done.stderr, f"{name}: openssl {tool} -verify", done.stderr.decode())
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(message.iter_parts())
    check(not message.defects and message.get_content_type() == "multipart/signed" and message.get_param("micalg") == "sha-256" and
          message.get_param("protocol") == "application/pkcs7-signature", f"{name}: headers of a signed message", message.items())
    check([part.get_content_type() for part in parts] == ["multipart/mixed", "application/pkcs7-signature"], f"{name}: two parts", parts)
    check(not any(part.defects for part in message.walk()), f"{name}: no defect")
    names = [part.get_filename() for part in parts[0].iter_attachments()]
    check(max(map(len, data.split(b"\r\n"))) <= 78 and all(byte < 128 for byte in data), f"{name}: 7-bit, lines of 78")
    reader = os.path.join(os.environ["TIDINGS_BUILD"], "tests", "mail", "mime-reader")
    if os.path.exists(reader):
        folder = os.path.dirname(place.path("gmime/0.eml"))
        os.makedirs(folder, exist_ok=True)
        place.path("gmime/0.eml", data)
        read = subprocess.run([reader, folder, "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        check(read.returncode == 0 and json.loads(read.stdout)["warnings"] == [], f"{name}: GMime reads it", read)
    return names


def check_verify(data):
    result = place.run("report", "verify", "-", "--json", data=data)
    found = result.json()
    check(result.code == 0 and found["state"] == "unchanged" and found["signature"] == "good" and "CN=RSA" in found["signature_words"] and
          "not trusted here" in found["signature_words"], "report verify checks the signature", result)
    place.ok("mail", "set", "--ca", signer["RSA"][0])
    words = place.ok("report", "verify", "-", data=b"Received: from x\n" + data.replace(b"\r\n", b"\n")).out
    check("CN=RSA, whose certificate is trusted here" in words, "a mail out of a mailbox; --ca makes the certificate trusted", words)
    body = data.index(b"\r\n\r\n") + 4
    for what, at in (("a letter", data.index(b"Content-Type", body)), ("a CR", data.rindex(b"\r\n", 0, len(data) * 9 // 10)),
                     ("an LF", data.index(b"\r\n", len(data) // 2) + 1), ("a blank line", data.index(b"\r\n\r\n", body))):
        changed = place.run("report", "verify", "-", "--json", data=data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
        check(changed.code == 1 and changed.json()["state"] == "changed" and changed.json()["signature"] == "bad", f"one byte changed: {what}", changed)


def check_expired(server):
    """Two days are left when it is set, none when a report is due: nothing goes out until there is another one, and somebody is told."""
    begin = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    later = [(begin + datetime.timedelta(days=3, minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ") for minutes in (0, 1, 20)]
    soon = use(certificate("short", days=2))
    check(soon.code == 0 and "soon: renew it" in soon.out, "a certificate that ends soon is told of when it is set", soon)
    tested = place.run("mail", "test")
    check(tested.code == 0 and "soon: renew it" in tested.out, "Test connection tells of it", tested)
    server.messages.clear()
    number = place.task(name="Expiry")
    place.ok("task", "run", number, now=later[0])
    place.run("sender", "run", "--until-idle", now=later[0])
    place.run("sender", "run", "--until-idle", now=later[1])
    mine = [run for run in place.ok("runs", "list", "--json").lines() if run["task"] == number]
    check(len(mine) == 1 and mine[0]["state"] == "planned" and "cannot be signed: the certificate has expired" in mine[0]["reason"],
          "the report waits, with the reason", mine)
    told = [message["data"] for message in server.messages]
    check(len(told) == 1 and b"multipart/signed" not in told[0] and b"not delivered" in told[0], "nothing is sent but one notice, not signed", told)
    text = email.message_from_bytes(told[0], policy=email.policy.default).get_body().get_content() if told else ""
    check("the certificate has expired; set a new one with its key" in text, "which says what to do", text)
    refused = place.run("report", "build", "--task", number, "--format", "eml", now=later[1])
    check(refused.code != 0 and "has expired" in refused.err, "nor is a message built", refused)
    server.messages.clear()
    use(signer["RSA"])
    place.run("sender", "run", "--until-idle", now=later[2])
    mine = [run for run in place.ok("runs", "list", "--json").lines() if run["task"] == number]
    check(mine[0]["state"] == "delivered" and any(b"multipart/signed" in message["data"] for message in server.messages), "with a new one it goes out", mine)


place = Place()
signer = {}
if OPENSSL is None:
    print("1..0 # SKIP openssl is missing: install openssl")
    sys.exit(0)
with SmtpServer() as smtp:
    set_up(smtp)
    smtp.messages.clear()
    task = send(smtp)
    check(not smtp.messages, "the server defers it")
    first = place.ok("runs", "list", "--json").lines()[0]
    place.run("sender", "run", "--until-idle", now="2030-01-01T00:00:00Z")
    check(len(smtp.messages) == 1, "the same run again later", place.ok("runs", "list").out)
    mail = smtp.messages[0]["data"]
    run = place.ok("runs", "list", "--json").lines()[-1]
    check(run["sha256"] == first["sha256"], "with the bytes that were built once", run)
    check(sorted(name.rsplit(".", 1)[1] for name in verify("report", mail)) == ["csv", "pdf"], "the attachments are in what is signed")
    check_verify(mail)
    smtp.messages.clear()
    use(signer["EC"])
    eml = place.ok("report", "build", "--task", task, "--format", "eml").bytes
    openssl_ec = openssl("cms", "-verify", "-in", place.path("ec.eml", eml), "-CAfile", signer["EC"][0], "-out", place.path("ec.out"))
    check(openssl_ec.returncode == 0, "an elliptic curve as well", openssl_ec.stderr.decode())
    check_expired(smtp)
    place.ok("mail", "set", "--sign-certificate", "")
    plain = place.ok("report", "build", "--task", task, "--format", "eml").out
    check("multipart/signed" not in plain and "signature        none" in place.ok("mail", "show").out, "without a certificate nothing is signed")
finish()
