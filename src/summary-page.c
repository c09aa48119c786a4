/* A summary for people: the same few tables as text, HTML and Markdown.  SPDX-License-Identifier: MIT */
#include "summary.h"

#include "ascii.h"
#include "html-page.h"
#include "text-page.h"

#define ROWS_MAX 20
#define CELLS_MAX 7

/* A table ready to be shown; cells are plain text, to be escaped. */
typedef struct {
  const char *title;
  const char *columns[CELLS_MAX];
  guint n_columns;
  GPtrArray *rows; /* (element-type GStrv) */
} Table;

static void
free_table (gpointer data)
{
  Table *table = data;
  g_ptr_array_unref (table->rows);
  g_free (table);
}

static Table *
new_table (const char *title)
{
  Table *table = g_new0 (Table, 1);
  table->title = title;
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  return table;
}

static char *
number_text (guint64 n)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, n);
}

static char *
duration_text (const HsReportOptions *options, guint64 ms)
{
  GString *text = g_string_new (NULL);
  hs_view_duration (options, (gint64)(MIN (ms, G_MAXINT64 / 1000) * 1000), text);
  return g_string_free (text, FALSE);
}

static char *
share_text (guint64 count, guint64 all)
{
  guint64 mille = all > 0 ? (guint64)((double)count / (double)all * 1000 + 0.5) : 0;
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " %%", mille / 10, mille % 10);
}

static void
add_count_row (Table *table, const char *name, guint64 count, guint64 all)
{
  char **row = g_new0 (char *, 4);

  row[0] = g_strdup (name);
  row[1] = number_text (count);
  row[2] = share_text (count, all);
  g_ptr_array_add (table->rows, row);
}

/* Counted names are words of JSON, addresses and the like, which stay; these are plain words. */
static char *
shown_name (const HsReportOptions *options, HsCount what, const char *name)
{
  static const char *const tls[] = { N_ ("yes"), N_ ("no"), N_ ("unknown") };
  g_autoptr (GString) room = g_string_new (NULL);

  for (gsize i = 0; what == HS_COUNT_ENTRY_TLS && i < G_N_ELEMENTS (tls); i++)
    if (strcmp (name, tls[i]) == 0)
      return g_strdup (T_ (tls[i]));
  if (what == HS_COUNT_CONNECTORS) {
    HsSlice own = hs_writer_own (options, hs_slice_str (name), room);
    return g_strndup (own.ptr, own.len);
  }
  return g_strdup (name);
}

/* Shares are of all messages, but where something else was counted. */
static Table *
count_table (const HsSummary *summary, const HsReportOptions *options, HsCount what, const char *title, const char *name)
{
  Table *table = new_table (title);
  g_autoptr (GArray) items = hs_tally_items (summary->tallies[what]);
  guint64 rest = hs_tally_other (summary->tallies[what]), all = 0;

  for (guint i = 0; i < items->len; i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    all += item->count;
    rest += i >= ROWS_MAX ? item->count : 0;
  }
  if (what != HS_COUNT_ENTRY_TLS && what != HS_COUNT_ERRORS)
    all = summary->messages;
  table->columns[0] = name;
  table->columns[1] = T_ ("Count");
  table->columns[2] = T_ ("Share");
  table->n_columns = 3;
  for (guint i = 0; i < MIN (items->len, ROWS_MAX); i++) {
    g_autofree char *shown = shown_name (options, what, g_array_index (items, HsTallyItem, i).name);
    add_count_row (table, shown, g_array_index (items, HsTallyItem, i).count, all);
  }
  if (rest > 0)
    add_count_row (table, T_ ("others"), rest, all);
  return table;
}

static void
add_delay_row (Table *table, const HsReportOptions *options, const char *name, const HsDelays *delays)
{
  char **row = g_new0 (char *, CELLS_MAX + 1);

  row[0] = g_strdup (name);
  row[1] = number_text (delays->count);
  row[2] = duration_text (options, hs_delays_percentile (delays, 50));
  row[3] = duration_text (options, hs_delays_percentile (delays, 90));
  row[4] = duration_text (options, hs_delays_percentile (delays, 99));
  row[5] = duration_text (options, delays->max_ms);
  row[6] = duration_text (options, delays->sum_ms);
  g_ptr_array_add (table->rows, row);
}

