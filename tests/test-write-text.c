/* SPDX-License-Identifier: MIT */
#include "escape.h"
#include "random-trace.h"
#include "story.h"

#include <hopscope/report.h>

static char *
render (const HsTrace *trace, HsReportOptions options)
{
  HsReport *report = hs_report_new (&options);
  GString *out = g_string_new (NULL);

  hs_report_add (report, trace, out);
  hs_report_finish (report, out);
  hs_report_free (report);
  return g_string_free (out, FALSE);
}

/* Each of @wanted follows the one before it. */
static void
assert_in_order (const char *text, const char *const *wanted, gsize n)
{
  const char *p = text;

  for (gsize i = 0; i < n; i++) {
    const char *found = strstr (p, wanted[i]);
    if (found == NULL)
      g_test_message ("not found (in this order): %s\n%s", wanted[i], text);
    g_assert_nonnull (found);
    p = found + 1;
  }
}

/* What the tool exists for, in the order of what happened. */
static void
test_story (void)
{
  static const char *const wanted[] = {
    "It entered Microsoft 365",
    "Route      scanner01 -> relay.example.com -> EOP -> Exchange Online -> google.com",
    "Connector  traversed",
    "Path       connector-relay",
    "Origin     scanner01 [192.168.0.3] (private address, claimed)",
    "On-premises relay received it from the origin",
    "scanner01 [192.168.0.3]",
    "relay.example.com",
    "EOP received it",
    "Exchange Online received it and routed it outbound",
    "Microsoft 365 handed it to google.com",
    "mx.google.com",
    "Named by other fields, no Received line:",
    "AM0PR05CA0085.outlook.office365.com (Exchange Online)",
    "13 s from the first to the last hop",
    "Slowest: hop 2 took 6 s (owner: example.com).",
    "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp (line 20)",
    "HS104  No TLS on a hop (hop 1, line 18, e3)",
    "What to do: Let the device use STARTTLS.",
  };
  g_autofree char *text = render (&story, (HsReportOptions){ 0 });

  assert_in_order (text, wanted, G_N_ELEMENTS (wanted));
  g_assert_null (strchr (text, '\033'));
}

static void
test_verbose (void)
{
  static const char *const wanted[] = {
    "time  2026-03-09 12:53:31 +0900",
    "claimed: joined, but nobody vouches for relay.example.com",
    "Passes through Microsoft 365",
    "entered at hop 2, left at hop 4",
    "2026-03-09 03:53:37.479 UTC",
    "X-Forefront-Antispam-Report",
    "IPV  CAL  = the address is on the allow list",
    "SFP  1102",
    "All header fields",
    "   18  Received: from scanner01",
  };
  g_autofree char *text = render (&story, (HsReportOptions){ .verbose = TRUE, .headers = TRUE });

  assert_in_order (text, wanted, G_N_ELEMENTS (wanted));
}

/* No line is wider than asked for, but where a single word is, or one entry of a list; nothing but the bars is lost at any width. */
static void
test_widths (void)
{
  g_autofree char *unlimited = render (&story, (HsReportOptions){ .verbose = TRUE, .headers = TRUE });

  for (guint width = 60; width <= 240; width += 5) {
    g_autofree char *text = render (&story, (HsReportOptions){ .width = width, .verbose = TRUE, .headers = TRUE });
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_auto (GStrv) words = g_strsplit_set (unlimited, " \n;:,)", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
      const char *last_word = strrchr (lines[i], ' ');
      if (hs_text_width (lines[i], strlen (lines[i])) <= width)
        continue;
      g_assert_cmpuint (strlen (last_word) + 20, >, width - 20);
      g_assert_cmpuint (strcspn (last_word, ";"), >=, strlen (last_word) - 1);
    }
    for (guint i = 0; words[i] != NULL; i++)
      if (g_str_is_ascii (words[i]))
        g_assert_nonnull (strstr (text, words[i]));
  }
}

/* With room for it, who gave it to whom and how is one line a hop. */
static void
test_wide_table (void)
{
  g_autofree char *text = render (&story, (HsReportOptions){ .width = 200 });
  static const char row[] = "\n      from  relay.example.com [203.0.113.10]                               by    "
                            "DB5EUR05FT042.mail.protection.outlook.com [10.13.7.42]  with Microsoft SMTP Server, TLS1.2 · attested\n";

  g_assert_nonnull (strstr (text, row));
}

