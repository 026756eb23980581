#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages against three parsers that are not ours: hostile subjects, file names and bodies; no header breaks out, nothing is lost.

Python's email and GMime as a reader; npm's mailparser where node finds it (NODE_PATH). MESSAGES=600 is the full form."""
import email
import email.policy
import email.utils
import json
import os
import random
import re
import shutil
import subprocess

from mailtest import DIR, PROBE, build_messages, check, finish, skip

MESSAGES = int(os.environ.get("MESSAGES", "300"))

PIECES = ["a", "Отчёт", "报告", "é", "\U0001f600", "e\u0301", "=?utf-8?B?0J7RgtGH?=", "=?utf-8?q?x?=", "\"", "\\", "'", ";", ",", ":", "<", ">", "@", "(", ")", "%41", "%",
          "*", "=", "?", ".", "--", "\t", " ", "  ", "\r\n", "\n", "\r", "\x1b[31m", "\x7f", "\u202e", "\u200b", "\ufeff", "\u0085", "\u2028", "ß" * 40, "x" * 90, "Ы" * 50, "&",
          "Bcc: evil@example.com", "\r\nBcc: evil@example.com", "\r\n\r\n<script>", "\n.\n", "\r\n.\r\n", "From ", "utf-8''", "\U00010348" * 9]
NAMES = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "List-Id", "List-Unsubscribe", "Content-Type"]


def cases():
    rng = random.Random(5321)
    fixed = [("", "", ""), ("Weekly report", "report.pdf", "Hello\n"), ("Отчёт за неделю", "отчёт за неделю.pdf", "Привет\n.\n..\nFrom x\n"),
             (" leading and trailing ", "../../etc/passwd", "no line end"), ("x" * 255, "x" * 200 + ".pdf", "y" * 5000), ("Ы" * 255, "Ы" * 120 + ".pdf", "z\r\nz\rz\n")]
    for _ in range(MESSAGES - len(fixed)):
        fixed.append(tuple("".join(rng.choice(PIECES) for _ in range(rng.randint(0, 14)))[:limit] for limit in (255, 120, 4000)))
    return fixed


def controls_blank(text):
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def folded(text):
    """A header's value as two readers may see it: blanks at a fold are not told apart, nor are those at the ends."""
    return re.sub("[ ]+", " ", text).strip()


def build(inputs, folder):
    result = []
    for path in build_messages(inputs, folder):
        with open(path, "rb") as file:
            result.append(file.read())
    return result


def wire_faults(raw):
    lines = raw.split(b"\r\n")
    if not raw.endswith(b"\r\n") or any(b"\n" in line or b"\r" in line for line in lines):
        yield "a bare LF or CR"
    if any(octet >= 0x80 or octet == 0 for octet in raw):
        yield "an octet that is not 7-bit"
    if max(map(len, lines)) > 78:
        yield "a line of %d" % max(map(len, lines))


def header_faults(message, names):
    if sorted(name.lower() for name in message.keys()) != sorted(name.lower() for name in names):
        yield f"headers {message.keys()}"
    for part in message.walk():
        if part.defects:
            yield f"defects {part.defects}"
        extra = [name for name in part.keys() if part is not message and not name.lower().startswith("content-")]
        if extra:
            yield f"headers in a part {extra}"
        for name, value in part.items():
            if getattr(value, "defects", None):
                yield f"{name}: {value.defects}"


def content_faults(message, case):
    subject, name, text = case
    if folded(str(message["Subject"])) != folded(controls_blank(subject)):
        yield f"subject {str(message['Subject'])!r} for {subject!r}"
    lines = re.sub("\r\n|\r|\n", "\r\n", text)
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None or part.get_payload(decode=True).decode("utf-8") != lines:
            yield f"{kind} body for {text!r}"
    attachment = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    expected = re.sub(r"[/\\]", "_", controls_blank(name)).strip() or "attachment"
    expected = email.utils.unquote(expected)  # as Python's parser does to a name in <> or quotes
    if len(attachment) != 1 or folded(attachment[0].get_filename()) != folded(expected):
        yield f"name {[part.get_filename() for part in attachment]} for {name!r}"
    elif attachment[0].get_payload(decode=True) != b"\x00\x01.\r\n\xff":
        yield "attachment"


# What a reader has to say of each message: one JSON object a line, header names and the subject in clear, the rest as base64.
MAILPARSER = """
const { simpleParser } = require('mailparser'), fs = require('fs');
(async () => {
	for (let i = 0; i < Number(process.argv[2]); i++) {
		const m = await simpleParser(fs.readFileSync(`${process.argv[1]}/${i}.eml`), { skipImageLinks: true, skipHtmlToText: true, skipTextToHtml: true });
		const files = m.attachments.filter((a) => a.contentDisposition === 'attachment');
		console.log(JSON.stringify({ headers: m.headerLines.map((h) => h.key), subject: m.subject || '', text: m.text || '',
			name: files.map((a) => a.filename || ''), data: files.map((a) => a.content.toString('base64')) }));
	}
})();
"""


