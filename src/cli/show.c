/* What hopscope says of itself.  SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complain.h"
#include "help.h"
#include "language.h"
#include "output.h"
#include "run.h"

static int
show (GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOutput) output = cli_output_new (NULL, &error);

  if (cli_output_write (output, text, &error) && cli_output_finish (output, &error))
    return CLI_STATUS_OK;
  if (!cli_output_is_closed (output))
    cli_complain_of (cli_output_name (output), error);
  return CLI_STATUS_TROUBLE;
}

int
cli_show_help (const CliOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cli_help (options->verbose, text);
  return show (text);
}

int
cli_show_completion (const CliOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cli_completion (options->print_for, text);
  return show (text);
}

static gboolean
append_tables (const CliOptions *options, GString *text, GError **error)
{
  g_autoptr (HsRuleset) ruleset = hs_ruleset_new (options->rules, options->endpoints, options->keys, error);
  const HsTableInfo *tables;
  guint n;

  if (ruleset == NULL)
    return FALSE;
  tables = hs_ruleset_tables (ruleset, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%-12s %5u %s  %-10s  %s\n", tables[i].name, tables[i].rows, T_ ("rows"),
                            tables[i].date != NULL ? tables[i].date : "", T_ (tables[i].origin));
  return TRUE;
}

int
cli_show_version (const CliOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *glib = NULL, *libraries = NULL;

  glib = g_strdup_printf ("GLib %u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  libraries = cli_fill (N_ ("{1}; built with {2}"), glib, CLI_BUILT_WITH, NULL);
  g_string_append_printf (text, "hopscope %s\n%s\n", HS_VERSION_STRING, libraries);
  if (options->verbose && !append_tables (options, text, &error)) {
    cli_complain_of (NULL, error);
    return CLI_STATUS_TROUBLE;
  }
  return show (text);
}
