#!/usr/bin/env python3
"""check-parallel.py HOPSCOPE SOURCE_ROOT: samples/cluster with GNU parallel over ssh: three sshd on loopback ports, keys made here.

One host is killed in the middle of its work, by kill -9; what comes out is what a single run writes; a second run does only what failed.
Skipped where GNU parallel or OpenSSH is not installed.  SPDX-License-Identifier: MIT
"""
import getpass
import glob
import json
import os
import re
import subprocess
import sys

import kit

HOPSCOPE, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
TOOLS = kit.need('parallel', 'sshd', 'ssh', 'ssh-keygen')
MESSAGES, PARTS, HOSTS, VICTIM = 12000, 12, ('node1', 'node2', 'node3'), 'node2'
HELD = 1000000

SSHD = '''ListenAddress 127.0.0.1:{port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/user_key.pub
PidFile {folder}/{name}.pid
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
PrintMotd no
MaxStartups 100:30:200
MaxSessions 100
SetEnv HOME={folder}/home HOPSCOPE_NODE={name}
'''

SSH = '''Host {name}
HostName 127.0.0.1
Port {port}
User {user}
IdentityFile {folder}/user_key
IdentitiesOnly yes
IdentityAgent none
BatchMode yes
StrictHostKeyChecking accept-new
UserKnownHostsFile {folder}/known_hosts
GlobalKnownHostsFile /dev/null
ConnectTimeout 5
LogLevel ERROR
'''

# Stands for the tool on the hosts: the victim's first task stalls in the middle of its output; parts that are to break do, once.
HOLDING = '''#!/bin/sh
if [ "$HOPSCOPE_NODE" = {victim} ] && [ -e {folder}/hold ]; then
  {tool} "$@" | {{ head -c {held}; touch {folder}/held; exec sleep 600; }}
  exit 9
fi
for word in "$@"; do
  if [ -e "{folder}/break/$word" ]; then rm -f "{folder}/break/$word"; touch {folder}/broken; exit 7; fi
done
exec {tool} "$@"
'''


class Hosts:
    def __init__(self, shop):
        self.shop, self.daemons, self.made = shop, {}, None
        ports = dict(zip(HOSTS, kit.free_ports(len(HOSTS))))
        for key in ('host_key', 'user_key'):
            subprocess.run([TOOLS['ssh-keygen'], '-q', '-t', 'ed25519', '-N', '', '-f', shop.path(key)], check=True, timeout=30, stdin=subprocess.DEVNULL)
        for name, port in ports.items():
            shop.write(f'{name}.conf', SSHD.format(name=name, port=port, folder=shop.folder))
        config = shop.write('ssh_config', ''.join(SSH.format(name=n, port=p, user=getpass.getuser(), folder=shop.folder) for n, p in ports.items()))
        shop.write('home/.parallel/will-cite', '')
        self.list = shop.write('hosts', ''.join(f'1/{name}\n' for name in HOSTS))
        self.env = {'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'HOME': shop.path('home'), 'PARALLEL_SSH': f'ssh -F {config}', 'SHELL': '/bin/sh', 'BLOCK': '4M',
                    'HOPSCOPE': shop.write('hopscope-held', HOLDING.format(victim=VICTIM, folder=shop.folder, tool=HOPSCOPE, held=HELD), 0o755)}
        if os.geteuid() == 0 and not os.path.isdir('/run/sshd'):  # sshd insists on it
            os.mkdir('/run/sshd')
            self.made = '/run/sshd'
        for name in HOSTS:
            self.start(name)

    def start(self, name):
        with open(self.shop.path('sshd.log'), 'ab') as log:
            self.daemons[name] = self.shop.start(TOOLS['sshd'], '-D', '-e', '-f', self.shop.path(f'{name}.conf'), stdout=log, stderr=log)
        kit.wait_until(f'{name} answers', lambda: kit.run(*self.env['PARALLEL_SSH'].split(), name, 'true', env=self.env).returncode == 0)

    def kill(self, name):
        """The daemon, its sessions and all that they run."""
        pids = [self.daemons[name].pid, *kit.descendants(self.daemons[name].pid), *(p for p in kit.ours(self.shop.folder) if kit.mentions(p, f'HOPSCOPE_NODE={name}\0'))]
        kit.kill_all(set(pids))
        self.daemons[name].wait()
        return len(set(pids))

    def run_and_lose_one(self, *command):
        """Runs @command, and kills a host while it is in the middle of a task."""
        shop = self.shop
        shop.write('hold', '')
        with open(shop.path('run.log'), 'wb') as log:
            process = shop.start(*command, stdout=log, stderr=log, env=self.env)
        kit.wait_until(f'{VICTIM} is in the middle of a task', lambda: os.path.exists(shop.path('held')), process)
        os.remove(shop.path('hold'))
        count = self.kill(VICTIM)
        os.remove(shop.path('held'))
        kit.check(f'{VICTIM} killed with kill -9: {count} processes', count > 3)
        status = process.wait(200)
        with open(shop.path('run.log'), encoding='utf-8', errors='replace') as file:
            kit.check('the run ends well all the same', status == 0, file.read()[-2000:])


