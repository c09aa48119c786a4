"""What Exchange Online and EOP write: the lines and fields of one pass, consistent with each other.  SPDX-License-Identifier: MIT"""
import dataclasses
import re

from .mail import arrival_time, date, later, latency
from . import seal

TLS12 = ' (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)'
TLS13 = ' (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)'
TLS_2013 = ' (TLS)'
NO_TLS = ''
OUTLOOK_COM = '84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa'


@dataclasses.dataclass(frozen=True)
class Tenant:
    id: str
    domain: str
    selector: str = 'selector1'


# Invented tenants: what their GUIDs say in hexadecimal is a joke, not a company.
EXAMPLE_COM = Tenant('c0ffee00-5ca1-4ab1-9e0d-0123456789ab', 'example.com')
EXAMPLE_NET = Tenant('decade00-b0a7-4f1e-8a5e-fedcba987654', 'example.net')
EXAMPLE_ORG = Tenant('facade00-0ff1-4ce0-a11d-13579bdf2468', 'example.org', 'selector2')


@dataclasses.dataclass(frozen=True)
class Site:
    """One set of servers. `fe`, `ca` and `hub` take a message in; `mb` and `hub` send; `store` holds mailboxes."""
    fe: str
    fe_from: str
    fe_ip: str
    cafe: str
    ca: str
    ca_from: str
    ca_ip: str
    hub: str
    hub_ip: str
    mb: str
    mb_ip: str
    fe80: str
    store: str
    egress: str
    rdns: str
    out_ip: str
    fe_by: str = 'mail.protection.outlook.com'
    ca_by: str = 'outlook.office365.com'
    suffix: str = 'outbound.protection.outlook.com'
    build: str = '15.20.9678.23'
    fe_build: str = '15.20.9700.9'
    mapi: str = '15.20.9678.017'
    tls: str = TLS12
    fe_tls: str = TLS13

    def fe_name(self):
        return f'{self.fe}.{self.fe_from}'

    def helo(self):
        return f'{self.egress}.{self.suffix}'

    def reverse(self):
        return f'{self.rdns}.{self.suffix}'


def short(host):
    return host.split('.')[0]


NAM = Site(
    'SA2PEPF000015C7', 'namprd03.prod.outlook.com', '10.167.241.203', '2603:10b6:806:2c5:cafe::9d', 'SA9PR13CA0117', 'namprd13.prod.outlook.com',
    '2603:10b6:806:2c5::32', 'DM4PR12MB6217.namprd12.prod.outlook.com', '2603:10b6:8:c2::14', 'PH7PR12MB5831.namprd12.prod.outlook.com',
    '2603:10b6:510:1d4::6', 'fe80::34a1:7f0e:9c52:4d1b', 'CY8PR12MB7196.namprd12.prod.outlook.com', 'CH4PR04CU002', 'mail-northcentralusazon11013021',
    '40.107.201.21')
EUR = Site(
    'DB5PEPF00014B93', 'eurprd02.prod.outlook.com', '10.167.8.231', '2603:10a6:10:4e8:cafe::c5', 'DU2P251CA0018', 'EURP251.PROD.OUTLOOK.COM',
    '2603:10a6:10:4e8::18', 'AM9PR04MB8274.eurprd04.prod.outlook.com', '2603:10a6:20b:3e8::11', 'PAXPR04MB9185.eurprd04.prod.outlook.com',
    '2603:10a6:102:231::19', 'fe80::c8f2:51d7:40ab:6e93', 'DB9PR04MB8462.eurprd04.prod.outlook.com', 'DB3PR0202CU003', 'mail-northeuropeazon11010047',
    '52.101.84.47')
APC = Site(
    'TY2PEPF0000AB8A', 'apcprd03.prod.outlook.com', '10.167.253.9', '2603:1096:400:28b:cafe::31', 'TYCP286CA0211', 'JPNP286.PROD.OUTLOOK.COM',
    '2603:1096:400:28b::16', 'TYZPR04MB5853.apcprd04.prod.outlook.com', '2603:1096:400:1fb::10', 'SEYPR04MB7012.apcprd04.prod.outlook.com',
    '2603:1096:101:f3::8', 'fe80::75d0:12ce:aa09:3f44', 'TYZPR04MB6321.apcprd04.prod.outlook.com', 'TYPPR03CU001', 'mail-japaneastazon11012042',
    '52.101.126.42')
