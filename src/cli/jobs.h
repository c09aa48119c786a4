/* Several threads, and output in the order of the input all the same.  SPDX-License-Identifier: MIT */
#pragma once

#include "run.h"

/* How many threads are of use: what --jobs says, or what the input is worth. */
guint cli_jobs_number (const CliRun *run);
/* Analyzes everything with @n threads, up to but without the end of the document. */
void cli_jobs_run (CliRun *run, guint n);
