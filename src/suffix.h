/* Domain suffixes by hash, from the right.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_SUFFIX_DEPTH 10 /* labels looked at */

typedef struct _HsSuffixes HsSuffixes;

typedef struct {
  const char *start; /* where the suffix begins in the host */
  guint value;
} HsSuffixMatch;

HsSuffixes *hs_suffixes_new (void);
void hs_suffixes_free (HsSuffixes *suffixes);
/* @suffix must outlive it; lower or upper case. Returns a pointer to its value, which is G_MAXUINT when new and stays yours to change
   until the next call. */
guint *hs_suffixes_add (HsSuffixes *suffixes, const char *suffix);
/* All suffixes of @host on label borders that were added, shortest first; at most HS_SUFFIX_DEPTH. No allocation. */
guint hs_suffixes_find (const HsSuffixes *suffixes, HsSlice host, HsSuffixMatch matches[HS_SUFFIX_DEPTH]);
