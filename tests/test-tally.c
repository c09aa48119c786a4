/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include "ascii.h"

static void
test_delays (void)
{
  HsDelays delays = { 0 };

  g_assert_cmpuint (hs_delays_percentile (&delays, 50), ==, 0);
  for (guint ms = 1; ms <= 100; ms++)
    hs_delays_add (&delays, ms);
  g_assert_cmpuint (delays.count, ==, 100);
  g_assert_cmpuint (delays.sum_ms, ==, 5050);
  g_assert_cmpuint (delays.min_ms, ==, 1);
  g_assert_cmpuint (delays.max_ms, ==, 100);
  g_assert_cmpuint (delays.buckets[1], ==, 1);  /* 1 */
  g_assert_cmpuint (delays.buckets[6], ==, 32); /* 32 to 63 */
  g_assert_cmpuint (delays.buckets[7], ==, 37); /* 64 to 100 */
  g_assert_cmpuint (hs_delays_percentile (&delays, 50), ==, 63);
  g_assert_cmpuint (hs_delays_percentile (&delays, 99), ==, 100);
  hs_delays_add (&delays, 0);
  hs_delays_add (&delays, G_MAXUINT64);
  g_assert_cmpuint (delays.buckets[0], ==, 1);
  g_assert_cmpuint (delays.buckets[63], ==, 1);
}

static char *
show (HsTally *tally)
{
  g_autoptr (GArray) items = hs_tally_items (tally);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s=%" G_GUINT64_FORMAT " ", g_array_index (items, HsTallyItem, i).name,
                            g_array_index (items, HsTallyItem, i).count);
  g_string_append_printf (text, "other=%" G_GUINT64_FORMAT, hs_tally_other (tally));
  return g_string_free (text, FALSE);
}

static void
test_names (void)
{
  HsTally *tally = hs_tally_new ();
  g_autofree char *long_name = g_strnfill (500, 'x'), *shown = NULL;

  hs_tally_add (tally, HS_SLICE_LITERAL ("b"), 1);
  hs_tally_add (tally, HS_SLICE_LITERAL ("a"), 1);
  hs_tally_add (tally, HS_SLICE_LITERAL ("c"), 5);
  hs_tally_add (tally, HS_SLICE_LITERAL ("c\0hidden"), 1);
  hs_tally_add (tally, HS_SLICE_LITERAL ("\xff"), 1);
  hs_tally_add (tally, HS_SLICE_NONE, 7);
  hs_tally_add (tally, HS_SLICE_LITERAL (""), 7);
  hs_tally_add_once (tally, HS_SLICE_LITERAL ("d"), 1);
  hs_tally_add_once (tally, HS_SLICE_LITERAL ("d"), 1);
  hs_tally_add_once (tally, HS_SLICE_LITERAL ("d"), 2);
  shown = show (tally);
  g_assert_cmpstr (shown, ==, "c=6 d=2 a=1 b=1 \ufffd=1 other=0");
  hs_tally_add (tally, hs_slice_str (long_name), 9);
  {
    g_autoptr (GArray) items = hs_tally_items (tally);
    g_assert_cmpuint (strlen (g_array_index (items, HsTallyItem, 0).name), ==, HS_TALLY_NAME_BYTES);
  }
  hs_tally_free (tally);
}

static HsTally *
fill (guint from, guint to, guint step)
{
  HsTally *tally = hs_tally_new ();

  for (guint i = from; i < to; i += step) {
    char name[16];
    hs_tally_add (tally, (HsSlice){ name, (gsize)g_snprintf (name, sizeof name, "n%u", i) }, 1 + i % 3);
  }
  return tally;
}

/* More names than are kept: whatever the order and the split, the same names stay, their counts are exact, and nothing is lost. */
static void
test_bounded (void)
{
  const guint n = 3 * HS_TALLY_NAMES;
  HsTally *whole = fill (0, n, 1), *odd = fill (1, n, 2), *even = fill (0, n, 2), *low = fill (0, n / 3, 1), *high = fill (n / 3, n, 1);
  g_autofree char *a = NULL, *b = NULL, *c = NULL;
  g_autoptr (GArray) items = NULL;
  guint64 sum = 0, all = 0;

  hs_tally_merge (odd, even);
  hs_tally_merge (high, low);
  a = show (whole);
  b = show (odd);
  c = show (high);
  g_assert_true (strcmp (a, b) == 0);
  g_assert_true (strcmp (a, c) == 0);
  items = hs_tally_items (whole);
  g_assert_cmpuint (items->len, ==, HS_TALLY_NAMES);
  for (guint i = 0; i < items->len; i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    g_assert_cmpuint (item->count, ==, 1 + g_ascii_strtoull (item->name + 1, NULL, 10) % 3);
    sum += item->count;
  }
  for (guint i = 0; i < n; i++)
    all += 1 + i % 3;
  g_assert_cmpuint (sum + hs_tally_other (whole), ==, all);
  hs_tally_free (whole);
  hs_tally_free (odd);
  hs_tally_free (even);
  hs_tally_free (low);
  hs_tally_free (high);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/delays", test_delays);
  g_test_add_func ("/tally/names", test_names);
  g_test_add_func ("/tally/bounded", test_bounded);
  return g_test_run ();
}
