/* SPDX-License-Identifier: MIT */
#include "help.h"

#include "language.h"

#include <string.h>

typedef void (*OptionFunc) (const CliOption *option, GString *out);

static void
for_each_option (OptionFunc func, GString *out)
{
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++)
    for (const CliOption *option = group->options; option->name != NULL; option++)
      func (option, out);
}

static void
append_words (GString *out, const char *words)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (words), "|", ' ');
  g_string_append (out, spaced);
}

static void
append_commands (GString *out)
{
  for (guint i = CLI_SUMMARY; i < CLI_N_COMMANDS; i++)
    g_string_append_printf (out, "%s%s", i > CLI_SUMMARY ? " " : "", cli_command_names[i]);
}

static void
bash_names (const CliOption *option, GString *out)
{
  g_string_append_printf (out, " --%s", option->name);
}

/* A branch of the case for options that take an argument. */
static void
bash_branch (const CliOption *option, GString *out)
{
  if (option->argument == NULL)
    return;
  g_string_append_printf (out, "    --%s", option->name);
  if (option->letter != 0)
    g_string_append_printf (out, " | -%c", option->letter);
  g_string_append (out, ") ");
  if (option->offer == CLI_OFFER_WORDS) {
    g_string_append (out, "COMPREPLY=($(compgen -W \"");
    append_words (out, option->words);
    g_string_append (out, "\" -- \"$cur\"))");
  } else if (option->offer == CLI_OFFER_FILES)
    g_string_append (out, "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"); /* names may hold spaces */
  else if (option->offer == CLI_OFFER_FOLDERS)
    g_string_append (out, "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")");
  else
    g_string_append (out, "COMPREPLY=()");
  g_string_append (out, "; return ;;\n");
}

static void
bash (GString *out)
{
  g_string_append (out, "# bash completion of hopscope: hopscope --completion bash\n"
                        "_hopscope ()\n"
                        "{\n"
                        "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                        "  [ \"$cur\" = = ] && cur=\n"
                        "  [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                        "  case $prev in\n");
  for_each_option (bash_branch, out);
  g_string_append (out, "  esac\n"
                        "  case $cur in\n"
                        "    -*) COMPREPLY=($(compgen -W \"");
  for_each_option (bash_names, out);
  g_string_append (out, "\" -- \"$cur\")) ;;\n"
                        "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
                        "       [ \"$COMP_CWORD\" -eq 1 ] && COMPREPLY+=($(compgen -W \"");
  append_commands (out);
  g_string_append (out, "\" -- \"$cur\")) ;;\n"
                        "  esac\n"
                        "}\n"
                        "complete -o filenames -F _hopscope hopscope\n");
}

/* @text in single quotes, as zsh and fish both read them; @special characters get a backslash inside. */
static void
append_quoted (GString *out, const char *text, const char *special)
{
  for (; *text != '\0'; text++) {
    if (*text == '\'')
      g_string_append (out, "'\\''");
    else {
      if (strchr (special, *text) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
    }
  }
}

static void
zsh_line (const CliOption *option, GString *out)
{
  const char *star = option->flags & CLI_REPEATABLE ? "*" : "";

  if (option->letter != 0)
    g_string_append_printf (out, "  '(-%c --%s)'{-%c%s,--%s%s}'", option->letter, option->name, option->letter,
                            option->argument != NULL ? "+" : "", option->name, option->argument != NULL ? "=" : "");
  else
    g_string_append_printf (out, "  '%s--%s%s", star, option->name, option->argument != NULL ? "=" : "");
  g_string_append_c (out, '[');
  append_quoted (out, option->help, "[]:\\");
  g_string_append_c (out, ']');
  if (option->argument != NULL)
    g_string_append_printf (out, ":%s:", option->argument);
  if (option->offer == CLI_OFFER_WORDS) {
    g_string_append_c (out, '(');
    append_words (out, option->words);
    g_string_append_c (out, ')');
  } else if (option->offer == CLI_OFFER_FILES)
    g_string_append (out, "_files");
  else if (option->offer == CLI_OFFER_FOLDERS)
    g_string_append (out, "_files -/");
  g_string_append (out, "' \\\n");
}

static void
zsh (GString *out)
{
  g_string_append (out, "#compdef hopscope\n# zsh completion of hopscope: hopscope --completion zsh\n_arguments -s -S \\\n");
  for_each_option (zsh_line, out);
  g_string_append (out, "  '1:command or file:{_alternative \"commands\\:command\\:(");
  append_commands (out);
  g_string_append (out, ")\" \"files\\:file\\:_files\"}' \\\n  '*:file:_files'\n");
}

static void
fish_line (const CliOption *option, GString *out)
{
  g_string_append_printf (out, "complete -c hopscope -l %s", option->name);
  if (option->letter != 0)
    g_string_append_printf (out, " -s %c", option->letter);
  if (option->argument != NULL)
    g_string_append (out, option->offer == CLI_OFFER_FILES     ? " -r -F"
                          : option->offer == CLI_OFFER_FOLDERS ? " -x -a '(__fish_complete_directories)'"
                                                               : " -x");
  if (option->offer == CLI_OFFER_WORDS) {
    g_string_append (out, " -a '");
    append_words (out, option->words);
    g_string_append_c (out, '\'');
  }
  g_string_append (out, " -d '");
  append_quoted (out, option->help, "\\");
  g_string_append (out, "'\n");
}

static void
fish (GString *out)
{
  g_string_append (out, "# fish completion of hopscope: hopscope --completion fish\n");
  g_string_append (out, "complete -c hopscope -n __fish_use_subcommand -a '");
  append_commands (out);
  g_string_append (out, "'\n");
  for_each_option (fish_line, out);
}

static void
man_option (const CliOption *option, GString *out)
{
  if (option->letter != 0)
    g_string_append_printf (out, "*-%c*, ", option->letter);
  g_string_append_printf (out, "*--%s*", option->name);
  if (option->argument != NULL)
    g_string_append_printf (out, " _%s_", option->argument);
  g_string_append_printf (out, "\n\t%s\n\n", T_ (option->manual));
}

static void
man (GString *out)
{
  for (const CliOptionGroup *group = cli_option_groups; group->title != NULL; group++) {
    g_string_append_printf (out, "## %s\n\n", T_ (group->title));
    for (const CliOption *option = group->options; option->name != NULL; option++)
      man_option (option, out);
  }
}

void
cli_completion (guint shell, GString *out)
{
  static void (*const print[]) (GString *) = { bash, zsh, fish, man };

  print[shell](out);
}
