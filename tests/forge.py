#!/usr/bin/env python3
"""Make forgeries of the messages in a directory and see whether hopscope believes one.  SPDX-License-Identifier: MIT

usage: forge.py HOPSCOPE DIRECTORY [MANIFEST] [--strict] [--verbose] [--keep DIRECTORY] [--keys FILE]

By the rules of an attacker who controls everything below the reader's own line. MANIFEST (JSON Lines with "file", "verdict" and "submission_path")
says which messages are what; without it their fields do. Prints a table; exit status 1 if a forgery is called `traversed`, or is called so with more
than `claimed` where headers alone cannot tell it from the truth (--strict: there neither); 2 when it could not run.
"""
import collections
import copy
import datetime
import email.utils
import os
import re
import sys

from samplekit import header, microsoft, outside
from samplekit.mail import Mail, date, later
from samplekit.microsoft import EUR, EXAMPLE_COM, EXAMPLE_NET, NAM, TLS12, Pass

STRANGER = '203.0.113.66'
NEVER, CLAIMED = 'never traversed', 'claimed at most'
OUTBOUND = re.compile(r'[\w.-]+\.outbound\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn|outlook\.de)', re.I)
ADDRESS = re.compile(r'\[(?:IPv6:)?([0-9a-fA-F:.]{3,})\]|\(([0-9a-fA-F:.]{7,})\)')
ORGANIZATION = (('MessageDirectionality', 'Originating'), ('AuthAs', 'Internal'), ('AuthMechanism', '10'), ('AuthSource', 'EX01.corp.example.com'),
                ('FromEntityHeader', 'HybridOnPrem'),
                ('OriginalAttributedTenantConnectingIp', f'TenantId={EXAMPLE_COM.id};Ip=[203.0.113.25];Helo=[relay.example.com]'))


def entry_time(message):
    """When the newest line was written; a fixed day if it does not say."""
    for i in message.received():
        try:
            time = email.utils.parsedate_to_datetime(header.unfold(message.fields[i].rsplit(';', 1)[-1]).split(' (')[0])
            return (time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)).astimezone(datetime.timezone.utc)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return datetime.datetime(2026, 3, 9, 10, 4, 36, tzinfo=datetime.timezone.utc)


class MessageAt:
    """A message as if it were read at that time."""

    def __init__(self, message, time):
        self.name, self.value = message.name, message.value
        self.fields = [f'Received: by mx.example.net; {date(time)}']
        self.received = lambda: [0]


def invented_pass(message, time, site=EUR):
    """A whole connector pass, consistent to the last digit: lines above, fields below. Nothing is signed."""
    mail = Mail(message.name)
    mail.fields = []
    p = Pass(EXAMPLE_COM, site, later(time, -6), helo='relay.example.com', ip='203.0.113.25', tls=TLS12)
    outside.smtpsvc(mail, 'scanner01', '192.168.0.3', 'relay.example.com', later(time, -8))
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    split = len(mail.fields)
    microsoft.leave(mail, p, 'example.net', dkim=False, arc=False)
    fields = mail.fields[split:] + [f for f in mail.fields[:split] if not is_trace(f)]
    return [f for f in mail.fields[:split] if is_trace(f)], fields


def is_trace(field):
    return field.startswith(('Received', 'Authentication-Results', 'X-MS-Exchange-Authentication-Results'))


def parts(message):
    """What stands above the true entry, that line (the newest that names a peer and its address), and the fields below that are no trace."""
    top = next((i for i in message.received() if None not in peer(message.fields[i])), message.received()[0])
    rest = [f for i, f in enumerate(message.fields) if i > top and message.name_of(i) not in ('received', 'received-spf', 'authentication-results')]
    return message.fields[:top], message.fields[top], rest


def peer(line):
    """HELO and address of the newest line, as far as it says them."""
    helo = re.search(r'\bfrom (\S+)', header.unfold(line))
    address = ADDRESS.search(header.unfold(line))
    return helo.group(1) if helo else None, (address.group(1) or address.group(2)) if address else None


def fields_only(message):
    """(a) all fields of a connector pass, no line."""
    _, fields = invented_pass(message, entry_time(message))
    yield 'fields', NEVER, message.fields + fields


