#!/usr/bin/env python3
"""check-completions.py HOPSCOPE: what bash, zsh and fish complete, asked of each shell itself, with the script that hopscope writes for it.

bash and zsh run on a terminal, get a line and the key that inserts every completion, and say what the line has become; fish is asked with
`complete -C`. A shell that is not installed is passed over; with none at all the test is skipped (77).
"""
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile

FILES = ['mail.eml', 'my mail.eml', 'connectors.json', 'archive/']
WORDS = ['text', 'json', 'ndjson', 'html', 'markdown', 'csv']
# (the line, what completes its last word and nothing else, or None where more may; what must be there; what must not).
CASES = [
    ('hopscope --forma', ['--format'], [], []),
    ('hopscope --tenant-d', ['--tenant-domain'], [], []),
    ('hopscope --no', None, ['--now', '--no-seals', '--no-sandbox'], ['--format']),
    ('hopscope --format ', WORDS, [], []),
    ('hopscope -f ', WORDS, [], []),
    ('hopscope --format n', ['ndjson'], [], []),
    ('hopscope --format=js', ['json'], [], []),
    ('hopscope --format=', WORDS, [], []),
    ('hopscope --require ', ['traversed', 'not-traversed'], [], []),
    ('hopscope --color a', ['auto', 'always'], [], []),
    ('hopscope --completion ', None, ['bash', 'zsh', 'fish'], ['mail.eml']),
    ('hopscope -v --input r', ['records'], [], []),
    ('hopscope summ', ['summary'], [], []),
    ('hopscope ser', ['serve'], [], []),
    ('hopscope ', None, ['summary', 'explain', 'serve', 'mail.eml', 'my mail.eml', 'archive'], ['--format']),
    ('hopscope ma', ['mail.eml'], [], []),
    ('hopscope summary ma', ['mail.eml'], [], []),
    ('hopscope mail.eml con', ['connectors.json'], [], []),
    ('hopscope --connectors con', ['connectors.json'], [], []),
    ('hopscope --connectors=con', ['connectors.json'], [], []),
    ('hopscope -f json my', ['my mail.eml'], [], []),
    ('hopscope --rules ', ['archive'], [], []),
    ('hopscope --tenant ', [], [], []),
]
FISH_HOMES = ('HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME')
BASH = r'''
PS1= PS2= HISTFILE=
bind 'set enable-bracketed-paste off'
bind '"\C-xa": insert-completions'
say () { printf '\n\001%s\002\n' "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-xb": say'
source {script}
printf '\n\001%s\002\n' ready
'''
ZSH = r'''
PROMPT= RPROMPT= PS2= HISTFILE=
unsetopt ZLE_BRACKETED_PASTE PROMPT_SP PROMPT_CR 2> /dev/null; unset zle_bracketed_paste
setopt NO_BEEP NO_AUTO_LIST
fpath=({folder} $fpath)
autoload -Uz compinit && compinit -u -D
zle -C all-matches complete-word _generic
bindkey '^Xa' all-matches
zstyle ':completion:all-matches::::' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
say () { print -rn -- $'\n\001'"$BUFFER"$'\002\n'; BUFFER=; }
zle -N say
bindkey '^Xb' say
printf '\n\001%s\002\n' ready
'''


