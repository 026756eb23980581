#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Occurrences against python3-dateutil (floating time) and zoneinfo: random rules by family, from the start and from random instants, in UTC and
# in zones with clock changes under every policy. A refused rule is counted, never compared. Without LONG=1 a part of it.
import bisect
import datetime
import itertools
import random
import zoneinfo

import probe

try:
    import dateutil.rrule
except ImportError:
    print('1..0 # SKIP install the Debian package python3-dateutil')
    raise SystemExit(0)

EPOCH = datetime.datetime(1970, 1, 1)
DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
ZONES = ['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Europe/Dublin', 'Africa/Casablanca',
         'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia']
PER_FAMILY = 400 if probe.LONG else 12
COUNT = 25
YEARS = 60  # what is later is not compared


def seconds(wall):
    return int((wall - EPOCH).total_seconds())


def some(rng, values, most):
    return rng.sample(values, rng.randint(1, min(most, len(values))))


def numbers(rng, low, high, most, negative=False):
    values = list(range(low, high + 1)) + (list(range(-high, -low + 1)) if negative else [])
    return ','.join(str(v) for v in some(rng, values, most))


def days(rng, most=7):
    return ','.join(some(rng, DAYS, most))


def nth_days(rng, high, most=3):
    return ','.join('%d%s' % (rng.choice([i for i in range(-high, high + 1) if i]), d) for d in some(rng, DAYS, most))


def times(rng):
    text = ''
    if rng.random() < 0.7:
        text += ';BYHOUR=' + numbers(rng, 0, 23, 4)
    if rng.random() < 0.5:
        text += ';BYMINUTE=' + ','.join(str(m) for m in some(rng, list(range(0, 60, 5)), 3))
    return text


def wkst(rng):
    return rng.choice(['', '', ';WKST=SU', ';WKST=MO', ';WKST=WE'])


def interval(rng, most):
    n = rng.choice([1, 1, 2, 3, rng.randint(1, most)])
    return ';INTERVAL=%d' % n if n > 1 else ''


def positions(rng, most=5):
    return ';BYSETPOS=' + numbers(rng, 1, most, 3, True)


