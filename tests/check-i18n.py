#!/usr/bin/env python3
"""check-i18n.py HOPSCOPE SOURCE_ROOT: what hopscope says in Korean, and that programs are never told anything but the same bytes.

The template is in line with the sources; every text has a Korean one with the same placeholders; no format escaped extraction. The
report of samples/smtp-relay.eml is Korean and tells the story in order; in no report of a sample a text stays English; lines keep to
the width of the terminal. JSON, NDJSON and CSV are the same bytes in any locale, and so is everything where the locale is C.
"""
import fcntl
import glob
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

KOREAN = {'LANGUAGE': 'ko', 'LC_ALL': 'C.UTF-8'}
# Each names the same language, or none.
SPEAKS = [({'LANG': 'ko_KR.UTF-8'}, 'ko'), ({'LC_MESSAGES': 'ko', 'LANG': 'de_DE.UTF-8'}, 'ko'), ({'LANGUAGE': 'de:ko', 'LANG': 'en_US.UTF-8'}, 'ko'),
          ({'LANGUAGE': 'en:ko', 'LANG': 'ko_KR.UTF-8'}, 'en'), ({'LANGUAGE': 'ko', 'LC_ALL': 'C', 'LANG': 'ko_KR.UTF-8'}, 'en'),
          ({'LANGUAGE': 'ko', 'LC_ALL': 'POSIX'}, 'en'), ({'LANGUAGE': 'ko'}, 'en'), ({'LANG': 'kok_IN.UTF-8'}, 'en'), ({}, 'en')]
STORY = ['Microsoft 365의 인바운드 커넥터를 통과했습니다', 'scanner01 -> relay.example.com -> EOP -> Exchange Online -> google.com', 'connector-relay',
         '홉', '온-프레미스 릴레이가 발신지에서 받음', 'EOP가 받음', 'Exchange Online이 받아 아웃바운드로 라우팅함', 'Microsoft 365가 google.com에 넘김',
         '소요 시간', '증거', '인바운드 커넥터와 일치했음', '발견 사항']
EXPLAINED = ['HS301', 'AuthAs', 'SFV:NSPM', 'connector-relay', 'CAT', 'keys', '203.0.113.25', 'smtp.google.com', '15.20.9700.9']
# A word of three small letters or more is English, but for these.
FOREIGN = {'softpass', 'true', 'yyyy', 'ucf', 'jmr', 'auth', 'dest'}


def run(hopscope, arguments, environment, root):
    done = subprocess.run([hopscope] + arguments, cwd=root, env={'PATH': os.environ['PATH'], 'TZ': 'UTC', **environment},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.stdout


def run_on_terminal(hopscope, arguments, environment, root, columns):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 50, columns, 0, 0))
    process = subprocess.Popen([hopscope] + arguments, cwd=root, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.DEVNULL,
                               env={'PATH': os.environ['PATH'], 'TZ': 'UTC', 'TERM': 'dumb', **environment})
    os.close(slave)
    output = b''
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
    process.wait()
    os.close(master)
    return output.decode('utf-8').replace('\r\n', '\n')


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


def check_catalogue(root, complain):
    sys.path.insert(0, os.path.join(root, 'src', 'po'))
    sys.dont_write_bytecode = True
    import extract
    found = extract.extract(root)
    korean, _ = extract.read_po(os.path.join(root, 'src', 'po', 'ko.po'))
    template, _ = extract.read_po(os.path.join(root, 'src', 'po', 'hopscope.pot'))
    for text in found:
        if text not in template or text not in korean:
            complain(f'not in src/po: "{text}"; run src/po/extract.py')
        elif korean[text] == '':
            complain(f'ko.po: no Korean for "{text}"')
        else:
            check_translation(text, korean[text], complain)
    for text in template:
        if text not in found:
            complain(f'hopscope.pot: "{text}" is gone from the sources; run src/po/extract.py')
    check_stray_formats(extract, root, found, complain)
    return {text: korean.get(text, '') for text in found}


def check_translation(text, korean, complain):
    if sorted(set(re.findall(r'\{[1-4]\}', text))) != sorted(set(re.findall(r'\{[1-4]\}', korean))):
        complain(f'ko.po: other placeholders in "{korean}" than in "{text}"')
    if korean != korean.strip() or (text.endswith('.') != korean.endswith('.') and len(text) > 12 and '...' not in text):
        complain(f'ko.po: "{korean}" does not end or begin as "{text}" does')
    words = set(re.findall(r'(?<![\w{.-])[a-z]{3,}(?![\w}=.-])', text)) - FOREIGN
    if korean == text and words:
        complain(f'ko.po: "{text}" is still English')


