/* SPDX-License-Identifier: MIT */
#include <hopscope/explain.h>

#include <string.h>

static HsRuleset *ruleset;
static const HsReportOptions plain = { .width = 0 };

/* What is asked, and three pieces of the answer in this order. */
static const struct {
  const char *query;
  gboolean known;
  const char *said[3];
} cases[] = {
  { "HS204", TRUE, { "HS204: ", "<receiving server> took the message from <sending server>", "To do" } },
  { "SFV:SKI", TRUE, { "SFV:SKI\n", "not filtered: mail inside the organization", "X-Forefront-Antispam-Report" } },
  { " sfv=ski; ", TRUE, { "SFV:SKI\n", "not filtered: mail inside the organization", "" } },
  { "X-Forefront-Antispam-Report: SFV:SKI;", TRUE, { "SFV:SKI\n", "not filtered: mail inside the organization", "" } },
  { "CAT:NONE", TRUE, { "CAT:NONE\n", "no policy applied", "" } },
  { "compauth reason 601", TRUE, { "reason:601\n", "typical of direct send", "Authentication-Results" } },
  { "reason=699", TRUE, { "reason:6xx\n", "implicit failure", "" } },
  { "AuthAs:Anonymous", TRUE, { "Anonymous\n", "relay through a connector is Anonymous too", "X-MS-Exchange-Organization-AuthAs" } },
  { "X-MS-Exchange-CrossTenant-AuthAs: Anonymous", TRUE, { "Anonymous\n", "relay through a connector is Anonymous too", "" } },
  { "dkim=none (message not signed)", TRUE, { "dkim:none\n", "no signature", "Authentication-Results" } },
  { "CIP:2001:db8::1", TRUE, { "CIP:2001:db8::1\n", "address of the connecting server", "this value is not in the table" } },
  { "SFV", TRUE, { "X-Forefront-Antispam-Report: SFV\n", "SFV:NSPM", "SFV:SKI" } },
  { "HybridOnPrem", TRUE, { "HybridOnPrem\n", "came in through an OnPremises inbound connector", "" } },
  { "x-ld-processed", TRUE, { "X-LD-Processed\n", "the sending tenant", "Exchange Online, on sending" } },
  { "AuthSource", TRUE, { "X-MS-Exchange-Organization-AuthSource\n", "X-MS-Exchange-CrossTenant-AuthSource\n", "" } },
  { "X-MS-Exchange-Forest-IndexAgent", TRUE, { "X-MS-Exchange-Forest-*\n", "one Exchange forest", "" } },
  { "X-MS-UserLastLogonTime", TRUE, { "X-MS-UserLastLogonTime\n", "yes: hidden unless asked for", "" } },
  { "traversed", TRUE, { "verdict: traversed\n", "It says neither that a device sent it", "" } },
  { "consumer", TRUE, { "path: consumer\n", "cloud: consumer\n", "pool: consumer\n" } },
  { "attested", TRUE, { "assurance: attested\n", "trust: attested\n", "" } },
  { "15.1.2507.39", TRUE, { "15.1.2507.39\n", "Exchange Server 2016 CU23", "2022-04-20" } },
  { "40.107.94.55", TRUE, { "microsoft-365", "40.107.0.0/16", "standard" } },
  { "192.0.2.1", TRUE, { "documentation", "not in the tables", "" } },
  { "NAM10-DM6-obe.outbound.protection.outlook.com", TRUE, { "Microsoft 365", "eop-outbound", "proves nothing" } },
  { "keys", TRUE, { "arcselector9901._domainkey.microsoft.com", "arcselector10001._domainkey.microsoft.com", "rsa" } },
  { "travrsed", FALSE, { "nothing is known of 'travrsed'", "nearest: traversed", "" } },
  { "SFV:SKZ", TRUE, { "SFV:SKZ\n", "verdict of the spam filter", "this value is not in the table" } },
  { "SFX:SKI", FALSE, { "nearest: SFV:SKI", "", "" } },
  { "X-MS-Exchange-Organisation-AuthAs", FALSE, { "nearest: X-MS-Exchange-Organization-AuthAs", "", "" } },
  { "quite something else", FALSE, { "nothing is known of 'quite something else'; give a finding such as", "", "" } },
  { "", FALSE, { "nothing is known of ''", "", "" } },
  { ":", FALSE, { "nothing is known of ':'", "", "" } },
  { "\x1b[31mred", FALSE, { "nothing is known of", "", "" } },
};

