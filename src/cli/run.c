/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "complain.h"
#include "jobs.h"
#include "language.h"
#include "signals.h"
#include "worker.h"

void
cli_result_init (CliResult *result)
{
  *result = (CliResult){ .out = g_string_new (NULL), .complaints = g_string_new (NULL) };
}

void
cli_result_clear (CliResult *result)
{
  g_string_free (result->out, TRUE);
  g_string_free (result->complaints, TRUE);
}

gboolean
cli_run_goes_on (const CliRun *run)
{
  return !g_atomic_int_get (&run->stopped) && !cli_signals_interrupted ();
}

static void
add_tally (CliTally *into, const CliTally *from)
{
  into->messages += from->messages;
  into->errors += from->errors;
  for (guint i = 0; i < G_N_ELEMENTS (into->verdicts); i++)
    into->verdicts[i] += from->verdicts[i];
}

static void
write_out (CliRun *run, CliOutput *output, GString *text)
{
  if (run->failure != NULL)
    g_string_truncate (text, 0);
  else if (!cli_output_write (output, text, &run->failure)) {
    run->failed = output;
    g_atomic_int_set (&run->stopped, TRUE);
  }
}

void
cli_run_take (CliRun *run, CliResult *result, CliFolder *folder)
{
  add_tally (&run->tally, &result->tally);
  if (folder != NULL)
    folder->messages += result->tally.messages;
  result->tally = (CliTally){ 0 };
  if (result->out->len > 0) {
    if (run->on_terminal)
      cli_progress_hide (run->progress);
    write_out (run, run->output, result->out);
  }
  if (result->complaints->len > 0) {
    cli_progress_hide (run->progress);
    cli_say (result->complaints->str, result->complaints->len);
    g_string_truncate (result->complaints, 0);
  }
}

void
cli_run_error (const CliRun *run, CliResult *result, const HsSourceInfo *source, const GError *error)
{
  result->tally.errors++;
  if (run->renders && run->report == NULL) {
    hs_report_error_record (source, error, result->out);
    return;
  }
  if (run->report != NULL)
    hs_report_add_error (run->report, source, error, result->out);
  cli_append_complaint (result->complaints, source->path != NULL ? source->path : T_ ("standard input"), error);
}

void
cli_run_end_folder (CliRun *run, CliResult *result, CliFolder *folder)
{
  g_autoptr (GError) error = NULL;
  HsSourceInfo info = { .path = folder->path };

  if (folder->messages > 0 || !cli_run_goes_on (run))
    return;
  hs_error_set (&error, HS_ERROR_NOT_MAIL, "no mail in this folder; name one with messages, or a file (-v tells what was skipped)", NULL);
  if (run->summary != NULL)
    hs_summary_add_error (run->summary, hs_error_code_name (error->code));
  cli_run_error (run, result, &info, error);
}

/* Rendered lines are written in pieces of this size. */
enum { PIECE = 64 << 10 };

static void
flush_in_order (CliWorker *worker, gpointer user_data)
{
  CliResult *result = worker->result;

  cli_progress_tick (worker->run->progress);
  if (worker->run->options->line_buffered || worker->run->on_terminal || result->out->len >= PIECE || result->complaints->len > 0)
    cli_run_take (worker->run, result, worker->folder);
}

static void
run_in_order (CliRun *run)
{
  CliWorker worker;
  CliResult result;
  gboolean ended = FALSE;

  cli_worker_init (&worker, run);
  cli_result_init (&result);
  worker.result = &result;
  worker.flush = flush_in_order;
  while (!ended && cli_run_goes_on (run)) {
    CliEvent event = cli_inputs_next (run->inputs);
    ended = event.kind == CLI_EVENT_END;
    if (event.folder != worker.folder || event.kind == CLI_EVENT_FOLDER_END)
      cli_run_take (run, &result, worker.folder);
    if (event.kind == CLI_EVENT_FOLDER_END)
      cli_run_end_folder (run, &result, event.folder);
    else if (!ended)
      cli_worker_event (&worker, &event);
    cli_event_clear (&event);
  }
  cli_run_take (run, &result, worker.folder);
  cli_result_clear (&result);
  cli_worker_clear (&worker);
}

