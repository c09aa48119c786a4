/* A finished trace put together by hand, for the tests of the writers: a scanner at 192.168.0.3 sends to an on-premises relay, that
   to EOP, through Exchange Online, out to google.com.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/trace.h>

#define S(text)                \
  {                            \
    "" text, sizeof (text) - 1 \
  }
#define V4(a, b, c, d)                                     \
  {                                                        \
    4,                                                     \
    {                                                      \
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, d \
    }                                                      \
  }
/* 2026-03-09T03:53:00Z and so many milliseconds */
#define AT_MS(ms, zone, more)                                                                          \
  {                                                                                                    \
    G_GINT64_CONSTANT (1773028380000000) + (ms)*G_GINT64_CONSTANT (1000), zone, HS_TIME_KNOWN | (more) \
  }

static const HsField story_fields[] = {
  { S ("Delivered-To"), S (" kim@recipient.example"), 1 },
  { S ("Received"),
    S (" from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2071.outbound.protection.outlook.com. [40.107.21.71])\r\n"
       "        by mx.google.com with ESMTPS id ffacd0b85a97d-3997a1b2c3dsi1234567f8f.100.2026.03.08.20.53.44\r\n"
       "        for <kim@recipient.example>\r\n"
       "        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        Sun, 08 Mar 2026 20:53:44 -0700 (PDT)"),
    2 },
  { S ("Received"),
    S (" from DB9PR05MB8211.eurprd05.prod.outlook.com (2603:10a6:10:2e4::9)\r\n by AM0PR05MB6001.eurprd05.prod.outlook.com "
       "(2603:10a6:208:120::22) with Microsoft SMTP\r\n Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n "
       "15.20.9678.12; Mon, 9 Mar 2026 03:53:39 +0000"),
    8 },
  { S ("Received"),
    S (" from relay.example.com (203.0.113.10) by\r\n DB5EUR05FT042.mail.protection.outlook.com (10.13.7.42) with Microsoft SMTP Server\r\n"
       " (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.20.9700.5 via Frontend Transport; Mon, 9 Mar 2026 "
       "03:53:37 +0000"),
    13 },
  { S ("Received"),
    S (" from scanner01 ([192.168.0.3]) by relay.example.com with Microsoft SMTPSVC(10.0.17763.1);\r\n\t Mon, 9 Mar 2026 12:53:31 +0900"),
    18 },
  { S ("X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp"),
    S ("\r\n TenantId=3f2504e0-4f89-41d3-9a0c-0305e82c3301;Ip=[203.0.113.10];Helo=[relay.example.com]"), 20 },
  { S ("X-Forefront-Antispam-Report"),
    S (" CIP:203.0.113.10;CTRY:KR;LANG:ko;SCL:1;IPV:CAL;SFV:NSPM;H:relay.example.com;CAT:NONE;DIR:OUT;SFP:1102;"), 22 },
  { S ("From"), S (" Scanner 3F <scanner@example.com>"), 23 },
  { S ("To"), S (" kim@recipient.example"), 24 },
  { S ("Subject"), S (" Scan 2026-03-09"), 25 },
  { S ("Date"), S (" Mon, 9 Mar 2026 12:53:31 +0900"), 26 },
  { S ("Message-ID"), S (" <scan-0001@scanner01>"), 27 },
};

