/* SPDX-License-Identifier: MIT */
#include "received.h"

#include "guard.h"
#include "received-dump.h"
#include "received-rows.h"

#include <time.h>

static HsArena *arena;

static char *
parse_to_text (HsSlice value)
{
  HsHop hop = { .index = 7, .line = 9 };

  hs_arena_reset (arena);
  hs_received_parse (value, arena, hs_limits_default (), &hop);
  g_assert_true (hop.raw.ptr == value.ptr && hop.raw.len == value.len);
  g_assert_cmpuint (hop.index, ==, 7);
  g_assert_cmpuint (hop.line, ==, 9);
  return received_dump (&hop);
}

/* The row itself, cut at every length, against an unreadable page. */
static void
test_row (gconstpointer data)
{
  const ReceivedRow *row = data;
  gsize len = strlen (row->input);

  for (gsize cut = 0; cut <= len; cut++) {
    HsGuard guard = hs_guard_new (row->input, cut);
    g_autofree char *got = parse_to_text ((HsSlice){ guard.data, guard.len });
    if (cut == len)
      g_assert_cmpstr (got, ==, row->wanted);
    hs_guard_free (&guard);
  }
}

/* Folds at random where white space stands: a run becomes another run, with or without a line end. */
static char *
refold (const char *input, GRand *rand)
{
  static const char *const folds[] = { " ", "\t", "\r\n ", "\n\t", "  ", "\r\n \t ", " \r\n  " };
  GString *out = g_string_new (g_rand_boolean (rand) ? "\r\n\t" : " ");

  for (const char *p = input; *p != '\0'; p++) {
    if (*p != ' ') {
      g_string_append_c (out, *p);
      continue;
    }
    while (p[1] == ' ')
      p++;
    g_string_append (out, folds[g_rand_int_range (rand, 0, G_N_ELEMENTS (folds))]);
  }
  return g_string_free (out, FALSE);
}

static void
test_refold (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5321);

  for (guint i = 0; i < G_N_ELEMENTS (received_rows); i++)
    for (guint n = 0; n < 50; n++) {
      g_autofree char *folded = refold (received_rows[i].input, rand);
      HsGuard guard = hs_guard_new (folded, strlen (folded));
      g_autofree char *got = parse_to_text ((HsSlice){ guard.data, guard.len });
      if (!g_str_equal (got, received_rows[i].wanted))
        g_test_message ("%s", folded);
      g_assert_cmpstr (got, ==, received_rows[i].wanted);
      hs_guard_free (&guard);
    }
}

/* Any one byte changed: nothing is read or written outside, and every slice lies in the value, the arena or a constant. */
static void
test_flip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5322);

  for (guint i = 0; i < G_N_ELEMENTS (received_rows); i++) {
    gsize len = strlen (received_rows[i].input);
    HsGuard guard = hs_guard_new (received_rows[i].input, len);
    for (gsize n = 0; n < len; n++) {
      char kept = guard.data[n];
      guard.data[n] = (char)g_rand_int_range (rand, 0, 256);
      g_free (parse_to_text ((HsSlice){ guard.data, len }));
      guard.data[n] = "()[]<>\";\\@=:"[g_rand_int_range (rand, 0, 12)];
      g_free (parse_to_text ((HsSlice){ guard.data, len }));
      guard.data[n] = kept;
    }
    hs_guard_free (&guard);
  }
}

/* Microseconds that this thread has computed: what other programs take on a busy machine does not count. */
static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Time for @prefix and @size bytes made of @unit over and over, closed with @suffix. */
static gint64
time_of (const char *prefix, const char *unit, const char *suffix, gsize size)
{
  g_autoptr (GString) value = g_string_new (prefix);
  HsHop hop;
  gint64 start, best = G_MAXINT64;

  while (value->len < size)
    g_string_append (value, unit);
  g_string_append (value, suffix);
  for (int i = 0; i < 3; i++) {
    hs_arena_reset (arena);
    start = cpu_time ();
    hs_received_parse ((HsSlice){ value->str, value->len }, arena, hs_limits_default (), &hop);
    best = MIN (best, cpu_time () - start);
  }
  return best;
}