static Table *
delay_table (const HsReportOptions *options, const char *title, const char *name)
{
  const char *columns[CELLS_MAX] = {
    name, T_ ("Hops"), T_ ("Half below"), T_ ("90 % below"), T_ ("99 % below"), T_ ("Longest"), T_ ("Sum")
  };
  Table *table = new_table (title);

  memcpy (table->columns, columns, sizeof columns);
  table->n_columns = CELLS_MAX;
  return table;
}

static Table *
tally_delay_table (const HsSummary *summary, const HsReportOptions *options, HsCount what, const char *title, const char *name)
{
  Table *table = delay_table (options, title, name);
  g_autoptr (GArray) items = hs_tally_items (summary->tallies[what]);

  for (guint i = 0; i < MIN (items->len, ROWS_MAX); i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    if (item->delays != NULL)
      add_delay_row (table, options, item->name, item->delays);
  }
  return table;
}

static Table *
total_table (const HsSummary *summary, const HsReportOptions *options)
{
  Table *table = delay_table (options, T_ ("Time from first to last hop"), T_ ("What"));

  table->columns[1] = T_ ("Messages");
  if (summary->total.count > 0)
    add_delay_row (table, options, T_ ("whole route"), &summary->total);
  return table;
}

static GPtrArray *
make_tables (const HsSummary *summary, const HsReportOptions *options)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (free_table);
  const struct {
    HsCount what;
    const char *title, *name;
  } counts[] = {
    { HS_COUNT_VERDICTS, T_ ("Verdicts"), T_ ("Connector") },
    { HS_COUNT_ASSURANCES, T_ ("Assurance"), T_ ("Assurance") },
    { HS_COUNT_PATHS, T_ ("Submission paths"), T_ ("Path") },
    { HS_COUNT_TENANTS, T_ ("Tenants"), T_ ("Tenant") },
    { HS_COUNT_CONNECTORS, T_ ("Matched connectors"), T_ ("Connector") },
    { HS_COUNT_ADDRESSES, T_ ("Connecting addresses"), T_ ("Address") },
    { HS_COUNT_ENTRY_TLS, T_ ("TLS into Microsoft 365"), T_ ("TLS") },
    { HS_COUNT_FINDINGS, T_ ("Messages by finding"), T_ ("Finding") },
    { HS_COUNT_ERRORS, T_ ("Could not be read"), T_ ("Error") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_ptr_array_add (tables, count_table (summary, options, counts[i].what, counts[i].title, counts[i].name));
  g_ptr_array_add (tables, total_table (summary, options));
  g_ptr_array_add (tables, tally_delay_table (summary, options, HS_COUNT_OWNER_DELAYS, T_ ("Delay by owner"), T_ ("Owner")));
  g_ptr_array_add (tables, tally_delay_table (summary, options, HS_COUNT_ROLE_DELAYS, T_ ("Delay by role"), T_ ("Role")));
  return tables;
}

/* "Messages: 12. Hops: 40, without a date 1, with a wrong clock 0. From ... to ..." */
static GPtrArray *
make_sentences (const HsSummary *summary, const HsReportOptions *options)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  HsTime first = { .us = summary->first_ms * 1000, .flags = HS_TIME_KNOWN },
         last = { .us = summary->last_ms * 1000, .flags = HS_TIME_KNOWN };
  g_autoptr (GString) from = g_string_new (NULL), to = g_string_new (NULL);
  char a[24], b[24], c[24];

  g_ptr_array_add (sentences,
                   hs_view_sentence (options, N_ ("Messages: {1}."), hs_view_number (a, summary->messages), HS_SLICE_NONE, HS_SLICE_NONE));
  g_ptr_array_add (sentences, hs_view_sentence (options, N_ ("Hops: {1}; without a date: {2}; with a wrong clock: {3}."),
                                                hs_view_number (a, summary->hops), hs_view_number (b, summary->undated_hops),
                                                hs_view_number (c, summary->skewed_hops)));
  if (summary->dated) {
    hs_view_time (&first, from);
    hs_view_time (&last, to);
    g_ptr_array_add (sentences, hs_view_sentence (options, N_ ("From {1} to {2} UTC."), hs_slice_str (from->str), hs_slice_str (to->str),
                                                  HS_SLICE_NONE));
  }
  if (!summary->complete)
    g_ptr_array_add (sentences, g_strdup (T_ ("Incomplete: not all of the input was counted.")));
  return sentences;
}

