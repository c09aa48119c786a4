#!/usr/bin/env python3
"""check-parts.py HOPSCOPE SOURCE_ROOT: plan.sh, part.sh and merge.sh of samples/cluster by themselves, without a cluster around them.

Parts in any order, some of them twice and some killed, string together to what one run writes; a folder that belongs to other work, or an
input that has become shorter, is refused.  SPDX-License-Identifier: MIT
"""
import os
import random
import shutil
import signal
import subprocess
import sys

import kit

HOPSCOPE, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ENV = {**{k: v for k, v in os.environ.items() if k == 'PATH' or k.endswith('SAN_OPTIONS')}, 'LC_ALL': 'C', 'HOPSCOPE': HOPSCOPE}
MESSAGES, PARTS = 120, 7


def script(name, *arguments, **more):
    return kit.run('bash', os.path.join(ROOT, 'samples', 'cluster', name), *map(str, arguments), env={**ENV, **more})


def read(*names):
    with open(os.path.join(*names), 'rb') as file:
        return file.read()


def single(*arguments):
    return subprocess.run([HOPSCOPE, '-f', 'ndjson', *arguments], stdout=subprocess.PIPE, check=True, timeout=60, env=ENV).stdout


def strung(out):
    return b''.join(read(out, name) for name in sorted(os.listdir(out)) if name.endswith('.ndjson'))


def check_plan(shop, box):
    out, size, other = shop.path('plan'), os.path.getsize(box), shop.write('other.mbox', '')
    first = script('plan.sh', out, PARTS, 'mailbox', box, '--no-seals')
    kit.check('a plan says how many parts of how much', (first.returncode, first.stdout) == (0, f'{PARTS} {size}\n'), first.stdout)
    for what, arguments in (('parts', (PARTS + 1, 'mailbox', box, '--no-seals')), ('input', (PARTS, 'mailbox', other, '--no-seals')),
                            ('options', (PARTS, 'mailbox', box)), ('kind of input', (PARTS, 'list', box, '--no-seals'))):
        done = script('plan.sh', out, *arguments)
        kit.check(f'a folder is refused for another {what}', done.returncode == 2 and 'belongs to other work' in done.stdout, done.stdout)
    with open(box, 'ab') as file:
        file.write(b'From late@example.com Mon Mar  9 03:53:31 2026\nSubject: late\n\n')
    kit.check('an input that has grown is taken up to where it ended', script('plan.sh', out, PARTS, 'mailbox', box, '--no-seals').stdout == f'{PARTS} {size}\n')
    os.truncate(box, size - 1)
    done = script('plan.sh', out, PARTS, 'mailbox', box, '--no-seals')
    kit.check('one that is shorter than it was is refused', done.returncode == 2 and 'is shorter than it was' in done.stdout, done.stdout)
    for parts in ('0', '-1', '07x', '100000', ''):
        kit.check(f'{parts!r} is no number of parts', script('plan.sh', shop.path('none'), parts, 'mailbox', box).returncode == 2)
    kit.check('nor is there a third kind', script('plan.sh', shop.path('none'), 3, 'folder', box).returncode == 2)


def check_work(shop, kind, given, size, whole):
    """Parts of @given, last to first and one of them twice, then merged."""
    out, order = shop.path(kind), list(range(PARTS))
    planned = script('plan.sh', out, PARTS, kind, given).stdout
    kit.check(f'{kind}: {size} to share', planned == f'{PARTS} {size}\n', planned)
    random.Random(1).shuffle(order)
    for part in order[:-1] + order[:1]:
        done = script('part.sh', out, part, PARTS, kind, given, size)
        kit.check(f'{kind}: part {part}', done.returncode == 0, done.stdout)
    merged = script('merge.sh', out)
    kit.check(f'{kind}: merge names the part that is not there, and merges nothing',
              merged.returncode == 1 and f'part {order[-1]} is missing' in merged.stdout and not os.path.exists(os.path.join(out, 'summary.json')), merged.stdout)
    kit.check(f'{kind}: the last part', script('part.sh', out, order[-1], PARTS, kind, given, size).returncode == 0)
    merged = script('merge.sh', out)
    kit.check(f'{kind}: merged', merged.returncode == 0 and b'"complete": true' in read(out, 'summary.json'), merged.stdout)
    kit.check(f'{kind}: strung together they are the single run', strung(out) == whole)
    kit.check(f'{kind}: and nothing else is left', not [name for name in os.listdir(out) if name.startswith('try-')])


def check_killed(shop, box):
    """A part killed in the middle leaves nothing that could be taken for it."""
    out, size = shop.path('killed'), os.path.getsize(box)
    script('plan.sh', out, 1, 'mailbox', box)
    tool = shop.write('stalls', f'#!/bin/sh\n{HOPSCOPE} "$@" | {{ head -c 5000; exec sleep 600; }}\n', 0o755)
    part = os.path.join(ROOT, 'samples', 'cluster', 'part.sh')
    process = shop.start('bash', part, out, '0', '1', 'mailbox', box, str(size), env={**ENV, 'HOPSCOPE': tool}, stdout=subprocess.DEVNULL)
    kit.wait_until('it is in the middle', lambda: any(os.path.exists(p) and os.path.getsize(p) for p in (os.path.join(out, n, 'records') for n in os.listdir(out))), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    kit.check('a killed part is not there', not [name for name in os.listdir(out) if name.startswith('part-')], str(os.listdir(out)))
    kit.check('and can be done again', script('part.sh', out, 0, 1, 'mailbox', box, size).returncode == 0 and script('merge.sh', out).returncode == 0)
    kit.check('byte for byte', strung(out) == single(box))


def check_wrong(shop, box):
    """What must fail a part: an option that is none, a mailbox that is not there, no room."""
    out = shop.path('wrong')
    for what, arguments in (('an option that is none', ('mailbox', box, 1000, '--no-such-option')), ('a mailbox that is not there', ('mailbox', box + '.gone', 1000)),
                            ('a list that is not there', ('list', box + '.gone', 3)), ('a kind that is none', ('folder', box, 3))):
        os.makedirs(out, exist_ok=True)
        done = script('part.sh', out, 0, 1, *arguments)
        there = [name for name in os.listdir(out) if name.startswith('part-')]
        if what.startswith('a mailbox'):  # its summary says so, and merge.sh refuses it
            shop.write('wrong/plan', 'parts 1\n')
            kit.check(f'{what}: not merged', script('merge.sh', out).returncode == 1, done.stdout)
        else:
            kit.check(f'{what}: no part', done.returncode != 0 and not there, f'{done.returncode} {done.stdout} {there}')
        shutil.rmtree(out)


def main():
    shop = kit.Workshop('parts')
    box = shop.path('archive.mbox')
    size = kit.write_mailbox(box, ROOT, MESSAGES)
    check_work(shop, 'mailbox', box, size, single(box))
    names = [shop.write(f'files/{n:03}.eml', text) for n, text in enumerate(kit.messages(ROOT, 40, seed=3))]
    listed = shop.write('names.txt', '\n'.join(names))  # whose last line lacks its end
    check_work(shop, 'list', listed, len(names), single('--files-from', listed))
    check_killed(shop, box)
    check_wrong(shop, box)
    check_plan(shop, box)
    shop.cleared()


main()
