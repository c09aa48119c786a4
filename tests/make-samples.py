#!/usr/bin/env python3
"""Make samples/*.eml, samples/README.md and samples/keys.zone from tests/samplekit.  SPDX-License-Identifier: MIT

usage: make-samples.py DIRECTORY [--check]

Identifiers, times, folds and signatures agree with each other as they do in real mail; that is what a generator is for.
--check writes nothing and fails where DIRECTORY differs.
"""
import os
import sys

from samplekit import cases, cases_connector, cases_false, cases_inside, cases_old, files as whole, seal  # noqa: F401: they register

README = """# Samples

Messages made by `tests/make-samples.py`, each named after what it shows; nobody wrote or received them. Senders and recipients live in example domains,
public addresses are of the documentation ranges. Names and addresses of Microsoft, Google and Proofpoint stand where a server of theirs is meant.
`tests/samples.tsv` says what Hopscope must answer to each; `hopscope --keys samples/keys.zone` lets their ARC and DKIM signatures be checked
(the key is made from a public seed and proves nothing about real mail).

| file | shows |
| --- | --- |
"""


def files():
    """Name and content of all that is made."""
    out = {}
    for name, _, build in cases.SAMPLES:
        out[f'{name}.eml'] = build(name).text()
    for name, _, build in whole.FILES:
        out[name] = build(name)
    for domain, selector in (('example.com', 'selector1'), ('example.org', 'selector2'), ('example.net', 'selector1'), ('outlook.com', 'selector1'),
                             ('example.com', 'selector1-azurecomm-prod-net')):
        out['keys.zone'] = out.get('keys.zone', '') + seal.key_record(selector, domain) + '\n'
    for domain, selector in sorted(seal.SELECTORS.items()):
        out['keys.zone'] += seal.key_record(selector, domain) + '\n'
    return out


def readme(directory, made):
    """One line for each sample; those of other makers keep their line."""
    path = os.path.join(directory, 'README.md')
    lines = {f'{name}.eml': shows for name, shows, _ in cases.SAMPLES} | {name: shows for name, shows, _ in whole.FILES}
    if os.path.exists(path):
        for line in open(path, encoding='utf-8'):
            cells = line.strip().strip('|').split(' | ', 1)
            name = cells[0].strip().strip('`')
            if len(cells) == 2 and name not in lines and os.path.exists(os.path.join(directory, name)):
                lines[name] = cells[1].strip()
    return README + ''.join(f'| `{name}` | {lines[name]} |\n' for name in sorted(lines))


def differs(name, content, old):
    """Others add their own lines to the README in whatever order: there only ours must be present."""
    if name == 'README.md' and old and '--check' in sys.argv:
        return not {line for line in content.splitlines() if line.startswith('|')} <= set(old.splitlines())
    return old != content


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    directory, made = sys.argv[1], files()
    made['README.md'] = readme(directory, made)
    different = []
    for name, content in made.items():
        path = os.path.join(directory, name)
        old = open(path, encoding='utf-8', newline='').read() if os.path.exists(path) else None
        if differs(name, content, old):
            different.append(name)
            if '--check' not in sys.argv:
                open(path, 'w', encoding='utf-8', newline='').write(content)
    print(f'{len(made)} files, {len(different)} different' + ''.join(f'\n{name}' for name in different))
    return 1 if different and '--check' in sys.argv else 0


sys.exit(main())
