/* A summary for people: the same few tables as text, HTML and Markdown.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"
#include "summary-tables.h"
#include "text-page.h"

static gboolean
is_meaning (const HsSummaryTable *table, guint column)
{
  return table->meanings && column == table->n_columns - 1;
}

/* Text. */

static void
escape_cells (const HsSummaryTable *table, GPtrArray *rows, guint widths[HS_SUMMARY_CELLS])
{
  for (guint c = 0; c < table->n_columns; c++)
    widths[c] = hs_text_width (table->columns[c], strlen (table->columns[c]));
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = g_ptr_array_index (table->rows, r), **copy = g_new0 (char *, HS_SUMMARY_CELLS + 1);
    for (guint c = 0; c < table->n_columns; c++) {
      GString *text = g_string_new (NULL);
      hs_escape_text (text, hs_slice_str (row[c]));
      widths[c] = MAX (widths[c], hs_text_width (text->str, text->len));
      copy[c] = g_string_free (text, FALSE);
    }
    g_ptr_array_add (rows, copy);
  }
}

static void
put_text_row (HsPage *page, HsStyle style, char *const *cells, const HsSummaryTable *table, const guint widths[HS_SUMMARY_CELLS])
{
  guint n = table->n_columns - (table->meanings ? 1 : 0), column = 2;

  hs_page_spaces (page, 2);
  for (guint c = 0; c < n; c++) {
    guint used = hs_text_width (cells[c], strlen (cells[c]));
    if (c > 0)
      hs_page_spaces (page, widths[c] - used);
    hs_page_styled (page, style, cells[c]);
    hs_page_spaces (page, (c == 0 ? widths[c] - used : 0) + 2);
    column += widths[c] + 2;
  }
  if (table->meanings)
    hs_page_words (page, style, cells[n], column, column);
  else
    hs_page_end_line (page);
}

static void
put_text_table (HsPage *page, const HsSummaryTable *table)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  guint widths[HS_SUMMARY_CELLS] = { 0 };

  hs_page_heading (page, table->title);
  escape_cells (table, rows, widths);
  put_text_row (page, HS_STYLE_DIM, (char *const *)table->columns, table, widths);
  for (guint r = 0; r < rows->len; r++)
    put_text_row (page, HS_STYLE_PLAIN, g_ptr_array_index (rows, r), table, widths);
}

static void
put_text (const GPtrArray *tables, const GPtrArray *sentences, const HsReportOptions *options, GString *out)
{
  HsPage page = { out, options->width, options->color };

  for (guint i = 0; i < sentences->len; i++)
    hs_page_paragraph (&page, HS_STYLE_PLAIN, g_ptr_array_index (sentences, i), 0);
  for (guint i = 0; i < tables->len; i++)
    if (((const HsSummaryTable *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_text_table (&page, g_ptr_array_index (tables, i));
}

/* Markdown. */

static void
put_markdown_table (const HsSummaryTable *table, GString *out)
{
  g_string_append (out, "\n#### ");
  hs_escape_markdown_words (out, hs_slice_str (table->title));
  g_string_append (out, "\n\n");
  for (guint c = 0; c < table->n_columns; c++) {
    g_string_append (out, "| ");
    hs_escape_markdown_words (out, hs_slice_str (table->columns[c]));
    g_string_append_c (out, ' ');
  }
  g_string_append (out, "|\n");
  for (guint c = 0; c < table->n_columns; c++)
    g_string_append (out, c == 0 || is_meaning (table, c) ? "| --- " : "| ---: ");
  g_string_append (out, "|\n");
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = g_ptr_array_index (table->rows, r);
    for (guint c = 0; c < table->n_columns; c++) {
      g_string_append (out, "| ");
      if (c == 0)
        hs_escape_markdown (out, hs_slice_str (row[c]));
      else
        hs_escape_markdown_words (out, hs_slice_str (row[c]));
      g_string_append_c (out, ' ');
    }
    g_string_append (out, "|\n");
  }
}

static void
put_markdown (const GPtrArray *tables, const GPtrArray *sentences, GString *out)
{
  for (guint i = 0; i < sentences->len; i++) {
    g_string_append (out, i > 0 ? " " : "");
    hs_escape_markdown_words (out, hs_slice_str (g_ptr_array_index (sentences, i)));
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < tables->len; i++)
    if (((const HsSummaryTable *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_markdown_table (g_ptr_array_index (tables, i), out);
}

/* HTML. */

static void
put_html_table (const HsHtml *html, const HsSummaryTable *table)
{
  g_string_append_printf (html->out, "<section class=\"card counts%s\">\n<h2>", table->n_columns <= 4 ? " few" : "");
  hs_html_words (html, table->title);
  hs_html_raw (html, "</h2>\n");
  hs_html_open_table (html, table->title, table->columns, table->n_columns);
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = g_ptr_array_index (table->rows, r);
    hs_html_raw (html, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">");
    hs_html_value (html, hs_slice_str (row[0]));
    hs_html_raw (html, "</th>");
    for (guint c = 1; c < table->n_columns; c++) {
      hs_html_open_cell (html, is_meaning (table, c) ? "meaning" : "number", table->columns[c]);
      hs_html_words (html, row[c]);
      hs_html_raw (html, "</td>");
    }
    hs_html_raw (html, "</tr>\n");
  }
  hs_html_close_table (html);
  hs_html_raw (html, "</section>\n");
}

static void
put_html (const GPtrArray *tables, const GPtrArray *sentences, const HsReportOptions *options, GString *out)
{
  HsHtml html = { out, options, NULL, 0 };

  hs_html_open_document (&html, T_ ("Hopscope: summary"));
  hs_html_raw (&html, "<section class=\"card\">\n<h2>");
  hs_html_words (&html, T_ ("Summary"));
  hs_html_raw (&html, "</h2>\n");
  for (guint i = 0; i < sentences->len; i++) {
    hs_html_raw (&html, "<p>");
    hs_html_words (&html, g_ptr_array_index (sentences, i));
    hs_html_raw (&html, "</p>\n");
  }
  hs_html_raw (&html, "</section>\n");
  for (guint i = 0; i < tables->len; i++)
    if (((const HsSummaryTable *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_html_table (&html, g_ptr_array_index (tables, i));
  hs_html_close_document (&html);
}

void
hs_summary_put_page (const HsSummary *summary, const HsReportOptions *options, GString *out)
{
  g_autoptr (GPtrArray) tables = hs_summary_tables (summary, options), sentences = hs_summary_sentences (summary, options);

  if (options->format == HS_FORMAT_HTML)
    put_html (tables, sentences, options, out);
  else if (options->format == HS_FORMAT_MARKDOWN)
    put_markdown (tables, sentences, out);
  else
    put_text (tables, sentences, options, out);
}
