# SPDX-License-Identifier: Apache-2.0
"""A running "tidings collect" for tests, and senders to it."""
import json
import os
import re
import signal
import socket
import subprocess


class Collector:
    """Starts it on ports of its own; stop() gives its exit code, kill() ends it at once."""

    def __init__(self, program, directory, *args, tenants=(None,), ports=None, now=None, env=None):
        self.ports = list(ports or [0] * len(tenants))
        self.tenants = tenants
        self.command = [program, "collect", "--json", "--report", "1", *args]
        self.environment = {**os.environ, "TIDINGS_DATA": directory, **({"TIDINGS_NOW": now} if now else {}), **(env or {})}
        self.process = None
        self.start()

    def start(self):
        operands = [f"127.0.0.1:{port}" + (f"={tenant}" if tenant else "") for port, tenant in zip(self.ports, self.tenants)]
        self.process = subprocess.Popen([*self.command, *operands], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for i in range(len(self.ports)):
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"collect does not start: {self.process.stderr.read()}")
            self.ports[i] = int(re.search(r":(\d+)$", json.loads(line)["listening"]).group(1))

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def stop(self):
        """Exit code, the last figures, standard error."""
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=60)
        lines = [json.loads(line) for line in out.splitlines()]
        return self.process.returncode, lines[-1] if lines else None, err


class Sender:
    """Lines of a session: sends what is not acknowledged, again and again, until all is."""

    def __init__(self, port, session, lines):
        self.port, self.session, self.lines = port, session, lines
        self.acknowledged = 0
        self.socket = None
        self.rest = b""

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.rest = b""
        self.socket.sendall(f"X-Tidings-Session={self.session}\n".encode())
        self.read()

    def read(self):
        """Waits for one acknowledgement."""
        while b"\n" not in self.rest:
            got = self.socket.recv(65536)
            if not got:
                raise ConnectionError("closed")
            self.rest += got
        lines = self.rest.split(b"\n")
        self.rest = lines[-1]
        match = re.fullmatch(rb"LookupFinished lines=(\d+) rejected=(\d+)", lines[-2])
        if not match:
            raise RuntimeError(f"not an acknowledgement: {lines[-2]!r}")
        self.acknowledged = int(match.group(1))

    def run(self, step=500):
        """One try; raises ConnectionError when the collector goes away."""
        self.connect()
        try:
            while self.acknowledged < len(self.lines):
                start = self.acknowledged
                self.socket.sendall(b"".join(self.lines[start:start + step]))
                while self.acknowledged < min(start + step, len(self.lines)):
                    self.read()
        finally:
            self.socket.close()
