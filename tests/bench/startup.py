#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Start-up of "tidings version" beside an empty program with the same libraries: startup.py BUILD-DIRECTORY [RUNS]"""
import os
import subprocess
import sys


def cpu_milliseconds(argv):
    """User and system time of one run, its output thrown away."""
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"startup: {' '.join(argv)} failed")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def main(build, runs):
    subprocess.run(["make", "-s", "-C", build, "tidings", "tests/bench/empty"], check=True)
    programs = [[os.path.join(build, "tests/bench/empty")], [os.path.join(build, "tidings"), "version"]]
    times = [[], []]
    for _ in range(runs):
        for program, taken in zip(programs, times):
            taken.append(cpu_milliseconds(program))
    empty, tidings = (sorted(taken)[len(taken) // 2] for taken in times)
    print(f"empty program {empty:.2f} ms, tidings version {tidings:.2f} ms of CPU (medians of {runs} runs): ratio {tidings / empty:.2f}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: startup.py BUILD-DIRECTORY [RUNS]")
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200))