# 2016 to 2023: front ends are named FT and hand over under an eop- domain.
NAM_2020 = dataclasses.replace(
    NAM, fe='DM6NAM11FT047', fe_from='eop-nam11.prod.protection.outlook.com', fe_ip='10.13.172.139', cafe='2603:10b6:5:33a:cafe::e2', ca='DM6PR13CA0042',
    ca_ip='2603:10b6:5:33a::14', egress='NAM11-DM6-obe', rdns='mail-dm6nam11on2057', out_ip='40.107.223.57', build='15.20.3632.18',
    fe_build='15.20.3632.21', mapi='15.20.3632.021', fe_tls=TLS12)
NAM_2019 = dataclasses.replace(
    NAM_2020, cafe='2a01:111:f400:7eaa::208', egress='NAM11-DM6-obe', rdns='mail-eopbgr770084', out_ip='40.107.77.84', build='15.20.2284.20',
    fe_build='15.20.2284.20', mapi='15.20.2284.023')
EUR_2022 = dataclasses.replace(
    EUR, fe='VE1EUR03FT052', fe_from='eop-EUR03.prod.protection.outlook.com', fe_ip='10.152.19.84', egress='EUR03-DBA-obe', rdns='mail-dbaeur03on2077',
    out_ip='40.107.104.77', build='15.20.5612.14', fe_build='15.20.5612.9', mapi='15.20.5612.012', fe_tls=TLS12)
NAM_2013 = dataclasses.replace(
    NAM, fe='BY2FFO11FD013', fe_from='protection.gbl', fe_ip='10.1.14.75', cafe='2a01:111:f400:7c0c::113', ca='BLUPR07CA071',
    ca_from='namprd07.prod.outlook.com', ca_ip='2a01:111:e400:855::39', hub='BLUPR07MB386.namprd07.prod.outlook.com', hub_ip='10.141.25.16',
    egress='na01-by2-obe', rdns='mail-by2lp0241', out_ip='207.46.163.241', build='15.0.825.14', fe_build='15.0.825.6', tls=TLS_2013, fe_tls=TLS_2013)
GCC_HIGH_2020 = dataclasses.replace(
    NAM_2020, fe='CY1USG02FT016', fe_from='eop-usg02.itar.protection.office365.us', fe_ip='10.97.26.104', cafe='2001:489a:2202:d::632',
    ca='SN1P110CA0031', ca_from='NAMP110.PROD.OUTLOOK.COM', ca_ip='2001:489a:200:61::23', hub='BN3P110MB0345.NAMP110.PROD.OUTLOOK.COM',
    hub_ip='2001:489a:200:409::15', egress='USG02-BN3-obe', rdns='mail-bn3usg02on0047', out_ip='23.103.199.47', fe_by='mail.protection.office365.us',
    ca_by='office365.us', suffix='outbound.protection.office365.us', build='15.20.2937.27', fe_build='15.20.2979.30', fe_tls=NO_TLS)
DOD = dataclasses.replace(
    NAM, mb='CY1P111MB1642.NAMP111.PROD.OUTLOOK.COM', mb_ip='2001:489a:200:5c2::14', hub='CY1P111MB0633.NAMP111.PROD.OUTLOOK.COM',
    hub_ip='2001:489a:200:529::37', egress='USG01-DM2-obe', rdns='mail-dm2usg01on0020', out_ip='140.17.146.20', suffix='outbound.protection.office365.us')
GCC = dataclasses.replace(
    NAM, mb='PH0PR09MB8732.namprd09.prod.outlook.com', hub='SA1PR09MB7420.namprd09.prod.outlook.com', egress='GCC02-BL0-obe',
    rdns='mail-bl0gcc02on2130', out_ip='40.107.89.130')
