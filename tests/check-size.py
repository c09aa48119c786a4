#!/usr/bin/env python3
"""check-size.py SOURCE_ROOT: functions of at most 60 lines, files of at most 400 (src, include, src/cli).

The layout that .clang-format gives makes this simple: only the body of a function has its braces in the first column.
"""
import glob
import os
import sys

FUNCTION_MAX, FUNCTION_AIM, FILE_MAX = 60, 40, 400


def functions(lines):
    """(name, line, length) of each function, from its name to its closing brace."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == '{':
            start = number
        elif line.rstrip() == '}' and start is not None:
            name = next((lines[n - 1] for n in range(start - 1, 0, -1) if lines[n - 1][:1].isalpha() and '(' in lines[n - 1]), '?')
            yield name.split('(')[0].strip(), start - 1, number - start + 2
            start = None


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root, failed, long = sys.argv[1], 0, 0
    for path in sorted(glob.glob(os.path.join(root, 'src', '**', '*.[ch]'), recursive=True) +
                       glob.glob(os.path.join(root, 'include', 'hopscope', '*.h'))):
        shown = os.path.relpath(path, root)
        with open(path, encoding='utf-8') as file:
            lines = file.readlines()
        if len(lines) > FILE_MAX:
            print(f'{shown}: {len(lines)} lines; split it ({FILE_MAX} at most)')
            failed += 1
        for name, line, length in functions(lines):
            long += length > FUNCTION_AIM
            if length > FUNCTION_MAX:
                print(f'{shown}:{line}: {name}() has {length} lines; split it ({FUNCTION_MAX} at most)')
                failed += 1
    print(f'{long} functions have more than {FUNCTION_AIM} lines')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
