"""Mail submitted in Microsoft 365, or that came in from the internet: no connector.  SPDX-License-Identifier: MIT"""
import dataclasses

from . import microsoft, outside
from .cases import into_tenant, note, outlook, sample, scan, to_google
from .mail import Mail, at, date, later
from .microsoft import APC, CHINA, DOD, EUR, EUR_2022, EXAMPLE_COM, EXAMPLE_NET, GCC, GERMANY, NAM, NAM_2019, NAM_2020, NO_TLS, OUTLOOK_COM, TLS12, TLS13, Pass, Tenant

T = at(2026, 4, 14, 7, 31, 8, 662000)


def native(mail, site, time=T, **more):
    p = Pass(EXAMPLE_COM, site, time, entity='Hosted', lower=True, **more)
    microsoft.submit(mail, p)
    return p


@sample('mailbox', 'written in Outlook: the first line says `with mapi`, nothing says connector')
def mailbox(name):
    mail = outlook(name, T, NAM)
    p = native(mail, NAM)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('mailbox-internal', 'the near miss of own-tenant-copy: Originating too, but Internal and submitted from a mailbox')
def mailbox_internal(name):
    mail = outlook(name, T, EUR, to='anna@example.com')
    p = native(mail, EUR, mechanism='04', pool=None)
    microsoft.deliver(mail, p)
    return mail


@sample('smtp-auth', 'an application logged in at smtp.office365.com: since 2022 only X-ClientProxiedBy tells, the client is lost')
def smtp_auth(name):
    mail = note(name, T, subject='Invoice 4711', message_id='4711.1776151868@billing.example.com')
    p = Pass(EXAMPLE_COM, EUR, T, entity='Hosted')
    microsoft.submit(mail, p, proxy=('FR4P281CA0158.DEUP281.PROD.OUTLOOK.COM', '2603:10a6:d10:b9::8'))
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('smtp-auth-2020', 'the same in 2020: the client\'s own line stands below From and Subject, with X-Originating-IP')
def smtp_auth_2020(name):
    time = at(2020, 10, 6, 13, 2, 44, 118000)
    mail = note(name, time, subject='Invoice 0815', message_id='0815.1601989364@billing.example.com')
    p = Pass(EXAMPLE_COM, NAM_2020, time, entity='Hosted', era=2020)
    front = 'BL0PR02CA0101.namprd02.prod.outlook.com'
    microsoft.submit(mail, p, proxy=(front, '2603:10b6:208:51::42'))
    at_subject = next(i for i, f in enumerate(mail.fields) if f.startswith('MIME-Version')) + 1
    client = Mail(name)
    microsoft.line(client, 'billing.example.com', '198.51.100.77', front, '2603:10b6:208:51::42', TLS12, p.site.build, time, ' via Frontend Transport')
    mail.fields[at_subject:at_subject] = client.fields + ['X-Originating-IP: [198.51.100.77]']
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('stripped-mailbox', 'the near miss of stripped-received: the lines are gone here too, and what is left says mailbox')
def stripped_mailbox(name):
    mail = mailbox(name)
    mail.fields = [f for f in mail.fields if not (f.startswith('Received:') and 'prod.outlook.com' in f)]
    return mail


@sample('direct-send', 'a device talks to the tenant\'s MX without a connector; the From domain is the tenant\'s own')
def direct_send(name):
    mail = scan(name, later(T, -1), to='anna@example.com')
    p = Pass(EXAMPLE_COM, EUR, T, helo='mfp-lobby', ip='203.0.113.61', entity='Internet', spf='fail', compauth='fail reason=601', tls=NO_TLS, pool=None)
    return into_tenant(mail, p)


@sample('direct-send-marked', 'the same where EOP itself says IsAnonymousDirectSend and InternalOrgSender')
def direct_send_marked(name):
    mail = scan(name, later(T, -1), to='anna@example.com')
    p = Pass(EXAMPLE_COM, EUR, T, helo='mfp-lobby', ip='203.0.113.61', entity='Internet', spf='fail', compauth='fail reason=601', tls=NO_TLS, pool=None)
    pre = 'X-MS-Exchange-Organization-'
    return into_tenant(mail, p, extra=((f'{pre}IsAnonymousDirectSend', 'True'), (f'{pre}InternalOrgSender', 'True')))


