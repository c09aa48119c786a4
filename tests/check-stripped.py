#!/usr/bin/env python3
"""Take something away from each sample, or disorder it: the verdict may become undecided, never the opposite.  SPDX-License-Identifier: MIT

usage: check-stripped.py HOPSCOPE ROOT

People paste half a header, programs drop fields, and redaction blanks names. What is not there shows nothing, neither that a message
traversed a connector nor that it did not. And no sentence has a hole where something was not stated. Exit status 1 if anything is wrong.
"""
import glob
import html
import json
import os
import re
import subprocess
import sys

ENVELOPE = {'received', 'from', 'to', 'subject', 'date', 'message-id', 'return-path', 'delivered-to'}
# Which fields stay, by their names in lower case.
KEPT = {
    'received-only': lambda name: name in ENVELOPE,
    'received-and-results': lambda name: name in ENVELOPE or name in ('authentication-results', 'received-spf'),
    'no-x': lambda name: not name.startswith('x-'),
    'no-microsoft': lambda name: not name.startswith(('x-ms-', 'x-forefront', 'x-microsoft', 'x-originatororg', 'x-eop')),
    'no-crosstenant': lambda name: not name.startswith('x-ms-exchange-crosstenant'),
    'no-organization': lambda name: not name.startswith('x-ms-exchange-organization'),
    'no-forefront': lambda name: not name.startswith('x-forefront'),
    'no-results': lambda name: 'authentication-results' not in name and name != 'received-spf',
    'no-arc': lambda name: not name.startswith('arc-'),
}
# What is blanked: pattern and replacement, for all fields and for the newest one or two.
BY = (r'(?m)^(Received:(?:.|\n[ \t])*?)\sby\s+\S+(?:\s+\([^)]*\))?', r'\1')
FROM = (r'(?m)^Received:\s*from\s+\S+(?:\s+\([^)]*\))?', r'Received:')
ADDRESS = (r'(?m)^(Received:\s*from\s+\S+)\s+\([^)]*\)', r'\1')
ALL_BUT_DATE = (r'(?m)^Received:(?:.|\n[ \t])*?;', 'Received: ;')
BLANKED = {
    'by': BY, 'from': FROM, 'address': ADDRESS, 'all-but-date': ALL_BUT_DATE,
    'mail-from': (r'smtp\.mailfrom=\S+', 'smtp.mailfrom='), 'header-from': (r'header\.from=\S+', ''), 'spf': (r'spf=\w+', 'spf='),
    'author': (r'(?m)^From:.*$', 'From:'), 'x-values': (r'(?m)^(X-[\w-]+):.*(\n[ \t].*)*', r'\1:'),
}
IP = r'\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b'
GUID = r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
# What people write over what nobody shall see.
REDACTED = {
    'addresses': (IP, 'x.x.x.x'), 'addresses in words': (IP, '[REDACTED]'), 'addresses to nothing': (IP, ''), 'last octets': (r'\b(\d+\.\d+\.\d+)\.\d+\b', r'\1.xxx'),
    'all addresses the same': (IP, '203.0.113.4'), 'own names': (r'[\w.-]*example\.(com|net|org)', 'REDACTED'), 'tenants': (GUID, '<tenant>'),
    'servers': (r'(?i)[\w.-]+\.outlook\.com', 'SERVER'), 'mail addresses': (r'[\w.+-]+@[\w.-]+', '[removed]'), 'dates': (r'\w{3}, \d{1,2} \w{3} \d{4} [\d:]+', 'DATE'),
    'attribution': (r'(OriginalAttributedTenantConnectingIp:).*(\n[ \t].*)*', r'\1 REDACTED'), 'attributed address': (r'Ip=\[[^]]*\]', 'Ip=[x.x.x.x]'),
    'filter': (r'CIP:[^;]*', 'CIP:x.x.x.x'),
}
# What copying does, and the repairs undo: the verdict stays.
COPIED = {
    'quoted': lambda text: re.sub('(?m)^', '> ', text), 'indented': lambda text: re.sub('(?m)^', '    ', text),
    'double-spaced': lambda text: text.replace('\n', '\n\n'), 'folding lost': lambda text: re.sub(r'\n[ \t]+', '\n', text),
    'one line': lambda text: re.sub(r'\n[ \t]*', ' ', text), 'escaped': html.escape, 'odd spaces': lambda text: text.replace(' ', '\u00a0'),
    'defanged': lambda text: re.sub(r'(?<=\w)\.(?=\w)', '[.]', text), 'linked': lambda text: re.sub(r'<([\w.+-]+@[\w.-]+)>', r'<\1<mailto:\1>>', text),
}
HOLE = re.compile(r'(^|[ (])[,;:.)](?!\d|:)|  |\{\d|\(null\)|\(\)|^ | $')
WORDS = {'summary', 'shows', 'trust_reason', 'title', 'detail', 'meaning', 'action', 'reason'}


