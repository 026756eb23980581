#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Holidays against a reading of their definition in python: every occurrence of the rule by dateutil and zoneinfo, and for each its day, the nearest
# working day, whether that day is free and whether a nearer holiday takes it. Random rules, zones, calendars and policies. Without LONG=1 a part.
import datetime
import random
import zoneinfo

import probe

try:
    import dateutil.rrule
except ImportError:
    print('1..0 # SKIP install the Debian package python3-dateutil')
    raise SystemExit(0)

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
ZONES = ['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Europe/Dublin', 'Africa/Casablanca',
         'Pacific/Apia', 'Asia/Gaza', 'UTC', 'America/Havana']
DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
CASES = 4000 if probe.LONG else 250
YEARS = 3
COUNT = 60


def offset(wall, zone, fold):
    return wall.replace(tzinfo=zone, fold=fold).utcoffset()


def resolve(wall, zone, gap, overlap):
    """The instant of a wall time, None when it is left out."""
    first, second = offset(wall, zone, 0), offset(wall, zone, 1)
    if first < second and gap == 'skip':
        return None
    use = second if first > second and overlap == 'second' else first
    return int((wall - use - datetime.datetime(1970, 1, 1)).total_seconds())


def local(instant, zone):
    return datetime.datetime.fromtimestamp(instant, UTC).astimezone(zone).replace(tzinfo=None)


def rule(rng):
    kind = rng.randrange(8)
    if kind == 0:
        return 'FREQ=DAILY;INTERVAL=%d' % rng.randint(1, 9)
    if kind == 1:
        return 'FREQ=WEEKLY;BYDAY=%s' % ','.join(rng.sample(DAYS, rng.randint(1, 4)))
    if kind == 2:
        return 'FREQ=MONTHLY;BYMONTHDAY=%s' % ','.join(str(d) for d in sorted(rng.sample([1, 2, 5, 15, 20, 24, 25, 26, 28, -1], rng.randint(1, 3))))
    if kind == 3:
        return 'FREQ=MONTHLY;BYDAY=%d%s' % (rng.choice([1, 2, 3, -1]), rng.choice(DAYS))
    if kind == 4:
        return 'FREQ=YEARLY;BYMONTH=%s;BYMONTHDAY=%d' % (','.join(str(m) for m in sorted(rng.sample(range(1, 13), 3))), rng.randint(1, 28))
    if kind == 5:
        return 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'
    if kind == 6:
        return 'FREQ=DAILY;INTERVAL=%d;BYHOUR=%s' % (rng.randint(1, 5), ','.join(str(h) for h in sorted(rng.sample(range(24), 2))))
    return 'FREQ=WEEKLY;INTERVAL=2;BYDAY=%s;COUNT=%d' % (','.join(rng.sample(DAYS, 2)), rng.randint(3, 30))


def calendar(rng, first):
    """Single days, bridges, and now and then whole weeks or more than a month."""
    days = set()
    for _ in range(rng.randint(1, 40)):
        begin = first + DAY * rng.randrange(365 * YEARS)
        for i in range(rng.choice([1, 1, 1, 2, 3, 5, 9, 33, 45])):
            days.add(begin + DAY * i)
    return days


def transitions(zone, year):
    """Days on which the zone's clock changes."""
    day = datetime.datetime(year, 1, 1)
    while day.year == year:
        if offset(day, zone, 0) != offset(day + DAY, zone, 0):
            yield day
        day += DAY


def expected(case):
    zone = zoneinfo.ZoneInfo(case['zone'])
    start, gap, overlap = case['start'], case['gap'], case['overlap']
    end = start + datetime.timedelta(days=365 * (YEARS + 2))
    exdates, rdates = set(case['exdate']), set(case['rdate'])
    walls = set(w for w in dateutil.rrule.rrulestr(case['rule'], dtstart=start).between(start, end, inc=True)) | rdates
    asked = {}  # instant -> the wall time that was asked for; a time that no gap has moved goes first
    for wall in sorted(walls - exdates):
        instant = resolve(wall, zone, gap, overlap)
        if instant is not None and (instant not in asked or local(instant, zone) == wall):
            asked[instant] = wall
    by_day = {}
    for instant in asked:
        by_day.setdefault(local(instant, zone).date(), []).append(instant)
    step = DAY if case['policy'] == 'next' else -DAY

    def place(instant):
        day, time = local(instant, zone).date(), asked[instant].time()
        for i in range(1, 32):
            there = day + step * i
            wall = datetime.datetime.combine(there, time)
            if there.weekday() > 4 or there in case['days'] or wall in exdates:
                continue
            moved = resolve(wall, zone, gap, overlap)
            if moved is not None and local(moved, zone).date() == there:
                return there, moved
        return None, None

    items = set()
    for instant in asked:
        day = local(instant, zone).date()
        if day not in case['days']:
            items.add((instant, 'p', instant))
            continue
        there, moved = place(instant) if case['policy'] != 'skip' else (None, None)
        between = [day + step * i for i in range(1, abs((there - day).days))] if there else []
        nearer = any(k in case['days'] and any(place(o)[0] == there for o in by_day.get(k, [])) for k in between)
        if there is None or there in by_day or nearer:
            items.add((instant, 's', instant))
        else:
            items.add((moved, 'm', instant))
    # Of two that a gap puts at one instant only one is left.
    return sorted({item[0]: item for item in sorted(items, reverse=True)}.values())


