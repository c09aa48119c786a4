#!/usr/bin/env python3
"""check-analyzer.py HOPSCOPE SOURCE_ROOT: docs/analyzer.md says where each field of Microsoft's Message Header Analyzer is shown; is it?

Each row of its tables is looked up in what the tool writes for the sample: the text line that has label and value, the row or pair of the
HTML report that has both, the JSON key and its value. No row of the Analyzer may be missing.
"""
import html.parser
import json
import os
import re
import subprocess
import sys

SAMPLE = 'samples/antispam-fields.eml'
# What the Analyzer shows: the labels of mhaStrings.ts (microsoft/MHA, 2026-08) that are rows or columns, by section.
SHOWN = {
    'Summary': ['Subject', 'Message Id', 'Archived at', 'Creation time', '(Delivered after N)', 'From', 'Reply to', 'To', 'Cc'],
    'Received headers': ['Hop', 'Submitting host', 'Receiving host', 'Time', 'Delay', 'Percent bar', 'Type', 'Id', 'For', 'Via'],
    'Forefront Antispam Report Header': [
        'ARC protocol', 'Country/Region', 'Language', 'Spam Confidence Level', 'Phishing Confidence Level', 'Spam Filtering Verdict', 'IP Filter Verdict',
        'HELO/EHLO String', 'PTR Record', 'Connecting IP Address', 'Protection Policy Category', 'Phishing message', 'Bulk email status', 'Advanced Spam Filtering',
        'Spam rules', 'Source header', 'Unknown fields'],
    'Microsoft Antispam Header': ['Bulk Complaint Level', 'Phishing Confidence Level', 'Source header', 'Unknown fields'],
    'Other headers': ['#', 'Header', 'Value', 'Original headers'],
    'Diagnostics': [],
}
# The section of the text report, or the caption of the HTML table, in which the rows of a section must be found.
WITHIN = {'Forefront Antispam Report Header': 'X-Forefront-Antispam-Report', 'Microsoft Antispam Header': 'X-Microsoft-Antispam'}
CELL = re.compile(r'(?:(column) )?`([^`]*)`(?: = `([^`]*)`)?(?: with `([^`]*)`)?$')


class Records(html.parser.HTMLParser):
    """Rows of tables, items of lists and pairs of definition lists, as [caption or heading, text]."""

    def __init__(self):
        super().__init__()
        self.done, self.open, self.heading, self.into, self.hidden = [], [], '', None, 0

    def handle_starttag(self, tag, attributes):
        if tag in ('style', 'script', 'textarea', 'template'):
            self.hidden += 1
        elif tag in ('tr', 'li', 'dt', 'p', 'summary'):
            self.open.append([tag, self.heading, ''])
        elif tag in ('h3', 'caption'):
            self.heading, self.into = '', tag
        if tag not in ('bdi', 'wbr'):
            self.handle_data(' ' + dict(attributes).get('data-label', '') + ' ')

    def handle_endtag(self, tag):
        if tag in ('style', 'script', 'textarea', 'template'):
            self.hidden -= 1
        elif tag == self.into:
            self.into = None
        elif tag in ('tr', 'li', 'dd', 'p', 'summary'):
            wanted = 'dt' if tag == 'dd' else tag
            for at in range(len(self.open) - 1, -1, -1):
                if self.open[at][0] == wanted:
                    _, heading, text = self.open.pop(at)
                    self.done.append((heading, ' '.join(text.split())))
                    break

    def handle_data(self, data):
        if self.hidden:
            return
        if self.into:
            self.heading += data.strip()
        for record in self.open:
            record[2] += data


def rows(root):
    """(section, [cells]) of every table."""
    section = None
    with open(os.path.join(root, 'docs', 'analyzer.md'), encoding='utf-8') as file:
        for line in file:
            line = line.strip()
            if line.startswith('## '):
                section = line[3:]
            elif line.startswith('| ') and not line.startswith(('| Analyzer |', '| ---')):
                cells = [cell.replace('\\|', '|').strip() for cell in re.split(r'(?<!\\)\|', line)[1:-1]]
                yield section, cells


def read(cell, line, complain):
    match = CELL.match(cell)
    if match is None:
        complain(f'{line}: cannot read "{cell}"')
        return None
    return match.groups()


class Tool:
    def __init__(self, hopscope, root):
        self.hopscope, self.root, self.outputs = hopscope, root, {}

    def run(self, *arguments):
        if arguments not in self.outputs:
            done = subprocess.run([self.hopscope, *arguments, SAMPLE], cwd=self.root, env={**os.environ, 'LC_ALL': 'C', 'TZ': 'UTC'},
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=120, check=True)
            self.outputs[arguments] = done.stdout.decode('utf-8')
        return self.outputs[arguments]


