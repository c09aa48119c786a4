#!/usr/bin/env python3
"""check-hostile.py HOPSCOPE [CASE...]: work grows no faster than the input, whatever the input is.

Each case is run at some size, twice that and four times; CPU time less that of starting may grow 2.6-fold for each doubling. On a busy
machine figures are doubtful, so a case that misses is run again, and only one that misses every time fails.
"""
import os
import resource
import subprocess
import sys
import tempfile

GROWTH_MAX = 2.6
TOO_SHORT = 0.03  # seconds: below this nothing can be said
TRIES = 4
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


# What people read shows values and headers at full length: these in the other formats too, an eighth of the size.
SHOWN = ('nul', 'spaces', 'folds', 'names', 'received', 'report', 'address-list')
FORMATS = ('text', 'html', 'markdown', 'csv')


def cases(names):
    """(name, format, maker, size, limits lifted); a name on the command line may be NAME or NAME/FORMAT."""
    for name, (make, n, lifted) in CASES.items():
        for form in ('ndjson', *(FORMATS if name in SHOWN else ())):
            if not names or name in names or f'{name}/{form}' in names:
                yield f'{name}/{form}', form, make, n if form == 'ndjson' else n // 8, lifted


def cpu_time(hopscope, path, form, lifted):
    command = [hopscope, '--headers', '--format=' + form, '--jobs=1', path]
    for limit in UNLIMITED if lifted else []:
        command += ['--limit', limit]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, status


def run(hopscope, folder, form, make, n, lifted, start):
    """CPU seconds at n, 2n and 4n, and what is wrong, if anything."""
    path, seconds = os.path.join(folder, 'input'), []
    for size in (n, 2 * n, 4 * n):
        with open(path, 'wb') as file:
            file.write(make(size))
        taken, status = cpu_time(hopscope, path, form, lifted)
        if status not in (0, 4):
            return seconds, f'exit status {status} at size {size}'
        seconds.append(max(taken - start, 0))
    for low, high in zip(seconds, seconds[1:]):
        if high > TOO_SHORT and high > GROWTH_MAX * max(low, TOO_SHORT / 2):
            return seconds, f'grows {high / max(low, 1e-3):.1f}-fold where the input grows twofold'
    return seconds, None


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, failed = sys.argv[1], 0
    with tempfile.TemporaryDirectory(prefix='hopscope-hostile-') as folder:
        empty = os.path.join(folder, 'small')
        with open(empty, 'wb') as file:
            file.write(END)
        start = min(cpu_time(hopscope, empty, 'ndjson', True)[0] for _ in range(3))
        all_cases = list(cases(sys.argv[2:]))
        for name, form, make, n, lifted in all_cases:
            for _ in range(TRIES):
                seconds, wrong = run(hopscope, folder, form, make, n, lifted, start)
                if wrong is None:
                    break
            failed += wrong is not None
            print(f'{name}: {" ".join(f"{s * 1e3:.0f}" for s in seconds)} ms{": " + wrong if wrong else ""}')
    print(f'{failed} of {len(all_cases)} cases grow too fast' if failed else 'all grow in proportion')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
