/* SPDX-License-Identifier: MIT */
#include "pattern-texts.h"

#include "ascii.h"
#include "pattern.h"
#include "table.h"

static char *
texts_of (const char *pattern)
{
  HsPatternTexts texts;
  GString *out = g_string_new (NULL);
  const char *text = texts.bytes;

  hs_pattern_texts_read (&texts, pattern);
  for (guint i = 0; i < texts.n; i++, text += strlen (text) + 1)
    g_string_append_printf (out, "%s<%s>", i > 0 ? " " : "", text);
  return g_string_free (out, FALSE);
}

static const char *const rows[][2] = {
  { "from \\S+ \\(\\[[^\\]]++\\]\\)\\s+by \\S+ with ESMTP; .*", "<from > < ([> <])> <by > < with ESMTP; >" },
  { ".* by \\S+ with ESMTPS?A? id .*\\bverify=\\w+.*", "< by > < with ESMTP> < id > <verify=>" },
  { "(?<user>[a-z]+) by .*", "< by >" },
  { "abc?de*fg+h", "<ab> <fg>" }, /* 'd' alone is too short, as is 'h' */
  { "ab{0,2}cde", "<cde>" },
  { "abcd|efgh", "" },
  { "ab(?:c|d)ef", "<ab> <ef>" },
  { "ab(?:[)]|\\))ef", "<ab> <ef>" },
  { "a(?i)bcd", "" },
  { "(*LIMIT_MATCH=3)abc", "" },
  { "\\Qabc\\E?", "" },
  { "\\x41bc", "" },
  { "[[:alpha:]]abc", "" },
  { "[]x]abc", "<abc>" },
  { "[^]x]abc", "<abc>" },
  { "ab[c", "" },
  { "ab(c", "" },
  { "ab\\", "" },
  { "", "" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *got = texts_of (rows[i][0]);
    g_test_message ("%s", rows[i][0]);
    g_assert_cmpstr (got, ==, rows[i][1]);
  }
}

static void
test_hold (void)
{
  HsPatternTexts texts;

  hs_pattern_texts_read (&texts, "from \\S+ by \\S+ with .*");
  g_assert_true (hs_pattern_texts_hold (&texts, HS_SLICE_LITERAL ("FROM a By b WITH c")));
  g_assert_false (hs_pattern_texts_hold (&texts, HS_SLICE_LITERAL ("by b from a with c")));
  g_assert_false (hs_pattern_texts_hold (&texts, HS_SLICE_LITERAL ("from a by")));
  g_assert_false (hs_pattern_texts_hold (&texts, HS_SLICE_LITERAL ("")));
  hs_pattern_texts_read (&texts, ".*");
  g_assert_true (hs_pattern_texts_hold (&texts, HS_SLICE_LITERAL ("")));
}

/* More and longer texts than there is room for: some are left out. */
static void
test_room (void)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  HsPatternTexts texts;

  for (guint i = 0; i < 300; i++)
    g_string_append (pattern, i % 100 == 99 ? "abcde.*" : "abcde");
  hs_pattern_texts_read (&texts, pattern->str);
  g_assert_cmpuint (texts.n, ==, 1);
  g_assert_cmpuint (strlen (texts.bytes), ==, HS_PATTERN_TEXT_BYTES - 1);
  g_assert_true (hs_pattern_texts_hold (&texts, (HsSlice){ pattern->str, 200 }));
}

/* What PCRE2 says of subjects made of the pieces of a pattern is never "fits" where the texts say that it can't. */
static void
test_beside_pcre2 (void)
{
  static const char *const pieces[] = { "a", "b", "ab", "a?", "b*", "(?:ab)?", "(a|b)", "[ab]", "\\.", ".", "a+", "b{2}", "\\w", "bb+?" };
  static const char *const subjects[] = { "", "a", "b", "ab", "abb", "aab", "bba", "abab", "a.b", "b.ab", "ab.b", "babb", ".ab", "aabb" };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 3000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (HsPattern) pattern = NULL;
    for (gint32 n = g_rand_int_range (random, 1, 5); n > 0; n--)
      g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    pattern = hs_pattern_new (text->str, NULL);
    for (guint i = 0; pattern != NULL && i < G_N_ELEMENTS (subjects); i++) {
      g_autofree char *anchored = g_strdup_printf ("^(?:%s)$", text->str);
      gboolean fits = g_regex_match_simple (anchored, subjects[i], G_REGEX_DOTALL | G_REGEX_DOLLAR_ENDONLY, 0);
      g_test_message ("%s on %s", text->str, subjects[i]);
      g_assert_cmpint (hs_pattern_match (pattern, hs_slice_str (subjects[i]), 0, NULL, 0), ==, fits);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern-texts/rows", test_rows);
  g_test_add_func ("/pattern-texts/hold", test_hold);
  g_test_add_func ("/pattern-texts/room", test_room);
  g_test_add_func ("/pattern-texts/beside-pcre2", test_beside_pcre2);
  return g_test_run ();
}
