"""Mail made for measuring: each message is one of samples/ with ids, names and times of its own, and a body.

Example domains and documentation addresses only, as in the samples. The same seed gives the same bytes.
"""
import glob
import itertools
import os
import random
import re

WORDS = ('the quarterly report scanned document attached please find invoice number delivery printer floor kitchen meeting '
         'agenda minutes reply by friday thank you regards forwarded original message from office support team account').split()
GUID = re.compile(rb'\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b')
SERVER = re.compile(rb'\b([A-Z]{2}\d[A-Z0-9]*?(?:MB|CA|FT|EPF|CU))(\d{3,4})\b')
QUEUE_ID = re.compile(rb'\b(id|ID) ([A-Za-z0-9]{6,})')
TIME = re.compile(rb':(\d\d):(\d\d) ')


class Maker:
    def __init__(self, samples, seed=1):
        self.random = random.Random(seed)
        self.templates = []
        for path in sorted(glob.glob(os.path.join(samples, '*.eml'))):
            with open(path, 'rb') as file:
                mail = file.read().replace(b'\r\n', b'\n')
            self.templates.append(mail.partition(b'\n\n')[0] + b'\n')

    def _digits(self, text):
        return bytes(self.random.choice(b'0123456789') if 48 <= c < 58 else c for c in text)

    def _hex(self, match):
        return b'-'.join(bytes(self.random.choice(b'0123456789abcdef') for _ in part) for part in match[0].split(b'-'))

    def header(self):
        text = self.random.choice(self.templates)
        guids, servers = {}, {}
        text = GUID.sub(lambda m: guids.setdefault(m[0], self._hex(m)), text)
        text = SERVER.sub(lambda m: servers.setdefault(m[0], m[1] + self._digits(m[2])), text)
        text = QUEUE_ID.sub(lambda m: m[1] + b' ' + self._digits(m[2]), text)
        second = b'%02d' % self.random.randrange(60)
        return TIME.sub(lambda m: b':' + m[1] + b':' + second + b' ', text)

    def body(self):
        size, lines, total = int(min(self.random.paretovariate(0.9) * 2500, 400000)), [], 0
        packed = self.random.random() < 0.3
        while total < size:
            if packed:
                line = bytes(self.random.choices(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', k=76))
            else:
                line = ' '.join(self.random.choices(WORDS, k=11)).encode()
            run = self.random.randrange(1, 40)
            lines += [line] * run
            total += (len(line) + 1) * run
        return b'\n'.join(lines) + b'\n'


def write(path, maker, size, bodies, distinct=6000):
    """An mbox of at least @size bytes at @path: @distinct messages, over and over. Returns the number of messages.

    Many enough that no memory of what was seen before has an easy time of it."""
    parts = []
    for i in range(distinct):
        parts.append(b'From sender@example.com Mon Mar  9 03:%02d:%02d 2026\n' % (i // 60 % 60, i % 60) + maker.header() + b'\n' +
                     (maker.body() + b'\n' if bodies else b''))
    messages = total = 0
    with open(path, 'wb') as file:
        for part in itertools.cycle(parts):
            file.write(part)
            total += len(part)
            messages += 1
            if total >= size:
                break
    return messages


def write_from(path, folder, size, maker):
    """The same from the .eml files of @folder, with bodies of their own, or made ones where they have none, unless @maker is None."""
    parts = []
    for name in sorted(glob.glob(os.path.join(folder, '**', '*.eml'), recursive=True)):
        with open(name, 'rb') as file:
            header, _, body = file.read().replace(b'\r\n', b'\n').partition(b'\n\n')
        body = re.sub(rb'(?m)^(>*From )', rb'>\1', body)
        if maker is not None and not body.strip():
            body = maker.body()
        header = re.sub(rb'(?m)^(>*From .*\n|From .*$)', b'', header)
        parts.append(b'From sender@example.com Mon Mar  9 03:53:37 2026\n' + header + b'\n\n' + (body + b'\n\n' if maker is not None else b''))
    messages = total = 0
    with open(path, 'wb') as file:
        while parts and total < size:
            file.write(b''.join(parts))
            total += sum(map(len, parts))
            messages += len(parts)
    return messages
