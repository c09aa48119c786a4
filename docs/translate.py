#!/usr/bin/env python3
"""translate.py PAGE.scd PAGE.po LANG.po: a manual page in another language, on standard output, made from the English one.

translate.py PAGE.scd PAGE.po LANG.po --update: brings PAGE.po in line with the page; write its msgstr lines only.

Headings, paragraphs and what stands below a term are looked up, first in PAGE.po, then in the tool's own catalogue LANG.po, which has
the words of the options. Commands, terms and the synopsis stay. A text without translation is an error. Standard library only.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'src', 'po'))
import extract  # noqa: E402

LITERAL = re.compile(r'hopscope (?!-)|\*[a-z-]+\*\(\d\)$')  # a command that goes on, a page's name
HEADER = ('Project-Id-Version: hopscope\\n', 'MIME-Version: 1.0\\n', 'Content-Type: text/plain; charset=UTF-8\\n', 'Content-Transfer-Encoding: 8bit\\n')


def pieces(page):
    """(text before, text to translate or None, lines as they are) of each part of a page, in order."""
    section, after_term, lines = '', False, page.split('\n')
    at = 0
    while at < len(lines):
        line, start = lines[at], at
        at += 1
        if line.startswith('#'):
            section = line.lstrip('# ') if line.startswith('# ') else section
            yield line[:line.index(' ') + 1], line.lstrip('# '), [line]
        elif line == '' or line.startswith(';') or start == 0 or section == 'SYNOPSIS' or (line.startswith('\t') and not after_term) or \
                LITERAL.match(line):
            yield '', None, [line]
        elif line.startswith('\t'):
            while at < len(lines) and lines[at].startswith('\t'):
                at += 1
            yield '\t', ' '.join(part.strip() for part in lines[start:at]), lines[start:at]
        elif at < len(lines) and lines[at].startswith('\t'):  # a term
            yield '', None, [line]
        else:
            while at < len(lines) and lines[at] != '' and not lines[at].startswith(('\t', '#', ';')):
                at += 1
            yield '', ' '.join(lines[start:at]), lines[start:at]
        after_term = at < len(lines) and not lines[at - 1].startswith(('\t', '#', ';')) and lines[at - 1] != ''


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding='utf-8') as file:
        page = list(pieces(file.read()))
    own = extract.read_po(arguments[1])[0] if os.path.exists(arguments[1]) else {}
    tool = extract.read_po(arguments[2])[0]
    if '--update' in sys.argv[1:]:
        texts = {text: [os.path.basename(arguments[0])] for _, text, _ in page if text is not None and text not in tool}
        with open(arguments[1], 'w', encoding='utf-8') as file:
            file.write(extract.write_po(texts, own, HEADER).replace('What hopscope says to people. Made by src/po/extract.py; in a LANG.po',
                                                                    'The manual page. Made by docs/translate.py --update; here'))
        return 0
    missing, out = [], []
    for before, text, lines in page:
        if text is None:
            out += lines
            continue
        words = own.get(text) or tool.get(text)
        if not words:
            missing.append(text)
        # scdoc ends underlining only where no letter follows, and an ending follows many words: bold has no such rule.
        out.append(before + re.sub(r'(?<![\\\w])_([^_]+)_(?=\w)', r'*\1*', words or text))
    for text in missing:
        print(f'{arguments[1]}: nothing for "{text}"; run {__file__} --update and translate it', file=sys.stderr)
    sys.stdout.reconfigure(encoding='utf-8')
    sys.stdout.write('\n'.join(out))
    return 1 if missing else 0


if __name__ == '__main__':
    sys.exit(main())
