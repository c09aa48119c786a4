"""What the cluster tests share: a mailbox of synthetic messages, bounded commands, and nothing left behind.  SPDX-License-Identifier: MIT"""
import atexit
import datetime
import glob
import hashlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
DATE = re.compile(r'\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),(\s+)(\d{1,2})(\s+)(' + '|'.join(MONTHS) + r')(\s+)(\d{4})\b')


def skip(why):
    print('skipped: ' + why)
    sys.exit(SKIPPED)


def need(*programs):
    """Full paths of programs, or the test is skipped."""
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    found = {name: shutil.which(name, path=path) for name in programs}
    missing = [name for name, where in found.items() if where is None]
    if missing:
        skip('not installed: ' + ', '.join(missing))
    return found


def say(*words):
    print(f'{time.monotonic() - BEGIN:6.1f} s ', *words, flush=True)


def check(what, ok, more=''):
    say('ok' if ok else 'not ok', '-', what, '' if ok else more)
    if not ok:
        sys.exit(1)


def sha256(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        for block in iter(lambda: file.read(1 << 20), b''):
            digest.update(block)
    return digest.hexdigest()


def wait_until(what, condition, process=None):
    """What @condition returns once it is true. No limit of its own, so that no slow machine fails: deadline() ends it. But if @process
    ends while its work is waited for, nothing more will come."""
    while True:
        ended = process is not None and process.poll() is not None
        value = condition()
        if value:
            return value
        if ended:
            check(what, False, f'the process that should do it ended with {process.returncode}')
        time.sleep(0.2)


def deadline(seconds):
    """After so long the test fails, and clears up behind it; before `meson test` would stop it with half a second to do so."""
    def late(*_):
        say('not ok - not done within', seconds, 's')
        sys.exit(1)
    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)


# Namespaces of its own for a test, where that is allowed: then nothing can listen anywhere but on a loopback interface that only this test
# has, and no port is taken. The second address is there because the resolver knows no IPv4 where 127.0.0.1 is the only one (AI_ADDRCONFIG).
ALIAS = '192.0.2.1'


def isolate():
    """Runs this test again in namespaces of its own, if that works here."""
    prepare = f'hostname localhost && ip link set lo up && ip address add {ALIAS}/32 dev lo'
    if os.environ.get('HOPSCOPE_ISOLATED') or shutil.which('unshare') is None:
        return
    if subprocess.run(['unshare', '-n', '-u', 'sh', '-c', prepare], capture_output=True, check=False).returncode == 0:
        os.environ['HOPSCOPE_ISOLATED'] = '1'
        os.execvp('unshare', ['unshare', '-n', '-u', 'sh', '-c', prepare + ' && exec "$@"', 'sh', sys.executable, *sys.argv])


def run(*command, **more):
    more.setdefault('timeout', 60)
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)