def chains(message):
    """(b) a whole invented chain below the true entry."""
    above, entry, rest = parts(message)
    time = entry_time(message)
    lines, fields = invented_pass(message, time)
    helo, address = peer(entry)
    entry = entry.replace(f'IPv6:{address}', STRANGER).replace(address, STRANGER) if address else entry
    yield 'chain from a Microsoft line', NEVER, above + [entry] + lines + rest + fields
    hand_over = Mail(message.name)
    egress = (EUR.helo(), EUR.reverse(), EUR.out_ip)
    outside.postfix(hand_over, *egress, 'gate.example.org', later(time, -3), tls='TLSv1.3')
    yield 'chain from a hand-over elsewhere', NEVER, above + [entry] + hand_over.fields + lines + rest + fields
    if helo and '.' in helo and not helo.startswith('['):
        hand_over = Mail(message.name)
        outside.postfix(hand_over, *egress, helo, later(time, -3), tls='TLSv1.3')
        yield 'chain from a joined hand-over', CLAIMED, above + [entry] + hand_over.fields + lines + rest + fields


# How the reader's server may write that HELO said one thing and the address was another.
DIALECTS = (
    ('Postfix', 'from {helo} (unknown [{ip}])\n\tby mx.example.net (Postfix) with ESMTPS id 4F1A2B3C4D'),
    ('Exim', 'from [{ip}] (helo={helo})\n\tby mx.example.net with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.97) id 1tQx2a-0003mm-Sz'),
    ('Sendmail', 'from {helo} (host66.example.org [{ip}] (may be forged))\n\tby mx.example.net (8.18.1/8.18.1) with ESMTPS id 529A4aQx012345'),
    ('qmail', 'from unknown (HELO {helo}) ({ip})\n  by mx.example.net with SMTP'),
    ('Exchange', 'from {helo} ({ip}) by mx.example.net\n (10.20.0.15) with Microsoft SMTP Server id 15.2.1748.10 via Frontend Transport'),
    ('Google', 'from {helo} ([{ip}])\n        by mx.google.com with ESMTPS id af79cd13be357-431f4c27e4si27493285a.411.2026.03.09.03.04.36'))
# The HELO, and whether it may reach `claimed`: only where it is the name of the server below, as with an honest relay.
GREETINGS = (('a Microsoft address', f'[{EUR.out_ip}]', NEVER), ('a Microsoft name', EUR.helo(), CLAIMED), ('the reader\'s name', None, CLAIMED),
             ('a gateway\'s name', 'mx0b-00123401.pphosted.com', CLAIMED))


def greetings(message):
    """(b, f) the reader's own line in many dialects, a HELO chosen to match what stands below."""
    time = entry_time(message)
    rest = parts(message)[2]
    lines, fields = invented_pass(message, time)
    for dialect, form in DIALECTS:
        own = 'mx.google.com' if dialect == 'Google' else 'mx.example.net'
        for what, helo, limit in GREETINGS:
            hand_over = Mail(message.name)
            if limit == CLAIMED and helo != EUR.helo():
                outside.postfix(hand_over, EUR.helo(), EUR.reverse(), EUR.out_ip, helo or own, later(time, -3), tls='TLSv1.3')
            top = 'Received: ' + form.format(helo=helo or own, ip=STRANGER) + f'; {date(time)}'
            yield f'HELO is {what}', limit, dialect, [top] + hand_over.fields + lines + rest + fields


def to_google(message, egress, fields, spf='fail'):
    mail = Mail(message.name)
    mail.fields = list(fields)
    author = re.search(r'[\w.+-]+@[\w.-]+', message.value('from') or '') or re.search('.+', 'kim@example.org')
    if mail.get('From') is None:
        mail.fields.append('From: kim@example.org')
    outside.google(mail, egress, later(entry_time(message), 7200), recipient='ops@example.net', mail_from=author.group(), dkim=None, spf=spf)
    return mail.fields


def resent(message):
    """(c) a genuine connector message sent again by a stranger, to Google and into another tenant."""
    stranger = ('vps-19.example.org', 'vps-19.example.org', STRANGER)
    yield 'resent to Google', NEVER, to_google(message, stranger, message.fields)
    cut = microsoft_part(message)
    if cut:
        yield 'resent to Google, cut', NEVER, to_google(message, stranger, cut)
    last = re.search(r'\bby ([\w-]+(?:\.[\w-]+)+) ', header.unfold(message.fields[message.received()[0]]))
    if last and not header.MICROSOFT.search(last.group(1)):
        yield 'resent under the name of the last server', CLAIMED, to_google(message, (last.group(1), None, STRANGER), message.fields)
    mail = Mail(message.name)
    mail.fields = [f for f in cut or message.fields if not f.lower().startswith(('x-ms-exchange-crosstenant-', 'x-ms-exchange-organization-', 'x-eop'))]
    p = Pass(EXAMPLE_NET, NAM, later(entry_time(message), 7200), helo='vps-19.example.org', ip=STRANGER, entity='Internet', spf='fail', mail_from='example.org',
             header_from='example.org', compauth='fail reason=001', extra=(('X-MS-Exchange-Transport-CrossTenantHeadersStripped', NAM.fe_name()),))
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    if mail.get('From') is None:
        mail.fields.append('From: kim@example.org')
    microsoft.deliver(mail, p)
    yield 'resent into a tenant', NEVER, mail.fields
    yield 'resent into a tenant, Microsoft HELO', NEVER, [f.replace('vps-19.example.org', EUR.helo()) for f in mail.fields]


