#!/usr/bin/env python3
"""bench.py HOPSCOPE MEASURE SOURCE_ROOT [--rounds N] [--megabytes N] [MBOX...]

Whole mailboxes beside the least that reading lines costs: read() of 1 MiB and memchr() of line ends, in the same run. CPU time, the
median of interleaved rounds, so that a busy machine blurs the figures little and alike; what each command takes for a mailbox of one
message, its start, is measured in the same rounds and subtracted. Then memory, two jobs, and one header's start.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile

import synthetic

TARGETS = {'bodies': 1.4, 'headers': 2.6}
MEMORY_MAX_KIB = 32 * 1024
START_MAX_MS = 10


class Figures:
    def __init__(self, measure):
        self.measure, self.cpu, self.wall, self.memory, self.starts = measure, {}, {}, {}, {}

    def run(self, name, command):
        line = subprocess.run([self.measure, 'run', *command], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
        if line[3] != '0':
            sys.exit(f'{name}: exit status {line[3]}: {" ".join(command)}')
        self.cpu.setdefault(name, []).append(float(line[0]))
        self.wall.setdefault(name, []).append(float(line[1]))
        self.memory[name] = max(self.memory.get(name, 0), int(line[2]))

    def start(self, name, command):
        line = subprocess.run([self.measure, 'run', *command], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
        self.starts.setdefault(name, []).append(float(line[0]))

    def seconds(self, name):
        return statistics.median(self.cpu[name]) - (statistics.median(self.starts[name]) if name in self.starts else 0)


def commands(args, path):
    hopscope = [args.hopscope, '--format=ndjson']
    return {
        'read + memchr': [args.measure, 'scan', path],
        'cat': ['cat', path],
        'wc -l': ['wc', '-l', path],
        "grep -c '^Received:'": ['grep', '-a', '-c', '^Received:', path],
        'hopscope, no seals': hopscope + ['--jobs=1', '--no-seals', path],
        'hopscope': hopscope + ['--jobs=1', path],
        'hopscope, 2 jobs, no seals': hopscope + ['--jobs=2', '--no-seals', path],
        'hopscope, 2 jobs': hopscope + ['--jobs=2', path],
        'GMime, parsing only': [args.measure, 'gmime', path],
    }


def write_one(path, one):
    """The first message of the mbox @path, alone in @one."""
    with open(path, 'rb') as box, open(one, 'wb') as file:
        for n, line in enumerate(box):
            if n > 0 and line.startswith(b'From '):
                break
            file.write(line)


def compare(args, path, name, messages, target, one):
    figures, size = Figures(args.measure), os.path.getsize(path)
    write_one(path, one)
    print(f'\n{name}: {messages} messages, {size / 1e6:.0f} MB')
    print(f'  {"":28}{"CPU ms":>9}{"x scan":>8}{"messages/s":>12}{"MB/s":>8}{"peak MiB":>10}')
    for _ in range(args.rounds):
        for command_name, command in commands(args, path).items():
            figures.run(command_name, command)
            figures.start(command_name, commands(args, one)[command_name])
    scan = figures.seconds('read + memchr')
    for command_name in figures.cpu:
        t = figures.seconds(command_name)
        print(f'  {command_name:28}{t * 1e3:9.1f}{t / scan:8.2f}{messages / t:12,.0f}{size / t / 1e6:8,.0f}'
              f'{figures.memory[command_name] / 1024:10.1f}')
    verdicts(figures, scan, target)


def verdicts(figures, scan, target):
    one = figures.seconds('hopscope, no seals')
    if target is not None:
        say('one job without seals', one / scan, target, 'times the scan')
    say('share of GMime\'s time', one / figures.seconds('GMime, parsing only'), 1 / 8, 'of it')
    say('memory, one job', figures.memory['hopscope'] / 1024, MEMORY_MAX_KIB / 1024, 'MiB')
    for seals in ('', ', no seals'):
        wall = [statistics.median(figures.wall[f'hopscope{jobs}{seals}']) for jobs in ('', ', 2 jobs')]
        spent = [figures.seconds(f'hopscope{jobs}{seals}') for jobs in ('', ', 2 jobs')]
        print(f'  two jobs{seals}: {wall[0] / wall[1]:.2f} times as fast by the clock, {spent[1] / spent[0]:.2f} times the CPU time '
              f'(target 1.5 where two cores are free; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})')


def say(what, value, limit, unit):
    print(f'  {what}: {value:.2f} {unit}, target {limit:.3g}: {"met" if value <= limit else f"missed by {value / limit - 1:.0%}"}')


def start(args):
    """One pasted header beside a program that does nothing."""
    figures = Figures(args.measure)
    sample = os.path.join(args.root, 'samples', 'smtp-relay.eml')
    for _ in range(args.rounds * 8):
        figures.run('true', ['/bin/true'])
        figures.run('hopscope', [args.hopscope, sample])
    wall = {name: statistics.median(values) * 1e3 for name, values in figures.wall.items()}
    print(f'\nstart: /bin/true {wall["true"]:.1f} ms, one header {wall["hopscope"]:.1f} ms by the clock; CPU '
          f'{figures.seconds("true") * 1e3:.1f} and {figures.seconds("hopscope") * 1e3:.1f} ms; least of all rounds '
          f'{min(figures.wall["true"]) * 1e3:.1f} and {min(figures.wall["hopscope"]) * 1e3:.1f} ms')
    say('one header more than /bin/true', wall['hopscope'] - wall['true'], START_MAX_MS, 'ms')


def mailboxes(args, folder):
    size = args.megabytes * 1000 * 1000
    for path in args.mbox:
        with open(path, 'rb') as file:
            messages = sum(line.startswith(b'From ') for line in file)
        yield path, os.path.basename(path), messages, None
    if args.mbox:
        return
    maker = synthetic.Maker(os.path.join(args.root, 'samples'))
    corpus = os.path.join(args.root, '..', 'shared', 'corpus', 'eml')
    for kind, target in TARGETS.items():
        path = os.path.join(folder, kind + '.mbox')
        messages = synthetic.write(path, maker, size, kind == 'bodies')
        yield path, 'synthetic, ' + kind, messages, target
        if os.path.isdir(corpus):
            messages = synthetic.write_from(path, corpus, size // 2, maker if kind == 'bodies' else None)
            yield path, 'collected, ' + kind, messages, target
        os.unlink(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('hopscope')
    parser.add_argument('measure')
    parser.add_argument('root')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--megabytes', type=int, default=100)
    parser.add_argument('mbox', nargs='*')
    args = parser.parse_args()
    start(args)
    with tempfile.TemporaryDirectory(prefix='hopscope-bench-') as folder:
        for path, name, messages, target in mailboxes(args, folder):
            compare(args, path, name, messages, target, os.path.join(folder, 'one.mbox'))


if __name__ == '__main__':
    main()
