/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include "complain.h"
#include "language.h"
#include "records.h"
#include "signals.h"

#include <string.h>
#include <unistd.h>

void
cli_worker_init (CliWorker *worker, CliRun *run)
{
  *worker = (CliWorker){ .run = run };
  worker->analyzer = hs_analyzer_new (run->ruleset, run->analysis);
  if (run->summary != NULL)
    worker->summary = hs_summary_new ();
}

void
cli_worker_clear (CliWorker *worker)
{
  if (worker->summary != NULL)
    hs_summary_merge (worker->run->summary, worker->summary);
  g_clear_pointer (&worker->summary, hs_summary_free);
  g_clear_pointer (&worker->analyzer, hs_analyzer_free);
}

void
cli_worker_message (CliWorker *worker, const HsMessage *message)
{
  const CliRun *run = worker->run;
  const HsTrace *trace = hs_analyzer_run (worker->analyzer, message);

  worker->result->tally.messages++;
  worker->result->tally.verdicts[trace->verdict.connector]++;
  if (worker->summary != NULL)
    hs_summary_add (worker->summary, trace);
  if (!run->renders)
    return;
  if (run->report != NULL)
    hs_report_add (run->report, trace, worker->result->out);
  else
    hs_report_record (&run->report_options, trace, worker->result->out);
}

/* What lies about in a folder beside the mail. */
static gboolean
is_no_mail (const GError *error)
{
  return g_error_matches (error, HS_ERROR, HS_ERROR_NOT_MAIL) || g_error_matches (error, HS_ERROR, HS_ERROR_BINARY) ||
         g_error_matches (error, HS_ERROR, HS_ERROR_EMPTY);
}

/* The reason alone: what to do about it is for files that were meant. */
static void
note_passed_over (CliWorker *worker, const HsSourceInfo *source, const GError *error)
{
  g_autofree char *text = hs_error_text (error, cli_translate_message, NULL), *what = NULL;
  char *advice = strstr (text, "; ");

  if (advice != NULL)
    *advice = '\0';
  what = cli_fill (N_ ("passed over: {1}"), text, NULL);

  cli_append_line (worker->result->complaints, source->path, what, NULL);
}

void
cli_worker_error (CliWorker *worker, const HsSourceInfo *source, const GError *error)
{
  if (worker->folder != NULL && is_no_mail (error)) {
    if (worker->run->options->verbose)
      note_passed_over (worker, source, error);
    return;
  }
  if (worker->summary != NULL && (g_error_matches (error, HS_ERROR, HS_ERROR_READ) || g_error_matches (error, HS_ERROR, HS_ERROR_ARCHIVE)))
    hs_summary_set_complete (worker->summary, FALSE);
  if (worker->summary != NULL)
    hs_summary_add_error (worker->summary, error->domain == HS_ERROR ? hs_error_code_name (error->code) : "read");
  cli_run_error (worker->run, worker->result, source, error);
}

void
cli_worker_source (CliWorker *worker, HsSource *source)
{
  guint64 before = 0;

  while (cli_run_goes_on (worker->run)) {
    g_autoptr (GError) error = NULL;
    const HsMessage *message;
    gboolean found = hs_source_next (source, &message, &error);
    guint64 read = hs_source_get_bytes_read (source);
    cli_progress_add (worker->run->progress, found ? 1 : 0, read - before);
    before = read;
    if (!found && error == NULL)
      return;
    if (cli_signals_interrupted ())
      return;
    if (found)
      cli_worker_message (worker, message);
    else
      cli_worker_error (worker, hs_source_get_info (source), error);
    worker->flush (worker, worker->flush_data);
  }
}

HsSource *
cli_worker_open (const CliRun *run, const char *path, GError **error)
{
  const HsLimits *limits = &run->options->limits;
  HsSource *source;

  if (path == NULL)
    source = hs_source_new_for_fd (STDIN_FILENO, NULL, limits, run->source_flags);
  else
    source = hs_source_new_for_path (path, limits, run->source_flags, error);
  if (source != NULL && run->options->range.given)
    hs_source_set_range (source, run->options->range.start, run->options->range.end);
  return source;
}

void
cli_worker_event (CliWorker *worker, const CliEvent *event)
{
  HsSourceInfo info = { .path = event->path };
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSource) source = NULL;

  worker->folder = event->folder;
  if (event->kind == CLI_EVENT_ERROR) {
    cli_worker_error (worker, &info, event->error);
    return;
  }
  if (worker->run->options->command == CLI_SUMMARY && cli_records_recognized (event->path)) {
    cli_records_read (worker, event->path);
    return;
  }
  source = cli_worker_open (worker->run, event->path, &error);
  if (source != NULL)
    cli_worker_source (worker, source);
  else
    cli_worker_error (worker, &info, error);
  worker->flush (worker, worker->flush_data);
}
