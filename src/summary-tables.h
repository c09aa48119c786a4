/* The tables that a summary is shown as, whatever the format.  SPDX-License-Identifier: MIT */
#pragma once

#include "summary.h"
#include "view.h"

#define HS_SUMMARY_CELLS 7

/* A table ready to be shown; cells are plain text, to be escaped. A meaning is a sentence at the end of a row of numbers. */
typedef struct {
  const char *title;
  const char *columns[HS_SUMMARY_CELLS];
  guint n_columns;
  gboolean meanings; /* the last column is one */
  GPtrArray *rows;   /* (element-type GStrv) */
} HsSummaryTable;

/* All tables, those without a row too. (element-type HsSummaryTable) */
GPtrArray *hs_summary_tables (const HsSummary *summary, const HsReportOptions *options);
/* "Messages: 12.", "Hops: 40; ...", "From ... to ... UTC.": (element-type utf8) */
GPtrArray *hs_summary_sentences (const HsSummary *summary, const HsReportOptions *options);
