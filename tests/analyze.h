/* A header written in a test, through all stages.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>
#include <string.h>

typedef struct {
  HsRuleset *rules;
  HsOptions *options;
  HsAnalyzer *analyzer;
  const HsTrace *trace;
} HsBench;

static inline void
hs_bench_init (HsBench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->rules = hs_ruleset_new (NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  bench->options = hs_options_new ();
  bench->analyzer = hs_analyzer_new (bench->rules, bench->options);
}

static inline void
hs_bench_clear (HsBench *bench)
{
  hs_analyzer_free (bench->analyzer);
  hs_options_unref (bench->options);
  hs_ruleset_unref (bench->rules);
}

/* @header: lines with LF; stays borrowed until the next run. */
static inline const HsTrace *
hs_bench_run (HsBench *bench, const char *header, gsize len)
{
  HsMessage message = { .header = { header, len }, .first_line = 1 };

  bench->trace = hs_analyzer_run (bench->analyzer, &message);
  return bench->trace;
}

static inline gboolean
hs_bench_found (const HsTrace *trace, const char *code)
{
  for (guint i = 0; i < trace->n_findings; i++)
    if (strcmp (trace->findings[i].code, code) == 0)
      return TRUE;
  return FALSE;
}
