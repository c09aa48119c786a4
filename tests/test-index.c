/* SPDX-License-Identifier: MIT */
#include "index.h"

#include "ascii.h"

#define S(text) hs_slice_str (text)

static void
test_find (void)
{
  HsIndex *index = hs_index_new ();

  hs_index_add (index, S ("Header"), S ("KEY"), S ("value"), 1);
  hs_index_add (index, S ("header"), S ("key"), S ("VALUE"), 2); /* the first stays */
  hs_index_add (index, S ("Header"), S ("KEY"), HS_SLICE_NONE, 3);
  hs_index_add (index, S ("Header"), S (""), S ("value"), 4);
  hs_index_add (index, S ("a"), HS_SLICE_NONE, HS_SLICE_NONE, 5);
  g_assert_cmpuint (hs_index_find (index, S ("HEADER"), S ("Key"), S ("Value")), ==, 1);
  g_assert_cmpuint (hs_index_find (index, S ("HEADER"), S ("Key"), HS_SLICE_NONE), ==, 3);
  g_assert_cmpuint (hs_index_find (index, S ("HEADER"), S (""), S ("value")), ==, 4);
  g_assert_cmpuint (hs_index_find (index, S ("A"), HS_SLICE_NONE, HS_SLICE_NONE), ==, 5);
  g_assert_cmpuint (hs_index_find_word (index, S ("A")), ==, 5);
  g_assert_cmpuint (hs_index_find_word (index, S ("Header")), ==, G_MAXUINT);
  g_assert_cmpuint (hs_index_find (index, S ("b"), HS_SLICE_NONE, HS_SLICE_NONE), ==, G_MAXUINT);
  g_assert_cmpuint (hs_index_find (index, HS_SLICE_NONE, HS_SLICE_NONE, HS_SLICE_NONE), ==, G_MAXUINT);
  g_assert_cmpuint (hs_index_find (index, S ("Header"), S ("KEY"), S ("valuex")), ==, G_MAXUINT);
  hs_index_free (index);
}

/* Words that differ only in front share a hash and are still told apart. */
static void
test_many (void)
{
  HsIndex *index = hs_index_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 2000; i++) {
    g_ptr_array_add (words, g_strdup_printf ("%04u-the-same-end", i));
    hs_index_add (index, S (g_ptr_array_index (words, i)), HS_SLICE_NONE, HS_SLICE_NONE, i);
  }
  for (guint i = 0; i < 2000; i++)
    g_assert_cmpuint (hs_index_find (index, S (g_ptr_array_index (words, i)), HS_SLICE_NONE, HS_SLICE_NONE), ==, i);
  hs_index_free (index);
}

/* Short words stand in the slots, longer ones and groups do not; neither takes the place of the other. */
static void
test_lengths (void)
{
  HsIndex *index = hs_index_new ();
  char word[80], upper[80];

  memset (word, 'w', sizeof word);
  memset (upper, 'W', sizeof upper);
  hs_index_add (index, (HsSlice){ "", 0 }, HS_SLICE_NONE, HS_SLICE_NONE, 0);
  hs_index_add (index, S ("key"), S ("value"), HS_SLICE_NONE, 100);
  for (guint n = 1; n < sizeof word; n++)
    hs_index_add (index, (HsSlice){ word, n }, HS_SLICE_NONE, HS_SLICE_NONE, n);
  for (guint n = 0; n < sizeof word; n++) {
    g_assert_cmpuint (hs_index_find_word (index, (HsSlice){ upper, n }), ==, n);
    g_assert_cmpuint (hs_index_find (index, (HsSlice){ upper, n }, HS_SLICE_NONE, HS_SLICE_NONE), ==, n);
    g_assert_cmpuint (hs_index_find (index, (HsSlice){ upper, n }, S (""), HS_SLICE_NONE), ==, G_MAXUINT);
    hs_index_add (index, (HsSlice){ upper, n }, HS_SLICE_NONE, HS_SLICE_NONE, 200 + n); /* the first stays */
    g_assert_cmpuint (hs_index_find_word (index, (HsSlice){ word, n }), ==, n);
  }
  g_assert_cmpuint (hs_index_find_word (index, HS_SLICE_NONE), ==, G_MAXUINT);
  g_assert_cmpuint (hs_index_find (index, S ("KEY"), S ("Value"), HS_SLICE_NONE), ==, 100);
  g_assert_cmpuint (hs_index_find_word (index, S ("key")), ==, G_MAXUINT);
  hs_index_free (index);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/find", test_find);
  g_test_add_func ("/index/many", test_many);
  g_test_add_func ("/index/lengths", test_lengths);
  return g_test_run ();
}
