#!/usr/bin/env python3
"""check-cli.py HOPSCOPE SOURCE_ROOT [TEST...]: what the command line promises (interface.md, hopscope(1)), tried out."""
import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

HOPSCOPE, ROOT = '', ''
MAIL = 'Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 1;\n Mon, 9 Mar 2026 03:53:31 +0000\nSubject: one\n\nbody\n'


def environment(**more):
    return {'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'TERM': 'xterm', **{k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}, **more}


def run(*arguments, data=b'', **more):
    more.setdefault('env', environment())
    more.setdefault('timeout', 120)
    more.setdefault('stdout', subprocess.PIPE)
    return subprocess.run([HOPSCOPE, *arguments], input=data, stderr=subprocess.PIPE, **more)


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def sample(name):
    return os.path.join(ROOT, 'samples', name)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='hopscope-')
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data=MAIL):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(data.encode() if isinstance(data, str) else data)
        return path

    def mailbox(self, copies, name='box.mbox'):
        """An mbox of the samples, over and over, each message with a body that has a quoted From line."""
        messages = []
        for entry in sorted(os.listdir(os.path.join(ROOT, 'samples'))):
            if entry.endswith('.eml') and not entry.startswith('bounce-'):  # those hold two
                with open(sample(entry), 'rb') as file:
                    text = file.read().replace(b'\r\n', b'\n').rstrip(b'\n')
                messages.append(b'From sender@example.com Mon Mar  9 03:53:31 2026\n' + text.replace(b'\nFrom ', b'\n>From ') + b'\n\n>From here on a body\n\n')
        return self.write(name, b''.join(messages) * copies), len(messages) * copies

    def assert_one_line(self, done, status, *words):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, status, text)
        self.assertEqual(text.count('\n'), 1, text)
        self.assertTrue(text.startswith('hopscope: '), text)
        self.assertIn('; ' if 'did you mean' not in text else 'did you mean', text)
        for word in words:
            self.assertIn(word, text)

    def left_over(self):
        return [name for _, _, names in os.walk(self.folder) for name in names if name.startswith('.')]


