/* The hop table: a row for each hop and below it, on one line where there is room, who gave it to whom and how.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "text-parts.h"

#define BAR_COLUMNS 8
#define INDENT 6 /* of what stands below a hop's number */

enum { NUMBER, TIME, DELAY, WHAT, FROM, BY, MANNER, CELLS };

/* One hop as text. */
typedef struct {
  char *cells[CELLS];
  char *bar;
  HsStyle delay_style;
  const HsHop *hop;
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;
  for (guint i = 0; i < CELLS; i++)
    g_free (row->cells[i]);
  g_free (row->bar);
}

/* Eighths of a column: any delay shows, however short. */
static char *
make_bar (double share)
{
  static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  GString *bar = g_string_new (NULL);
  guint n = (guint)(share * BAR_COLUMNS * 8 + 0.5);

  if (share > 0 && n == 0)
    n = 1;
  for (guint i = 0; i < n / 8; i++)
    g_string_append (bar, "█");
  g_string_append (bar, eighths[n % 8]);
  return g_string_free (bar, FALSE);
}

/* A clock error is never shown as a delay. */
static char *
make_delay (const HsReportOptions *options, const HsHop *hop, HsStyle *style)
{
  GString *text = g_string_new (NULL);

  *style = HS_STYLE_PLAIN;
  if ((hop->time.flags & HS_TIME_KNOWN) == 0) {
    *style = HS_STYLE_WARNING;
    g_string_append (text, hop->inferred ? "" : T_ ("no date"));
  } else if (hop->skew_known && hop->skew_us != 0) {
    *style = HS_STYLE_WARNING;
    g_string_append (text, T_ ("clock"));
    g_string_append (text, hop->skew_us > 0 ? " +" : " ");
    hs_view_duration (options, hop->skew_us, text);
  } else if (hop->delay_known) {
    hs_view_duration (options, hop->delay_us, text);
  }
  return g_string_free (text, FALSE);
}

static char *
make_side (const HsReportOptions *options, const HsHop *hop, void (*put) (const HsHop *, HsEscapeFunc, GString *))
{
  GString *text = g_string_new (NULL);
  put (hop, hs_escape_text, text);
  if (text->len == 0)
    g_string_append (text, T_ (HS_NOT_STATED));
  return g_string_free (text, FALSE);
}

/* How it was sent and who says so: "with ESMTPS, TLS1.3 · attested". */
static char *
make_manner (const HsReportOptions *options, const HsHop *hop)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GString) tls = g_string_new (NULL);
  HsText with = { N_ ("with {1}"), { hop->protocol } };

  if (!hs_slice_is_empty (hop->protocol))
    hs_writer_text (options, &with, hs_escape_text, text);
  hs_view_tls (options, hop, hs_escape_text, tls);
  if (tls->len > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", tls->str);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", hs_view_trust_word (options, hop->trust));
  return g_string_free (text, FALSE);
}

static Row
make_row (const HsReportOptions *options, const HsTrace *trace, const HsHop *hop)
{
  g_autoptr (GString) what = g_string_new (NULL), time = g_string_new (NULL);
  Row row = { .hop = hop };

  hs_view_what (options, trace, hop, hs_escape_text, hs_escape_text, what);
  hs_view_time (&hop->time, time);
  row.cells[NUMBER] = g_strdup_printf ("%2u", hop->index);
  row.cells[TIME] = g_string_free (g_steal_pointer (&time), FALSE);
  row.cells[DELAY] = make_delay (options, hop, &row.delay_style);
  row.cells[WHAT] = g_string_free (g_steal_pointer (&what), FALSE);
  row.cells[FROM] = make_side (options, hop, hs_view_from);
  row.cells[BY] = make_side (options, hop, hs_view_by);
  row.cells[MANNER] = make_manner (options, hop);
  row.bar = make_bar (hs_view_share (trace, hop));
  return row;
}

static guint
text_width (const char *text)
{
  return hs_text_width (text, strlen (text));
}

static void
measure (const GArray *rows, const char *const *titles, guint widths[CELLS])
{
  for (guint cell = 0; cell < CELLS; cell++) {
    widths[cell] = text_width (titles[cell]);
    for (guint i = 0; i < rows->len; i++)
      widths[cell] = MAX (widths[cell], text_width (g_array_index (rows, Row, i).cells[cell]));
  }
}

static void
put_trust (HsPage *page, const HsReportOptions *options, const HsHop *hop, guint indent)
{
  g_autoptr (GString) text = g_string_new (hs_view_trust_word (options, hop->trust));

  if (hop->trust != HS_TRUST_CONTRADICTED && !options->verbose)
    return;
  g_string_append (text, ": ");
  if (hop->trust_reason.format != NULL)
    hs_writer_text (options, &hop->trust_reason, hs_escape_text, text);
  else
    g_string_append (text, hs_view_trust (options, hop->trust));
  hs_page_paragraph (page, hop->trust == HS_TRUST_CONTRADICTED ? HS_STYLE_ALERT : HS_STYLE_DIM, text->str, indent);
}

typedef struct {
  guint time, delay, bar, label, from, by; /* column widths; bar 0: no room for it */
  gboolean one_line;                       /* from, by and manner fit beside each other */
} Layout;

static void
put_detail (HsPage *page, const Layout *layout, const char *label, const char *value)
{
  guint column = INDENT + layout->label;

  hs_page_spaces (page, INDENT);
  hs_page_padded (page, HS_STYLE_DIM, label, layout->label);
  hs_page_words (page, HS_STYLE_PLAIN, value, column, column);
}

