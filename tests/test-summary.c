/* SPDX-License-Identifier: MIT */
#include <hopscope/summary.h>

#include "random-trace.h"
#include "story.h"

#include <hopscope/error.h>
#include <json-glib/json-glib.h>

static char *
render (const HsSummary *summary, HsFormat format)
{
  HsReportOptions options = { .format = format, .width = 80 };
  GString *out = g_string_new (NULL);
  hs_summary_write (summary, &options, out);
  return g_string_free (out, FALSE);
}

/* A random trace that is a little more like mail: known codes, small numbers, names that repeat. */
static HsTrace
make_trace (GPtrArray *owned)
{
  static const HsSlice hosts[] = { S ("mx.example.com"), S ("relay.example.co.kr"), S ("a\0b.example.org"), S ("x\xff.example.net"),
                                   S ("") };
  static const char *const operators[] = { NULL, "microsoft-365", "google", "on-premises" };
  static const char *const codes[] = { "HS101", "HS102", "HS301" };
  guint8 *data = g_malloc (4000);
  HsHop *hops;
  HsFinding *findings;
  HsTrace trace;

  for (gsize i = 0; i < 4000; i++)
    data[i] = (guint8)(g_test_rand_int () >> 8);
  g_ptr_array_add (owned, data);
  trace = random_trace (data, 4000, owned);
  hops = (HsHop *)trace.hops;
  findings = (HsFinding *)trace.findings;
  for (guint i = 0; i < trace.n_hops; i++) {
    hops[i].by_host = hosts[g_test_rand_int_range (0, G_N_ELEMENTS (hosts))];
    hops[i].operator_id = operators[g_test_rand_int_range (0, G_N_ELEMENTS (operators))];
    hops[i].role = (HsRole)g_test_rand_int_range (0, 10);
    hops[i].trust = (HsTrust)g_test_rand_int_range (0, 4);
    hops[i].delay_us = g_test_rand_int_range (0, G_MAXINT32);
    hops[i].inferred = i >= trace.n_written_hops;
  }
  for (guint i = 0; i < trace.n_findings; i++)
    findings[i].code = codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))];
  return trace;
}

static HsSummary *
random_summary (void)
{
  HsSummary *summary = hs_summary_new ();

  for (int n = g_test_rand_int_range (0, 4); n > 0; n--) {
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    HsTrace trace = make_trace (owned);
    hs_summary_add (summary, &trace);
    if (g_test_rand_int_range (0, 3) == 0)
      hs_summary_add_error (summary, "not-mail");
  }
  hs_summary_set_complete (summary, g_test_rand_int_range (0, 3) > 0);
  return summary;
}

static HsSummary *
merged (const HsSummary *a, const HsSummary *b)
{
  HsSummary *both = hs_summary_new ();
  hs_summary_merge (both, a);
  hs_summary_merge (both, b);
  return both;
}

static void
assert_same (const HsSummary *a, const HsSummary *b)
{
  g_autofree char *x = render (a, HS_FORMAT_JSON), *y = render (b, HS_FORMAT_JSON);
  gsize at = 0;

  while (x[at] == y[at] && x[at] != '\0')
    at++;
  if (x[at] != y[at])
    g_test_message ("%.200s\n--\n%.200s", x + at - MIN (at, 100), y + at - MIN (at, 100));
  g_assert_cmpint (x[at], ==, y[at]);
}

static void
test_merge (void)
{
  for (guint round = 0; round < 100; round++) {
    g_autoptr (HsSummary) a = random_summary (), b = random_summary (), c = random_summary (), nothing = hs_summary_new ();
    g_autoptr (HsSummary) ab = merged (a, b), ba = merged (b, a), bc = merged (b, c), ab_c = merged (ab, c), a_bc = merged (a, bc);
    g_autoptr (HsSummary) left = merged (nothing, a), right = merged (a, nothing);
    assert_same (ab, ba);
    assert_same (ab_c, a_bc);
    assert_same (left, a);
    assert_same (right, a);
  }
}

/* Counting traces, their NDJSON records, or summaries of parts written and read again gives the same. */
static void
test_from_json (void)
{
  HsReportOptions options = { .format = HS_FORMAT_NDJSON };

  for (guint round = 0; round < 100; round++) {
    g_autoptr (HsSummary) from_traces = hs_summary_new (), from_records = hs_summary_new (), from_parts = hs_summary_new (), part = NULL;
    for (guint i = 0; i < 3; i++) {
      g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GString) record = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;
      HsTrace trace = make_trace (owned);
      hs_summary_add (from_traces, &trace);
      hs_report_record (&options, &trace, record);
      hs_summary_add_json (from_records, record->str, record->len, &error);
      g_assert_no_error (error);
      g_clear_pointer (&part, hs_summary_free);
      part = hs_summary_new ();
      hs_summary_add (part, &trace);
      written = render (part, i % 2 == 0 ? HS_FORMAT_JSON : HS_FORMAT_NDJSON);
      hs_summary_add_json (from_parts, written, strlen (written), &error);
      g_assert_no_error (error);
    }
    assert_same (from_records, from_traces);
    assert_same (from_parts, from_traces);
  }
}

