/* SPDX-License-Identifier: MIT */
#include "timing.h"

#define NONE G_MAXINT64
#define HOPS 6

/* Seconds of each hop, oldest first; wanted delays and skews in seconds. */
typedef struct {
  const char *name;
  gint64 times[HOPS];
  guint n;
  gint64 delays[HOPS];
  gint64 skews[HOPS];
  gint64 total;
  guint slowest;
} Row;

static const Row rows[] = {
  { "plain", { 0, 2, 5 }, 3, { 0, 2, 3 }, { NONE, NONE, NONE }, 5, 3 },
  { "equal and one second back are rounding", { 10, 9, 10 }, 3, { 0, 0, 0 }, { NONE, NONE, NONE }, 0, 0 },
  { "a slow clock between two that agree", { 0, 46, -780, 446 }, 4, { 0, 46, NONE, 400 }, { NONE, NONE, -826, NONE }, 446, 4 },
  { "a fast clock at the start", { 314, 0, 3 }, 3, { NONE, 0, 3 }, { 314, NONE, NONE }, 3, 3 },
  { "a fast clock in the middle", { 0, 500, 4, 6 }, 4, { 0, NONE, 4, 2 }, { NONE, 496, NONE, NONE }, 6, 3 },
  { "last hop behind, no third witness", { 0, 100, 40 }, 3, { 0, NONE, 40 }, { NONE, 60, NONE }, 40, 3 },
  { "undated hop is charged to nobody by name", { 0, NONE, 10 }, 3, { 0, NONE, 10 }, { NONE, NONE, NONE }, 10, 3 },
  { "nothing dated", { NONE, NONE }, 2, { NONE, NONE }, { NONE, NONE }, NONE, 0 },
};

static void
check_row (const Row *row, HsWork *work, HsHop *hops)
{
  work->hops = hops;
  work->n_written = work->n_hops = row->n;
  for (guint i = 0; i < row->n; i++) {
    hops[i] = (HsHop){ .index = i + 1, .trust = HS_TRUST_CLAIMED };
    if (row->times[i] != NONE)
      hops[i].time = (HsTime){ .us = (1000000 + row->times[i]) * G_USEC_PER_SEC, .flags = HS_TIME_KNOWN };
  }
  hs_timing (work);
  for (guint i = 0; i < row->n; i++) {
    g_assert_cmpint (hops[i].delay_known, ==, row->delays[i] != NONE);
    if (row->delays[i] != NONE)
      g_assert_cmpint (hops[i].delay_us / G_USEC_PER_SEC, ==, row->delays[i]);
    g_assert_cmpint (hops[i].skew_known, ==, row->skews[i] != NONE);
    if (row->skews[i] != NONE)
      g_assert_cmpint (hops[i].skew_us / G_USEC_PER_SEC, ==, row->skews[i]);
  }
  g_assert_cmpint (work->timing.total_known, ==, row->total != NONE);
  if (row->total != NONE)
    g_assert_cmpint (work->timing.total_us / G_USEC_PER_SEC, ==, row->total);
  g_assert_cmpuint (work->timing.slowest_hop, ==, row->slowest);
}

static void
test_rows (void)
{
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    HsArena *arena = hs_arena_new (1 << 20);
    HsWork work = { .arena = arena };
    HsHop hops[HOPS];
    g_test_message ("%s", rows[r].name);
    check_row (&rows[r], &work, hops);
    hs_arena_free (arena);
  }
}

/* Date is the sender's clock: behind the first hop it says how long the message took, ahead of it only that it is fast. */
static void
test_since_date (void)
{
  static const struct {
    gint64 date, first, last;
    guint flags;
    gint64 delivered, ahead; /* seconds; NONE: not known */
  } dates[] = {
    { 0, 2, 9, HS_TIME_KNOWN, 9, 0 },
    { 2, 2, 2, HS_TIME_KNOWN, 0, 0 },
    { 3, 2, 9, HS_TIME_KNOWN, 6, 0 }, /* a second is rounding */
    { 3, 2, 2, HS_TIME_KNOWN, 0, 0 },
    { 4, 2, 9, HS_TIME_KNOWN, NONE, 2 },
    { 60, 2, 9, HS_TIME_KNOWN, NONE, 58 },
    { 0, 2, 9, 0, NONE, 0 },
    { 0, 2, 9, HS_TIME_KNOWN | HS_TIME_ZONE_UNRECOGNIZED, NONE, 0 },
    { 0, NONE, NONE, HS_TIME_KNOWN, NONE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    HsArena *arena = hs_arena_new (1 << 20);
    const gint64 times[] = { dates[i].first, dates[i].last };
    HsHop hops[HOPS] = { 0 };
    HsWork work = { .arena = arena, .hops = hops, .n_written = 2, .n_hops = 2 };
    work.info.date = (HsTime){ .us = (1000000 + dates[i].date) * G_USEC_PER_SEC, .flags = dates[i].flags };
    for (guint k = 0; k < 2; k++)
      hops[k] = (HsHop){ .index = k + 1, .trust = HS_TRUST_CLAIMED };
    for (guint k = 0; k < 2 && times[k] != NONE; k++)
      hops[k].time = (HsTime){ .us = (1000000 + times[k]) * G_USEC_PER_SEC, .flags = HS_TIME_KNOWN };
    hs_timing (&work);
    g_assert_cmpint (work.timing.delivered_known, ==, dates[i].delivered != NONE);
    if (dates[i].delivered != NONE)
      g_assert_cmpint (work.timing.delivered_us / G_USEC_PER_SEC, ==, dates[i].delivered);
    g_assert_cmpint (work.timing.date_ahead_us / G_USEC_PER_SEC, ==, dates[i].ahead);
    hs_arena_free (arena);
  }
}

/* Whatever the clocks say: no negative delay, no negative total, skew and delay never on one hop. */
static void
test_never_negative (void)
{
  for (guint round = 0; round < 2000; round++) {
    HsArena *arena = hs_arena_new (1 << 20);
    HsWork work = { .arena = arena };
    HsHop hops[HOPS] = { 0 };
    work.hops = hops;
    work.n_written = (guint)g_test_rand_int_range (1, HOPS + 1);
    for (guint i = 0; i < work.n_written; i++)
      hops[i] = (HsHop){ .index = i + 1,
                         .trust = HS_TRUST_CLAIMED,
                         .time = { .us = (gint64)g_test_rand_int_range (0, 100) * G_USEC_PER_SEC,
                                   .flags = g_test_rand_bit () ? HS_TIME_KNOWN : 0 } };
    hs_timing (&work);
    g_assert_cmpint (work.timing.total_us, >=, 0);
    for (guint i = 0; i < work.n_written; i++) {
      g_assert_cmpint (hops[i].delay_us, >=, 0);
      g_assert_false (hops[i].delay_known && hops[i].skew_known);
    }
    hs_arena_free (arena);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timing/rows", test_rows);
  g_test_add_func ("/timing/since-date", test_since_date);
  g_test_add_func ("/timing/never-negative", test_never_negative);
  return g_test_run ();
}
