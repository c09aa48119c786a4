/* What a mistyped question may have meant.  SPDX-License-Identifier: MIT */
#pragma once

#include "rules.h"

/* Appends up to three things that hopscope explain knows, the nearest by edit distance first, or nothing; @most edits, 0: as many as a
   word of that length bears. */
void hs_explain_nearest (const HsRuleset *ruleset, const char *query, guint most, GString *out);
/* Where @name is that of a family ("X-MS-Exchange-Organization-*"): the members that @query may have meant; else %NULL. */
char *hs_explain_nearest_member (const HsRuleset *ruleset, const char *name, const char *query);
/* @row stands for any value of its key, but the table lists some, and @value is none of them. @nearest: (out) (nullable): those that it may
   have meant. */
gboolean hs_explain_nearest_value (const HsRuleset *ruleset, const HsValueRow *row, const char *value, char **nearest);
