/* From the command line to a run that can begin.  SPDX-License-Identifier: MIT */
#include "run.h"
#include "terminal.h"

#include <unistd.h>

typedef gboolean (*AddFunc) (HsOptions *analysis, const char *text, GError **error);

static gboolean
add_each (HsOptions *analysis, const char *name, const GPtrArray *texts, AddFunc add, GError **error)
{
  for (guint i = 0; i < texts->len; i++)
    if (!add (analysis, g_ptr_array_index (texts, i), error)) {
      g_prefix_error (error, "--%s: ", name);
      return FALSE;
    }
  return TRUE;
}

HsOptions *
cli_analysis_new (const CliOptions *options, GError **error)
{
  g_autoptr (HsOptions) analysis = hs_options_new ();

  hs_options_set_limits (analysis, &options->limits);
  hs_options_set_verify_seals (analysis, !options->no_seals);
  if (options->now.given)
    hs_options_set_now (analysis, options->now.us);
  if (options->connectors != NULL && !hs_options_load_connectors (analysis, options->connectors, error))
    return NULL;
  if (options->accepted_domains != NULL && !hs_options_load_accepted_domains (analysis, options->accepted_domains, error))
    return NULL;
  if (!add_each (analysis, "tenant", options->tenants, hs_options_add_tenant, error) ||
      !add_each (analysis, "tenant-domain", options->tenant_domains, hs_options_add_tenant_domain, error) ||
      !add_each (analysis, "trust", options->trusted, hs_options_add_trust, error))
    return NULL;
  return g_steal_pointer (&analysis);
}

static gboolean
set_up_analysis (CliRun *run, GError **error)
{
  const CliOptions *options = run->options;

  run->analysis = cli_analysis_new (options, error);
  if (run->analysis == NULL)
    return FALSE;
  run->ruleset = hs_ruleset_new (options->rules, options->endpoints, options->keys, error);
  return run->ruleset != NULL;
}

static void
set_up_report (CliRun *run)
{
  const CliOptions *options = run->options;

  cli_report_options (options, cli_output_fd (run->output), &run->report_options);
  run->on_terminal = isatty (cli_output_fd (run->output));
  run->renders = options->command == CLI_ANALYZE && !(options->quiet && options->require != CLI_REQUIRE_NOTHING);
  if (run->renders && run->report_options.format != HS_FORMAT_NDJSON)
    run->report = hs_report_new (&run->report_options);
  if (options->command == CLI_SUMMARY || options->summary != NULL || options->trailer)
    run->summary = hs_summary_new ();
}

CliRun *
cli_run_new (const CliOptions *options, GError **error)
{
  g_autoptr (CliRun) run = g_new0 (CliRun, 1);

  run->options = options;
  run->source_flags = options->input == CLI_INPUT_RECORDS ? HS_SOURCE_RECORDS : HS_SOURCE_DEFAULT;
  run->progress = cli_progress_new (options->progress, options->quiet, cli_inputs_total (options));
  if (!set_up_analysis (run, error))
    return NULL;
  run->inputs = cli_inputs_new (options, error);
  if (run->inputs == NULL)
    return NULL;
  run->output = cli_output_new (options->output, error);
  if (run->output == NULL) {
    g_prefix_error (error, "%s: ", options->output);
    return NULL;
  }
  if (options->summary != NULL)
    run->summary_output = cli_output_new (options->summary, error);
  if (options->summary != NULL && run->summary_output == NULL) {
    g_prefix_error (error, "%s: ", options->summary);
    return NULL;
  }
  set_up_report (run);
  return g_steal_pointer (&run);
}

void
cli_run_free (CliRun *run)
{
  g_clear_pointer (&run->report, hs_report_free);
  g_clear_pointer (&run->summary, hs_summary_free);
  g_clear_pointer (&run->summary_output, cli_output_free);
  g_clear_pointer (&run->output, cli_output_free);
  g_clear_pointer (&run->inputs, cli_inputs_free);
  g_clear_pointer (&run->progress, cli_progress_free);
  g_clear_pointer (&run->analysis, hs_options_unref);
  g_clear_pointer (&run->ruleset, hs_ruleset_unref);
  g_clear_error (&run->failure);
  g_free (run);
}
