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
HELP_LINES = 30
# A word of three small letters or more is English, but for these.
FOREIGN = {'softpass', 'true', 'yyyy', 'ucf', 'jmr', 'auth', 'dest'}

# What of the sources is never translated although it reads like words: names that others gave, what other programs write, code for browsers
# and shells. FILE: pattern of the whole literal. A pattern that nothing in its file needs any more is a complaint.
NEVER = {
    'classify.c': r'Microsoft SMTP|Mailbox Transport',  # products, as Received lines name them
    'completion.c': r'(?s).*(hopscope|COMPREPLY|_alternative).*',  # shell code
    'connectors.c': r'Partner|Identity|Enabled|Domain',  # keys of Exchange Online's JSON
    'endpoints.c': r'Exchange|ips\[%u\]: ',
    'explain.c': r'hopscope: explain: |explain',
    'fields.c': r'From ',
    'help.c': r'hopscope (summary|explain|serve) .*',  # synopses: commands and placeholders
    'json-input.c': r': Parse error: |unexpected end of file',  # json-glib's own words, looked for in its messages
    'html-document.c': r'en',
    'm365.c': r'Helo|sender ip is ',
    'mbox.c': r'From ',
    'msg.c': r'Microsoft Mail Internet Headers Version 2\.0',
    'passes-facts.c': r'Hosted|Internet|Originating|Incoming|Internal',  # values of Exchange fields
    'received-clauses.c': r'mail pickup service',
    'received-comment.c': r'authenticated (sender:?|as|user) ',
    'received-tls.c': r'client cn "|client did not present a certificate|client certificate not present|verified ok|no client certificate requested',
    'received.c': r'Microsoft SMTP(SVC| Server)',
    'redact-field.c': r'Received|References|Precedence|Importance',
    'repair-decode.c': r' ?Received: ?',
    'repair-find.c': r'copy to clipboard|download original',  # buttons of Gmail's page
    'repair.c': r'From |copy to clipboard|download original|created at:',
    'serve-absent.c': r'serve',
    'serve.c': r'serve',
    'serve-http.c': r'Host|Connection|Location|Allow|Vary|GET, HEAD, POST|text/html; charset=utf-8',
    'serve-page.c': r'Markdown',
    'sniff.c': r'From |SQLite format 3',
    'verdict-evidence.c': r'Hosted|Internet',
    'verdict-pass.c': r'(sent|submitted|attributed|counted|classed|taken|relayed|went|came|its) .*',  # what a rule means, for who reads the table
    'verdict.c': r'Received',
    'view-words.c': r'Mailchimp',
    'work.c': r'Received',
    'write-html.c': r'Hopscope',
}
# Functions that write words as they are given; the literals among their arguments are marked or in NEVER.
PRINTERS = {'hs_page_paragraph', 'hs_page_heading', 'hs_page_words', 'hs_page_styled', 'hs_pairs_add', 'hs_pairs_add_slice', 'hs_html_words', 'hs_html_dt',
            'hs_html_fact', 'put_words', 'put_heading', 'put_fact', 'cli_complain', 'cli_say', 'g_error', 'g_warning', 'g_message', 'g_print', 'g_printerr',
            'fputs', 'puts', 'perror', 'g_error_new', 'g_set_error', 'g_error_new_literal', 'g_set_error_literal', 'g_prefix_error'}
# What check_unmarked must find, and must let pass.
PLANTED = [('hs_page_heading (page, "Timing of hops");', ['Timing of hops']), ('hs_page_heading (page, T_ ("Timing of hops"));', []),
           ('puts ("done");', ['done']), ('text = "nothing was " /* really */ "found";', ['nothing was found']),
           ('g_string_append (out, cut ? "Message" : T_ ("no message"));', ['Message']), ('HS_TEXT ("taken from {1}", { name })', []),
           ('static const char *const a[] = { N_ ("one more"), "One" " more" };', ['One more']), ('if (strcmp (word, "spf") == 0) return "x-spam";', []),
           ('hs_html_raw (html, "<td class=\\"a b\\">");', []), ('hs_html_raw (html, "<td>no date here</td>");', ['<td>no date here</td>']),
           ('#include "one two.h"\nchar c = \'"\';', [])]


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
    check_unmarked(extract, root, found, complain)
    check_planted(extract, complain)
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


