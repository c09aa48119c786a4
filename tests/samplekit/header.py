"""Take messages apart and put them before the tool: for the makers of forgeries and mutations.  SPDX-License-Identifier: MIT"""
import collections
import json
import os
import re
import subprocess
import tempfile

MICROSOFT = re.compile(r'\b(?:outlook\.com|office365\.(?:com|us)|exchangelabs\.com|protection\.gbl|partner\.outlook\.cn|outlook\.de|office\.com|mx\.microsoft)\b', re.I)
PATIENCE = 200


class Message:
    """Header fields as written (with their continuation lines), and the rest."""

    def __init__(self, name, data):
        self.name = name
        data = data.replace('\r\n', '\n')
        head, _, self.body = data.partition('\n\n')
        self.fields = []
        for line in head.split('\n'):
            if line[:1] in (' ', '\t') and self.fields:
                self.fields[-1] += '\n' + line
            elif line and not (not self.fields and line.startswith('From ')):
                self.fields.append(line)

    def name_of(self, index):
        return self.fields[index].split(':', 1)[0].strip().lower()

    def received(self):
        """Indexes of Received fields, newest first."""
        return [i for i in range(len(self.fields)) if self.name_of(i) == 'received']

    def value(self, name):
        for i, field in enumerate(self.fields):
            if self.name_of(i) == name:
                return unfold(field.split(':', 1)[1])
        return None

    def saw_microsoft(self):
        """Whether any line was written by, or any field stamped by, something of Microsoft's name."""
        by = any(re.search(r'\bby \S*' + MICROSOFT.pattern, unfold(self.fields[i]), re.I) for i in self.received())
        return by or any(self.name_of(i).startswith('x-ms-exchange-crosstenant') for i in range(len(self.fields)))


def unfold(text):
    return re.sub(r'\s+', ' ', text).strip()


def read(directory):
    """All messages of a directory."""
    out = []
    for name in sorted(os.listdir(directory)):
        if name.endswith('.eml'):
            with open(os.path.join(directory, name), encoding='utf-8', errors='surrogateescape', newline='') as file:
                out.append(Message(name, file.read()))
    return out


def text(fields, body=''):
    return '\n'.join(fields) + '\n\n' + body


def analyze(binary, options, messages):
    """messages: name -> text. Returns name -> record (None where the tool gave none)."""
    out = dict.fromkeys(messages)
    with tempfile.TemporaryDirectory(prefix='hopscope-') as directory:
        names = sorted(messages)
        for number, name in enumerate(names):
            with open(os.path.join(directory, f'{number:06d}.eml'), 'w', encoding='utf-8', errors='surrogateescape', newline='') as file:
                file.write(messages[name])
        for start in range(0, len(names), PATIENCE):
            paths = [os.path.join(directory, f'{n:06d}.eml') for n in range(start, min(start + PATIENCE, len(names)))]
            done = subprocess.run([binary, '-f', 'ndjson', *options, *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for line in done.stdout.decode('utf-8', 'replace').splitlines():
                record = json.loads(line)
                source = record.get('source') or {}
                if record.get('type', 'message') == 'message' and not source.get('part') and source.get('path'):
                    out[names[int(os.path.basename(source['path'])[:6])]] = record
    return out


def verdict(record):
    return (record['verdict']['connector'], record['verdict']['assurance']) if record else ('no record', 'none')


def manifest(path):
    """File name -> entry of a JSON Lines manifest."""
    if not path:
        return {}
    with open(path, encoding='utf-8') as file:
        return {entry['file']: entry for entry in map(json.loads, file)}


def table(rows, columns):
    """Counters by key, as text."""
    width = max([len(k) for k in rows] + [4])
    total = collections.Counter()
    lines = [' ' * width + ''.join(f'  {c:>20}' for c in columns)]
    for key in sorted(rows):
        total.update(rows[key])
        lines.append(f'{key:<{width}}' + ''.join(f'  {rows[key][c]:>20}' for c in columns))
    lines.append(f'{"all":<{width}}' + ''.join(f'  {total[c]:>20}' for c in columns))
    return '\n'.join(lines)