@sample('internet-inbound', 'the near miss of direct-send: a stranger\'s mail into the tenant')
def internet_inbound(name):
    mail = note(name, later(T, -3), sender='Kim <kim@example.org>', to='anna@example.com', message_id='a1b2c3@mail.example.org')
    outside.postfix(mail, 'desk-7.example.org', 'desk-7.example.org', '10.9.0.17', 'mail.example.org', later(T, -2))
    p = Pass(EXAMPLE_COM, EUR, T, helo='mail.example.org', ip='198.51.100.140', entity='Internet', mail_from='example.org', header_from='example.org',
             dkim='pass (signature was verified) header.d=example.org', compauth='pass reason=100', tls=TLS13, pool=None, rdns='mail.example.org')
    return into_tenant(mail, p)


@sample('antispam-fields', 'a bulk mailer\'s spam: every field that Microsoft\'s Message Header Analyzer shows is in it')
def antispam_fields(name):
    extra = (('Cc', 'Kenji Sato <kenji@example.com>, ops@example.com'), ('Reply-To', 'Replies <replies@example.net>'),
             ('Archived-At', '<https://lists.example.org/archive/a1b2c3>'))
    mail = note(name, later(T, -600), sender='Kim <kim@example.org>', to='Anna <anna@example.com>', subject='=?utf-8?B?UHJlaXNlIGbDvHIgZGllIEvDvGNoZQ==?=',
                message_id='a1b2c3@mail.example.org', extra=extra)
    outside.postfix(mail, 'desk-7.example.org', 'desk-7.example.org', '10.9.0.17', 'mail.example.org', later(T, -599), recipient='anna@example.com')
    p = Pass(EXAMPLE_COM, EUR, T, helo='mail.example.org', ip='198.51.100.140', entity='Internet', mail_from='example.org', header_from='example.org',
             spf='fail', dmarc='fail', compauth='fail reason=001', tls=TLS13, pool=None, rdns='mail.example.org')
    into_tenant(mail, p, extra=(('X-Microsoft-Antispam-Mailbox-Delivery', 'ucf:0;jmr:0;auth:0;dest:J;ENG:(910001)(944506478);RF:JunkEmail;'),))
    mail.drop(lambda field: field in ('x-forefront-antispam-report', 'x-microsoft-antispam', 'x-ms-exchange-organization-scl'))
    mail.end('X-MS-Exchange-Organization-SCL', '5')
    mail.end('X-Microsoft-Antispam', 'BCL:7;PCL:2;ARA:13230040|376014;')
    mail.end('X-Forefront-Antispam-Report', 'ARC:;CIP:198.51.100.140;CTRY:DE;LANG:de;SCL:5;PCL:2;SRV:BULK;IPV:NLI;SFV:SPM;H:mail.example.org;'
             'PTR:mail.example.org;CAT:SPM;SFTY:9.25;X-CustomSpam:Image links to remote sites;SFS:(13230040)(376014);ZZZ:7;DIR:INB;')
    return mail


@sample('helo-microsoft', 'a stranger says HELO with a Microsoft name: a name proves nothing, the address is his')
def helo_microsoft(name):
    mail = note(name, later(T, -3), sender='Accounts <kim@example.org>', to='anna@example.com', message_id='pay-now@example.org')
    p = Pass(EXAMPLE_COM, NAM, T, helo='example.onmicrosoft.com.mail.protection.outlook.com', ip='203.0.113.201', entity='Internet', spf='none', dmarc='none',
             mail_from='example.org', header_from='example.org', compauth='fail reason=001', tls=NO_TLS, pool=None)
    return into_tenant(mail, p)


@sample('gateway-before', 'a filter in front of the tenant: its address in the front end\'s line, SkipListedInternetSender names the true source')
def gateway_before(name):
    mail = note(name, later(T, -6), sender='Kim <kim@example.org>', to='anna@example.com', message_id='d4e5f6@mail.example.org')
    outside.proofpoint(mail, ('mail.example.org', 'mail.example.org', '198.51.100.140'), 'mx0a-00123401.pphosted.com', later(T, -4))
    p = Pass(EXAMPLE_COM, EUR, T, helo='mx0a-00123401.pphosted.com', ip='205.220.165.31', entity='Internet', spf='softfail', dmarc='pass', mail_from='example.org',
             header_from='example.org', dkim='pass (signature was verified) header.d=example.org', compauth='none reason=451', tls=TLS13, pool=None,
             rdns='mx0a-00123401.pphosted.com', extra=(('X-MS-Exchange-SkipListedInternetSender', 'ip=[198.51.100.140];domain=mail.example.org'),))
    return into_tenant(mail, p, extra=(('X-MS-Exchange-Organization-MxPointsToUs', 'false'),))


