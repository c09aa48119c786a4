"""Connector mail of other years and clouds, where the best marks have other names or do not exist.  SPDX-License-Identifier: MIT"""
from . import microsoft, outside
from .cases import sample, scan, to_google, via_connector
from .mail import at, later
from .microsoft import EUR_2022, EXAMPLE_COM, GCC_HIGH_2020, NAM_2013, NAM_2019, NAM_2020, NO_TLS, Pass

RELAY = dict(helo='relay.example.com', ip='203.0.113.25')


def scanned(name, time):
    mail = scan(name, later(time, -2), message_id='old.0003@scanner01')
    outside.smtpsvc(mail, 'scanner01', '192.168.0.3', 'relay.example.com', time)
    return mail


@sample('relay-2013', 'connector mail of 2013: no CrossTenant field at all; that EOP relayed it to a third party is what remains')
def relay_2013(name):
    time = at(2013, 12, 10, 3, 53, 14, 500000)
    mail = scanned(name, time)
    p = Pass(EXAMPLE_COM, NAM_2013, later(time, 2), era=2013, crosstenant=False, pool='1101', **RELAY)
    egress = via_connector(mail, p)
    return to_google(mail, egress, p, zone=-480, dkim=None, arc=False)


@sample('relay-2019', 'connector mail of 2019: plain Authentication-Results, no AuthAs; the front end is named FT and hands over under eop-nam11')
def relay_2019(name):
    time = at(2019, 9, 5, 4, 12, 3, 952500)
    mail = scanned(name, time)
    p = Pass(EXAMPLE_COM, NAM_2019, later(time, 2), era=2019, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('relay-2021', 'connector mail of 2021: CrossTenant-AuthAs and X-MS-Exchange-Authentication-Results have come')
def relay_2021(name):
    time = at(2021, 6, 3, 18, 41, 16, 976300)
    mail = scanned(name, time)
    p = Pass(EXAMPLE_COM, NAM_2020, later(time, 2), era=2021, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('attribution-gap-2022', 'connector mail of the seven weeks in 2022 without any CrossTenant field: CIP, the checks and the relay itself decide')
def attribution_gap_2022(name):
    time = at(2022, 9, 6, 8, 32, 41, 220000)
    mail = scanned(name, time)
    p = Pass(EXAMPLE_COM, EUR_2022, later(time, 3), era=2022, crosstenant=False, **RELAY)
    return to_google(mail, via_connector(mail, p), p)


@sample('gcc-high', 'connector mail in GCC High: the inner front end is named office365.us, the attribution is folded over two lines')
def gcc_high(name):
    time = at(2020, 5, 12, 17, 52, 9, 439800)
    mail = scan(name, time, message_id='gov.0003@scanner01')
    p = Pass(EXAMPLE_COM, GCC_HIGH_2020, later(time, 2), helo='ubuntu.localdomain', ip='203.0.113.44', era=2020, spf='fail', dmarc='none', tls=NO_TLS, ipv='NLI')
    egress = via_connector(mail, p)
    mail.fields = [f.replace(';Ip=', '; Ip=').replace(';Helo=', ';\n Helo=') if 'OriginalAttributedTenantConnectingIp' in f else f for f in mail.fields]
    return to_google(mail, egress, p)
