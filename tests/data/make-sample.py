#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/data/sample: four files that a platform could have written, and the figures they must give, with sqlite3 as the judge.

usage: make-sample.py DIRECTORY
"""
import datetime as dt
import hashlib
import json
import os
import random
import sqlite3
import sys

ROWS = 600
HOURS_BETWEEN_INCOMING = 12
TENANTS = ['General', 'North branch', 'Retail']
CATEGORIES = {
    'url': ['KL_Malicious_URL', 'KL_Phishing_URL', 'KL_BotnetCnC_URL', 'KL_APT_URL'],
    'ip': ['KL_IP_Reputation', 'KL_APT_IP'],
    'md5': ['KL_Malicious_Hash_MD5', 'KL_ICS_Hash_MD5'],
    'sha1': ['KL_Malicious_Hash_SHA1', 'KL_APT_Hash_SHA1'],
    'sha256': ['KL_Malicious_Hash_SHA256', 'KL_IoT_Hash_SHA256'],
    'domain': ['Abuse_Domain_List'],
}
FEEDS = {'KL_Malicious_URL': 'Malicious_URL_Data_Feed.json', 'KL_IP_Reputation': 'IP_Reputation_Data_Feed.json'}


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.timezone.utc)


START, END = utc(2026, 9, 24), utc(2026, 11, 23)
RECEIVED, LOOKED_UP = utc(2026, 11, 22, 10), utc(2026, 11, 22, 11)
rand = random.Random(20261124)


def text_of(time):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ')


def digest(name, number):
    return hashlib.new(name, b'%d' % number).hexdigest().upper()


def pool():
    return {
        'url': ['http://fakess123.nu', 'http://fakess123ap.nu'] +
               ['http://host%d.example/%s?id=%d' % (i, rand.choice(['login', 'a/b/setup.exe']), rand.randrange(9999)) for i in range(60)],
        'ip': ['192.0.2.0', '192.0.2.1'] + ['198.51.100.%d' % i for i in range(1, 30)] + ['2001:db8::%x' % i for i in range(1, 9)],
        'md5': ['C912705B4BBB14EC7E78FA8B370532C9'] + [digest('md5', i) for i in range(30)],
        'sha1': [digest('sha1', i) for i in range(20)],
        'sha256': [digest('sha256', i) for i in range(20)],
        'domain': ['bad%d.example' % i for i in range(15)],
    }


def zipf(n):
    return min(int(n ** rand.random()), n - 1)


def cef_line(row, category, indicator, confidence):
    escaped = indicator.replace('\\', '\\\\').replace('=', '\\=')
    kind = row['kind']
    return ('CEF:0|%s|Kaspersky CyberTrace for ArcSight|2.0|2|CyberTrace Detection Event|8| reason=%s dst=%s src=10.20.3.7 fileHash=%s '
            'request=%s sourceServiceName=Firewall sproc=- suser=- msg=CyberTrace detected %s externalId=%d cs5Label=MatchedIndicator '
            'cs5=%s cn3Label=Confidence cn3=%d cs6Label=Context cs6=first_seen:11.07.2019 22:11 popularity:3' % (
                rand.choice(['Kaspersky', 'Kaspersky Lab']), category, indicator if kind == 'ip' else '-',
                indicator if kind in ('md5', 'sha1', 'sha256') else '-', escaped if kind in ('url', 'domain') else '-', category,
                rand.randrange(10 ** 6), escaped, confidence))


def kv_line(row, category, indicator):
    return 'Nov 22 10:00:00 %s=%s source=firewall matchedIndicator=%s url=%s src=10.20.3.7 ip=%s md5=%s sha1=- sha256=- usrName=-' % (
        rand.choice(['category', 'event_name', 'eventName']), category, indicator, indicator if row['kind'] == 'url' else '-',
        indicator if row['kind'] == 'ip' else '-', indicator if row['kind'] == 'md5' else '-')


def json_line(row, shown, confidence):
    return json.dumps({'time': text_of(row['time']), 'type': 'detection', 'tenant': row['tenant'], 'source': row['source'],
                       'category': row['category'], 'indicator': shown, 'kind': row['kind'], 'feed': row['feed'],
                       'supplier': row['supplier'], 'confidence': confidence, 'retroscan': row['retro'], 'false_positive': row['fp']})


def make_detections(files, looked_up):
    indicators = pool()
    rows = []
    for time in sorted(START + dt.timedelta(seconds=rand.randrange(int((END - START).total_seconds()))) for _ in range(ROWS)):
        kind = rand.choices(list(indicators), [45, 20, 15, 6, 8, 6])[0]
        indicator = indicators[kind][zipf(len(indicators[kind]))]
        category = rand.choice(CATEGORIES[kind])
        confidence = rand.choice([100, 75, 50])
        form = rand.choices(['json', 'cef', 'kv', 'lookup'], [70, 12, 12, 6])[0]
        row = {'time': RECEIVED, 'tenant': 'General', 'source': 'tcp', 'category': category, 'indicator': indicator, 'kind': kind,
               'feed': '', 'supplier': '', 'retro': False, 'fp': False}
        rows.append(row)
        if form == 'json':
            row.update(time=time, tenant=rand.choices(TENANTS, [6, 3, 1])[0], source=rand.choices(['tcp', 'api'], [85, 15])[0],
                       feed=FEEDS.get(category, ''), supplier='Kaspersky' if category.startswith('KL_') else 'OSINT',
                       retro=rand.random() < 0.08, fp=rand.random() < 0.03)
            lower = kind in ('md5', 'sha1', 'sha256') and rand.random() < 0.3
            files['events.jsonl'].append(json_line(row, indicator.lower() if lower else indicator, confidence))
        elif form == 'cef':
            files['events.cef'].append(cef_line(row, category, indicator, confidence))
        elif form == 'kv':
            files['events.kv'].append(kv_line(row, category, indicator))
        else:
            row.update(time=LOOKED_UP, source='api')
            looked_up.append({'object': indicator, 'result': 'match',
                              'categories': [{'category': category, 'detected_indicator': indicator, 'context': {}}]})
    return rows


def make_incoming(files):
    rows = []
    time = START
    while time < END:
        for tenant, base in zip(TENANTS, (9000, 4000, 1200)):
            count = int(base * (0.8 + 0.4 * rand.random()))
            files['events.jsonl'].append(json.dumps({'time': text_of(time), 'type': 'incoming', 'tenant': tenant, 'source': 'tcp', 'count': count}))
            rows.append((int(time.timestamp()), tenant, 'tcp', count))
        time += dt.timedelta(hours=HOURS_BETWEEN_INCOMING)
    return rows


class Judge:
    def __init__(self, detections, incoming):
        self.db = sqlite3.connect(':memory:')
        self.db.execute('create table d(t, tenant, source, category, indicator, kind, supplier, retro, fp)')
        self.db.executemany('insert into d values(?,?,?,?,?,?,?,?,?)', [
            (int(r['time'].timestamp()), r['tenant'], r['source'], r['category'], r['indicator'], r['kind'], r['supplier'], r['retro'], r['fp'])
            for r in detections])
        self.db.execute('create table i(t, tenant, source, n)')
        self.db.executemany('insert into i values(?,?,?,?)', incoming)

    def one(self, question):
        return self.db.execute(question).fetchone()[0]

    def top(self, where):
        return [{'indicator': a, 'kind': b, 'detections': c} for a, b, c in self.db.execute(
            'select indicator, kind, count(*) c from d where %s group by indicator, kind order by c desc, indicator limit 10' % where)]

    def shares(self, name, where):
        return [{name: a, 'detections': b} for a, b in self.db.execute(
            'select %s, count(*) c from d where %s group by 1 order by c desc, 1' % (name, where))]

    def series(self, begin, end, incoming, detections):
        days = []
        while begin < end:
            until = min(begin + dt.timedelta(days=1), end)
            span = ' and t >= %d and t < %d' % (begin.timestamp(), until.timestamp())
            days.append({'from': text_of(begin), 'incoming_events': self.one('select coalesce(sum(n), 0) from i where ' + incoming + span),
                         'detections': self.one('select count(*) from d where ' + detections + span)})
            begin = until
        return days

    def answer(self, begin, end, tenants=None, source=None, false_positives=False):
        incoming = 't >= %d and t < %d' % (begin.timestamp(), end.timestamp())
        if tenants:
            incoming += ' and tenant in (%s)' % ','.join("'%s'" % tenant for tenant in tenants)
        if source:
            incoming += " and source = '%s'" % source
        where = incoming + ('' if false_positives else ' and fp = 0')
        return {
            'from': text_of(begin), 'to': text_of(end), 'tenants': tenants or 'all', 'source': source or 'all', 'false_positives': false_positives,
            'incoming_events': self.one('select coalesce(sum(n), 0) from i where ' + incoming),
            'detections': self.one('select count(*) from d where ' + where),
            'indicators': self.one("select count(distinct kind || ' ' || indicator) from d where " + where),
            'top': {'default': self.top(where + ' and retro = 0'), 'retroscan': self.top(where + ' and retro = 1'),
                    'md5': self.top(where + " and kind = 'md5'"), 'sha1': self.top(where + " and kind = 'sha1'"),
                    'sha256': self.top(where + " and kind = 'sha256'")},
            'categories': self.shares('category', where), 'suppliers': self.shares('supplier', where),
            'series': self.series(begin, end, incoming, where),
        }


def main():
    files = {'events.jsonl': [], 'events.cef': [], 'events.kv': []}
    looked_up = []
    detections = make_detections(files, looked_up)
    incoming = make_incoming(files)
    files['events.jsonl'].sort(key=lambda line: json.loads(line)['time'])
    files['events.cef'].append('CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|1|CyberTrace Service Event|4| reason=KL_ALERT_ServiceStarted msg=-')
    files['events.kv'].append('Nov 22 10:00:01 alert=KL_ALERT_UpdatedFeed feed=Phishing_URL_Data_Feed.json records=200473')
    looked_up += [{'object': 'http://clean%d.example/' % i, 'result': 'no match', 'categories': []} for i in range(10)]
    incoming.append((int(LOOKED_UP.timestamp()), 'General', 'api', len(looked_up)))
    judge = Judge(detections, incoming)
    expected = [
        judge.answer(START, END),
        judge.answer(START, END, false_positives=True),
        judge.answer(utc(2026, 11, 1), utc(2026, 12, 1)),
        judge.answer(utc(2026, 11, 9, 21), utc(2026, 11, 19, 21), tenants=['North branch', 'Retail']),
        judge.answer(START, END, source='api'),
    ]
    for name, lines in files.items():
        end = '\r\n' if name == 'events.cef' else '\n'
        with open(os.path.join(sys.argv[1], name), 'w', newline='') as out:
            out.write(end.join(lines) + end)
    with open(os.path.join(sys.argv[1], 'lookup.json'), 'w') as out:
        out.write(json.dumps(looked_up, indent=1) + '\n')
    with open(os.path.join(sys.argv[1], 'expected.json'), 'w') as out:
        out.write(json.dumps(expected, separators=(',', ':')) + '\n')


main()
