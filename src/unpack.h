/* Files packed into files: gzip, bzip2, xz, zstd, tar, zip. The only user of libarchive.  SPDX-License-Identifier: MIT */
#pragma once

#include "stream.h"

#include <hopscope/limits.h>

typedef struct _HsArchive HsArchive;

/* @stream is borrowed. @root: the file all of it comes out of, to which @expanded is compared: what came out of that and of every archive
   inside it. */
HsArchive *hs_archive_new (HsStream *stream, HsStream *root, guint64 *expanded, const HsLimits *limits);
void hs_archive_free (HsArchive *archive);
/* The next file in it: @name (transfer full) is NULL where there is only one without a name (gzip and the like), @member (transfer full)
   reads its bytes until the next call. FALSE without @error at the end; after an error it goes on behind the damage. */
gboolean hs_archive_next (HsArchive *archive, char **name, HsStream **member, GError **error);
