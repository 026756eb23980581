#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a mail says of its task: placeholders in subject and text, the name of its file, and the fields that lists and robots go by."""
import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import Place, SmtpServer, check, finish  # noqa: E402

ALL = "{task}|{tenant}|{period}|{from}|{to}|{date}|{nothing}|{task"
place = Place()
place.ok("init", now="2026-11-20T08:00:00Z")
place.ok("tenant", "add", "Branch")
with SmtpServer() as server:
    place.mail(server.port)
    # In Auckland it is the next day already: all dates are those of the task's zone. The name holds a placeholder, which is a name's text.
    number = int(place.ok("task", "add", "--name", "Отчёт {to}", "--recipients", "a@example.com", "--subject", ALL, "--text", "Text: " + ALL, "--start", "2026-11-25T06:00",
                          "--zone", "Pacific/Auckland", "--rrule", "FREQ=DAILY", "--period", "prev-day", "--tenants", "Branch", "--formats", "html,csv", "--enable",
                          now="2026-11-24T16:00:00Z").out)
    run = place.run("sender", "run", "--until-idle", now="2026-11-24T17:00:00Z")
    check(run.code == 0 and len(server.messages) == 1, "one mail goes out", (run, len(server.messages)))
    message = email.message_from_bytes(server.messages[0]["data"], policy=email.policy.default)

expanded = "Отчёт {to}|Branch|2026-11-24|2026-11-24|2026-11-24|2026-11-25|{nothing}|{task"
check(message["Subject"] == expanded, "every placeholder of the subject, once, and nothing else", message["Subject"])
text = message.get_body(("plain",)).get_content()
check("Text: " + expanded in " ".join(text.split()), "every placeholder of the text", text[:500])
check("Text: Отчёт {to}|Branch|" in message.get_body(("html",)).get_content().replace("&#123;", "{"), "the same text in HTML")
names = [part.get_filename() for part in message.iter_attachments()]
check(names == ["threat-report_2026-11-24.csv"], "the file is named after the period", names)
check(message["List-Id"] == f"<task-{number}.tidings.example.com>", "List-Id is the task at the sender's domain", message["List-Id"])
check(message["List-Unsubscribe"] == "<mailto:reports@example.com>", "List-Unsubscribe is the sender's address", message["List-Unsubscribe"])
check(message["Auto-Submitted"] == "auto-generated", "Auto-Submitted", message["Auto-Submitted"])
check(message["To"] == "a@example.com" and message["From"] == "reports@example.com", "To and From", message.items())
check(message["Date"].datetime.timestamp() == 1795539600, "Date is the scheduled instant", message["Date"])
finish()
