"""Mail that never saw Microsoft 365, forgeries, replays and other people's truths.  SPDX-License-Identifier: MIT"""
import base64
import re

from . import microsoft, outside
from .cases import into_tenant, note, sample, scan, to_google, via_connector
from .cases_connector import RELAY, own_tenant_copy, scanned, smtp_relay
from .cases_inside import internet_inbound, mailbox
from .mail import Mail, at, date, later
from .microsoft import APC, EUR, EXAMPLE_COM, EXAMPLE_NET, EXAMPLE_ORG, NAM, NO_TLS, TLS12, TLS13, Pass

T = at(2026, 5, 20, 16, 12, 40, 300000)
STRANGER = ('mail.example.org', 'mail.example.org', '198.51.100.140')


def delivered(mail, egress=STRANGER, time=T, **more):
    outside.google(mail, egress, time, **{'mail_from': 'kim@example.org', 'dkim': None, **more})
    return mail


def plain(name):
    mail = note(name, later(T, -4), sender='Kim <kim@example.org>', message_id='5566@mail.example.org')
    outside.postfix(mail, 'desk-7.example.org', 'desk-7.example.org', '192.168.10.7', 'mail.example.org', later(T, -3), auth='kim')
    return mail


@sample('not-microsoft', 'mail that never touched Microsoft 365')
def not_microsoft(name):
    return delivered(plain(name))


@sample('straight-to-recipient', 'a scanner hands straight to the recipient: no relay, no Microsoft 365')
def straight_to_recipient(name):
    mail = scan(name, later(T, -2))
    return delivered(mail, ('scanner01', 'mail.example.com', '203.0.113.50'), mail_from='scanner@example.com')


@sample('malformed-line', 'a line without a colon among the fields: kept and told, not dropped')
def malformed_line(name):
    mail = plain(name)
    mail.end('X-Note', 'the next line is no field')
    mail.raw_end('this line has no colon and no place in a header')
    return delivered(mail)


@sample('two-from', 'two From fields: programs show one and check the other')
def two_from(name):
    mail = plain(name)
    mail.end('From', 'Ben <ben@example.com>')
    return delivered(mail)


@sample('onprem-exchange', 'Exchange on premises, straight to the internet: `via Frontend Transport`, mapi and hybrid fields without any cloud')
def onprem_exchange(name):
    mail = note(name, later(T, -4), extra=(('X-MS-Has-Attach', ''), ('X-MS-TNEF-Correlator', '')))
    outside.exchange_mapi(mail, 'EX01.corp.example.com', 'fe80::8c1a:2b77:91d0:5e02', '15.02.1748.010', later(T, -4), 120)
    outside.exchange(mail, 'EX01.corp.example.com', '10.20.1.11', 'EX02.corp.example.com', '10.20.1.12', '15.2.1748.10', later(T, -3), 120, ' via Frontend Transport')
    mail.end('X-ClientProxiedBy', 'EX01.corp.example.com (10.20.1.11) To EX02.corp.example.com (10.20.1.12)')
    mail.end('X-OrganizationHeadersPreserved', 'EX02.corp.example.com')
    mail.end('X-CrossPremisesHeadersFilteredBySendConnector', 'EX02.corp.example.com')
    return delivered(mail, ('mail.example.com', 'mail.example.com', '203.0.113.30'), mail_from='ben@example.com')


@sample('outlook-mobile-gmail', 'Outlook mobile sends through a Gmail account: a Microsoft host as client makes no Microsoft hop')
def outlook_mobile_gmail(name):
    mail = note(name, later(T, -3), sender='Kim <kim@example.org>', message_id='SL2P216MB0475@SL2P216MB0475.KORP216.PROD.OUTLOOK.COM')
    mail.raw_top('Received: from SL2P216MB0475.KORP216.PROD.OUTLOOK.COM ([2603:1046:100:19::5])\n        by smtp.gmail.com with ESMTPSA id '
                 '34sm1704038pgv.53.2026.05.20.09.12.37\n        (version=TLS1_2 cipher=ECDHE-ECDSA-AES128-GCM-SHA256 bits=128/128);\n        '
                 + date(later(T, -3), -420, True, 'PDT'))
    mail.raw_top(f'Received: by mail-pg1-f172.google.com with SMTP id 41be03b00d2f7-{mail.dice.hex(11)}so3513355a12.2\n        for <maria@example.net>; '
                 + date(later(T, -2), -420, True, 'PDT'))
    outside.postfix(mail, 'mail-pg1-f172.google.com', 'mail-pg1-f172.google.com', '209.85.215.172', 'mx.example.net', T, tls='TLSv1.3', recipient='maria@example.net')
    return mail


