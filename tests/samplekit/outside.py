"""What servers outside Microsoft 365 write.  SPDX-License-Identifier: MIT"""
import re

from .mail import date, filetime, later, micros
from . import seal

# By the last year in which it was the usual thing.
GOOGLE_TLS = ((2014, 'version=TLSv1 cipher=ECDHE-RSA-AES128-SHA bits=128/128'), (2019, 'version=TLS1_2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128/128'),
              (9999, 'version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256'))


def smtpsvc(mail, helo, address, by, time, zone=60):
    """The SMTP service of Windows Server (IIS): no id; X-OriginalArrivalTime with the same instant as FILETIME."""
    mail.top('Received', f'from {helo} ([{address}]) by {by} with Microsoft SMTPSVC(10.0.17763.1697);\n\t {date(time, zone)}', folded=False)
    mail.end('X-OriginalArrivalTime', filetime(time))


def exchange(mail, helo, address, by, by_address, build, time, zone=60, via='', tls=True):
    """On-premises Exchange 2016 or 2019; local time."""
    version = ' (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)' if tls else ''
    mail.top('Received', f'from {helo} ({address}) by {by} ({by_address}) with Microsoft SMTP Server{version} id {build}{via}; {date(time, zone)}')


def exchange_mapi(mail, host, address, build, time, zone=60):
    mail.top('Received', f'from {host} ([{address}]) by {host} ([{address}%5]) with mapi id {build}; {date(time, zone)}')


def postfix(mail, helo, rdns, address, by, time, zone=0, tls=None, recipient=None, queue=None, comment=None, auth=None):
    literal = f'IPv6:{address}' if ':' in address else address
    queue = queue or mail.dice.hex(11).upper()
    text = f'Received: from {helo} ({rdns} [{literal}])'
    if tls:
        text += f'\n\t(using {tls} with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)'
        text += '\n\t(No client certificate requested)'
    if auth:
        text += f'\n\t(Authenticated sender: {auth})'
    protocol = 'ESMTPSA' if auth else 'ESMTPS' if tls else 'ESMTP'
    text += f'\n\tby {by} (Postfix) with {protocol} id {queue}'
    text += f'\n\tfor <{recipient}>' if recipient else ''
    name = comment or ('UTC' if zone == 0 else 'CET')
    mail.raw_top(text + f'; {date(time, zone, " ", name)}')


def postfix_local(mail, by, time, zone=0, uid=1000, comment='UTC'):
    mail.raw_top(f'Received: by {by} (Postfix, from userid {uid})\n\tid {mail.dice.hex(11).upper()}; {date(time, zone, " ", comment)}')


def google_front(mail, egress, time, recipient, mail_from, zone=-420, tls=True, results=None, spf='pass', protocol=None):
    """mx.google.com takes it from `egress` (HELO, reverse name, address)."""
    helo, rdns, address = egress
    protocol = protocol or ('ESMTPS' if tls else 'ESMTP')
    token = mail.dice.hex(10)
    usual = next(text for year, text in GOOGLE_TLS if time.year <= year)
    version = f'\n        ({usual})' if tls else ''
    seconds = f'{time:%Y.%m.%d}.{(time.hour + zone // 60) % 24:02d}.{time:%M.%S}'
    sender = f'Received: from {helo} ({rdns}. [{address}])' if rdns else f'Received: from {helo} ([{address}])'
    line = (f'{sender}\n        by mx.google.com with {protocol} id af79cd13be357-{token}si{int(token[:5], 16)}85a.{int(token[5:8], 16) % 900}.{seconds}'
            f'\n        for <{recipient}>{version};\n        {date(time, zone, True, "PST" if zone == -480 else "PDT")}')
    mail.raw_top(line)
    zone_name = {'pass': f'google.com: domain of {mail_from} designates {address} as permitted sender',
                 'none': f'google.com: {mail_from} does not designate permitted sender hosts',
                 'fail': f'google.com: domain of {mail_from} does not designate {address} as permitted sender'}[spf]
    mail.raw_top(f'Received-SPF: {spf} ({zone_name}) client-ip={address};')
    mail.raw_top(f'Authentication-Results: mx.google.com;\n       {results or f"spf={spf} ({zone_name}) smtp.mailfrom={mail_from}"}')


def google(mail, egress, time, recipient='maria@example.net', mail_from='scanner@example.com', zone=-420, dkim='example.com', spf='pass', tls=True, arc=True):
    """Delivery to a mailbox at Google: front line, ARC set, the line of the mailbox, delivery fields."""
    address = egress[2]
    signed = f'dkim=pass header.i=@{dkim} header.s=selector1 header.b={mail.dice.base64(8)};\n       ' if dkim else ''
    author = re.search(r'@([\w.-]+)', mail.get('From')).group(1)
    aligned = dkim == author or spf == 'pass' and mail_from.endswith('@' + author)
    dmarc = f'{"pass" if aligned else "fail"} (p=NONE sp=NONE dis=NONE)'
    results = (f'{signed}spf={spf} (google.com: domain of {mail_from} '
               f'{"designates" if spf == "pass" else "does not designate"} {address} as permitted sender) smtp.mailfrom={mail_from};\n       dmarc={dmarc} header.from={author}')
    google_front(mail, egress, time, recipient, mail_from, zone, tls, results, spf)
    mail.raw_top(f'Return-Path: <{mail_from}>')
    if arc:
        seal.arc(mail, 'google.com', f'ARC-Authentication-Results: @; mx.google.com;\n       {results}', time=micros(time) // 1000000)
    token = mail.dice.hex(12)
    stamp = date(later(time, 0), zone, True, 'PST' if zone == -480 else 'PDT')
    mail.raw_top(f'X-Received: by 2002:a05:620a:{token[:4]}:b0:{token[4:8]}:{token[8:]}:4aab with SMTP id af79cd13be357-{mail.dice.hex(12)}mr{int(token[:6], 16)}85a.{int(token[6:8], 16)}.{micros(time) // 1000};\n        {stamp}')
    mail.raw_top(f'Received: by 2002:a05:6214:{token[4:8]}:b0:{token[:4]}:{token[8:]}:4aab with SMTP id z{int(token[:4], 16) % 90 + 10}csp{int(token[4:], 16) % 10000000}qva;\n        {stamp}')
    mail.raw_top(f'Delivered-To: {recipient}')


def proofpoint(mail, egress, host, time, zone=0):
    """A gateway of Proofpoint: edge and filter."""
    helo, rdns, address = egress
    queue = mail.dice.hex(12)
    mail.raw_top(f'Received: from {helo} ({rdns} [{address}])\n\tby {host} (PPS) with ESMTPS id {queue}-1\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT);'
                 f'\n\t{date(time, zone, True)} (GMT)')
    mail.raw_top(f'Received: from pps.filterd (m0123401.ppops.net [127.0.0.1])\n\tby {host} (8.18.1.11/8.18.1.11) with ESMTP id {queue};\n\t{date(later(time, 1), zone)}')
