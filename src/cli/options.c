/* The command line, read by the option table.  SPDX-License-Identifier: MIT */
#include "options.h"

#include "language.h"
#include "nearest.h"

#include <string.h>

void
cli_options_init (CliOptions *options)
{
  *options = (CliOptions){ .limits = *hs_limits_default (), .idle_minutes = 30 };
  options->operands = g_ptr_array_new ();
  options->tenants = g_ptr_array_new ();
  options->tenant_domains = g_ptr_array_new ();
  options->trusted = g_ptr_array_new ();
}

void
cli_options_clear (CliOptions *options)
{
  g_clear_pointer (&options->operands, g_ptr_array_unref);
  g_clear_pointer (&options->tenants, g_ptr_array_unref);
  g_clear_pointer (&options->tenant_domains, g_ptr_array_unref);
  g_clear_pointer (&options->trusted, g_ptr_array_unref);
  g_clear_pointer (&options->zone, g_time_zone_unref);
}

const CliOption *
cli_option_by_name (const char *name, gsize len)
{
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (strlen (option->name) == len && memcmp (option->name, name, len) == 0)
        return option;
  return NULL;
}

const CliOption *
cli_option_by_letter (char letter)
{
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (option->letter == letter)
        return option;
  return NULL;
}

static gboolean
unknown_option (const char *name, gsize len, GError **error)
{
  g_autofree char *typed = g_strndup (name, len);
  const char *nearest = NULL;
  guint best = G_MAXUINT;

  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (cli_nearest (typed, option->name, &best))
        nearest = option->name;
  if (nearest != NULL)
    hs_error_set (error, HS_ERROR_OPTION, "--{1}: no such option; did you mean --{2}?", typed, nearest, NULL);
  else
    hs_error_set (error, HS_ERROR_OPTION, "--{1}: no such option; see hopscope --help -v", typed, NULL);
  return FALSE;
}

/* The arguments as far as they have been read. */
typedef struct {
  CliOptions *options;
  char **next; /* up to a NULL */
  guint seen;  /* a set of 1 << CliCommand that know every option given */
  const CliOption *narrow;
} Reader;

static gboolean
apply (Reader *reader, const CliOption *option, const char *value, GError **error)
{
  if (option->argument == NULL && value != NULL) {
    hs_error_set (error, HS_ERROR_OPTION, "--{1}: takes no argument; leave out ={2}", option->name, value, NULL);
    return FALSE;
  }
  if (option->argument != NULL && value == NULL) {
    value = *reader->next;
    if (value == NULL) {
      hs_error_set (error, HS_ERROR_OPTION, "--{1}: needs an argument; give --{1} {2}", option->name, option->argument, NULL);
      return FALSE;
    }
    reader->next++;
  }
  if ((reader->seen & option->commands) != reader->seen)
    reader->narrow = option;
  reader->seen &= option->commands;
  return option->set (option, value, (char *)reader->options + option->offset, error);
}

static gboolean
apply_long (Reader *reader, const char *argument, GError **error)
{
  gsize len = strcspn (argument, "=");
  const CliOption *option = cli_option_by_name (argument, len);

  if (option == NULL)
    return unknown_option (argument, len, error);
  return apply (reader, option, argument[len] == '=' ? argument + len + 1 : NULL, error);
}

/* "-qv", "-fjson", "-f json". */
static gboolean
apply_letters (Reader *reader, const char *letters, GError **error)
{
  for (; *letters != '\0'; letters++) {
    const CliOption *option = cli_option_by_letter (*letters);
    if (option == NULL) {
      hs_error_set (error, HS_ERROR_OPTION, "-{1}: no such option; see hopscope --help -v", (char[]){ *letters, '\0' }, NULL);
      return FALSE;
    }
    if (option->argument != NULL && letters[1] != '\0')
      return apply (reader, option, letters + 1, error);
    if (!apply (reader, option, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void
take_operand (Reader *reader, char *operand, gboolean first)
{
  for (guint i = CLI_SUMMARY; first && i < CLI_N_COMMANDS; i++)
    if (strcmp (operand, cli_command_names[i]) == 0) {
      reader->options->command = i;
      return;
    }
  g_ptr_array_add (reader->options->operands, operand);
}

static gboolean
check_command (const Reader *reader, GError **error)
{
  CliCommand command = reader->options->command;

  if (reader->seen & (1u << command) || reader->narrow == NULL || reader->options->help)
    return TRUE;
  hs_error_set (error, HS_ERROR_OPTION,
                *cli_command_names[command] != '\0' ? N_ ("--{1}: not an option of hopscope {2}; leave it out")
                                                    : N_ ("--{1}: not an option of hopscope without a command; leave it out"),
                reader->narrow->name, cli_command_names[command], NULL);
  return FALSE;
}

/* TRUE if the names of files come from standard input. */
static gboolean
lists_input (const CliOptions *options)
{
  const char *list = options->files_from != NULL ? options->files_from : options->files0_from;
  return list != NULL && strcmp (list, "-") == 0;
}

static gboolean
has_standard_input (const CliOptions *options)
{
  for (guint i = 0; i < options->operands->len; i++)
    if (strcmp (g_ptr_array_index (options->operands, i), "-") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_combination (const CliOptions *options, GError **error)
{
  const char *wrong = NULL;

  if (options->trailer && options->format != HS_FORMAT_NDJSON)
    wrong = N_ ("--trailer: closes ndjson only; add -f ndjson");
  else if (options->files_from != NULL && options->files0_from != NULL)
    wrong = N_ ("--files0-from: there is --files-from already; give one of the two");
  else if (lists_input (options) && has_standard_input (options))
    wrong = N_ ("--files-from -: standard input holds the names; leave out the operand -");
  else if (options->range.given && (options->operands->len != 1 || options->files_from != NULL || options->files0_from != NULL))
    wrong = N_ ("--range: is a part of one mailbox; name that one file");
  else if (options->command == CLI_SUMMARY && options->format == HS_FORMAT_CSV)
    wrong = N_ ("--format csv: there is no such summary; use -f json");
  if (wrong != NULL)
    hs_error_set (error, HS_ERROR_OPTION, wrong, NULL);
  return wrong == NULL;
}

gboolean
cli_options_parse (CliOptions *options, int argc, char **argv, GError **error)
{
  Reader reader = { options, argv + (argc > 0 ? 1 : 0), (1u << CLI_N_COMMANDS) - 1, NULL };
  gboolean operands_only = FALSE, first = TRUE;

  while (*reader.next != NULL) {
    char *argument = *reader.next++;
    gboolean ok = TRUE;
    if (operands_only || argument[0] != '-' || argument[1] == '\0') {
      take_operand (&reader, argument, first && !operands_only);
      first = FALSE;
    } else if (strcmp (argument, "--") == 0)
      operands_only = TRUE;
    else if (argument[1] == '-')
      ok = apply_long (&reader, argument + 2, error);
    else
      ok = apply_letters (&reader, argument + 1, error);
    if (!ok)
      return FALSE;
  }
  return check_command (&reader, error) && check_combination (options, error);
}
