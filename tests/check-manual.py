#!/usr/bin/env python3
"""check-manual.py HOPSCOPE SOURCE_ROOT [--update]: docs/hopscope.1.scd has the options of the option table and the limits of limits.h.

Its examples come first and run; it tells the exit statuses; docs/ko/hopscope.1.po has every text of it, with the same terms in it.
--update writes both parts, between their marks, and brings the .po file in line: write its msgstr lines.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def limits(root):
    """The members that the comment of HsLimits describes."""
    with open(os.path.join(root, 'include', 'hopscope', 'limits.h'), encoding='utf-8') as file:
        text = file.read()
    comment = text[text.index('* HsLimits:'):text.index('* Every limit')]
    described = re.findall(r'\* @(\w+): (.*(?:\n \*   .*)*)', comment)
    members = re.findall(r'^  g\w+ (\w+);', text, re.M)
    if [name for name, _ in described] != members:
        raise ValueError('limits.h: the comment of HsLimits and its members differ')
    return ''.join(f'*{name.replace("_", "-")}*\n\t{re.sub(r"_", chr(92) + "_", " ".join(words.split()))}\n\n' for name, words in described)


def replace_part(text, name, part):
    pattern = re.compile(rf'(^; {name}: begin[^\n]*\n)(.*?)(^; {name}: end)', re.M | re.S)
    if not pattern.search(text):
        raise ValueError(f'hopscope.1.scd: the marks of {name} are missing')
    return pattern.sub(lambda m: m.group(1) + part + m.group(3), text)


def check_sections(page, complain):
    sections = re.findall(r'^# (.*)', page, re.M)
    if sections[:2] != ['NAME', 'EXAMPLES']:
        complain(f'EXAMPLES do not come first: {sections}')
    status = page[page.index('# EXIT STATUS'):page.index('# LIMITS')]
    if re.findall(r'^\*(\d)\*$', status, re.M) != ['0', '1', '2', '3', '4']:
        complain('EXIT STATUS does not tell 0 to 4')


def examples(page):
    """The commands of EXAMPLES; scdoc's marks taken away."""
    part = page[page.index('# EXAMPLES'):page.index('# SYNOPSIS')]
    for line in part.split('\n'):
        if line.startswith(('\t', 'hopscope ')):
            yield line.strip().removesuffix('++').replace('\\', '')


def check_examples(hopscope, root, page, complain):
    """Each runs, in a folder that has what it names, and says something; but for serve, which waits for a browser."""
    with tempfile.TemporaryDirectory() as folder:
        samples = os.path.join(root, 'samples')
        for name, source in (('message.eml', 'smtp-relay.eml'), ('connectors.json', 'connectors.json'), ('archive.mbox', 'mailbox.mbox'),
                             ('Maildir/cur/1', 'mailbox.eml'), ('mail/a/b.eml', 'forwarded.eml'), ('bin/hopscope', None)):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            if source:
                shutil.copy(os.path.join(samples, source), os.path.join(folder, name))
        os.symlink(hopscope, os.path.join(folder, 'bin', 'hopscope'))
        environment = {'PATH': f'{folder}/bin:{os.environ["PATH"]}', 'LC_ALL': 'C'}
        commands = [command for command in examples(page) if 'serve' not in command]
        for command in commands:
            if 'other.json' in command:
                shutil.copy(os.path.join(folder, 'summary.json'), os.path.join(folder, 'other.json'))
            with open(os.path.join(samples, 'smtp-relay.eml'), 'rb') as paste:
                done = subprocess.run(command.replace('/mail', 'mail'), shell=True, cwd=folder, env=environment, stdin=paste, capture_output=True, timeout=120)
            silent = ' -o ' in command or ' -q ' in command
            if done.returncode != 0 or done.stderr or bool(done.stdout) == silent:
                complain(f'"{command}" ends with {done.returncode}: {(done.stderr or done.stdout[:200]).decode()}')
        for name in ('report.html', 'records.ndjson'):
            if not os.path.exists(os.path.join(folder, name)):
                complain(f'no example has written {name}')
        if len(commands) < 8:
            complain(f'{len(commands)} examples')


def check_korean(root, complain):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(root, 'docs'))
    import translate
    with open(os.path.join(root, 'docs', 'hopscope.1.scd'), encoding='utf-8') as file:
        texts = {text for _, text, _ in translate.pieces(file.read()) if text is not None}
    own = translate.extract.read_po(os.path.join(root, 'docs', 'ko', 'hopscope.1.po'))[0]
    tool = translate.extract.read_po(os.path.join(root, 'src', 'po', 'ko.po'))[0]
    for text in sorted(texts):
        korean = own.get(text) or tool.get(text)
        if not korean:
            complain(f'docs/ko/hopscope.1.po: nothing for "{text}"; run tests/check-manual.py HOPSCOPE . --update, and translate it')
        elif text not in own:
            continue
        elif sorted(re.findall(r'\*(-[^*]+)\*', text)) != sorted(re.findall(r'\*(-[^*]+)\*', korean)) or \
                sorted(re.findall(r'\d+(?:,\d+)*', text)) != sorted(re.findall(r'\d+(?:,\d+)*', korean)):
            complain(f'docs/ko/hopscope.1.po: other options or numbers in "{korean}" than in "{text}"')
    for text in sorted(set(own) - texts):
        complain(f'docs/ko/hopscope.1.po: "{text}" is gone from the page; --update')


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = map(os.path.abspath, arguments)
    path = os.path.join(root, 'docs', 'hopscope.1.scd')
    options = subprocess.run([hopscope, '--completion', 'man'], check=True, capture_output=True, text=True).stdout
    with open(path, encoding='utf-8') as file:
        old = file.read()
    new = replace_part(replace_part(old, 'options', options), 'limits', limits(root))
    if new != old and update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(new)
    elif new != old:
        print('docs/hopscope.1.scd: not what the option table and limits.h say; run tests/check-manual.py HOPSCOPE . --update')
        return 1
    if update:
        subprocess.run([sys.executable, os.path.join(root, 'docs', 'translate.py'), path, os.path.join(root, 'docs', 'ko', 'hopscope.1.po'),
                        os.path.join(root, 'src', 'po', 'ko.po'), '--update'], check=True)
    complaints = []
    check_sections(new, complaints.append)
    check_examples(hopscope, root, new, complaints.append)
    check_korean(root, complaints.append)
    print('\n'.join(complaints))
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