@sample('gateway-after', 'mailbox mail that leaves through a filter: a connector outwards is none inwards')
def gateway_after(name):
    mail = outlook(name, T, NAM)
    p = native(mail, NAM)
    egress = microsoft.leave(mail, p, 'example.net')
    outside.proofpoint(mail, egress, 'mx0b-00123401.pphosted.com', later(T, 2))
    gateway = ('mx0b-00123401.pphosted.com', 'mx0b-00123401.pphosted.com', '205.220.177.31')
    return to_google(mail, gateway, p, delay=5, mail_from='ben@example.com')


@sample('hybrid-outbound', 'centralized transport: mailbox mail leaves over the organization\'s own Exchange; an outbound connector, no inbound one')
def hybrid_outbound(name):
    mail = outlook(name, T, EUR)
    p = native(mail, EUR)
    helo, _, ip = microsoft.leave(mail, p, 'example.net')
    mail.end('X-OrganizationHeadersPreserved', EUR.hub)
    mail.end('X-CrossPremisesHeadersPromoted', 'EX01.corp.example.com')
    outside.exchange(mail, helo, ip, 'hybrid.example.com', '10.20.1.11', '15.2.1748.10', later(T, 2), 120, ' via Frontend Transport')
    outside.exchange(mail, 'EX01.corp.example.com', '10.20.1.11', 'edge.example.com', '10.30.0.8', '15.2.1748.10', later(T, 3), 120)
    return to_google(mail, ('edge.example.com', 'edge.example.com', '203.0.113.33'), p, delay=5, mail_from='ben@example.com')


@sample('forwarded', 'mail from outside that a mailbox forwards: real CIP, DIR:OUT and relay pool, but no connector')
def forwarded(name):
    mail = note(name, later(T, -3), sender='Kim <kim@example.org>', to='anna@example.com', message_id='7788@mail.example.org')
    outside.postfix(mail, 'desk-7.example.org', 'desk-7.example.org', '10.9.0.17', 'mail.example.org', later(T, -2))
    site = dataclasses.replace(EUR, egress='DUZPR83CU001', rdns='mail-northeuropeazrln10220018', out_ip='52.103.192.18')
    p = Pass(EXAMPLE_COM, site, T, helo='mail.example.org', ip='198.51.100.140', entity='Internet', mail_from='example.org', header_from='example.org', dmarc='pass',
             dkim='pass (signature was verified) header.d=example.org', compauth='pass reason=100', tls=TLS13, pool='1022', rdns='mail.example.org',
             extra=(('X-MS-Exchange-ForwardingLoop', 'anna@example.com;c0ffee00-5ca1-4ab1-9e0d-0123456789ab'),))
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    microsoft.line(mail, site.hub, site.hub_ip, site.mb, site.mb_ip, TLS12, site.build, later(T, 2))
    egress = microsoft.leave(mail, p, 'example.com', dkim=False)
    mail.fields = [f.replace('DIR:INB', 'DIR:OUT') for f in mail.fields]
    return to_google(mail, egress, p, delay=4, mail_from='anna+SRS=a1b2c=Q4=example.org=kim@example.com', dkim=None)


@sample('eop-in-front', 'Exchange Online Protection filters for a mail server elsewhere: in from a stranger, out to the recipient\'s own host')
def eop_in_front(name):
    mail = note(name, later(T, -3), sender='Kim <kim@example.org>', to='anna@example.net', message_id='9911@mail.example.org')
    p = Pass(EXAMPLE_NET, NAM, T, helo='mail.example.org', ip='198.51.100.140', entity='Internet', mail_from='example.org', header_from='example.org', dmarc='pass',
             dkim='pass (signature was verified) header.d=example.org', compauth='pass reason=100', tls=TLS13, pool=None, rdns='mail.example.org')
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    mail.end('X-EOPTenantAttributedMessage', f'{EXAMPLE_NET.id}:0')
    egress = microsoft.leave(mail, p, 'example.net', dkim=False)
    outside.postfix(mail, *egress, 'mx.example.net', later(T, 4), tls='TLSv1.3', recipient='anna@example.net')
    return mail


