#!/usr/bin/env python3
"""check-manual.py HOPSCOPE SOURCE_ROOT [--update]: docs/hopscope.1.scd has the options of the option table and the limits of limits.h.

--update writes both parts, between their marks.
"""
import os
import re
import subprocess
import sys


def limits(root):
    """The members that the comment of HsLimits describes."""
    with open(os.path.join(root, 'include', 'hopscope', 'limits.h'), encoding='utf-8') as file:
        text = file.read()
    comment = text[text.index('* HsLimits:'):text.index('* Every limit')]
    described = re.findall(r'\* @(\w+): (.*(?:\n \*   .*)*)', comment)
    members = re.findall(r'^  g\w+ (\w+);', text, re.M)
    if [name for name, _ in described] != members:
        raise ValueError('limits.h: the comment of HsLimits and its members differ')
    return ''.join(f'*{name.replace("_", "-")}*\n\t{re.sub(r"_", chr(92) + "_", " ".join(words.split()))}\n\n' for name, words in described)


def replace_part(text, name, part):
    pattern = re.compile(rf'(^; {name}: begin[^\n]*\n)(.*?)(^; {name}: end)', re.M | re.S)
    if not pattern.search(text):
        raise ValueError(f'hopscope.1.scd: the marks of {name} are missing')
    return pattern.sub(lambda m: m.group(1) + part + m.group(3), text)


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = arguments
    path = os.path.join(root, 'docs', 'hopscope.1.scd')
    options = subprocess.run([hopscope, '--completion', 'man'], check=True, capture_output=True, text=True).stdout
    with open(path, encoding='utf-8') as file:
        old = file.read()
    new = replace_part(replace_part(old, 'options', options), 'limits', limits(root))
    if new != old and update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(new)
    elif new != old:
        print('docs/hopscope.1.scd: not what the option table and limits.h say; run tests/check-manual.py HOPSCOPE . --update')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
