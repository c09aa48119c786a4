#!/usr/bin/env python3
"""check-findings.py HOPSCOPE SOURCE_ROOT [--update]: docs/findings.md says what src/data/findings.tsv says, one entry per code.

And the sample that a row names raises that finding (with the keys and connectors that lie beside the samples). --update writes the page.
"""
import json
import os
import re
import subprocess
import sys

HEAD = """# Findings

Made from `src/data/findings.tsv` by `tests/check-findings.py --update`; edit the table, not this page.

A code keeps its meaning for ever. `hopscope explain HS301` prints the entry of a code. Severity: *info* is background, *notice* is
worth knowing, *warning* is worth acting on, *alert* means that the header says something that cannot be true.
"""


def unescape(cell):
    return re.sub(r'\\(.)', lambda m: {'t': '\t', 'n': '\n', '\\': '\\'}.get(m.group(1), m.group(1)), cell)


def read_table(path):
    with open(path, encoding='utf-8') as file:
        lines = [line.rstrip('\n') for line in file if line.strip() and not line.startswith('#')]
    columns = lines[0].split('\t')
    return [dict(zip(columns, map(unescape, line.split('\t')))) for line in lines[1:]]


def escape(text):
    return re.sub(r'([*_`<>\[\]|])', r'\\\1', text)


def filled(row):
    """The detail with the name of each slot, as `hopscope explain` shows it."""
    names = row['slots'].split('; ')
    return re.sub(r'\{([1-4])\}', lambda m: f'<{names[int(m.group(1)) - 1]}>', row['detail'])


def check_slots(rows, complain):
    for row in rows:
        used = [int(digit) for digit in re.findall(r'\{([1-9])\}', row['detail'])]
        names = row['slots'].split('; ') if row['slots'] else []
        if any('{' in cell for column, cell in row.items() if column != 'detail'):
            complain(f'src/data/findings.tsv: {row["code"]}: only the detail is filled in')
        if len(names) < max(used, default=0) or len(names) > 4 or (names and not used) or '' in names:
            complain(f'src/data/findings.tsv: {row["code"]}: slots do not name what stands for {used}')


def page(rows):
    text = HEAD
    for row in rows:
        text += f'\n## {row["code"]}: {escape(row["title"])}\n\n*{row["severity"]}*'
        if row.get('sample'):
            text += f' · sample: [{row["sample"]}](../samples/{row["sample"]})'
        text += '\n\n'
        for column, label in (('detail', 'Says'), ('means', 'Means'), ('matters', 'Why it matters'), ('advice', 'What to do'), ('sure', 'How sure')):
            if row.get(column):
                text += f'- **{label}**: {escape(filled(row) if column == "detail" else row[column])}\n'
    return text


def raised(hopscope, root):
    """Code to the names of the samples that raise it, in one of the ways a reader would look at them."""
    codes = {}
    for options in (['--keys', 'samples/keys.zone'], ['--connectors', 'samples/connectors.json', '--accepted-domains', 'samples/accepted-domains.json',
                                                     '--tenant', 'c0ffee00-5ca1-4ab1-9e0d-0123456789ab', '--now', '2026-06-01T00:00:00Z']):
        output = subprocess.run([hopscope, '-f', 'ndjson', *options, 'samples'], cwd=root, check=True, capture_output=True).stdout
        for line in output.splitlines():
            record = json.loads(line)
            for finding in record.get('findings', []):
                codes.setdefault(finding['code'], set()).add(os.path.basename(record['source']['path']))
    return codes


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = map(os.path.abspath, arguments)
    rows = read_table(os.path.join(root, 'src', 'data', 'findings.tsv'))
    path, complaints = os.path.join(root, 'docs', 'findings.md'), []
    codes = [row['code'] for row in rows]
    if codes != sorted(set(codes)):
        complaints.append('src/data/findings.tsv: codes are to be unique and in order')
    check_slots(rows, complaints.append)
    if complaints:
        print('\n'.join(complaints))
        return 1
    for row in rows:
        said = ' '.join(subprocess.run([hopscope, 'explain', row['code']], env={**os.environ, 'LC_ALL': 'C'}, capture_output=True, encoding='utf-8').stdout.split())
        if f'Says {" ".join(filled(row).split())} ' not in said + ' ':
            complaints.append(f'hopscope explain {row["code"]} does not say: {filled(row)}')
    found = raised(hopscope, root)
    for code in sorted(set(found) - set(codes)):
        complaints.append(f'src/data/findings.tsv: {code} is raised, but not in the table')
    for row in rows:
        sample = row.get('sample')
        if sample and sample not in found.get(row['code'], ()):
            complaints.append(f'src/data/findings.tsv: {row["code"]}: samples/{sample} does not raise it')
    text = page(rows)
    if update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    elif not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
        complaints.append('docs/findings.md: not what the table says; run tests/check-findings.py HOPSCOPE . --update')
    for complaint in complaints:
        print(complaint)
    print(f'{len(rows)} findings, {sum(1 for row in rows if row.get("sample"))} with a sample')
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
