/* `hopscope summary` over what hopscope wrote: NDJSON, or summaries as JSON.  SPDX-License-Identifier: MIT */
#pragma once

#include "worker.h"

/* TRUE if @path (NULL: standard input) begins like a document or record of ours. Takes nothing from the input. */
gboolean cli_records_recognized (const char *path);
/* Adds each record to the worker's summary. */
void cli_records_read (CliWorker *worker, const char *path);