def microsoft_part(message):
    """From the newest line by a Microsoft server on, with the trace fields around it."""
    for i in message.received():
        if header.MICROSOFT.search(re.sub(r'^.*?\bby ', '', header.unfold(message.fields[i]))[:80]):
            return message.fields[i:]
    return None


def foreign_hand_over(message):
    """(d) the hand-over out of Microsoft 365 recorded from a foreign address under the same name."""
    for i in message.received():
        line = message.fields[i]
        address = ADDRESS.search(line)
        if OUTBOUND.search(line) and address and not header.MICROSOFT.search(re.sub(r'(?s)^.*?\bby\s', '', line)[:60]):
            fields = list(message.fields)
            fields[i] = line.replace(address.group(1) or address.group(2), '203.0.113.5').replace('[IPv6:203', '[203')
            yield 'hand-over from a foreign address', CLAIMED, fields
            return


def copied_seal(message, genuine):
    """(e) the signed statement of another message, with its fields."""
    arc = [f for f in genuine.fields if f.upper().startswith('ARC-') and re.search(r'(?:mx\.microsoft\.com|d=microsoft\.com)', f)]
    fields = [f for f in genuine.fields if f.lower().startswith(('x-ms-', 'x-forefront', 'x-eop', 'x-originatororg'))]
    if arc:
        above, entry, rest = parts(message)
        yield 'copied seal', NEVER, above + [entry] + arc + rest + fields
        yield from copied_journey(message, genuine, arc, rest, fields)


def copied_journey(message, genuine, arc, rest, fields):
    """The same with the other message's lines below an own relay whose name and address agree: as after an honest list that changed the text."""
    lines = [genuine.fields[i] for i in genuine.received() if header.MICROSOFT.search(re.sub(r'^.*?\bby ', '', header.unfold(genuine.fields[i]))[:80])]
    if not lines:
        return
    hand_over = Mail(message.name)
    outside.postfix(hand_over, EUR.helo(), EUR.reverse(), EUR.out_ip, 'gate.example.org', later(entry_time(genuine), 3), tls='TLSv1.3')
    relay = ('gate.example.org', 'gate.example.org', STRANGER)
    author = [f for f in genuine.fields if f.lower().startswith('from:')]
    for what, content in (('', rest), (' and author', author + [f for f in rest if not f.lower().startswith('from:')])):
        late = MessageAt(message, entry_time(genuine))
        yield f'copied journey{what}', CLAIMED, to_google(late, relay, hand_over.fields + arc + lines + content + fields)


def microsoft_names(message):
    """(f) HELO or reverse name of Microsoft on a foreign address."""
    lines, fields = invented_pass(message, entry_time(message))
    rest = parts(message)[2]
    for kind, egress in (('HELO', (EUR.helo(), None, STRANGER)), ('reverse name', (EUR.helo(), EUR.reverse(), STRANGER))):
        yield f'Microsoft {kind}', NEVER, to_google(message, egress, rest + fields)
        yield f'Microsoft {kind} and chain', CLAIMED, to_google(message, egress, lines + rest + fields)


def organization(message):
    """(g) fields that live in one organization only, added from outside."""
    yield 'Organization-* from outside', NEVER, message.fields + [f'X-MS-Exchange-Organization-{n}: {v}' for n, v in ORGANIZATION]


