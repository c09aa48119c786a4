#!/usr/bin/env python3
"""check-hostile.py HOPSCOPE [--all] [CASE...]: work grows no faster than the input, and memory not at all, whatever the input is.

Work is counted, not timed: instructions under valgrind (skipped without it), less those of starting, may grow GROWTH_MAX-fold where the
input grows twofold. Memory is the peak of a plain run. --all: every case, and every kind of hostile input through every output format and input form.
"""
import concurrent.futures
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

GROWTH_MAX = 2.3
TOO_FEW = 3000000  # instructions: below this nothing can be said
MEMORY_MAX = 32 << 10  # KiB
SCALE = 24  # an instruction under valgrind takes so much longer
SERVER = b'Received: from AA%dPR01MB%04d.eurprd01.prod.outlook.com (2603:10a6:208:1::%x) by\r\n' \
         b' AB%dPR01MB%04d.eurprd01.prod.outlook.com with Microsoft SMTP Server id 15.20.1.1; Mon, 9 Mar 2026 03:53:37 +0000\r\n'
ATTRIBUTION = b'X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp:' \
              b' TenantId=00000000-0000-4000-8000-%012d;Ip=[192.0.2.%d];Helo=[mail.example.com]\r\n'
CHECKS = b'Authentication-Results: spf=pass (sender IP is 192.0.2.%d) smtp.mailfrom=example.com; dkim=none;' \
         b' dmarc=pass action=none header.from=example.com;compauth=pass reason=100\r\n'
SEAL = b'ARC-Seal: i=%d; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none; b=YWFh\r\n' \
       b'ARC-Message-Signature: i=%d; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arcselector10001; h=From:Date:Subject;' \
       b' bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YWFh\r\n' \
       b'ARC-Authentication-Results: i=%d; mx.microsoft.com 1; spf=pass\r\n'
END = b'From: a@example.com\r\nSubject: x\r\n\r\nbody\r\n'
# Every limit out of the way, so that it is the work that is bounded and not the input.
UNLIMITED = ['header-bytes=1G', 'field-bytes=1G', 'fields=100000000', 'received=1000000', 'text-bytes=1M', 'encoded-words=2000',
             'addresses=100000', 'arena-bytes=4G', 'attached-messages=100000', 'attached-depth=4', 'signatures=100000']


def servers(n):
    return b''.join(SERVER % (i, i % 10000, i % 65536, i, i % 10000) for i in range(n)) + END