CHINA = dataclasses.replace(
    NAM, mb='ZQ0PR01MB1047.CHNPR01.prod.partner.outlook.cn', mb_ip='2406:e500:c550:e::14', hub='ZQ0PR01MB1109.CHNPR01.prod.partner.outlook.cn',
    hub_ip='2406:e500:c550::16', egress='CHN02-SH0-obe', rdns='mail-sh0chn02on2088', out_ip='139.219.146.88',
    suffix='outbound.protection.partner.outlook.cn')
GERMANY = dataclasses.replace(
    NAM_2019, mb='FRAPR01MB1170.DEUPRD01.PROD.OUTLOOK.DE', mb_ip='10.158.135.17', hub='FRAPR01MB0963.DEUPRD01.PROD.OUTLOOK.DE', hub_ip='10.158.134.150',
    egress='GER01-LEJ-obe', rdns='mail-lejger01on0110', out_ip='51.5.72.110', suffix='outbound.protection.outlook.de')


@dataclasses.dataclass
class Pass:
    """One traversal: who, where, when, by which front door."""
    tenant: Tenant
    site: Site
    time: object                    # arrival at the front end or submission to the store
    helo: str = None
    ip: str = None                  # None: submitted inside, no SMTP connection
    entity: str = 'HybridOnPrem'    # HybridOnPrem, Hosted, Internet
    spf: str = 'pass'
    dmarc: str = None               # default: as spf
    dkim: str = 'none (message not signed)'
    mail_from: str = None           # domain of MAIL FROM; default: the tenant's
    header_from: str = None
    ipv: str = 'CAL'
    pool: str = '1102'
    rdns: str = 'InfoDomainNonexistent'
    compauth: str = None
    auth_as: str = None
    auth_source: str = None
    mechanism: str = None
    attribution: str = None         # value of OriginalAttributedTenantConnectingIp where it is not the obvious one
    tls: str = None
    lower: bool = False             # store submissions write x-ms-* in lower case
    crosstenant: bool = True
    era: int = 2026
    country: str = 'DE'
    extra: tuple = ()
    network_id: str = None
    inside: bool = False            # read in a mailbox of this tenant

    def domain(self):
        return self.mail_from or self.tenant.domain

    def from_domain(self):
        return self.header_from or self.tenant.domain

    def verdict(self):
        return self.dmarc or ('pass' if self.spf == 'pass' else 'fail')

    def internal(self):
        return self.ip is None

    def direction(self):
        if not self.inside:
            return 'INB' if self.entity == 'Internet' else 'OUT'
        return 'INT' if self.internal() or self.auth_as == 'Internal' else 'INB'


def line(mail, sender, address, by, by_address, tls, build, time, via=''):
    at_by = f' ({by_address})' if by_address else ''
    mail.top('Received', f'from {sender} ({address}) by {by}{at_by} with Microsoft SMTP Server{tls} id {build}{via}; {date(time)}')
    if 'CA' not in short(by):
        mail.hosts.append(short(by))


def spf_field(p):
    words = {'pass': ('Pass', f'domain of {p.domain()} designates {p.ip} as permitted sender', '; pr=C'),
             'fail': ('Fail', f'domain of {p.domain()} does not designate {p.ip} as permitted sender', ';'),
             'softfail': ('SoftFail', f'domain of transitioning {p.domain()} discourages use of {p.ip} as permitted sender', ';'),
             'none': ('None', f'{p.domain()} does not designate permitted sender hosts', ';')}[p.spf]
    tail = '' if p.spf in ('none', 'softfail') else f' receiver=protection.outlook.com; client-ip={p.ip}; helo={p.helo}{words[2]}'
    return f'{words[0]} (protection.outlook.com: {words[1]}){tail}'


def results(p):
    signed = p.dkim if 'header.d' in p.dkim else f'{p.dkim} header.d=none'
    text = f'spf={p.spf} (sender IP is {p.ip}) smtp.mailfrom={p.domain()}; dkim={signed};dmarc={p.verdict()} action=none header.from={p.from_domain()};'
    return text + (f'compauth={p.compauth}' if p.compauth else '')


