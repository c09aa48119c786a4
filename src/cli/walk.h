/* The files below a folder, always in the same order.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>

typedef struct _CliWalk CliWalk;

/*
 * Names are sorted by their bytes, folders in their place among the files. Left out: hidden names (except hidden Maildir folders, as
 * Maildir++ has them), what is neither file nor folder, and a folder that has been walked already, so that loops of links end. Of a
 * Maildir, its new and cur, not its tmp and its index files.
 */
CliWalk *cli_walk_new (const char *folder);
void cli_walk_free (CliWalk *walk);
/* TRUE with a @path, to be freed; FALSE at the end, or with @error for a folder that cannot be read (@path is its name): call again. */
gboolean cli_walk_next (CliWalk *walk, char **path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliWalk, cli_walk_free)
