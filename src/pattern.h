/* PCRE2 for rule tables: byte patterns, bounded, never an error while matching mail.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

typedef struct _HsPattern HsPattern;

/* Compiled NEVER_UTF, CASELESS, DOTALL, anchored at both ends. */
HsPattern *hs_pattern_new (const char *pattern, GError **error);
/* Compiled at the first match, so that one run pays only for what it meets. For built-in tables, whose patterns a test compiles:
   one that does not compile never matches. @pattern must outlive it. */
HsPattern *hs_pattern_new_lazy (const char *pattern);
void hs_pattern_free (HsPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsPattern, hs_pattern_free)
/* Any PCRE2 error (match limit, depth, heap) is "no match". @groups: (nullable): groups 1 to @n_groups, a NULL slice where one took no
   part. @match_limit 0 stands for HS_PATTERN_STEPS. Thread-safe, and no allocation in all usual cases. */
gboolean hs_pattern_match (HsPattern *pattern, HsSlice text, guint match_limit, HsSlice *groups, guint n_groups);
/* The same; @gave_up is set, and never cleared, where that was for such an error. */
gboolean
hs_pattern_match_or_give_up (HsPattern *pattern, HsSlice text, guint match_limit, gboolean *gave_up, HsSlice *groups, guint n_groups);
/* Number of the group named @name, 0 if there is none. */
guint hs_pattern_group (HsPattern *pattern, const char *name);

#define HS_PATTERN_STEPS 10000
#define HS_PATTERN_GROUPS 15
