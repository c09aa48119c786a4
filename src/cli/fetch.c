/* SPDX-License-Identifier: MIT */
#include "fetch.h"

#include "records.h"

#include <sys/stat.h>

/* A file up to this size goes to one worker whole, together with others of its kind. */
enum { SMALL_FILE = 512 << 10, FILES_MAX = 32, FILES_BYTES = 1 << 20 };

struct _CliFetch {
  CliRun *run;
  HsSource *source; /* large input being read; NULL */
  CliFolder *source_folder;
  guint64 source_read;
  CliEvent kept; /* taken from the inputs, but no part of the last piece of work */
  gboolean has_kept;
  gboolean ended;
};

static void
event_clear (gpointer event)
{
  cli_event_clear (event);
}

void
cli_work_init (CliWork *work)
{
  *work = (CliWork){ .events = g_array_new (FALSE, FALSE, sizeof (CliEvent)), .batch = hs_batch_new () };
  g_array_set_clear_func (work->events, event_clear);
}

void
cli_work_clear (CliWork *work)
{
  g_array_unref (work->events);
  hs_batch_free (work->batch);
}

gsize
cli_work_size (const CliWork *work)
{
  return hs_batch_get_size (work->batch);
}

static void
do_batch (CliWork *work, CliWorker *worker)
{
  guint64 messages = 0;

  while (cli_run_goes_on (worker->run)) {
    g_autoptr (GError) error = NULL;
    const HsMessage *message;
    if (hs_batch_next (work->batch, &message, &error))
      cli_worker_message (worker, message);
    else if (error != NULL)
      cli_worker_error (worker, hs_batch_get_info (work->batch), error);
    else
      break;
    messages++;
    worker->flush (worker, worker->flush_data);
  }
  cli_progress_add (worker->run->progress, messages, work->bytes);
  hs_batch_clear (work->batch);
}

void
cli_work_do (CliWork *work, CliWorker *worker)
{
  worker->folder = work->folder;
  for (guint i = 0; i < work->events->len && cli_run_goes_on (worker->run); i++)
    cli_worker_event (worker, &g_array_index (work->events, CliEvent, i));
  if (work->events->len == 0 && !work->ends_folder)
    do_batch (work, worker);
}

CliFetch *
cli_fetch_new (CliRun *run)
{
  CliFetch *fetch = g_new0 (CliFetch, 1);
  fetch->run = run;
  return fetch;
}

void
cli_fetch_free (CliFetch *fetch)
{
  g_clear_pointer (&fetch->source, hs_source_free);
  if (fetch->has_kept)
    cli_event_clear (&fetch->kept);
  g_free (fetch);
}

static CliEvent
next_event (CliFetch *fetch)
{
  if (fetch->has_kept) {
    fetch->has_kept = FALSE;
    return fetch->kept;
  }
  return cli_inputs_next (fetch->run->inputs);
}

/* Bytes of a small regular file; G_MAXUINT64 for what is read as a stream. */
static guint64
small_size (const CliFetch *fetch, const CliEvent *event)
{
  struct stat status;

  if (event->kind == CLI_EVENT_ERROR)
    return 0;
  if (fetch->run->options->command == CLI_SUMMARY && cli_records_recognized (event->path))
    return FILES_BYTES;
  if (event->path == NULL)
    return G_MAXUINT64;
  if (stat (event->path, &status) != 0)
    return 0;
  return S_ISREG (status.st_mode) && status.st_size <= SMALL_FILE ? (guint64)status.st_size : G_MAXUINT64;
}

/* Opens the input of @event as a stream; FALSE where it cannot be opened, which the worker will say. */
static gboolean
open_stream (CliFetch *fetch, const CliEvent *event)
{
  fetch->source = cli_worker_open (fetch->run, event->path, NULL);
  fetch->source_folder = event->folder;
  fetch->source_read = 0;
  return fetch->source != NULL;
}

static gboolean
read_batch (CliFetch *fetch, CliWork *work)
{
  guint64 read;

  if (!hs_source_read_batch (fetch->source, work->batch)) {
    g_clear_pointer (&fetch->source, hs_source_free);
    return FALSE;
  }
  read = hs_source_get_bytes_read (fetch->source);
  work->bytes = read - fetch->source_read;
  work->folder = fetch->source_folder;
  fetch->source_read = read;
  return TRUE;
}

static void
keep (CliFetch *fetch, const CliEvent *event)
{
  fetch->kept = *event;
  fetch->has_kept = TRUE;
}

/* Adds @event, the first of this piece or one that fits behind the others; FALSE (and kept) if it has to wait for the next piece. */
static gboolean
add_event (CliFetch *fetch, CliWork *work, CliEvent *event, guint64 *bytes)
{
  guint64 size = small_size (fetch, event);
  gboolean first = work->events->len == 0;

  if (!first && (event->folder != work->folder || size > FILES_BYTES - *bytes)) {
    keep (fetch, event);
    return FALSE;
  }
  if (size == G_MAXUINT64 && open_stream (fetch, event)) {
    cli_event_clear (event);
    return FALSE;
  }
  work->folder = event->folder;
  *bytes += MIN (size, FILES_BYTES - *bytes);
  g_array_append_val (work->events, *event);
  return work->events->len < FILES_MAX;
}

/* Collects small files until there are enough, a folder ends or a stream begins. FALSE if nothing was collected. */
static gboolean
collect (CliFetch *fetch, CliWork *work)
{
  guint64 bytes = 0;

  for (;;) {
    CliEvent event = next_event (fetch);
    if (event.kind == CLI_EVENT_END) {
      fetch->ended = TRUE;
      break;
    }
    if (event.kind == CLI_EVENT_FOLDER_END && work->events->len > 0 && event.folder != work->folder) {
      keep (fetch, &event);
      break;
    }
    if (event.kind == CLI_EVENT_FOLDER_END) {
      work->folder = event.folder;
      work->ends_folder = TRUE;
      break;
    }
    if (!add_event (fetch, work, &event, &bytes))
      break;
  }
  return work->events->len > 0 || work->ends_folder;
}

gboolean
cli_fetch_next (CliFetch *fetch, CliWork *work)
{
  g_array_set_size (work->events, 0);
  work->folder = NULL;
  work->ends_folder = FALSE;
  while (!fetch->ended || fetch->source != NULL) {
    if (fetch->source != NULL ? read_batch (fetch, work) : collect (fetch, work))
      return TRUE;
  }
  return FALSE;
}
