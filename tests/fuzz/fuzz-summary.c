/* Arbitrary bytes as records or summaries: read or refused, and what was read can be written and read again.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <hopscope/summary.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HsSummary) summary = hs_summary_new (), again = hs_summary_new ();
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL);
  HsReportOptions options = { .format = HS_FORMAT_NDJSON };

  if (!hs_summary_add_json (summary, (const char *)data, size, NULL))
    return 0;
  hs_summary_write (summary, &options, first);
  g_assert_true (hs_summary_add_json (again, first->str, first->len, NULL));
  hs_summary_write (again, &options, second);
  g_assert_cmpstr (first->str, ==, second->str);
  for (HsFormat format = HS_FORMAT_TEXT; format <= HS_FORMAT_MARKDOWN; format++) {
    options.format = format;
    g_string_truncate (first, 0);
    hs_summary_write (summary, &options, first);
    g_assert_true (g_utf8_validate (first->str, (gssize)first->len, NULL));
  }
  return 0;
}
