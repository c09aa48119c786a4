/* SPDX-License-Identifier: MIT */
#include "help.h"

#include "language.h"

#include <string.h>

enum { HELP_COLUMN = 26, SYNOPSIS = 43, WIDTH = 80 };

static const struct {
  const char *synopsis, *help;
} commands[] = {
  { "hopscope [OPTION...] [FILE|DIRECTORY...]", NULL },
  { "hopscope summary [OPTION...] [FILE...]", N_ ("one report over many messages") },
  { "hopscope explain CODE|HEADER|KEY:VALUE", N_ ("what a word of a report means") },
  { "hopscope serve [--port N]", N_ ("a page on this machine only") },
};

static void
append_usage (gboolean all, GString *out)
{
  const char *label = T_ ("Usage:");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_string_append_printf (out, "%s%*s%s", i == 0 ? label : "", i == 0 ? 1 : (int)cli_columns (label) + 1, "", commands[i].synopsis);
    if (commands[i].help != NULL)
      g_string_append_printf (out, "%*s%s", SYNOPSIS - (int)strlen (commands[i].synopsis), "", T_ (commands[i].help));
    g_string_append_c (out, '\n');
  }
  g_string_append_c (out, '\n');
  cli_append_wrapped (
      out,
      all ? T_ ("Where a mail message really went, hop by hop, and whether it traversed a Microsoft 365 inbound connector. Reads "
                "messages, headers, pastes, mailboxes, folders and archives; standard input if no FILE is named. Never the network.")
          : T_ ("Where a mail message really went, and whether by a Microsoft 365 connector."),
      0, WIDTH);
  g_string_append_c (out, '\n');
}

static void
append_option (GString *out, const CliOption *option, gboolean all)
{
  gsize start = out->len;

  if (option->letter != 0)
    g_string_append_printf (out, "  -%c, --%s", option->letter, option->name);
  else
    g_string_append_printf (out, "%*s--%s", all ? 6 : 2, "", option->name);
  if (option->argument != NULL)
    g_string_append_printf (out, " %s", option->argument);
  if (out->len - start >= HELP_COLUMN) {
    g_string_append_c (out, '\n');
    start = out->len;
  }
  g_string_append_printf (out, "%*s", (int)(HELP_COLUMN - (out->len - start)), "");
  cli_append_wrapped (out, T_ (option->help), HELP_COLUMN, WIDTH);
  g_string_append_c (out, '\n');
}

/* The names of the options without a line of their own. */
static void
append_other_names (GString *out)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *label = g_strdup_printf ("  %s ", T_ ("Also:"));

  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (!(option->flags & CLI_COMMON))
        g_string_append_printf (names, "%s--%s", names->len > 0 ? " " : "", option->name);
  g_string_append (out, label);
  cli_append_wrapped (out, names->str, cli_columns (label), WIDTH);
  g_string_append_c (out, '\n');
}

void
cli_help (gboolean all, GString *out)
{
  append_usage (all, out);
  g_string_append (out, all ? "" : "\n");
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++) {
    if (all)
      g_string_append_printf (out, "\n%s\n", T_ (group->title));
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (all || (option->flags & CLI_COMMON))
        append_option (out, option, all);
  }
  if (!all)
    append_other_names (out);
  g_string_append (out, all ? "\n" : "");
  cli_append_wrapped (
      out,
      all ? T_ ("Exit status: 0 analyzed; with --require 1 if not so, 3 if undecided; 2 usage or output error; 4 some input could not "
                "be read. More: man hopscope")
          : T_ ("Exit status: 0; 1, 3 with --require; 2 error; 4 input unread. Man: hopscope(1)"),
      0, WIDTH);
  g_string_append_c (out, '\n');
}
