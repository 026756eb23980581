#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An SMTP server for tests: accepts everything, or fails exactly where it is told to.

As a program:
    smtp_server.py --sink DIR [--port-file FILE]      keep every message as DIR/0001.eml ...
    smtp_server.py --tls starttls --cert C --key K --auth user:password --reply rcpt=550 no ...
prints its port as the first line and runs until it is ended. As a module: with SmtpServer(...) as server: server.port.
Needs nothing but Python 3.7 or later. Listens on the loopback interface only.

Replies are scripted by phase: greeting, ehlo, helo, starttls, auth, noop, mail, rcpt, rcpt:ADDRESS, data, end, rset. After a phase
"@N" means the N-th connection only, "#N" the N-th time on a connection. A reply is a text ("550 no"; a LF begins the next line, which
is sent as it is), or "drop" (close without a word), or "hang" (no answer until the client goes).
Faults: strip-starttls, inject-starttls, drop-before-dot, echo-auth (the refusal repeats what was sent), keep (a message is accepted
whatever the reply to its end says).
As a module: hook(PHASE, SESSION) is called before each answer, and as "dot" when a message is whole and not yet accepted.
"""
import argparse
import base64
import json
import os
import socket
import socketserver
import ssl
import sys
import threading

LINE_MAX = 65536
MESSAGE_MAX = 64 << 20


class Gone(Exception):
    """The connection is to be closed."""


class Session:
    """One connection."""

    def __init__(self, server, sock, number):
        self.server, self.options, self.sock, self.number = server, server.options, sock, number
        self.buffer = b""
        self.secure = False
        self.login = None
        self.counts = {}
        self.envelope = None

    # Bytes.
    def read_line(self):
        while b"\n" not in self.buffer:
            if len(self.buffer) > LINE_MAX:
                raise Gone
            self.fill()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def fill(self):
        try:
            data = self.sock.recv(65536)
        except OSError:
            data = b""
        if not data:
            raise Gone
        self.buffer += data

    def send(self, data):
        try:
            self.sock.sendall(data)
        except OSError:
            raise Gone from None

    # Replies.
    def scripted(self, phase, detail=None):
        count = self.counts[phase] = self.counts.get(phase, 0) + 1
        names = [phase] if detail is None else [f"{phase}:{detail}", phase]
        for name in names:
            for key in (f"{name}@{self.number}#{count}", f"{name}@{self.number}", f"{name}#{count}", name):
                if key in self.options.replies:
                    return self.options.replies[key]
        return None

    def reply(self, phase, default, detail=None):
        """Sends the scripted reply, or the default; returns its code."""
        return self.answer(phase, self.scripted(phase, detail) or default)

    def answer(self, phase, text):
        if self.options.hook:
            self.options.hook(phase, self)
        if text == "drop":
            self.note(reply="drop", phase=phase)
            raise Gone
        if text == "hang":
            self.note(reply="hang", phase=phase)
            while True:
                self.fill()
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        self.note(reply=data.decode("latin-1"), phase=phase)
        self.send(data.replace(b"\n", b"\r\n") + b"\r\n")
        last = data.split(b"\n")[-1]
        return int(last[:3]) if last[:3].isdigit() else 0

    def note(self, **event):
        self.server.note(dict(connection=self.number, secure=self.secure, **event))

    # Commands.
    def run(self):
        if self.options.tls == "ssl":
            self.start_tls()
        code = self.reply("greeting", "220 test.example ESMTP")
        while True:
            line = self.read_line()
            self.note(line=line.decode("latin-1"))
            verb, _, rest = line.decode("latin-1").partition(" ")
            command = getattr(self, "do_" + verb.lower(), None)
            if command is None:
                self.reply("other", "502 5.5.1 unknown command")
            else:
                command(rest)
            if code == 421:
                raise Gone

    def start_tls(self):
        try:
            self.sock = self.options.context.wrap_socket(self.sock, server_side=True)
        except (OSError, ssl.SSLError):
            raise Gone from None
        self.secure = True

    def do_ehlo(self, host):
        lines = ["test.example"]
        if self.options.tls == "starttls" and not self.secure and "strip-starttls" not in self.options.faults:
            lines.append("STARTTLS")
        if self.options.mechanisms and (self.secure or self.options.plain_auth):
            lines.append("AUTH " + " ".join(self.options.mechanisms))
        if self.options.size:
            lines.append(f"SIZE {self.options.size}")
        lines.append("8BITMIME")
        text = "\n".join("250-" + line for line in lines[:-1])
        self.reply("ehlo", f"{text}\n250 {lines[-1]}")

    def do_helo(self, host):
        self.reply("helo", "250 test.example")

    def do_noop(self, rest):
        self.reply("noop", "250 2.0.0 ok")

    def do_rset(self, rest):
        self.envelope = None
        self.reply("rset", "250 2.0.0 forgotten")

    def do_quit(self, rest):
        self.reply("quit", "221 2.0.0 bye")
        raise Gone

    def do_starttls(self, rest):
        if self.options.tls != "starttls" or self.secure:
            self.reply("starttls", "502 5.5.1 no TLS here")
            return
        default = "220 2.0.0 go ahead"
        if "inject-starttls" in self.options.faults:
            default += "\n250 injected"
        if self.reply("starttls", default) in (220, 250):
            self.buffer = b""
            self.start_tls()

    def do_auth(self, rest):
        mechanism, _, initial = rest.partition(" ")
        if mechanism.upper() == "PLAIN":
            parts = self.decode(initial or self.challenge("")).split(b"\0")
            given = b":".join(parts[1:]).decode("utf-8", "replace")
        elif mechanism.upper() == "XOAUTH2":
            user, _, token = self.decode(initial).decode("utf-8", "replace").rstrip("\1").partition("\1auth=Bearer ")
            given = user.removeprefix("user=") + ":" + token
            if given != self.options.auth:
                self.note(auth=mechanism, given=given)
                self.challenge(base64.b64encode(b'{"status":"401","reason":"' + token[:4].encode() + b' has expired"}').decode())
                self.reply("auth", "535 5.7.8 wrong")
                return
        else:
            user = self.decode(initial or self.challenge("VXNlcm5hbWU6"))
            given = (user + b":" + self.decode(self.challenge("UGFzc3dvcmQ6"))).decode("utf-8", "replace")
        self.note(auth=mechanism, given=given)
        right = self.options.auth is None or given == self.options.auth
        refusal = "535 5.7.8 wrong" + (" " + given.partition(":")[2] if "echo-auth" in self.options.faults else "")
        if self.reply("auth", "235 2.7.0 welcome" if right else refusal) == 235:
            self.login = given

    def challenge(self, text):
        self.send(b"334 " + text.encode() + b"\r\n")
        line = self.read_line().decode("latin-1")
        self.note(line=line)
        return line

    @staticmethod
    def decode(text):
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return b""

    @staticmethod
    def path(rest):
        return rest[rest.find("<") + 1:rest.find(">")] if "<" in rest and ">" in rest else rest

    def do_mail(self, rest):
        if self.reply("mail", "250 2.1.0 sender ok") == 250:
            self.envelope = {"from": self.path(rest), "to": []}

    def do_rcpt(self, rest):
        address = self.path(rest)
        if self.envelope is None:
            self.reply("other", "503 5.5.1 MAIL first")
            return
        default = "250 2.1.5 recipient ok"
        if self.options.max_rcpt and len(self.envelope["to"]) >= self.options.max_rcpt:
            default = "452 4.5.3 too many recipients"
        if self.reply("rcpt", default, address) == 250:
            self.envelope["to"].append(address)

    def do_data(self, rest):
        if not self.envelope or not self.envelope["to"]:
            self.reply("other", "503 5.5.1 no recipient")
            return
        if self.reply("data", "354 go on") != 354:
            return
        data = self.read_message()
        envelope, self.envelope = self.envelope, None
        self.note(dot=True, octets=len(data))
        text = self.scripted("end") or "250 2.0.0 queued as %d" % (len(self.server.messages) + 1)
        if self.options.hook:
            self.options.hook("dot", self)
        # before the client hears of it; with the fault "keep" also when it never does
        if text.startswith("2") or "keep" in self.options.faults:
            self.server.keep(dict(envelope, data=data, secure=self.secure, login=self.login, connection=self.number))
        self.answer("end", text)

    def read_message(self):
        """Up to the dot on a line of its own between CRLFs; the stuffed dots are taken off."""
        data = b"\r\n"
        while True:
            data += self.buffer
            self.buffer = b""
            if "drop-before-dot" in self.options.faults and len(data) > 2:
                raise Gone
            end = data.find(b"\r\n.\r\n")
            if end >= 0:
                self.buffer = data[end + 5:]
                return data[2:end + 2].replace(b"\r\n.", b"\r\n")
            if len(data) > MESSAGE_MAX:
                raise Gone
            self.fill()


class Options:
    """What the server does; every argument may be left out."""

    def __init__(self, tls="none", cert=None, key=None, auth=None, mechanisms=("PLAIN", "LOGIN"), plain_auth=False, size=0, max_rcpt=0,
                 replies=None, faults=(), sink=None, log=None, hook=None):
        self.tls, self.auth, self.mechanisms, self.plain_auth = tls, auth, list(mechanisms), plain_auth
        self.size, self.max_rcpt, self.replies, self.faults = size, max_rcpt, dict(replies or {}), set(faults)
        self.sink, self.log, self.hook = sink, log, hook
        self.context = None
        if cert:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(cert, key)


class SmtpServer:
    """Runs in threads of its own. events: what was said, in order. messages: what was accepted."""

    def __init__(self, host="127.0.0.1", port=0, **options):
        self.options = Options(**options)
        self.events, self.messages, self.lock, self.sessions, self.open = [], [], threading.Lock(), 0, set()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                outer.serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads, request_queue_size, block_on_close = True, True, 128, False

        self.server = Server((host, port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *ignored):
        self.server.shutdown()
        self.server.server_close()
        with self.lock:
            for sock in self.open:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def serve(self, sock):
        with self.lock:
            self.sessions += 1
            number = self.sessions
            self.open.add(sock)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(self, sock, number)
        try:
            session.run()
        except (Gone, OSError):
            pass
        finally:
            session.note(closed=True)
            with self.lock:
                self.open.discard(sock)
            try:
                session.sock.close()
            except OSError:
                pass

    def note(self, event):
        with self.lock:
            self.events.append(event)
            if self.options.log:
                with open(self.options.log, "a", encoding="utf-8") as log:
                    log.write(json.dumps(event) + "\n")

    def keep(self, message):
        with self.lock:
            self.messages.append(message)
            if self.options.sink:
                store(self.options.sink, message["data"])

    def lines(self):
        """The client's lines, in order."""
        with self.lock:
            return [event["line"] for event in self.events if "line" in event]