static void
test_errors (void)
{
  static const char *const bad[] = {
    "", "{", "[1]", "7", "null", "{\"type\":\"message\"}", "{\"type\":\"x\",\"schema\":\"hopscope/1\"}", "{\"schema\":\"hopscope/2\"}"
  };
  g_autoptr (HsSummary) summary = hs_summary_new (), nothing = hs_summary_new ();
  g_autofree char *deep = g_strnfill (1000000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (hs_summary_add_json (summary, bad[i], strlen (bad[i]), &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_RECORD);
  }
  g_assert_false (hs_summary_add_json (summary, deep, strlen (deep), NULL));
  assert_same (summary, nothing);
}

/* Members of the wrong type count as unknown. */
static void
test_odd_record (void)
{
  static const char odd[] =
      "{\"type\":\"message\",\"schema\":\"hopscope/1\",\"verdict\":[1],\"hops\":{\"a\":1},\"findings\":[1,null,{\"code\":7}],\"timing\":"
      "{\"total_ms\":-5,\"first\":\"x\"},\"passes\":[[]]}";
  g_autoptr (HsSummary) summary = hs_summary_new ();
  g_autoptr (GError) error = NULL;

  hs_summary_add_json (summary, odd, sizeof odd - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hs_summary_get_messages (summary), ==, 1);
}

static void
test_story (void)
{
  static const char *const wanted[] = { "Messages: 2.",
                                        "From 2026-03-09 03:53:31 to 2026-03-09 03:53:44 UTC.",
                                        "Verdicts",
                                        "traversed",
                                        "100.0 %",
                                        "connector-relay",
                                        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                                        "203.0.113.10",
                                        "yes",
                                        "HS104",
                                        "not-mail",
                                        "13 s",
                                        "microsoft-365",
                                        "eop-inbound" };
  g_autoptr (HsSummary) summary = hs_summary_new ();

  hs_summary_add (summary, &story);
  hs_summary_add (summary, &story);
  hs_summary_add_error (summary, "not-mail");
  hs_summary_set_complete (summary, FALSE);
  for (HsFormat format = HS_FORMAT_TEXT; format <= HS_FORMAT_MARKDOWN; format++) {
    g_autofree char *text = render (summary, format);
    const char *p = text;
    if (format == HS_FORMAT_JSON || format == HS_FORMAT_NDJSON)
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
      g_test_message ("%s", wanted[i]);
      p = strstr (p, wanted[i]);
      g_assert_nonnull (p);
    }
    g_assert_nonnull (strstr (text, "ncomplete"));
  }
}

static void
test_json (void)
{
  g_autoptr (HsSummary) summary = hs_summary_new ();
  g_autofree char *text = NULL;

  hs_summary_add (summary, &story);
  text = render (summary, HS_FORMAT_NDJSON);
  g_assert_true (g_str_has_prefix (
      text, "{\"type\":\"summary\",\"schema\":\"hopscope/1\",\"complete\":true,\"messages\":1,\"first\":\"2026-03-09T03:53:31Z\",\"last\":"
            "\"2026-03-09T03:53:44Z\",\"hops\":4,\"undated_hops\":0,\"skewed_hops\":0,\"total_delay\":{\"count\":1,\"sum_ms\":13000,"));
  g_assert_nonnull (strstr (text, "\"verdicts\":[{\"name\":\"traversed\",\"count\":1}]"));
  g_assert_nonnull (strstr (
      text,
      "{\"name\":\"microsoft-365\",\"count\":2,\"sum_ms\":7000,\"min_ms\":2000,\"max_ms\":5000,\"p50_ms\":2047,\"p90_ms\":5000,\"p99_ms\":5000,"));
  g_assert_nonnull (strstr (text, "\"others\":{\"verdicts\":0,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/merge", test_merge);
  g_test_add_func ("/summary/from-json", test_from_json);
  g_test_add_func ("/summary/errors", test_errors);
  g_test_add_func ("/summary/odd-record", test_odd_record);
  g_test_add_func ("/summary/story", test_story);
  g_test_add_func ("/summary/json", test_json);
  return g_test_run ();
}
