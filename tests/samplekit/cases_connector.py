"""Mail that came in through an inbound connector.  SPDX-License-Identifier: MIT"""
import dataclasses

from . import microsoft, outside
from .cases import into_tenant, note, outlook, sample, scan, to_google, via_connector
from .mail import Mail, at, later
from .microsoft import APC, EUR, EXAMPLE_COM, EXAMPLE_NET, EXAMPLE_ORG, NAM, NO_TLS, TLS12, TLS13, Pass

T = at(2026, 3, 9, 10, 4, 31, 45300)
RELAY = dict(helo='relay.example.com', ip='203.0.113.25')


def scanned(name, time=T, **more):
    """Scanner to the on-premises SMTP service of Windows."""
    mail = scan(name, later(time, -2), **more)
    outside.smtpsvc(mail, 'scanner01', '192.168.0.3', 'relay.example.com', time)
    return mail


@sample('smtp-relay', 'the story this tool exists for: a scanner at 192.168.0.3, an SMTP server on premises, the inbound connector (matched by address), out to Gmail')
def smtp_relay(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.374), tls=TLS12, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('smtp-relay-certificate', 'the same by TLS certificate: the relay is Postfix, IPV:NLI instead of CAL')
def smtp_relay_certificate(name):
    mail = scan(name, later(T, -1))
    outside.postfix(mail, 'mfp-lobby', 'unknown', '10.20.0.31', 'smtp.example.com', T, 60, recipient='maria@example.net')
    p = Pass(EXAMPLE_COM, EUR, later(T, 1.81), helo='smtp.example.com', ip='198.51.100.40', ipv='NLI', tls=TLS13, rdns='smtp.example.com')
    return to_google(mail, via_connector(mail, p), p)


@sample('smtp-relay-no-tls', 'through the connector in clear text, with SPF failing: neither speaks against a connector')
def smtp_relay_no_tls(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, NAM, later(T, 1.62), tls=NO_TLS, spf='fail', **RELAY)
    helo, rdns, ip = via_connector(mail, p)
    outside.postfix(mail, helo, rdns, ip, 'mx.example.net', later(p.time, 4), tls='TLSv1.3', recipient='maria@example.net')
    return mail


@sample('device-to-connector', 'a device hands straight to EOP and says HELO [127.0.0.1]; the front end made the Message-ID')
def device_to_connector(name):
    mail = scan(name, T, message_id=None)
    p = Pass(EXAMPLE_COM, NAM, later(T, 1.207), helo='[127.0.0.1]', ip='203.0.113.50', tls=NO_TLS)
    microsoft.front_end(mail, p)
    mail.end('Message-ID', f'<{mail.dice.guid()}@{p.site.fe_name()}>')
    microsoft.inside(mail, p)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p)


@sample('carrier-grade-front-end', 'the front end shows an address of 100.64.0.0/10: not a private network of the sender')
def carrier_grade_front_end(name):
    mail = scanned(name)
    site = dataclasses.replace(APC, fe_ip='100.67.14.22')
    p = Pass(EXAMPLE_COM, site, later(T, 2.11), tls=TLS12, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('own-tenant-copy', 'connector mail read in a mailbox of the own tenant: Originating, though AuthAs says Anonymous')
def own_tenant_copy(name):
    mail = scanned(name, to='maria@example.com')
    p = Pass(EXAMPLE_COM, EUR, later(T, 1.933), tls=TLS12, pool=None, **RELAY)
    return into_tenant(mail, p)


@sample('own-tenant-copy-unattributed', 'the same without the attribution field: Originating and HybridOnPrem still tell')
def own_tenant_copy_unattributed(name):
    mail = scanned(name, to='maria@example.com')
    p = Pass(EXAMPLE_COM, EUR, later(T, 1.933), tls=TLS12, pool=None, **RELAY)
    into_tenant(mail, p)
    mail.drop(lambda n: n.endswith('originalattributedtenantconnectingip'))
    return mail


@sample('tenant-to-tenant', 'connector mail of one tenant read in another: all CrossTenant fields are the reader\'s except the attribution')
def tenant_to_tenant(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.05), tls=TLS12, **RELAY)
    helo, rdns, ip = via_connector(mail, p)
    q = Pass(EXAMPLE_NET, NAM, later(p.time, 3.2), helo=helo, ip=ip, entity='Internet', rdns=rdns, mail_from='example.com', header_from='example.com',
             dkim='pass (signature was verified) header.d=example.com', compauth='pass reason=100', pool=None, tls=TLS13, country='IE')
    return into_tenant(mail, q, extra=(('X-MS-Exchange-Transport-CrossTenantHeadersPromoted', NAM.fe_name()),))