def front_end(mail, p):
    """The front end takes the message: checks, then its own Received line."""
    s = p.site
    previous(mail, p)
    line(mail, p.helo, p.ip, f'{s.fe}.{s.fe_by}', s.fe_ip, s.fe_tls if p.tls is None else p.tls, s.fe_build, p.time, ' via Frontend Transport')
    mail.top('Received-SPF', spf_field(p))
    originating = p.entity == 'HybridOnPrem' and p.era >= 2021
    mail.top('X-MS-Exchange-Authentication-Results' if originating else 'Authentication-Results', results(p))


def inside(mail, p, delays=(1, 1)):
    """Front end to client access server to hub."""
    s = p.site
    line(mail, s.fe_name(), s.cafe, f'{s.ca}.{s.ca_by}', s.ca_ip, s.tls if s.fe_tls == TLS_2013 else s.fe_tls or s.tls, s.build, later(p.time, delays[0]),
         ' via Frontend Transport')
    line(mail, f'{s.ca}.{s.ca_from}', s.ca_ip, s.hub, s.hub_ip, s.tls, s.build, later(p.time, delays[1]))


def submit(mail, p, proxy=None, client=None):
    """A mailbox submits: the store's line (with mapi), then the hub's. `proxy`: front end and address an SMTP AUTH client spoke to."""
    s = p.site
    mail.hosts.append(short(s.mb))
    mail.top('Received', f'from {s.mb} ([{s.fe80}]) by {s.mb} ([{s.fe80}%4]) with mapi id {s.mapi}; {date(p.time)}')
    line(mail, s.mb, s.mb_ip, s.hub, s.hub_ip, s.tls, s.build, p.time)
    if proxy:
        mail.end('X-ClientProxiedBy' if not p.lower else 'x-clientproxiedby', f'{proxy[0]} ({proxy[1]}) To {s.mb} ({s.mb_ip})')
    stub = f'dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={p.from_domain()};'
    if p.lower:
        mail.end('authentication-results', stub)
    else:
        mail.top('Authentication-Results', stub)


OVERWRITTEN = ('x-originatororg', 'x-eopattributedmessage', 'x-ms-publictraffictype', 'x-ms-traffictypediagnostic', 'x-ms-exchange-senderadcheck',
               'x-ms-exchange-antispam-relay')


def previous(mail, p):
    """A front end meets the fields of an earlier pass: CrossTenant removed, reports demoted."""
    old = mail.get('X-MS-Office365-Filtering-Correlation-Id') or mail.get('x-ms-office365-filtering-correlation-id')
    if old is None:
        return
    kept = mail.get('X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp')
    if p.entity == 'Internet':
        p.attribution = p.attribution or (kept and kept.strip())
    gone = OVERWRITTEN if p.entity != 'Internet' else tuple(n for n in OVERWRITTEN if 'senderadcheck' not in n)
    mail.drop(lambda n: n.startswith('x-ms-exchange-crosstenant-') or n.endswith(('-untrusted', '-info-original', '-prvs')) or n in gone)
    for name in ('X-Forefront-Antispam-Report', 'X-Microsoft-Antispam'):
        mail.rename(name, f'{name}-Untrusted')
    mail.rename('X-Microsoft-Antispam-Message-Info', 'X-Microsoft-Antispam-Message-Info-Original')
    mail.rename('Authentication-Results', 'Authentication-Results-Original')
    mail.rename('X-MS-Office365-Filtering-Correlation-Id', 'X-MS-Office365-Filtering-Correlation-Id-Prvs')
    p.extra += (('X-MS-Exchange-Transport-CrossTenantHeadersStripped', p.site.fe_name()),)


