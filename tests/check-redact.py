#!/usr/bin/env python3
"""check-redact.py HOPSCOPE FILE|FOLDER...: with --redact nothing that names people or networks is left, and the judgement is the same.

What names somebody is taken from the JSON without --redact: addresses, names, subjects, hosts and IP addresses that are not Microsoft's.
None of it may stand in any format of the redacted report. A folder that is not there is passed over.
"""
import ipaddress
import json
import os
import subprocess
import sys

MICROSOFT = ('outlook.com', 'office365.com', 'microsoft.com', 'exchangelabs.com', 'office365.us', 'outlook.cn', 'outlook.de', 'office.de',
             'hotmail.com', 'live.com', 'azurecomm.net', 'mx.microsoft', 'windows.net', 'microsoftonline.com', 'msn.com', 'office.com')
MICROSOFT_ROLES = ('eop-inbound', 'exchange-online', 'eop-outbound')
# Words too common to say anything if they are found.
COMMON = {'localhost', 'unknown', 'user', 'mail', 'smtp', 'server', 'internal', 'microsoft', 'from', 'test', 'none', 'login', 'plain', 'helo', 'org', 'gateway'}


def run(hopscope, form, path, *more):
    done = subprocess.run([hopscope, '-f', form, '--headers', '-v', *more, path], capture_output=True, timeout=120)
    return done.stdout.decode('utf-8')


def is_microsoft(host):
    host = host.lower().rstrip('.')
    return any(host == domain or host.endswith('.' + domain) for domain in MICROSOFT)


def secrets_of(message):
    """(what, text) of all that must be gone."""
    info = message['message']
    for key in ('from_address', 'sender_address', 'reply_to', 'return_path'):
        yield 'address', info[key]
    for key in ('to_addresses', 'cc_addresses'):
        for address in info[key]:
            yield 'address', address
    yield 'subject', info['subject']
    yield 'name', info['from_name']
    for hop in message['hops']:
        for host, role in ((hop['from_helo'], hop['from_role']), (hop['from_rdns'], hop['from_role']), (hop['by_host'], hop['role'])):
            if host and not is_microsoft(host) and role not in MICROSOFT_ROLES and host != '[127.0.0.1]':
                yield 'host', host
        for ip, role in ((hop['from_ip'], hop['from_role']), (hop['by_ip'], hop['role'])):
            if ip and role not in MICROSOFT_ROLES and not ipaddress.ip_address(ip).is_loopback:
                yield 'ip', ip
        yield 'address', hop['for_address']


def judgement(message):
    return [message['verdict'][key] for key in ('connector', 'assurance', 'submission_path', 'tenant_id', 'evidence')] + \
        [[hop[key] for key in ('role', 'from_role', 'trust', 'operator')] for hop in message['hops']] + \
        [finding['code'] for finding in message['findings']]


def is_word(text, at, length):
    """The text found is not part of a longer name."""
    before, after = text[at - 1:at], text[at + length:at + length + 1]
    return not (before.isalnum() or before in '-_.' and before) and not (after.isalnum() or after in '-_' and after)


def find(text, secret):
    at = text.find(secret)
    while at >= 0 and not is_word(text, at, len(secret)):
        at = text.find(secret, at + 1)
    return at


def check(hopscope, path, complain):
    plain = json.loads(run(hopscope, 'json', path))
    clean = json.loads(run(hopscope, 'json', path, '--redact'))
    plain = plain if isinstance(plain, list) else [plain]
    clean = clean if isinstance(clean, list) else [clean]
    messages = [message for message in plain if message['type'] == 'message']
    for before, after in zip(messages, [message for message in clean if message['type'] == 'message']):
        if judgement(before) != judgement(after):
            complain(f'{path}: --redact changes the judgement')
    operators = {hop[key] for message in messages for hop in message['hops'] for key in ('operator', 'from_operator')}
    secrets = {(what, text.lower()) for message in messages for what, text in secrets_of(message)
               if text and len(text) >= 4 and text.lower() not in COMMON | operators and not text.lower().endswith('.example')}
    for form in ('text', 'json', 'ndjson', 'html', 'markdown', 'csv'):
        text = run(hopscope, form, path, '--redact').lower()
        for what, secret in sorted(secrets):
            at = find(text, secret)
            if at >= 0:
                complain(f'{path}: {form} still has the {what} {secret!r}: ...{text[max(0, at - 60):at + 60]!r}')
                break
    return len(secrets)


def collect(names):
    for name in names:
        if os.path.isdir(name):
            yield from (os.path.join(name, entry) for entry in sorted(os.listdir(name)) if entry.endswith(('.eml', '.txt', '.mbox')))
        elif os.path.exists(name):
            yield name


def main():
    complaints, secrets, files = [], 0, 0
    for path in collect(sys.argv[2:]):
        secrets += check(sys.argv[1], path, complaints.append)
        files += 1
    for complaint in complaints[:40]:
        print(complaint)
    print(f'{files} files, {secrets} names looked for, {len(complaints)} complaints')
    return 1 if complaints or secrets == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
