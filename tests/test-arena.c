/* SPDX-License-Identifier: MIT */
#include "arena.h"
#include "ascii.h"

static void
test_unfold (void)
{
  static const struct {
    const char *input, *wanted;
  } rows[] = {
    { "a b", "a b" }, { "a\r\n b", "a b" }, { "a \n\t b  c", "a b  c" }, { "\n a", " a" }, { "a\r", "a " },
  };
  HsArena *arena = hs_arena_new (1 << 20);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (hs_slice_equal_str (hs_arena_unfold (arena, hs_slice_str (rows[i].input)), rows[i].wanted));
  g_assert_null (hs_arena_unfold (arena, HS_SLICE_NONE).ptr);
  hs_arena_free (arena);
}

static void
test_limit (void)
{
  HsArena *arena = hs_arena_new (1 << 20);

  g_assert_nonnull (hs_arena_alloc (arena, 1 << 19));
  g_assert_null (hs_arena_alloc (arena, (1 << 19) + 1));
  g_assert_true (hs_arena_is_exhausted (arena));
  hs_arena_reset (arena);
  g_assert_false (hs_arena_is_exhausted (arena));
  g_assert_nonnull (hs_arena_alloc (arena, 1 << 20));
  g_assert_null (hs_arena_alloc_n (arena, 16, G_MAXSIZE / 8));
  hs_arena_free (arena);
}

static void
test_grow (void)
{
  HsArena *arena = hs_arena_new (1 << 20);
  guint *items = NULL;
  guint room = 0;

  for (guint i = 0; i < 1000; i++) {
    g_assert_true (hs_arena_grow (arena, (void **)&items, i, &room, sizeof *items));
    items[i] = i;
  }
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (items[i], ==, i);
  hs_arena_free (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/unfold", test_unfold);
  g_test_add_func ("/arena/limit", test_limit);
  g_test_add_func ("/arena/grow", test_grow);
  return g_test_run ();
}