def sample(name):
    return os.path.join(ROOT, 'samples', 'cluster', name)


def joblog(path):
    """Rows of a joblog by number of the job, the last try of each."""
    with open(path, encoding='utf-8') as file:
        return {int(row[0]): row for row in (line.rstrip('\n').split('\t') for line in file) if row[0] != 'Seq'}


def strung(out):
    return b''.join(open(path, 'rb').read() for path in sorted(glob.glob(os.path.join(out, 'part-*.ndjson'))))


def digest(data):
    return kit.hashlib.sha256(data).hexdigest()


def check_ranges(hosts, box, single, summary):
    out = hosts.shop.path('ranges')
    hosts.run_and_lose_one('bash', sample('parallel-submit.sh'), hosts.list, out, str(PARTS), 'mailbox', box)
    rows = joblog(os.path.join(out, 'joblog'))
    kit.check(f'{PARTS} jobs, none of them by {VICTIM}', len(rows) == PARTS and all(r[6] == '0' and r[1] != VICTIM for r in rows.values()), str(rows))
    kit.say('single run', digest(single))
    kit.say('parallel  ', digest(strung(out)))
    kit.check('records by job are byte for byte those of the single run', strung(out) == single)
    with open(os.path.join(out, 'summary.json'), 'rb') as merged, open(summary, 'rb') as whole:
        kit.check('so is the summary', merged.read() == whole.read())
    kit.check('killed tries leave nothing', glob.glob(os.path.join(out, 'try-*')) == [])


def check_resume(hosts, box, single):
    """Two parts break on every host, so that three tries do not help; a second run does those two and no other."""
    shop, out, size = hosts.shop, hosts.shop.path('resume'), os.path.getsize(box)
    command = ('bash', sample('parallel-submit.sh'), hosts.list, out, str(PARTS), 'mailbox', box)
    env = {**hosts.env, 'HOPSCOPE': shop.write('hopscope-breaking', f'''#!/bin/sh
for word in "$@"; do [ ! -e "{shop.folder}/break/$word" ] || exit 7; done
exec {HOPSCOPE} "$@"
''', 0o755)}
    broken = [f'{size * n // PARTS}-{size * (n + 1) // PARTS}' for n in (2, 9)]
    for name in broken:
        shop.write(f'break/{name}', '')
    done = kit.run(*command, env=env, timeout=250)
    kit.check('two parts that fail everywhere fail the run, and nothing is merged', done.returncode == 2 and not os.path.exists(os.path.join(out, 'summary.json')),
              f'{done.returncode} {done.stdout[-800:]}')
    before = {name: os.stat(name).st_mtime_ns for name in glob.glob(os.path.join(out, 'part-*'))}
    for name in broken:
        os.remove(shop.path('break', name))
    done = kit.run(*command, env=env, timeout=250)
    again = sorted(name for name in glob.glob(os.path.join(out, 'part-*.ndjson')) if before.get(name) != os.stat(name).st_mtime_ns)
    kit.check('the same command again does exactly these two', done.returncode == 0 and [re.findall(r'\d+', os.path.basename(n))[0] for n in again] == ['00002', '00009'],
              f'{again} {done.stdout[-800:]}')
    kit.check('and then all is there', strung(out) == single and os.path.exists(os.path.join(out, 'summary.json')))


def placeless(data):
    """Records without where they were found: positions in a block are not those in the mailbox."""
    return re.sub(rb'(?m)^(\{"type":"[a-z]+","schema":"hopscope/1"),"source":\{[^{}]*\}', rb'\1', data)


