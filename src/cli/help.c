/* SPDX-License-Identifier: MIT */
#include "help.h"

#include <string.h>

enum { HELP_COLUMN = 26, WIDTH = 80 };

static const char usage[] = "Usage: hopscope [OPTION...] [FILE|DIRECTORY...]\n"
                            "       hopscope summary [OPTION...] [FILE...]     one report over many messages\n"
                            "       hopscope explain CODE|HEADER|KEY:VALUE     what a word of a report means\n"
                            "       hopscope serve [--port N]                  a page on this machine only\n"
                            "\n"
                            "Where a mail message really went, hop by hop, and whether it traversed a\n"
                            "Microsoft 365 inbound connector. Reads messages, headers, pastes, mailboxes,\n"
                            "folders and archives; standard input if no FILE is named. Never the network.\n";

static void
append_option (GString *out, const CliOption *option)
{
  gsize start = out->len;

  if (option->letter != 0)
    g_string_append_printf (out, "  -%c, --%s", option->letter, option->name);
  else
    g_string_append_printf (out, "      --%s", option->name);
  if (option->argument != NULL)
    g_string_append_printf (out, " %s", option->argument);
  if (out->len - start >= HELP_COLUMN) {
    g_string_append_c (out, '\n');
    start = out->len;
  }
  g_string_append_printf (out, "%*s%s\n", (int)(HELP_COLUMN - (out->len - start)), "", option->help);
}

/* The names of the options without a line of their own, wrapped. */
static void
append_other_names (GString *out)
{
  gsize start = out->len;

  g_string_append (out, "  Also:");
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++) {
      if (option->flags & CLI_COMMON)
        continue;
      if (out->len - start + strlen (option->name) + 3 > WIDTH) {
        g_string_append (out, "\n       ");
        start = out->len - 7;
      }
      g_string_append_printf (out, " --%s", option->name);
    }
  g_string_append (out, "\n");
}

void
cli_help (gboolean all, GString *out)
{
  g_string_append (out, usage);
  g_string_append (out, all ? "" : "\n");
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++) {
    if (all)
      g_string_append_printf (out, "\n%s\n", group->title);
    for (const CliOption *option = group->options; option->name != NULL; option++)
      if (all || (option->flags & CLI_COMMON))
        append_option (out, option);
  }
  if (!all)
    append_other_names (out);
  g_string_append (out, "\nExit status: 0 analyzed; with --require 1 if not so, 3 if undecided; 2 usage or\n"
                        "output error; 4 some input could not be read. More: man hopscope, --help -v\n");
}
