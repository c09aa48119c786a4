/* The command line: one table from which parsing, --help, the manual page and completions are made.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>

typedef enum { CLI_ANALYZE, CLI_SUMMARY, CLI_EXPLAIN, CLI_SERVE, CLI_N_COMMANDS } CliCommand;

typedef enum { CLI_AUTO, CLI_ALWAYS, CLI_NEVER } CliWhen;
typedef enum { CLI_INPUT_AUTO, CLI_INPUT_RECORDS } CliInputForm;
typedef enum { CLI_REQUIRE_NOTHING, CLI_REQUIRE_TRAVERSED, CLI_REQUIRE_NOT_TRAVERSED } CliRequire;

typedef struct {
  guint64 start;
  guint64 end;
  gboolean given;
} CliRange;

typedef struct {
  gint64 us;
  gboolean given;
} CliInstant;

/* What the command line says. Strings are borrowed from argv. */
typedef struct {
  CliCommand command;
  GPtrArray *operands;
  guint format; /* HsFormat */
  const char *output;
  guint color; /* CliWhen */
  gboolean headers;
  gboolean redact;
  GTimeZone *zone;
  gboolean pager;
  const char *connectors;
  const char *accepted_domains;
  GPtrArray *tenants;
  GPtrArray *tenant_domains;
  GPtrArray *trusted;
  const char *rules;
  const char *endpoints;
  const char *keys;
  gboolean no_seals;
  CliInstant now;
  guint require; /* CliRequire */
  const char *files_from;
  const char *files0_from;
  CliRange range;
  guint input; /* CliInputForm */
  HsLimits limits;
  guint jobs;     /* 0: decide by the input */
  guint progress; /* CliWhen */
  gboolean line_buffered;
  gboolean trailer;
  const char *summary;
  guint schema;
  gboolean no_sandbox;
  gboolean quiet;
  gboolean verbose;
  gboolean help;
  gboolean version;
  gboolean completion; /* print_for holds the index of what to print */
  guint print_for;
  guint port;
  guint idle_minutes; /* 0: never ends by itself */
  gboolean open_page;
} CliOptions;

void cli_options_init (CliOptions *options);
void cli_options_clear (CliOptions *options);
/* Options and operands in any order, "--" ends options. FALSE with HS_ERROR_OPTION, "what; what to do". */
gboolean cli_options_parse (CliOptions *options, int argc, char **argv, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliOptions, cli_options_clear)

typedef struct _CliOption CliOption;
/* Puts @value (NULL for an option without argument) where @member points. */
typedef gboolean (*CliSetter) (const CliOption *option, const char *value, gpointer member, GError **error);

/* What a shell offers as the argument. */
typedef enum { CLI_OFFER_NOTHING, CLI_OFFER_WORDS, CLI_OFFER_FILES, CLI_OFFER_FOLDERS } CliOffer;

typedef enum {
  CLI_COMMON = 1 << 0,     /* has a line of its own in --help */
  CLI_REPEATABLE = 1 << 1, /* may be given several times */
} CliOptionFlags;

struct _CliOption {
  char letter; /* 0 for none */
  const char *name;
  const char *argument; /* name of the argument, NULL if it takes none */
  const char *words;    /* "a|b|c": the arguments there are, NULL for any */
  CliOffer offer;
  guint flags;
  guint commands; /* a set of 1 << CliCommand that know it */
  CliSetter set;
  gsize offset;       /* of the member in CliOptions */
  const char *help;   /* one line */
  const char *manual; /* sentences of the manual page, in scdoc's markup */
};

/* Groups of options in the order they are shown; the last has a NULL title. */
typedef struct {
  const char *title;
  const CliOption *options; /* ends with a NULL name */
} CliOptionGroup;

extern const CliOptionGroup cli_option_groups[];
extern const char *const cli_command_names[]; /* "" for analyze; by CliCommand, NULL at the end */

/* The option called @name (@len bytes), or of @letter; NULL if there is none. */
const CliOption *cli_option_by_name (const char *name, gsize len);
const CliOption *cli_option_by_letter (char letter);
/* TRUE where the argument is one of the words; @index: (out): which. */
gboolean cli_option_word_index (const CliOption *option, const char *value, guint *index);

gboolean cli_set_flag (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_text (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_list (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_word (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_requirement (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_completion (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_jobs (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_port (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_minutes (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_instant (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_zone (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_utc (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_range (const CliOption *option, const char *value, gpointer member, GError **error);
gboolean cli_set_limit (const CliOption *option, const char *value, gpointer member, GError **error);
