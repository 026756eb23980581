# SPDX-License-Identifier: Apache-2.0
# Asks tests/oracle/schedule-probe, and prints the results as TAP.
import os
import subprocess
import threading

LONG = bool(os.environ.get('LONG'))
BUILD = os.environ.get('TIDINGS_BUILD', '.')


PROGRAM = subprocess.Popen([os.path.join(BUILD, 'tests/oracle/schedule-probe')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(lines):
    """One answer for each line."""
    def write():
        PROGRAM.stdin.write(''.join(line + '\n' for line in lines))
        PROGRAM.stdin.flush()
    writer = threading.Thread(target=write)
    writer.start()
    answers = [PROGRAM.stdout.readline() for _ in lines]
    writer.join()
    assert all(answers), 'the probe has ended'
    return [answer.rstrip('\n') for answer in answers]


def next_line(start, zone, rrule, exdate='', rdate='', gap='shift', overlap='first', after='-', count=20):
    return '\t'.join(['next', start, zone, rrule, exdate, rdate, gap, overlap, str(after), str(count)])


class Tap:
    def __init__(self):
        self.n = 0
        self.failed = 0

    def result(self, name, checked, wrong, note=''):
        """wrong: descriptions of the wrong ones; some are shown."""
        self.n += 1
        for text in wrong[:12]:
            print('#', text)
        self.failed += bool(wrong)
        print('%sok %d %s: %d checked, %d wrong%s' % ('not ' if wrong else '', self.n, name, checked, len(wrong), note), flush=True)

    def end(self):
        print('1..%d' % self.n)
        raise SystemExit(0)
