/* Each rule with a near miss: one header, changed in one place.  SPDX-License-Identifier: MIT */
#include "analyze.h"

#define TENANT "0f0e0d0c-1111-4222-8333-444455556666"
#define OUT \
  "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com. [40.107.21.91]) by mx.google.com with ESMTPS id x; Mon, 9 Mar 2026 10:00:09 +0000\n"
#define OUT_OLD \
  "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com. [40.107.21.91]) by mx.google.com with ESMTPS id x; Mon, 9 Mar 2013 10:00:09 +0000\n"
#define NEXT_FRONT \
  "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (40.107.21.91) by AM2PEPF0001C715.mail.protection.outlook.com (10.167.16.1) with Microsoft SMTP Server (TLS) id 15.20.6411.17 via Frontend Transport; Mon, 9 Mar 2026 10:00:09 +0000\n"
#define HUB \
  "Received: from DB6PR0202CA0043.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com (2603:10a6:102:343::17) with Microsoft SMTP Server (TLS) id 15.20.6411.17; Mon, 9 Mar 2026 10:00:08 +0000\n"
#define CA \
  "Received: from DB8EUR06FT020.eop-eur06.prod.protection.outlook.com (2603:10a6:4:a5:cafe::96) by DB6PR0202CA0043.outlook.office365.com (2603:10a6:4:a5::29) with Microsoft SMTP Server (TLS) id 15.20.6387.34 via Frontend Transport; Mon, 9 Mar 2026 10:00:07 +0000\n"
#define FRONT \
  "Received: from relay.example.com (203.0.113.25) by DB8EUR06FT020.mail.protection.outlook.com (10.233.253.6) with Microsoft SMTP Server (TLS) id 15.20.6411.17 via Frontend Transport; Mon, 9 Mar 2026 10:00:06 +0000\n"
#define MAPI \
  "Received: from PAWPR03MB10135.eurprd03.prod.outlook.com ([fe80::1]) by PAWPR03MB10135.eurprd03.prod.outlook.com ([fe80::1%4]) with mapi id 15.20.6411.017; Mon, 9 Mar 2026 10:00:07 +0000\n"
#define HUB2 \
  "Received: from PAWPR03MB10135.eurprd03.prod.outlook.com (2603:10a6:102:343::17) by DB9PR03MB0001.eurprd03.prod.outlook.com (2603:10a6:102:343::18) with Microsoft SMTP Server (TLS) id 15.20.6411.17; Mon, 9 Mar 2026 10:00:08 +0000\n"
#define STORE \
  "Received: from PAWPR03MB10135.eurprd03.prod.outlook.com (::1) by DB9PR03MB0001.eurprd03.prod.outlook.com with HTTPS; Mon, 9 Mar 2026 10:00:09 +0000\n"
#define FROM "From: a@example.com\n"
#define CT "X-MS-Exchange-CrossTenant-"
#define ATTRIBUTED CT "OriginalAttributedTenantConnectingIp: TenantId=" TENANT ";Ip=[203.0.113.25];Helo=[relay.example.com]\n"
#define ELSEWHERE CT "OriginalAttributedTenantConnectingIp: TenantId=" TENANT ";Ip=[203.0.113.99];Helo=[relay.example.com]\n"
#define ENTITY(v) CT "FromEntityHeader: " v "\n"
#define FOREFRONT(cip, dir) "X-Forefront-Antispam-Report: CIP:" cip ";CTRY:;LANG:en;SCL:1;DIR:" dir ";SFP:1102;\n"
#define OWN_CHECKS "X-MS-Exchange-Authentication-Results: spf=pass (sender IP is 203.0.113.25) smtp.mailfrom=example.com;\n"
#define CHECKS "Authentication-Results: spf=pass (sender IP is 203.0.113.25) smtp.mailfrom=example.com; compauth=pass reason=100\n"
#define ID CT "Id: " TENANT "\n"
#define RELAY OUT HUB CA FRONT FROM

