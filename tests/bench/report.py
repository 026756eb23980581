#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# CPU and memory of a report of five pages (document, PDF, mail, chart and the other forms) beside headless Chromium that prints the same
# content: tests/bench/report.py BUILD
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile

PROBE = "tests/unit/render/render-probe"
PR_SET_CHILD_SUBREAPER = 36
BROWSERS = ["chromium", "chromium-headless-shell"]


def cpu_of(command):
    """CPU seconds of a process with all its descendants: those that outlive it become ours, and are waited for."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory_of(command):
    """Largest resident set of one process in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("failed: " + " ".join(command))
    return usage.ru_maxrss / 1024


def median_of(command, times):
    return sorted(cpu_of(command) for _ in range(times))[times // 2]


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build"
    os.environ["TIDINGS_BUILD"] = build
    with tempfile.TemporaryDirectory() as folder:
        probe = [os.path.join(build, PROBE), folder, "en", "five"]
        once = median_of(probe, 5)
        warm = (cpu_of(probe + ["101"]) - cpu_of(probe + ["1"])) / 100
        few, many = memory_of(probe + ["20"]), memory_of(probe + ["220"])
        print(f"tidings   cold {once * 1000:7.0f} ms CPU   warm {warm * 1000:7.1f} ms CPU   {many:6.1f} MiB   "
              f"200 reports more: {many - few:+.2f} MiB")
        for name in filter(shutil.which, BROWSERS):
            page = "file://" + os.path.join(folder, "page.html")
            browser = [name, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + os.path.join(folder, "profile"),
                       "--print-to-pdf=" + os.path.join(folder, "browser.pdf"), page]
            other = median_of(browser, 3)
            print(f"{name}   cold {other * 1000:7.0f} ms CPU   {other / once:.0f} times as long cold, {other / warm:.0f} times as long as warm")


main()
