/* The report for a terminal or a file.  SPDX-License-Identifier: MIT */
#include "text-parts.h"

static void
text_message (HsReport *report, const HsTrace *trace, GString *out)
{
  const HsReportOptions *options = &report->options;
  HsPage page = { out, options->width, options->color };

  if (report->messages > 0) {
    guint columns = page.width > 0 ? page.width : HS_PAGE_USUAL_WIDTH;
    g_string_append_c (out, '\n');
    for (guint i = 0; i < columns; i++)
      g_string_append (out, "─");
    g_string_append (out, "\n\n");
  }
  hs_text_verdict (&page, options, trace);
  hs_text_message (&page, options, trace);
  hs_text_hops (&page, options, trace);
  hs_text_timing (&page, options, trace);
  hs_text_evidence (&page, options, trace);
  hs_text_findings (&page, options, trace);
  if (options->verbose) {
    hs_text_passes (&page, options, trace);
    hs_text_seals (&page, options, trace);
    hs_text_microsoft365 (&page, options, trace);
  }
  if (options->headers)
    hs_text_fields (&page, options, trace);
}

const HsWriter hs_writer_text_format = { .name = "text", .message = text_message };
