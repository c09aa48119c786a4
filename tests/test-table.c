/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "guard.h"

#include <glib/gstdio.h>

static const char *const two[] = { "a", "b", NULL };

static void
test_parse (void)
{
  static const char text[] =
      "\xEF\xBB\xBF# a comment\n# date 2026-09-15\n\na\tb\tc\n1\t2\t3\r\n\n# another\n\t\t\nx\\ty\\n\\\\z\t\\d\\.\t\\\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (HsTable) table = hs_table_parse (text, sizeof text - 1, "t.tsv", two, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hs_table_rows (table), ==, 3);
  g_assert_cmpstr (hs_table_name (table), ==, "t.tsv");
  g_assert_cmpstr (hs_table_date (table), ==, "2026-09-15");
  g_assert_cmpstr (hs_table_origin (table), ==, "built-in");
  g_assert_cmpint (hs_table_column (table, "c"), ==, 2);
  g_assert_cmpint (hs_table_column (table, "d"), ==, -1);
  g_assert_cmpstr (hs_table_cell (table, 0, 2), ==, "3");
  g_assert_cmpuint (hs_table_line (table, 0), ==, 5);
  g_assert_cmpstr (hs_table_cell (table, 1, 1), ==, "");
  g_assert_cmpstr (hs_table_cell (table, 2, 0), ==, "x\ty\n\\z");
  g_assert_cmpstr (hs_table_cell (table, 2, 1), ==, "\\d\\.");
  g_assert_cmpstr (hs_table_cell (table, 2, 2), ==, "\\");
  g_assert_cmpuint (hs_table_line (table, 2), ==, 9);
  g_assert_cmpstr (hs_table_cell (table, 2, -1), ==, "");
  g_assert_cmpint (hs_table_word (table, 0, 2, (const char *const[]){ "1", "3", NULL }), ==, 1);
  g_assert_cmpint (hs_table_word (table, 0, 2, (const char *const[]){ "1", NULL }), ==, -1);
  g_assert_false (hs_table_fail (table, 2, "b", &error, "no 7"));
  g_assert_cmpstr (error->message, ==, "t.tsv:9: column b: no 7");
}

static const struct {
  const char *text;
  gsize len; /* 0: all of it */
  const char *said;
} refused[] = {
  { "", 0, "t.tsv: no line names the columns" },
  { "# only\n\n", 0, "t.tsv: no line names the columns" },
  { "a\tc\n", 0, "t.tsv: no column is named \"b\"" },
  { "a\tb\n1\n", 0, "t.tsv:2: cells: 1, columns of the table: 2" },
  { "a\tb\n\n1\t2\t3\n", 0, "t.tsv:3: cells: 3, columns" },
  { "a\ta\n", 0, "t.tsv:1: column 2 has the name of another" },
  { "a\t\tb\n", 0, "t.tsv:1: column 2 has no name" },
  { "a\tb\n1\t\xff\n", 0, "t.tsv:2: not UTF-8" },
  { "a\tb\n1\t\xc3\xa9\n2\t\xc3", 0, "t.tsv:3: not UTF-8" },
  { "a\tb\n\n1\t2\0\n", 10, "t.tsv:3: a NUL byte" },
  { "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n", 0, "t.tsv:1: more than 32 columns" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    gsize len = refused[i].len > 0 ? refused[i].len : strlen (refused[i].text);
    g_assert_null (hs_table_parse (refused[i].text, len, "t.tsv", two, &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_TABLE);
    g_test_message ("%s", error->message);
    g_assert_true (g_str_has_prefix (error->message, refused[i].said));
  }
}

/* Cut anywhere, it is a table or an error, and nothing is read beyond the end. */
static void
test_cut (void)
{
  static const char text[] = "# c\na\tb\n1\t\\\n\\t\t\xc3\xa9\n3\t4";

  for (gsize len = 0; len < sizeof text; len++) {
    HsGuard guard = hs_guard_new (text, len);
    g_autoptr (HsTable) table = hs_table_parse (guard.data, len, "t.tsv", NULL, NULL);
    if (table != NULL)
      for (guint row = 0; row < hs_table_rows (table); row++)
        g_assert_cmpuint (strlen (hs_table_cell (table, row, 0)), <=, 2);
    hs_guard_free (&guard);
  }
}

static void
test_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hopscope-table-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "builds.tsv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) alone = hs_table_load ("builds.tsv", folder, NULL, NULL);
  GPtrArray *both;

  g_assert_cmpuint (alone->len, ==, 1);
  g_assert_true (g_file_set_contents (path, "prefix\tproduct\n1\tx\n", -1, NULL));
  both = hs_table_load ("builds.tsv", folder, NULL, NULL);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpstr (hs_table_origin (g_ptr_array_index (both, 0)), ==, path);
  g_assert_cmpstr (hs_table_origin (g_ptr_array_index (both, 1)), ==, "built-in");
  g_ptr_array_unref (both);
  g_assert_true (g_file_set_contents (path, "prefix\n1\t2\n", -1, NULL));
  g_assert_null (hs_table_load ("builds.tsv", folder, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, path));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_builtin (void)
{
  for (guint i = 0; hs_table_names ()[i] != NULL; i++) {
    g_autoptr (GPtrArray) tables = hs_table_load (hs_table_names ()[i], NULL, NULL, NULL);
    g_test_message ("%s", hs_table_names ()[i]);
    g_assert_nonnull (tables);
    g_assert_cmpuint (hs_table_rows (g_ptr_array_index (tables, 0)), >, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/parse", test_parse);
  g_test_add_func ("/table/refused", test_refused);
  g_test_add_func ("/table/cut", test_cut);
  g_test_add_func ("/table/load", test_load);
  g_test_add_func ("/table/builtin", test_builtin);
  return g_test_run ();
}
