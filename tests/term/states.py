#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The console in each of its states: nothing is written and nobody wakes up while it idles, NO_COLOR sets no colour, and when the
# terminal goes away it ends at once and keeps the draft of the form that is open.
import concurrent.futures
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

BUILD = os.environ["TIDINGS_BUILD"]
TIDINGS = os.path.join(BUILD, "tidings")
KEYS = {"Enter": b"\r", "Esc": b"\x1b", "Tab": b"\t", "Down": b"\x1b[B", "F6": b"\x1b[17~", "PgDn": b"\x1b[6~", "Space": b" ", "Right": b"\x1b[C"}
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
HANGUP_MS = 100
QUIET = 0.06
IDLE = 0.3
AT_ONCE = 8

# Keys from the first page, a text that the state shows (its first word is looked for, when all is there), and whether a text typed there makes a draft.
STATES = [
    ("", "Tasks: 2", False),
    ("d", "Delete the task", False),
    ("c", "Columns", False),
    ("/", "Filter", False),
    ("?", "keys on this screen", False),
    ("x", "Explain", False),
    ("p", "Generated", False),
    ("p m", "while reading the mail settings", False),
    ("h", "Run history", False),
    ("m", "CONNECTION SETTINGS", True),
    ("m ?", "CONNECTION SETTINGS", False),
    ("a", "Step 1 of 2", True),
    ("a Tab Tab Tab Tab Space", "type to search", False),
    ("Enter PgDn", "Step 2 of 2", False),
    ("Enter F6", "Next occurrences", False),
    ("g", "Pages", False),
    ("g 1", "Incoming events", False),
    ("g 1 v", "Table view", False),
    ("g 1 p", "What the dashboard shows", False),
    ("g 1 d", "Download", False),
    ("g 4", "Accounts", False),
    ("g 4 a", "Add account", True),
    ("g 4 k a", "Add SSH key", True),
    ("g 5", "Tenants", False),
    ("g 5 a", "Add tenant", True),
    ("g 6", "Allowed domains", False),
    ("g 6 a", "Add domain", True),
    ("g 7", "Licence", False),
    ("g 8", "Audit log", False),
    ("g 8 Enter", "Entry", False),
    ("g 9", "About", False),
]


class Console:
    def __init__(self, data, env):
        self.stream = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.execve(TIDINGS, [TIDINGS, "--data", data, "console"], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def settle(self, quiet=QUIET):
        """What came until nothing came for a while."""
        got = b""
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                got += os.read(self.fd, 65536)
            except OSError:
                break
        self.stream += got
        return got

    def wait_for(self, text, seconds=10):
        end = time.monotonic() + seconds
        while not self.shows(text):
            if time.monotonic() > end:
                raise AssertionError('"%s" does not come' % text)
            self.settle()

    def shows(self, text):
        plain = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][0AB]", b" ", self.stream)
        return text.split()[0].encode() in plain

    def press(self, keys):
        for key in keys.split():
            os.write(self.fd, KEYS.get(key, key.encode()))
            self.settle()

    def switches(self):
        with open("/proc/%d/status" % self.pid) as status:
            return int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", status.read(), re.M).group(1))

    def cpu_ms(self):
        with open("/proc/%d/stat" % self.pid) as stat:
            return sum(map(int, stat.read().rsplit(") ", 1)[1].split()[11:15])) * 1000 / os.sysconf("SC_CLK_TCK")

    def hang_up(self):
        """Milliseconds until it ended, those for which it worked, and how it ended: other work on the machine makes only the first more."""
        before, begun = self.cpu_ms(), time.monotonic()
        os.close(self.fd)
        while True:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            took = (time.monotonic() - begun) * 1000
            if pid:
                return took, (usage.ru_utime + usage.ru_stime) * 1000 - before, os.waitstatus_to_exitcode(status)
            if took > 5000:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return took, 0, None
            time.sleep(0.001)


def visit(demo, work, env, state):
    keys, text, drafts = state
    data = os.path.join(tempfile.mkdtemp(dir=work), "data")
    shutil.copytree(demo, data)
    faults = []
    console = Console(data, env)
    console.wait_for("Tasks:")
    console.press(keys)
    console.wait_for(text)
    if drafts:
        console.press("H a l f")
    console.settle(1.2 if drafts else 0.2)
    before = console.switches()
    if console.settle(IDLE):
        faults.append("something is written while it idles")
    if console.switches() != before:
        faults.append("%d wake-ups while it idles" % (console.switches() - before))
    if COLOUR.search(console.stream):
        faults.append("NO_COLOR, and %r" % COLOUR.search(console.stream).group(0))
    took, worked, code = console.hang_up()
    if worked > HANGUP_MS:
        faults.append("it worked for %d ms before it ended" % worked)
    # With nothing to keep the signal itself ends it.
    if code not in (0, -signal.SIGHUP) or (drafts and code != 0):
        faults.append("it ended with %s" % code)
    if drafts:
        again = Console(data, env)
        again.wait_for("Tasks:")
        again.stream = b""
        again.press(keys)
        if b"draft" not in again.stream:
            faults.append("the draft is lost")
        again.hang_up()
    subprocess.run([TIDINGS, "--data", data, "sender", "stop"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return took, faults


def judge(demo, work, env, state):
    """A busy machine may take its time: the best of three counts."""
    for _ in range(3):
        try:
            took, faults = visit(demo, work, env, state)
        except AssertionError as error:
            took, faults = 0, [str(error)]
        if not faults:
            break
    return took, faults


def main():
    work = tempfile.mkdtemp()
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": work, "NO_COLOR": "1",
           "TIDINGS_LIBEXEC": os.environ.get("TIDINGS_LIBEXEC", BUILD)}
    demo = os.path.join(work, "demo")
    print("1..%d" % len(STATES), flush=True)
    slowest = 0
    try:
        subprocess.run([TIDINGS, "--data", demo, "init", "--demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        with concurrent.futures.ProcessPoolExecutor(AT_ONCE) as pool:
            results = pool.map(judge, *zip(*((demo, work, env, state) for state in STATES)))
            for number, (state, (took, faults)) in enumerate(zip(STATES, results), 1):
                slowest = max(slowest, took)
                print("%s %d - %s (%s)" % ("not ok" if faults else "ok", number, state[1], state[0] or "first page"), flush=True)
                for fault in faults:
                    print("# " + fault)
        print("# slowest end after a hang-up: %.0f ms" % slowest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
