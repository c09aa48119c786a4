/* Rows of word tables by up to three ASCII-case-insensitive words.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

typedef struct _HsIndex HsIndex;

HsIndex *hs_index_new (void);
void hs_index_free (HsIndex *index);
/* The slices must outlive it. The first row of the same words wins. */
void hs_index_add (HsIndex *index, HsSlice a, HsSlice b, HsSlice c, guint row);
/* G_MAXUINT if there is none. A NULL slice is not an empty one. No allocation. */
guint hs_index_find (const HsIndex *index, HsSlice a, HsSlice b, HsSlice c);
/* The same for one word alone. */
guint hs_index_find_word (const HsIndex *index, HsSlice word);
