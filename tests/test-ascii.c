/* SPDX-License-Identifier: MIT */
#include "ascii.h"

static void
test_compare (void)
{
  g_assert_true (hs_slice_iequal_str (HS_SLICE_LITERAL ("Received"), "rECEIVED"));
  g_assert_false (hs_slice_iequal_str (HS_SLICE_LITERAL ("Received"), "Receive"));
  g_assert_false (hs_slice_equal (HS_SLICE_NONE, HS_SLICE_LITERAL ("")));
  g_assert_true (hs_slice_equal (HS_SLICE_NONE, HS_SLICE_NONE));
  g_assert_true (hs_slice_ihas_suffix (HS_SLICE_LITERAL ("a.Outlook.COM"), ".outlook.com"));
  g_assert_false (hs_slice_ihas_prefix (HS_SLICE_LITERAL ("ab"), "abc"));
}

static void
test_trim (void)
{
  g_assert_true (hs_slice_equal_str (hs_slice_trim (HS_SLICE_LITERAL (" \t a b\r\n ")), "a b"));
  g_assert_cmpuint (hs_slice_trim (HS_SLICE_LITERAL (" \r\n")).len, ==, 0);
}

static void
test_find (void)
{
  HsSlice text = HS_SLICE_LITERAL ("one TWO three");
  g_assert_true (hs_slice_ifind (text, "two") == text.ptr + 4);
  g_assert_null (hs_slice_ifind (text, "four"));
  g_assert_null (hs_slice_ifind (HS_SLICE_NONE, "x"));
}

static void
test_uint (void)
{
  guint64 value;
  g_assert_true (hs_slice_to_uint (HS_SLICE_LITERAL ("18446744073709551615"), G_MAXUINT64, &value));
  g_assert_cmpuint (value, ==, G_MAXUINT64);
  g_assert_false (hs_slice_to_uint (HS_SLICE_LITERAL ("18446744073709551616"), G_MAXUINT64, &value));
  g_assert_false (hs_slice_to_uint (HS_SLICE_LITERAL ("65536"), 65535, &value));
  g_assert_false (hs_slice_to_uint (HS_SLICE_LITERAL (""), 9, &value));
  g_assert_false (hs_slice_to_uint (HS_SLICE_LITERAL ("1x"), 99, &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ascii/compare", test_compare);
  g_test_add_func ("/ascii/trim", test_trim);
  g_test_add_func ("/ascii/find", test_find);
  g_test_add_func ("/ascii/uint", test_uint);
  return g_test_run ();
}
