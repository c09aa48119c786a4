/* One thread's share of a run: reads, analyzes and renders.  SPDX-License-Identifier: MIT */
#pragma once

#include "run.h"

typedef struct _CliWorker CliWorker;
struct _CliWorker {
  CliRun *run;
  HsAnalyzer *analyzer;
  HsSummary *summary; /* its own, merged at the end; NULL where none is wanted */
  CliResult *result;  /* borrowed: of the work at hand */
  CliFolder *folder;  /* that the work at hand lies in; NULL */
  /* Called after each message: takes the result away if it has grown too large, or at once where that is wanted. */
  void (*flush) (CliWorker *worker, gpointer user_data);
  gpointer flush_data;
};

void cli_worker_init (CliWorker *worker, CliRun *run);
/* Merges its summary into that of the run: from one thread only. */
void cli_worker_clear (CliWorker *worker);
/* A file or an error; what ends a folder is not for workers. */
void cli_worker_event (CliWorker *worker, const CliEvent *event);
/* What @path (NULL: standard input) holds, with the range and limits of the command line. */
HsSource *cli_worker_open (const CliRun *run, const char *path, GError **error);
/* All messages of @source. */
void cli_worker_source (CliWorker *worker, HsSource *source);
void cli_worker_message (CliWorker *worker, const HsMessage *message);
void cli_worker_error (CliWorker *worker, const HsSourceInfo *source, const GError *error);
