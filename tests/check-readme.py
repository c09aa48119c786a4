#!/usr/bin/env python3
"""check-readme.py HOPSCOPE SOURCE_ROOT [--update] [FILE...]: the examples in README.md (and FILE...) print what stands below them.

Every "$ command" in a ```console block is run by bash in the source root, with this hopscope, on a terminal of 100 columns, and its
output compared with the lines that follow it, up to the next command. A line "[...]" stands for any lines. --update puts the real
output there (as many lines before and behind a "[...]" as there were).
"""
import difflib
import fcntl
import os
import re
import struct
import subprocess
import sys
import termios

BLOCK = re.compile(r'^```console\n(.*?)^```$', re.M | re.S)


def split_examples(block):
    """[(command, output)] of one block; a command goes on after a backslash at the end of its line."""
    examples = []
    for line in block.splitlines(keepends=True):
        if line.startswith('$ '):
            examples.append([line[2:], ''])
        elif examples and examples[-1][0].endswith('\\\n') and examples[-1][1] == '':
            examples[-1][0] += line
        elif examples:
            examples[-1][1] += line
        else:
            raise ValueError(f'a console block begins with output: {line!r}')
    return examples


def run(command, hopscope, root):
    command = re.sub(r'(\./build/src/cli/hopscope|\bhopscope)(?=[ \n]|$)', lambda m: '"$HOPSCOPE"', command)
    environment = {**os.environ, 'HOPSCOPE': hopscope, 'LC_ALL': 'C', 'TERM': 'dumb', 'TZ': 'UTC'}
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 100, 0, 0))
    process = subprocess.Popen(['bash', '-c', command], cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave)
    os.close(slave)
    output = b''
    while True:
        try:
            output += os.read(master, 65536)
        except OSError:  # the other end was closed
            break
    os.close(master)
    process.wait(timeout=120)
    return output.decode('utf-8').replace('\r\n', '\n')


def elide(output, shown):
    """@output with as much left out as @shown leaves out."""
    if '[...]\n' not in shown.splitlines(keepends=True):
        return output
    before, after = shown.split('[...]\n', 1)
    lines, n, m = output.splitlines(keepends=True), before.count('\n'), after.count('\n')
    return ''.join(lines[:n]) + '[...]\n' + ''.join(lines[len(lines) - m:])


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = os.path.abspath(arguments[0]), os.path.abspath(arguments[1])
    wrong = examples = 0
    for name in ['README.md', *arguments[2:]]:
        path = os.path.join(root, name)
        with open(path, encoding='utf-8') as file:
            text = file.read()

        def replace(match):
            nonlocal wrong, examples
            block = ''
            for command, shown in split_examples(match.group(1)):
                output = elide(run(command, hopscope, root), shown)
                examples += 1
                if output != shown:
                    wrong += 1
                    if not update:
                        difference = difflib.unified_diff(shown.splitlines(), output.splitlines(), name, 'now', lineterm='', n=1)
                        print(f'$ {command}' + '\n'.join(list(difference)[:40]))
                block += '$ ' + command + output
            return '```console\n' + block + '```'

        new = BLOCK.sub(replace, text)
        if update and new != text:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(new)
    print(f'{examples} examples, {wrong} {"updated" if update else "differ"}')
    return 1 if examples == 0 or (wrong and not update) else 0


if __name__ == '__main__':
    sys.exit(main())
