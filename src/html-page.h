/* Pieces of the HTML report. Whatever comes from mail goes through hs_html_value or hs_html_bdi: escaped and bidi-isolated.
   SPDX-License-Identifier: MIT */
#pragma once

#include "view.h"

typedef struct {
  GString *out;
  const HsReportOptions *options;
  const HsTrace *trace;
  guint64 number; /* of the message in the report, from 1: identifiers begin with m<number>- */
} HsHtml;

/* An HsEscapeFunc for arguments: <bdi>...</bdi>, nothing for nothing. */
gboolean hs_html_bdi (GString *out, HsSlice s);
/* The same for host names in narrow cells: lines may break behind dots. */
gboolean hs_html_host (GString *out, HsSlice s);

#define hs_html_raw(html, markup) g_string_append ((html)->out, "" markup)
void hs_html_words (const HsHtml *html, const char *text); /* our own */
void hs_html_value (const HsHtml *html, HsSlice s);
void hs_html_text (const HsHtml *html, const HsText *text);
/* A sentence of ours with arguments from mail. */
void hs_html_sentence (const HsHtml *html, const char *format, HsSlice a, HsSlice b, HsSlice c);
/* Identifier "m1-<kind><n>", as an attribute or as a link with text. */
void hs_html_id (const HsHtml *html, const char *kind, guint64 n);
void hs_html_open_link (const HsHtml *html, const char *kind, guint64 n);
/* "line 20" linked to the raw field; nothing for no field. */
void hs_html_line_link (const HsHtml *html, guint field);
/* A label with an icon, its look by @class; @word is ours. */
void hs_html_badge (const HsHtml *html, const char *class, const char *word);
/* A row of a definition list; what follows is the definition. */
void hs_html_dt (const HsHtml *html, const char *label);
void hs_html_fact (const HsHtml *html, const char *label, HsSlice value); /* whole row, left out if unknown */
void hs_html_time (const HsHtml *html, const HsTime *time);               /* UTC, and the zone as written below it */

/* A table with caption and column heads; on a narrow screen each row becomes a block, so cells repeat their column's name. */
void hs_html_open_table (const HsHtml *html, const char *caption, const char *const *titles, guint n);
void hs_html_close_table (const HsHtml *html);
/* @class: (nullable); what follows is the cell, ended by </td>. */
void hs_html_open_cell (const HsHtml *html, const char *class, const char *label);

/* Everything before and behind the content of <main>; @title is HTML already. */
void hs_html_open_document (const HsHtml *html, const char *title);
void hs_html_close_document (const HsHtml *html);
/* What the document allows the browser (Content-Security-Policy). */
char *hs_html_policy (const HsReportOptions *options);

void hs_html_verdict (const HsHtml *html);
void hs_html_route (const HsHtml *html);
void hs_html_message (const HsHtml *html);
void hs_html_timeline (const HsHtml *html);
void hs_html_hops (const HsHtml *html);
void hs_html_evidence (const HsHtml *html);
void hs_html_findings (const HsHtml *html);
void hs_html_passes (const HsHtml *html);
void hs_html_seals (const HsHtml *html);
void hs_html_microsoft365 (const HsHtml *html);
void hs_html_fields (const HsHtml *html);
