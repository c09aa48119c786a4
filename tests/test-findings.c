/* Every code has words, every word a code; each sample that a row names raises it.  SPDX-License-Identifier: MIT */
#include "analyze.h"

#include "rules.h"

static gboolean
raises (HsBench *bench, const char *name, const char *code)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", name, NULL);
  g_autoptr (HsSource) source = hs_source_new_for_path (path, NULL, 0, NULL);
  const HsMessage *message;

  g_assert_nonnull (source);
  while (hs_source_next (source, &message, NULL))
    if (hs_bench_found (hs_analyzer_run (bench->analyzer, message), code))
      return TRUE;
  return FALSE;
}

static void
test_samples (void)
{
  HsBench bench;
  g_autofree char *keys = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", "keys.zone", NULL);
  const HsFindingRow *rows;
  guint n, named = 0;

  bench.rules = hs_ruleset_new (NULL, NULL, keys, NULL);
  g_assert_nonnull (bench.rules);
  bench.options = hs_options_new ();
  g_assert_true (hs_options_add_tenant (bench.options, "c0ffee00-5ca1-4ab1-9e0d-0123456789ab", NULL));
  bench.analyzer = hs_analyzer_new (bench.rules, bench.options);
  rows = hs_ruleset_findings (bench.rules, &n);
  g_assert_cmpuint (n, >, 60);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpuint (strlen (rows[i].title), >, 0);
    g_assert_cmpuint (strlen (rows[i].detail), >, 0);
    if (*rows[i].sample == '\0')
      continue;
    g_test_message ("%s in %s", rows[i].code, rows[i].sample);
    g_assert_true (raises (&bench, rows[i].sample, rows[i].code));
    named++;
  }
  g_assert_cmpuint (named, >, 20);
  hs_bench_clear (&bench);
}

/* The story raises nothing. */
static void
test_quiet (void)
{
  static const char *const codes[] = { "HS203", "HS204", "HS207", "HS301", "HS401", "HS402", "HS407", "HS410" };
  HsBench bench;

  hs_bench_init (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_false (raises (&bench, "smtp-relay.eml", codes[i]));
  hs_bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/samples", test_samples);
  g_test_add_func ("/findings/quiet", test_quiet);
  return g_test_run ();
}
