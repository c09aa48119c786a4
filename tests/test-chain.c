/* How lines join, and what a line below is worth.  SPDX-License-Identifier: MIT */
#include "analyze.h"

#define AT " Mon, 9 Mar 2026 10:00:0"
#define GMAIL(from) "Received: from " from " by mx.google.com with ESMTPS id x;" AT "9 +0000\n"

/* Two lines, the newer first; what the older one is worth. */
static const struct {
  const char *name, *header;
  HsTrust trust;
} rows[] = {
  { "reverse name is the writer",
    GMAIL ("mail.example.com (mail.example.com. [192.0.2.1])") "Received: from pc ([10.0.0.1]) by mail.example.com; " AT "8 +0000\n",
    HS_TRUST_CLAIMED },
  { "same organization by reverse name",
    GMAIL ("out.example.com (out.example.com. [192.0.2.1])") "Received: from pc ([10.0.0.1]) by in.example.com;" AT "8 +0000\n",
    HS_TRUST_CLAIMED },
  { "Google to Google is the reader's side",
    GMAIL ("mail-ej1-f49.google.com (mail-ej1-f49.google.com. [209.85.218.49])") "Received: by mail-ej1-f49.google.com with SMTP id y;" AT
                                                                                 "8 +0000\n",
    HS_TRUST_TRUSTED },
  { "an address of Microsoft attests Microsoft's line",
    GMAIL (
        "EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com. [40.107.21.91])") "Received: from DB6PR0202CA0043.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.6411.17;" AT
                                                                                                                               "8 +0000\n",
    HS_TRUST_ATTESTED },
  { "Microsoft's name from a foreign address is a lie",
    GMAIL (
        "EUR05-VI1-obe.outbound.protection.outlook.com (unknown [203.0.113.9])") "Received: from DB6PR0202CA0043.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com with Microsoft SMTP Server (TLS) id 15.20.6411.17;" AT
                                                                                 "8 +0000\n",
    HS_TRUST_CONTRADICTED },
  { "a stranger cannot have been Microsoft's server",
    GMAIL (
        "mail.example.com (mail.example.com. [192.0.2.1])") "Received: from DB6PR0202CA0043.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com with Microsoft SMTP Server (TLS) id 15.20.6411.17;" AT
                                                            "8 +0000\n",
    HS_TRUST_CONTRADICTED },
  { "unrelated names in public: a gap, plausible at most",
    GMAIL ("mail.example.com (mail.example.com. [192.0.2.1])") "Received: from pc ([10.0.0.1]) by mail.example.org;" AT "8 +0000\n",
    HS_TRUST_CLAIMED },
};

static void
test_two_lines (void)
{
  HsBench bench;

  hs_bench_init (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HsTrace *trace = hs_bench_run (&bench, rows[i].header, strlen (rows[i].header));
    g_test_message ("%s", rows[i].name);
    g_assert_cmpuint (trace->n_written_hops, ==, 2);
    g_assert_cmpuint (trace->hops[1].trust, ==, HS_TRUST_TRUSTED);
    g_assert_cmpstr (hs_trust_name (trace->hops[0].trust), ==, hs_trust_name (rows[i].trust));
    g_assert_nonnull (trace->hops[0].trust_reason.format);
  }
  hs_bench_clear (&bench);
}

/* Below a contradiction nothing rises again, whatever it joins to. */
static void
test_never_rises (void)
{
  static const char header[] = GMAIL (
      "mail.example.com (mail.example.com. [192.0.2.1])") "Received: from X.eurprd02.prod.outlook.com (2603:10a6:4:a5::29) by PAWPR03MB10135.eurprd03.prod.outlook.com with Microsoft SMTP Server (TLS) id 15.20.6411.17;" AT
                                                          "8 +0000\n"
                                                          "Received: from a.example.org (a.example.org [192.0.2.7]) by DB8EUR06FT020.mail.protection.outlook.com (10.233.253.6) with Microsoft SMTP Server id 15.20.6411.17 via Frontend Transport;" AT
                                                          "7 +0000\n"
                                                          "Received: from b ([10.0.0.2]) by a.example.org;" AT "6 +0000\n";
  HsBench bench;
  const HsTrace *trace;

  hs_bench_init (&bench);
  trace = hs_bench_run (&bench, header, strlen (header));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (trace->hops[i].trust, ==, HS_TRUST_CONTRADICTED);
  g_assert_cmpuint (trace->verdict.connector, !=, HS_CONNECTOR_TRAVERSED);
  g_assert_true (hs_bench_found (trace, "HS204"));
  hs_bench_clear (&bench);
}

