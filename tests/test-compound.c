/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "compound.h"
#include "guard.h"

/* What libgsf writes is read in test-msg; here are files that nobody should write. */

static void
put32 (char *p, guint32 value)
{
  for (int i = 0; i < 4; i++)
    p[i] = (char)(value >> (8 * i));
}

static void
put_entry (char *p, const char *name, guint8 type, guint32 left, guint32 right, guint32 child, guint32 start, guint32 size)
{
  gsize n = strlen (name);

  for (gsize i = 0; i < n; i++)
    p[i * 2] = name[i];
  p[64] = (char)(2 * (n + 1));
  p[66] = (char)type;
  put32 (p + 68, left);
  put32 (p + 72, right);
  put32 (p + 76, child);
  put32 (p + 116, start);
  put32 (p + 120, size);
}

#define NONE HS_COMPOUND_NONE
#define END 0xfffffffeu

/* Header; sector 0: table; 1: directory; 2: mini table; 3: mini stream, 4: long stream's sector, chained to itself @loop or ended. */
static gsize
make (char *file, gboolean loop, guint32 left_of_a)
{
  char *fat = file + 512, *dir = file + 1024;

  memset (file, 0, 512 * 6);
  memcpy (file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  file[30] = 9;
  file[32] = 6;
  put32 (file + 48, 1);
  put32 (file + 60, 2);
  put32 (file + 64, 1);
  put32 (file + 68, END);
  for (guint i = 0; i < 109; i++)
    put32 (file + 76 + i * 4, i == 0 ? 0 : NONE);
  for (guint i = 0; i < 128; i++)
    put32 (fat + i * 4, i < 4 ? END : i == 4 && loop ? 4 : END);
  put_entry (dir, "Root Entry", 5, NONE, NONE, 1, 3, 512);
  put_entry (dir + 128, "a", 2, left_of_a, 2, NONE, 0, 100);
  put_entry (dir + 256, "b", 1, NONE, NONE, 3, 0, 0);
  put_entry (dir + 384, "c", 2, NONE, NONE, NONE, 4, 5000);
  put32 (file + 512 * 3, 1);
  put32 (file + 512 * 3 + 4, END);
  memset (file + 512 * 4, 'm', 512);
  memset (file + 512 * 5, 'l', 512);
  return 512 * 6;
}

static void
test_read (void)
{
  char file[512 * 6];
  HsGuard guard = hs_guard_new (file, make (file, TRUE, NONE));
  g_autoptr (HsCompound) c = hs_compound_new ((HsSlice){ guard.data, guard.len });
  guint32 a = hs_compound_first (c, HS_COMPOUND_ROOT), b = hs_compound_next (c, a), inner = hs_compound_find (c, b, "C");
  g_autoptr (GBytes) bytes = hs_compound_read (c, a, 1000);

  g_assert_cmpstr (hs_compound_name (c, a), ==, "a");
  g_assert_cmpstr (hs_compound_name (c, b), ==, "b");
  g_assert_true (hs_compound_is_storage (c, b));
  g_assert_cmpuint (hs_compound_next (c, b), ==, NONE);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 100);
  g_assert_null (hs_compound_read (c, a, 99));
  g_assert_null (hs_compound_read (c, b, 1000));
  g_assert_cmpstr (hs_compound_name (c, inner), ==, "c");
  g_assert_null (hs_compound_read (c, inner, 1 << 20)); /* its chain loops: as many sectors as the file has, and no more */
  hs_guard_free (&guard);
}

/* Trees with loops are walked once. */
static void
test_loops (void)
{
  for (guint32 left = 0; left < 5; left++) {
    char file[512 * 6];
    HsGuard guard = hs_guard_new (file, make (file, FALSE, left));
    g_autoptr (HsCompound) c = hs_compound_new ((HsSlice){ guard.data, guard.len });
    guint n = 0;
    for (guint32 i = hs_compound_first (c, HS_COMPOUND_ROOT); i != NONE; i = hs_compound_next (c, i))
      n++;
    g_assert_cmpuint (n, <=, 3);
    g_assert_cmpuint (n, >=, 2);
    hs_guard_free (&guard);
  }
}

static void
test_cuts_and_flips (void)
{
  char file[512 * 6];
  gsize len = make (file, FALSE, NONE);

  for (gsize at = 0; at < len; at += 7) {
    HsGuard cut = hs_guard_new (file, at), flipped;
    hs_compound_free (hs_compound_new ((HsSlice){ cut.data, at }));
    file[at] ^= (char)0xff;
    flipped = hs_guard_new (file, len);
    file[at] ^= (char)0xff;
    {
      g_autoptr (HsCompound) c = hs_compound_new ((HsSlice){ flipped.data, len });
      for (guint32 i = 0; c != NULL && i < 5; i++)
        g_clear_pointer (&(GBytes *){ hs_compound_read (c, i, 10000) }, g_bytes_unref);
    }
    hs_guard_free (&cut);
    hs_guard_free (&flipped);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compound/read", test_read);
  g_test_add_func ("/compound/loops", test_loops);
  g_test_add_func ("/compound/cuts-and-flips", test_cuts_and_flips);
  return g_test_run ();
}
