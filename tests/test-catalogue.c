/* SPDX-License-Identifier: MIT */
#include "../src/cli/catalogue.h"
#include "guard.h"

static void
put32 (GString *out, guint32 n)
{
  n = GUINT32_TO_LE (n);
  g_string_append_len (out, (const char *)&n, sizeof n);
}

/* A .mo file as msgfmt writes it; texts stand in the order given. */
static GString *
make (const char *const (*rows)[2], guint n)
{
  GString *out = g_string_new (NULL), *texts = g_string_new (NULL);
  guint32 start = 28 + n * 16;

  put32 (out, 0x950412deu);
  put32 (out, 0);
  put32 (out, n);
  put32 (out, 28);
  put32 (out, 28 + n * 8);
  put32 (out, 0);
  put32 (out, start);
  for (guint column = 0; column < 2; column++)
    for (guint i = 0; i < n; i++) {
      put32 (out, (guint32)strlen (rows[i][column]));
      put32 (out, start + (guint32)texts->len);
      g_string_append_len (texts, rows[i][column], (gssize)strlen (rows[i][column]) + 1);
    }
  g_string_append_len (out, texts->str, (gssize)texts->len);
  g_string_free (texts, TRUE);
  return out;
}

static const char *const sorted[][2] = {
  { "", "Content-Type: text/plain; charset=UTF-8\n" }, { "Delay", "지연" }, { "hop {1}", "홉 {1}" }, { "line {1}", "{1}번째 줄" }
};
static const char *const unsorted[][2] = { { "b", "2" }, { "a", "1" } };
static const char *const doubled[][2] = { { "a", "1" }, { "a", "2" } };

static void
test_translate (void)
{
  g_autoptr (GString) file = make (sorted, G_N_ELEMENTS (sorted));
  HsGuard guard = hs_guard_new (file->str, file->len);
  g_autoptr (Catalogue) catalogue = catalogue_read ("ko", guard.data, guard.len);
  static const char *const rows[][2] = {
    { "Delay", "지연" },    { "hop {1}", "홉 {1}" }, { "line {1}", "{1}번째 줄" }, { "", "" },         { "A", "A" },
    { "Delays", "Delays" }, { "zzz", "zzz" },        { "hop {1}\n", "hop {1}\n" }, { "Dela", "Dela" }, { "hop {2}", "hop {2}" },
  };

  g_assert_nonnull (catalogue);
  g_assert_cmpstr (catalogue_lang (catalogue), ==, "ko");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (catalogue_translate (rows[i][0], catalogue), ==, rows[i][1]);
  g_assert_cmpstr (catalogue_translate ("Delay", NULL), ==, "Delay");
  g_clear_pointer (&catalogue, catalogue_free);
  hs_guard_free (&guard);
}

/* Cut anywhere it is refused, without a byte read behind its end. */
static void
test_cut (void)
{
  g_autoptr (GString) file = make (sorted, G_N_ELEMENTS (sorted));

  for (gsize len = 0; len < file->len; len++) {
    HsGuard guard = hs_guard_new (file->str, len);
    g_assert_null (catalogue_read ("ko", guard.data, guard.len));
    hs_guard_free (&guard);
  }
}

static gboolean
is_read (const GString *file, gsize at, guint32 value)
{
  g_autofree char *copy = g_memdup2 (file->str, file->len);
  g_autoptr (Catalogue) catalogue = NULL;

  value = GUINT32_TO_LE (value);
  memcpy (copy + at, &value, sizeof value);
  catalogue = catalogue_read ("ko", copy, file->len);
  return catalogue != NULL;
}

static void
test_damaged (void)
{
  g_autoptr (GString) file = make (sorted, G_N_ELEMENTS (sorted)), wrong = make (unsorted, 2), twice = make (doubled, 2);
  static const struct {
    const char *name;
    gsize at;
    guint32 value;
  } rows[] = {
    { "magic", 0, 0xde120495u },
    { "count", 8, 1000 },
    { "count that overflows", 8, 0x20000001 },
    { "originals", 12, 0xfffffff8u },
    { "translations", 16, 500 },
    { "length", 28 + 8, 6 },
    { "length over the end", 28 + 8, ~0u },
    { "place", 28 + 12, 0xffffu },
    { "place of a translation", 28 + 36, ~0u },
  };

  g_assert_true (is_read (file, 0, 0x950412deu));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].name);
    g_assert_false (is_read (file, rows[i].at, rows[i].value));
  }
  g_assert_null (catalogue_read ("ko", wrong->str, wrong->len));
  g_assert_null (catalogue_read ("ko", twice->str, twice->len));
}

/* The locale. */

static const char *const *variables;

static char *
get (const char *name)
{
  for (gsize i = 0; variables[i] != NULL; i += 2)
    if (strcmp (variables[i], name) == 0)
      return (char *)variables[i + 1];
  return NULL;
}

static void
test_locale (void)
{
  static const struct {
    const char *variables[9];
    gboolean korean;
  } rows[] = {
    { { NULL }, FALSE },
    { { "LANG", "ko_KR.UTF-8" }, TRUE },
    { { "LANG", "ko" }, TRUE },
    { { "LANG", "KO_KR" }, TRUE },
    { { "LANG", "kok_IN" }, FALSE },
    { { "LANG", "ko_KR", "LC_MESSAGES", "en_US.UTF-8" }, FALSE },
    { { "LANG", "ko_KR", "LC_MESSAGES", "", "LC_ALL", "" }, TRUE },
    { { "LANG", "C", "LC_ALL", "ko_KR.UTF-8" }, TRUE },
    { { "LANG", "ko_KR", "LC_ALL", "C" }, FALSE },
    { { "LANGUAGE", "ko", "LC_ALL", "C" }, FALSE },
    { { "LANGUAGE", "ko", "LC_ALL", "POSIX" }, FALSE },
    { { "LANGUAGE", "ko" }, FALSE },
    { { "LANGUAGE", "ko", "LC_ALL", "C.UTF-8" }, TRUE },
    { { "LANGUAGE", "de::ko", "LANG", "de_DE" }, TRUE },
    { { "LANGUAGE", "de:en_GB:ko", "LANG", "ko_KR" }, FALSE },
    { { "LANGUAGE", "fr", "LANG", "ko_KR" }, TRUE },
    { { "LANGUAGE", "", "LANG", "ko_KR" }, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Catalogue *catalogue;
    variables = rows[i].variables;
    catalogue = catalogue_from_environment (get);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
#ifdef CLI_HAVE_CATALOGUES
    g_assert_cmpint (catalogue != NULL, ==, rows[i].korean);
#else
    g_assert_null (catalogue);
#endif
  }
}

#ifdef CLI_HAVE_CATALOGUES
static void
test_built_in (void)
{
  const Catalogue *catalogue = catalogue_for ("ko-KR");

  g_assert_nonnull (catalogue);
  g_assert_true (catalogue == catalogue_for ("ko"));
  g_assert_cmpstr (catalogue_lang (catalogue), ==, "ko");
  g_assert_cmpstr (catalogue_translate ("Findings", (gpointer)catalogue), ==, "발견 사항");
  g_assert_null (catalogue_for ("en"));
  g_assert_null (catalogue_for (""));
  g_assert_null (catalogue_for (NULL));
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/translate", test_translate);
  g_test_add_func ("/catalogue/cut", test_cut);
  g_test_add_func ("/catalogue/damaged", test_damaged);
  g_test_add_func ("/catalogue/locale", test_locale);
#ifdef CLI_HAVE_CATALOGUES
  g_test_add_func ("/catalogue/built-in", test_built_in);
#endif
  return g_test_run ();
}