class Terminal:
    """A shell on a terminal. Time is only a guard against one that hangs."""

    def __init__(self, command, folder):
        self.master, slave = pty.openpty()
        environment = {'PATH': os.environ['PATH'], 'HOME': folder, 'TERM': 'dumb', 'LC_ALL': 'C.UTF-8', 'COLUMNS': '4000', 'ZDOTDIR': folder}
        self.process = subprocess.Popen(command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        self.seen = ''

    def ask(self, keys):
        """What stands between the two marks that come next."""
        os.write(self.master, keys.encode())
        while True:
            # The first mark may also be an echo of the setup, where it is written as \001.
            match = re.search('\x01([^\x01\x02]*)\x02', self.seen)
            if match:
                self.seen = self.seen[match.end():]
                return match.group(1).replace('\r', '').replace('\n', '')
            if not select.select([self.master], [], [], 120)[0]:
                raise TimeoutError(f'no answer to {keys!r} after {self.seen[-400:]!r}')
            self.seen += os.read(self.master, 65536).decode('utf-8', 'replace')

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def on_terminal(command, setup, folder):
    terminal = Terminal(command, folder)
    answer = terminal.ask(f'source {shlex.quote(setup)}\n')
    if answer != 'ready':
        raise RuntimeError(f'{command[0]} says {answer!r}')
    return terminal


def complete_on(terminal, line):
    """The words that stand in the place of the last one once all completions are inserted."""
    answer = terminal.ask(f'{line}\x18a\x18b')
    start = len(line) - len(last_word(line))
    if not answer.startswith(line[:start]):
        raise RuntimeError(f'{line!r} has become {answer!r}')
    words = shlex.split(answer[start:])
    return [] if words == [last_word(line)] else words


def last_word(line):
    return line.rpartition(' ')[2]


def complete_in_fish(script, folder, line):
    environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'TERM': 'dumb', **{name: os.path.dirname(script) for name in FISH_HOMES}}
    done = subprocess.run(['fish', '--no-config', '-c', f'source {shlex.quote(script)}; complete -C {shlex.quote(line)}'], cwd=folder, env=environment,
                          capture_output=True, timeout=120, check=True)
    return [text.partition('\t')[0].replace('\\ ', ' ') for text in done.stdout.decode().splitlines()]


def bare(word):
    """Without "--option=" before a value, "=" after an option, and the mark of a folder."""
    return re.sub(r'^--[a-z-]+=(?=.)', '', word).rstrip('/=')


def check(shell, line, words, wanted, present, absent, complain):
    words = sorted(set(map(bare, words)))
    if wanted is not None and words != sorted(wanted):
        complain(f'{shell}: "{line}" completes to {words}, not {sorted(wanted)}')
    for word in present:
        if word not in words:
            complain(f'{shell}: "{line}" does not offer {word}: {words}')
    for word in absent:
        if word in words:
            complain(f'{shell}: "{line}" offers {word}')


def make_folder(hopscope, folder):
    for name in FILES:
        path = os.path.join(folder, 'work', name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not name.endswith('/'):
            open(path, 'w').close()
    os.makedirs(os.path.join(folder, 'zsh'))
    scripts = {'bash': 'hopscope.bash', 'zsh': 'zsh/_hopscope', 'fish': 'hopscope.fish'}
    for shell, name in scripts.items():
        scripts[shell] = os.path.join(folder, name)
        with open(scripts[shell], 'wb') as file:
            file.write(subprocess.run([hopscope, '--completion', shell], check=True, capture_output=True, env={'LC_ALL': 'C'}).stdout)
    return scripts


def shells(hopscope, folder):
    """(name, function of a line) of each shell that is installed."""
    scripts, work = make_folder(hopscope, folder), os.path.join(folder, 'work')
    setups = {'bash': BASH.replace('{script}', shlex.quote(scripts['bash'])), 'zsh': ZSH.replace('{folder}', shlex.quote(os.path.join(folder, 'zsh')))}
    for shell, command in (('bash', ['bash', '--norc', '--noprofile', '-i']), ('zsh', ['zsh', '-f', '-i'])):
        if shutil.which(shell):
            setup = os.path.join(folder, f'setup.{shell}')
            with open(setup, 'w', encoding='utf-8') as file:
                file.write(setups[shell])
            terminal = on_terminal(command, setup, work)
            yield shell, lambda line: complete_on(terminal, line)
            terminal.close()
    if shutil.which('fish'):
        yield 'fish', lambda line: complete_in_fish(scripts['fish'], work, line)


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, complaints, tried = os.path.abspath(sys.argv[1]), [], []
    help_text = subprocess.run([hopscope, '--help', '-v'], check=True, capture_output=True, env={'LC_ALL': 'C'}).stdout.decode()
    options = sorted(set(re.findall(r'^ +(?:-\w, )?(--[a-z0-9-]+)', help_text, re.M)))
    with tempfile.TemporaryDirectory() as folder:
        for shell, complete in shells(hopscope, folder):
            tried.append(shell)
            for line, wanted, present, absent in CASES + [('hopscope --', None, options, [])]:
                check(shell, line, complete(line), wanted, present, absent, complaints.append)
    print('\n'.join(complaints + [f'{len(CASES) + 1} lines in {", ".join(tried) or "no shell"}; {len(options)} options']))
    if not tried:
        return 77
    return 1 if complaints or len(options) < 20 else 0


if __name__ == '__main__':
    sys.exit(main())
