#!/usr/bin/env python3
"""check-tables.py SOURCE_ROOT: the form of src/data/*.tsv, before any C reads them.

UTF-8 with LF; as many cells in every row as columns are named; no white space at either end of a cell; every row has an example and
a source; no row twice; every table is compiled in.
"""
import glob
import os
import sys


def rows(text):
    for number, line in enumerate(text.split('\n'), 1):
        if line != '' and not line.startswith('#'):
            yield number, line.split('\t')


def check_table(path, complain):
    with open(path, 'rb') as file:
        data = file.read()
    if b'\r' in data or not data.endswith(b'\n'):
        complain(0, 'lines end with LF, the last one too')
    table = list(rows(data.decode('utf-8')))
    columns, seen = table[0][1], {}
    for name in ('example', 'source'):
        if name not in columns and os.path.basename(path) not in ('words.tsv', 'findings.tsv', 'builds.tsv'):
            complain(table[0][0], f'has no column "{name}"')
    for number, cells in table[1:]:
        if len(cells) != len(columns):
            complain(number, f'{len(cells)} cells, but {len(columns)} columns')
            continue
        for name, cell in zip(columns, cells):
            if cell != cell.strip():
                complain(number, f'column {name}: white space at an end')
            if name in ('example', 'source') and cell == '':
                complain(number, f'column {name}: empty')
        key = '\t'.join(cells)
        if key in seen:
            complain(number, f'the same row as line {seen[key]}')
        seen[key] = number
    return len(table) - 1


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = os.path.join(sys.argv[1], 'src', 'data')
    with open(os.path.join(folder, 'tables.gresource.xml'), encoding='utf-8') as file:
        listed = file.read()
    complaints, total = [], 0
    for path in sorted(glob.glob(os.path.join(folder, '*.tsv'))):
        name = os.path.basename(path)
        total += check_table(path, lambda line, what: complaints.append(f'src/data/{name}:{line}: {what}'))
        if f'<file>{name}</file>' not in listed:
            complaints.append(f'src/data/{name}: is not in tables.gresource.xml')
    for complaint in complaints:
        print(complaint)
    print(f'{total} rows')
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