def store(folder, data):
    """A message into the next free NNNN.eml: whole or not at all."""
    number = 1 + max([int(name[:-4]) for name in os.listdir(folder) if name.endswith(".eml") and name[:-4].isdigit()], default=0)
    path = os.path.join(folder, "%04d.eml" % number)
    with open(path + ".part", "wb") as file:
        file.write(data)
    os.rename(path + ".part", path)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 = any free one")
    parser.add_argument("--port-file", help="the port is written there once the server listens")
    parser.add_argument("--sink", metavar="DIR", help="keep the messages as DIR/NNNN.eml")
    parser.add_argument("--log", metavar="FILE", help="what is said, one JSON object a line")
    parser.add_argument("--tls", choices=("none", "ssl", "starttls"), default="none")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="the only login that is let in")
    parser.add_argument("--mechanisms", default="PLAIN,LOGIN", help="of AUTH; empty = no AUTH")
    parser.add_argument("--plain-auth", action="store_true", help="offer AUTH without TLS")
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--max-rcpt", type=int, default=0)
    parser.add_argument("--reply", action="append", default=[], metavar="PHASE=TEXT")
    parser.add_argument("--fault", action="append", default=[])
    return parser.parse_args()


def main():
    args = parse_arguments()
    if args.sink:
        os.makedirs(args.sink, exist_ok=True)
    options = dict(tls=args.tls, cert=args.cert, key=args.key, auth=args.auth, plain_auth=args.plain_auth, size=args.size,
                   max_rcpt=args.max_rcpt, faults=args.fault, sink=args.sink, log=args.log,
                   mechanisms=[name for name in args.mechanisms.split(",") if name],
                   replies=dict(reply.split("=", 1) for reply in args.reply))
    with SmtpServer(args.host, args.port, **options) as server:
        print(server.port, flush=True)
        if args.port_file:
            with open(args.port_file + ".part", "w", encoding="ascii") as file:
                file.write("%d\n" % server.port)
            os.rename(args.port_file + ".part", args.port_file)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
