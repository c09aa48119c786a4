#!/usr/bin/env python3
"""Compare what hopscope says about samples/ with what it should say.  SPDX-License-Identifier: MIT

usage: check-samples.py HOPSCOPE [NAME] [--show]

Reads tests/samples.tsv beside this file; NAME picks the samples that begin with it. Exit status 0 if all agrees, 1 if not, 2 when it could not run.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def rows(path):
    """The lines of a TSV table as dictionaries; lines with # are comments."""
    lines = [line.rstrip('\n').split('\t') for line in open(path, encoding='utf-8') if line.strip() and not line.startswith('#')]
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) != len(lines[0]):
            raise SystemExit(f'{path}: row {number} has {len(cells)} cells, not {len(lines[0])}')
        yield dict(zip(lines[0], cells))


def analyze(binary, options, name):
    name, _, number = name.partition('#')
    command = [binary, '-f', 'ndjson', *([] if options == '-' else options.split(' ')), os.path.join('samples', name)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0 or not done.stdout:
        return None, done.stderr.decode('utf-8', 'replace').strip() or f'exit status {done.returncode}'
    records = [json.loads(line) for line in done.stdout.decode('utf-8').splitlines()]
    records = [r for r in records if r.get('type', 'message') == 'message']
    at = int(number or 1) - 1
    return (records[at], None) if at < len(records) else (None, f'no record {at + 1}')


def fits(value, wanted):
    return wanted == '*' or ('-' if value is None else str(value)) in wanted.split('|')


def numbers(text):
    out = set()
    for part in [] if text == '-' else text.split(','):
        first, _, last = part.partition('-')
        out.update(range(int(first), int(last or first) + 1))
    return out


def passes(record):
    """cloud/pool/path of each pass, oldest first."""
    return '-' if not record['passes'] else ' '.join('/'.join(p[key] or '-' for key in ('cloud', 'outbound_pool', 'submission_path')) for p in record['passes'])


def wrong_findings(record, wanted):
    """Codes that should be there, and those with ! that should not."""
    codes = {f['code'] for f in record['findings']}
    for code in [] if wanted == '*' else wanted.split(','):
        if (code.lstrip('!') in codes) == code.startswith('!'):
            yield f'{"should not find" if code.startswith("!") else "does not find"} {code.lstrip("!")}'


def judge(row, record):
    """All that differs, in words."""
    verdict, misses = record['verdict'], []

    def compare(what, value, wanted):
        if not fits(value, wanted):
            misses.append(f'{what} {value}, should be {wanted}')

    compare('connector', verdict['connector'], row['connector'])
    compare('path', verdict['submission_path'], row['submission_path'])
    compare('assurance', verdict['assurance'], row['assurance'])
    compare('origin', (record.get('origin') or {}).get('ip'), row['origin_ip'])
    compare('matched_connector', verdict.get('matched_connector'), row['matched'])
    tenant = verdict.get('tenant_id')
    compare('tenant', tenant and tenant[:8].lower(), row['tenant'])
    compare('passes', passes(record), row['passes'])
    misses.extend(wrong_findings(record, row['findings']))
    hops = [h for h in record['hops'] if not h.get('inferred')]
    if len(hops) != int(row['hops']):
        return misses + [f'{len(hops)} hops, should be {row["hops"]}']
    for hop, pair in zip(hops, row['roles'].split(' ')):
        sender, by = pair.split('>')
        compare(f'hop {hop["index"]} from_role', hop['from_role'], sender)
        compare(f'hop {hop["index"]} role', hop['role'], by)
        if hop['index'] in numbers(row['distrust']) and hop['trust'] in ('trusted', 'attested'):
            misses.append(f'hop {hop["index"]} is {hop["trust"]}, must not be')
    return misses


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith('--')]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    binary, only = os.path.abspath(arguments[0]), arguments[1] if len(arguments) > 1 else None
    table = list(rows(os.path.join(HERE, 'samples.tsv')))
    listed = {row['file'] for row in table}
    wrong = 0
    for row in table:
        if only and not row['file'].startswith(only):
            continue
        record, error = analyze(binary, row['options'], row['file'])
        misses = judge(row, record) if record else [error]
        wrong += bool(misses)
        if misses or '--show' in sys.argv:
            print(f'{row["file"]} {row["options"]}: ' + ('ok' if not misses else '; '.join(misses) + f' ({row["why"]})'))
    print(f'{len(table)} rows over {len(listed)} samples, {wrong} wrong')
    return 1 if wrong else 0


sys.exit(main())