def check_stray_formats(extract, root, found, complain):
    """A literal with a placeholder that no mark gives to the translators."""
    for path in extract.sources(root):
        with open(os.path.join(root, path), encoding='utf-8') as file:
            for text in extract.literals([t for t in extract.tokens(file.read())]):
                if re.search(r'\{[1-4]\}', text) and re.search(r'[A-Za-z]{2}', text) and text not in found:
                    complain(f'{path}: "{text}" is not marked for translation')


def check_languages(hopscope, root, complain):
    sample = 'samples/smtp-relay.eml'
    for environment, lang in SPEAKS:
        if f'<html lang="{lang}">'.encode() not in run(hopscope, ['-f', 'html', sample], environment, root):
            complain(f'{environment}: HTML is not lang="{lang}"')
    text, place = run(hopscope, [sample], KOREAN, root).decode('utf-8'), 0
    for part in STORY:
        at = text.find(part, place)
        if at < 0:
            complain(f'{sample} in Korean: "{part}" is not there, or not in its place')
        place = max(place, at)


def check_programs(hopscope, root, samples, complain):
    locales = [KOREAN, {'LC_ALL': 'tr_TR.UTF-8'}, {'LC_ALL': 'ko_KR.UTF-8'}]
    for arguments in (['-f', 'json'], ['-f', 'ndjson'], ['-f', 'csv'], ['summary', '-f', 'json']):
        plain = run(hopscope, arguments + samples, {'LC_ALL': 'C'}, root)
        for environment in locales:
            if plain == b'' or run(hopscope, arguments + samples, environment, root) != plain:
                complain(f'{" ".join(arguments)}: other bytes with {environment}')
    plain = run(hopscope, ['-v'] + samples, {'LC_ALL': 'C'}, root)
    for environment in ({'LC_ALL': 'C', 'LANGUAGE': 'ko'}, {}, {'LC_ALL': 'tr_TR.UTF-8'}):
        if run(hopscope, ['-v'] + samples, environment, root) != plain:
            complain(f'text: other bytes with {environment} than in the C locale')


def check_no_english(hopscope, root, samples, korean, complain):
    """Long texts without placeholders: what shows one although it has Korean did not ask for it."""
    long = [text for text, other in korean.items() if len(text) > 15 and ' ' in text and '{' not in text and other != text]
    with tempfile.NamedTemporaryFile('w', suffix='.json') as nameless:
        nameless.write('[{"ConnectorType": "OnPremises", "SenderIPAddresses": ["203.0.113.25"]}]')
        nameless.flush()
        for form in ('text', 'html', 'markdown'):
            output = run(hopscope, ['-f', form, '--connectors', nameless.name, 'samples/smtp-relay.eml'], KOREAN, root).decode('utf-8')
            if '커넥터 1' not in output or 'connector 1' in output:
                complain(f'{form}: a connector without a name is not numbered in Korean')
    outputs = [(name, run(hopscope, arguments, KOREAN, root).decode('utf-8'))
               for name, arguments in [('text', ['-v'] + samples), ('html', ['-v', '-f', 'html'] + samples),
                                       ('markdown', ['-v', '-f', 'markdown'] + samples), ('summary', ['summary'] + samples)]
               + [(f'explain {word}', ['explain', word]) for word in EXPLAINED]]
    for name, output in outputs:
        if re.search('[가-힣]', output) is None:
            complain(f'{name}: nothing is Korean')
        output = output.replace('&#39;', "'").replace('&quot;', '"').replace('&amp;', '&')
        for text in long:
            if text in output:
                complain(f'{name}: "{text}" stays English')


def check_widths(hopscope, root, complain):
    """No line is wider than the terminal but where one word alone is."""
    for columns in (80, 200):
        for sample in ('samples/smtp-relay.eml', 'samples/gateway-loop.eml', 'samples/clock-skew.eml'):
            text = run_on_terminal(hopscope, ['-v', sample], KOREAN, root, columns)
            for line in text.split('\n'):
                if width(line) > columns and len(line.split()) > 2 and max(map(width, line.split())) < columns - 40:
                    complain(f'{sample} at {columns} columns: {width(line)} columns in "{line}"')


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    samples = [os.path.relpath(path, root) for path in sorted(glob.glob(os.path.join(root, 'samples', '*.eml')))]
    complaints = []
    korean = check_catalogue(root, complaints.append)
    check_languages(hopscope, root, complaints.append)
    check_programs(hopscope, root, samples, complaints.append)
    check_no_english(hopscope, root, samples, korean, complaints.append)
    check_widths(hopscope, root, complaints.append)
    for complaint in complaints:
        print(complaint)
    print(f'{len(korean)} texts, {len(samples)} samples')
    return 1 if complaints or not samples else 0


if __name__ == '__main__':
    sys.exit(main())
