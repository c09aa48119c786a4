/* Pieces of work for several threads: a handful of small files, or a batch of messages out of a large one.  SPDX-License-Identifier: MIT */
#pragma once

#include "worker.h"

typedef struct {
  GArray *events; /* CliEvent: to be read by the worker */
  HsBatch *batch; /* messages that were read already; used where there are no events */
  guint64 bytes;  /* read for @batch */
  CliFolder *folder;
  gboolean ends_folder;
} CliWork;

void cli_work_init (CliWork *work);
void cli_work_clear (CliWork *work);
/* Bytes of memory that the input in it takes. */
gsize cli_work_size (const CliWork *work);
/* Called by the worker that has it. */
void cli_work_do (CliWork *work, CliWorker *worker);

typedef struct _CliFetch CliFetch;

CliFetch *cli_fetch_new (CliRun *run);
void cli_fetch_free (CliFetch *fetch);
/* Fills @work with the next piece; FALSE at the end. One thread at a time. */
gboolean cli_fetch_next (CliFetch *fetch, CliWork *work);