def received(n):
    return b''.join(b'Received: from h%d.example.com (h%d.example.com [192.0.2.%d]) by h%d.example.net\r\n'
                    b' with ESMTP id x%d; Mon, 9 Mar 2026 03:%02d:%02d +0000\r\n' %
                    (i, i, i % 250, i + 1, i, i // 60 % 60, i % 60) for i in range(n)) + END


def names(n):
    return b''.join(b'X%d: a\r\n' % i for i in range(n)) + END


def attributions(n):
    return b''.join(ATTRIBUTION % (i, i % 250) for i in range(n)) + servers(40)


def covers(n):
    return b'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arcselector10001; h=' + \
        b':'.join(b'X%d' % i for i in range(n)) + b'; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YWFh\r\n' + names(n)


# name: (input of size n, n, limits lifted)
CASES = {
    'one-line': (lambda n: b'Subject: ' + b'a' * n + b'\r\n\r\n', 16000000, False),
    'one-line-lifted': (lambda n: b'Subject: ' + b'a' * n + b'\r\n\r\n', 1000000, True),
    'no-colon': (lambda n: b'a' * n, 8000000, False),
    'fields': (lambda n: b'X: a\r\n' * n + END, 200000, True),
    'names': (names, 100000, True),
    'received': (received, 6000, True),
    'servers': (servers, 6000, True),
    'comments': (lambda n: b'Received: from a ' + b'(' * n + b' by b; Mon, 9 Mar 2026 03:53:37 +0000\r\n' + END, 1000000, True),
    'address-comments': (lambda n: b'From: ' + b'(' * n + b'a@example.com\r\n\r\n', 1000000, True),
    'address-list': (lambda n: b'To: ' + b', '.join(b'u%d@example.com' % i for i in range(n)) + b'\r\n' + END, 60000, True),
    'groups': (lambda n: b'From: ' + b'g:' * n + b'\r\n\r\n', 1000000, True),
    'half-names': (lambda n: b'To: ' + b'a, <' * n + b'\r\n\r\n', 200000, True),
    'encoded-words': (lambda n: b'Subject: ' + b'=?iso-8859-1?q?a?= =?utf-8?q?b?= ' * n + b'\r\n' + END, 100, True),
    'from-lines': (lambda n: b'From a@example.com Mon Mar  9 03:53:37 2026\n' * n, 200000, False),
    'messages': (lambda n: b'From a@example.com Mon Mar  9 03:53:37 2026\nSubject: x\n\n' * n, 20000, False),
    'content-length': (lambda n: b'From a@example.com Mon Mar  9 03:53:37 2026\nSubject: x\nContent-Length: 8000000\n\nb\n' * n, 10000, False),
    'attributions': (attributions, 6000, True),
    'checks': (lambda n: b''.join(CHECKS % (i % 250) for i in range(n)) + servers(40), 8000, True),
    'diagnostic': (lambda n: b'X-MS-TrafficTypeDiagnostic: ' + b''.join(b'AA%dPR01MB%04d:EE_|' % (i, i % 10000) for i in range(n)) +
                   b'\r\n' + servers(1000), 30000, True),
    'report': (lambda n: b'X-Forefront-Antispam-Report: ' + b'CIP:192.0.2.1;CTRY:US;SFV:SKI;' * n + b'\r\n' + servers(4), 20000, True),
    'chain': (lambda n: b''.join(SEAL % (i % 50 + 1, i % 50 + 1, i % 50 + 1) for i in range(n)) + END, 5000, True),
    'covers': (covers, 30000, True),
    'spaces': (lambda n: b'Subject: a' + b' ' * n + b'b\r\n' + END, 4000000, True),
    'folds': (lambda n: b'Subject: a' + b'\r\n ' * n + b'b\r\n' + END, 500000, True),
    'nul': (lambda n: b'Subject: x' + b'\0' * n + b'\r\n' + END, 1000000, True),
    'lone-cr': (lambda n: b'Subject: x\r' * n, 30000, True),
    'parts': (lambda n: b'Content-Type: multipart/mixed; boundary=b\r\n\r\n' + b'--b\r\n\r\n' * n, 200000, True),
    'nested': (lambda n: b'Content-Type: message/rfc822\r\n\r\n' * n, 20000, True),
    'nested-parts': (lambda n: b''.join(b'Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n' % (i, i) for i in range(n)), 30000, True),
    'junk': (lambda n: b'Subject: x\r\n' + b'junk line\r\n' * n, 60000, False),
    'junk-between': (lambda n: b'Subject: x\r\n' + (b'junk line\r\n' * 4 + b'X: y\r\n') * n, 20000, True),
    'quoted': (lambda n: b'> Received: from a by b\r\n' * n, 40000, True),
}


# What people read shows values and headers at full length: these in the other formats too, a part of the size.
QUICK = ('one-line', 'fields', 'received', 'comments', 'address-list', 'from-lines', 'attributions', 'chain', 'lone-cr', 'parts', 'junk-between')
SHOWN = ('nul', 'spaces', 'folds', 'names', 'received', 'report', 'address-list')
FORMATS = ('text', 'html', 'markdown', 'csv', 'json', 'ndjson')
FORMS = ('eml', 'mbox', 'gz', 'record')
POSTMARK = b'From a@example.com Mon Mar  9 03:53:37 2026\n'


def cuts(n):
    """A mailbox of one message, cut at every place if n is large enough."""
    mail = (servers(2) + SEAL % (1, 1, 1) + CHECKS % 1).replace(b'\r', b'')
    return b''.join(POSTMARK + mail[:i * 37 % len(mail)] + b'\n' for i in range(n))


# Each of them in every form and format: (input of size n, n for the work, n for the memory).
HOSTILE = {
    'one-line': (lambda n: b'Subject: ' + b'a' * n + b'\n\nbody\n', 400000, 40000000),
    'lone-cr': (lambda n: b'Subject: x\r' * n + b'\n\n', 1000, 1000000),
    'nul': (lambda n: b'Subject: x' + b'\0' * n + b'\n' + END, 50000, 30000000),
    'received': (received, 250, 100000),
    'fields': (lambda n: b'X: a\n' * n + END, 2500, 1000000),
    'comments': (lambda n: b'Received: from a ' + b'(' * n + b')' * n + b' by b; Mon, 9 Mar 2026 03:53:37 +0000\n' + END, 60000, 5000000),
    'cuts': (cuts, 100, 20000),
    'body': (lambda n: SEAL % (1, 1, 1) + END + b'x y\n' * n, 100000, 10000000),
}


def in_form(form, data):
    if form == 'mbox':
        return data if data.startswith(b'From ') else POSTMARK + data
    if form == 'gz':
        return gzip.compress(data, 1, mtime=0)
    if form == 'record':
        return json.dumps({'id': 1, 'raw': data.decode('latin-1')}).encode() + b'\n'
    return data


def command_of(hopscope, path, form, lifted):
    command = [hopscope, '--no-sandbox', '--headers', '--format=' + form, '--jobs=1', path]
    for limit in UNLIMITED if lifted else []:
        command += ['--limit', limit]
    return command


def count(hopscope, path, form, lifted):
    """Instructions and exit status."""
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *command_of(hopscope, path, form, lifted)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    found = re.search(rb'I +refs: +([0-9,]+)', done.stderr)
    if found is None:
        raise RuntimeError(done.stderr.decode('utf-8', 'replace')[-500:])
    return int(found.group(1).replace(b',', b'')), done.returncode


def work(hopscope, folder, case, start):
    """The name, instructions at n and 2n, and what is wrong, if anything."""
    name, form, make, n, lifted = case
    path, counts = os.path.join(folder, re.sub('[^a-z]', '-', name)), []
    for size in (n, 2 * n):
        with open(path, 'wb') as file:
            file.write(make(size))
        counted, status = count(hopscope, path, form, lifted)
        if status not in (0, 4):
            return name, counts, f'exit status {status} at size {size}'
        counts.append(max(counted - start, 0))
    os.unlink(path)
    if counts[1] > TOO_FEW and counts[1] > GROWTH_MAX * max(counts[0], TOO_FEW / GROWTH_MAX):
        return name, counts, f'grows {counts[1] / max(counts[0], 1):.1f}-fold where the input grows twofold'
    return name, counts, None


def work_cases(every):
    """(name, format, maker, size, limits lifted)"""
    for name, (make, n, lifted) in CASES.items():
        if not every and name not in QUICK:
            continue
        for form in ('ndjson', *(FORMATS[:4] if name in SHOWN and every else ())):
            yield f'{name}/{form}', form, make, max(n // (SCALE if form == 'ndjson' else SCALE * 4), 4), lifted
    for name, (make, n, _) in HOSTILE.items() if every else ():
        for form, shape in [(form, 'eml') for form in FORMATS] + [('ndjson', shape) for shape in FORMS[1:]]:
            yield f'{name}/{form}/{shape}', form, lambda size, make=make, shape=shape: in_form(shape, make(size)), n, True


def write_apart(path, make):
    """In a process of its own: the peak of a child counts from what its parent holds."""
    child = os.fork()
    if child == 0:
        with open(path, 'wb') as file:
            file.write(make())
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError('cannot write ' + path)


def peak(command):
    """Peak of memory in KiB and exit status."""
    with open(os.devnull, 'r+b') as nothing:
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss, process.returncode


def memory(hopscope, folder, name, every):
    """Complaints about one kind of input, in each format and form. A page of HTML begins with its index, and is held until it ends."""
    make, _, n = HOSTILE[name]
    complaints, path = [], os.path.join(folder, 'large')
    for shape in FORMS if every else ('eml',):
        write_apart(path, lambda shape=shape: in_form(shape, make(n)))
        for form in FORMATS if every else ('text', 'ndjson'):
            for jobs in ('1', '2') if form == 'ndjson' else ('1',):
                kib, status = peak([hopscope, '--no-sandbox', '--format=' + form, '--jobs=' + jobs, path])
                if (kib > MEMORY_MAX and (name, form) != ('cuts', 'html')) or status not in (0, 4):
                    complaints.append(f'{name}/{form}/{shape}, {jobs} jobs: {kib} KiB, exit status {status}')
    os.unlink(path)
    return complaints


def main():
    words = [word for word in sys.argv[1:] if word != '--all']
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, every, failed = words[0], '--all' in sys.argv, 0
    with tempfile.TemporaryDirectory(prefix='hopscope-hostile-') as folder:
        for name in HOSTILE:
            if not words[1:] or name in words[1:]:
                complaints = memory(hopscope, folder, name, every)
                failed += len(complaints)
                print('\n'.join(complaints or [name + ': bounded memory']), flush=True)
        if shutil.which('valgrind') is None:
            print('no valgrind: work is not counted')
            return 1 if failed else 77
        small = os.path.join(folder, 'small')
        with open(small, 'wb') as file:
            file.write(END)
        start, _ = count(hopscope, small, 'ndjson', True)
        cases = [case for case in work_cases(every or len(words) > 1) if not words[1:] or case[0] in words[1:] or case[0].split('/')[0] in words[1:]]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for name, counts, wrong in pool.map(lambda case: work(hopscope, folder, case, start), cases):
                failed += wrong is not None
                print(f'{name}: {" ".join(f"{n / 1e6:.1f}" for n in counts)} million{": " + wrong if wrong else ""}', flush=True)
    print(f'{failed} complaints' if failed else 'all grow in proportion')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
