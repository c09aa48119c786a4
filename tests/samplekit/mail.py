"""A message under construction, and the identifiers whose bits must agree.  SPDX-License-Identifier: MIT"""
import datetime
import hashlib

UTC = datetime.timezone.utc
DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
TICKS_1970 = 621355968000000000
FILETIME_1970 = 116444736000000000
BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'


def at(year, month, day, hour, minute, second=0, micro=0):
    return datetime.datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)


def later(time, seconds):
    return time + datetime.timedelta(seconds=seconds)


def micros(time):
    delta = time - datetime.datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds


def date(time, zone=0, pad=False, comment=None):
    """RFC 5322 date in a zone of so many minutes; Exchange does not pad the day, Gmail and Postfix do."""
    local = time + datetime.timedelta(minutes=zone)
    day = f'{local.day:02d}' if pad is True else f'{local.day:2d}' if pad == ' ' else str(local.day)
    sign, minutes = ('-', -zone) if zone < 0 else ('+', zone)
    text = f'{DAYS[local.weekday()]}, {day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M:%S} {sign}{minutes // 60:02d}{minutes % 60:02d}'
    return text + (f' ({comment})' if comment else '')


def arrival_time(time):
    """The form of OriginalArrivalTime and ExpirationStartTime: ten-thousandths of a second."""
    return f'{time.day:02d} {MONTHS[time.month - 1]} {time.year} {time:%H:%M:%S}.{time.microsecond // 100:04d} (UTC)'


def filetime(time):
    """X-OriginalArrivalTime of Microsoft SMTPSVC: the same instant twice, the second as FILETIME [low:high]."""
    ticks = FILETIME_1970 + micros(time) * 10
    return f'{time.day:02d} {MONTHS[time.month - 1]} {time.year} {time:%H:%M:%S}.{time.microsecond // 100:04d} (UTC) FILETIME=[{ticks & 0xffffffff:08X}:{ticks >> 32:08X}]'


def latency(start, end):
    """X-MS-Exchange-Transport-EndToEndLatency."""
    total = micros(end) - micros(start)
    seconds = total // 1000000
    return f'{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{total % 1000000:06d}3'


class Dice:
    """Invented but repeatable identifiers: the same name gives the same bytes for ever, on any Python."""

    def __init__(self, name):
        self.name, self.count = name, 0

    def bytes(self, n):
        out = b''
        while len(out) < n:
            out += hashlib.sha256(f'{self.name}/{self.count}'.encode()).digest()
            self.count += 1
        return out[:n]

    def hex(self, n):
        return self.bytes((n + 1) // 2).hex()[:n]

    def base64(self, n):
        return ''.join(BASE64[b & 63] for b in self.bytes(n))

    def guid(self):
        h = self.hex(32)
        return f'{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}'

    def network_message_id(self, time):
        """The last 12 digits are .NET ticks >> 16."""
        return f'{self.guid()[:23]}-{(TICKS_1970 + micros(time) * 10) >> 16:012x}'

    def blob(self, lines, charset='us-ascii'):
        """An opaque Microsoft blob as encoded words, one a line."""
        return '\n' + '\n'.join(f' =?{charset}?Q?{self.base64(60)}?=' for _ in range(lines))


def fold(name, value, width=78):
    """Fold at blanks as Exchange does: as many words on a line as fit."""
    lines, line = [], name + ':'
    for word in value.split(' '):
        if len(line) + 1 + len(word) > width and line.strip():
            lines.append(line)
            line = ' ' + word
        else:
            line += ' ' + word
    return '\n'.join(lines + [line])


class Mail:
    """Header fields from the top down, and a body. Servers put trace fields on top; Exchange also adds fields at the end."""

    def __init__(self, name, body='See attachment.\n'):
        self.fields, self.body, self.dice, self.hosts = [], body, Dice(name), []

    def top(self, name, value, folded=True):
        self.fields.insert(0, fold(name, value) if folded else f'{name}: {value}')

    def end(self, name, value, folded=True):
        self.fields.append(fold(name, value) if folded else f'{name}: {value}')

    def raw_end(self, text):
        self.fields.append(text)

    def raw_top(self, text):
        self.fields.insert(0, text)

    def get(self, name):
        """The value of the topmost field of that name, as written, or None."""
        for field in self.fields:
            if field.split(':', 1)[0].lower() == name.lower():
                return field.split(':', 1)[1]
        return None

    def drop(self, match):
        self.fields = [f for f in self.fields if not match(f.split(':', 1)[0].lower())]

    def rename(self, old, new):
        self.fields = [new + f[len(old):] if f.split(':', 1)[0].lower() == old.lower() else f for f in self.fields]

    def write(self, sender, to, subject, time, zone=0, message_id=None, extra=()):
        """What the author's program writes."""
        self.end('From', sender)
        self.end('To', to)
        self.end('Subject', subject)
        if time:
            self.end('Date', date(time, zone))
        if message_id:
            self.end('Message-ID', f'<{message_id}>')
        for name, value in extra:
            self.end(name, value)
        self.end('MIME-Version', '1.0')
        self.end('Content-Type', 'text/plain; charset="us-ascii"')
        return self

    def text(self):
        return '\n'.join(self.fields) + '\n\n' + self.body
