/* Fields by name, against a plain walk.  SPDX-License-Identifier: MIT */
#include "seal-index.h"

#include "ascii.h"

static const char *const names[] = { "From",     "fROM", "Fro", "Received",        "RECEIVED",
                                     "received", "X",    "",    "Subject\xc3\x84", "subject\xc3\x84" };

/* The lowest field of that name that is not taken. */
static guint
walk (const HsField *fields, guint n, gboolean *taken, HsSlice name)
{
  for (guint i = n; i-- > 0;)
    if (!taken[i] && fields[i].name.len > 0 && hs_slice_iequal (fields[i].name, name)) {
      taken[i] = TRUE;
      return i;
    }
  return G_MAXUINT;
}

static void
test_random (void)
{
  HsArena *arena = hs_arena_new (16 << 20);
  HsField fields[40];
  gboolean taken[40];

  for (guint round = 0; round < 300; round++) {
    guint n = (guint)g_test_rand_int_range (0, 40);
    HsFieldIndex index;

    hs_arena_reset (arena);
    for (guint i = 0; i < n; i++)
      fields[i] = (HsField){ .name = hs_slice_str (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]) };
    g_assert_true (hs_field_index_build (&index, fields, n, arena));
    for (guint again = 0; again < 3; again++) {
      memset (taken, 0, sizeof taken);
      hs_field_index_restart (&index);
      for (guint k = 0; k < 60; k++) {
        HsSlice name = hs_slice_str (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
        guint left = 0;

        g_assert_cmpuint (hs_field_index_take (&index, name), ==, walk (fields, n, taken, name));
        for (guint i = 0; i < n; i++)
          left += !taken[i] && name.len > 0 && hs_slice_iequal (fields[i].name, name);
        g_assert_cmpuint (hs_field_index_left (&index, name), ==, left);
      }
    }
  }
  hs_arena_free (arena);
}

static void
test_exhausted (void)
{
  HsArena *arena = hs_arena_new (64);
  HsField fields[40] = { 0 };
  HsFieldIndex index;

  g_assert_false (hs_field_index_build (&index, fields, 40, arena));
  hs_arena_free (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-index/random", test_random);
  g_test_add_func ("/seal-index/exhausted", test_exhausted);
  return g_test_run ();
}