@sample('failed-inside-passed-outside', 'a tenant relays a foreign domain through its connector: SPF and DMARC fail there, and pass where the recipient sees Microsoft\'s address')
def failed_inside_passed_outside(name):
    mail = note(name, later(T, -2), sender='Accounts <pay@example.org>')
    p = Pass(EXAMPLE_COM, EUR, T, helo='vps-31.example.net', ip='203.0.113.162', spf='fail', mail_from='example.org', header_from='example.org', tls=TLS13)
    helo, rdns, ip = via_connector(mail, p)
    q = Pass(EXAMPLE_NET, NAM, later(p.time, 3.2), helo=helo, ip=ip, entity='Internet', rdns=rdns, mail_from='example.org', header_from='example.org',
             dkim='pass (signature was verified) header.d=example.com', compauth='pass reason=100', pool=None, tls=TLS13, country='IE')
    return into_tenant(mail, q, extra=(('X-MS-Exchange-Transport-CrossTenantHeadersPromoted', NAM.fe_name()),))


@sample('wrong-tenant', 'a relay address shared by two organizations: the connection was attributed to the other tenant')
def wrong_tenant(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_ORG, EUR, later(T, 2.26), tls=TLS12, mail_from='example.com', header_from='example.com', pool='1022', **RELAY)
    return to_google(mail, via_connector(mail, p), p, mail_from='scanner@example.com', dkim='example.org')


@sample('high-risk-pool', 'connector mail that the outbound filter took for spam: handed over from the high-risk pool')
def high_risk_pool(name):
    mail = scanned(name)
    site = dataclasses.replace(NAM, egress='NAM11-BN8-obe', rdns='mail-bn8nam11hn2214', out_ip='52.100.171.214')
    p = Pass(EXAMPLE_COM, site, later(T, 1.9), tls=TLS12, spf='softfail', pool='1501', **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('relay-pool', 'connector mail with a foreign MAIL FROM: the relay pool, SenderADCheck 2')
def relay_pool(name):
    mail = scanned(name, sender='notices@example.org')
    site = dataclasses.replace(EUR, egress='DUZPR83CU001', rdns='mail-northeuropeazrln10220018', out_ip='52.103.192.18')
    p = Pass(EXAMPLE_COM, site, later(T, 1.9), tls=TLS12, spf='fail', mail_from='example.org', header_from='example.org', pool='1022', **RELAY)
    return to_google(mail, via_connector(mail, p), p, mail_from='notices@example.org', spf='fail')


@sample('slow-hop', 'connector mail that waited 42 minutes in the queue of the relay on premises')
def slow_hop(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2524.4), tls=TLS12, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('clock-skew', 'the relay\'s clock is nine hours ahead and the second hop inside Microsoft 365 goes back 12 seconds')
def clock_skew(name):
    mail = scan(name, later(T, -2))
    outside.postfix(mail, 'scanner01', 'unknown', '192.168.0.3', 'print.example.com', T, 60)
    mail.raw_top(f'Received: from print.example.com ([192.168.0.9])\n\tby  (Symantec Messaging Gateway) with SMTP id {mail.dice.hex(8).upper()};'
                 '\n\tMon, 9 Mar 2026 20:04:31 +0100')
    p = Pass(EXAMPLE_COM, EUR, later(T, 3.3), tls=TLS12, helo='gw.example.com', ip='203.0.113.26')
    egress = via_connector(mail, p, delays=(-12, -12))
    return to_google(mail, egress, p)


@sample('no-date', 'connector mail of a device that writes no Date')
def no_date(name):
    mail = scanned(name)
    mail.drop(lambda n: n == 'date')
    p = Pass(EXAMPLE_COM, EUR, later(T, 1.55), tls=TLS12, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('mailing-list', 'connector mail read behind a list host: all rests on the word of lists.example.org')
def mailing_list(name):
    mail = scanned(name, to='printers@lists.example.org')
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.4), tls=TLS12, **RELAY)
    helo, rdns, ip = via_connector(mail, p, 'lists.example.org')
    outside.postfix(mail, helo, rdns, ip, 'lists.example.org', later(p.time, 3), tls='TLSv1.3', recipient='printers@lists.example.org')
    mail.body += '-- \nTo leave this list write to printers-leave@lists.example.org\n'
    outside.postfix(mail, 'localhost', 'localhost', '127.0.0.1', 'lists.example.org', later(p.time, 5))
    outside.postfix(mail, 'lists.example.org', 'lists.example.org', '198.51.100.70', 'mx.example.net', later(p.time, 9), tls='TLSv1.3',
                    recipient='maria@example.net')
    mail.raw_top('Return-Path: <printers-bounces@lists.example.org>')
    for field in (('X-BeenThere', 'printers@lists.example.org'), ('X-Mailman-Version', '3.3.10'), ('Precedence', 'list'),
                  ('List-Id', 'Printers that mail <printers.lists.example.org>'), ('Sender', 'printers-bounces@lists.example.org')):
        mail.end(*field)
    return mail


