#!/usr/bin/env python3
"""check-golden.py HOPSCOPE SOURCE_ROOT [--update]: what hopscope writes for every sample, in every format, is what tests/golden holds.

samples/NAME gives tests/golden/FORMAT/NAME.EXTENSION; tests/golden/cases.txt names further runs: "FILE: [@COLUMNS] ARGUMENT...",
with @COLUMNS on a terminal of that width. In the HTML of samples the style sheet and script, the same in all, are left out (those of
cases have them). --update writes what is written now; read the difference before you commit it.
"""
import concurrent.futures
import difflib
import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios

FORMATS = {'text': 'txt', 'json': 'json', 'ndjson': 'ndjson', 'html': 'html', 'markdown': 'md', 'csv': 'csv'}
PAGE_PARTS = re.compile(rb'<(style|script)[^>]*>.*?</\1>', re.S)
ENVIRONMENT = {'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'TERM': 'xterm', 'TZ': 'UTC'}
for kept in ('LSAN_OPTIONS', 'ASAN_OPTIONS', 'UBSAN_OPTIONS'):
    if kept in os.environ:
        ENVIRONMENT[kept] = os.environ[kept]


def run_piped(command, root):
    done = subprocess.run(command, cwd=root, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    return done.stdout, done.stderr, done.returncode


def run_on_terminal(command, root, columns):
    """Standard output is a terminal of @columns columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 50, columns, 0, 0))
    process = subprocess.Popen(command, cwd=root, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE)
    os.close(slave)
    output = b''
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
    os.close(master)
    errors = process.stderr.read()
    return output.replace(b'\r\n', b'\n'), errors, process.wait(timeout=120)


def cases(root):
    """(file below tests/golden, terminal width or None, arguments)."""
    for sample in sorted(os.listdir(os.path.join(root, 'samples'))):
        if os.path.splitext(sample)[1] in ('.eml', '.txt', '.mbox', '.msg', '.gz', '.zip') and sample != 'keys.txt':
            for form, extension in FORMATS.items():
                yield f'{form}/{sample}.{extension}', None, ['-f', form, f'samples/{sample}']
    with open(os.path.join(root, 'tests', 'golden', 'cases.txt'), encoding='utf-8') as lines:
        for line in lines:
            if line.strip() and not line.startswith('#'):
                name, arguments = line.split(':', 1)
                words = shlex.split(arguments)
                width = int(words.pop(0)[1:]) if words[0].startswith('@') else None
                yield name, width, words


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = os.path.abspath(arguments[0]), os.path.abspath(arguments[1])
    golden, complaints, wanted = os.path.join(root, 'tests', 'golden'), [], set()

    def produce(case):
        name, width, words = case
        command = [hopscope, *words]
        return case, run_piped(command, root) if width is None else run_on_terminal(command, root, width)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(produce, cases(root)))
    for (name, _, words), (output, errors, status) in results:
        path = os.path.join(golden, name)
        if name.startswith('html/'):
            output = PAGE_PARTS.sub(rb'<\1>(see cases)</\1>', output)
        wanted.add(path)
        if status != 0 or errors:
            complaints.append(f'{name}: hopscope {shlex.join(words)}: exit status {status}: {errors.decode(errors="replace")[:300]}')
        if update:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(output)
            continue
        old = open(path, 'rb').read() if os.path.exists(path) else b''
        if old != output:
            difference = difflib.unified_diff(old.decode(errors='replace').splitlines(), output.decode(errors='replace').splitlines(),
                                              'golden', 'now', lineterm='', n=1)
            complaints.append(f'{name}: hopscope {shlex.join(words)}: differs\n' + '\n'.join(line[:200] for line in list(difference)[:8]))
    for folder, _, names in os.walk(golden):
        for name in names:
            path = os.path.join(folder, name)
            if path not in wanted and name != 'cases.txt':
                if update:
                    os.unlink(path)
                else:
                    complaints.append(f'{os.path.relpath(path, golden)}: belongs to no sample')
    for complaint in complaints[:20]:
        print(complaint)
    print(f'{len(results)} outputs, {len(complaints)} complaints')
    return 1 if complaints or not results else 0


if __name__ == '__main__':
    sys.exit(main())