def make(rng):
    zone = rng.choice(ZONES)
    start = datetime.datetime(rng.randint(2005, 2040), rng.randint(1, 12), rng.randint(1, 28), rng.randrange(24), rng.choice([0, 15, 30, 59]))
    if rng.random() < 0.5:  # on the hours at which clocks change
        start = start.replace(hour=rng.choice([0, 1, 2, 23]), minute=rng.choice([0, 30]))
    first = start.date()
    case = {'zone': zone, 'start': start, 'rule': rule(rng), 'gap': rng.choice(['shift', 'skip']), 'overlap': rng.choice(['first', 'second']),
            'policy': rng.choice(['skip', 'previous', 'next', 'previous', 'next']), 'days': calendar(rng, first), 'exdate': [], 'rdate': []}
    for year in (start.year, start.year + 1):
        for day in transitions(zoneinfo.ZoneInfo(zone), year):
            if rng.random() < 0.6:  # holidays on and beside the days of clock changes
                case['days'] |= {day.date() + DAY * rng.choice([-2, -1, 0, 1])}
    at = lambda day: datetime.datetime.combine(day, start.time())
    case['exdate'] = [at(first + DAY * rng.randrange(365)) for _ in range(rng.choice([0, 0, 5, 60]))]
    case['rdate'] = [at(rng.choice(sorted(case['days']))) + datetime.timedelta(minutes=rng.choice([0, 0, 45])) for _ in range(rng.choice([0, 0, 3]))]
    case['rdate'] = [day for day in case['rdate'] if day >= start]
    if 'COUNT' in case['rule']:  # what a gap skips is not counted: rrule.py has that
        case['gap'] = 'shift'
    return case


def line(case, after, count):
    text = lambda walls: ','.join(w.strftime('%Y-%m-%dT%H:%M') for w in walls)
    fields = ['holiday', case['start'].strftime('%Y-%m-%dT%H:%M'), case['zone'], case['rule'], text(case['exdate']), text(case['rdate']), case['gap'],
              case['overlap'], str(after), str(count), case['policy'], ','.join(str(d) for d in sorted(case['days']))]
    return '\t'.join(fields)


def main():
    rng = random.Random(20261225)
    tap = probe.Tap()
    checked, refused, effects, wrong = 0, 0, {'p': 0, 'm': 0, 's': 0}, []
    for _ in range(CASES):
        case = make(rng)
        items = expected(case)
        limit = int((case['start'] + datetime.timedelta(days=365 * YEARS) - datetime.datetime(1970, 1, 1)).total_seconds())
        asked = ['-'] + [rng.choice(items)[0] + rng.choice([-1, 0, 1, -86400 * 3, 86400 * 2]) for _ in range(4) if items]
        for after, answer in zip(asked, probe.ask([line(case, after, COUNT) for after in asked])):
            if answer.startswith('!'):
                refused += 1
                continue
            want = [item for item in items if after == '-' or item[0] > after][:COUNT]
            got = [(int(word[1:].split(':')[0]), word[0], int(word.split(':')[1])) for word in answer.split()]
            want, got = ([item for item in both if item[0] <= limit] for both in (want, got))  # what is later was not worked out in full
            checked += len(want)
            for item in want:
                effects[item[1]] += 1
            if want != got:
                i = next((i for i, pair in enumerate(zip(want, got)) if pair[0] != pair[1]), min(len(want), len(got)))
                zone = zoneinfo.ZoneInfo(case['zone'])
                show = lambda item: '%s %s from %s' % (item[1], local(item[0], zone), local(item[2], zone)) if item else 'nothing'
                wrong.append('%s %s %s %s/%s %s after %s: %s, not %s' % (
                    case['start'], case['zone'], case['rule'], case['gap'], case['overlap'], case['policy'], after,
                    show(got[i] if i < len(got) else None), show(want[i] if i < len(want) else None)))
    note = ' (%(p)d plain, %(m)d moved, %(s)d skipped' % effects + ', %d questions refused)' % refused
    tap.result('holidays equal their definition', checked, wrong, note)
    tap.result('holidays: every effect is met', sum(effects.values()), [] if min(effects.values()) > CASES else ['too few: %s' % effects])
    tap.end()


main()
