"""The register of samples: name, one line for the README, and a function that builds the message.  SPDX-License-Identifier: MIT"""
from . import microsoft, outside
from .mail import Mail, later

SAMPLES = []


def sample(name, shows):
    def register(function):
        SAMPLES.append((name, shows, function))
        return function
    return register


def scan(name, time, sender='scanner@example.com', to='maria@example.net', message_id='20260309110429.0003@scanner01', **more):
    """A scan-to-mail message as a device writes it."""
    return Mail(name).write(f'Scanner 2nd floor <{sender}>', to, 'Scan from 2nd floor', time, 60, message_id, [('X-Mailer', 'ScanToMail 4.1')], **more)


def note(name, time, sender='Ben Okafor <ben@example.com>', to='maria@example.net', message_id=None, subject='Minutes of Monday', extra=(), body='As discussed.\n'):
    """A message a person writes."""
    return Mail(name, body).write(sender, to, subject, time, 0, message_id or f'{Mail(name).dice.hex(16)}@example.com', extra)


OUTLOOK = (('Thread-Topic', 'Minutes of Monday'), ('Thread-Index', 'AdywEXAMPLE0001hT5Kc2lYyw4mNwA=='), ('Accept-Language', 'en-US'), ('Content-Language', 'en-US'),
           ('X-MS-Has-Attach', ''), ('X-MS-TNEF-Correlator', ''))


def outlook(name, time, site, **more):
    """A message written in Outlook: the Message-ID is the store's."""
    host = site.mb
    message_id = f'{microsoft.short(host)}{Mail(name).dice.hex(24).upper()}@{host}'
    return note(name, time, message_id=message_id, extra=OUTLOOK, **more)


def via_connector(mail, p, recipient='example.net', delays=(1, 1)):
    """Front end, inside, out again; returns the egress."""
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p, delays)
    return microsoft.leave(mail, p, recipient)


def to_google(mail, egress, p, delay=3, **more):
    outside.google(mail, egress, later(p.time, delay), **more)
    return mail


def into_tenant(mail, p, delay=2, delays=(1, 1), **more):
    """Front end, inside, mailbox."""
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p, delays)
    microsoft.deliver(mail, p, delay, **more)
    return mail