class Usage(Case):
    def test_help_fits_a_screen(self):
        lines = run('--help').stdout.decode().splitlines()
        self.assertLess(len(lines), 24)  # and the prompt
        self.assertLessEqual(max(map(len, lines)), 80)

    def test_help_names_every_option(self):
        short, whole = run('-h').stdout.decode(), run('--help', '-v').stdout.decode()
        names = run('--completion', 'fish').stdout.decode()
        options = [line.split(' -l ')[1].split()[0] for line in names.splitlines() if ' -l ' in line]
        self.assertGreater(len(options), 30)
        for option in options:
            self.assertIn('--' + option, short)
            self.assertIn('--' + option, whole)
        self.assertLessEqual(max(map(len, whole.splitlines())), 100)

    def test_interface(self):
        """The options of interface.md, each with an argument it takes."""
        for option in ('--format', '--output', '--connectors', '--tenant', '--tenant-domain', '--trust', '--rules', '--endpoints', '--keys', '--require',
                       '--now', '--jobs', '--progress', '--color', '--utc', '--zone', '--version', '--help', '--headers', '--files-from', '--range'):
            self.assertIn(option, run('--help').stdout.decode())

    def test_version(self):
        done = run('--version')
        self.assertTrue(done.stdout.startswith(b'hopscope '))
        self.assertGreater(len(run('--version', '-v').stdout.splitlines()), len(done.stdout.splitlines()) + 3)

    def test_wrong_options(self):
        for arguments, words in ((['--fromat', 'json'], ['--fromat', '--format']), (['-Z'], ['-Z']), (['-f', 'xml'], ['xml', 'ndjson']),
                                 (['--jobs', '0'], ['256']), (['--jobs', 'two'], ['two']), (['-o'], ['needs']), (['--headers=yes'], ['=yes']),
                                 (['--now', 'soon'], ['soon']), (['--zone', 'Nowhere/Land'], ['Nowhere']), (['--range', '5-2', 'x'], ['5-2']),
                                 (['--limit', 'fields'], ['fields']), (['--limit', 'wishes=3'], ['wishes']), (['--schema', '2'], ['--schema']),
                                 (['--tenant', 'mine'], ['--tenant']), (['--trust', '1.2.3.4/99'], ['--trust']), (['--trailer'], ['ndjson']),
                                 (['--port', '80', 'x.eml'], ['--port']), (['summary', '--require', 'traversed'], ['--require']),
                                 (['--completion', 'tcsh'], ['tcsh'])):
            with self.subTest(arguments):
                self.assert_one_line(run(*arguments), 2, *words)

    def test_wrong_files_of_options(self):
        broken = self.write('broken.json', '{ "Identity": ')
        for option in ('--connectors', '--accepted-domains', '--endpoints', '--keys', '--files-from', '--files0-from'):
            with self.subTest(option):
                self.assert_one_line(run(option, self.path('nothing'), sample('smtp-relay.eml')), 2, 'nothing')
        for option in ('--connectors', '--accepted-domains', '--endpoints'):
            with self.subTest(option):
                self.assert_one_line(run(option, broken, sample('smtp-relay.eml')), 2, 'broken.json')
        self.write('rules/hosts.tsv', 'suffix\n')
        self.assert_one_line(run('--rules', self.path('rules'), sample('smtp-relay.eml')), 2, 'hosts.tsv')

    def test_letters_and_equals(self):
        plain = run('-f', 'ndjson', sample('smtp-relay.eml')).stdout
        self.assertEqual(run('-fndjson', sample('smtp-relay.eml')).stdout, plain)
        self.assertEqual(run(sample('smtp-relay.eml'), '--format=ndjson', '-q').stdout, plain)
        self.assertEqual(run('-qf', 'ndjson', '--', sample('smtp-relay.eml')).stdout, plain)

    def test_explain(self):
        self.assertIn('SKI', run('explain', 'SFV:SKI').stdout.decode())
        self.assertEqual(run('explain', 'nothing like this').returncode, 2)
        self.assert_one_line(run('explain'), 2)

    def test_bash_completion(self):
        script = f'source <("$1" --completion bash); COMP_WORDS=(hopscope "${{@:2}}"); COMP_CWORD=$(($# - 1)); _hopscope; echo "${{COMPREPLY[@]}}"'

        def complete(*words):
            return subprocess.run(['bash', '-c', script, 'bash', HOPSCOPE, *words], capture_output=True, text=True, env=environment()).stdout.split()
        self.assertEqual(complete('--form'), ['--format'])
        self.assertEqual(complete('--format', 'nd'), ['ndjson'])
        self.assertEqual(complete('--color', '=', 'al'), ['always'])
        self.assertIn('summary', complete('summ'))

    def test_hint_on_a_terminal(self):
        master, slave = os.openpty()
        process = subprocess.Popen([HOPSCOPE], stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        os.write(master, MAIL.encode() + b'\x04')
        output, errors = process.communicate(timeout=60)
        os.close(slave)
        os.close(master)
        self.assertEqual(errors.count(b'\n'), 1)
        self.assertIn(b'Ctrl-D', errors)
        self.assertIn(b'b.example', output)


class Unreadable(Case):
    def test_one_line_each(self):
        os.mkdir(self.path('empty'))
        self.write('pictures/a.jpg', b'\xff\xd8\xff\xe0\0\x10JFIF\0' + bytes(range(256)) * 8)
        for operand, word in ((self.path('nothing.eml'), 'nothing.eml'), (self.path('empty'), 'empty'), (self.path('pictures'), 'pictures'),
                              (self.write('zero.eml', ''), 'zero.eml'), (self.write('prose.txt', 'Dear all,\n\nlunch is at noon today\n'), 'prose.txt'),
                              (self.write('x.bin', bytes(range(256)) * 64), 'x.bin')):
            with self.subTest(operand):
                done = run(operand)
                self.assert_one_line(done, 4, word)
                self.assertEqual(done.stdout, b'')

    def test_standard_input(self):
        self.assert_one_line(run(data=b''), 4, 'standard input')
        self.assert_one_line(run(data=bytes(range(256)) * 64), 4, 'standard input')

    def test_the_rest_is_analyzed(self):
        done = run(self.path('nothing.eml'), sample('smtp-relay.eml'))
        self.assert_one_line(done, 4)
        self.assertEqual(done.stdout, run(sample('smtp-relay.eml')).stdout)

    def test_in_band(self):
        os.mkdir(self.path('empty'))
        good = sample('smtp-relay.eml')
        done = run('-f', 'ndjson', self.path('nothing.eml'), good, self.path('empty'), good, '--jobs', '2')
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([r['type'] for r in records], ['error', 'message', 'error', 'message'])
        self.assertEqual([r.get('code') for r in records], ['open', None, 'not-mail', None])
        self.assertTrue(records[0]['source']['path'].endswith('nothing.eml'))

    def test_names_cannot_steer_a_terminal(self):
        done = run(self.path('a\x1b[31m\nb\u202e.eml'))
        self.assertEqual(done.stderr.count(b'\n'), 1)
        self.assertNotIn(b'\x1b', done.stderr)
        self.assertNotIn('\u202e'.encode(), done.stderr)


class Recognized(Case):
    """By content: what is no mail is not taken for mail, and no mail is refused."""

    def test_no_mail(self):
        for name, text in (
                ('passwd', 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nDebian-exim:x:101:103::/var/spool/exim4:/usr/sbin/nologin\n'),
                ('shadow', 'root:*:19000:0:99999:7:::\nDebian-exim:!:19000::::::\n'), ('group', 'root:x:0:\nadm:x:4:syslog\n'),
                ('compose.yaml', 'version: "3"\nservices:\n  web:\n    image: nginx\n    ports:\n      - "80:80"\n'),
                ('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n'), ('ci.yml', 'on: push\njobs:\n  build:\n    steps:\n    - run: make\n'),
                ('stack.yaml', "AWSTemplateFormatVersion: '2010-09-09'\nDescription: x\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n"),
                ('nsswitch.conf', 'passwd:         files\nhosts:          files dns\n')):
            with self.subTest(name):
                self.assert_one_line(run(self.write(name, text)), 4, 'no mail header')

    def test_odd_mail(self):
        for name, text in (('known', 'subject:x\nfoo:bar\n  baz: y\n'), ('unknown', 'Foo: bar\nBaz-Quux:\n folded\n'),
                           ('one', 'Received: from a by b; Mon, 9 Mar 2026 03:53:31 +0000\nfoo:x:1:2\nservices:\n  web: y\n'),
                           ('microsoft', 'x-ms-exchange-organization-scl:1\n'), ('lower', 'date: x\nversion: 1\n')):
            with self.subTest(name):
                self.assertEqual(len(self.records(run('-f', 'ndjson', self.write(name, text)))), 1)

    def records(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_utf16(self):
        box = ''.join(f'From a@example.com Mon Mar  9 03:53:31 2026\nSubject: \uacbd\uc601 {i}\nFrom: a@example.com\n\n\U0001f600 x\n\n' for i in range(3000))
        ndjson = ''.join(json.dumps({'id': i, 'raw': MAIL}) + '\n' for i in range(100))
        for codec in ('utf-16-le', 'utf-16-be'):
            for mark in ('', '\ufeff'):
                with self.subTest(codec + mark):
                    self.assertEqual(self.records(run('-f', 'ndjson', data=(mark + MAIL).encode(codec)))[0]['message']['subject'], 'one')
                    found = self.records(run('-f', 'ndjson', data=(mark + box).encode(codec)))
                    self.assertEqual([r['message']['subject'] for r in found], [f'\uacbd\uc601 {i}' for i in range(3000)])
                    self.assertEqual(found[1]['source']['offset'], len(box[:box.index('From ', 1)].encode()))
                    self.assertTrue(all('HS111' in [f['code'] for f in r['findings']] for r in found))
                    self.assertEqual([r['source']['id'] for r in self.records(run('-f', 'ndjson', data=(mark + ndjson).encode(codec)))], [str(i) for i in range(100)])

    def test_names_in_archives(self):
        """A name is UTF-8 in every locale."""
        path, names = self.path('a.zip'), ['\uacbd\uc601/\u00e9.eml', 'b.eml']
        with zipfile.ZipFile(path, 'w') as archive:
            for name in names:
                archive.writestr(name, MAIL)
        for locale in ('C', 'C.UTF-8', 'POSIX'):
            found = self.records(run('-f', 'ndjson', path, env=environment(LC_ALL=locale)))
            if found[0]['type'] == 'error' and found[0]['code'] == 'archive':
                self.skipTest('built without libarchive')
            self.assertEqual([r['source']['path'] for r in found], [f'{path}/{name}' for name in names], locale)

    def test_gzip(self):
        """Read in any build, whole, its checksum compared; what came before the damage is told."""
        packed = bytearray(gzip.compress(MAIL.encode()) + gzip.compress(b'more\n'))
        self.assertEqual(len(self.records(run('-f', 'ndjson', data=bytes(packed)))), 1)
        packed[-5] ^= 1
        found = self.records(run('-f', 'ndjson', data=bytes(packed)))
        self.assertEqual([(r['type'], r.get('code')) for r in found], [('message', None), ('error', 'archive')])
        self.assertIn('HS703', [f['code'] for f in found[0]['findings']])


class Output(Case):
    def test_file(self):
        for form in ('text', 'json', 'ndjson', 'html', 'markdown', 'csv'):
            path = self.path('out.' + form)
            done = run('-f', form, '-o', path, sample('smtp-relay.eml'))
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b'', b''))
            self.assertEqual(read(path), run('-f', form, sample('smtp-relay.eml')).stdout)
        self.assertEqual(self.left_over(), [])

    def test_replaces_and_keeps_mode_and_link(self):
        path = self.write('old', 'old')
        os.chmod(path, 0o640)
        os.symlink('old', self.path('link'))
        self.assertEqual(run('-o', self.path('link'), sample('smtp-relay.eml')).returncode, 0)
        self.assertTrue(os.path.islink(self.path('link')))
        self.assertIn(b'traversed', read(path))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)

    def test_cannot_be_written(self):
        self.assert_one_line(run('-o', self.path('no', 'folder'), sample('smtp-relay.eml')), 2, 'folder')
        self.assert_one_line(run('-o', self.folder, sample('smtp-relay.eml')), 2, self.folder)
        self.assert_one_line(run('--summary', self.path('no', 'folder'), sample('smtp-relay.eml')), 2, 'folder')

    def test_full_device(self):
        with open('/dev/full', 'wb') as full:
            for form in ('text', 'json', 'ndjson', 'html', 'markdown', 'csv'):
                self.assert_one_line(run('-f', form, sample('smtp-relay.eml'), stdout=full), 2, 'standard output')
            box, _ = self.mailbox(2)
            for jobs in ('1', '2'):
                self.assert_one_line(run('-f', 'ndjson', '--trailer', '-j', jobs, box, stdout=full), 2, 'standard output')
            self.assert_one_line(run('summary', box, stdout=full), 2, 'standard output')
            self.assert_one_line(run('explain', 'SFV:SKI', stdout=full), 2)
            self.assert_one_line(run('--help', stdout=full), 2)
        self.assert_one_line(run('-q', '-f', 'ndjson', '-o', self.path('records'), '--summary', '/dev/full', sample('smtp-relay.eml')), 2, '/dev/full')
        self.assert_one_line(run('-o', '/dev/full', sample('smtp-relay.eml')), 2, '/dev/full')

    def test_closed_streams(self):
        script = '"$0" -f ndjson "$1" >&-; echo $? >&2; "$0" -f ndjson -o "$2" "$1" <&- >&- 2>&-; echo $?'
        done = subprocess.run(['bash', '-c', script, HOPSCOPE, sample('smtp-relay.eml'), self.path('out')], capture_output=True, env=environment())
        self.assertEqual(done.stdout, b'0\n')
        self.assertRegex(done.stderr, rb'^hopscope: standard output: [^\n]*\n2\n$')
        self.assertEqual(read(self.path('out')), run('-f', 'ndjson', sample('smtp-relay.eml')).stdout)

    def test_full_disk_leaves_the_old_file(self):
        """A limit on the size of files stands in for a full disk."""
        path = self.write('old', 'old')

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        self.assert_one_line(run('-f', 'json', '-o', path, sample('smtp-relay.eml'), preexec_fn=limit), 2, 'old')
        self.assertEqual(read(path), b'old')
        self.assertEqual(self.left_over(), [])

    def test_full_disk_leaves_whole_lines(self):
        box, _ = self.mailbox(2)
        whole = run('-f', 'ndjson', box).stdout

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
        with open(self.path('out'), 'wb') as out:
            self.assert_one_line(run('-f', 'ndjson', box, stdout=out, preexec_fn=limit), 2, 'standard output')
        written = read(self.path('out'))
        self.assertTrue(whole.startswith(written) and written.endswith(b'\n'))

    def test_kill_leaves_the_old_file(self):
        path = self.write('old', 'old')
        process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '-o', path], stdin=subprocess.PIPE, env=environment())
        process.stdin.write(MAIL.encode() * 100)
        process.stdin.flush()
        time.sleep(0.3)
        process.kill()
        process.wait(60)
        process.stdin.close()
        self.assertEqual(read(path), b'old')

    def test_kill_leaves_the_beginning(self):
        """Killed at any moment, what was written is the beginning of the whole, and no trailer calls it complete."""
        box, _ = self.mailbox(60)
        whole = run('-f', 'ndjson', '--trailer', box).stdout
        seen = set()
        for jobs in ('1', '2'):
            for share in (0, 0.1, 0.4, 0.8):
                with open(self.path('out'), 'wb') as out:
                    process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '--trailer', '-j', jobs, box], stdout=out, env=environment())
                    while process.poll() is None and os.path.getsize(self.path('out')) < share * len(whole):
                        time.sleep(0.001)
                    process.kill()
                    process.wait(60)
                written = read(self.path('out'))
                self.assertTrue(whole.startswith(written))
                self.assertTrue(len(written) == len(whole) or b'"complete":true' not in written)
                seen.add(0 < len(written) < len(whole))
        self.assertIn(True, seen)

    def test_closed_pipe_in_every_format(self):
        box, _ = self.mailbox(20)
        for form in ('text', 'json', 'html', 'markdown', 'csv'):
            with self.subTest(form):
                process = subprocess.Popen([HOPSCOPE, '-f', form, box], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
                process.stdout.close()
                self.assertEqual(process.stderr.read(), b'')
                process.stderr.close()
                self.assertEqual(process.wait(60), 2)

    def test_closed_pipe(self):
        box, _ = self.mailbox(20)
        for jobs in ('1', '2'):
            process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '-j', jobs, box], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
            self.assertTrue(process.stdout.readline().endswith(b'}\n'))
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b'')
            process.stderr.close()
            self.assertEqual(process.wait(60), 2)

    def test_color(self):
        def colored(*arguments, terminal=True, **variables):
            master, slave = os.openpty()
            done = run('-f', 'text', *arguments, sample('smtp-relay.eml'), stdout=slave if terminal else subprocess.PIPE, env=environment(**variables))
            os.close(slave)
            output = done.stdout
            if terminal:
                output = b''
                while True:
                    try:
                        output += os.read(master, 65536)
                    except OSError:
                        break
            os.close(master)
            return b'\x1b[' in output
        self.assertTrue(colored())
        self.assertFalse(colored(NO_COLOR='1'))
        self.assertTrue(colored(NO_COLOR=''))
        self.assertFalse(colored(TERM='dumb'))
        self.assertFalse(colored('--color=never'))
        self.assertTrue(colored('--color=always', NO_COLOR='1'))
        self.assertFalse(colored(terminal=False))
        self.assertTrue(colored(terminal=False, CLICOLOR_FORCE='1'))
        self.assertTrue(colored('--color', 'always', terminal=False))