static void
put_sides (HsPage *page, const HsReportOptions *options, const Row *row, const Layout *layout)
{
  if (!layout->one_line) {
    put_detail (page, layout, T_ ("from"), row->cells[FROM]);
    put_detail (page, layout, T_ ("by"), row->cells[BY]);
    put_detail (page, layout, "", row->cells[MANNER]);
    return;
  }
  hs_page_spaces (page, INDENT);
  hs_page_padded (page, HS_STYLE_DIM, T_ ("from"), layout->label);
  hs_page_padded (page, HS_STYLE_PLAIN, row->cells[FROM], layout->from);
  hs_page_padded (page, HS_STYLE_DIM, T_ ("by"), layout->label);
  hs_page_padded (page, HS_STYLE_PLAIN, row->cells[BY], layout->by);
  hs_page_styled (page, HS_STYLE_PLAIN, row->cells[MANNER]);
  g_string_append_c (page->out, '\n');
}

/* The clauses that a mail system's own log is searched by. */
static void
put_clauses (HsPage *page, const HsReportOptions *options, const HsHop *hop, const Layout *layout)
{
  const char *labels[] = { T_ ("id"), T_ ("for"), T_ ("via") };
  const HsSlice values[] = { hop->id, hop->for_address, hop->via };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    hs_escape_text (text, values[i]);
    if (text->len > 0)
      put_detail (page, layout, labels[i], text->str);
  }
}

static void
put_row (HsPage *page, const HsReportOptions *options, const Row *row, const Layout *layout)
{
  g_autoptr (GString) local = g_string_new (NULL);
  guint column = INDENT + layout->time + layout->delay + layout->bar;

  hs_page_spaces (page, 2);
  hs_page_padded (page, HS_STYLE_BOLD, row->cells[NUMBER], INDENT - 2);
  hs_page_padded (page, HS_STYLE_PLAIN, row->cells[TIME], layout->time);
  hs_page_padded (page, row->delay_style, row->cells[DELAY], layout->delay);
  if (layout->bar > 0)
    hs_page_padded (page, HS_STYLE_NOTE, row->bar, layout->bar);
  hs_page_words (page, HS_STYLE_BOLD, row->cells[WHAT], column, column);
  put_sides (page, options, row, layout);
  if (options->verbose)
    put_clauses (page, options, row->hop, layout);
  hs_view_time_local (options, &row->hop->time, local);
  if (local->len > 0 && (options->verbose || options->zone != NULL))
    put_detail (page, layout, T_ ("time"), local->str);
  put_trust (page, options, row->hop, INDENT + layout->label);
}

static Layout
make_layout (const HsPage *page, const HsReportOptions *options, const guint widths[CELLS])
{
  const char *labels[] = { T_ ("from"), T_ ("by"), T_ ("time"), T_ ("id"), T_ ("for"), T_ ("via") };
  guint page_width = page->width > 0 ? page->width : HS_PAGE_USUAL_WIDTH;
  Layout layout = { .time = widths[TIME] + 2, .delay = widths[DELAY] + 2, .label = 2, .from = widths[FROM] + 2, .by = widths[BY] + 2 };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    layout.label = MAX (layout.label, 2 + text_width (labels[i]));
  if (INDENT + layout.time + layout.delay + BAR_COLUMNS + 2 + 30 <= page_width)
    layout.bar = BAR_COLUMNS + 2;
  layout.one_line = INDENT + 2 * layout.label + layout.from + layout.by + widths[MANNER] <= page_width;
  return layout;
}

static void
put_table (HsPage *page, const HsReportOptions *options, const GArray *rows)
{
  const char *titles[CELLS] = { " #", T_ ("Time (UTC)"), T_ ("Delay"), T_ ("What happened"), "", "", "" };
  guint widths[CELLS];
  Layout layout;

  measure (rows, titles, widths);
  layout = make_layout (page, options, widths);
  hs_page_style (page, HS_STYLE_DIM);
  hs_page_spaces (page, 2);
  hs_page_padded (page, HS_STYLE_PLAIN, titles[NUMBER], INDENT - 2);
  hs_page_padded (page, HS_STYLE_PLAIN, titles[TIME], layout.time);
  hs_page_padded (page, HS_STYLE_PLAIN, titles[DELAY], layout.delay + layout.bar);
  g_string_append (page->out, titles[WHAT]);
  hs_page_style (page, HS_STYLE_PLAIN);
  g_string_append_c (page->out, '\n');
  for (guint i = 0; i < rows->len; i++)
    put_row (page, options, &g_array_index (rows, Row, i), &layout);
}

/* Servers that other fields name but no Received line does. */
static void
put_inferred (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  if (trace->n_hops <= trace->n_written_hops)
    return;
  g_string_append_c (page->out, '\n');
  hs_page_paragraph (page, HS_STYLE_DIM, T_ ("Named by other fields, no Received line:"), 2);
  for (guint i = trace->n_written_hops; i < trace->n_hops; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    hs_view_by (&trace->hops[i], hs_escape_text, text);
    g_string_append_printf (text, " (%s)", hs_view_role (options, trace->hops[i].role));
    hs_page_paragraph (page, HS_STYLE_PLAIN, text->str, 6);
  }
}

void
hs_text_hops (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, free_row);
  hs_page_heading (page, T_ ("Hops, oldest first"));
  for (guint i = 0; i < MIN (trace->n_written_hops, trace->n_hops); i++) {
    Row row = make_row (options, trace, &trace->hops[i]);
    g_array_append_val (rows, row);
  }
  if (rows->len > 0)
    put_table (page, options, rows);
  else
    hs_page_paragraph (page, HS_STYLE_PLAIN, T_ ("There is no Received line."), 2);
  put_inferred (page, options, trace);
}
