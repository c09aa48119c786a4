/* What a summary does not need of a message record, left out before it is parsed: nine tenths of it.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* Appends to @out the members of the message record @json that a summary counts, wherever they stand. FALSE, with @out of no use, for
   any other text: what is no message record of ours, is not valid JSON down to the last byte, or is valid but unusual. */
gboolean hs_summary_prune (const char *json, gsize len, GString *out);