class Limits(Case):
    NAMES = ('header-bytes', 'field-bytes', 'fields', 'received', 'comment-depth', 'attached-depth', 'attached-messages', 'body-bytes', 'text-bytes',
             'encoded-words', 'addresses', 'arena-bytes', 'pattern-steps', 'signatures', 'archive-ratio', 'archive-bytes')
    NEEDED = ('header-bytes', 'field-bytes', 'fields', 'received', 'arena-bytes', 'archive-ratio', 'pattern-steps')

    def codes(self, *limits, data):
        done = run('-f', 'ndjson', *(word for limit in limits for word in ('--limit', limit)), data=data)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return [[f['code'] for f in json.loads(line)['findings']] for line in done.stdout.splitlines()]

    def test_least(self):
        for name in self.NAMES:
            with self.subTest(name):
                self.codes(name + '=1', data=MAIL.encode())
                if name in self.NEEDED:
                    self.assert_one_line(run('--limit', name + '=0', data=MAIL.encode()), 2, 'positive')
                else:
                    self.codes(name + '=0', data=MAIL.encode())
        for value in ('', '-1', 'x', '1T', '99999999999999999999', '1.5'):
            self.assert_one_line(run('--limit', 'body-bytes=' + value, data=MAIL.encode()), 2, 'number')

    def test_none_attached(self):
        part = '--b\nContent-Type: message/rfc822\n\n' + MAIL
        mail = ('Content-Type: multipart/mixed; boundary=b\n' + MAIL.replace('body', part * 3 + '--b--')).encode()
        self.assertEqual(len(self.codes(data=mail)), 4)
        for limit in ('attached-messages=0', 'attached-depth=0'):
            found = self.codes(limit, data=mail)
            self.assertEqual(len(found), 1)
            self.assertIn('HS704', found[0])

    def test_what_is_missing_proves_nothing(self):
        """Lines that a limit took away could show Microsoft 365: never not-traversed; what is shown stays."""
        for limit in ('received=1', 'field-bytes=1', 'header-bytes=2000', 'fields=1', 'fields=10'):
            done = run('-f', 'ndjson', '--limit', limit, sample('smtp-relay.eml'))
            self.assertEqual(json.loads(done.stdout)['verdict']['connector'], 'indeterminate', limit)
        done = run('-f', 'ndjson', '--limit', 'received=5', sample('smtp-relay.eml'))
        self.assertEqual(json.loads(done.stdout)['verdict']['connector'], 'traversed')

    def test_body(self):
        self.assertIn('HS703', self.codes('body-bytes=2', data=MAIL.encode())[0])
        self.assertNotIn('HS703', self.codes('body-bytes=5', data=MAIL.encode())[0])

    def test_inside_fields(self):
        """Each limit is told where it is reached, not before; raised, it is not reached."""
        received = 'Received: from a.example.com by b.example.com {}; Mon, 9 Mar 2026 03:53:37 +0000\n' + MAIL
        pairs = ' '.join(['=?utf-8?q?a?='] * 65)
        for code, limit, least, mail, fitting in (
                ('HS710', 'comment-depth', 101, received.format('(' * 101 + ')' * 101), received.format('(' * 100 + ')' * 100)),
                ('HS711', 'text-bytes', '20K', 'Subject: =?utf-8?q?a?=' + ' a' * 8200 + '\n\n', 'Subject: =?utf-8?q?a?=' + ' a' * 8000 + '\n\n'),
                ('HS711', 'encoded-words', 65, f'Subject: {pairs}\n\n', f'Subject: {pairs[14:]}\n\n'),
                ('HS711', 'encoded-words', 65, f'From: {pairs} <a@example.com>\nCc: {pairs} <a@example.com>\n\n', f'Cc: {pairs[14:]} <a@example.com>\n\n'),
                ('HS712', 'addresses', 257, 'To: ' + ', '.join(['a@example.com'] * 257) + '\n\n', 'To: ' + ', '.join(['a@example.com'] * 256) + ', \n\n')):
            with self.subTest(limit):
                self.assertIn(code, self.codes(data=mail.encode())[0])
                self.assertNotIn(code, self.codes(f'{limit}={least}', data=mail.encode())[0])
                self.assertNotIn(code, self.codes(data=fitting.encode())[0])
        done = run('-f', 'ndjson', '--limit', 'addresses=3000', data=b'To: ' + b'a@example.com, ' * 2000 + b'\n\n')
        self.assertEqual(len(json.loads(done.stdout)['message']['to_addresses']), 2000)

    def test_pattern_steps(self):
        mail = 'Received: from x.example.com [192.0.2.130] by 3capp-gmx-bs01.server.lan (via HTTP); Mon, 2 Mar 2026 10:33:49 +0100\n' + MAIL
        codes = [self.codes(f'pattern-steps={n}', data=mail.encode())[0] for n in (1, 10000)]
        self.assertIn('HS713', codes[0])
        self.assertNotIn('HS713', codes[1])

    def test_long_body(self):
        """Of a signed body that is not kept the hash is taken all the same: no seal changes, and no signature is called broken."""
        def seals(*options):
            done = run('-f', 'ndjson', '--keys', sample('keys.zone'), *options, data=box)
            return [[(seal['domain'], seal['result'], seal['reason']) for seal in record['seals']] for record in map(json.loads, done.stdout.splitlines())
                    if not record['source']['part']]
        box = b''
        for name in sorted(os.listdir(sample(""))):
            if name.endswith('.eml') and b'DKIM-Signature' in read(sample(name)):
                box += b'From a@example.com Mon Mar  9 03:53:31 2026\n' + read(sample(name)) + b'\n\n'
        whole = seals()
        self.assertEqual(whole, seals('--limit', 'body-bytes=1'))
        self.assertTrue(any(result == 'pass' for found in whole for _, result, _ in found))
        signed = read(sample('smtp-relay.eml'))
        self.assertIn('HS709', self.codes('header-bytes=100K', 'body-bytes=10K', data=signed + b'x\n' * 1000000)[0])

    def test_attached_message_cut(self):
        """Of an attached message whose end is missing no body hash is compared."""
        signed = read(sample('smtp-relay.eml')) + b'x\n' * 5000
        mail = b'Subject: a\nContent-Type: message/rfc822\n\n' + signed
        records = [json.loads(line) for line in run('-f', 'ndjson', '--keys', sample('keys.zone'), '--limit', f'body-bytes={len(signed) - 9000}', data=mail).stdout.splitlines()]
        self.assertEqual([record['source']['part'] for record in records], [None, '1'])
        self.assertIn('HS703', [finding['code'] for finding in records[1]['findings']])
        self.assertFalse([seal for seal in records[1]['seals'] if 'body was changed' in (seal['reason'] or '')])

    def test_long_record(self):
        """What a record holds beyond the limits is cut off, not refused; its id stands first."""
        record = json.dumps({'id': 'a', 'raw': MAIL + 'x\n' * 2000000}) + '\n' + json.dumps({'id': 'b', 'raw': MAIL}) + '\n'
        answers = [json.loads(line) for line in run('-f', 'ndjson', '--limit', 'body-bytes=10', data=record.encode()).stdout.splitlines()]
        self.assertEqual([a['source']['id'] for a in answers], ['a', 'b'])
        self.assertEqual([a['type'] for a in answers], ['message', 'message'])
        self.assertIn('HS703', [f['code'] for f in answers[0]['findings']])

    def test_arena(self):
        for size in (1, 100, 1000, 3000, 5000):
            self.assertIn('HS707', self.codes(f'arena-bytes={size}', data=MAIL.encode())[0], size)
        self.assertNotIn('HS707', self.codes('arena-bytes=1M', data=MAIL.encode())[0])


