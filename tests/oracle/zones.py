#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Wall time <-> instant against python's zoneinfo: every transition 2000-2050 of the zones of zone1970.tab, both policies, and random times.
# Without LONG=1 a part of the zones.
import datetime
import random
import zoneinfo

import probe

EPOCH = datetime.datetime(1970, 1, 1)
UTC = datetime.timezone.utc
FROM, TO = 946684800, 2556144000  # 2000 to 2051
SPECIAL = ['Europe/Dublin', 'Africa/Casablanca', 'Africa/El_Aaiun', 'Asia/Gaza', 'Asia/Hebron', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe',
           'Antarctica/Troll', 'America/Nuuk', 'America/Santiago', 'America/St_Johns', 'Pacific/Chatham', 'America/New_York', 'Asia/Tehran',
           'Africa/Windhoek', 'America/Scoresbysund', 'Pacific/Kwajalein', 'Asia/Jerusalem', 'America/Caracas']


def zone_names():
    names = set()
    for line in open('/usr/share/zoneinfo/zone1970.tab', encoding='utf-8'):
        if not line.startswith('#'):
            names.add(line.rstrip('\n').split('\t')[2])
    return sorted(names)


def offset(zone, instant):
    return int(datetime.datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset().total_seconds())


def transitions(zone, step):
    """Instants at which the offset changes."""
    at, before = FROM, offset(zone, FROM)
    while at < TO:
        after = offset(zone, at + step)
        if after != before:
            low, high = at, at + step
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield high, before, offset(zone, high)
            at, before = high, offset(zone, high)
        else:
            at += step


def expected_wall(zone, seconds):
    wall = EPOCH + datetime.timedelta(seconds=seconds)
    offsets = [int(wall.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds()) for fold in (0, 1)]
    if offsets[0] < offsets[1]:
        return '1 %d %d' % (seconds - offsets[0], seconds - offsets[0])
    return '%d %d %d' % (2 if offsets[0] > offsets[1] else 0, seconds - offsets[0], seconds - offsets[1])


def cases(name, step, rng, n_random):
    zone = zoneinfo.ZoneInfo(name)
    instants = [rng.randrange(FROM, TO) for _ in range(n_random)]
    walls = [rng.randrange(FROM, TO) for _ in range(n_random)]
    changes = 0
    for at, before, after in transitions(zone, step):
        changes += 1
        size = abs(after - before)
        instants += [at - 1, at]
        for edge in (at + before, at + after):
            walls += [edge - 86400, edge - 1, edge, edge + 1, edge + size // 2, edge + size - 1, edge - size, edge + 86400]
        walls += [at + min(before, after) + rng.randrange(0, size) for _ in range(2)]
    lines = [('offset\t%s\t%d' % (name, at), str(offset(zone, at))) for at in instants]
    lines += [('wall\t%s\t%d' % (name, wall), expected_wall(zone, wall)) for wall in walls]
    return lines, changes


def main():
    rng = random.Random(20261130)
    names = zone_names()
    if not probe.LONG:
        names = sorted(set(names[::20]) | set(SPECIAL))
    asked, changes = [], 0
    for name in names:
        more, n = cases(name, 86400 if probe.LONG else 10 * 86400, rng, 200 if probe.LONG else 40)
        asked += more
        changes += n
    answers = probe.ask([line for line, _ in asked])
    tap = probe.Tap()
    for kind in ('offset', 'wall'):
        chosen = [(line, want, have) for (line, want), have in zip(asked, answers) if line.startswith(kind)]
        wrong = ['%s: %s instead of %s' % (line, have, want) for line, want, have in chosen if want != have]
        tap.result('%s in %d zones, %d clock changes' % (kind, len(names), changes), len(chosen), wrong)
    tap.end()


main()