def hosted_with_attribution(message):
    """(h) mailbox mail with the marks of a connector added."""
    marks = [f'X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId={EXAMPLE_COM.id};Ip=[203.0.113.25];Helo=[relay.example.com]',
             'X-MS-Exchange-CrossTenant-FromEntityHeader: HybridOnPrem', 'X-EOPAttributedMessage: 0']
    yield 'attribution added below', NEVER, message.fields + marks
    last = message.received()[-1] + 1
    yield 'attribution added above', NEVER, message.fields[:last] + marks + message.fields[last:]
    lines, fields = invented_pass(message, later(entry_time(message), -30))
    if any(' with mapi ' in header.unfold(message.fields[i]) for i in message.received()):
        yield 'connector chain below a submission', NEVER, message.fields[:last] + lines + message.fields[last:] + marks
        yield 'connector pass below a submission', NEVER, message.fields[:last] + lines + message.fields[last:] + fields


def kind_of(message, known):
    """'connector', 'hosted', 'never' or None."""
    entry = known.get(message.name)
    if entry:
        path = entry['submission_path']
        if entry['verdict'] == 'traversed':
            return 'connector'
        return 'never' if 'not-microsoft-365' in path else 'hosted' if {'mailbox', 'smtp-auth'} & set(path) and 'consumer' not in path else None
    entity = [message.fields[i].split(':')[1].strip() for i in range(len(message.fields)) if message.name_of(i).endswith('crosstenant-fromentityheader')]
    attributed = any(message.name_of(i).endswith('crosstenant-originalattributedtenantconnectingip') for i in range(len(message.fields)))
    if not message.received():
        return None
    if not message.saw_microsoft():
        return 'never'
    return 'connector' if entity == ['HybridOnPrem'] and attributed else 'hosted' if entity == ['Hosted'] and not attributed else None


def forgeries(message, kind, genuine):
    if kind == 'never':
        for variant, limit, dialect, fields in greetings(message):
            yield f'{variant}/{dialect}', limit, fields
        yield from fields_only(message)
        yield from chains(message)
        yield from copied_seal(message, genuine)
        yield from microsoft_names(message)
        yield from organization(message)
    if kind == 'connector':
        yield from resent(message)
        yield from foreign_hand_over(message)
    if kind == 'hosted':
        yield from hosted_with_attribution(message)
        yield from organization(message)


def make(directory, known):
    """(name, variant) -> (limit, text)."""
    messages = [m for m in header.read(directory) if m.received()]
    kinds = {m.name: kind_of(m, known) for m in messages}
    genuine = next((m for m in messages if kinds[m.name] == 'connector' and microsoft_part(m) and any(f.startswith('ARC-Seal') for f in m.fields)), None)
    out = {}
    for message in messages:
        for variant, limit, fields in forgeries(copy.copy(message), kinds[message.name], genuine or message):
            out[f'{variant}/{message.name}'] = (limit, header.text(fields, message.body))
    return out


def believed(connector, assurance, limit, strict):
    if connector != 'traversed':
        return connector == 'no record'
    return limit == NEVER or strict or assurance not in ('claimed', 'none')


def main():
    arguments, options = [], []
    rest = iter(sys.argv[1:])
    keep = None
    for word in rest:
        if word in ('--keep', '--keys'):
            value = next(rest, None)
            keep, options = (value, options) if word == '--keep' else (keep, ['--keys', value])
        elif not word.startswith('--'):
            arguments.append(word)
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    made = make(arguments[1], header.manifest(arguments[2] if len(arguments) > 2 else None))
    if not made:
        print('forge: nothing to forge there', file=sys.stderr)
        return 2
    if keep:
        for name, (_, content) in made.items():
            path = os.path.join(keep, name.replace('/', '--').replace(' ', '-').replace(',', ''))
            open(path, 'w', encoding='utf-8', errors='surrogateescape', newline='').write(content)
    records = header.analyze(os.path.abspath(arguments[0]), options, {name: content for name, (_, content) in made.items()})
    rows, misses = collections.defaultdict(collections.Counter), []
    for name, (limit, _) in made.items():
        connector, assurance = header.verdict(records[name])
        row = rows[f'{name.split("/")[0]} ({limit})']
        row['made'] += 1
        row[connector if connector != 'traversed' else f'traversed, {assurance}'] += 1
        if believed(connector, assurance, limit, '--strict' in sys.argv):
            row['BELIEVED'] += 1
            misses.append(f'{name}: {connector}, {assurance}; {limit}')
    print(header.table(rows, ['made', 'not-traversed', 'indeterminate', 'traversed, claimed', 'traversed, attested', 'traversed, proven', 'BELIEVED']))
    if misses:
        print('\n'.join(misses if '--verbose' in sys.argv else misses[:40]))
    return 1 if misses else 0


sys.exit(main())
