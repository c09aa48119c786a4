/* SPDX-License-Identifier: MIT */
#include "suffix.h"

#include "ascii.h"
#include "guard.h"

/* The values of all suffixes found, shortest first. */
static char *
found (const HsSuffixes *suffixes, HsSlice host)
{
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];
  guint n = hs_suffixes_find (suffixes, host, matches);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%u", i > 0 ? " " : "", matches[i].value);
  return g_string_free (out, FALSE);
}

static const char *const lookups[][2] = {
  { "a.b.example.com", "1 2 3" },
  { "B.Example.COM", "1 2 3" },
  { "xb.example.com", "1 2" },
  { "example.com", "1 2" },
  { "com", "1" },
  { "notcom", "" },
  { "example.com.", "" },
  { "", "" },
  { ".com", "1" },
  { "...com", "1" },
  { "example.com.org", "" },
  { ".", "" },
};

static void
test_find (void)
{
  HsSuffixes *suffixes = hs_suffixes_new ();

  *hs_suffixes_add (suffixes, "COM") = 1;
  *hs_suffixes_add (suffixes, "example.com") = 2;
  *hs_suffixes_add (suffixes, "b.example.com") = 3;
  g_assert_cmpuint (*hs_suffixes_add (suffixes, "Example.Com"), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (lookups); i++) {
    g_autofree char *got = found (suffixes, hs_slice_str (lookups[i][0]));
    g_test_message ("%s", lookups[i][0]);
    g_assert_cmpstr (got, ==, lookups[i][1]);
  }
  g_assert_cmpuint (hs_suffixes_find (suffixes, HS_SLICE_NONE, (HsSuffixMatch[HS_SUFFIX_DEPTH]){ 0 }), ==, 0);
  hs_suffixes_free (suffixes);
}

/* Thousands of suffixes: each is found, and no other. */
static void
test_many (void)
{
  HsSuffixes *suffixes = hs_suffixes_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 5000; i++) {
    g_ptr_array_add (names, g_strdup_printf ("s%u.example", i));
    *hs_suffixes_add (suffixes, g_ptr_array_index (names, i)) = i;
  }
  for (guint i = 0; i < 5000; i++) {
    HsSuffixMatch matches[HS_SUFFIX_DEPTH];
    g_autofree char *host = g_strdup_printf ("mail.S%u.example", i);
    g_assert_cmpuint (hs_suffixes_find (suffixes, hs_slice_str (host), matches), ==, 1);
    g_assert_cmpuint (matches[0].value, ==, i);
    g_assert_true (matches[0].start == host + 5);
  }
  hs_suffixes_free (suffixes);
}

static void
test_guard (void)
{
  HsSuffixes *suffixes = hs_suffixes_new ();
  static const char text[] = "a.b.example.com";

  *hs_suffixes_add (suffixes, "b.example.com") = 1;
  for (gsize len = 0; len < sizeof text; len++) {
    HsGuard guard = hs_guard_new (text + sizeof text - 1 - MIN (len, sizeof text - 1), len);
    HsSuffixMatch matches[HS_SUFFIX_DEPTH];
    hs_suffixes_find (suffixes, (HsSlice){ guard.data, len }, matches);
    hs_guard_free (&guard);
  }
  hs_suffixes_free (suffixes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suffix/find", test_find);
  g_test_add_func ("/suffix/many", test_many);
  g_test_add_func ("/suffix/guard", test_guard);
  return g_test_run ();
}