class Require(Case):
    def status(self, *arguments):
        return run('-q', '--require', *arguments)

    def test_statuses(self):
        relay, other = sample('smtp-relay.eml'), sample('not-microsoft.eml')
        self.assertEqual(self.status('traversed', relay).returncode, 0)
        self.assertEqual(self.status('traversed', other).returncode, 1)
        self.assertEqual(self.status('not-traversed', other).returncode, 0)
        self.assertEqual(self.status('not-traversed', relay).returncode, 1)
        self.assertEqual(self.status('traversed', relay, other).returncode, 1)
        self.assertEqual(self.status('traversed', relay, self.path('nothing')).returncode, 4)
        undecided = self.write('undecided.eml', 'Subject: no Received at all\n\n')
        self.assertEqual(self.status('traversed', undecided).returncode, 3)
        self.assertEqual(self.status('traversed', undecided, relay).returncode, 3)
        self.assertEqual(self.status('traversed', undecided, other).returncode, 1)

    def test_quiet(self):
        self.assertEqual(self.status('traversed', sample('smtp-relay.eml')).stdout, b'')
        self.assertNotEqual(run('--require', 'traversed', sample('smtp-relay.eml')).stdout, b'')

    def test_output_first(self):
        with open('/dev/full', 'wb') as full:
            self.assertEqual(run('--require', 'traversed', sample('not-microsoft.eml'), stdout=full).returncode, 2)