def free_ports(count):
    """Ports of the loopback interface that nobody listens on just now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(('127.0.0.1', 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


LOOPBACK = re.compile('[0-9A-F]{6}7F|0{24}01000000')  # 127.0.0.0/8 and ::1, as /proc/net/tcp and tcp6 write them


# Processes: known by their ids, which are read from /proc, never by a name that somebody else's may have too.

def parents():
    table = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open(f'/proc/{entry}/stat', encoding='utf-8', errors='replace') as file:
                    table[int(entry)] = int(file.read().rsplit(')', 1)[1].split()[1])
            except (OSError, IndexError):
                pass
    return table


def descendants(root):
    table, found, queue = parents(), [], [root]
    while queue:
        parent = queue.pop()
        children = [pid for pid, above in table.items() if above == parent]
        found += children
        queue += children
    return found


def mentions(pid, *words):
    """TRUE if the command line, environment or working folder of @pid holds one of @words."""
    text = b''
    for name in ('cmdline', 'environ'):
        try:
            with open(f'/proc/{pid}/{name}', 'rb') as file:
                text += file.read()
        except OSError:
            pass
    try:
        text += os.readlink(f'/proc/{pid}/cwd').encode()
    except OSError:
        pass
    return any(word.encode() in text for word in words)


def freeze(find):
    """Stops what @find names, until it names nothing new: so that none of them sees another one die. Their ids."""
    frozen = set()
    while True:
        found = set(find()) - frozen
        if not found:
            return frozen
        kill_all(found, signal.SIGSTOP)
        frozen |= found


def ours(folder):
    """Every process that works for this test: only they know its folder, whose name is random."""
    return [pid for pid in parents() if pid != os.getpid() and mentions(pid, folder)]


def kill_all(pids, how=signal.SIGKILL):
    for pid in pids:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            pass


class Workshop:
    """A folder with a random name, and every process that was started in it: both gone at the end, however the test ends."""

    def __init__(self, name):
        self.folder = tempfile.mkdtemp(prefix=f'hopscope-{name}-')
        self.services = []
        atexit.register(self.clear)
        self.patience = 5

        def ended(*_):
            self.patience = 0
            sys.exit(1)
        for which in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(which, ended)

    def path(self, *names):
        path = os.path.join(self.folder, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def start(self, *command, **more):
        more.setdefault('stdin', subprocess.DEVNULL)
        more.setdefault('cwd', self.folder)
        process = subprocess.Popen(command, start_new_session=True, **more)
        self.services.append(process)
        return process

    def open_listeners(self):
        """Sockets of this test's processes that listen on more than the loopback interface."""
        inodes, found = set(), []
        for pid in ours(self.folder) + [p.pid for p in self.services]:
            try:
                inodes |= {os.readlink(f'/proc/{pid}/fd/{fd}') for fd in os.listdir(f'/proc/{pid}/fd')}
            except OSError:
                pass
        for table in ('/proc/net/tcp', '/proc/net/tcp6'):
            with open(table, encoding='ascii') as file:
                for row in list(map(str.split, file))[1:]:
                    if row[3] == '0A' and f'socket:[{row[9]}]' in inodes and not LOOPBACK.fullmatch(row[1].split(':')[0]):
                        found.append(row[1])
        return found

    def clear(self):
        """Services are asked to end, so that they end their own; then whoever still knows the folder."""
        kill_all([p.pid for p in self.services if p.poll() is None], signal.SIGTERM)
        end = time.monotonic() + self.patience
        while time.monotonic() < end and any(p.poll() is None for p in self.services):
            time.sleep(0.1)
        for _ in range(20):
            left = ours(self.folder)
            if not left:
                break
            kill_all(left)
            time.sleep(0.1)
        for process in self.services:
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.services = []

    def cleared(self):
        """The last check of every test."""
        self.clear()
        check('no process and no file is left', not ours(self.folder) and not os.path.exists(self.folder), str(ours(self.folder)))


# Mail.

def templates(root):
    """Headers of the project's own samples."""
    texts = []
    for path in sorted(glob.glob(os.path.join(root, 'samples', '*.eml'))):
        with open(path, encoding='utf-8', newline='') as file:
            texts.append(file.read().replace('\r\n', '\n').split('\n\n', 1)[0])
    return texts


def moved(text, days):
    """@text with every date so many days later, weekday and all."""
    def later(found):
        try:
            day = datetime.date(int(found[7]), MONTHS.index(found[5]) + 1, int(found[3])) + datetime.timedelta(days=days)
        except ValueError:
            return found[0]
        return f'{day:%a},{found[2]}{day.day}{found[4]}{MONTHS[day.month - 1]}{found[6]}{day.year}'
    return DATE.sub(later, text)


def marked(text):
    """@text with marks where each message has something of its own."""
    text = text.replace('203.0.113.25', '\1')
    text = re.sub(r'(?im)^(Message-ID:\s*<)', '\\1\2', text, count=1)
    return re.sub(r'(?im)^(Subject: )', '\\1\3', text, count=1)


def messages(root, count, seed=1):
    """@count messages modelled on the samples: other days, connecting addresses, identifiers and subjects, and bodies with lines that
    look like separators. The same for ever for the same @seed."""
    chance, texts, shifted = random.Random(seed), templates(root), {}
    for number in range(count):
        key = (chance.randrange(len(texts)), chance.randrange(28))
        if key not in shifted:
            shifted[key] = marked(moved(texts[key[0]], key[1]))
        text = shifted[key].replace('\1', f'203.0.113.{chance.randrange(20, 60)}').replace('\2', f'{number}.').replace('\3', f'[{number}] ')
        lines = [chance.choice(('Please find the scan attached.', '>From the second floor on', '>>From twice', 'x' * 900, '', 'From: not a header', ' From here'))
                 for _ in range(chance.randrange(12))]
        yield text + '\n\n' + '\n'.join(lines) + '\n'


def write_mailbox(path, root, count, seed=1):
    """An mbox (mboxrd) of them; its bytes."""
    with open(path, 'w', encoding='utf-8', newline='') as file:
        for number, text in enumerate(messages(root, count, seed)):
            file.write(f'From sender{number % 97}@example.com Mon Mar  9 03:53:31 2026\n{text}\n')
    return os.path.getsize(path)


BEGIN = time.monotonic()