def by_mailparser(folder):
    done = subprocess.run(["node", "-e", MAILPARSER, folder, str(MESSAGES)], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_gmime(folder):
    done = subprocess.run([os.path.join(os.path.dirname(PROBE), "mime-reader"), folder, str(MESSAGES)], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def looks_encoded(name):
    """Readers that decode encoded words in file names too, as no rule asks of them, change such a name."""
    return "=?" in name


def reading_faults(found, case):
    subject, name, text = case
    if sorted(key.lower() for key in found["headers"]) != sorted(key.lower() for key in NAMES):
        yield f"headers {found['headers']}"
    if found["subject"] != controls_blank(subject):
        yield f"subject {found['subject']!r} for {subject!r}"
    if re.sub("\r\n|\r|\n", "\n", found["text"]).strip("\n") != re.sub("\r\n|\r|\n", "\n", text).strip("\n"):
        yield f"text {found['text']!r} for {text!r}"
    expected = re.sub(r"[/\\]", "_", controls_blank(name)).strip() or "attachment"
    if len(found["name"]) != 1 or (folded(found["name"][0]) != folded(expected) and not looks_encoded(name)):
        yield f"name {found['name']} for {name!r}"
    if found["data"] != ["AAEuDQr/"]:
        yield "attachment"
    if found.get("warnings"):
        yield f"defects {found['warnings']}"


def has_mailparser():
    return shutil.which("node") is not None and subprocess.run(["node", "-e", "require('mailparser')"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def read_by(reader, function, inputs, folder):
    found = function(folder)
    bad = [f"{i}: {fault}" for i, (one, case) in enumerate(zip(found, inputs)) for fault in reading_faults(one, case)]
    check(len(found) == len(inputs) and not bad, f"{len(inputs)} messages: {reader} reads no other header, and the same subject, name and text",
          "\n".join(bad[:10]))


def tree(message):
    if not message.is_multipart():
        return message.get_content_type()
    return message.get_content_type(), [tree(part) for part in message.get_payload()]


def main():
    inputs = cases()
    raws, again = build(inputs, os.path.join(DIR, "first")), build(inputs, os.path.join(DIR, "second"))
    messages = [email.message_from_bytes(raw, policy=email.policy.SMTP) for raw in raws]
    check(raws == again, "the same message gives the same bytes")
    for name, faults in (("wire", [[*wire_faults(raw)] for raw in raws]), ("headers", [[*header_faults(m, NAMES)] for m in messages]),
                         ("content", [[*content_faults(m, case)] for m, case in zip(messages, inputs)])):
        bad = [f"{i}: {fault}" for i, found in enumerate(faults) for fault in found]
        check(not bad, f"{len(messages)} messages: {name}", "\n".join(bad[:10]))
    read_by("GMime", by_gmime, inputs, os.path.join(DIR, "first"))
    if has_mailparser():
        read_by("mailparser", by_mailparser, inputs, os.path.join(DIR, "first"))
    else:
        skip("mailparser", "node does not find it")
    message = messages[1]
    shape = ("multipart/mixed", [("multipart/alternative", ["text/plain", ("multipart/related", ["text/html", "image/png"])]), "application/pdf"])
    check(tree(message) == shape, "the parts", tree(message))
    wanted = {"From": "reports@example.org", "To": "ops@example.com, security-operations-centre@branch.office.example.net",
              "Date": "Tue, 14 Nov 2023 22:13:21 +0000", "Message-ID": "<3.1700000000.0123456789abcdef@tidings.example.org>", "MIME-Version": "1.0",
              "Auto-Submitted": "auto-generated", "List-Id": "<task-3.tidings.example.org>", "List-Unsubscribe": "<mailto:reports@example.org>"}
    check({name: str(message[name]) for name in wanted} == wanted, "the headers", {name: str(message[name]) for name in wanted})
    inline = [part for part in message.walk() if part.get_content_type() == "image/png"][0]
    check(inline["Content-ID"] == "<chart@tidings>" and inline.get_content_disposition() == "inline", "the chart is inline, with its Content-ID", inline.items())
    boundaries = [set(part.get_boundary() for part in m.walk() if part.is_multipart()) for m in messages]
    check(all(len(found) == 3 for found in boundaries), "each multipart has a boundary of its own")
    subjects = re.findall(rb"\r\nSubject:((?:.*\r\n)(?:[ \t].*\r\n)*)", b"".join(raws))
    encodings = set(re.findall(rb"=\?([^?]+)\?[BbQq]\?", b"".join(subjects)))
    check(encodings == {b"utf-8"}, "subjects are told utf-8", encodings)
    parameters = set(re.findall(rb"(?:file)?name\*0?\*?=([A-Za-z0-9-]+)''", b"".join(raws)))
    check({charset.lower() for charset in parameters} == {b"utf-8"}, "file names are told utf-8", parameters)


main()
finish()