static const HsHop story_hops[] = {
  { .index = 1,
    .field = 4,
    .line = 18,
    .raw = S (
        " from scanner01 ([192.168.0.3]) by relay.example.com with Microsoft SMTPSVC(10.0.17763.1);\r\n\t Mon, 9 Mar 2026 12:53:31 +0900"),
    .from_helo = S ("scanner01"),
    .from_ip = V4 (192, 168, 0, 3),
    .by_host = S ("relay.example.com"),
    .protocol = S ("Microsoft SMTPSVC"),
    .form = "smtpsvc",
    .product = S ("Microsoft SMTPSVC"),
    .product_version = S ("10.0.17763.1"),
    .time = AT_MS (31000, 540, 0),
    .from_role = HS_ROLE_ORIGIN,
    .role = HS_ROLE_ON_PREMISES_RELAY,
    .operator_id = "on-premises",
    .trust = HS_TRUST_CLAIMED,
    .trust_reason = { "joined, but nobody vouches for {1}", { S ("relay.example.com") } } },
  { .index = 2,
    .field = 3,
    .line = 13,
    .raw = S (" from relay.example.com (203.0.113.10) by DB5EUR05FT042.mail.protection.outlook.com"),
    .from_helo = S ("relay.example.com"),
    .from_ip = V4 (203, 0, 113, 10),
    .by_host = S ("DB5EUR05FT042.mail.protection.outlook.com"),
    .by_ip = V4 (10, 13, 7, 42),
    .via = S ("Frontend Transport"),
    .protocol = S ("Microsoft SMTP Server"),
    .id = S ("15.20.9700.5"),
    .tls = HS_TLS_YES,
    .tls_version = S ("TLS1.2"),
    .tls_cipher = S ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    .form = "exchange",
    .time = AT_MS (37000, 0, 0),
    .from_role = HS_ROLE_ON_PREMISES_RELAY,
    .role = HS_ROLE_EOP_INBOUND,
    .from_operator = "on-premises",
    .operator_id = "microsoft-365",
    .cloud = HS_CLOUD_WORLDWIDE,
    .pass = 1,
    .trust = HS_TRUST_ATTESTED,
    .trust_reason = { "the line above was written by {1} and names an address of Microsoft 365", { S ("mx.google.com") } },
    .delay_us = 6000000,
    .delay_known = TRUE },
  { .index = 3,
    .field = 2,
    .line = 8,
    .raw = S (" from DB9PR05MB8211.eurprd05.prod.outlook.com (2603:10a6:10:2e4::9)"),
    .from_helo = S ("DB9PR05MB8211.eurprd05.prod.outlook.com"),
    .from_ip = { 6, { 0x26, 0x03, 0x10, 0xa6, 0, 0x10, 0x02, 0xe4, 0, 0, 0, 0, 0, 0, 0, 9 } },
    .by_host = S ("AM0PR05MB6001.eurprd05.prod.outlook.com"),
    .protocol = S ("Microsoft SMTP Server"),
    .id = S ("15.20.9678.12"),
    .tls = HS_TLS_YES,
    .tls_version = S ("TLS1.2"),
    .tls_cipher = S ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    .form = "exchange",
    .time = AT_MS (39000, 0, 0),
    .from_role = HS_ROLE_EXCHANGE_ONLINE,
    .role = HS_ROLE_EXCHANGE_ONLINE,
    .from_operator = "microsoft-365",
    .operator_id = "microsoft-365",
    .cloud = HS_CLOUD_WORLDWIDE,
    .pass = 1,
    .trust = HS_TRUST_ATTESTED,
    .delay_us = 2000000,
    .delay_known = TRUE },
  { .index = 4,
    .field = 1,
    .line = 2,
    .raw = S (" from EUR05-VI1-obe.outbound.protection.outlook.com"),
    .from_helo = S ("EUR05-VI1-obe.outbound.protection.outlook.com"),
    .from_rdns = S ("mail-vi1eur05on2071.outbound.protection.outlook.com"),
    .from_ip = V4 (40, 107, 21, 71),
    .by_host = S ("mx.google.com"),
    .protocol = S ("ESMTPS"),
    .id = S ("ffacd0b85a97d-3997a1b2c3dsi1234567f8f.100.2026.03.08.20.53.44"),
    .for_address = S ("kim@recipient.example"),
    .tls = HS_TLS_YES,
    .tls_version = S ("TLS1.3"),
    .tls_cipher = S ("TLS_AES_256_GCM_SHA384"),
    .form = "google",
    .time = AT_MS (44000, -420, 0),
    .from_role = HS_ROLE_EOP_OUTBOUND,
    .role = HS_ROLE_EXTERNAL_RECIPIENT,
    .from_operator = "microsoft-365",
    .operator_id = "google",
    .trust = HS_TRUST_TRUSTED,
    .delay_us = 5000000,
    .delay_known = TRUE },
  { .index = 5,
    .field = G_MAXUINT,
    .inferred = TRUE,
    .by_host = S ("AM0PR05CA0085.outlook.office365.com"),
    .role = HS_ROLE_EXCHANGE_ONLINE,
    .operator_id = "microsoft-365",
    .cloud = HS_CLOUD_WORLDWIDE,
    .pass = 1,
    .trust = HS_TRUST_ATTESTED },
};

