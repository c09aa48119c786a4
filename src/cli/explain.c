/* hopscope explain.  SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complain.h"
#include "language.h"
#include "output.h"
#include "run.h"
#include "terminal.h"

static char *
join_words (const GPtrArray *words)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (query, "%s%s", i > 0 ? " " : "", (const char *)g_ptr_array_index (words, i));
  return g_string_free (query, FALSE);
}

static int
explain_to (CliOutput *output, const CliOptions *options, GError **error)
{
  g_autoptr (HsRuleset) ruleset = hs_ruleset_new (options->rules, options->endpoints, options->keys, error);
  g_autofree char *query = join_words (options->operands);
  g_autoptr (GString) text = g_string_new (NULL);
  HsReportOptions report;

  if (ruleset == NULL)
    return CLI_STATUS_TROUBLE;
  cli_report_options (options, cli_output_fd (output), &report);
  if (!hs_explain (ruleset, query, &report, text)) {
    cli_say (text->str, text->len);
    return CLI_STATUS_TROUBLE;
  }
  return cli_output_write (output, text, error) && cli_output_finish (output, error) ? CLI_STATUS_OK : CLI_STATUS_TROUBLE;
}

int
cli_explain (const CliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOutput) output = NULL;
  int status = CLI_STATUS_TROUBLE;

  if (options->operands->len == 0) {
    cli_complain ("explain", T_ ("what?"), T_ ("give a finding (HS204), a header, a value (SFV:SKI) or a word of a report"));
    return status;
  }
  output = cli_output_new (options->output, &error);
  if (output != NULL)
    status = explain_to (output, options, &error);
  if (error != NULL && (output == NULL || !cli_output_is_closed (output)))
    cli_complain_of (options->output, error);
  return status;
}
