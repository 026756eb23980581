# SPDX-License-Identifier: Apache-2.0
"""What the crash tests share: programs with the disk shim preloaded, and a server that calls out at each step."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("TIDINGS_SOURCE", "."), "tests", "cli"))
from clitest import BUILD, Place, SmtpServer, check, finish, wait_for  # noqa: E402,F401

SHIM = os.path.join(BUILD, "tests", "lib", "disk-shim.so")
LONG = os.environ.get("LONG", "") not in ("", "0")


def shimmed(**settings):
    """The environment of a program whose writes are watched: log=, kill=, kill_role=, full=."""
    asan = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": SHIM, "ASAN_OPTIONS": (asan + ":" if asan else "") + "verify_asan_link_order=0",
            **{"DISK_" + name.upper(): str(value) for name, value in settings.items()}}


def start_sender(place, now=None, env=None, args=("--until-idle",)):
    """The background process, in a group of its own."""
    environment = {**os.environ, **(env or {})}
    environment.pop("TIDINGS_NOW", None)
    if now is not None:
        environment["TIDINGS_NOW"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(place.path("sender.err"), "wb") as err:
        return subprocess.Popen([os.path.join(BUILD, "tidings-sender"), "--data", place.dir, *args], env=environment, start_new_session=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err)


def said(place):
    """What the sender that was started last has said."""
    with open(place.path("sender.err"), "rb") as file:
        return file.read().decode("utf-8", "replace")


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []
