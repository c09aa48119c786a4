/* One run over all inputs: what every worker needs, and where its results go, in order.  SPDX-License-Identifier: MIT */
#pragma once

#include "inputs.h"
#include "output.h"
#include "progress.h"

/* Exit statuses; docs/exit-status.md and hopscope(1) say more. */
enum {
  CLI_STATUS_OK = 0,
  CLI_STATUS_REQUIRE_FAILED = 1,
  CLI_STATUS_TROUBLE = 2, /* usage, tables, configuration, output */
  CLI_STATUS_REQUIRE_UNDECIDED = 3,
  CLI_STATUS_UNREADABLE = 4
};

typedef struct {
  guint64 messages;
  guint64 errors;
  guint64 verdicts[3]; /* by HsConnectorVerdict */
} CliTally;

/* What came of some work: bytes for the output, lines for standard error, counts. */
typedef struct {
  GString *out;
  GString *complaints;
  CliTally tally;
} CliResult;

typedef struct {
  const CliOptions *options;
  HsRuleset *ruleset;
  HsOptions *analysis;
  HsReportOptions report_options;
  guint source_flags; /* HsSourceFlags */
  gboolean on_terminal;
  gboolean renders;   /* messages are written, not only counted */
  HsReport *report;   /* NULL for NDJSON, whose records need none, and where nothing is rendered */
  HsSummary *summary; /* NULL where none is wanted */
  CliInputs *inputs;
  CliOutput *output;
  CliOutput *summary_output; /* of --summary */
  CliProgress *progress;
  CliTally tally;
  GError *failure;   /* output failed */
  CliOutput *failed; /* this one */
  gint stopped;      /* atomic: nothing more is to be read */
} CliRun;

void cli_result_init (CliResult *result);
void cli_result_clear (CliResult *result);

/* What the command line says of the reader. NULL with @error: an option or a file is wrong. */
HsOptions *cli_analysis_new (const CliOptions *options, GError **error);
/* NULL with @error: tables, options or files cannot be used. */
CliRun *cli_run_new (const CliOptions *options, GError **error);
void cli_run_free (CliRun *run);
/* Analyzes everything; the exit status. */
int cli_run (CliRun *run);

/* TRUE while there is reason to go on. */
gboolean cli_run_goes_on (const CliRun *run);
/* Writes what is in @result, counts it and empties it. @folder: (nullable): that the messages came from. */
void cli_run_take (CliRun *run, CliResult *result, CliFolder *folder);
/* Something could not be read: renders it in its place, or says it on standard error. */
void cli_run_error (const CliRun *run, CliResult *result, const HsSourceInfo *source, const GError *error);
/* After the last file of @folder: a folder without mail is an error. */
void cli_run_end_folder (CliRun *run, CliResult *result, CliFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)
