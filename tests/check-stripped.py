#!/usr/bin/env python3
"""Take something away from each sample, or disorder it: the verdict may become undecided, never the opposite.  SPDX-License-Identifier: MIT

usage: check-stripped.py HOPSCOPE ROOT

People paste half a header, programs drop fields, and redaction blanks names. What is not there shows nothing, neither that a message
traversed a connector nor that it did not. And no sentence has a hole where something was not stated. Exit status 1 if anything is wrong.
"""
import glob
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
HOLE = re.compile(r'(^|[ (])[,;:.)](?!\d|:)|  |\{\d|\(null\)|\(\)|^ | $')
WORDS = {'summary', 'shows', 'trust_reason', 'title', 'detail', 'meaning', 'action', 'reason'}


def variants(text):
    fields = re.findall(r'(?m)^[^ \t\n].*(?:\n[ \t].*)*', text.partition('\n\n')[0])
    yield 'whole', text
    for name, stays in KEPT.items():
        yield name, '\n'.join(field for field in fields if stays(field.split(':')[0].strip().lower())) + '\n\n'
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


def records(root):
    for path in sorted(glob.glob(os.path.join(root, 'samples', '*.eml'))):
        with open(path, encoding='latin-1', newline='') as file:
            text = file.read().replace('\r\n', '\n')
        for name, variant in variants(text):
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
            if contradiction(whole, verdict):
                wrong.append(f'{name}: {whole["connector"]} ({whole["assurance"]}) became {verdict["connector"]} ({verdict["assurance"]})')
        if n < 1000:
            wrong.append(f'only {n} answers')
    print('\n'.join(wrong))
    print(f'{n} damaged headers, {len(wrong)} complaints')
    return 1 if wrong else 0


sys.exit(main())
