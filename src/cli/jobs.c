/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include "fetch.h"
#include "signals.h"
#include "worker.h"

#include <sys/stat.h>

/*
 * Work lies in a ring of slots, numbered in the order of the input. A worker takes the input's lock, fetches the next piece of work
 * into the next slot and lets the others fetch; what it makes of it stays in the slot until this thread, which alone writes, comes
 * round to it. So the output has the order of the input, and no more is held than the ring has slots.
 */
enum { HELD_MAX = 4 << 20 }; /* a slot with more output than this waits until it is its turn */

typedef struct {
  CliWork work;
  CliResult result;
  gboolean done;
  gboolean full; /* too much output: the worker waits until it is taken */
} Slot;

typedef struct {
  CliRun *run;
  GMutex input_lock;
  CliFetch *fetch;

  GMutex lock; /* of what follows */
  GCond changed;
  Slot *slots;
  guint n_slots;
  guint64 next; /* number of the next work to be fetched */
  guint64 head; /* number of the next to be written */
  guint running;
  GArray *threads; /* pthread_t */
} Jobs;

static Slot *
slot_of (const Jobs *jobs, guint64 number)
{
  return &jobs->slots[number % jobs->n_slots];
}

/* Fetches into the next free slot; NULL at the end. */
static Slot *
fetch_next (Jobs *jobs)
{
  Slot *slot;
  gboolean found;

  g_mutex_lock (&jobs->input_lock);
  g_mutex_lock (&jobs->lock);
  while (jobs->next - jobs->head >= jobs->n_slots)
    g_cond_wait (&jobs->changed, &jobs->lock);
  slot = slot_of (jobs, jobs->next);
  g_mutex_unlock (&jobs->lock);

  found = cli_run_goes_on (jobs->run) && cli_fetch_next (jobs->fetch, &slot->work);

  g_mutex_lock (&jobs->lock);
  slot->done = FALSE;
  if (found)
    jobs->next++;
  g_mutex_unlock (&jobs->lock);
  g_mutex_unlock (&jobs->input_lock);
  return found ? slot : NULL;
}

static void
flush_when_full (CliWorker *worker, gpointer user_data)
{
  Jobs *jobs = user_data;
  Slot *slot = (Slot *)((char *)worker->result - G_STRUCT_OFFSET (Slot, result));

  if (worker->result->out->len < HELD_MAX)
    return;
  g_mutex_lock (&jobs->lock);
  slot->full = TRUE;
  g_cond_broadcast (&jobs->changed);
  while (slot->full)
    g_cond_wait (&jobs->changed, &jobs->lock);
  g_mutex_unlock (&jobs->lock);
}

/* One thread; returns its worker, whose summary is merged later. */
static gpointer
work_on (gpointer user_data)
{
  Jobs *jobs = user_data;
  CliWorker *worker = g_new0 (CliWorker, 1);
  pthread_t self = pthread_self ();
  Slot *slot;

  g_mutex_lock (&jobs->lock);
  g_array_append_val (jobs->threads, self);
  g_mutex_unlock (&jobs->lock);
  cli_worker_init (worker, jobs->run);
  worker->flush = flush_when_full;
  worker->flush_data = jobs;
  while ((slot = fetch_next (jobs)) != NULL) {
    worker->result = &slot->result;
    cli_work_do (&slot->work, worker);
    g_mutex_lock (&jobs->lock);
    slot->done = TRUE;
    g_cond_broadcast (&jobs->changed);
    g_mutex_unlock (&jobs->lock);
  }
  g_mutex_lock (&jobs->lock);
  jobs->running--;
  g_cond_broadcast (&jobs->changed);
  g_mutex_unlock (&jobs->lock);
  return worker;
}