def report(p):
    host = p.helo or p.site.mb
    rdns = '' if p.internal() else p.rdns
    pool = f'SFP:{p.pool};' if p.pool else ''
    cat = 'OSPM' if p.pool == '1501' else 'NONE'
    sfv = 'SPM' if p.pool == '1501' else 'SKI' if p.direction() == 'INT' else 'NSPM'
    scl = {'SPM': 5, 'SKI': -1}.get(sfv, 1)
    ipv = p.ipv if p.entity == 'HybridOnPrem' else 'NLI'
    if p.era < 2014:
        return (f'CIP:{p.ip};CTRY:US;IPV:{ipv};EFV:NLI;SFV:NSPM;SFS:(6009001)(189002)(199002);DIR:{p.direction()};{pool}SCL:1;SRVR:{short(p.site.hub)};'
                f'H:{host};CLIP:{p.ip};FPR:;RD:{rdns};A:1;MX:1;LANG:en;')
    return (f'CIP:{p.ip or "255.255.255.255"};CTRY:{"" if p.internal() else p.country};LANG:en;SCL:{scl};SRV:;'
            f'IPV:{ipv};SFV:{sfv};H:{host};PTR:{rdns};CAT:{cat};'
            f'SFS:(13230040)(376014)(1800799024)(36860700013);DIR:{p.direction()};{pool}')


def named(mail, p, name, value, folded=True):
    mail.end(name.lower() if p.lower else name, value, folded)


def filtering(mail, p):
    """What the hub adds while it filters."""
    d = mail.dice
    p.network_id = p.network_id or d.network_message_id(later(p.time, 0.2))
    traffic = '|'.join(f'{h}:EE_' for h in mail.hosts)
    named(mail, p, 'X-MS-PublicTrafficType', 'Email')
    named(mail, p, 'X-MS-TrafficTypeDiagnostic', traffic if p.era > 2022 else f'{short(p.site.hub)}:{"EE_" if p.era == 2022 else ""}')
    named(mail, p, 'X-MS-Office365-Filtering-Correlation-Id', p.network_id)
    for name, value in p.extra:
        named(mail, p, name, value)
    named(mail, p, 'X-Microsoft-Antispam', 'BCL:0;ARA:13230040|376014|1800799024|36860700013;' if p.era > 2023 else 'BCL:0;')
    info, forefront = 'X-Microsoft-Antispam-Message-Info', 'X-Forefront-Antispam-Report'
    mail.fields.append((info.lower() if p.lower else info) + ':' + d.blob(3))
    mail.fields.append((forefront.lower() if p.lower else forefront) + (':\n ' if p.lower else ':\n\t') + report(p))


def crosstenant(mail, p):
    """The block stamped at the end of a pass."""
    low, s = p.lower, p.site
    pre = 'X-MS-Exchange-CrossTenant-'
    auth_as = p.auth_as or ('Internal' if p.internal() else 'Anonymous')
    source = p.auth_source or (s.mb if p.internal() else s.fe_name())
    obvious = f'TenantId={p.tenant.id};Ip=[{p.ip}];Helo=[{p.helo}]' if p.entity == 'HybridOnPrem' else None
    attribution = p.attribution or obvious
    mail.end(pre + ('originalarrivaltime' if low else 'OriginalArrivalTime'), arrival_time(p.time).replace(' (UTC)', '\n (UTC)'), folded=False)
    mail.end(f'{pre}Network-Message-Id', p.network_id, folded=False)
    mail.end(pre + ('id' if low else 'Id'), p.tenant.id, folded=False)
    if attribution:
        mail.end(f'{pre}OriginalAttributedTenantConnectingIp', attribution, folded=False)
    if p.era >= 2021:
        mail.end(f'{pre}AuthSource', source)
        mail.end(f'{pre}AuthAs', auth_as)
    mail.end(pre + ('fromentityheader' if low else 'FromEntityHeader'), p.entity)
    if p.internal():
        mail.end(pre + ('mailboxtype' if low else 'MailboxType'), 'HOSTED')
        mail.end(pre + ('userprincipalname' if low else 'UserPrincipalName'), mail.dice.base64(86) + '==', folded=False)


def stamped(mail, p):
    if p.crosstenant:
        crosstenant(mail, p)
    if p.era >= 2014:
        mail.end('X-MS-Exchange-Transport-CrossTenantHeadersStamped', short(p.site.hub))


