/* SPDX-License-Identifier: MIT */
#include "pattern.h"

#include "ascii.h"
#include "guard.h"

static gboolean
fits (const char *pattern, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPattern) made = hs_pattern_new (pattern, &error);

  g_assert_no_error (error);
  return hs_pattern_match (made, hs_slice_str (text), 0, NULL, 0);
}

static void
test_match (void)
{
  g_assert_true (fits ("a+b", "AAB"));
  g_assert_false (fits ("a+b", "xaab")); /* anchored at both ends */
  g_assert_false (fits ("a+b", "aabx"));
  g_assert_false (fits ("a|ab", "abc"));
  g_assert_true (fits ("a|ab", "ab"));
  g_assert_true (fits ("a.b", "a\nb"));
  g_assert_true (fits ("a.b", "a\xff"
                              "b")); /* bytes, not UTF-8 */
  g_assert_true (fits ("", ""));
}

static void
test_groups (void)
{
  g_autoptr (HsPattern) pattern = hs_pattern_new ("(?<first>a+)(b)?(?<last>c)", NULL);
  HsSlice groups[4];

  g_assert_true (hs_pattern_match (pattern, HS_SLICE_LITERAL ("aac"), 0, groups, 4));
  g_assert_true (hs_slice_equal_str (groups[0], "aa"));
  g_assert_null (groups[1].ptr);
  g_assert_true (hs_slice_equal_str (groups[2], "c"));
  g_assert_null (groups[3].ptr);
  g_assert_cmpuint (hs_pattern_group (pattern, "last"), ==, 3);
  g_assert_cmpuint (hs_pattern_group (pattern, "none"), ==, 0);
  g_assert_false (hs_pattern_match (pattern, HS_SLICE_LITERAL ("x"), 0, groups, 4));
  g_assert_null (groups[0].ptr);
  g_assert_false (hs_pattern_match (pattern, HS_SLICE_NONE, 0, groups, 4));
}

/* More groups than there is room for are no reason to fail. */
static void
test_many_groups (void)
{
  g_autoptr (HsPattern) pattern = hs_pattern_new ("(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)", NULL);
  HsSlice groups[HS_PATTERN_GROUPS];

  g_assert_true (hs_pattern_match (pattern, HS_SLICE_LITERAL ("aaaaaaaaaaaaaaaaaaaa"), 0, groups, HS_PATTERN_GROUPS));
  for (guint i = 0; i < HS_PATTERN_GROUPS; i++)
    g_assert_true (hs_slice_equal_str (groups[i], "a"));
}

static void
test_refused (void)
{
  static const char *const patterns[] = { "(", "[", "a{2,1}", "(*UTF)a", "(*UCP)a", "\\C", "(?<n>a)(?<n>b)" };
  g_autofree char *longest = g_strnfill (5000, 'a');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autoptr (GError) cause = NULL;
    g_test_message ("%s", patterns[i]);
    g_assert_null (hs_pattern_new (patterns[i], &cause));
    g_assert_error (cause, HS_ERROR, HS_ERROR_TABLE);
  }
  g_assert_null (hs_pattern_new (longest, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_TABLE);
}

/* What would take for ever is "no match" after the steps allowed; a text of a megabyte needs no stack. */
static void
test_bounded (void)
{
  g_autoptr (HsPattern) slow = hs_pattern_new ("(?:a+)+b", NULL);
  g_autoptr (HsPattern) wide = hs_pattern_new ("(?:a|x)*", NULL);
  g_autofree char *text = g_strnfill (1 << 20, 'a');
  gint64 before = g_get_monotonic_time ();

  g_assert_false (hs_pattern_match (slow, (HsSlice){ text, 40 }, 0, NULL, 0));
  hs_pattern_match (wide, (HsSlice){ text, 1 << 20 }, 0, NULL, 0);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

static gpointer
match_often (gpointer pattern)
{
  for (guint i = 0; i < 2000; i++)
    g_assert_true (hs_pattern_match (pattern, HS_SLICE_LITERAL ("from a by b"), 0, NULL, 0));
  return NULL;
}

/* A lazy pattern is compiled by whoever comes first. */
static void
test_lazy (void)
{
  g_autoptr (HsPattern) pattern = hs_pattern_new_lazy ("from \\S+ by \\S+");
  g_autoptr (HsPattern) broken = hs_pattern_new_lazy ("(");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, match_often, pattern);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_false (hs_pattern_match (broken, HS_SLICE_LITERAL ("("), 0, NULL, 0));
  g_assert_cmpuint (hs_pattern_group (broken, "x"), ==, 0);
}

static void
test_guard (void)
{
  g_autoptr (HsPattern) pattern = hs_pattern_new ("from (\\S+).*+", NULL);
  static const char text[] = "from mail.example.com (x)";

  for (gsize len = 0; len < sizeof text; len++) {
    HsGuard guard = hs_guard_new (text, len);
    HsSlice group;
    hs_pattern_match (pattern, (HsSlice){ guard.data, len }, 0, &group, 1);
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/match", test_match);
  g_test_add_func ("/pattern/groups", test_groups);
  g_test_add_func ("/pattern/many-groups", test_many_groups);
  g_test_add_func ("/pattern/refused", test_refused);
  g_test_add_func ("/pattern/bounded", test_bounded);
  g_test_add_func ("/pattern/lazy", test_lazy);
  g_test_add_func ("/pattern/guard", test_guard);
  return g_test_run ();
}
