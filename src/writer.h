/* A format is a table of functions; report.c walks the traces through it.  SPDX-License-Identifier: MIT */
#pragma once

#include "escape.h"
#include "text.h"

#include <hopscope/report.h>

typedef struct _HsWriter HsWriter;
struct _HsWriter {
  const char *name;
  void (*begin) (HsReport *report, GString *out); /* before the first message or error, or the end */
  void (*message) (HsReport *report, const HsTrace *trace, GString *out);
  void (*error) (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out);
  void (*end) (HsReport *report, GString *out);
};

/* What writers may see of a report. */
struct _HsReport {
  HsReportOptions options;
  const HsWriter *writer;
  gboolean begun;
  guint64 messages; /* written so far, not counting the one at hand */
  guint64 errors;
  gpointer state; /* the writer's own, freed with free_state */
  GDestroyNotify free_state;
  struct _HsRedactor *redactor; /* with options.redact */
};

/* Renders @text with its format translated (identity for machine formats); format and arguments both go through @escape. */
typedef gboolean (*HsEscapeFunc) (GString *out, HsSlice s);
void hs_writer_text (const HsReportOptions *options, const HsText *text, HsEscapeFunc escape, GString *out);
/* The same where our own words and the arguments need different care (Markdown). */
void hs_writer_text_with (const HsReportOptions *options, const HsText *text, HsEscapeFunc words, HsEscapeFunc argument, GString *out);
/* What the analysis put where a name is missing, in the reader's language (held by @room); any other text as it is. */
HsSlice hs_writer_own (const HsReportOptions *options, HsSlice s, GString *room);
const char *hs_writer_translate (const HsReportOptions *options, const char *msgid);
/* Marks a literal for translation; src/po/extract.py looks for it. `options` must be in scope. */
#define T_(msgid) hs_writer_translate (options, msgid)

extern const HsWriter hs_writer_text_format, hs_writer_json, hs_writer_ndjson, hs_writer_html, hs_writer_markdown, hs_writer_csv;