def aar(mail, p, recipient):
    """What Exchange Online signs: the sender's address where there was a connection, nothing where there was none."""
    before = 'pass (0 oda=0 ltdi=1)' if mail.get('ARC-Seal') else 'none (0)'
    if p.internal():
        return (f'ARC-Authentication-Results: @; mx.microsoft.com 1; spf=pass\n smtp.mailfrom={p.domain()}; dmarc=pass action=none '
                f'header.from={p.from_domain()}; dkim=pass\n header.d={p.from_domain()}; arc=none')
    return (f'ARC-Authentication-Results: @; mx.microsoft.com 1; spf={p.spf} (sender ip is\n {p.ip}) smtp.rcpttodomain={recipient} '
            f'smtp.mailfrom={p.domain()};\n dmarc={p.verdict()} (p=none sp=none pct=100) action=none header.from={p.from_domain()};\n dkim={p.dkim}; '
            f'arc={before}')


def leave(mail, p, recipient, dkim=True, arc=True):
    """Out of Microsoft 365: filter, sign, seal, stamp. Returns HELO, reverse name and address of the egress."""
    if not p.internal():
        count = 1 if p.attribution and p.entity == 'Internet' else 0
        mail.end('X-EOPAttributedMessage', str(count))
    named(mail, p, 'X-MS-Exchange-SenderADCheck', '2' if p.pool in ('1022', '1023') else '1')
    if p.era >= 2021:
        named(mail, p, 'X-MS-Exchange-AntiSpam-Relay', '1' if p.pool in ('1022', '1023') else '0')
    filtering(mail, p)
    if dkim and p.era >= 2019:
        seal.dkim(mail, p.tenant.domain, p.tenant.selector)
    if arc and p.era >= 2019:
        seal.arc(mail, 'microsoft.com', aar(mail, p, recipient))
    mail.end('X-OriginatorOrg', p.tenant.domain)
    stamped(mail, p)
    return p.site.helo(), p.site.reverse(), p.site.out_ip


def deliver(mail, p, delay=2, directionality=None, extra=()):
    """Into a mailbox of the tenant: the store's line, and the fields that never leave the organization."""
    s, end = p.site, later(p.time, delay)
    p.network_id = p.network_id or mail.dice.network_message_id(later(p.time, 0.2))
    p.inside, p.pool = True, None
    mail.end('Return-Path', re.search(r'[\w.+-]+@[\w.-]+', mail.get('From')).group())
    if not p.internal():
        mail.end('X-EOPAttributedMessage', '1' if p.attribution and p.entity == 'Internet' else '0')
        mail.end('X-EOPTenantAttributedMessage', f'{p.tenant.id}:0')
    pre = 'X-MS-Exchange-Organization-'
    mail.end(pre + 'ExpirationStartTime', arrival_time(later(p.time, 0.1)))
    mail.end(pre + 'ExpirationStartTimeReason', 'OriginalSubmit')
    mail.end(pre + 'ExpirationInterval', '1:00:00:00.0000000')
    mail.end(pre + 'ExpirationIntervalReason', 'OriginalSubmit')
    mail.end(pre + 'Network-Message-Id', p.network_id)
    mail.end(pre + 'MessageDirectionality', directionality or ('Incoming' if p.entity == 'Internet' else 'Originating'))
    mail.end(pre + 'AuthSource', p.auth_source or (s.mb if p.internal() else s.fe_name()))
    mail.end(pre + 'AuthAs', p.auth_as or ('Internal' if p.internal() else 'Anonymous'))
    if p.mechanism:
        mail.end(pre + 'AuthMechanism', p.mechanism)
    for name, value in extra:
        mail.end(name, value)
    mail.end(pre + 'SCL', '-1' if p.internal() else '1')
    filtering(mail, p)
    stamped(mail, p)
    mail.top('Received', f'from {s.hub} (::1) by {s.store} with HTTPS; {date(end)}')
    mail.end('X-MS-Exchange-Transport-EndToEndLatency', latency(p.time, end))
    mail.end('X-MS-Exchange-Processed-By-BccFoldering', s.mapi.rsplit('.', 1)[0] + '.000')