FAMILIES = {
    'daily': lambda r: 'FREQ=DAILY' + interval(r, 40),
    'daily BYDAY': lambda r: 'FREQ=DAILY' + interval(r, 9) + ';BYDAY=' + days(r),
    'daily BYMONTHDAY +': lambda r: 'FREQ=DAILY' + interval(r, 5) + ';BYMONTHDAY=' + numbers(r, 1, 31, 4),
    'daily BYMONTHDAY -': lambda r: 'FREQ=DAILY' + interval(r, 5) + ';BYMONTHDAY=' + numbers(r, 1, 31, 4, True),
    'daily BYMONTH': lambda r: 'FREQ=DAILY' + interval(r, 9) + ';BYMONTH=' + numbers(r, 1, 12, 4),
    'daily times': lambda r: 'FREQ=DAILY' + interval(r, 5) + times(r),
    'daily times BYSETPOS': lambda r: 'FREQ=DAILY' + interval(r, 5) + ';BYHOUR=' + numbers(r, 0, 23, 5) + positions(r),
    'daily everything': lambda r: 'FREQ=DAILY' + interval(r, 3) + ';BYMONTH=' + numbers(r, 1, 12, 6) + ';BYDAY=' + days(r) +
                                  ';BYMONTHDAY=' + numbers(r, 1, 31, 12, True) + times(r),
    'weekly': lambda r: 'FREQ=WEEKLY' + interval(r, 60) + wkst(r),
    'weekly BYDAY': lambda r: 'FREQ=WEEKLY' + interval(r, 9) + ';BYDAY=' + days(r) + wkst(r),
    'weekly BYMONTH': lambda r: 'FREQ=WEEKLY' + interval(r, 3) + ';BYMONTH=' + numbers(r, 1, 12, 4) + wkst(r),
    'weekly times': lambda r: 'FREQ=WEEKLY' + interval(r, 4) + ';BYDAY=' + days(r) + times(r) + wkst(r),
    'weekly BYSETPOS': lambda r: 'FREQ=WEEKLY' + interval(r, 4) + ';BYDAY=' + days(r) + times(r) + positions(r) + wkst(r),
    'monthly': lambda r: 'FREQ=MONTHLY' + interval(r, 15),
    'monthly BYMONTHDAY': lambda r: 'FREQ=MONTHLY' + interval(r, 15) + ';BYMONTHDAY=' + numbers(r, 1, 31, 5, True),
    'monthly nth': lambda r: 'FREQ=MONTHLY' + interval(r, 6) + ';BYDAY=' + nth_days(r, 5),
    'monthly BYDAY': lambda r: 'FREQ=MONTHLY' + interval(r, 6) + ';BYDAY=' + days(r),
    'monthly BYDAY BYMONTHDAY': lambda r: 'FREQ=MONTHLY' + interval(r, 3) + ';BYDAY=' + days(r) + ';BYMONTHDAY=' + numbers(r, 1, 31, 9, True),
    'monthly nth BYMONTHDAY': lambda r: 'FREQ=MONTHLY;BYDAY=' + nth_days(r, 4, 4) + ';BYMONTHDAY=' + numbers(r, 1, 31, 15, True),
    'monthly BYMONTH': lambda r: 'FREQ=MONTHLY' + interval(r, 3) + ';BYMONTH=' + numbers(r, 1, 12, 6) + ';BYMONTHDAY=' + numbers(r, 1, 31, 4, True),
    'monthly BYSETPOS': lambda r: 'FREQ=MONTHLY' + interval(r, 6) + ';BYDAY=' + days(r) + positions(r),
    'monthly times BYSETPOS': lambda r: 'FREQ=MONTHLY' + interval(r, 6) + ';BYDAY=' + days(r) + times(r) + positions(r, 9),
    'monthly BYMONTHDAY BYSETPOS': lambda r: 'FREQ=MONTHLY' + interval(r, 6) + ';BYMONTHDAY=' + numbers(r, 1, 31, 9, True) + positions(r),
    'monthly nth BYSETPOS': lambda r: 'FREQ=MONTHLY;BYDAY=' + nth_days(r, 5, 4) + positions(r, 2),
    'yearly': lambda r: 'FREQ=YEARLY' + interval(r, 4),
    'yearly BYMONTH': lambda r: 'FREQ=YEARLY' + interval(r, 4) + ';BYMONTH=' + numbers(r, 1, 12, 3),
    'yearly BYMONTHDAY': lambda r: 'FREQ=YEARLY' + interval(r, 4) + ';BYMONTHDAY=' + numbers(r, 1, 31, 3, True),
    'yearly BYMONTH BYMONTHDAY': lambda r: 'FREQ=YEARLY' + interval(r, 4) + ';BYMONTH=' + numbers(r, 1, 12, 3) + ';BYMONTHDAY=' + numbers(r, 1, 31, 4, True),
    'yearly BYMONTH nth': lambda r: 'FREQ=YEARLY' + interval(r, 4) + ';BYMONTH=' + numbers(r, 1, 12, 3) + ';BYDAY=' + nth_days(r, 5),
    'yearly BYMONTH nth BYMONTHDAY': lambda r: 'FREQ=YEARLY' + interval(r, 2) + ';BYMONTH=' + numbers(r, 1, 12, 6) + ';BYDAY=' + nth_days(r, 5, 7) +
                                               ';BYMONTHDAY=' + numbers(r, 1, 31, 20, True),
    'yearly nth': lambda r: 'FREQ=YEARLY' + interval(r, 3) + ';BYDAY=' + nth_days(r, 53),
    'yearly BYDAY': lambda r: 'FREQ=YEARLY' + interval(r, 3) + ';BYDAY=' + days(r, 3),
    'yearly BYMONTH BYDAY': lambda r: 'FREQ=YEARLY' + interval(r, 3) + ';BYMONTH=' + numbers(r, 1, 12, 3) + ';BYDAY=' + days(r, 3),
    'yearly BYMONTH BYDAY BYMONTHDAY': lambda r: 'FREQ=YEARLY;BYMONTH=' + numbers(r, 1, 12, 3) + ';BYDAY=' + days(r, 3) + ';BYMONTHDAY=' + numbers(r, 1, 31, 9, True),
    'yearly BYDAY BYMONTHDAY': lambda r: 'FREQ=YEARLY' + interval(r, 3) + ';BYDAY=' + days(r, 3) + ';BYMONTHDAY=' + numbers(r, 1, 31, 5, True),
    'yearly nth BYMONTHDAY': lambda r: 'FREQ=YEARLY;BYDAY=' + nth_days(r, 53, 7) + ';BYMONTHDAY=' + numbers(r, 1, 31, 20, True),
    'yearly BYYEARDAY': lambda r: 'FREQ=YEARLY' + interval(r, 4) + ';BYYEARDAY=' + numbers(r, 1, 366, 5, True),
    'yearly BYYEARDAY BYDAY': lambda r: 'FREQ=YEARLY;BYYEARDAY=' + numbers(r, 1, 366, 60, True) + ';BYDAY=' + days(r, 3),
    'yearly BYYEARDAY BYMONTH': lambda r: 'FREQ=YEARLY;BYYEARDAY=' + numbers(r, 1, 366, 60, True) + ';BYMONTH=' + numbers(r, 1, 12, 6),
    'yearly BYYEARDAY BYMONTHDAY': lambda r: 'FREQ=YEARLY;BYYEARDAY=' + numbers(r, 1, 366, 90, True) + ';BYMONTHDAY=' + numbers(r, 1, 31, 9, True),
    'yearly BYSETPOS': lambda r: 'FREQ=YEARLY' + interval(r, 3) + ';BYMONTH=' + numbers(r, 1, 12, 4) + ';BYDAY=' + days(r) + positions(r, 9),
    'yearly BYMONTHDAY BYSETPOS': lambda r: 'FREQ=YEARLY;BYMONTHDAY=' + numbers(r, 1, 31, 3) + positions(r, 9),
    'yearly times BYSETPOS': lambda r: 'FREQ=YEARLY;BYDAY=' + nth_days(r, 53, 7) + times(r) + positions(r, 9),
    'yearly BYWEEKNO BYDAY': lambda r: 'FREQ=YEARLY;BYWEEKNO=' + numbers(r, 1, 53, 4, True) + ';BYDAY=' + days(r, 3) + wkst(r),
    'yearly BYWEEKNO BYMONTH': lambda r: 'FREQ=YEARLY;BYWEEKNO=' + numbers(r, 1, 53, 20) + ';BYDAY=' + days(r) + ';BYMONTH=' + numbers(r, 1, 12, 6),
    'hourly': lambda r: 'FREQ=HOURLY' + interval(r, 50),
    'hourly BYDAY': lambda r: 'FREQ=HOURLY' + interval(r, 7) + ';BYDAY=' + days(r),
    'hourly BYHOUR': lambda r: 'FREQ=HOURLY' + interval(r, 3) + ';BYHOUR=' + numbers(r, 0, 23, 9),
    'hourly BYMONTH BYMONTHDAY': lambda r: 'FREQ=HOURLY' + interval(r, 7) + ';BYMONTH=' + numbers(r, 1, 12, 4) + ';BYMONTHDAY=' + numbers(r, 1, 31, 4, True),
    'minutely': lambda r: 'FREQ=MINUTELY;INTERVAL=%d' % r.choice([5, 7, 15, 20, 30, 90, 1000, r.randint(5, 5000)]),
    'minutely BYHOUR BYDAY': lambda r: 'FREQ=MINUTELY;INTERVAL=%d' % r.choice([5, 15, 20, 45]) + ';BYHOUR=' + numbers(r, 0, 23, 6) + ';BYDAY=' + days(r),
}