static const HsPass story_passes[] = {
  { .index = 1,
    .cloud = HS_CLOUD_WORLDWIDE,
    .tenant_id = S ("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    .tenant_domain = S ("example.com"),
    .entry_hop = 2,
    .exit_hop = 4,
    .connecting_ip = V4 (203, 0, 113, 10),
    .helo = S ("relay.example.com"),
    .tls = HS_TLS_YES,
    .submission_path = HS_PATH_CONNECTOR_RELAY,
    .connector = HS_CONNECTOR_TRAVERSED,
    .assurance = HS_ASSURANCE_ATTESTED,
    .outbound_pool = HS_POOL_STANDARD,
    .network_message_id = S ("7678f5b4-48bf-4096-dac1-08de7d8c4e3a"),
    .first_seen = AT_MS (37479, 0, HS_TIME_FRACTION),
    .missing_hops = 1,
    .current = TRUE },
};

static const HsEvidence story_evidence[] = {
  { .id = 1,
    .field = 5,
    .hop = 2,
    .pass = 1,
    .shows = { "Microsoft 365 took the message from {1} ({2}) as mail of tenant {3}: an inbound connector of type OnPremises matched",
               { S ("203.0.113.10"), S ("relay.example.com"), S ("3f2504e0-4f89-41d3-9a0c-0305e82c3301") } },
    .stamped_by = "microsoft-365",
    .assurance = HS_ASSURANCE_ATTESTED,
    .supports = 1u << HS_CLAIM_TRAVERSED | 1u << HS_CLAIM_CONNECTOR_RELAY | 1u << HS_CLAIM_TENANT },
  { .id = 2,
    .field = 1,
    .hop = 4,
    .pass = 1,
    .shows = { "{1} received it from {2}, an address of Microsoft 365", { S ("mx.google.com"), S ("40.107.21.71") } },
    .stamped_by = "google",
    .assurance = HS_ASSURANCE_ATTESTED,
    .supports = 1u << HS_CLAIM_HAND_OVER },
  { .id = 3,
    .field = 4,
    .hop = 1,
    .shows = { "{1} says that it received the message from {2}", { S ("relay.example.com"), S ("192.168.0.3") } },
    .stamped_by = "on-premises",
    .forgeable = TRUE,
    .assurance = HS_ASSURANCE_CLAIMED,
    .supports = 1u << HS_CLAIM_ORIGIN },
};

static const HsDecoded story_forefront[] = {
  { 6, S ("CIP"), S ("203.0.113.10"), "the address that connected" },
  { 6, S ("IPV"), S ("CAL"), "the address is on the allow list: usual where a connector matched by address" },
  { 6, S ("DIR"), S ("OUT"), "outbound" },
  { 6, S ("SFP"), S ("1102"), NULL },
};

static const guint story_evidence_ids[] = { 1, 2, 3 };
static const HsFinding story_findings[] = {
  { .code = "HS104",
    .severity = HS_SEVERITY_NOTICE,
    .hop = 1,
    .line = 18,
    .title = "No TLS on a hop",
    .detail = { "Hop {1} from {2} was not encrypted", { S ("1"), S ("scanner01") } },
    .advice = "Let the device use STARTTLS.",
    .evidence = &story_evidence_ids[2],
    .n_evidence = 1 },
};

static const HsSlice story_to[] = { S ("kim@recipient.example") };
static const HsText story_summary[] = {
  { "It entered Microsoft 365 through an inbound connector (SMTP relay) of tenant {1}, from {2} ({3}).",
    { S ("3f2504e0-4f89-41d3-9a0c-0305e82c3301"), S ("203.0.113.10"), S ("relay.example.com") } },
  { "It was first submitted by {1} to {2}.", { S ("192.168.0.3"), S ("relay.example.com") } },
};

static const HsTrace story = {
  .source = { .path = "samples/smtp-relay.eml" },
  .message = { .message_id = S ("scan-0001@scanner01"),
               .date = AT_MS (31000, 540, 0),
               .from_address = S ("scanner@example.com"),
               .from_name = S ("Scanner 3F"),
               .to_addresses = story_to,
               .n_to = 1,
               .subject = S ("Scan 2026-03-09") },
  .verdict = { .connector = HS_CONNECTOR_TRAVERSED,
               .assurance = HS_ASSURANCE_ATTESTED,
               .submission_path = HS_PATH_CONNECTOR_RELAY,
               .pass = 1,
               .tenant_id = S ("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
               .connecting_ip = V4 (203, 0, 113, 10),
               .helo = S ("relay.example.com"),
               .summary = story_summary,
               .n_summary = 2,
               .evidence = story_evidence_ids,
               .n_evidence = 2 },
  .origin = { .ip = V4 (192, 168, 0, 3), .helo = S ("scanner01"), .scope = HS_SCOPE_PRIVATE, .assurance = HS_ASSURANCE_CLAIMED, .hop = 1 },
  .passes = story_passes,
  .n_passes = 1,
  .hops = story_hops,
  .n_hops = 5,
  .n_written_hops = 4,
  .timing = { .total_us = 13000000, .total_known = TRUE, .first = AT_MS (31000, 540, 0), .last = AT_MS (44000, -420, 0), .slowest_hop = 2 },
  .evidence = story_evidence,
  .n_evidence = 3,
  .microsoft365 = { .forefront = story_forefront, .n_forefront = 4 },
  .findings = story_findings,
  .n_findings = 1,
  .fields = story_fields,
  .n_fields = G_N_ELEMENTS (story_fields),
};
