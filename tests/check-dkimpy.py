#!/usr/bin/env python3
"""Compare every signature check with dkimpy's.  SPDX-License-Identifier: MIT

usage: check-dkimpy.py SEAL-DUMP SOURCE-ROOT

Over the samples, whole and with a byte changed here and there, and over the real headers of ../shared where they are. Exit status 77
(skipped) without dkimpy. Where dkimpy is known to be wrong or different, its input is prepared first; each case says why.
"""
import base64
import csv
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

sys.path.append('/usr/lib/python3/dist-packages')  # Debian's, where another python3 comes first
try:
    import dkim
    import dkim.util
except ImportError:
    print('SKIP: no dkimpy')
    sys.exit(77)

MUTATIONS = 6  # per message
BATCH = 500  # files a call


def zone_keys(path):
    """(selector, domain) -> (algorithm, base64) of a zone file of TXT records."""
    keys = {}
    for line in open(path, encoding='ascii'):
        match = re.match(r'(\S+)\._domainkey\.(\S+?)\.\s', line)
        text = ''.join(re.findall(r'"([^"]*)"', line))
        if match:
            keys[match[1].lower(), match[2].lower()] = ('rsa', re.search(r'p=([A-Za-z0-9+/=]+)', text)[1])
    return keys


def table_keys(path):
    """The same of a table."""
    with open(path, encoding='ascii') as file:
        return {(row['selector'].lower(), row['domain'].lower()): (row['algorithm'], row['public_key'])
                for row in csv.DictReader(file, delimiter='\t')}


def resolver(keys):
    """What dkimpy asks for TXT records."""
    def find(name, timeout=5):
        match = re.match(r'(.*)\._domainkey\.(.*?)\.?$', name.decode('utf-8', 'replace').lower())
        key = keys.get((match[1], match[2])) if match else None
        return f'v=DKIM1; k={key[0]}; p={key[1]}'.encode() if key else None
    return find


class Clock:
    """dkimpy's clock: it calls signatures expired, we judge an archive."""
    now = time.time()

    @staticmethod
    def time():
        return Clock.now


dkim.time = Clock


def ask(verifier, sig, names, field, dns):
    """True, False or 'no-key'."""
    name = sig[b's'] + b'._domainkey.' + sig[b'd'] + b'.'
    if dns(name) is None:
        return 'no-key'
    try:
        return bool(verifier.verify_sig(sig, names, field, dns))
    except (dkim.DKIMException, ValueError, KeyError):
        return False


def read(value, needed, arc):
    """The tags of a signature, or None where dkimpy refuses them."""
    try:
        sig = dkim.util.parse_tag_value(value)
        when = re.match(rb'\d+$', sig.get(b't', b''))
        Clock.now = int(when[0]) + 1 if when else time.time()
        dkim.validate_signature_fields(sig, needed, arc)
        return sig
    except (dkim.DKIMException, dkim.util.InvalidTagValueList, ValueError, KeyError, OverflowError):
        return None


def message_signature(verifier, field, arc, dns, whole):
    """The header part alone, and everything: dkimpy looks at the body first, so the first question is asked without bh=."""
    needed = [b'a', b'b', b'bh', b'd', b'h', b's'] + ([b'i'] if arc else [b'v'])
    sig = read(field[1], needed, arc)
    if sig is None:
        return False, False
    names = [name.lower() for name in re.split(rb'\s*:\s*', sig[b'h'])]
    if b'from' not in names or (arc and b'arc-seal' in names):
        return False, False
    header = ask(verifier, {tag: value for tag, value in sig.items() if tag != b'bh'}, list(names), field, dns)
    return header, ask(verifier, sig, list(names), field, dns) if whole and header is True else header


def instance_of(value):
    """Of an ARC field: i= wherever it stands."""
    match = re.search(rb'(?:^|;)\s*i\s*=\s*(\d{1,2})\s*(?:;|$)', value)
    return int(match[1]) if match else 0


def seal(sets, instance, dns):
    """One ARC-Seal. dkimpy hashes the fields in the order of the header, wants "i=" behind a blank (else IndexError), and verifies a
    seal with cv=fail over the whole chain although it signs it, as RFC 8617 section 5.1.2 says, over its own set: so it is given just
    the sets that are covered, newest on top, blanks put in."""
    value = sets[instance].get(b'arc-seal', [b''])[0]
    sig = read(value, [b'i', b'a', b'b', b'cv', b'd', b's'], True)
    if sig is None or b'h' in sig:
        return False
    if dns(sig[b's'] + b'._domainkey.' + sig[b'd'] + b'.') is None:
        return 'no-key'
    if sig[b'cv'] == (b'pass' if instance == 1 else b'none'):
        return False
    covered = [instance] if sig[b'cv'] == b'fail' else range(instance, 0, -1)
    text = b''
    for i in covered:
        for kind in dkim.ARC.ARC_HEADERS:
            if len(sets.get(i, {}).get(kind, [])) != 1:
                return False
            text += kind + b': ' + sets[i][kind][0].lstrip()
    chain = dkim.ARC(text + b'\r\n')
    try:
        return bool(chain.verify_instance(chain.sorted_arc_headers()[1], instance, dnsfunc=dns)['as-valid'])
    except (dkim.DKIMException, dkim.util.InvalidTagValueList, ValueError, KeyError, IndexError):
        return False