#define OUT \
  "Received: from EUR05-VI1-obe.outbound.protection.outlook.com (mail-vi1eur05on2091.outbound.protection.outlook.com. [40.107.21.91])"
#define STRANGER GMAIL ("mail.example.com (mail.example.com. [192.0.2.1])")

/* What `--trust lists.example.org` makes of the line by that server, which is the oldest one. */
static const struct {
  const char *name, *header;
  HsTrust trust;
} trusted_rows[] = {
  { "handed over to the reader", GMAIL ("lists.example.org (lists.example.org. [192.0.2.40])") OUT " by lists.example.org;" AT "8 +0000\n",
    HS_TRUST_TRUSTED },
  { "behind another server of its organization",
    GMAIL (
        "mirror.example.org (mirror.example.org. [192.0.2.41])") "Received: from lists.example.org (lists.example.org [192.0.2.40]) by mirror.example.org;" AT
                                                                 "8 +0000\n" OUT " by lists.example.org;" AT "7 +0000\n",
    HS_TRUST_TRUSTED },
  { "the word of a stranger that it was there is worth nothing",
    STRANGER "Received: from lists.example.org (lists.example.org [192.0.2.40]) by mail.example.com;" AT "8 +0000\n" OUT
             " by lists.example.org;" AT "7 +0000\n",
    HS_TRUST_CLAIMED },
  { "nor is a loopback line of a stranger",
    STRANGER "Received: from localhost (localhost [127.0.0.1]) by mail.example.com;" AT "8 +0000\n" OUT " by lists.example.org;" AT
             "7 +0000\n",
    HS_TRUST_CLAIMED },
};

static void
test_trust_option (void)
{
  HsBench bench;

  hs_bench_init (&bench);
  g_assert_true (hs_options_add_trust (bench.options, "lists.example.org", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (trusted_rows); i++) {
    const HsTrace *trace = hs_bench_run (&bench, trusted_rows[i].header, strlen (trusted_rows[i].header));
    g_test_message ("%s", trusted_rows[i].name);
    g_assert_cmpstr (hs_trust_name (trace->hops[0].trust), ==, hs_trust_name (trusted_rows[i].trust));
  }
  hs_bench_clear (&bench);
}

/* A program on a trusted host that passes lines on (a web form, a mailer): a line by another organization below is not that host's. */
static void
test_loopback (void)
{
  static const char header[] =
      "Received: from localhost (localhost [127.0.0.1]) by mx.example.net;" AT "9 +0000\n" OUT " by lists.example.org;" AT "8 +0000\n";
  static const char filter[] =
      "Received: from localhost (localhost [127.0.0.1]) by mx.example.net;" AT "9 +0000\n" OUT " by mx.example.net;" AT "8 +0000\n";
  HsBench bench;

  hs_bench_init (&bench);
  g_assert_cmpuint (hs_bench_run (&bench, header, strlen (header))->hops[0].trust, ==, HS_TRUST_CLAIMED);
  g_assert_cmpuint (hs_bench_run (&bench, filter, strlen (filter))->hops[0].trust, ==, HS_TRUST_TRUSTED);
  hs_bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chain/two-lines", test_two_lines);
  g_test_add_func ("/chain/never-rises", test_never_rises);
  g_test_add_func ("/chain/trust-option", test_trust_option);
  g_test_add_func ("/chain/loopback", test_loopback);
  return g_test_run ();
}
