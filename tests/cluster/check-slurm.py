#!/usr/bin/env python3
"""check-slurm.py HOPSCOPE SOURCE_ROOT: samples/cluster on a real Slurm: one controller and three nodes on the loopback interface.

A job array analyzes a mailbox of 50,000 messages; one node is killed with the steps it runs, by kill -9; the parts that Slurm runs again
elsewhere, strung together, are byte for byte what a single run writes. Skipped where Slurm or munge is not installed.
SPDX-License-Identifier: MIT
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
TOOLS = kit.need('slurmctld', 'slurmd', 'munged', 'sbatch', 'scontrol', 'sinfo', 'squeue')
MESSAGES, PARTS, NODES, VICTIM = 50000, 12, 3, 'n2'
HELD = 3000000  # bytes that the victim's tasks write before they are held

# Slurm binds to the address that the host's name has: in namespaces of their own the host is called localhost.
CONFIG = '''ClusterName=hopscope
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=1,sched_interval=2,bf_interval=2
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=30
MessageTimeout=20
BatchStartTimeout=120
MinJobAge=600
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SlurmdParameters=config_overrides
NodeName=n[1-{nodes}] NodeHostname={host} NodeAddr=127.0.0.1 Port=[{ports[1]}-{last}] CPUs=2 RealMemory=2000 State=UNKNOWN
PartitionName=mail Nodes=n[1-{nodes}] Default=YES MaxTime=10 State=UP
'''

# Stands for the tool on the nodes. On the node that will be killed the first try of a task writes so much, then its reader stalls, so that
# the tool is in the middle of its work, blocked in a write, when the node dies.
HOLDING = '''#!/bin/sh
if [ "$SLURMD_NODENAME" = {victim} ] && [ "${{SLURM_RESTART_COUNT:-0}}" = 0 ] && [ -e {folder}/hold ]; then
  {tool} "$@" | {{ head -c {held}; exec sleep 900; }}
else
  exec {tool} "$@"
fi
'''


class Cluster:
    def __init__(self, shop):
        self.shop = shop
        base = kit.free_ports(1)[0] % 20000 + 20000
        self.ports = list(range(base, base + 1 + NODES))
        config = CONFIG.format(host=os.uname().nodename, folder=shop.folder, user=getpass.getuser(), ports=self.ports, last=self.ports[-1], nodes=NODES)
        self.env = {'PATH': os.environ['PATH'] + ':/usr/sbin:/sbin', 'LC_ALL': 'C', 'SLURM_CONF': shop.write('slurm.conf', config),
                    'HOPSCOPE': HOPSCOPE, 'HOME': shop.folder}
        for name in ('state', *(f'spool-n{n}' for n in range(1, NODES + 1))):
            os.makedirs(shop.path(name))
        with open(os.open(shop.path('munge.key'), os.O_WRONLY | os.O_CREAT, 0o600), 'wb') as file:
            file.write(os.urandom(128))
        self.nodes = {}

    def start(self):
        shop, log = self.shop, open(self.shop.path('daemons.log'), 'ab')
        shop.start(TOOLS['munged'], '--foreground', '--force', '--socket', shop.path('munge.socket'), '--key-file', shop.path('munge.key'), '--pid-file',
                   shop.path('munged.pid'), '--seed-file', shop.path('munged.seed'), '--log-file', shop.path('munged.log'), stdout=log, stderr=log, env=self.env)
        kit.wait_until('munged answers', lambda: os.path.exists(shop.path('munge.socket')))
        shop.start(TOOLS['slurmctld'], '-D', '-f', self.env['SLURM_CONF'], stdout=log, stderr=log, env=self.env)
        for n in range(1, NODES + 1):
            self.nodes[f'n{n}'] = shop.start(TOOLS['slurmd'], '-D', '-f', self.env['SLURM_CONF'], '-N', f'n{n}', stdout=log, stderr=log, env=self.env)
        log.close()
        kit.wait_until(f'{NODES} nodes are idle', lambda: self.idle() == NODES)
        kit.check('everything listens on the loopback interface only', not shop.open_listeners(), str(shop.open_listeners()))

    def idle(self):
        return kit.run(TOOLS['sinfo'], '-h', '-N', '-o', '%N %t', env=self.env).stdout.split().count('idle')

    def submit(self, *arguments, tool=HOPSCOPE):
        done = kit.run('bash', os.path.join(ROOT, 'samples', 'cluster', 'slurm-submit.sh'), *arguments, env={**self.env, 'HOPSCOPE': tool}, cwd=self.shop.folder)
        kit.check('submitted: ' + done.stdout.strip(), done.returncode == 0, done.stdout)
        return done.stdout.split()

    def states(self, job):
        """State of every task of @job, restarts, and where it runs."""
        text = kit.run(TOOLS['scontrol'], '-o', 'show', 'job', job, env=self.env).stdout
        return [dict(word.split('=', 1) for word in line.split() if '=' in word) for line in text.splitlines() if line.startswith('JobId=')]

    def kill_node(self, name):
        """The daemon and all that it runs, with no chance to say goodbye. All are stopped before any is killed: a step that sees its task die first would report a failure, as no dead machine can."""
        services = {process.pid for process in self.shop.services}

        def steps():
            return {pid for pid in kit.ours(self.shop.folder) if kit.mentions(pid, f'SLURMD_NODENAME={name}\0')}

        def whole():
            running, above = steps(), kit.parents()
            return {self.nodes[name].pid} | running | ({above[pid] for pid in running if pid in above} - {1, os.getpid(), os.getppid()} - services)
        stopped = kit.freeze(whole)
        count = len(stopped - steps()) - 1
        kit.kill_all(stopped)
        self.nodes[name].wait()
        return count

    def hurry(self, *jobs):
        """Slurm waits two minutes before it runs a task of a lost node again; that is good practice, but not for a test."""
        for task in (task for job in jobs for task in self.states(job)):
            if task.get('JobState') == 'PENDING' and task.get('Restarts') != '0':
                kit.run(TOOLS['scontrol'], 'update', 'JobId=' + task['JobId'], 'StartTime=now', env=self.env)


def records(out):
    return sorted(os.path.join(out, name) for name in os.listdir(out) if re.fullmatch(r'part-\d+\.ndjson', name))


def strung(shop, out):
    path = shop.path('strung.ndjson')
    with open(path, 'wb') as whole:
        for part in records(out):
            with open(part, 'rb') as file:
                for block in iter(lambda: file.read(1 << 20), b''):
                    whole.write(block)
    return path


def lose_a_node(cluster, out, job):
    shop = cluster.shop

    def held():
        return [path for path in glob.glob(os.path.join(out, 'try-*', 'records')) if os.path.getsize(path) == HELD]
    kit.wait_until('tasks of the node are in the middle of their work', lambda: len(held()) == 2)
    os.remove(shop.path('hold'))
    kit.check(f'{VICTIM} killed with kill -9, and its 2 steps', cluster.kill_node(VICTIM) == 2)
    kit.wait_until('Slurm notices', lambda: any(int(task.get('Restarts', '0')) > 0 for task in cluster.states(job)))
    kit.say('requeued:', *(task['JobId'] for task in cluster.states(job) if task.get('Restarts', '0') != '0'))
    kit.check('nothing is merged while parts are missing', not os.path.exists(os.path.join(out, 'summary.json')))


def check_mailbox(cluster, box, single, summary):
    shop = cluster.shop
    tool = shop.write('hopscope-held', HOLDING.format(victim=VICTIM, folder=shop.folder, tool=HOPSCOPE, held=HELD), 0o755)
    shop.write('hold', '')
    out = shop.path('out')
    job, merge = cluster.submit(out, str(PARTS), 'mailbox', box, tool=tool)
    lose_a_node(cluster, out, job)

    def merged():
        cluster.hurry(job, merge)
        state = cluster.states(merge)[0]['JobState']
        if state in ('CANCELLED', 'FAILED', 'TIMEOUT'):
            kit.check('the merge is not given up', False, f'{state}: {[(t["JobId"], t["JobState"], t.get("ExitCode"), t.get("Restarts")) for t in cluster.states(job)]}')
        return os.path.exists(os.path.join(out, 'summary.json'))
    kit.wait_until('all parts are there and merged', merged)
    tasks = cluster.states(job)
    again = [task for task in tasks if task['Restarts'] != '0']
    kit.check(f'{len(again)} tasks were run again, on another node', len(again) >= 2 and all(task['NodeList'] != VICTIM for task in again), str([(t.get('JobState'), t.get('Restarts'), t.get('NodeList')) for t in tasks]))
    ours, theirs = kit.sha256(strung(shop, out)), kit.sha256(single)
    kit.say('single run', theirs)
    kit.say('job array ', ours)
    kit.check('records are byte for byte those of the single run', ours == theirs)
    kit.check('so is the summary', kit.sha256(os.path.join(out, 'summary.json')) == kit.sha256(summary))
    kit.wait_until('killed tries leave nothing', lambda: not glob.glob(os.path.join(out, 'try-*')))
    return out


def check_refusals(cluster, out):
    """What merge.sh must not pass over."""
    def merge():
        return kit.run('bash', os.path.join(ROOT, 'samples', 'cluster', 'merge.sh'), out, env=cluster.env)
    part, merged = os.path.join(out, 'part-00007.json'), os.path.join(out, 'summary.json')
    with open(part, encoding='utf-8') as file:
        text = file.read()
    for what, change in (('is missing', None), ('is not complete', text.replace('"complete": true', '"complete": false')),
                         ('could not open or read its input', text.replace('"errors": []', '"errors": [\n    {\n      "name": "open",\n      "count": 1\n    }\n  ]'))):
        os.remove(part) if change is None else cluster.shop.write(os.path.relpath(part, cluster.shop.folder), change)
        done = merge()
        kit.check(f'merge refuses a part that {what}', done.returncode == 1 and f'part 7 {what}' in done.stdout and not os.path.exists(merged), done.stdout)
    cluster.shop.write(os.path.relpath(part, cluster.shop.folder), text)
    kit.check('and takes it when it is there again', merge().returncode == 0 and os.path.exists(merged))


def check_again(cluster, box, out, single):
    """The same submitted again does what is missing and no more; with nothing missing it only merges; other work is refused."""
    lost, before = (2, 3, 9), {name: os.stat(name).st_mtime_ns for name in records(out)}
    for part in lost:
        os.remove(os.path.join(out, f'part-{part:05}.json'))
    os.remove(os.path.join(out, 'summary.json'))
    job, _ = cluster.submit(out, str(PARTS), 'mailbox', box)
    kit.wait_until('three parts that went missing are there and merged', lambda: os.path.exists(os.path.join(out, 'summary.json')))
    ran = sorted(int(task['ArrayTaskId']) for task in cluster.states(job))
    kit.check('no other part was done again', ran == list(lost) and [int(re.findall(r'\d+', os.path.basename(n))[0]) for n in before if os.stat(n).st_mtime_ns != before[n]] == list(lost), str(ran))
    kit.check('and the records are those of the single run again', kit.sha256(strung(cluster.shop, out)) == kit.sha256(single))
    os.remove(os.path.join(out, 'summary.json'))
    cluster.submit(out, str(PARTS), 'mailbox', box)
    kit.check('with nothing missing it merges at once', os.path.exists(os.path.join(out, 'summary.json')))
    done = kit.run('bash', os.path.join(ROOT, 'samples', 'cluster', 'slurm-submit.sh'), out, str(PARTS + 1), 'mailbox', box, env={**cluster.env, 'HOPSCOPE': HOPSCOPE})
    kit.check('a folder that belongs to other work is refused, with no job', done.returncode == 2 and 'belongs to other work' in done.stdout, done.stdout)


def check_list(cluster):
    """Files instead of a mailbox; one task fails for good, and then nothing is merged."""
    shop = cluster.shop
    names = [shop.write(f'files/{n:03}.eml', text) for n, text in enumerate(kit.messages(ROOT, 203, seed=2))]
    listed, out = shop.write('names.txt', ''.join(name + '\n' for name in names)), shop.path('listed')
    cluster.submit(out, '5', 'list', listed)
    kit.wait_until('a list of files is analyzed by 5 tasks', lambda: os.path.exists(os.path.join(out, 'summary.json')))
    single = subprocess.run([HOPSCOPE, '-f', 'ndjson', '--files-from', listed], stdout=subprocess.PIPE, check=True, timeout=60).stdout
    with open(strung(shop, out), 'rb') as file:
        kit.check('their records are those of the single run', file.read() == single)
    out = shop.path('failing')
    _, merge = cluster.submit(out, '3', 'list', listed, '--no-such-option')
    kit.wait_until('a task that fails takes the merge with it', lambda: cluster.states(merge)[0]['JobState'] == 'CANCELLED')
    kit.check('so that there is no summary', not os.path.exists(os.path.join(out, 'summary.json')))


def main():
    kit.isolate()
    if not os.environ.get('HOPSCOPE_ISOLATED'):
        kit.skip("no namespaces of its own here (unshare -n -u, ip): Slurm would listen where this machine's name leads")
    shop = kit.Workshop('slurm')
    kit.deadline(570)
    cluster = Cluster(shop)
    try:
        cluster.start()
        box, single, summary = shop.path('archive.mbox'), shop.path('single.ndjson'), shop.path('single.json')
        size = kit.write_mailbox(box, ROOT, MESSAGES)
        kit.say(f'{MESSAGES} messages, {size} bytes')
        subprocess.run([HOPSCOPE, '-f', 'ndjson', '-j', '2', '-o', single, '--summary', summary, box], check=True, timeout=300)
        with open(summary, encoding='utf-8') as file:
            kit.check('the single run counts them all', json.load(file)['messages'] == MESSAGES)
        out = check_mailbox(cluster, box, single, summary)
        check_refusals(cluster, out)
        check_again(cluster, box, out, single)
        check_list(cluster)
    except SystemExit:
        for name in ('daemons.log', 'slurmctld.log', 'munged.log', 'slurmd-n1.log', 'out/log/merge.log', 'out/log/part-0.log'):
            print(f'--- {name}', kit.run('tail', '-n', '25', shop.path(name)).stdout, sep='\n')
        raise
    shop.cleared()


main()