def has_words(text, label):
    return re.search(rf'(?<![\w-]){re.escape(label)}(?![\w-])', text) is not None


def find_text(tool, section, value, cell, complain):
    column, label, _, options = cell
    text, within = tool.run(*(options or '').split()), WITHIN.get(section)
    if within and options == '-v':
        text = text.partition(f'\n{within}\n')[2].partition('\n\n')[0]
    if column:
        titles = next((line for line in text.split('\n') if re.match(r' +# ', line)), '')
        return label in titles and any(value in line for line in text.partition(titles)[2].split('\n'))
    start = re.compile(rf'\s*(?:\d+ +|\w+ +)?{re.escape(label)}(?=\s)')
    return any(start.match(line) and value in line for line in text.split('\n'))


def find_html(tool, section, value, cell):
    column, label, _, _ = cell
    records = Records()
    records.feed(tool.run('-f', 'html'))
    within = WITHIN.get(section)
    raw = label.startswith(('X-Forefront', 'X-Microsoft'))
    place = [text for heading, text in records.done if not within or heading == ('All header fields' if raw else within)]
    if column:
        return any(text.startswith(label + ' ') for text in place) and any(text.startswith(value + ' ') for text in place)
    if label.startswith(('Slowest', 'Show as')):  # stands where the picture and the raw lines do
        return any(label in text for text in place)
    return any(has_words(text, label) and (value == '-' or value in text) for text in place)


def resolve(document, path):
    """The value at a.b[key=VALUE].c or a.b[0]; None if there is none."""
    for part in re.findall(r'[^.\[\]]+|\[[^\]]*\]', path):
        if part.startswith('[') and '=' in part:
            key, _, wanted = part[1:-1].partition('=')
            document = next((item for item in document if str(item.get(key)) == wanted), None)
        elif part.startswith('['):
            document = document[int(part[1:-1])] if int(part[1:-1]) < len(document) else None
        else:
            document = document.get(part) if isinstance(document, dict) else None
        if document is None:
            return None
    return ', '.join(document) if isinstance(document, list) else str(document)


def find_json(tool, value, cell):
    _, path, written, options = cell
    found = resolve(json.loads(tool.run('-f', 'json', *(options or '').split())), path)
    if found is None:
        return False
    return found == written if written is not None else found == value or (len(value) > 12 and found.startswith(value))


def check_row(tool, section, cells, complain):
    line = f'{section}, {cells[0]}'
    if len(cells) != 5:
        complain(f'{line}: {len(cells)} columns')
        return
    value, text, page, key = (read(cell, line, complain) for cell in cells[1:])
    if None in (value, text, page, key):
        return
    value = value[1]
    if not find_text(tool, section, value, text, complain):
        complain(f'{line}: text does not have "{value}" at {cells[2]}')
    if not find_html(tool, section, value, page):
        complain(f'{line}: HTML does not have "{value}" at {cells[3]}')
    if not find_json(tool, value, key):
        complain(f'{line}: JSON does not have "{value}" at {cells[4]}')


def check_itself(tool, complain):
    """Places that do not exist are not found."""
    for section, value, text, page, key in [('Summary', 'kim@example.org', '`To`', '`To`', '`message.reply_to`'), ('Summary', 'x', '`No`', '`No`', '`no.such`'),
                                            ('Received headers', '9 min 59 s', 'column `Dealy`', '`Dealy`', '`hops[index=9].delay_ms`'),
                                            ('Forefront Antispam Report Header', '7', '`BCL` with `-v`', '`BCL`', '`microsoft365.forefront[key=BCL].value`'),
                                            ('Microsoft Antispam Header', '7', '`BCL`', '`BCL` with `-v`', '`headers[name=To].value`')]:
        cells = [read(cell, section, complain) for cell in (text, page, key)]
        if find_text(tool, section, value, cells[0], complain) or find_json(tool, value, cells[2]) or \
           (section != 'Microsoft Antispam Header' and find_html(tool, section, value, cells[1])):
            complain(f'this check finds "{value}" at {text}, {page} or {key}, where it is not')


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    tool, complaints, count, seen = Tool(os.path.abspath(sys.argv[1]), sys.argv[2]), [], 0, {}
    check_itself(tool, complaints.append)
    for section, cells in rows(sys.argv[2]):
        check_row(tool, section, cells, complaints.append)
        seen.setdefault(section, []).append(cells[0])
        count += 1
    for section, labels in SHOWN.items():
        complaints += [f'{section}: no row for "{label}"' for label in labels if label not in seen.get(section, [])]
    print('\n'.join(complaints + [f'{count} rows']))
    return 1 if complaints or count == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
