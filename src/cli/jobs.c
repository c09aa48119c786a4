/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include "complain.h"
#include "fetch.h"
#include "language.h"
#include "run.h"
#include "signals.h"
#include "worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/*
 * Work lies in a ring of slots, numbered in the order of the input. A worker takes the input's lock, fetches the next piece of work
 * into the next slot and lets the others fetch; what it makes of it stays in the slot until its turn comes. Whoever finishes the slot
 * whose turn it is writes it, and what is ready behind it; one writes at a time, and nobody is woken for it. So the output has the order
 * of the input, and no more is held than the ring has slots. POSIX threads, not GLib's: those a race detector can follow.
 */
enum {
  HELD_MAX = 2 << 20, /* a slot with more output than this waits until it is its turn */
  LONG_WORK = 2 << 20 /* nothing more is fetched while one that holds more input than this is worked on */
};

typedef struct {
  CliWork work;
  CliResult result;
  gboolean is_long;
  gboolean done;
  gboolean full; /* too much output: the worker waits until it is taken */
} Slot;

typedef struct {
  CliRun *run;
  pthread_mutex_t input_lock;
  CliFetch *fetch;

  pthread_mutex_t lock;   /* of what follows */
  pthread_cond_t changed; /* a slot was taken, or long work ended */
  pthread_cond_t ended;   /* a thread has */
  Slot *slots;
  guint n_slots;
  guint64 next;     /* number of the next work to be fetched */
  guint64 head;     /* number of the next to be written */
  guint n_long;     /* slots of these that are worked on */
  gboolean writing; /* one of the threads is */
  guint running;
  pthread_t *threads;
  guint n_threads;
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

  pthread_mutex_lock (&jobs->input_lock);
  pthread_mutex_lock (&jobs->lock);
  while (jobs->next - jobs->head >= jobs->n_slots || jobs->n_long > 0)
    pthread_cond_wait (&jobs->changed, &jobs->lock);
  slot = slot_of (jobs, jobs->next);
  pthread_mutex_unlock (&jobs->lock);

  found = cli_run_goes_on (jobs->run) && cli_fetch_next (jobs->fetch, &slot->work);

  pthread_mutex_lock (&jobs->lock);
  slot->done = FALSE;
  if (found) {
    slot->is_long = cli_work_size (&slot->work) > LONG_WORK;
    jobs->n_long += slot->is_long;
    jobs->next++;
  }
  pthread_mutex_unlock (&jobs->lock);
  pthread_mutex_unlock (&jobs->input_lock);
  return found ? slot : NULL;
}

/* Writes what the head of the ring holds. Called and left with the lock held; let go while it writes. */
static void
take_head (Jobs *jobs, Slot *slot)
{
  gboolean done = slot->done;

  pthread_mutex_unlock (&jobs->lock);
  cli_run_take (jobs->run, &slot->result, slot->work.folder);
  if (done && slot->work.ends_folder) {
    cli_run_end_folder (jobs->run, &slot->result, slot->work.folder);
    cli_run_take (jobs->run, &slot->result, NULL);
  }
  pthread_mutex_lock (&jobs->lock);
  slot->full = FALSE;
  if (done) {
    slot->done = FALSE;
    jobs->head++;
  }
  pthread_cond_broadcast (&jobs->changed);
}

/* Writes what is ready, unless another thread is at it: that one sees what comes in the meantime. With the lock held. */
static void
write_ready (Jobs *jobs)
{
  Slot *slot;

  if (jobs->writing)
    return;
  jobs->writing = TRUE;
  while (jobs->head < jobs->next && ((slot = slot_of (jobs, jobs->head))->done || slot->full))
    take_head (jobs, slot);
  jobs->writing = FALSE;
}

static void
flush_when_full (CliWorker *worker, gpointer user_data)
{
  Jobs *jobs = user_data;
  Slot *slot = (Slot *)((char *)worker->result - G_STRUCT_OFFSET (Slot, result));

  if (worker->result->out->len < HELD_MAX)
    return;
  pthread_mutex_lock (&jobs->lock);
  slot->full = TRUE;
  write_ready (jobs);
  while (slot->full)
    pthread_cond_wait (&jobs->changed, &jobs->lock);
  pthread_mutex_unlock (&jobs->lock);
}

