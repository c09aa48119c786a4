/* What an ARC-Authentication-Results says of the connection.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/trace.h>

/* Fills the last four members of @set from @results: the value behind "i=N;". Linear; unknown stays empty. */
void hs_arc_statement_read (HsArcSet *set, HsSlice results);
