#!/usr/bin/env python3
"""check-symbols.py LIBRARY HEADER...: the shared library exports what the public headers declare with HS_API, and nothing else."""
import re
import subprocess
import sys


def declared(headers):
    names = set()
    for path in headers:
        with open(path, encoding='utf-8') as file:
            text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
        for declaration in re.findall(r'\bHS_API\b([^;]*);', text):
            match = re.search(r'(\w+)\s*\(', declaration)
            names.add(match.group(1) if match else declaration.split()[-1])
    return names


def exported(library):
    table = subprocess.run(['nm', '-D', '--defined-only', library], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].split('@')[0] for line in table.splitlines() if line.split()[-2:-1] != ['A']}


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    want, have = declared(sys.argv[2:]), exported(sys.argv[1])
    complaints = [f'{name}: declared in a public header, but not in the library' for name in sorted(want - have)]
    complaints += [f'{name}: exported, but in no public header' for name in sorted(have - want)]
    complaints += [f'{name}: public names begin with hs_' for name in sorted(want) if not name.startswith('hs_')]
    for complaint in complaints:
        print(complaint)
    print(f'{len(have)} exported, {len(want)} declared')
    return 1 if complaints or not have else 0


if __name__ == '__main__':
    sys.exit(main())
