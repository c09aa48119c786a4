/* gzip, its checksums compared: libarchive reads past a wrong one.  SPDX-License-Identifier: MIT */
#pragma once

#include "stream.h"

#include <hopscope/limits.h>

/* Is what came out of a file out of proportion to what was read of it? */
gboolean hs_is_bomb (guint64 packed, guint64 expanded, const HsLimits *limits);
gboolean hs_is_gzip (HsSlice data);
/* @packed is borrowed; all its members one after the other. @root and @expanded as in hs_archive_new(). */
HsStream *hs_stream_new_gunzip (HsStream *packed, HsStream *root, guint64 *expanded, const HsLimits *limits);