def random_start(rng):
    day = datetime.datetime(2018, 1, 1) + datetime.timedelta(days=rng.randrange(0, 5500))
    if rng.random() < 0.3:
        day -= datetime.timedelta(days=day.weekday())
    return day.replace(hour=rng.randrange(24), minute=rng.choice([0, 0, 0, 30, 45, rng.randrange(60)]))


def random_end(rng, start):
    """COUNT, UNTIL or neither, and what dateutil makes of it."""
    choice = rng.random()
    if choice < 0.5:
        return ''
    if choice < 0.75:
        return ';COUNT=%d' % rng.randint(1, 2 * COUNT)
    until = start + datetime.timedelta(days=rng.randrange(1, 4000), hours=rng.randrange(24))
    return ';UNTIL=%s' % until.strftime('%Y%m%dT%H%M%S')


def first_week(year, week_start):
    """First day of the first week that has four days of the year or more."""
    day = datetime.date(year, 1, 4)
    return day - datetime.timedelta(days=(day.weekday() - week_start) % 7)


def weeks(rule, start):
    """BYWEEKNO by looking at each day: dateutil has the last week of the year before wrong (2022-01-01 is in week 52 of 2021)."""
    parts = dict(part.split('=') for part in rule.split(';'))
    week_start = DAYS.index(parts.get('WKST', 'MO'))
    chosen = {int(v) for v in parts['BYWEEKNO'].split(',')}
    months = {int(v) for v in parts.get('BYMONTH', '1,2,3,4,5,6,7,8,9,10,11,12').split(',')}
    until = datetime.datetime.strptime(parts['UNTIL'], '%Y%m%dT%H%M%S') if 'UNTIL' in parts else datetime.datetime(2200, 1, 1)
    wall, n = start, 0
    while wall <= until and n < int(parts.get('COUNT', 1 << 30)):
        day = wall.date()
        year = max(y for y in (day.year - 1, day.year, day.year + 1) if first_week(y, week_start) <= day)
        week = (day - first_week(year, week_start)).days // 7 + 1
        if week_start == 0:
            assert (year, week) == day.isocalendar()[:2]
        last = (first_week(year + 1, week_start) - first_week(year, week_start)).days // 7
        if chosen & {week, week - last - 1} and DAYS[day.weekday()] in parts['BYDAY'].split(',') and day.month in months:
            n += 1
            yield wall
        wall += datetime.timedelta(days=1)