@sample('acs', 'Azure Communication Services: the first line says `with HTTP`, from substrate.office.com')
def acs(name):
    mail = note(name, T, sender='DoNotReply@example.com', subject='Your order', message_id='202604140731.4be1d0a2c3f5468797a8b9cadbecfd0e-KRUGKIDROVUWG2Y@microsoft.com')
    site = dataclasses.replace(NAM, mb='SJ2P222MB1044.NAMP222.PROD.OUTLOOK.COM', hub='PH7P222MB1290.NAMP222.PROD.OUTLOOK.COM', egress='NAM12-BN8-obe',
                               rdns='mail-bn8nam12acsn20105', out_ip='40.93.13.105')
    p = Pass(EXAMPLE_COM, site, T, entity='Hosted', pool='1021')
    mail.hosts += ['SJ2P222MB1044', 'EE_ACSPROD']
    mail.top('Received', f'from substrate.office.com (2603:10b6:a03:540::21) by {site.mb} with HTTP via BN9P223CA0019.NAMP223.PROD.OUTLOOK.COM; {date(T)}')
    microsoft.line(mail, site.mb, site.mb_ip, site.hub, site.hub_ip, TLS12, site.build, later(T, 1))
    egress = microsoft.leave(mail, p, 'example.net', dkim=False, arc=False)
    microsoft.seal.dkim(mail, 'example.com', 'selector1-azurecomm-prod-net')
    microsoft.seal.arc(mail, 'microsoft.com', 'ARC-Authentication-Results: @; mx.microsoft.com 1; spf=none; dmarc=none;\n dkim=none; arc=none')
    mail.fields = [f.replace('EE_ACSPROD:EE_', 'SJ2P222MB1044:EE_ACSPROD').replace('H:SJ2P222MB1044.NAMP222.PROD.OUTLOOK.COM;', 'H:;') for f in mail.fields
                   if not f.startswith(('X-MS-Exchange-CrossTenant-MailboxType', 'X-MS-Exchange-CrossTenant-UserPrincipalName'))]
    return to_google(mail, egress, p, mail_from='DoNotReply@example.com')


@sample('http-submission', 'the near miss of acs: a message recall is submitted over HTTP too, AuthSource is HttpSubmission-...')
def http_submission(name):
    mail = note(name, T, subject='Recall: Minutes of Monday', message_id='RCL0001@PAXPR04MB9185.eurprd04.prod.outlook.com')
    p = Pass(EXAMPLE_COM, EUR, T, entity='Hosted', auth_source=f'HttpSubmission-{EUR.mb}')
    mail.hosts.append(microsoft.short(EUR.mb))
    mail.top('Received', f'from substrate-int.office.com (2603:10a6:102:1f4::9) by {EUR.mb} with HTTP via FR4P281CA0158.DEUP281.PROD.OUTLOOK.COM; {date(T)}')
    microsoft.line(mail, EUR.mb, EUR.mb_ip, EUR.hub, EUR.hub_ip, TLS12, EUR.build, later(T, 1))
    egress = microsoft.leave(mail, p, 'example.net')
    mail.drop(lambda n: n.endswith(('fromentityheader', 'mailboxtype', 'userprincipalname')))
    return to_google(mail, egress, p, mail_from='ben@example.com')


CONSUMER = Tenant(OUTLOOK_COM, 'outlook.com')


@sample('consumer', 'Outlook.com: tenant 84df9e7f-... is a real one, the pool is the consumer pool')
def consumer(name):
    site = dataclasses.replace(NAM, egress='NAM10-DM6-obe', rdns='mail-dm6nam10olkn2033', out_ip='40.92.41.33')
    mail = outlook(name, T, site, sender='Ben <ben.example@outlook.com>')
    p = Pass(CONSUMER, site, T, entity='Hosted', lower=True, pool=None, extra=(('X-TMN', f'[{mail.dice.base64(44)}]'),))
    microsoft.submit(mail, p)
    egress = microsoft.leave(mail, p, 'example.net')
    mail.drop(lambda n: n in ('x-forefront-antispam-report', 'x-ms-exchange-crosstenant-mailboxtype', 'x-ms-exchange-crosstenant-userprincipalname'))
    mail.end('X-MS-Exchange-CrossTenant-RMS-PersistedConsumerOrg', '00000000-0000-0000-0000-000000000000')
    return to_google(mail, egress, p, mail_from='ben.example@outlook.com', dkim='outlook.com')