/* Text. */

static void
escape_cells (const Table *table, GPtrArray *rows, guint widths[CELLS_MAX])
{
  for (guint c = 0; c < table->n_columns; c++)
    widths[c] = hs_text_width (table->columns[c], strlen (table->columns[c]));
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = g_ptr_array_index (table->rows, r), **copy = g_new0 (char *, CELLS_MAX + 1);
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
put_text_row (HsPage *page, HsStyle style, char *const *cells, guint n, const guint widths[CELLS_MAX])
{
  hs_page_spaces (page, 2);
  for (guint c = 0; c < n; c++) {
    guint used = hs_text_width (cells[c], strlen (cells[c]));
    if (c > 0)
      hs_page_spaces (page, widths[c] - used);
    hs_page_styled (page, style, cells[c]);
    hs_page_spaces (page, (c == 0 ? widths[c] - used : 0) + 2);
  }
  hs_page_end_line (page);
}

static void
put_text_table (HsPage *page, const Table *table)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  guint widths[CELLS_MAX] = { 0 };

  hs_page_heading (page, table->title);
  escape_cells (table, rows, widths);
  put_text_row (page, HS_STYLE_DIM, (char *const *)table->columns, table->n_columns, widths);
  for (guint r = 0; r < rows->len; r++)
    put_text_row (page, HS_STYLE_PLAIN, g_ptr_array_index (rows, r), table->n_columns, widths);
}

static void
put_text (const GPtrArray *tables, const GPtrArray *sentences, const HsReportOptions *options, GString *out)
{
  HsPage page = { out, options->width, options->color };

  for (guint i = 0; i < sentences->len; i++)
    hs_page_paragraph (&page, HS_STYLE_PLAIN, g_ptr_array_index (sentences, i), 0);
  for (guint i = 0; i < tables->len; i++)
    if (((const Table *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_text_table (&page, g_ptr_array_index (tables, i));
}

/* Markdown. */

static void
put_markdown_table (const Table *table, GString *out)
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
    g_string_append (out, c == 0 ? "| --- " : "| ---: ");
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
    if (((const Table *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_markdown_table (g_ptr_array_index (tables, i), out);
}

/* HTML. */

static void
put_html_table (const HsHtml *html, const Table *table)
{
  hs_html_raw (html, "<section class=\"card counts\">\n<h2>");
  hs_html_words (html, table->title);
  hs_html_raw (html, "</h2>\n");
  hs_html_open_table (html, table->title, table->columns, table->n_columns);
  for (guint r = 0; r < table->rows->len; r++) {
    char **row = g_ptr_array_index (table->rows, r);
    hs_html_raw (html, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">");
    hs_html_value (html, hs_slice_str (row[0]));
    hs_html_raw (html, "</th>");
    for (guint c = 1; c < table->n_columns; c++) {
      hs_html_open_cell (html, "number", table->columns[c]);
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
    if (((const Table *)g_ptr_array_index (tables, i))->rows->len > 0)
      put_html_table (&html, g_ptr_array_index (tables, i));
  hs_html_close_document (&html);
}

void
hs_summary_put_page (const HsSummary *summary, const HsReportOptions *options, GString *out)
{
  g_autoptr (GPtrArray) tables = make_tables (summary, options), sentences = make_sentences (summary, options);

  if (options->format == HS_FORMAT_HTML)
    put_html (tables, sentences, options, out);
  else if (options->format == HS_FORMAT_MARKDOWN)
    put_markdown (tables, sentences, out);
  else
    put_text (tables, sentences, options, out);
}
