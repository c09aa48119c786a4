/* Traces of arbitrary bytes through every writer and as a summary, redacted or not, in English and in Korean: JSON is JSON, all of it is
   UTF-8, no control character gets through.
   SPDX-License-Identifier: MIT */
#include "../../src/cli/catalogue.h"
#include "../random-trace.h"
#include "fuzz.h"

#include <hopscope/report.h>
#include <hopscope/summary.h>
#include <json-glib/json-glib.h>

static void
check_text (const GString *out)
{
  g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
  for (gsize i = 0; i < out->len; i++)
    g_assert_true ((guint8)out->str[i] >= 0x20 || out->str[i] == '\n' || out->str[i] == '\t' || out->str[i] == '\r');
}

static void
write_report (const HsTrace *trace, HsReportOptions options)
{
  g_autoptr (HsReport) report = hs_report_new (&options);
  g_autoptr (GString) out = g_string_new (NULL);

  hs_report_add (report, trace, out);
  if (options.verbose)
    hs_report_add (report, trace, out);
  hs_report_finish (report, out);
  check_text (out);
  if (options.format == HS_FORMAT_JSON) {
    g_autoptr (JsonNode) node = json_from_string (out->str, NULL);
    g_assert_nonnull (node);
  }
}

/* The record is one line, and counting it gives what counting the trace gives. */
static void
write_record (const HsTrace *trace, gboolean redact)
{
  HsReportOptions options = { .format = HS_FORMAT_NDJSON, .headers = TRUE, .redact = redact };
  g_autoptr (GString) out = g_string_new (NULL), summary_text = g_string_new (NULL);
  g_autoptr (HsSummary) summary = hs_summary_new ();
  g_autoptr (GError) error = NULL;

  hs_report_record (&options, trace, out);
  check_text (out);
  g_assert_true (memchr (out->str, '\n', out->len) == out->str + out->len - 1);
  hs_summary_add_json (summary, out->str, out->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hs_summary_get_messages (summary), ==, 1);
  options.format = HS_FORMAT_HTML;
  hs_summary_write (summary, &options, summary_text);
  check_text (summary_text);
}

/* Counted twice, written in every form; merged with another, counts add up. */
static void
write_summaries (const HsTrace *trace, HsReportOptions options)
{
  g_autoptr (HsSummary) summary = hs_summary_new (), other = hs_summary_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  hs_summary_add (summary, trace);
  hs_summary_add (other, trace);
  hs_summary_add_error (other, "read");
  hs_summary_merge (summary, other);
  g_assert_cmpuint (hs_summary_get_messages (summary), ==, 2);
  for (options.format = HS_FORMAT_TEXT; options.format <= HS_FORMAT_CSV; options.format++) {
    g_string_truncate (out, 0);
    hs_summary_write (summary, &options, out);
    check_text (out);
    if (options.format == HS_FORMAT_JSON) {
      node = json_from_string (out->str, NULL);
      g_assert_nonnull (node);
    }
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  const Catalogue *korean;
  HsReportOptions options;
  HsTrace trace;

  if (size < 1)
    return 0;
  trace = random_trace (data + 1, size - 1, owned);
  options = (HsReportOptions){ .width = data[0], .verbose = data[0] & 1, .headers = data[0] & 2, .redact = data[0] & 4 };
  korean = catalogue_for ("ko");
  if ((data[0] & 8) && korean != NULL) {
    options.translate = catalogue_translate;
    options.translate_data = (gpointer)korean;
    options.lang = catalogue_lang (korean);
  }
  for (options.format = HS_FORMAT_TEXT; options.format <= HS_FORMAT_CSV; options.format++) {
    write_report (&trace, options);
    options.width = 0;
  }
  write_summaries (&trace, options);
  write_record (&trace, data[0] & 4);
  return 0;
}
