#!/usr/bin/env python3
"""check-streams.py HOPSCOPE SOURCE_ROOT: the tool behind pipes, driven as Beam, Spark and Hadoop streaming drive theirs.

The contract: one line out for each record in, in order, at once; errors in band; exit 0; the same bytes on every retry.
SPDX-License-Identifier: MIT
"""
import base64
import json
import os
import select
import subprocess
import sys
import threading
import time

import kit

HOPSCOPE, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ENV = {'PATH': os.path.dirname(HOPSCOPE) + ':' + os.environ['PATH'], 'LC_ALL': 'C', 'HOPSCOPE': HOPSCOPE,
       **{k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}}
PATIENCE = 20


class Lockstep:
    """A worker's subprocess: write a line, read a line. A line that does not come fails the test instead of hanging it."""

    def __init__(self, shop, *arguments):
        self.process = shop.start(HOPSCOPE, '-f', 'ndjson', '--line-buffered', *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=ENV)
        self.pending = b''

    def read(self, patience=PATIENCE):
        end = time.monotonic() + patience
        while b'\n' not in self.pending:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return None
            block = os.read(self.process.stdout.fileno(), 65536)
            if block == b'':
                return None
            self.pending += block
        line, self.pending = self.pending.split(b'\n', 1)
        return line

    def write(self, line):
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def finish(self):
        self.process.stdin.close()
        rest, errors = self.pending + self.process.stdout.read(), self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.wait(PATIENCE), rest, errors


def records(mails):
    """What an engine has: most well, some spoilt. (line, type of the answer, id of the answer)"""
    attached = ('Received: from a.example ([192.0.2.1]) by b.example; Mon, 9 Mar 2026 03:53:31 +0000\nContent-Type: multipart/mixed; boundary=x\n\n' +
                '--x\nContent-Type: message/rfc822\n\n' + mails[0] + '\n--x--\n')
    for n, mail in enumerate(mails):
        yield json.dumps({'id': f'm{n}', 'raw': mail}), 'message', f'm{n}'
        if n % 5 == 0:
            crlf = base64.b64encode(mail.replace('\n', '\r\n').encode() + b'\xff\xfe\0').decode()
            yield json.dumps({'raw_b64': crlf, 'id': n}), 'message', str(n)
        if n % 11 == 0:
            yield from ((json.dumps({'id': 'none', 'raw': ''}), 'error', 'none'), ('', 'error', None), (' \r', 'error', None), ('no JSON at all', 'error', None), ('{"id":"cut","raw":"Subj', 'error', 'cut'),
                        (json.dumps({'id': 'lacks'}), 'error', 'lacks'), (json.dumps({'id': 'b64', 'raw_b64': '@@'}), 'error', 'b64'),
                        (json.dumps({'id': 'attached', 'raw': attached}), 'message', 'attached'),
                        (json.dumps({'id': 'tab\tin it', 'raw': 'Subject: a\tb\n\n'}), 'message', 'tab\tin it'), ('[' * 5000, 'error', None))


def check_beam(shop, mails):
    """One subprocess a worker: a record is written, its answer read, before the next one is there at all."""
    worker, answers, slowest = Lockstep(shop, '--input', 'records'), [], 0.0
    sent = list(records(mails))
    for line, kind, identifier in sent:
        start = time.monotonic()
        worker.write(line.encode() + b'\n')
        answer = worker.read()
        kit.check('', False, f'no answer to {line[:60]}') if answer is None else None
        slowest = max(slowest, time.monotonic() - start)
        record = json.loads(answer)
        if record['type'] != kind or (identifier is not None and record['source']['id'] != identifier):
            kit.check('answers in order', False, f'{line[:60]}: {answer[:120]}')
        answers.append(answer)
    status, rest, errors = worker.finish()
    kit.check(f'beam: {len(sent)} records, each answered before the next (slowest {slowest * 1000:.0f} ms)', (status, rest, errors) == (0, b'', b''),
              f'{status} {rest[:200]} {errors[:200]}')
    whole = subprocess.run([HOPSCOPE, '-f', 'ndjson', '--input', 'records', '-j', '2'], input='\n'.join(line for line, _, _ in sent).encode(),
                           stdout=subprocess.PIPE, timeout=60, env=ENV, check=True).stdout
    kit.check('beam: the same bytes as in one go, with two threads and without the last newline', whole == b''.join(a + b'\n' for a in answers))


