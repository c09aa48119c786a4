/* PCRE2 for rule tables: byte patterns, bounded, never an error while matching mail.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

typedef struct _HsPattern HsPattern;

/* Compiled NEVER_UTF, CASELESS, anchored at both ends. */
HsPattern *hs_pattern_new (const char *pattern, GError **error);
void hs_pattern_free (HsPattern *pattern);
/* Any PCRE2 error (match limit, depth, heap) is "no match". @groups: (nullable): named or numbered groups 1 to @n_groups. Thread-safe. */
gboolean hs_pattern_match (const HsPattern *pattern, HsSlice text, guint match_limit, HsSlice *groups, guint n_groups);