@sample('consumer-2019', 'Outlook.com in 2019 left through an EOP front end and hub, stamped Internet: it looks like an anonymous relay')
def consumer_2019(name):
    time = at(2019, 10, 23, 15, 17, 57, 579200)
    site = dataclasses.replace(NAM_2019, fe='BY2NAM01FT037', fe_from='eop-nam01.prod.protection.outlook.com', fe_ip='10.152.69.211', egress='NAM01-BN3-obe',
                               rdns='mail-oln040092000031', out_ip='40.92.0.31', hub='BY2NAM01HT064.eop-nam01.prod.protection.outlook.com', hub_ip='10.152.69.144')
    mail = outlook(name, time, site, sender='Ben <ben.example@outlook.com>')
    mail.top('Received', f'from {site.mb} ([{site.fe80}]) by {site.mb} ([{site.fe80}%4]) with mapi id {site.mapi}; {date(time)}')
    microsoft.line(mail, site.mb, '10.152.68.55', f'{site.fe}.{site.fe_by}', site.fe_ip, TLS12, site.build, time, ' via Frontend Transport')
    microsoft.line(mail, site.fe_name(), '10.152.68.59', site.hub, site.hub_ip, TLS12, site.build, time)
    p = Pass(CONSUMER, site, time, entity='Internet', lower=True, era=2019)
    p.network_id = mail.dice.network_message_id(later(time, 0.2))
    for field in (('x-tmn', f'[{mail.dice.base64(32)}]'), ('x-microsoft-original-message-id', '<0001@laptop.example.com>'), ('x-ms-publictraffictype', 'Email'),
                  ('x-incomingheadercount', '47'), ('x-eopattributedmessage', '0'), ('x-ms-traffictypediagnostic', 'BY2NAM01HT064:'), ('X-OriginatorOrg', 'outlook.com'),
                  ('X-MS-Exchange-CrossTenant-RMS-PersistedConsumerOrg', '00000000-0000-0000-0000-000000000000')):
        mail.end(*field)
    microsoft.crosstenant(mail, p)
    mail.drop(lambda n: n.endswith(('mailboxtype', 'userprincipalname')))
    microsoft.seal.arc(mail, 'microsoft.com', 'ARC-Authentication-Results: @; mx.microsoft.com 1; spf=none; dmarc=none;\n dkim=none; arc=none')
    mail.end('X-MS-Exchange-Transport-CrossTenantHeadersStamped', 'BY2NAM01HT064')
    return to_google(mail, (site.helo(), site.reverse(), site.out_ip), p, mail_from='ben.example@outlook.com', dkim='outlook.com')


def cloud(name, site, time=T, era=2026):
    mail = outlook(name, time, site)
    p = Pass(EXAMPLE_COM, site, time, entity='Hosted', lower=True, era=era)
    microsoft.submit(mail, p)
    egress = microsoft.leave(mail, p, 'example.net')
    return to_google(mail, egress, p, mail_from='ben@example.com')


@sample('gcc', 'a mailbox in GCC (moderate): forest namprd09, otherwise as worldwide')
def gcc(name):
    return cloud(name, GCC)


@sample('dod', 'a mailbox in the DoD cloud: NAMP111, names below office365.us')
def dod(name):
    return cloud(name, DOD)


@sample('china', 'a mailbox in the cloud of 21Vianet: names below partner.outlook.cn')
def china(name):
    return cloud(name, CHINA)


@sample('germany-2019', 'a mailbox in Microsoft Cloud Deutschland, closed in 2021: names below outlook.de')
def germany_2019(name):
    return cloud(name, GERMANY, at(2019, 6, 4, 9, 20, 11, 402000), 2019)


@sample('attribution-gap-2022-mailbox', 'the near miss of attribution-gap-2022: a mailbox message of the same weeks, equally without CrossTenant fields')
def attribution_gap_2022_mailbox(name):
    time = at(2022, 9, 6, 8, 32, 45, 310000)
    mail = outlook(name, time, EUR_2022)
    p = Pass(EXAMPLE_COM, EUR_2022, time, entity='Hosted', lower=True, era=2022, crosstenant=False)
    microsoft.submit(mail, p)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')
