#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a message's first part of a type into a file: attachment.py MESSAGE TYPE FILE"""
import email
import email.policy
import sys


def main(message_path, content_type, file_path):
    with open(message_path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == content_type:
            with open(file_path, "wb") as file:
                file.write(part.get_payload(decode=True))
            return 0
    print(f"{message_path}: has no part of type {content_type}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: attachment.py MESSAGE TYPE FILE")
    sys.exit(main(*sys.argv[1:]))
