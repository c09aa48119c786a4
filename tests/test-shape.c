/* SPDX-License-Identifier: MIT */
#include "shape.h"

#include "ascii.h"
#include "guard.h"
#include "pattern.h"
#include "table.h"

static const struct {
  const char *shape;
  const char *text;
  gboolean fits;
} cases[] = {
  { "abc", "ABC", TRUE },
  { "abc", "abcd", FALSE },
  { "abc", "", FALSE },
  { "a?", "", TRUE },
  { "a*", "aaaa", TRUE },
  { "a+", "", FALSE },
  { "\\d{3,4}", "123", TRUE },
  { "\\d{3,4}", "12", FALSE },
  { "\\d{3,4}", "12345", FALSE },
  { "[a-f0-9]{2}", "fA", TRUE },
  { "[a-f0-9]{2}", "fg", FALSE },
  { "[a-]+", "a-a", TRUE },
  { "a\\.b", "a.b", TRUE },
  { "a\\.b", "axb", FALSE },
  { "a.b", "axb", TRUE },
  { "a.b", "a/b", FALSE }, /* '.' is a character of a host */
  { "x|yy|z\\d", "yy", TRUE },
  { "x|yy|z\\d", "z7", TRUE },
  { "x|yy|z\\d", "z", FALSE },
  { "[a-z0-9]+mb\\d{3,6}", "SA3PR19MB7370", TRUE },
  { "[a-z0-9]+mb\\d{3,6}", "SA3PR19CA0370", FALSE },
  { "mail-[a-z0-9]+on[0-9a-f]{4,5}", "mail-bn1on0146", TRUE },
  { ".*mail.*", "a-mail-b", TRUE },
  { ".*mail.*", "a-mal-b", FALSE },
  { "8\\.[0-9.]+/8\\.[0-9.]+", "8.14.7/8.14.4", TRUE },
  { "_", "_", TRUE },
};

static void
test_match (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HsShape) shape = hs_shape_new (cases[i].shape, &error);
    g_assert_no_error (error);
    g_test_message ("%s %s", cases[i].shape, cases[i].text);
    g_assert_cmpint (hs_shape_match (shape, hs_slice_str (cases[i].text)), ==, cases[i].fits);
    g_assert_false (hs_shape_match (shape, HS_SLICE_NONE));
  }
}

static void
test_refused (void)
{
  static const char *const shapes[] = { "",      "(a)", "a{", "a{2",  "a{2,1}", "a{0}", "a{999}", "a{,2}", "a{2,}", "[a", "[]", "[^a]",
                                        "[z-a]", "\\w", "\\", "a||b", "|a",     "a|",   "*",      "a b",   "a^",    "a$", "~",  "[\\d]" };
  g_autofree char *many = g_strnfill (100, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", shapes[i]);
    g_assert_null (hs_shape_new (shapes[i], &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_TABLE);
  }
  g_assert_null (hs_shape_new (many, NULL));
}

/* Names made of the letters that the shapes are about, so that some fit. */
static void
random_name (char *name, gsize room)
{
  static const char *const pieces[] = { "mail-", "on",  "hn", "MB", "CA", "EPF", "FT",  "pr", "prd", "p",    "19", "0",  "7370", "namprd",
                                        ".",     "eop", "-",  "a",  "f",  "obe", "NAM", "cu", "x",   "smtp", "2",  "az", "lp",   "olkn" };
  gsize n = (gsize)g_test_rand_int_range (0, 9), len = 0;

  name[0] = '\0';
  for (gsize i = 0; i < n && len + 8 < room; i++)
    len = g_strlcat (name, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))], room);
}

/* PCRE2 reads every shape of the tables alike. */
static void
test_against_pcre2 (void)
{
  g_autoptr (GPtrArray) tables = hs_table_load ("hosts.tsv", NULL, NULL, NULL);
  const HsTable *table = g_ptr_array_index (tables, 0);
  guint fitting = 0;

  for (guint row = 0; row < hs_table_rows (table); row++) {
    const char *text = hs_table_cell (table, row, hs_table_column (table, "labels"));
    const char *example = hs_table_cell (table, row, hs_table_column (table, "example"));
    g_autoptr (HsShape) shape = text[0] != '\0' ? hs_shape_new (text, NULL) : NULL;
    g_autoptr (HsPattern) pattern = text[0] != '\0' ? hs_pattern_new (text, NULL) : NULL;
    for (guint i = 0; shape != NULL && i < 300; i++) {
      char name[64];
      gboolean fits;
      if (i == 0)
        g_strlcpy (name, example, MIN (sizeof name, strcspn (example, ".") + 1));
      else
        random_name (name, sizeof name);
      fits = hs_shape_match (shape, hs_slice_str (name));
      fitting += fits;
      if (fits != hs_pattern_match (pattern, hs_slice_str (name), 100000, NULL, 0))
        g_error ("%s and %s: %d", text, name, fits);
    }
  }
  g_assert_cmpuint (fitting, >, 100);
}

static void
test_bounded (void)
{
  g_autoptr (HsShape) shape = hs_shape_new (".*a.*b.*c.*d.*e.*f.*g.*h.*i.*j.*x", NULL);
  g_autofree char *text = g_strnfill (10000, 'a');
  gint64 before = g_get_monotonic_time ();

  memcpy (text + 254, "x", 1);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (hs_shape_match (shape, (HsSlice){ text, 255 }));
  g_assert_false (hs_shape_match (shape, (HsSlice){ text, 10000 }));
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

static void
test_guard (void)
{
  g_autoptr (HsShape) shape = hs_shape_new ("[a-z0-9]+mb\\d{3,6}\\.[a-z]{3}pr?d?\\d{1,3}|.*x.*", NULL);
  static const char text[] = "SA3PR19MB7370.namprd19";

  for (gsize len = 0; len < sizeof text; len++) {
    HsGuard guard = hs_guard_new (text, len);
    hs_shape_match (shape, (HsSlice){ guard.data, len });
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/match", test_match);
  g_test_add_func ("/shape/refused", test_refused);
  g_test_add_func ("/shape/against-pcre2", test_against_pcre2);
  g_test_add_func ("/shape/bounded", test_bounded);
  g_test_add_func ("/shape/guard", test_guard);
  return g_test_run ();
}