class Walk(Case):
    def paths(self, *arguments):
        done = run('-f', 'ndjson', *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return [os.path.relpath(json.loads(line)['source']['path'], self.folder) for line in done.stdout.splitlines()]

    def test_order_and_what_is_left_out(self):
        for name in ('b/2.eml', 'b/10.eml', 'a.eml', 'B.eml', '.hidden.eml', '.git/x.eml', 'c/deep/er/x.eml'):
            self.write(name)
        self.write('b/notes.bin', bytes(range(256)) * 9)
        os.symlink('..', self.path('c', 'up'))
        os.symlink(self.path('c'), self.path('d'))
        os.mkfifo(self.path('pipe'))
        wanted = ['B.eml', 'a.eml', 'b/10.eml', 'b/2.eml', 'c/deep/er/x.eml']
        self.assertEqual(self.paths(self.folder), wanted)
        self.assertEqual(self.paths(self.folder, '--jobs', '3'), wanted)
        self.write('b/odd\x1b[31m.bin', bytes(range(256)) * 9)
        skipped = run('-v', '-f', 'csv', self.folder).stderr
        self.assertIn(b'notes.bin', skipped)
        self.assertNotIn(b'\x1b', skipped)

    def test_maildir(self):
        for name in ('cur/2:2,S', 'new/1', 'tmp/0', 'dovecot.index.log', '.Sent/cur/3:2,', '.Sent/new/4', '.Sent/tmp/5'):
            self.write('box/' + name)
        self.assertEqual(self.paths(self.path('box')), ['box/.Sent/cur/3:2,', 'box/.Sent/new/4', 'box/cur/2:2,S', 'box/new/1'])

    def test_lists(self):
        one, two = self.write('one.eml'), self.write('two\nlines.eml')
        listed = self.write('list', one + '\n\n' + one + '\n')
        done = run('--files-from', listed, one)
        self.assertEqual((done.returncode, done.stdout.count(b'Subject')), (0, 3))
        self.assertEqual(self.paths('--files-from', self.write('full', one + '\n' + one), one), ['one.eml'] * 3)
        # Who counts lines has an answer to each, also to an empty one.
        answers = [json.loads(line) for line in run('-f', 'ndjson', '--files-from', listed).stdout.splitlines()]
        self.assertEqual([(a['type'], a.get('code')) for a in answers], [('message', None), ('error', 'empty'), ('message', None)])
        self.assertEqual(json.loads(run('summary', '-f', 'json', '--files-from', listed).stdout)['errors'], [])
        done = run('-f', 'ndjson', '--files0-from', '-', data=f'{one}\0{two}\0'.encode())
        self.assertEqual(len(done.stdout.splitlines()), 2)
        self.assert_one_line(run('--files-from', '-', '-'), 2, '--files-from')


class Stream(Case):
    def test_jobs_give_the_same_bytes(self):
        box, messages = self.mailbox(40)
        self.mailbox(1, 'more/small.mbox')
        for n in range(70):
            self.write(f'more/{n}.eml')
        self.write('more/z.bin', bytes(range(256)) * 9)
        arguments = ['-f', 'ndjson', '--trailer', box, self.path('nothing'), self.path('more'), box]
        one = run(*arguments, '--jobs', '1')
        self.assertEqual(len(one.stdout.splitlines()), 2 * messages + messages // 40 + 70 + 2)
        for jobs in ('2', '3', '16'):
            self.assertEqual(run(*arguments, '--jobs', jobs).stdout, one.stdout)
        text = run(box)
        self.assertEqual(run(box, '--jobs', '4').stdout, text.stdout)

    def test_standard_input_is_the_same(self):
        box, _ = self.mailbox(5)
        named = [json.loads(line) for line in run('-f', 'ndjson', box).stdout.splitlines()]
        with open(box, 'rb') as file:
            piped = [json.loads(line) for line in run('-f', 'ndjson', '-j', '2', data=file.read()).stdout.splitlines()]
        for record in named:
            record['source']['path'] = None
        self.assertEqual(named, piped)

    def test_ranges_give_the_whole(self):
        box, _ = self.mailbox(3)
        size = os.path.getsize(box)
        whole = run('-f', 'ndjson', box).stdout
        cuts = [0, 1, size // 7, size // 7 + 1, size // 3, size // 2, size - 2, size]
        parts = [run('-f', 'ndjson', '--range', f'{a}-{b}', box).stdout for a, b in zip(cuts, cuts[1:])]
        self.assertEqual(b''.join(parts), whole)
        self.assertEqual(run('-f', 'ndjson', '--range', '0-', box).stdout, whole)

    def test_records_one_at_a_time(self):
        process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '--input', 'records', '--line-buffered'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env=environment())
        for n in range(3):
            process.stdin.write(json.dumps({'id': f'r{n}', 'raw': MAIL}).encode() + b'\n')
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())['source']['id'], f'r{n}')
        process.stdin.write(b'{"id":"broken"}\n')
        process.stdin.close()
        self.assertEqual(json.loads(process.stdout.readline())['type'], 'error')
        self.assertEqual(process.stdout.read(), b'')
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)

    def test_blank_lines_and_a_mark_before_a_mailbox(self):
        mail = 'From a@example.com Mon Mar  9 03:53:31 2026\n' + MAIL + '\n'
        record = json.dumps({'id': 'r', 'raw': MAIL}) + '\n'
        for before in ('', '\n\n', '\ufeff', '\ufeff \r\n\n'):
            for data in (mail, record):
                lines = run('-f', 'ndjson', data=(before + data * 2).encode()).stdout.splitlines()
                self.assertEqual([json.loads(line)['type'] for line in lines], ['message'] * 2)
                self.assertEqual(json.loads(lines[0])['source']['offset'], len(before.encode()))
        self.assertIsNone(json.loads(run('-f', 'ndjson', data=b'{"id":null,' + record.encode()[11:]).stdout)['source']['id'])

    def test_json_is_no_mail(self):
        for data in (json.dumps([{'raw': MAIL}]), json.dumps({'raw': MAIL}, indent=1), '{"a": 1}', '[\n {"a": 1}]',
                     run('-f', 'ndjson', sample('smtp-relay.eml')).stdout.decode(), run('-f', 'json', sample('smtp-relay.eml')).stdout.decode()):
            self.assert_one_line(run(data=data.encode()), 4, 'it is')

    def test_trailer(self):
        box, messages = self.mailbox(1)
        last = json.loads(run('-f', 'ndjson', '--trailer', box).stdout.splitlines()[-1])
        self.assertEqual((last['type'], last['complete'], last['messages']), ('summary', True, messages))

    def test_interrupt(self):
        for jobs in ('1', '2'):
            process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '--trailer', '-j', jobs], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=environment())
            process.stdin.write((b'From a@example.com Mon Mar  9 03:53:31 2026\n' + MAIL.encode() + b'\n') * 3)
            process.stdin.flush()
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            output, errors = process.stdout.read(), process.stderr.read()
            self.assertEqual(process.wait(60), -signal.SIGINT)
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()
            records = [json.loads(line) for line in output.splitlines()]
            self.assertTrue(output.endswith(b'\n'))
            self.assertEqual(records[-1]['complete'], False)
            self.assertEqual(errors.count(b'\n'), 1)
            self.assertIn(b'interrupted', errors)

    def test_file_that_becomes_shorter(self):
        """What was cut is told, in its place, and the summary is not complete."""
        box, messages = self.mailbox(60)
        whole = run('-f', 'ndjson', box).stdout.splitlines()
        for jobs, cut, code in (('1', 5, 'HS703'), ('2', 5, 'HS703'), ('1', 60, 'HS108')):
            box, _ = self.mailbox(60)
            process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '--trailer', '-j', jobs, box], stdout=subprocess.PIPE, env=environment())
            output = process.stdout.read(1)
            os.truncate(box, os.path.getsize(box) - cut)
            output += process.stdout.read()
            process.stdout.close()
            self.assertEqual(process.wait(60), 0)
            lines = output.splitlines()
            last = [json.loads(line) for line in lines[-3:]]
            self.assertEqual([r['type'] for r in last], ['message', 'error', 'summary'])
            self.assertEqual((last[1]['code'], last[2]['complete']), ('read', False))
            self.assertIn(code, [f['code'] for f in last[0]['findings']])
            self.assertEqual(lines[:-3], whole[:-1])

    def test_interrupt_says_what_became_of_the_output(self):
        for more, words in (([], b'whole'), (['-o', self.path('out')], b'nothing was replaced')):
            process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', *more], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                       env=environment())
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            errors = process.communicate(timeout=60)[1]
            self.assertIn(words, errors)

    def test_progress(self):
        done = run('--progress', 'always', '-f', 'csv', sample('smtp-relay.eml'))
        self.assertRegex(done.stderr.decode(), r'^1 message, [0-9.]+ (bytes|KiB) of [0-9.]+ (bytes|KiB), ')
        self.assertEqual(run('--progress', 'never', '-f', 'csv', sample('smtp-relay.eml')).stderr, b'')
        self.assertEqual(run('-f', 'csv', sample('smtp-relay.eml')).stderr, b'')

    def test_summaries_merge(self):
        box, _ = self.mailbox(2)
        size = os.path.getsize(box)
        parts = []
        for n, (a, b) in enumerate(((0, size // 3), (size // 3, size))):
            parts.append(self.path(f'{n}.json'))
            self.assertEqual(run('-f', 'ndjson', '--summary', parts[-1], '--range', f'{a}-{b}', box).returncode, 0)
        whole = run('summary', '-f', 'json', box).stdout
        self.assertEqual(run('summary', '-f', 'json', *parts).stdout, whole)
        self.assertEqual(run('summary', '-f', 'json', *reversed(parts)).stdout, whole)
        records = self.path('records.ndjson')
        run('-f', 'ndjson', '-o', records, box)
        self.assertEqual(run('summary', '-f', 'json', records).stdout, whole)
        with open(records, 'rb') as file:
            self.assertEqual(run('summary', '-f', 'json', data=file.read()).stdout, whole)
        # A trailer says nothing that its messages have not said, also when files are strung together.
        for n, part in enumerate((f'0-{size // 3}', f'{size // 3}-')):
            run('-f', 'ndjson', '--trailer', '--range', part, '-o', self.path(f'{n}.ndjson'), box)
        with open(self.path('0.ndjson'), 'rb') as first, open(self.path('1.ndjson'), 'rb') as second:
            strung = self.write('strung.ndjson', first.read() + second.read())
        self.assertEqual(run('summary', '-f', 'json', strung).stdout, whole)
        self.assertEqual(run('summary', '-f', 'json', self.path('0.ndjson'), self.path('1.ndjson')).stdout, whole)
        self.assertEqual(json.loads(run('summary', '-f', 'json', *parts, records).stdout)['messages'], 2 * json.loads(whole)['messages'])

    def test_incomplete_stays_so(self):
        box, _ = self.mailbox(1)
        part, records = self.path('part.json'), self.path('records.ndjson')
        run('-f', 'ndjson', '--summary', part, '--trailer', '-o', records, box)
        for path in (part, records):
            with open(path, encoding='utf-8') as file:
                text = file.read()
            cut = self.write('cut', text.replace('"complete":true', '"complete":false').replace('"complete": true', '"complete": false'))
            for given in ([cut], [cut, part], [part, cut]):
                self.assertEqual(json.loads(run('summary', '-f', 'json', *given).stdout)['complete'], False, given)


class Alone(Case):
    """Same bytes everywhere, and nothing but the files named."""

    def test_locale(self):
        arguments = ['-f', 'ndjson', '--headers', '-v', os.path.join(ROOT, 'samples')]
        wanted = run(*arguments).stdout
        text = run('-v', sample('smtp-relay.eml')).stdout
        locales = ['C.UTF-8']
        if shutil.which('localedef') and os.path.exists('/usr/share/i18n/locales/tr_TR'):
            subprocess.run(['localedef', '-i', 'tr_TR', '-f', 'UTF-8', self.path('tr_TR.UTF-8')], check=False, capture_output=True)
            locales.append('tr_TR.UTF-8')
        for name in locales:
            done = run(*arguments, env=environment(LC_ALL=name, LOCPATH=self.folder, TZ='America/St_Johns', LANGUAGE='tr'))
            self.assertEqual(done.stdout, wanted, name)
            self.assertEqual(run('-v', sample('smtp-relay.eml'), env=environment(LC_ALL=name, LOCPATH=self.folder, TZ='Asia/Seoul')).stdout, text, name)

    def test_no_network_call(self):
        strace = shutil.which('strace')
        if not strace or subprocess.run([strace, '-o', '/dev/null', 'true'], capture_output=True).returncode != 0:
            self.skipTest('no strace, or not allowed')
        for arguments in (['-f', 'html', os.path.join(ROOT, 'samples')], ['-f', 'ndjson', '-j', '2', os.path.join(ROOT, 'samples')], ['explain', 'SFV:SKI']):
            log = self.path('log')
            subprocess.run([strace, '-f', '-e', 'trace=network', '-o', log, HOPSCOPE, '--no-sandbox', *arguments], check=True, env=environment(LSAN_OPTIONS='detect_leaks=0'),
                           stdout=subprocess.DEVNULL)
            calls = [line for line in read(log).decode().splitlines() if '(' in line and '+++' not in line and '---' not in line]
            self.assertEqual(calls, [])

    def test_without_a_network(self):
        if subprocess.run(['unshare', '-n', 'true'], capture_output=True).returncode != 0:
            self.skipTest('unshare -n is not allowed')
        done = subprocess.run(['unshare', '-n', HOPSCOPE, sample('smtp-relay.eml')], capture_output=True, env=environment())
        self.assertEqual(done.stdout, run(sample('smtp-relay.eml')).stdout)

    def test_sandbox(self):
        self.assertEqual(run(sample('smtp-relay.eml'), '--no-sandbox').stdout, run(sample('smtp-relay.eml')).stdout)
        process = subprocess.Popen([HOPSCOPE, '-f', 'ndjson', '-j', '2'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            status = read(f'/proc/{process.pid}/status').decode()
            if 'NoNewPrivs:\t1' in status and 'Seccomp:\t2' in status:
                break
            time.sleep(0.02)
        process.communicate(MAIL.encode(), timeout=60)
        if 'Seccomp:' not in status:
            self.skipTest('this kernel has no seccomp')
        self.assertIn('NoNewPrivs:\t1', status)
        self.assertIn('Seccomp:\t2', status)


if __name__ == '__main__':
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    HOPSCOPE, ROOT = map(os.path.abspath, sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