def reads_like_words(text):
    """Two words beside each other, or one with a capital, once markup, format directives and escapes are gone."""
    text = re.sub(r'''<[/!]?[a-zA-Z](?:[^<>"]|"[^"]*"?)*>?|^[^<>]*">|\s[a-z-]+="[^"]*"?|%[-+*0-9.]*(?:l|z|h)*[a-zA-Z]''', '\n', text)
    return re.search(r'[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}', text) is not None or re.fullmatch(r'\s*[A-Z][a-z]{3,}[:.]?\s*', text) is not None


def unmarked(extract, source):
    """Each literal of C @source that people would read and no mark gives to the translators: words, and whatever is printed as it stands."""
    stream = extract.tokens(re.sub(r'(?m)^[ \t]*#[ \t]*(?:include|error|pragma).*$', '', source))
    calls, text, printed = [], None, False
    for place, token in enumerate(stream + ['']):
        if token.startswith('"'):
            text = (text or '') + extract.unescape(token[1:-1])
            printed = bool(calls) and calls[-1] in PRINTERS
            marked = any(call in extract.KEYWORDS for call in calls)
            continue
        if text is not None and not marked:
            if reads_like_words(text) or (printed and re.search('[a-z]{2}', text)):
                yield text, printed
        text = None
        if token == '(':
            calls.append(stream[place - 1] if place else '')
        elif token == ')' and calls:
            calls.pop()


def check_unmarked(extract, root, found, complain):
    needed = set()
    for path in extract.sources(root):
        name = os.path.basename(path)
        with open(os.path.join(root, path), encoding='utf-8') as file:
            source = file.read()
        for text, printed in unmarked(extract, source):
            if re.fullmatch(NEVER.get(name, '(?!)'), text):
                needed.add(name)
            elif printed or text not in found:
                complain(f'{path}: "{text}" is for people and not marked: T_ (), N_ () or HS_TEXT (), or NEVER in tests/check-i18n.py')
    for name in sorted(set(NEVER) - needed):
        complain(f'tests/check-i18n.py: NEVER names {name}, which needs it no more')


def check_planted(extract, complain):
    for source, wanted in PLANTED:
        got = [text for text, _ in unmarked(extract, source)]
        if got != wanted:
            complain(f'check_unmarked finds {got} in: {source}')


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


def check_help(hopscope, root, complain):
    """--help fits a screen of 80 columns and HELP_LINES lines, in each language; all of it, with -v, fits the width."""
    for name, environment in (('English', {'LC_ALL': 'C'}), ('Korean', KOREAN)):
        for arguments in (['--help'], ['--help', '-v'], ['summary', '--help'], ['explain', '--help'], ['serve', '--help']):
            lines = run(hopscope, arguments, environment, root).decode('utf-8').rstrip('\n').split('\n')
            for line in lines:
                if width(line) > 80:
                    complain(f'{" ".join(arguments)} in {name}: {width(line)} columns in "{line}"')
            if '-v' not in arguments and len(lines) > HELP_LINES:
                complain(f'{" ".join(arguments)} in {name}: {len(lines)} lines, a screen has {HELP_LINES}')
            if len(lines) < 10 or (name == 'Korean') != bool(re.search('[가-힣]', lines[5])):
                complain(f'{" ".join(arguments)} in {name} is not that')


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
    check_help(hopscope, root, complaints.append)
    for complaint in complaints:
        print(complaint)
    print(f'{len(korean)} texts, {len(samples)} samples')
    return 1 if complaints or not samples else 0


if __name__ == '__main__':
    sys.exit(main())