/* What closes the document, and the summaries. */
static void
close_documents (CliRun *run)
{
  g_autoptr (GString) text = g_string_new (NULL);
  HsReportOptions options = run->report_options;

  options.ruleset = run->ruleset;
  if (run->summary != NULL && cli_signals_interrupted ()) /* else what was merged may be incomplete already */
    hs_summary_set_complete (run->summary, FALSE);
  if (run->report != NULL)
    hs_report_finish (run->report, text);
  if (run->options->command == CLI_SUMMARY || run->options->trailer)
    hs_summary_write (run->summary, &options, text);
  write_out (run, run->output, text);
  if (run->summary_output == NULL)
    return;
  options.format = HS_FORMAT_JSON;
  hs_summary_write (run->summary, &options, text);
  write_out (run, run->summary_output, text);
}

static void
finish_output (CliRun *run, CliOutput *output)
{
  if (!cli_output_finish (output, &run->failure))
    run->failed = output;
}

/* An output that was not finished leaves its file as it was: so after a failure, and after Ctrl-C. */
static void
finish_outputs (CliRun *run)
{
  if (run->failure == NULL && (!cli_signals_interrupted () || cli_output_fd (run->output) >= 0))
    finish_output (run, run->output);
  if (run->failure == NULL && run->summary_output != NULL && !cli_signals_interrupted ())
    finish_output (run, run->summary_output);
}

static int
require_status (const CliRun *run)
{
  guint wanted = run->options->require == CLI_REQUIRE_TRAVERSED ? HS_CONNECTOR_TRAVERSED : HS_CONNECTOR_NOT_TRAVERSED;
  guint opposite = run->options->require == CLI_REQUIRE_TRAVERSED ? HS_CONNECTOR_NOT_TRAVERSED : HS_CONNECTOR_TRAVERSED;
  const CliTally *tally = &run->tally;

  if (tally->verdicts[opposite] > 0)
    return CLI_STATUS_REQUIRE_FAILED;
  if (tally->errors > 0 && run->options->format != HS_FORMAT_NDJSON)
    return CLI_STATUS_UNREADABLE;
  return tally->verdicts[wanted] > 0 && tally->verdicts[wanted] == tally->messages && tally->errors == 0 ? CLI_STATUS_OK
                                                                                                         : CLI_STATUS_REQUIRE_UNDECIDED;
}

static int
exit_status (const CliRun *run)
{
  if (run->failure != NULL)
    return CLI_STATUS_TROUBLE;
  if (run->options->require != CLI_REQUIRE_NOTHING)
    return require_status (run);
  if (run->tally.errors > 0 && !(run->renders && run->options->format == HS_FORMAT_NDJSON))
    return CLI_STATUS_UNREADABLE;
  return CLI_STATUS_OK;
}

static void
say_interrupted (const CliRun *run)
{
  g_autoptr (GString) count = g_string_new (NULL);
  g_autofree char *what = NULL;

  cli_progress_append_count (count, run->tally.messages);
  what =
      cli_fill (run->tally.messages == 1 ? N_ ("interrupted after {1} message") : N_ ("interrupted after {1} messages"), count->str, NULL);
  cli_complain (NULL, what, run->options->output == NULL ? T_ ("what was written is whole") : T_ ("nothing was replaced"));
}

int
cli_run (CliRun *run)
{
  guint jobs = cli_jobs_number (run);

  if (jobs > 1)
    cli_jobs_run (run, jobs);
  else
    run_in_order (run);
  close_documents (run);
  finish_outputs (run);
  cli_progress_finish (run->progress);
  if (run->failure != NULL && !cli_output_is_closed (run->failed))
    cli_complain_of (cli_output_name (run->failed), run->failure);
  if (cli_signals_interrupted ())
    say_interrupted (run);
  return exit_status (run);
}