def check_half_record(shop, mails):
    """Half a record is not answered; the other half is."""
    worker, line = Lockstep(shop, '--input', 'records'), json.dumps({'id': 'h', 'raw': mails[0]}).encode() + b'\n'
    worker.write(line[:len(line) // 2])
    early = worker.read(patience=0.5)
    worker.write(line[len(line) // 2:])
    answer = worker.read()
    kit.check('a record in two writes has one answer, behind the second', early is None and answer is not None and worker.finish() == (0, b'', b''))


def check_paths_lockstep(shop, mails):
    """Names of files instead of messages, one at a time."""
    worker = Lockstep(shop, '--files-from', '-')
    for n, mail in enumerate(mails[:40]):
        missing = n % 7 == 3
        path = shop.path('gone.eml') if missing else shop.write(f'one/{n}.eml', mail)
        worker.write(path.encode() + b'\n')
        answer = json.loads(worker.read() or b'{}')
        if answer.get('type') != ('error' if missing else 'message') or answer['source']['path'] != path:
            kit.check('paths one at a time', False, str(answer)[:200])
    kit.check('paths: 40 names, each answered before the next', worker.finish() == (0, b'', b''))


def pipe_partition(lines, arguments, out, index):
    """RDD.pipe: one thread writes the partition while another reads; any exit status but 0 loses the task."""
    process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '--line-buffered', *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)

    def feed():
        for line in lines:
            process.stdin.write(line.encode() + b'\n')
        process.stdin.close()
    feeder = threading.Thread(target=feed)
    feeder.start()
    output, errors = process.stdout.read(), process.stderr.read()
    feeder.join()
    process.stdout.close()
    process.stderr.close()
    out[index] = (process.wait(), output, errors)


def check_spark(shop, mails):
    paths = [shop.write(f'spark/{n:04}.eml', mail) for n, mail in enumerate(mails)]
    paths[17:17] = [shop.path('spark/gone.eml')]
    spoilt = shop.path('spark/picture.jpg')
    with open(spoilt, 'wb') as file:
        file.write(b'\xff\xd8\xff\xe0\0\x10JFIF\0' + bytes(range(256)) * 8)
    paths.append(spoilt)
    whole = subprocess.run([HOPSCOPE, '-f', 'ndjson', '--files-from', '-'], input='\n'.join(paths).encode(), stdout=subprocess.PIPE, check=True, timeout=60, env=ENV).stdout
    for what, given, arguments in (('names of files', paths, ['--files-from', '-']),
                                   ('records', [line for line, _, _ in records(mails)], ['--input', 'records'])):
        parts, out = [given[i * len(given) // 4:(i + 1) * len(given) // 4] for i in range(4)], [None] * 4
        threads = [threading.Thread(target=pipe_partition, args=(part, arguments, out, i)) for i, part in enumerate(parts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clean = all(status == 0 and errors == b'' for status, _, errors in out)
        lines = sum(output.count(b'\n') for _, output, _ in out)
        kit.check(f'spark: {what} in 4 partitions: exit 0, silent, {lines} lines for {len(given)}', clean and lines == len(given), str([o[::2] for o in out]))
        if what != 'records':
            kit.check('spark: partitions strung together are the single run', b''.join(o for _, o, _ in out) == whole)
        again = [None]
        pipe_partition(parts[2], arguments, again, 0)
        kit.check('spark: a partition that is run again gives the same bytes', again[0] == out[2])


def check_hadoop(shop, mails):
    """NLineInputFormat puts an offset and a TAB before each line; what is written has no TAB, so that all of it is the key; and
    TextOutputFormat then ends each line with one."""
    mapper, reducer = (os.path.join(ROOT, 'samples', 'cluster', name) for name in ('hadoop-mapper.sh', 'hadoop-reducer.sh'))
    names = [shop.write(f'hadoop/{n:04}.eml', mail) for n, mail in enumerate(mails[:60])]
    names.insert(5, shop.path('hadoop/gone.eml'))
    outputs = []
    for start in range(0, len(names), 20):
        text = ''.join(f'{100 * n}\t{name}\n' for n, name in enumerate(names[start:start + 20]))
        done = subprocess.run(['bash', mapper], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV, timeout=60)
        kit.check(f'hadoop: a mapper over {text.count(chr(10))} names exits with 0', done.returncode == 0 and done.stderr == b'', str(done)[-300:])
        outputs.append(done.stdout)
    lines = b''.join(outputs).splitlines(keepends=True)
    kit.check('hadoop: no TAB in any record', len(lines) == len(names) and b'\t' not in b''.join(lines))
    shuffled = b''.join(sorted(line.replace(b'\n', b'\t\n') for line in lines))
    merged = subprocess.run(['bash', reducer], input=shuffled, stdout=subprocess.PIPE, env=ENV, timeout=60)
    whole = subprocess.run([HOPSCOPE, 'summary', '-f', 'ndjson', '--files-from', '-'], input='\n'.join(names).encode(), stdout=subprocess.PIPE, env=ENV, timeout=60)
    kit.check('hadoop: the reducer over sorted records with TABs gives the summary of the whole', merged.returncode == 0 and merged.stdout == whole.stdout,
              f'{merged}\n{whole}'[:600])


def check_engine_gone(shop, mails):
    """The engine kills the task: the tool ends by itself, quietly, when nobody reads any more."""
    process = shop.start(HOPSCOPE, '-f', 'ndjson', '--line-buffered', '--input', 'records', stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    process.stdout.close()
    try:
        for n in range(200):
            process.stdin.write(json.dumps({'id': n, 'raw': mails[n % len(mails)]}).encode() + b'\n')
        process.stdin.close()
    except BrokenPipeError:
        pass
    errors = process.stderr.read()
    process.stderr.close()
    kit.check('a reader that is gone ends the run without a word, and not with 0', process.wait(PATIENCE) != 0 and errors == b'', errors.decode())


def main():
    shop = kit.Workshop('streams')
    mails = list(kit.messages(ROOT, 300))
    for part in (check_beam, check_half_record, check_paths_lockstep, check_spark, check_hadoop, check_engine_gone):
        part(shop, mails)
    shop.cleared()


main()
