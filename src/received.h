/* One Received value to the clauses of a hop. Total: keeps what it understood, never fails, linear time.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

/* Fills the "received" group of @hop from @value (still folded); @hop->raw is set to it. Other members are left alone.
   Text that had folding inside is unfolded into @arena; everything else is slices of @value.
   TRUE if a comment was nested deeper than the limit. */
gboolean hs_received_parse (HsSlice value, HsArena *arena, const HsLimits *limits, HsHop *hop);