@sample('organization-from-sender', 'a sender writes X-MS-Exchange-Organization-* himself: outside Microsoft 365 nobody strips them')
def organization_from_sender(name):
    mail = plain(name)
    for field in (('X-MS-Exchange-Organization-SCL', '-1'), ('X-MS-Exchange-Organization-AuthAs', 'Internal'),
                  ('X-MS-Exchange-Organization-AuthMechanism', '10'), ('X-MS-Exchange-Organization-MessageDirectionality', 'Originating')):
        mail.end(*field)
    return delivered(mail)


def spoil(mail):
    """A forger cannot sign for Microsoft."""
    mail.fields = [re.sub(r'\bb=[A-Za-z0-9+/=]{9,}', lambda m: 'b=' + base64.b64encode(mail.dice.bytes(256)).decode(), f) if f.startswith(('ARC-', 'DKIM-')) else f for f in mail.fields]
    return mail


@sample('forged-microsoft', 'a whole connector pass, lines and fields, invented below the spammer\'s own entry')
def forged_microsoft(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, NAM, later(T, -8), tls=TLS12, **RELAY)
    via_connector(mail, p)
    return delivered(spoil(mail), ('mail.example.org', None, '203.0.113.66'), mail_from='scanner@example.com', spf='fail')


@sample('resent-by-stranger', 'a genuine connector message, seals and all, sent again by a stranger from his own address')
def resent_by_stranger(name):
    mail = smtp_relay(name)
    mail.fields = mail.fields[next(i for i, f in enumerate(mail.fields) if f.startswith('ARC-Seal: i=1')):]
    return delivered(mail, ('vps-19.example.org', 'vps-19.example.org', '203.0.113.170'), mail_from='offers@example.org', recipient='ops@example.net')


@sample('forged-invented-line', 'one invented mapi line, without date and with a wrong id, below a genuine submission')
def forged_invented_line(name):
    mail = note(name, later(T, -4), sender='Parcel <kim@example.org>', message_id='ZpQ7@DM6PR07MB4418.namprd07.prod.outlook.com')
    mail.raw_top('Received: from DM6PR07MB4418.namprd07.prod.outlook.com\n ([fe80::dc72:888d:2d62:8e7d]) by DM6PR07MB4418.namprd07.prod.outlook.com\n'
                 ' ([fe80::dc72:888d:2d62:8e7d%6]) with mapi id Wed, 20 May 2026 17:12:36 +0100')
    outside.postfix(mail, 'evernote.example.org', 'unknown', '203.0.113.78', 'mail.example.org', later(T, -3), auth='kim')
    return delivered(mail)


def replayed(mail, time=at(2026, 5, 18, 8, 2, 1, 410000)):
    """The trace of somebody else's delivery into somebody else's mailbox."""
    mail.raw_top(f'Received: from newsletter.example.org (localhost [127.0.0.1])\n\tby out.newsletter.example.org (Postfix) with ESMTP id {mail.dice.hex(10).upper()}\n'
                 f'\tfor <sales@example.net>; {date(later(time, -2), 0, True)}')
    p = Pass(EXAMPLE_NET, APC, time, helo='out.newsletter.example.org', ip='192.0.2.77', entity='Internet', mail_from='newsletter.example.org',
             header_from='newsletter.example.org', dkim='pass (signature was verified) header.d=newsletter.example.org', compauth='pass reason=100', tls=TLS13)
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    mail.top('Received', f'from {APC.hub} (2603:1096:400:1fb::10) by {APC.store} with HTTPS; {date(later(time, 3))}')
    mail.rename('Authentication-Results', 'Authentication-Results-Original')
    mail.hosts = []
    return mail


@sample('replayed-chain', 'a genuine chain of another message replayed below the true entry into the reader\'s tenant')
def replayed_chain(name):
    mail = replayed(note(name, later(T, -5), sender='Billing <billing@example.org>', to='anna@example.com', message_id='re-77@example.org'))
    p = Pass(EXAMPLE_COM, EUR, T, helo='islands.example.org', ip='203.0.113.157', entity='Internet', spf='fail', mail_from='newsletter.example.org',
             header_from='example.org', dmarc='none', compauth='fail reason=001', tls=NO_TLS, pool=None)
    return into_tenant(mail, p)


