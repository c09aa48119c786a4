/* Everything there is to read, one after the other: operands, lists of names, folders.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

/* A folder named by the user. It must hold mail, or something is wrong. */
typedef struct {
  char *path;
  guint64 messages; /* counted by the reader of the events */
} CliFolder;

typedef enum {
  CLI_EVENT_FILE,       /* @path is to be read; NULL for standard input */
  CLI_EVENT_ERROR,      /* @path cannot be read: @error says why */
  CLI_EVENT_FOLDER_END, /* all files of @folder have been told */
  CLI_EVENT_END
} CliEventKind;

typedef struct {
  CliEventKind kind;
  char *path;
  GError *error;
  CliFolder *folder; /* folder that it lies in, NULL for an operand; belongs to the inputs */
} CliEvent;

typedef struct _CliInputs CliInputs;

/* NULL with HS_ERROR_OPEN if a list of names cannot be read. */
CliInputs *cli_inputs_new (const CliOptions *options, GError **error);
void cli_inputs_free (CliInputs *inputs);
/* The next one; to be cleared. */
CliEvent cli_inputs_next (CliInputs *inputs);
void cli_event_clear (CliEvent *event);
/* Size in bytes of all files named by operands, 0 where it cannot be known beforehand; for progress. */
guint64 cli_inputs_total (const CliOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliInputs, cli_inputs_free)
