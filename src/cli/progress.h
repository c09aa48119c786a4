/* How far the work is, on standard error.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

typedef struct _CliProgress CliProgress;

/* @total: bytes to read, 0 where nobody knows. */
CliProgress *cli_progress_new (CliWhen when, gboolean quiet, guint64 total);
void cli_progress_free (CliProgress *progress);
/* From any thread: so much more was read. */
void cli_progress_add (CliProgress *progress, guint64 messages, guint64 bytes);
/* From one thread, often: draws now and then. */
void cli_progress_tick (CliProgress *progress);
/* Before anything else is written to the terminal. */
void cli_progress_hide (CliProgress *progress);
/* The last line. */
void cli_progress_finish (CliProgress *progress);

/* "12,345" and "1.2 GiB" for people, whatever the locale. */
void cli_progress_append_count (GString *out, guint64 count);
void cli_progress_append_bytes (GString *out, guint64 bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)