/* Four times the bytes take at most about four times the time, whatever they are. */
static void
check_linear (const char *prefix, const char *unit, const char *suffix)
{
  gint64 small = time_of (prefix, unit, suffix, 64 * 1024), big = time_of (prefix, unit, suffix, 256 * 1024);

  g_test_message ("%s%s...%s: %" G_GINT64_FORMAT " us, %" G_GINT64_FORMAT " us", prefix, unit, suffix, small, big);
  g_assert_cmpint (big, <, 12 * small + 2000);
  g_assert_cmpint (big, <, 2 * G_USEC_PER_SEC);
}

static void
test_linear (void)
{
  static const char *const units[] = {
    "(",
    "((",
    "()",
    "[",
    "<",
    "\"",
    "for <\"",
    "; ",
    "; Mon, ",
    "Mon, (",
    "1 (",
    "from (",
    "(a (b ",
    "\\",
    ")",
    "from [ by ",
    "id ",
    "with a ",
    "1 Jan ",
    "Mon, 1 Jan 2024 (x) ",
    "with x: ",
    "for <a@b>",
    "(helo=x ",
    "2024-01-01 ",
    "a@",
    "1.1.1.1.",
    "::",
    "(from (",
    "x x x Mon ",
    " \r\n",
    "TLS:,TLS:,",
    "(tls: a,b",
    "(AUTH: a ",
    "via x ",
    "from a ",
    "(x\\",
    "(Client CN \"",
    "\t",
    "1 (a)(b)",
    "Mon,(a)(a)",
    "authid <\" ",
    "(HELO ",
    "Mon a ",
    "Mon, 1 Jan 2024 10:00 ",
    "; 1 Jan 2024 10:00:00 +0000 ",
  };
  static const char *const comments[] = {
    "AUTH: a, ", "TLS: b, ", "TLS: ", "1 ",    "x@",      "[1.",    "HELO ",   "(b) ", "Client CN \"a\" (b) ",
    "uid ",      "a=b ",     "[",     "a[b] ", "\"EHLO ", "1.2.3.", "with a ", "x@[",  "envelope-from <\""
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    check_linear ("", units[i], "");
  for (guint i = 0; i < G_N_ELEMENTS (comments); i++) {
    check_linear ("from (", comments[i], ")");
    check_linear ("from a (AUTH: ", comments[i], ")");
    check_linear ("by a (", comments[i], ")");
    check_linear ("by a (Client CN \"a\" ", comments[i], ")");
  }
}

static void
test_depth (void)
{
  g_autoptr (GString) value = g_string_new ("from a.example (");
  g_autofree char *got = NULL;

  for (int i = 0; i < 100; i++)
    g_string_append_c (value, '(');
  g_string_append (value, "192.0.2.1");
  for (int i = 0; i < 101; i++)
    g_string_append_c (value, ')');
  g_string_append (value, " by b.example ([192.0.2.2]); 9 Mar 2026 03:53:37 +0000");
  got = parse_to_text ((HsSlice){ value->str, value->len });
  g_assert_cmpstr (got, ==, "helo=a.example by=b.example by-ip=192.0.2.2 time=2026-03-09T03:53:37Z+0");
}

static void
test_small_arena (void)
{
  HsArena *tiny = hs_arena_new (8);
  HsHop hop;

  hs_received_parse (HS_SLICE_LITERAL ("by a.example via Frontend\r\n Transport with Microsoft SMTP\r\n Server id 1"), tiny,
                     hs_limits_default (), &hop);
  g_assert_null (hop.via.ptr);
  g_assert_null (hop.protocol.ptr);
  g_assert_cmpuint (hop.id.len, ==, 1);
  g_assert_true (hs_arena_is_exhausted (tiny));
  hs_arena_free (tiny);
  hs_received_parse (HS_SLICE_NONE, arena, hs_limits_default (), &hop);
  g_assert_null (hop.by_host.ptr);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  arena = hs_arena_new (1 << 20);
  for (guint i = 0; i < G_N_ELEMENTS (received_rows); i++) {
    g_autofree char *path = g_strconcat ("/received/row/", received_rows[i].name, NULL);
    g_test_add_data_func (path, &received_rows[i], test_row);
  }
  g_test_add_func ("/received/refold", test_refold);
  g_test_add_func ("/received/flip", test_flip);
  g_test_add_func ("/received/linear", test_linear);
  g_test_add_func ("/received/depth", test_depth);
  g_test_add_func ("/received/small-arena", test_small_arena);
  status = g_test_run ();
  hs_arena_free (arena);
  return status;
}
