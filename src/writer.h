/* A format is a table of functions; report.c walks the trace's parts through it.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/report.h>

typedef struct _HsWriter HsWriter;
struct _HsWriter {
  const char *name;
  void (*begin) (HsReport *report, GString *out);
  void (*message) (HsReport *report, const HsTrace *trace, GString *out);
  void (*error) (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out);
  void (*end) (HsReport *report, GString *out);
};

/* What writers may see of a report. */
struct _HsReport {
  HsReportOptions options;
  const HsWriter *writer;
  guint64 messages;
  guint64 errors;
  gpointer state; /* the writer's own, freed with free_state */
  GDestroyNotify free_state;
};

/* Renders @text with its format translated (identity for machine formats) and each argument through @escape. */
typedef gboolean (*HsEscapeFunc) (GString *out, HsSlice s);
void hs_writer_text (const HsReportOptions *options, const HsText *text, HsEscapeFunc escape, GString *out);
const char *hs_writer_translate (const HsReportOptions *options, const char *msgid);

extern const HsWriter hs_writer_text_format, hs_writer_json, hs_writer_ndjson, hs_writer_html, hs_writer_markdown, hs_writer_csv;
