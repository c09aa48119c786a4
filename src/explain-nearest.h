/* What a mistyped question may have meant.  SPDX-License-Identifier: MIT */
#pragma once

#include "rules.h"

/* Appends up to three things that hopscope explain knows, the nearest by edit distance first, or nothing. */
void hs_explain_nearest (const HsRuleset *ruleset, const char *query, GString *out);