/* Takes what the head of the ring holds. Called and left with the lock held; let go while it writes. */
static void
take_head (Jobs *jobs, Slot *slot)
{
  gboolean done = slot->done;

  g_mutex_unlock (&jobs->lock);
  cli_run_take (jobs->run, &slot->result, slot->work.folder);
  if (done && slot->work.ends_folder) {
    cli_run_end_folder (jobs->run, &slot->result, slot->work.folder);
    cli_run_take (jobs->run, &slot->result, NULL);
  }
  g_mutex_lock (&jobs->lock);
  slot->full = FALSE;
  if (done) {
    slot->done = FALSE;
    jobs->head++;
  }
  g_cond_broadcast (&jobs->changed);
}

/* The signal that asked for an end came to one thread; the others may wait for input that never comes. */
static void
wake_all (Jobs *jobs)
{
  for (guint i = 0; i < jobs->threads->len; i++)
    cli_signals_wake (g_array_index (jobs->threads, pthread_t, i));
}

static void
write_in_order (Jobs *jobs)
{
  g_mutex_lock (&jobs->lock);
  while (jobs->running > 0 || jobs->head < jobs->next) {
    Slot *slot = slot_of (jobs, jobs->head);
    if (jobs->head < jobs->next && (slot->done || slot->full))
      take_head (jobs, slot);
    else
      g_cond_wait_until (&jobs->changed, &jobs->lock, g_get_monotonic_time () + G_USEC_PER_SEC / 10);
    cli_progress_tick (jobs->run->progress);
    if (cli_signals_interrupted ())
      wake_all (jobs);
  }
  g_mutex_unlock (&jobs->lock);
}

static void
jobs_init (Jobs *jobs, CliRun *run, guint n)
{
  *jobs = (Jobs){ .run = run, .n_slots = 2 * n + 2, .running = n, .threads = g_array_new (FALSE, FALSE, sizeof (pthread_t)) };
  g_mutex_init (&jobs->input_lock);
  g_mutex_init (&jobs->lock);
  g_cond_init (&jobs->changed);
  jobs->fetch = cli_fetch_new (run);
  jobs->slots = g_new0 (Slot, jobs->n_slots);
  for (guint i = 0; i < jobs->n_slots; i++) {
    cli_work_init (&jobs->slots[i].work);
    cli_result_init (&jobs->slots[i].result);
  }
}

static void
jobs_clear (Jobs *jobs)
{
  for (guint i = 0; i < jobs->n_slots; i++) {
    cli_work_clear (&jobs->slots[i].work);
    cli_result_clear (&jobs->slots[i].result);
  }
  g_free (jobs->slots);
  g_array_unref (jobs->threads);
  cli_fetch_free (jobs->fetch);
  g_cond_clear (&jobs->changed);
  g_mutex_clear (&jobs->lock);
  g_mutex_clear (&jobs->input_lock);
}

void
cli_jobs_run (CliRun *run, guint n)
{
  g_autofree GThread **threads = g_new0 (GThread *, n);
  Jobs jobs;

  jobs_init (&jobs, run, n);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("hopscope", work_on, &jobs);
  write_in_order (&jobs);
  for (guint i = 0; i < n; i++) {
    g_autofree CliWorker *worker = g_thread_join (threads[i]);
    cli_worker_clear (worker);
  }
  jobs_clear (&jobs);
}

/* One small file is done before a second thread has begun. */
static gboolean
is_small (const CliOptions *options)
{
  const char *operand;
  struct stat status;

  if (options->files_from != NULL || options->files0_from != NULL || options->operands->len != 1)
    return FALSE;
  operand = g_ptr_array_index (options->operands, 0);
  return stat (operand, &status) == 0 && S_ISREG (status.st_mode) && status.st_size < (1 << 20);
}

guint
cli_jobs_number (const CliRun *run)
{
  const CliOptions *options = run->options;

  if (run->report != NULL || options->line_buffered)
    return 1;
  if (options->jobs > 0)
    return options->jobs;
  return is_small (options) ? 1 : g_get_num_processors ();
}