/* One thread; returns its worker, whose summary is merged later. */
static gpointer
work_on (gpointer user_data)
{
  Jobs *jobs = user_data;
  CliWorker *worker = g_new0 (CliWorker, 1);
  Slot *slot;

  cli_worker_init (worker, jobs->run);
  worker->flush = flush_when_full;
  worker->flush_data = jobs;
  while ((slot = fetch_next (jobs)) != NULL) {
    worker->result = &slot->result;
    cli_work_do (&slot->work, worker);
    pthread_mutex_lock (&jobs->lock);
    jobs->n_long -= slot->is_long;
    slot->done = TRUE;
    pthread_cond_broadcast (&jobs->changed);
    write_ready (jobs);
    pthread_mutex_unlock (&jobs->lock);
  }
  pthread_mutex_lock (&jobs->lock);
  jobs->running--;
  pthread_cond_signal (&jobs->ended);
  pthread_mutex_unlock (&jobs->lock);
  return worker;
}

/* Until a thread ends, or it is time to look at progress and signals. */
static void
wait_a_moment (Jobs *jobs)
{
  struct timespec until;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_nsec += 100 * 1000 * 1000;
  until.tv_sec += until.tv_nsec / (1000 * 1000 * 1000);
  until.tv_nsec %= 1000 * 1000 * 1000;
  pthread_cond_timedwait (&jobs->ended, &jobs->lock, &until);
}

/* The signal that asked for an end came to one thread; the others may wait for input that never comes. */
static void
wake_all (Jobs *jobs)
{
  for (guint i = 0; i < jobs->n_threads; i++)
    cli_signals_wake (jobs->threads[i]);
}

static void
wait_for_all (Jobs *jobs)
{
  pthread_mutex_lock (&jobs->lock);
  while (jobs->running > 0) {
    wait_a_moment (jobs);
    if (!jobs->writing) /* the writer hides what is shown */
      cli_progress_tick (jobs->run->progress);
    if (cli_signals_interrupted ())
      wake_all (jobs);
  }
  pthread_mutex_unlock (&jobs->lock);
}

static void
jobs_init (Jobs *jobs, CliRun *run, guint n)
{
  *jobs = (Jobs){ .run = run, .n_slots = n + 2, .threads = g_new0 (pthread_t, n) };
  pthread_mutex_init (&jobs->input_lock, NULL);
  pthread_mutex_init (&jobs->lock, NULL);
  pthread_cond_init (&jobs->changed, NULL);
  pthread_cond_init (&jobs->ended, NULL);
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
  g_free (jobs->threads);
  cli_fetch_free (jobs->fetch);
  pthread_cond_destroy (&jobs->ended);
  pthread_cond_destroy (&jobs->changed);
  pthread_mutex_destroy (&jobs->lock);
  pthread_mutex_destroy (&jobs->input_lock);
}

/* As many threads as there are to be had, at least one. */
static void
start (Jobs *jobs, guint n)
{
  pthread_mutex_lock (&jobs->lock);
  for (guint i = 0; i < n; i++)
    if (pthread_create (&jobs->threads[jobs->n_threads], NULL, work_on, jobs) == 0)
      jobs->n_threads++;
  if (jobs->n_threads == 0) {
    cli_complain (NULL, T_ ("no thread can be started"), T_ ("give --jobs 1, or the process more room"));
    exit (CLI_STATUS_TROUBLE);
  }
  jobs->running = jobs->n_threads;
  pthread_mutex_unlock (&jobs->lock);
}

void
cli_jobs_run (CliRun *run, guint n)
{
  Jobs jobs;

  jobs_init (&jobs, run, n);
  start (&jobs, n);
  wait_for_all (&jobs);
  for (guint i = 0; i < jobs.n_threads; i++) {
    void *worker;
    pthread_join (jobs.threads[i], &worker);
    cli_worker_clear (worker);
    g_free (worker);
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
