#!/usr/bin/env python3
"""check-findings.py SOURCE_ROOT [--update]: docs/findings.md says what src/data/findings.tsv says, one entry per code.

--update writes it.
"""
import os
import re
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


def page(rows):
    text = HEAD
    for row in rows:
        text += f'\n## {row["code"]}: {escape(row["title"])}\n\n*{row["severity"]}*'
        if row.get('sample'):
            text += f' · sample: [{row["sample"]}](../samples/{row["sample"]})'
        text += '\n\n'
        for column, label in (('detail', 'Says'), ('means', 'Means'), ('matters', 'Why it matters'), ('advice', 'What to do'), ('sure', 'How sure')):
            if row.get(column):
                text += f'- **{label}**: {escape(row[column])}\n'
    return text


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = arguments[0]
    rows = read_table(os.path.join(root, 'src', 'data', 'findings.tsv'))
    path, complaints = os.path.join(root, 'docs', 'findings.md'), []
    codes = [row['code'] for row in rows]
    if codes != sorted(set(codes)):
        complaints.append('src/data/findings.tsv: codes are to be unique and in order')
    for row in rows:
        sample = row.get('sample')
        if sample and not os.path.exists(os.path.join(root, 'samples', sample)):
            complaints.append(f'src/data/findings.tsv: {row["code"]}: there is no samples/{sample}')
    text = page(rows)
    if update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    elif not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
        complaints.append('docs/findings.md: not what the table says; run tests/check-findings.py . --update')
    for complaint in complaints:
        print(complaint)
    print(f'{len(rows)} findings')
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
