/* SPDX-License-Identifier: MIT */
#include "random-trace.h"
#include "story.h"

#include <hopscope/report.h>

static char *
render (const HsTrace *trace)
{
  HsReportOptions options = { .format = HS_FORMAT_CSV };
  g_autoptr (HsReport) report = hs_report_new (&options);
  GString *out = g_string_new (NULL);

  if (trace != NULL)
    hs_report_add (report, trace, out);
  hs_report_finish (report, out);
  return g_string_free (out, FALSE);
}

/* A strict RFC 4180 reader: rows of cells, or NULL. */
static GPtrArray *
read_rows (const char *csv)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = csv; *p != '\0';) {
    GString *cell = g_string_new (NULL);
    if (*p == '"') {
      for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++) {
        g_string_append_c (cell, *p);
        p += *p == '"';
      }
      g_assert_cmpint (*p++, ==, '"');
    } else {
      for (; *p != ',' && *p != '\r'; p++) {
        g_assert_true (*p != '\0' && *p != '"' && *p != '\n');
        g_string_append_c (cell, *p);
      }
    }
    g_ptr_array_add (row, g_string_free (cell, FALSE));
    if (*p == '\r') {
      g_assert_cmpint (*++p, ==, '\n');
      g_ptr_array_add (rows, row);
      row = g_ptr_array_new_with_free_func (g_free);
    }
    p++;
  }
  g_assert_cmpuint (row->len, ==, 0);
  g_ptr_array_unref (row);
  return rows;
}

static const char *
cell_of (GPtrArray *rows, guint row, const char *column)
{
  GPtrArray *titles = g_ptr_array_index (rows, 0);
  guint i;

  g_assert_true (g_ptr_array_find_with_equal_func (titles, column, g_str_equal, &i));
  return g_ptr_array_index ((GPtrArray *)g_ptr_array_index (rows, row), i);
}

static void
test_story (void)
{
  g_autofree char *csv = render (&story);
  g_autoptr (GPtrArray) rows = read_rows (csv);

  g_assert_cmpuint (rows->len, ==, 6);
  g_assert_cmpstr (cell_of (rows, 1, "from_ip"), ==, "192.168.0.3");
  g_assert_cmpstr (cell_of (rows, 2, "role"), ==, "eop-inbound");
  g_assert_cmpstr (cell_of (rows, 2, "delay_ms"), ==, "6000");
  g_assert_cmpstr (cell_of (rows, 1, "delay_ms"), ==, "");
  g_assert_cmpstr (cell_of (rows, 4, "zone_minutes"), ==, "-420");
  g_assert_cmpstr (cell_of (rows, 4, "by_host"), ==, "mx.google.com");
  g_assert_cmpstr (cell_of (rows, 5, "inferred"), ==, "true");
  g_assert_cmpstr (cell_of (rows, 5, "connector"), ==, "traversed");
}

/* No cell that a spreadsheet would compute, whatever the mail says. */
static void
test_hostile (void)
{
  HsHop hops[] = {
    { .index = 1, .from_helo = HS_SLICE_LITERAL ("=cmd|'/C calc'!A0"), .by_host = HS_SLICE_LITERAL ("@SUM(1,\"2\")\r\n,x") }
  };
  HsTrace trace = { .hops = hops, .n_hops = 1, .n_written_hops = 1, .message = { .subject = HS_SLICE_LITERAL ("-2+3") } };
  g_autofree char *csv = render (&trace);
  g_autoptr (GPtrArray) rows = read_rows (csv);

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (cell_of (rows, 1, "from_helo"), ==, "'=cmd|'/C calc'!A0");
  g_assert_cmpstr (cell_of (rows, 1, "by_host"), ==, "'@SUM(1,\"2\") ,x");
  g_assert_cmpstr (cell_of (rows, 1, "subject"), ==, "'-2+3");
}

static void
test_shape (void)
{
  HsTrace nothing = { 0 };
  g_autofree char *empty = render (NULL), *no_hop = render (&nothing);
  g_autoptr (GPtrArray) empty_rows = read_rows (empty), rows = read_rows (no_hop);

  g_assert_cmpuint (empty_rows->len, ==, 1);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (cell_of (rows, 1, "hop"), ==, "");
  g_assert_cmpstr (cell_of (rows, 1, "connector"), ==, "indeterminate");
  for (guint round = 0; round < 200; round++) {
    guint8 data[2000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free), random_rows = NULL;
    g_autofree char *csv = NULL;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    csv = render (&trace);
    g_assert_true (g_utf8_validate (csv, -1, NULL));
    random_rows = read_rows (csv);
    g_assert_cmpuint (random_rows->len, ==, 1 + MAX (trace.n_hops, 1));
    for (guint i = 0; i < random_rows->len; i++)
      g_assert_cmpuint (((GPtrArray *)g_ptr_array_index (random_rows, i))->len, ==, ((GPtrArray *)g_ptr_array_index (rows, 0))->len);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-csv/story", test_story);
  g_test_add_func ("/write-csv/hostile", test_hostile);
  g_test_add_func ("/write-csv/shape", test_shape);
  return g_test_run ();
}