def theirs(message, dns, whole):
    """(kind, number) -> (header part, everything)."""
    answers, sets, n_dkim = {}, {}, 0
    try:
        verifier = dkim.ARC(message)
    except dkim.MessageFormatError:  # a field without a name: it reads no mail that has one
        return {}
    for name, value in verifier.headers:
        name = name.lower()
        if name == b'dkim-signature':
            answers['dkim-signature', n_dkim] = message_signature(verifier, (name_as_written(verifier, value), value), False, dns, whole)
            n_dkim += 1
        elif name in dkim.ARC.ARC_HEADERS:
            sets.setdefault(instance_of(value), {}).setdefault(name, []).append(value)
    for instance, fields in sets.items():
        if instance and len(fields.get(b'arc-seal', [])) == 1:
            answers['arc-seal', instance] = (seal(sets, instance, dns),) * 2
        if instance and len(fields.get(b'arc-message-signature', [])) == 1:
            value = fields[b'arc-message-signature'][0]
            answers['arc-message-signature', instance] = message_signature(verifier, (name_as_written(verifier, value), value), True, dns, whole)
    return answers


def name_as_written(verifier, value):
    """The field's name: "simple" keeps its case."""
    return next(name for name, text in verifier.headers if text is value)


def ours(tool, keys, paths, whole):
    """path -> (kind, number) -> record."""
    answers = {path: {} for path in paths}
    with tempfile.NamedTemporaryFile('w', suffix='.tsv') as table:
        for (selector, domain), (algorithm, key) in keys.items():
            table.write(f'{domain}\t{selector}\t{algorithm}\t{key}\n')
        table.flush()
        for start in range(0, len(paths), BATCH):
            run = subprocess.run([tool, table.name] + (['--body'] if whole else []) + paths[start:start + BATCH], check=True,
                                 capture_output=True)
            for line in run.stdout.decode('utf-8', 'replace').splitlines():
                record = json.loads(line)
                found = answers[record['file']]
                number = record['instance'] or sum(1 for kind, _ in found if kind == 'dkim-signature')
                found[record['kind'], number] = record
    return answers


def compare(tool, keys, messages, whole, counts):
    """Prints where we differ; returns how often."""
    dns, different = resolver(keys), 0
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for n, (name, message) in enumerate(messages):
            paths[os.path.join(folder, str(n))] = (name, message)
        for path, (name, message) in paths.items():
            with open(path, 'wb') as file:
                file.write(message)
        for path, mine in ours(tool, keys, list(paths), whole).items():
            name, message = paths[path]
            for key, (header, everything) in theirs(message, dns, whole).items():
                record = mine.get(key, {'result': 'missing', 'header': 'unknown'})
                counts[key[0], record['result']] = counts.get((key[0], record['result']), 0) + 1
                agree = (record['header'] == 'holds') == (header is True)
                if whole or key[0] == 'arc-seal':
                    agree = agree and (record['result'] == 'pass') == (everything is True)
                if header == 'no-key':
                    agree = agree and record['result'] in ('no-key', 'malformed')
                if not agree:
                    different += 1
                    print(f'{name}: {key[0]} {key[1]}: dkimpy says {header}, {everything}; we say {record}')
    return different


def mutated(name, message, dice):
    """The message with a byte changed somewhere in its header or body, structure left alone: dkimpy raises on broken fields."""
    for n in range(MUTATIONS):
        place = dice.randrange(len(message))
        byte = dice.choice(b'xQ7;=: ')
        if message[place:place + 1] in (b'\r', b'\n', b':', b' ', b'\t') or message[place - 1:place] in (b'', b'\n'):
            continue
        if message[place + 1:place + 3] in (b'==', b'=;', b'=\r', b'=\n'):  # bits no byte has: it ignores them, we refuse them
            continue
        yield f'{name}, byte {place} made {bytes([byte])!r}', message[:place] + bytes([byte]) + message[place + 1:]


def main():
    tool, root = sys.argv[1:3]
    counts, different, dice = {}, 0, random.Random(8617)
    keys = zone_keys(os.path.join(root, 'samples', 'keys.zone'))
    samples = [(path, open(path, 'rb').read()) for path in sorted(glob.glob(os.path.join(root, 'samples', '*.eml')))]
    signed = [(path, text) for path, text in samples if re.search(rb'(?im)^(arc-seal|dkim-signature):', text)]
    different += compare(tool, keys, signed, True, counts)
    different += compare(tool, keys, [pair for path, text in signed for pair in mutated(path, text, dice)], True, counts)
    real = sorted(glob.glob(os.path.join(root, '..', 'shared', 'corpus', 'eml', '*.eml')))
    if real:
        keys = table_keys(os.path.join(root, '..', 'shared', 'm365', 'arc_keys.tsv'))
        messages = [(path, open(path, 'rb').read()) for path in real]
        different += compare(tool, keys, messages, False, counts)
        different += compare(tool, keys, [pair for path, text in messages for pair in mutated(path, text.split(b'\n\n')[0] + b'\n\n', dice)],
                             False, counts)
    for (kind, result), n in sorted(counts.items()):
        print(f'{n:6} {kind} {result}')
    print(f'{different} differences')
    return 1 if different or not any(result == 'pass' for _, result in counts) else 0


if __name__ == '__main__':
    sys.exit(main())
