#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# What a terminal should never give, and does: no usable locale, one cell, bytes that are no text, a paste of a megabyte.
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from states import BUILD, TIDINGS, Console  # noqa: E402

WORK = tempfile.mkdtemp()
ENV = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": WORK,
       "TIDINGS_LIBEXEC": os.environ.get("TIDINGS_LIBEXEC", BUILD)}
MEGABYTE = 1024 * 1024


def opened(**changes):
    console = Console(os.path.join(WORK, "demo"), {**ENV, **changes})
    console.wait_for("Tasks:")
    return console


def quit_of(console):
    """Ends it by its own key."""
    os.write(console.fd, b"\x11")
    for _ in range(100):
        console.settle(0.1)
        time.sleep(0.02)
        pid, status = os.waitpid(console.pid, os.WNOHANG)
        if pid:
            break
    assert pid == console.pid, "it does not end"
    assert os.waitstatus_to_exitcode(status) == 0, "it ended with %d" % os.waitstatus_to_exitcode(status)
    os.close(console.fd)


def repaint(console):
    """Everything that stands on the screen."""
    console.stream = b""
    os.write(console.fd, b"\x0c")
    return console.settle(0.3)


def locales():
    for name in ("en_US.ISO-8859-1", "ru_RU.KOI8-R", "C", "no such locale"):
        console = opened(LC_ALL=name, LANG=name)
        assert b"Daily overview" in console.stream, name
        quit_of(console)


def one_cell():
    console = opened()
    for rows, columns in ((1, 1), (2, 3), (1, 200), (60, 1), (24, 80)):
        console.stream = b""
        fcntl.ioctl(console.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        console.settle(0.2)
    console.wait_for("Tasks:")
    quit_of(console)


def no_text():
    console = opened()
    console.press("a")
    os.write(console.fd, b"ok\xff\xfe\xc3(\xe2\x82\xed\xa0\x80\xf5\x00end")
    console.settle(0.3)
    console.press("x")
    assert b"\xff" not in console.stream
    screen = repaint(console)
    assert b"ok" in screen and b"x_" in screen, screen[:1000]
    console.press("Esc Right Enter")
    quit_of(console)


def megabyte():
    console = opened()
    console.press("a Tab Tab Tab")
    text = b"\x1b[200~" + b"x" * MEGABYTE + b"\x1b[201~"
    while text:
        text = text[os.write(console.fd, text[:4096]):]
        console.settle(0)
    begun = time.monotonic()
    while b"did not fit" not in console.stream and time.monotonic() - begun < 20:
        console.settle(0.2)
    took = time.monotonic() - begun
    assert b"%d characters did not fit" % (MEGABYTE - 10000) in console.stream, "after %.0f s: %r" % (took, console.stream[-300:])
    assert b"10000/10000" in repaint(console)
    console.press("Esc Right Enter")
    quit_of(console)


def odd_files():
    """What stands in the folder of one's own themes and keymaps, and is none."""
    folders = [os.path.join(WORK, "config", "tidings", name) for name in ("themes", "keymaps")]
    for folder, ending in zip(folders, (".theme", ".keys")):
        os.makedirs(os.path.join(folder, "folder" + ending))
        os.mkfifo(os.path.join(folder, "pipe" + ending))
        with open(os.path.join(folder, "huge" + ending), "wb") as file:
            file.truncate(MEGABYTE)
    console = opened(XDG_CONFIG_HOME=os.path.join(WORK, "config"))
    console.press("g 9 Tab Space")
    console.wait_for("huge")
    assert b"pipe" not in console.stream and b"folder" not in console.stream
    console.press("h u g e Enter")
    console.wait_for("larger than")
    console.press("Esc Right Enter")
    quit_of(console)


def main():
    tests = [("a folder, a pipe and a megabyte of nothing as themes and keymaps", odd_files), ("the locale is another, or none", locales), ("one cell, and other odd sizes", one_cell),
             ("bytes that are no text", no_text), ("a paste of a megabyte keeps 10,000 characters and says so", megabyte)]
    print("1..%d" % len(tests))
    try:
        subprocess.run([TIDINGS, "--data", os.path.join(WORK, "demo"), "init", "--demo"], env=ENV, check=True, stdout=subprocess.DEVNULL)
        for number, (name, test) in enumerate(tests, 1):
            try:
                test()
                print("ok %d - %s" % (number, name))
            except AssertionError as error:
                print("not ok %d - %s\n# %s" % (number, name, error))
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


sys.exit(main())