static const struct {
  const char *name, *header;
  HsConnectorVerdict connector;
  HsPath path;
} rows[] = {
  { "attribution at the entry line's address", RELAY ATTRIBUTED ENTITY ("HybridOnPrem") ID, HS_CONNECTOR_TRAVERSED,
    HS_PATH_CONNECTOR_RELAY },
  { "attribution alone is enough", RELAY ATTRIBUTED, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY },
  { "attribution of another address is not", RELAY ELSEWHERE ENTITY ("HybridOnPrem") ID FOREFRONT ("203.0.113.25", "OUT"),
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "AuthAs Anonymous does not contradict", RELAY ATTRIBUTED CT "AuthAs: Anonymous\n" ID, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY },
  { "HybridOnPrem with the tenant's own checks", RELAY ENTITY ("HybridOnPrem") ID OWN_CHECKS, HS_CONNECTOR_TRAVERSED,
    HS_PATH_CONNECTOR_RELAY },
  { "HybridOnPrem with the filter's word only", RELAY ENTITY ("HybridOnPrem") ID FOREFRONT ("203.0.113.25", "OUT"),
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "HybridOnPrem beside a stranger's checks", RELAY ENTITY ("HybridOnPrem") ID OWN_CHECKS CHECKS, HS_CONNECTOR_INDETERMINATE,
    HS_PATH_UNKNOWN },
  { "HybridOnPrem alone is not enough", RELAY ENTITY ("HybridOnPrem") ID, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "anonymous mail passed on", RELAY ENTITY ("Internet") ID, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND },
  { "anonymous mail forwarded", "Return-Path: <b+SRS=1=2=example.com=a@example.org>\n" RELAY ENTITY ("Internet") ID,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_FORWARDED },
  { "no field says anything", RELAY ID, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "relayed to strangers when nothing was attributed", OUT_OLD HUB CA FRONT FROM FOREFRONT ("203.0.113.25", "OUT"), HS_CONNECTOR_TRAVERSED,
    HS_PATH_CONNECTOR_RELAY },
  { "the same, filtered as inbound", OUT_OLD HUB CA FRONT FROM FOREFRONT ("203.0.113.25", "INB"), HS_CONNECTOR_NOT_TRAVERSED,
    HS_PATH_INTERNET_INBOUND },
  { "mailbox", OUT HUB2 MAPI FROM ENTITY ("Hosted") ID, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_MAILBOX },
  { "mailbox, attribution planted", OUT HUB2 MAPI FROM ENTITY ("Hosted") ID ATTRIBUTED, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_MAILBOX },
  { "authenticated client",
    OUT HUB2 MAPI FROM
    "X-ClientProxiedBy: AM0PR01CA0001.eurprd01.prod.exchangelabs.com (2603:10a6::1) To PAWPR03MB10135.eurprd03.prod.outlook.com (2603:10a6::2)\n" ENTITY (
        "Hosted") ID,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_SMTP_AUTH },
  { "the same field by Exchange on premises",
    OUT HUB2 MAPI FROM "X-ClientProxiedBy: EX1.corp.example.com (10.0.0.1) To EX2.corp.example.com (10.0.0.2)\n" ENTITY ("Hosted") ID,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_MAILBOX },
  { "read in the tenant, originating", STORE HUB CA FRONT FROM "X-MS-Exchange-Organization-MessageDirectionality: Originating\n",
    HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY },
  { "read in the tenant, incoming", STORE HUB CA FRONT FROM "X-MS-Exchange-Organization-MessageDirectionality: Incoming\n",
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND },
  { "originating, but checked as a stranger's",
    STORE HUB CA FRONT FROM ENTITY ("Internet") "X-MS-Exchange-Organization-MessageDirectionality: Originating\n",
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "read outside, the organization's word does not count", RELAY "X-MS-Exchange-Organization-MessageDirectionality: Originating\n" ID,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "first lines gone, attribution left", OUT FROM ATTRIBUTED ENTITY ("HybridOnPrem") ID, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY },
  { "first lines gone, a mailbox's", OUT FROM ENTITY ("Hosted") ID, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_MAILBOX },
  { "fields without any line of Microsoft 365",
    "Received: from pc ([10.0.0.1]) by mail.example.org; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ENTITY ("HybridOnPrem") ID,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_NOT_MICROSOFT_365 },
  { "the same, and the attribution is to the writer of the line: the lines since are gone",
    "Received: from pc ([10.0.0.1]) by relay.example.com; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ENTITY ("HybridOnPrem") ID,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "a relay that hides whom it took SMTP from",
    "Received: by mail.example.org with ESMTP id x; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ENTITY ("HybridOnPrem") ID,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "a program there", "Received: by mail.example.org (Postfix, from userid 33) id x; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ID,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_NOT_MICROSOFT_365 },
  { "a name of the internet without its address",
    "Received: from x.example.net by mail.example.org with ESMTP id x; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ID,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "no line names anybody", "Received: ; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "a part of a header",
    "Received: from x.example.net (x.example.net [192.0.2.5]) by mx.google.com with ESMTPS id x; Mon, 9 Mar 2026 10:00:08 +0000\n",
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "a part of a header, from inside a network",
    "Return-Path: <a@example.com>\nReceived: from filter ([10.0.0.1]) by lists.example.org with ESMTP id x; Mon, 9 Mar 2026 10:00:08 +0000\n",
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "lines alone, to the origin", "Received: from pc ([10.0.0.1]) by mail.example.org with ESMTP id x; Mon, 9 Mar 2026 10:00:08 +0000\n",
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_NOT_MICROSOFT_365 },
  { "from a filter on the same machine",
    "Received: from localhost (localhost [127.0.0.1]) by lists.example.org with ESMTP id x; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM
        ATTRIBUTED,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "its only line is whole",
    "Received: from x.example.net (x.example.net [192.0.2.5]) by mx.google.com with ESMTPS id x; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_NOT_MICROSOFT_365 },
  { "into another tenant, only the lines pasted", NEXT_FRONT HUB CA FRONT FROM, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "into another tenant, which found no attribution", NEXT_FRONT HUB CA FRONT FROM ENTITY ("Internet") ID, HS_CONNECTOR_NOT_TRAVERSED,
    HS_PATH_INTERNET_INBOUND },
  { "the same from a public address",
    "Received: from x (x.example.org [192.0.2.5]) by mail.example.com; Mon, 9 Mar 2026 10:00:08 +0000\n" FROM ATTRIBUTED ENTITY (
        "HybridOnPrem") ID,
    HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
  { "no Received field at all", FROM ATTRIBUTED ID, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN },
};

static void
test_rules (void)
{
  HsBench bench;

  hs_bench_init (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HsVerdict *verdict = &hs_bench_run (&bench, rows[i].header, strlen (rows[i].header))->verdict;
    g_test_message ("%s", rows[i].name);
    g_assert_cmpstr (hs_connector_name (verdict->connector), ==, hs_connector_name (rows[i].connector));
    g_assert_cmpstr (hs_path_name (verdict->submission_path), ==, hs_path_name (rows[i].path));
    g_assert_cmpuint (verdict->n_summary, >, 0);
    g_assert_cmpint (verdict->assurance == HS_ASSURANCE_NONE, ==, verdict->connector == HS_CONNECTOR_INDETERMINATE);
  }
  hs_bench_clear (&bench);
}

/* Lines that nobody vouches for need Microsoft's seal since it seals everything; earlier they do not. */
static void
test_seal_needed (void)
{
  static const char list[] =
      "Received: from lists.example.org (lists.example.org. [192.0.2.40]) by mx.google.com with ESMTPS id x; Mon, 9 Mar %s 10:00:19 +0000\n"
      "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com [40.107.21.91]) by lists.example.org; Mon, 9 Mar %s 10:00:09 +0000\n" HUB
          CA FRONT FROM ATTRIBUTED;
  static const struct {
    const char *read, *handed_over;
    HsConnectorVerdict connector;
  } years[] = { { "2026", "2026", HS_CONNECTOR_INDETERMINATE },
                { "2019", "2019", HS_CONNECTOR_TRAVERSED },
                { "2026", "2019", HS_CONNECTOR_INDETERMINATE } }; /* an invented line is dated at will */
  HsBench bench;

  hs_bench_init (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (years); i++) {
    g_autofree char *header = g_strdup_printf (list, years[i].read, years[i].handed_over);
    const HsVerdict *verdict = &hs_bench_run (&bench, header, strlen (header))->verdict;
    g_assert_cmpstr (hs_connector_name (verdict->connector), ==, hs_connector_name (years[i].connector));
    if (verdict->connector == HS_CONNECTOR_TRAVERSED)
      g_assert_cmpuint (verdict->assurance, ==, HS_ASSURANCE_CLAIMED);
  }
  hs_bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/rules", test_rules);
  g_test_add_func ("/verdict/seal-needed", test_seal_needed);
  return g_test_run ();
}