/* Skew and missing dates are told apart from delay. */
static void
test_clock (void)
{
  HsHop hops[] = { story_hops[0], story_hops[1], story_hops[3] };
  static const guint skewed[] = { 2 };
  HsTrace trace = story;
  g_autofree char *text = NULL;

  hops[1].skew_known = TRUE;
  hops[1].skew_us = -77 * G_USEC_PER_SEC;
  hops[1].delay_us = 0;
  hops[2].index = 3;
  hops[2].time = (HsTime){ 0 };
  hops[2].delay_known = FALSE;
  trace.hops = hops;
  trace.n_hops = trace.n_written_hops = 3;
  trace.timing.skewed_hops = skewed;
  trace.timing.n_skewed = 1;
  trace.timing.undated_hops = 1;
  trace.timing.slowest_hop = 0;
  trace.timing.total_known = FALSE;
  text = render (&trace, (HsReportOptions){ .width = 80 });
  assert_in_order (text,
                   (const char *[]){ "clock -1 min 17 s", "no date", "The total is not known.", "Clock of hop 2 is 1 min 17 s slow",
                                     "Hops without a date that can be read: 1." },
                   5);
  g_assert_null (strstr (text, "Slowest"));
}

/* Mail cannot move the cursor, hide text or fake a section. */
static void
test_hostile (void)
{
  HsHop hops[] = { story_hops[0] };
  HsTrace trace = story;
  g_autofree char *text = NULL;

  hops[0].from_helo = HS_SLICE_LITERAL ("\x1b[2J\x1b]0;x\a\nFindings\n  None.\xe2\x80\xae\xff");
  trace.hops = hops;
  trace.n_hops = trace.n_written_hops = 1;
  trace.message.subject = HS_SLICE_LITERAL ("\x9b"
                                            "31m \xc2\x9b \r\n\r\nhidden");
  text = render (&trace, (HsReportOptions){ .width = 80, .verbose = TRUE });
  g_assert_nonnull (strstr (text, "\u241b[2J\u241b]0;x\u2407 Findings None.[U+202E]\ufffd"));
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strchr (text, '\r'));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_color (void)
{
  g_autofree char *text = render (&story, (HsReportOptions){ .color = TRUE }), *plain = render (&story, (HsReportOptions){ 0 });
  g_autoptr (GRegex) escapes = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);
  g_autofree char *stripped = g_regex_replace_literal (escapes, text, -1, 0, "", 0, NULL);

  g_assert_nonnull (strchr (text, '\033'));
  g_assert_cmpstr (stripped, ==, plain);
}

static const char *
shout (const char *msgid, gpointer user_data)
{
  return g_str_has_prefix (msgid, "It entered") ? "{3}의 {2}에서 {1}" : msgid;
}

static void
test_translated (void)
{
  g_autofree char *text = render (&story, (HsReportOptions){ .translate = shout });
  g_assert_nonnull (strstr (text, "relay.example.com의 203.0.113.10에서 3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
}

static void
test_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("-03:30");
  g_autofree char *text = render (&story, (HsReportOptions){ .zone = zone });
  g_assert_nonnull (strstr (text, "time  2026-03-09 00:23:31 -0330"));
}

static void
test_several (void)
{
  HsReportOptions options = { 0 };
  g_autoptr (HsReport) report = hs_report_new (&options);
  g_autoptr (GString) out = g_string_new (NULL);

  hs_report_add (report, &story, out);
  hs_report_add (report, &story, out);
  hs_report_finish (report, out);
  g_assert_nonnull (strstr (out->str, "────"));
}

static void
test_random (void)
{
  for (guint round = 0; round < 300; round++) {
    guint8 data[4000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *text = NULL;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    text = render (&trace, (HsReportOptions){ .width = 60 + round, .verbose = TRUE, .headers = TRUE });
    g_assert_true (g_utf8_validate (text, -1, NULL));
    for (const char *p = text; *p != '\0'; p++)
      g_assert_true ((guint8)*p >= 0x20 || *p == '\n');
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-text/story", test_story);
  g_test_add_func ("/write-text/verbose", test_verbose);
  g_test_add_func ("/write-text/widths", test_widths);
  g_test_add_func ("/write-text/wide-table", test_wide_table);
  g_test_add_func ("/write-text/clock", test_clock);
  g_test_add_func ("/write-text/hostile", test_hostile);
  g_test_add_func ("/write-text/color", test_color);
  g_test_add_func ("/write-text/translated", test_translated);
  g_test_add_func ("/write-text/zone", test_zone);
  g_test_add_func ("/write-text/several", test_several);
  g_test_add_func ("/write-text/random", test_random);
  return g_test_run ();
}
