/* Where reports go: standard output, or a file that is replaced as a whole or not at all.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>

typedef struct _CliOutput CliOutput;

/* @path: (nullable): standard output where NULL. NULL with HS_ERROR_WRITE. */
CliOutput *cli_output_new (const char *path, GError **error);
/* Without cli_output_finish() before it, a file is left as it was. */
void cli_output_free (CliOutput *output);
/* For terminals: -1 where it is a file. */
int cli_output_fd (const CliOutput *output);
/* How it is called in messages. */
const char *cli_output_name (const CliOutput *output);
/* Writes all of @text and empties it. FALSE with HS_ERROR_WRITE; after that nothing more is written. */
gboolean cli_output_write (CliOutput *output, GString *text, GError **error);
/* TRUE once the reader of a pipe has gone: an end, not a complaint. */
gboolean cli_output_is_closed (const CliOutput *output);
/* Everything was written: to the disk, and under its name. */
gboolean cli_output_finish (CliOutput *output, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliOutput, cli_output_free)
