/* Any bytes as a message, through all stages, with connectors, domains and trust given; then as JSON.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <hopscope/hopscope.h>
#include <string.h>

static const char connectors[] =
    "[{\"Name\":\"SMTP Relay\",\"Enabled\":true,\"ConnectorType\":\"OnPremises\",\"SenderDomains\":[\"smtp:*;1\"],"
    "\"SenderIPAddresses\":[\"203.0.113.25\"]}]";

static HsOptions *
make_options (void)
{
  HsOptions *options = hs_options_new ();

  g_assert_true (hs_options_add_tenant_domain (options, "example.com", NULL));
  g_assert_true (hs_options_add_trust (options, "lists.example.org", NULL));
  g_assert_true (hs_options_load_connectors_data (options, connectors, strlen (connectors), "connectors", NULL));
  hs_options_set_now (options, G_GINT64_CONSTANT (1780000000000000));
  return options;
}

/* What every trace must keep, whatever the mail. */
static void
check_trace (const HsTrace *trace)
{
  g_assert_cmpuint (trace->n_written_hops, <=, trace->n_hops);
  g_assert_cmpint (trace->timing.total_us, >=, 0);
  for (guint i = 0; i < trace->n_hops; i++) {
    g_assert_cmpuint (trace->hops[i].index, ==, i + 1);
    g_assert_cmpint (trace->hops[i].delay_us, >=, 0);
    g_assert_nonnull (hs_role_name (trace->hops[i].role));
  }
  for (guint i = 0; i < trace->n_evidence; i++)
    g_assert_cmpuint (trace->evidence[i].id, ==, i + 1);
  if (trace->verdict.connector == HS_CONNECTOR_TRAVERSED) {
    g_assert_cmpuint (trace->verdict.pass, >, 0);
    g_assert_cmpuint (trace->verdict.n_evidence, >, 0);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HsAnalyzer *analyzer;
  g_autoptr (HsSource) source = hs_source_new_for_bytes (data, size, "fuzz", NULL, 0);
  const HsMessage *message;
  const HsReportOptions options = { .format = HS_FORMAT_NDJSON, .headers = TRUE };

  if (analyzer == NULL) {
    HsRuleset *rules = hs_ruleset_new (NULL, NULL, NULL, NULL);
    analyzer = hs_analyzer_new (rules, make_options ());
  }
  while (hs_source_next (source, &message, NULL)) {
    const HsTrace *trace = hs_analyzer_run (analyzer, message);
    g_autoptr (GString) out = g_string_new (NULL);
    check_trace (trace);
    hs_report_record (&options, trace, out);
    g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
  }
  return 0;
}
