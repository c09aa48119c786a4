#!/usr/bin/env python3
"""extract.py [--check]: what hopscope says to people, out of the sources and tables, into src/po/hopscope.pot.

Every src/po/LANG.po is brought in line with it: new texts come in untranslated, texts that are gone go. With --check nothing is
written; what would change is said, and the exit status is 1. Standard library only.

A text is a literal in T_ (), N_ () or HS_TEXT (), one given to a function of KEYWORDS, or a cell of a column of TABLES.
"""
import os
import re
import sys

# Functions that take a format: which argument it is, from 1. A file is named where the function's name is a common one.
KEYWORDS = {'T_': 1, 'N_': 1, 'HS_TEXT': 1, 'hs_seal_conclude': 3, 'cli_text': 1, 'hs_error_set': 3, 'hs_error_wrap': 2, 'hs_table_fail': 5,
            'connectors-check.c:say': 1, 'seal-tags.c:refuse': 2, 'findings-consistency.c:misfit': 5, 'findings-route.c:contradiction': 3,
            'connectors.c:fail': 3, 'connectors.c:fail_with_hint': 3, 'keys.c:fail_record': 4, 'zonefile.c:fail': 4, 'records.c:fail': 2}
# Columns for people; values may be shared by many rows. Each part of a source is a text: "observed in public mail; RFC 6376".
TABLES = {'findings.tsv': ('title', 'detail', 'slots', 'means', 'matters', 'advice', 'sure'),
          'values.tsv': ('meaning', 'confidence', 'source'),
          'headers.tsv': ('meaning', 'stamped_by', 'border', 'value_form', 'use', 'confidence', 'source'),
          'keys.tsv': ('source',),
          'words.tsv': ('list', 'meaning')}
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[A-Za-z_]\w*|\s+|.', re.S)
ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\', '0': '\0'}
HEADER = ('Project-Id-Version: hopscope\\n', 'MIME-Version: 1.0\\n', 'Content-Type: text/plain; charset=UTF-8\\n',
          'Content-Transfer-Encoding: 8bit\\n')


def unescape(literal):
    return re.sub(r'\\(.)', lambda m: ESCAPES.get(m.group(1), m.group()), literal)


def tokens(text):
    return [t for t in TOKEN.findall(text) if not t.isspace() and not t.startswith(('/*', '//'))]


def argument(stream, start, wanted):
    """The tokens of argument @wanted of the call whose opening parenthesis is at @start."""
    depth, number, found = 0, 1, []
    for token in stream[start:]:
        depth += token in ('(', '{', '[')
        depth -= token in (')', '}', ']')
        if depth == 0:
            break
        if depth == 1 and token == ',':
            number += 1
        elif number == wanted and not (depth == 1 and token == '('):
            found.append(token)
    return found


def literals(found):
    """Neighbouring literals are one; "a" where a condition chooses between two gives both."""
    text = None
    for token in found + ['']:
        if token.startswith('"'):
            text = (text or '') + unescape(token[1:-1])
        elif text is not None:
            yield text
            text = None


def of_source(path):
    with open(path, encoding='utf-8') as file:
        stream = tokens(file.read())
    name = os.path.basename(path)
    for at, token in enumerate(stream[:-1]):
        wanted = KEYWORDS.get(token) or KEYWORDS.get(f'{name}:{token}')
        if wanted and stream[at + 1] == '(':
            yield from (text for text in literals(argument(stream, at + 1, wanted)) if text.strip() != '')


def of_table(path):
    columns = None
    names = TABLES[os.path.basename(path)]
    with open(path, encoding='utf-8') as file:
        for line in file.read().split('\n'):
            if line == '' or line.startswith('#'):
                continue
            cells = [unescape(cell) for cell in line.split('\t')]
            if columns is None:
                columns = [cells.index(name) for name in names]
                continue
            for name, column in zip(names, columns):
                yield from (text for text in (cells[column].split('; ') if name in ('source', 'slots') else [cells[column]]) if text != '')


def sources(root):
    for folder in ('src', 'src/cli'):
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if name.endswith('.c'):
                yield f'{folder}/{name}'


def extract(root):
    """{text: [file, ...]} in the order of the files."""
    found = {}
    for path in sources(root):
        for text in of_source(os.path.join(root, path)):
            found.setdefault(text, [])
            if path not in found[text]:
                found[text].append(path)
    for name in sorted(TABLES):
        for text in of_table(os.path.join(root, 'src', 'data', name)):
            found.setdefault(text, [])
            if f'src/data/{name}' not in found[text]:
                found[text].append(f'src/data/{name}')
    return found


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t') + '"'


def read_po(path):
    """({msgid: msgstr}, [lines of the header entry])"""
    entries, header, field, current = {}, [], None, {'msgid': '', 'msgstr': ''}

    def flush():
        if field is not None and current['msgid'] != '':
            entries[current['msgid']] = current['msgstr']

    with open(path, encoding='utf-8') as file:
        for line in file.read().split('\n'):
            match = re.match(r'(msgid|msgstr)?\s*"(.*)"$', line)
            if not match:
                continue
            if match.group(1) == 'msgid':
                flush()
                current = {'msgid': '', 'msgstr': ''}
            field = match.group(1) or field
            if field == 'msgstr' and current['msgid'] == '' and match.group(1) is None:
                header.append(match.group(2))
            current[field] += unescape(match.group(2))
    flush()
    return entries, header


def write_po(found, translations, header):
    lines = ['# What hopscope says to people. Made by src/po/extract.py; in a LANG.po write the msgstr lines only.',
             '# SPDX-License-Identifier: MIT', 'msgid ""', 'msgstr ""'] + [f'"{line}"' for line in header]
    for text, files in found.items():
        lines += [''] + [f'#: {" ".join(files)}', f'msgid {quote(text)}', f'msgstr {quote(translations.get(text, ""))}']
    return '\n'.join(lines) + '\n'


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folder, stale = os.path.join(root, 'src', 'po'), []
    found = extract(root)
    outputs = {'hopscope.pot': write_po(found, {}, HEADER)}
    for name in sorted(os.listdir(folder)):
        if name.endswith('.po'):
            outputs[name] = write_po(found, *read_po(os.path.join(folder, name)))
    for name, text in outputs.items():
        path = os.path.join(folder, name)
        old = open(path, encoding='utf-8').read() if os.path.exists(path) else ''
        if old == text:
            continue
        stale.append(name)
        if '--check' not in sys.argv[1:]:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
    if stale and '--check' in sys.argv[1:]:
        print(f'{", ".join(stale)}: not in line with the sources; run src/po/extract.py and translate what came in')
    return 1 if stale and '--check' in sys.argv[1:] else 0


if __name__ == '__main__':
    sys.exit(main())