def variants(text):
    fields = re.findall(r'(?m)^[^ \t\n].*(?:\n[ \t].*)*', text.partition('\n\n')[0])
    yield 'whole', text
    for name, stays in KEPT.items():
        yield name, '\n'.join(field for field in fields if stays(field.split(':')[0].strip().lower())) + '\n\n'
    for name, (pattern, by) in REDACTED.items():
        yield f'{name} redacted', re.sub(pattern, by, text)
    for eighths in range(1, 8):
        yield f'first {eighths}/8', '\n'.join(fields[:len(fields) * eighths // 8]) + '\n\n'
    yield 'sorted', '\n'.join(sorted(fields, key=lambda field: field.split(':')[0].lower())) + '\n\n'
    yield 'upside down', '\n'.join(reversed(fields)) + '\n\n'
    yield 'twice', '\n'.join(fields * 2) + '\n\n'
    for name, (pattern, by) in BLANKED.items():
        yield f'{name} blank', re.sub(pattern, by, text)
        if pattern.startswith('(?m)^(Received') or pattern.startswith('(?m)^Received'):
            yield f'{name} blank once', re.sub(pattern, by, text, count=1)
            yield f'{name} blank twice', re.sub(pattern, by, text, count=2)


def copies(text):
    for name, damage in COPIED.items():
        yield f'copied, {name}', damage(text.partition('\n\n')[0]) + '\n\n'


def records(root):
    for path in sorted(glob.glob(os.path.join(root, 'samples', '*.eml'))):
        with open(path, encoding='latin-1', newline='') as file:
            text = file.read().replace('\r\n', '\n')
        for name, variant in (*variants(text), *copies(text)):
            yield {'id': f'{os.path.basename(path)}: {name}', 'raw': variant}


def analyze(binary, lines, options):
    done = subprocess.run([binary, '-f', 'ndjson', '--jobs=1', *options], input=lines, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def holes(value, key=''):
    if isinstance(value, dict):
        return [hole for name, inner in value.items() for hole in holes(inner, name)]
    if isinstance(value, list):
        return [hole for inner in value for hole in holes(inner, key)]
    return [value] if isinstance(value, str) and key in WORDS and HOLE.search(value) else []


def contradiction(whole, part):
    """What is less must not say the opposite, and no more surely what the whole left open."""
    if part['connector'] == 'indeterminate' or part['connector'] == whole['connector']:
        return False
    return whole['connector'] != 'indeterminate' or (part['connector'] == 'traversed' and part['assurance'] != 'claimed')


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    binary, root = sys.argv[1:]
    lines = ''.join(json.dumps(record) + '\n' for record in records(root)).encode()
    wrong = []
    known = ['--connectors', os.path.join(root, 'samples', 'connectors.json'), '--tenant-domain', 'example.com']
    for options in ([], known):
        verdicts, n = {}, 0
        for record in analyze(binary, lines, options):
            name = record['source']['id']
            if record['type'] != 'message' or record['source']['part'] is not None:
                continue
            n += 1
            verdicts.setdefault(name, record['verdict'])
            wrong += [f'{name}: a hole: {hole}' for hole in holes(record)]
        for name, verdict in verdicts.items():
            whole = verdicts[name.split(': ')[0] + ': whole']
            mended = ': copied' in name and not name.endswith('one line')  # of one line it is a guess where each field begins
            if contradiction(whole, verdict) or (mended and verdict['connector'] != whole['connector']):
                wrong.append(f'{name}: {whole["connector"]} ({whole["assurance"]}) became {verdict["connector"]} ({verdict["assurance"]})')
        if n < 1000:
            wrong.append(f'only {n} answers')
    print('\n'.join(wrong))
    print(f'{n} damaged headers, {len(wrong)} complaints')
    return 1 if wrong else 0


sys.exit(main())