def check_pipe(hosts, box, single, summary):
    out, local = hosts.shop.path('pipe'), hosts.shop.path('local')
    hosts.run_and_lose_one('bash', sample('parallel-pipe.sh'), hosts.list, out, box)
    rows = joblog(os.path.join(out, 'joblog'))
    kit.check(f'{len(rows)} blocks over ssh, none by {VICTIM}', len(rows) > 6 and all(r[6] == '0' and r[1] != VICTIM for r in rows.values()), str(rows))
    here = hosts.shop.write('here', '2/:\n')
    done = kit.run('bash', sample('parallel-pipe.sh'), here, local, box, env={**hosts.env, 'HOPSCOPE': HOPSCOPE, 'STEADY': '1'}, timeout=250)
    kit.check('the same blocks without ssh', done.returncode == 0, done.stdout)
    remote, near = (open(os.path.join(each, 'records.ndjson'), 'rb').read() for each in (out, local))
    fast = hosts.shop.path('fast')
    done = kit.run('bash', sample('parallel-pipe.sh'), hosts.list, fast, box, env={**hosts.env, 'HOPSCOPE': HOPSCOPE}, timeout=250)
    with open(os.path.join(fast, 'records.ndjson'), 'rb') as file:
        kit.check('with --pipepart too, over the hosts that are left', done.returncode == 0 and placeless(file.read()) == placeless(single), done.stdout)
    kit.say('over ssh  ', digest(remote))
    kit.say('without   ', digest(near))
    kit.check('sorted by job the output is the same, byte for byte', remote == near)
    kit.say('single run', digest(placeless(single)), '(without positions)')
    kit.check('and that of the single run, but for positions', placeless(remote) == placeless(single))
    with open(os.path.join(out, 'summary.json'), 'rb') as merged, open(summary, 'rb') as whole:
        kit.check('the summary is the same', merged.read() == whole.read())
    kit.check('only records, summary and joblog are left', sorted(os.listdir(out)) == ['joblog', 'records.ndjson', 'summary.json'], str(os.listdir(out)))


def check_pipe_refuses(hosts):
    """A line "From " in a body that is not quoted would be counted as a message by one reader and as text by another; and no host at all."""
    box, out = hosts.shop.path('unquoted.mbox'), hosts.shop.path('unquoted')
    kit.write_mailbox(box, ROOT, 300, seed=4)
    with open(box, encoding='utf-8', newline='') as file:
        text = file.read()
    hosts.shop.write('unquoted.mbox', text.replace('\n>From the second floor on', '\nFrom the second floor on', 1))
    env = {**hosts.env, 'HOPSCOPE': HOPSCOPE}
    done = kit.run('bash', sample('parallel-pipe.sh'), hosts.list, out, box, env=env, timeout=250)
    kit.check('a mailbox whose bodies are not quoted is refused, and leaves no records', done.returncode == 1 and 'lines that begin with "From "' in done.stdout and
              not os.path.exists(os.path.join(out, 'records.ndjson')), f'{done.returncode} {done.stdout[-500:]}')
    nobody = hosts.shop.write('nobody', '1/127.0.0.1:1\n')
    done = kit.run('bash', sample('parallel-pipe.sh'), nobody, out, box, env=env, timeout=250)
    kit.check('so is a list of hosts none of which answers', done.returncode == 1 and 'no host answers' in done.stdout, f'{done.returncode} {done.stdout[-500:]}')


def main():
    kit.isolate()
    shop = kit.Workshop('parallel')
    kit.deadline(280)
    box, single, summary = shop.path('archive.mbox'), shop.path('single.ndjson'), shop.path('single.json')
    hosts = Hosts(shop)
    try:
        kit.check('three sshd listen on the loopback interface only', not shop.open_listeners(), str(shop.open_listeners()))
        kit.say(f'{MESSAGES} messages, {kit.write_mailbox(box, ROOT, MESSAGES)} bytes')
        subprocess.run([HOPSCOPE, '-f', 'ndjson', '-j', '1', '-o', single, '--summary', summary, box], check=True, timeout=250)
        with open(summary, encoding='utf-8') as file:
            kit.check('the single run counts them all', json.load(file)['messages'] == MESSAGES)
        with open(single, 'rb') as file:
            whole = file.read()
        check_ranges(hosts, box, whole, summary)
        check_resume(hosts, box, whole)
        hosts.start(VICTIM)
        check_pipe(hosts, box, whole, summary)
        check_pipe_refuses(hosts)
    except SystemExit:
        print(kit.run('tail', '-n', '25', shop.path('sshd.log')).stdout)
        raise
    finally:
        if hosts.made:
            os.rmdir(hosts.made)
    shop.cleared()


main()