@sample('stripped-received', 'the sender removed every line below the hand-over; the attribution, CIP and signed results still name the relay')
def stripped_received(name):
    mail = smtp_relay(name)
    mail.fields = [f for f in mail.fields if not (f.startswith('Received:') and ('outlook.com' in f and 'mx.google.com' not in f or 'SMTPSVC' in f))]
    return mail


@sample('natted-receiver', 'the recipient\'s server stands behind NAT: a private address beside a Microsoft outbound name')
def natted_receiver(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.2), tls=TLS12, **RELAY)
    helo, _, _ = via_connector(mail, p)
    outside.exchange(mail, helo, '10.20.0.4', 'mail.example.net', '10.20.0.15', '15.2.1748.10', later(p.time, 3), via=' via Frontend Transport')
    outside.exchange(mail, 'mail.example.net', '10.20.0.15', 'mbx01.example.net', '10.20.0.21', '15.2.1748.10', later(p.time, 4))
    return mail


@sample('foreign-hand-over', 'the near miss: a public foreign address beside a Microsoft outbound name, and a perfect chain below')
def foreign_hand_over(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.2), tls=TLS12, **RELAY)
    helo, _, _ = via_connector(mail, p)
    return to_google(mail, (helo, None, '203.0.113.5'), p, spf='fail', dkim=None, arc=False)


@sample('received-without-names', 'the recipient\'s qmail writes lines without from or by; the hand-over itself is complete')
def received_without_names(name):
    mail = scanned(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.2), tls=TLS12, **RELAY)
    helo, _, ip = via_connector(mail, p)
    mail.raw_top(f'Received: from unknown (HELO {helo}) ({ip})\n  by mx.example.net with (TLS_AES_256_GCM_SHA384 encrypted) SMTP; 9 Mar 2026 10:04:37 -0000')
    mail.raw_top('Received: (qmail 21790 invoked from network); 9 Mar 2026 10:04:37 -0000')
    mail.raw_top('Received: (qmail 21794 invoked by uid 89); 9 Mar 2026 10:04:37 -0000')
    return mail


def hybrid_start(name):
    mail = note(name, T, extra=(('X-MS-Has-Attach', ''), ('x-originating-ip', '[10.20.3.44]')))
    outside.exchange_mapi(mail, 'EX01.corp.example.com', 'fe80::8c1a:2b77:91d0:5e02', '15.02.1748.010', later(T, 1))
    outside.exchange(mail, 'EX01.corp.example.com', '10.20.1.11', 'EX02.corp.example.com', '10.20.1.12', '15.2.1748.10', later(T, 1))
    return mail


@sample('hybrid', 'hybrid Exchange: the organization\'s own server is trusted, its fields were promoted, AuthAs is Internal')
def hybrid(name):
    mail = hybrid_start(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.3), helo='hybrid.example.com', ip='203.0.113.31', ipv='NLI', tls=TLS12, auth_as='Internal',
             auth_source='EX01.corp.example.com', rdns='hybrid.example.com',
             extra=(('X-OrganizationHeadersPreserved', 'EX02.corp.example.com'), ('X-CrossPremisesHeadersPromoted', EUR.fe_name()),
                    ('X-CrossPremisesHeadersFiltered', EUR.fe_name())))
    return to_google(mail, via_connector(mail, p), p, mail_from='ben@example.com')


