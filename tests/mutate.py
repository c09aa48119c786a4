#!/usr/bin/env python3
"""Change one piece of evidence at a time and see that hopscope never claims more than before.  SPDX-License-Identifier: MIT

usage: mutate.py HOPSCOPE DIRECTORY [--verbose] [--keys FILE] [--every N]

Each evidence field of each message is removed, doubled, moved and altered. The verdict may fall to indeterminate or not-traversed; it may not become
`traversed`, nor `traversed` with a higher assurance. Lines of the reader's own side stay as they are: who changes those decides who reads.
--every N takes only each Nth mutation. Prints a table; exit status 1 if more was claimed, 2 when it could not run.
"""
import collections
import os
import re
import sys

from samplekit import header

EVIDENCE = re.compile(r'^(?:received|received-spf|(?:x-ms-exchange-)?authentication-results(?:-original)?|arc-.*|dkim-signature|x-ms-.*|x-forefront-.*|'
                      r'x-microsoft-antispam(?:-untrusted)?|x-eop.*|x-originatororg|x-clientproxiedby|x-originating-ip|x-sender-ip|x-organizationheaderspreserved|'
                      r'x-crosspremises.*|message-id|from|return-path)$')
ASSURANCE = ['none', 'claimed', 'attested', 'proven']
# What an interested party would write instead; applied where the field holds the left side.
LIES = (('Hosted', 'HybridOnPrem'), ('Internet', 'HybridOnPrem'), ('Incoming', 'Originating'), ('Anonymous', 'Internal'), ('DIR:INB', 'DIR:OUT'),
        ('DIR:INT', 'DIR:OUT'), ('255.255.255.255', '203.0.113.25'), ('spf=fail', 'spf=pass'), ('with mapi', 'with Microsoft SMTP Server'),
        ('cv=fail', 'cv=pass'), ('IPV:NLI', 'IPV:CAL'))


def alterations(field):
    """Damaged and lying copies of one field."""
    name, _, value = field.partition(':')
    yield 'digits changed', name + ':' + re.sub(r'\d', lambda m: str((int(m.group()) + 1) % 10), value)
    yield 'letters changed', name + ':' + re.sub(r'[a-f]', lambda m: 'bcdefa'['abcdef'.index(m.group())], value)
    yield 'cut in half', name + ':' + value[:len(value) // 2].rstrip('\n \t')
    yield 'emptied', name + ': '
    for true, lie in LIES:
        if true in value:
            yield f'{true} to {lie}', name + ':' + value.replace(true, lie)


def mutations(message, fixed):
    """Variant and fields; indexes in `fixed` are left alone."""
    fields = message.fields
    for i in range(len(fields)):
        if i in fixed or not EVIDENCE.match(message.name_of(i)):
            continue
        without = fields[:i] + fields[i + 1:]
        first = next((n for n in range(len(fields)) if n not in fixed and n > max(fixed, default=-1)), 0)
        yield 'removed', i, without
        yield 'doubled', i, fields[:i] + [fields[i]] + fields[i:]
        yield 'doubled at the end', i, fields + [fields[i]]
        yield 'moved to the end', i, without + [fields[i]]
        if i > first:
            yield 'moved up', i, without[:first] + [fields[i]] + without[first:]
        if i + 1 < len(fields):
            yield 'swapped with the next', i, fields[:i] + [fields[i + 1], fields[i]] + fields[i + 2:]
        for variant, altered in alterations(fields[i]):
            yield ('altered' if ' to ' not in variant else variant), i, fields[:i] + [altered] + fields[i + 1:]


def reader_side(message, record):
    """Indexes that are the reader's: the lines the tool trusts, the newest line in any case, and all fields above the lowest of them."""
    received = message.received()
    hops = [h for h in record['hops'] if not h.get('inferred')][::-1]
    own = [i for i, hop in zip(received, hops) if hop['trust'] == 'trusted'] + received[:1]
    return set(range(max(own, default=-1) + 1))


def more(before, after):
    if after[0] == 'no record':
        return True
    if after[0] != 'traversed':
        return False
    return before[0] != 'traversed' or ASSURANCE.index(after[1]) > ASSURANCE.index(before[1])


def mutate(binary, options, messages, every):
    before = header.analyze(binary, options, {m.name: header.text(m.fields, m.body) for m in messages})
    rows, misses = collections.defaultdict(collections.Counter), []
    for message in messages:
        if before[message.name] is None:
            misses.append(f'{message.name}: no record')
            continue
        changed = {}
        for n, (variant, i, fields) in enumerate(mutations(message, reader_side(message, before[message.name]))):
            if n % every == 0:
                changed[f'{n:06d}/{variant}/{i}'] = header.text(fields, message.body)
        base = header.verdict(before[message.name])
        for name, record in header.analyze(binary, options, changed).items():
            _, variant, index = name.split('/')
            after = header.verdict(record)
            row = rows[variant]
            row['made'] += 1
            row['same' if after == base else 'fell' if base[0] == 'traversed' and not more(base, after) else 'other'] += 1
            if more(base, after):
                row['CLAIMS MORE'] += 1
                misses.append(f'{message.name}: {variant}: {header.unfold(message.fields[int(index)])[:90]}: {base[0]}, {base[1]} became {after[0]}, {after[1]}')
    return rows, misses


def main():
    arguments, options, every, rest = [], [], 1, iter(sys.argv[1:])
    for word in rest:
        if word == '--keys':
            options = ['--keys', next(rest, '')]
        elif word == '--every':
            every = int(next(rest, '1'))
        elif not word.startswith('--'):
            arguments.append(word)
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    messages = header.read(arguments[1])
    if not messages:
        print('mutate: no message there', file=sys.stderr)
        return 2
    rows, misses = mutate(os.path.abspath(arguments[0]), options, messages, every)
    print(header.table(rows, ['made', 'same', 'fell', 'other', 'CLAIMS MORE']))
    if misses:
        print('\n'.join(misses if '--verbose' in sys.argv else misses[:40]))
    return 1 if misses else 0


sys.exit(main())