def walls(rule, start):
    if 'BYWEEKNO' in rule:
        return weeks(rule, start)
    rule, _, count = rule.partition(';COUNT=')
    if 'UNTIL' not in rule:  # else an empty rule is looked at up to the year 9999
        rule += ';UNTIL=%d0101T000000' % (start.year + YEARS)
    return itertools.islice(dateutil.rrule.rrulestr(rule, dtstart=start), int(count) if count else None)


def offset(zone, wall, fold):
    return int(wall.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds())


def instants(rule, start, zone, gap, overlap, dates):
    """Occurrences of a DAILY to YEARLY rule as instants, in the order of wall time; COUNT leaves out what the gap policy skips."""
    count = 0
    base = rule
    if ';COUNT=' in rule:
        base, count = rule.split(';COUNT=')
        count = int(count)
    n = 0
    for wall in walls(base, start):
        first, second = offset(zone, wall, 0), offset(zone, wall, 1)
        if first < second and gap == 'skip':
            continue
        n += 1
        if wall not in dates:
            yield seconds(wall) - (second if overlap == 'second' and first > second else first)
        if n == count:
            return


def elapsed(rule, start, zone, overlap, dates):
    """Occurrences of an HOURLY or MINUTELY rule: dateutil on a clock that counts elapsed time has no limits, so they are looked up in the zone."""
    parts = dict(part.split('=') for part in rule.split(';'))
    step = int(parts.get('INTERVAL', 1)) * (3600 if parts['FREQ'] == 'HOURLY' else 60)
    first, second = offset(zone, start, 0), offset(zone, start, 1)
    at = seconds(start) - (second if overlap == 'second' and first > second else first)
    until = datetime.datetime.strptime(parts['UNTIL'], '%Y%m%dT%H%M%S') if 'UNTIL' in parts else None
    months, hours = ([int(v) for v in parts[k].split(',')] if k in parts else None for k in ('BYMONTH', 'BYHOUR'))
    month_days = [int(v) for v in parts['BYMONTHDAY'].split(',')] if 'BYMONTHDAY' in parts else None
    n = 0
    for at in itertools.count(at, step):
        local = datetime.datetime.fromtimestamp(at, zone).replace(tzinfo=None)
        if until and local > until + datetime.timedelta(days=1):
            return
        last = (local.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
        if (months and local.month not in months) or (hours and local.hour not in hours) or \
           ('BYDAY' in parts and DAYS[local.weekday()] not in parts['BYDAY'].split(',')) or \
           (month_days and local.day not in month_days and local.day - last.day - 1 not in month_days):
            continue
        if until and at > seconds(until) - offset(zone, until, 1 if offset(zone, until, 0) > offset(zone, until, 1) else 0):
            return
        n += 1
        if local not in dates:
            yield at
        if n == int(parts.get('COUNT', 0)):
            return


def ordered(stream, after, count):
    """The first instants after `after`, ascending and once each: a gap can shift one behind its followers, at most by a day."""
    found = []
    for at in stream:
        if (len(found) >= count and at > found[count - 1] + 2 * 86400):
            break
        if at > after and at not in found:
            bisect.insort(found, at)
    return found[:count]


def is_fine(rule):
    return rule.startswith(('FREQ=HOURLY', 'FREQ=MINUTELY'))


def accepted(rules, wrong):
    """Those that are not refused, and how many were; a refusal without a good reason is wrong. dateutil needs minutes for an empty rule."""
    answers = probe.ask([probe.next_line(start.strftime('%Y-%m-%dT%H:%M'), 'UTC', rule, count=1) for rule, start in rules])
    for (rule, start), answer in zip(rules, answers):
        good = 'no occurrence' in answer or ('BYSETPOS' in rule and 'FREQ=WEEKLY' in rule and 'first day of its week' in answer)
        if answer.startswith('!') and not good:
            wrong.append('%s from %s: refused %s' % (rule, start, answer))
    kept = [rule for rule, answer in zip(rules, answers) if not answer.startswith('!')]
    return kept, len(rules) - len(kept)


def make_case(rng, rule, start, zone, policy):
    sample = [] if is_fine(rule) else list(itertools.islice(walls(rule, start), 6))
    dates = set(rng.sample(sample, min(len(sample), rng.choice([0, 0, 1, 2]))))
    after = '-' if rng.random() < 0.6 else seconds(start) + rng.randrange(0, (40 if is_fine(rule) else 2500) * 86400)
    line = probe.next_line(start.strftime('%Y-%m-%dT%H:%M'), zone, rule, ','.join(d.strftime('%Y-%m-%dT%H:%M') for d in dates), '', *policy, after, COUNT)
    return line, rule, start, zone, policy, dates, after


def verify(case, have, wrong):
    line, rule, start, zone, (gap, overlap), dates, after = case
    if have.startswith('!'):
        wrong.append('%s: refused %s' % (line, have))
        return
    info = zoneinfo.ZoneInfo(zone)
    stream = elapsed(rule, start, info, overlap, dates) if is_fine(rule) else instants(rule, start, info, gap, overlap, dates)
    want = ordered(stream, -1 << 62 if after == '-' else after, COUNT)
    have = [int(at) for at in have.split()]
    horizon = seconds(start.replace(day=1, year=start.year + YEARS - 1))
    if [at for at in want if at < horizon] != [at for at in have if at < horizon]:
        wrong.append('%s:\n#   have %s\n#   want %s' % (line, have, want))


def check(tap, name, rules, zones, policies, rng):
    wrong = []
    rules, refused = accepted([(rule + random_end(rng, start), start) for rule, start in rules], wrong)
    cases = [make_case(rng, rule, start, rng.choice(zones), rng.choice(policies)) for rule, start in rules]
    for case, have in zip(cases, probe.ask([case[0] for case in cases])):
        verify(case, have, wrong)
    tap.result(name, len(cases), wrong, ', %d refused' % refused if refused else '')


def near_changes(rng):
    """A start whose time of day is one that clocks change over."""
    start = random_start(rng)
    return start.replace(hour=rng.choice([0, 1, 2, 2, 3, 23]), minute=rng.choice([0, 15, 30, 45]))


# RFC 5545 3.8.5.3: DTSTART;TZID=America/New_York and RRULE, those of its examples that differ in the rule.
EXAMPLES = """
19970902 FREQ=DAILY;COUNT=10
19970902 FREQ=DAILY;UNTIL=19971224T000000Z
19970902 FREQ=DAILY;INTERVAL=2
19970902 FREQ=DAILY;INTERVAL=10;COUNT=5
19980101 FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA
19980101 FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1
19970902 FREQ=WEEKLY;COUNT=10
19970902 FREQ=WEEKLY;UNTIL=19971224T000000Z
19970902 FREQ=WEEKLY;INTERVAL=2;WKST=SU
19970902 FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH
19970902 FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH
19970901 FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR
19970902 FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH
19970905 FREQ=MONTHLY;COUNT=10;BYDAY=1FR
19970905 FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR
19970907 FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU
19970922 FREQ=MONTHLY;COUNT=6;BYDAY=-2MO
19970928 FREQ=MONTHLY;BYMONTHDAY=-3
19970902 FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15
19970930 FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1
19970910 FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15
19970902 FREQ=MONTHLY;INTERVAL=2;BYDAY=TU
19970610 FREQ=YEARLY;COUNT=10;BYMONTH=6,7
19970310 FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3
19970101 FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200
19970519 FREQ=YEARLY;BYDAY=20MO
19970512 FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
19970313 FREQ=YEARLY;BYMONTH=3;BYDAY=TH
19970605 FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8
19970902 FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
19970913 FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13
19961105 FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8
19970904 FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3
19970929 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2
19970902 FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z
19970902 FREQ=MINUTELY;INTERVAL=15;COUNT=6
19970902 FREQ=MINUTELY;INTERVAL=90;COUNT=4
19970902 FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40
19970902 FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16
19970805 FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO
19970805 FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU
20070115 FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5
"""


def local_until(rule, zone):
    """The rule with its UNTIL on the wall clock of the zone, and COUNT at its end, as the references here want it."""
    parts = dict(part.split('=') for part in rule.split(';'))
    if 'UNTIL' in parts:
        until = datetime.datetime.strptime(parts['UNTIL'], '%Y%m%dT%H%M%SZ').replace(tzinfo=datetime.timezone.utc).astimezone(zone)
        parts['UNTIL'] = until.strftime('%Y%m%dT%H%M%S')
    count = parts.pop('COUNT', None)
    return ';'.join('%s=%s' % part for part in parts.items()) + (';COUNT=' + count if count else '')


def check_examples(tap):
    name = 'America/New_York'
    zone = zoneinfo.ZoneInfo(name)
    cases = []
    for line in EXAMPLES.split('\n')[1:-1]:
        day, rule = line.split()
        start = datetime.datetime.strptime(day + '09', '%Y%m%d%H')
        question = probe.next_line(start.strftime('%Y-%m-%dT%H:%M'), name, rule, count=COUNT)
        cases.append((question, local_until(rule, zone), start, name, ('shift', 'first'), set(), '-'))
    wrong = []
    for case, have in zip(cases, probe.ask([case[0] for case in cases])):
        verify(case, have, wrong)
    tap.result('examples of RFC 5545', len(cases), wrong)


def main():
    rng = random.Random(5545)
    tap = probe.Tap()
    check_examples(tap)
    for name, make in FAMILIES.items():
        check(tap, name + ', UTC', [(make(rng), random_start(rng)) for _ in range(PER_FAMILY)], ['UTC'], [('shift', 'first')], rng)
    policies = list(itertools.product(('shift', 'skip'), ('first', 'second')))
    for name, make in FAMILIES.items():
        rules = [(make(rng), near_changes(rng)) for _ in range(max(8, PER_FAMILY // 3))]
        check(tap, name + ', zones', rules, ZONES, policies, rng)
    tap.end()


main()