@sample('hybrid-own-tenant', 'the same read in the own tenant: AuthMechanism 10, AuthSource on premises')
def hybrid_own_tenant(name):
    mail = hybrid_start(name)
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.3), helo='hybrid.example.com', ip='203.0.113.31', ipv='NLI', tls=TLS12, auth_as='Internal',
             auth_source='EX01.corp.example.com', mechanism='10', rdns='hybrid.example.com', pool=None,
             extra=(('X-OrganizationHeadersPreserved', 'EX02.corp.example.com'), ('X-CrossPremisesHeadersPromoted', EUR.fe_name()),
                    ('X-CrossPremisesHeadersFiltered', EUR.fe_name())))
    return into_tenant(mail, p)


@sample('x-clientproxiedby-onprem', 'an application logged in at Exchange on premises, which wrote X-ClientProxiedBy; then the connector')
def x_clientproxiedby_onprem(name):
    mail = note(name, T, subject='Backup finished')
    outside.exchange(mail, 'backup01', '10.20.5.77', 'EX01.corp.example.com', '10.20.1.11', '15.2.1748.10', T, via=' via Frontend Transport')
    mail.end('X-ClientProxiedBy', 'EX01.corp.example.com (10.20.1.11) To EX02.corp.example.com (10.20.1.12)')
    outside.exchange(mail, 'EX01.corp.example.com', '10.20.1.11', 'EX02.corp.example.com', '10.20.1.12', '15.2.1748.10', later(T, 1))
    p = Pass(EXAMPLE_COM, EUR, later(T, 2.02), helo='hybrid.example.com', ip='203.0.113.31', ipv='NLI', tls=TLS12, rdns='hybrid.example.com')
    return to_google(mail, via_connector(mail, p), p, mail_from='ben@example.com')


def looped(mail, site, time, gateway, seconds, tenant=EXAMPLE_COM):
    """Out of a mailbox's tenant to a service, and back in through the connector the service owns."""
    egress = microsoft.leave(mail, mail.last, gateway[0])
    outside.postfix(mail, *egress, gateway[0], later(time, seconds), tls='TLSv1.3')
    p = Pass(tenant, site, later(time, seconds + 1.4), helo=gateway[0], ip=gateway[1], spf='fail', rdns=gateway[0], tls=TLS13)
    microsoft.front_end(mail, p)
    microsoft.inside(mail, p)
    mail.last = p
    return p


@sample('gateway-loop', 'mailbox mail that went out to a signature service and came back through its connector: traversed, but no device sent it')
def gateway_loop(name):
    mail = outlook(name, T, NAM)
    mail.last = Pass(EXAMPLE_COM, NAM, T, entity='Hosted', lower=True)
    microsoft.submit(mail, mail.last)
    p = looped(mail, EUR, T, ('signature.example.org', '198.51.100.90'), 2)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('gateway-loop-twice', 'the same through two services, one after the other')
def gateway_loop_twice(name):
    mail = outlook(name, T, NAM)
    mail.last = Pass(EXAMPLE_COM, NAM, T, entity='Hosted', lower=True)
    microsoft.submit(mail, mail.last)
    looped(mail, EUR, T, ('signature.example.org', '198.51.100.90'), 2)
    p = looped(mail, NAM, later(T, 6), ('dlp.example.org', '198.51.100.99'), 2)
    return to_google(mail, microsoft.leave(mail, p, 'example.net'), p, mail_from='ben@example.com')


@sample('transparent-proxy', 'a proxy on the way back keeps the HELO of a Microsoft outbound server; its own address is in the connector')
def transparent_proxy(name):
    mail = outlook(name, T, APC)
    first = Pass(EXAMPLE_COM, APC, T, entity='Hosted')
    microsoft.submit(mail, first)
    helo, _, _ = microsoft.leave(mail, first, 'example.net')
    p = Pass(EXAMPLE_COM, APC, later(T, 4.1), helo=helo, ip='198.51.100.56', spf='fail', tls=TLS12)
    return to_google(mail, via_connector(mail, p), p, mail_from='ben@example.com')
