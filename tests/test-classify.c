/* Which part each server plays, by where it stands.  SPDX-License-Identifier: MIT */
#include "analyze.h"

#define T "; Mon, 9 Mar 2026 10:00:09 +0000\n"
#define OUT(by)                                                                                                                               \
  "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com. [40.107.21.91]) by " by \
  " with ESMTPS id x" T
#define HUB \
  "Received: from DB6PR0202CA0043.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com (2603:10a6:102:343::17) with Microsoft SMTP Server (TLS) id 15.20.6411.17" T
#define CA \
  "Received: from DB8EUR06FT020.eop-eur06.prod.protection.outlook.com (2603:10a6:4:a5:cafe::96) by DB6PR0202CA0043.outlook.office365.com (2603:10a6:4:a5::29) with Microsoft SMTP Server (TLS) id 15.20.6387.34 via Frontend Transport" T
#define FRONT \
  "Received: from relay.example.com (203.0.113.25) by DB8EUR06FT020.mail.protection.outlook.com (10.233.253.6) with Microsoft SMTP Server (TLS) id 15.20.6411.17 via Frontend Transport" T
#define INSIDE "Received: from scanner01 ([192.168.0.3]) by relay.example.com with Microsoft SMTPSVC(10.0.1)" T
#define INNER_GOOGLE "Received: by 2002:a17:906:80f:: with SMTP id e15ls844787ejd.1.gmail" T
#define FROM "From: a@example.com\n"

#define MOST 8

/* Roles of the `by` servers, oldest first. */
static const struct {
  const char *name, *header;
  HsRole roles[MOST];
} rows[] = {
  { "the story",
    OUT ("mx.google.com") HUB CA FRONT INSIDE FROM,
    { HS_ROLE_ON_PREMISES_RELAY, HS_ROLE_EOP_INBOUND, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_EXTERNAL_RECIPIENT } },
  { "the sender's own gateway behind Microsoft 365",
    "Received: from gw.example.com (gw.example.com. [192.0.2.9]) by mx.google.com with ESMTPS id y" T OUT ("gw.example.com")
        HUB CA FRONT INSIDE FROM,
    { HS_ROLE_ON_PREMISES_RELAY, HS_ROLE_EOP_INBOUND, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_ON_PREMISES_RELAY,
      HS_ROLE_EXTERNAL_RECIPIENT } },
  { "a filter behind Microsoft 365",
    "Received: from mx0a-0014ca01.pphosted.com (mx0a-0014ca01.pphosted.com. [205.220.165.1]) by mx.google.com with ESMTPS id y" T OUT (
        "mx0a-0014ca01.pphosted.com") HUB CA FRONT FROM,
    { HS_ROLE_EOP_INBOUND, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_THIRD_PARTY_GATEWAY, HS_ROLE_EXTERNAL_RECIPIENT } },
  { "a list, known by List-Id",
    "Received: from l.example.org (l.example.org. [192.0.2.40]) by mx.example.net with ESMTPS id y" T OUT ("l.example.org")
        HUB CA FRONT FROM "List-Id: <l.example.org>\n",
    { HS_ROLE_EOP_INBOUND, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_EXCHANGE_ONLINE, HS_ROLE_MAILING_LIST, HS_ROLE_EXTERNAL_RECIPIENT } },
  { "no Microsoft 365 at all",
    "Received: from relay.example.com (relay.example.com. [203.0.113.25]) by mx.example.net with ESMTPS id y" T INSIDE FROM,
    { HS_ROLE_ON_PREMISES_RELAY, HS_ROLE_EXTERNAL_RECIPIENT } },
  { "a device straight to the recipient's provider",
    INNER_GOOGLE "Received: from scanner01 (mail.example.com. [203.0.113.50]) by mx.google.com with ESMTPS id y" T FROM,
    { HS_ROLE_EXTERNAL_RECIPIENT, HS_ROLE_EXTERNAL_RECIPIENT } },
  { "a device straight to the recipient's own server",
    "Received: from scanner01 (mail.example.com [203.0.113.50]) by mx.example.net (Postfix) with ESMTP id y" T FROM,
    { HS_ROLE_EXTERNAL_RECIPIENT } },
  { "a device to a server of its own organization",
    "Received: from scanner01 (unknown [203.0.113.50]) by mx.example.com (Postfix) with ESMTP id y" T FROM,
    { HS_ROLE_ON_PREMISES_RELAY } },
  { "a user of the provider",
    INNER_GOOGLE "Received: from [192.168.1.5] (dsl.example.org. [203.0.113.50]) by smtp.gmail.com with ESMTPSA id y" T FROM,
    { HS_ROLE_PROVIDER, HS_ROLE_PROVIDER } },
  { "a provider's inner line, read elsewhere",
    "Received: from mail-ed1-x53d.google.com (mail-ed1-x53d.google.com [209.85.221.54]) by mx.example.net (Postfix) with ESMTPS id y" T
        INNER_GOOGLE "Received: from relay.example.com (relay.example.com. [203.0.113.25]) by gmr-mx.google.com with ESMTPS id y" T FROM,
    { HS_ROLE_PROVIDER, HS_ROLE_PROVIDER, HS_ROLE_EXTERNAL_RECIPIENT } },
};

static void
test_roles (void)
{
  HsBench bench;

  hs_bench_init (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HsTrace *trace = hs_bench_run (&bench, rows[i].header, strlen (rows[i].header));
    g_test_message ("%s", rows[i].name);
    for (guint h = 0; h < trace->n_written_hops; h++)
      g_assert_cmpstr (hs_role_name (trace->hops[h].role), ==, hs_role_name (rows[i].roles[h]));
  }
  hs_bench_clear (&bench);
}

/* The `from` side is the server below it, an egress, or the origin. */
static void
test_from_roles (void)
{
  HsBench bench;
  const HsTrace *trace;

  hs_bench_init (&bench);
  trace = hs_bench_run (&bench, rows[0].header, strlen (rows[0].header));
  g_assert_cmpuint (trace->hops[0].from_role, ==, HS_ROLE_ORIGIN);
  g_assert_cmpuint (trace->hops[1].from_role, ==, HS_ROLE_ON_PREMISES_RELAY);
  g_assert_cmpuint (trace->hops[2].from_role, ==, HS_ROLE_EOP_INBOUND);
  g_assert_cmpuint (trace->hops[4].from_role, ==, HS_ROLE_EOP_OUTBOUND);
  g_assert_cmpuint (trace->origin.scope, ==, HS_SCOPE_PRIVATE);
  hs_bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/classify/roles", test_roles);
  g_test_add_func ("/classify/from-roles", test_from_roles);
  return g_test_run ();
}