static void
test_queries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    const char *at;
    g_test_message ("%s", cases[i].query);
    g_assert_cmpint (hs_explain (ruleset, cases[i].query, &plain, out), ==, cases[i].known);
    g_test_message ("%s", out->str);
    at = out->str;
    for (guint j = 0; j < G_N_ELEMENTS (cases[i].said); j++) {
      at = strstr (at, cases[i].said[j]);
      g_assert_nonnull (at);
    }
    g_assert_true (g_str_has_suffix (out->str, "\n"));
    g_assert_null (strchr (out->str, '\x1b'));
  }
}

/* A slip of the finger, and what was meant: first of what is offered, or where a family or key answers, there. */
static void
test_typos (void)
{
  static const struct {
    const char *typed, *meant;
  } typos[] = {
    { "SFV:SKl", "Nearest   SKI" },
    { "CAT:PHSIH", "Nearest   PHSH" },
    { "DIR:IMB", "Nearest   INB" },
    { "HS2O4", "nearest: HS204" },
    { "HSS301", "nearest: HS301" },
    { "HS-404", "nearest: HS404" },
    { "X-Forefront-Antispan-Report", "nearest: X-Forefront-Antispam-Report" },
    { "X-Microsoft-Antispamm", "nearest: X-Microsoft-Antispam" },
    { "X-EOPAttributedMesage", "nearest: X-EOPAttributedMessage" },
    { "X-OriginatorOrgg", "nearest: X-OriginatorOrg" },
    { "Athentication-Results", "nearest: Authentication-Results" },
    { "X-MS-Exchange-Organization-AuthSorce", "Nearest        X-MS-Exchange-Organization-AuthSource" },
    { "X-MS-Exchange-CrossTenant-OriginalAtributedTenantConnectingIp",
      "Nearest        X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp" },
    { "SVF:SKI", "nearest: SFV:SKI" },
    { "CTA:SPM", "nearest: CAT:SPM" },
    { "IVP:NLI", "nearest: IPV:NLI" },
    { "dmarc:fial", "nearest: dmarc:fail" },
    { "HybridOnPrm", "nearest: HybridOnPrem" },
    { "conector-relay", "nearest: connector-relay" },
    { "hybrid-exchang", "nearest: hybrid-exchange" },
    { "smtp-ath", "nearest: smtp-auth" },
    { "direct-sent", "nearest: direct-send" },
    { "eop-inbund", "nearest: eop-inbound" },
    { "exchange-onlin", "nearest: exchange-online" },
    { "third-party-gatway", "nearest: third-party-gateway" },
    { "atested", "nearest: attested" },
    { "contradicated", "nearest: contradicted" },
    { "inderminate", "nearest: indeterminate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (typos); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    const char *at, *end;
    hs_explain (ruleset, typos[i].typed, &plain, out);
    g_test_message ("%s: %s", typos[i].typed, out->str);
    at = strstr (out->str, typos[i].meant);
    g_assert_nonnull (at);
    end = at + strlen (typos[i].meant);
    g_assert_true (*end == ',' || *end == '\n');
  }
}

/* Every finding of the table explains itself by its code. */
static void
test_findings (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_true (hs_explain (ruleset, "hs204", &plain, out));
  g_assert_true (g_str_has_prefix (out->str, "HS204: "));
  g_assert_false (hs_explain (ruleset, "HS999", &plain, out));
  g_assert_nonnull (strstr (out->str, "nearest: HS"));
}

/* Long and odd questions are answered in no time, and appended to what is there. */
static void
test_odd (void)
{
  g_autofree char *longest = g_strnfill (1 << 20, ':');
  g_autoptr (GString) out = g_string_new ("before\n");

  g_assert_false (hs_explain (ruleset, longest, &plain, out));
  g_assert_true (g_str_has_prefix (out->str, "before\n"));
  memset (longest, 'a', 1 << 20);
  g_assert_false (hs_explain (ruleset, longest, &plain, out));
  g_assert_cmpuint (out->len, <, 4096);
}

static const char *
reversed (const char *msgid, gpointer user_data)
{
  return strcmp (msgid, "Means") == 0 ? "Bedeutet" : msgid;
}

static void
test_translated (void)
{
  HsReportOptions options = { .width = 60, .color = TRUE, .translate = reversed };
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_true (hs_explain (ruleset, "SFV:SKI", &options, out));
  g_assert_nonnull (strstr (out->str, "Bedeutet"));
  g_assert_nonnull (strchr (out->str, '\x1b'));
}

int
main (int argc, char **argv)
{
  GError *error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  ruleset = hs_ruleset_new (NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/explain/queries", test_queries);
  g_test_add_func ("/explain/typos", test_typos);
  g_test_add_func ("/explain/findings", test_findings);
  g_test_add_func ("/explain/odd", test_odd);
  g_test_add_func ("/explain/translated", test_translated);
  status = g_test_run ();
  hs_ruleset_unref (ruleset);
  return status;
}
