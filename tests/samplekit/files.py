"""Samples that are no single message: damaged pastes, a bounce, a mailbox.  SPDX-License-Identifier: MIT"""
import html
import re

from .cases import SAMPLES
from .cases_false import delivered, plain
from .mail import Mail, at, later

FILES = []
T = at(2026, 3, 9, 11, 30)


def sample_file(name, shows):
    def register(function):
        FILES.append((name, shows, function))
        return function
    return register


def message(name):
    return next(build(name) for given, _, build in SAMPLES if given == name)


def header(name):
    return '\n'.join(message(name).fields) + '\n'


@sample_file('paste-damaged.txt', 'smtp-relay.eml as somebody pasted it into a ticket: prose before it, quoted, folding lost, HTML entities')
def paste_damaged(name):
    lines = [html.escape(line.strip(), quote=False) for line in header('smtp-relay').splitlines()]
    return 'Hello support,\n\ndid this go through our relay? Here is the header:\n\n' + ''.join(f'> {line}\n' for line in lines)


@sample_file('paste-one-line.txt', 'smtp-relay.eml out of a chat: its line ends lost, its addresses defanged')
def paste_one_line(name):
    text = re.sub(r'\n[ \t]*', ' ', header('smtp-relay').strip())
    return re.sub(r'(?<=\w)\.(?=(com|net|outlook)\b)|(?<=\d)\.(?=\d+\.\d+\.\d+)', '[.]', text) + '\n'


@sample_file('paste-web-table.txt', 'smtp-relay.eml copied whole from the page that Gmail shows as "original": a table of its own words, then the header')
def paste_web_table(name):
    mail = message('smtp-relay')
    rows = (('Message ID', mail.get('Message-ID').strip()), ('Created at:', 'Mon, Mar 9, 2026 at 12:04 PM (Delivered after 3 seconds)'), ('From:', mail.get('From').strip()),
            ('To:', mail.get('To').strip()), ('Subject:', mail.get('Subject').strip()), ('SPF:', 'PASS with IP 203.0.113.25 Learn more'))
    return 'Original message\n\n' + ''.join(f'{name}\t{value}\n' for name, value in rows) + '\n\n' + header('smtp-relay')


def bounce(name, last):
    """A delivery report (RFC 3464) by the recipient's server; @last is its third part."""
    report = Mail(name)
    report.write('Mail Delivery System <mailer-daemon@example.net>', 'scanner@example.com', 'Undelivered Mail Returned to Sender', T, 0, f'{report.dice.hex(12)}@mx.example.net',
                 [('Auto-Submitted', 'auto-replied')])
    report.drop(lambda field: field == 'content-type')
    report.raw_end('Content-Type: multipart/report; report-type=delivery-status;\n boundary="report"')
    report.body = '''--report
Content-Type: text/plain; charset=us-ascii

I could not deliver your message to maria@example.net: mailbox full.

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; maria@example.net
Action: failed
Status: 5.2.2

--report
''' + last + '\n--report--\n'
    return delivered(report, time=later(T, 2)).text()


@sample_file('bounce-headers.eml', 'a delivery report that quotes the header of smtp-relay.eml (text/rfc822-headers): that is analyzed too')
def bounce_headers(name):
    return bounce(name, 'Content-Type: text/rfc822-headers\n\n' + header('smtp-relay'))


@sample_file('bounce-message.eml', 'a delivery report with the whole of mailbox.eml attached (message/rfc822)')
def bounce_message(name):
    return bounce(name, 'Content-Type: message/rfc822\n\n' + message('mailbox').text())


@sample_file('mailbox.mbox', 'an mbox of three: a connector message, a mailbox message whose body quotes a From line, and mail that never touched Microsoft 365')
def mailbox(name):
    out = ''
    for part in ('smtp-relay', 'mailbox', 'not-microsoft'):
        mail = message(part)
        mail.body = mail.body if part != 'mailbox' else '>From here on it is plain.\n' + mail.body
        out += 'From sender@example.com Mon Mar  9 11:30:00 2026\n' + mail.text() + '\n'
    return out
