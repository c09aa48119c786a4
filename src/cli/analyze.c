/* hopscope and hopscope summary: from the command line to the exit status.  SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complain.h"
#include "language.h"
#include "pager.h"
#include "run.h"
#include "sandbox.h"

#include <string.h>
#include <unistd.h>

static gboolean
reads_standard_input (const CliOptions *options)
{
  for (guint i = 0; i < options->operands->len; i++)
    if (strcmp (g_ptr_array_index (options->operands, i), "-") == 0)
      return TRUE;
  return options->operands->len == 0 && options->files_from == NULL && options->files0_from == NULL;
}

static void
hint (const CliOptions *options)
{
  if (reads_standard_input (options) && isatty (STDIN_FILENO) && !options->quiet)
    cli_complain (NULL, T_ ("paste a message or its header here, then press Enter and Ctrl-D"), T_ ("hopscope --help tells more"));
}

int
cli_analyze (const CliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliRun) run = cli_run_new (options, &error);
  GPid pager = 0;
  int status;

  if (run == NULL) {
    cli_complain_of (NULL, error);
    return CLI_STATUS_TROUBLE;
  }
  if (options->pager && options->output == NULL)
    pager = cli_pager_start ();
  hint (options);
  if (!options->no_sandbox)
    cli_sandbox_enter (options);
  status = cli_run (run);
  cli_pager_wait (pager);
  return status;
}