@sample('replayed-chain-connector', 'forgery and truth in one mail: a replayed chain below, a genuine connector pass of a hijacked tenant above')
def replayed_chain_connector(name):
    mail = replayed(note(name, later(T, -5), sender='Billing <billing@example.org>', message_id='re-78@example.org'))
    p = Pass(EXAMPLE_ORG, EUR, T, helo='vps-19.example.net', ip='203.0.113.158', spf='fail', tls=TLS13)
    return to_google(mail, via_connector(mail, p), p, mail_from='billing@example.org', dkim='example.org')


@sample('resent-copy', 'an author re-sends a mailbox copy: lines of the older journey stand below From and Subject, its fields below those')
def resent_copy(name):
    old = own_tenant_copy(name)
    old.drop(lambda n: n in ('from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'x-mailer', 'return-path'))
    mail = note(name, later(T, -6), sender='Maria <maria@example.com>', to='ops@example.net', message_id='resend-1@laptop.example.com', subject='Scan from 2nd floor')
    mail.fields += old.fields
    outside.postfix(mail, 'laptop', 'unknown', '192.168.7.23', 'smtp.example.com', later(T, -4), 120, tls='TLSv1.3', auth='maria', comment='CEST')
    return delivered(mail, ('smtp.example.com', 'smtp.example.com', '203.0.113.90'), mail_from='maria@example.com', recipient='ops@example.net')


@sample('leaked-organization', 'a mailbox copy bounced on by other means: the connector pass ended in a mailbox; X-MS-Exchange-Organization-* leaked')
def leaked_organization(name):
    mail = own_tenant_copy(name)
    mail.fields[0:0] = ['Resent-From: maria@example.com', 'Resent-Date: ' + date(later(T, -5), 120), 'Resent-To: ops@example.net',
                        'Resent-Message-ID: <bounce-1@desk-3.example.com>']
    outside.postfix(mail, 'desk-3.example.com', 'desk-3.example.com', '192.168.7.40', 'smtp.example.com', later(T, -4), 120, tls='TLSv1.3', auth='maria', comment='CEST')
    return delivered(mail, ('smtp.example.com', 'smtp.example.com', '203.0.113.90'), mail_from='maria@example.com', recipient='ops@example.net')


@sample('stale-crosstenant', 'two contradictory sets: a stale lower-case HybridOnPrem of a quoted journey, and the true Hosted of this one')
def stale_crosstenant(name):
    mail = note(name, T, extra=(('X-MS-Has-Attach', ''), ('X-MS-TNEF-Correlator', '')))
    old = at(2026, 5, 16, 9, 44, 2, 118000)
    stale = (('x-ms-exchange-crosstenant-originalarrivaltime', '16 May 2026 09:44:02.1180 (UTC)'),
             ('x-ms-exchange-crosstenant-network-message-id', Mail(name + ' old').dice.network_message_id(later(old, 0.2))),
             ('x-ms-exchange-crosstenant-id', EXAMPLE_COM.id),
             ('x-ms-exchange-crosstenant-originalattributedtenantconnectingip', f'TenantId={EXAMPLE_COM.id};Ip=[203.0.113.25];Helo=[relay.example.com]'),
             ('x-ms-exchange-crosstenant-authsource', EUR.fe_name()), ('x-ms-exchange-crosstenant-authas', 'Anonymous'),
             ('x-ms-exchange-crosstenant-fromentityheader', 'HybridOnPrem'), ('x-ms-exchange-transport-crosstenantheadersstamped', 'AM9PR04MB8274'))
    for field in stale:
        mail.end(*field, folded=False)
    p = Pass(EXAMPLE_COM, NAM, T, entity='Hosted')
    microsoft.submit(mail, p)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('arc-copied', 'the signed statement of a connector message copied into another one: the seal holds, but not for this message')
def arc_copied(name):
    genuine = smtp_relay(name)
    mail = plain(name)
    taken = [f for f in genuine.fields if f.startswith('ARC-') and 'mx.google.com' not in f and 'd=google.com' not in f]
    fields = [f for f in genuine.fields if f.startswith(('X-MS-', 'X-Forefront', 'X-EOP', 'X-OriginatorOrg'))]
    mail.fields = taken + mail.fields + fields
    return delivered(mail)
