/* NDJSON records: {"id": ..., "raw": "..."} or {"id": ..., "raw_b64": "..."}, one a line.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* A record's message, decoded in place: @line is no JSON afterwards, @raw lies in it. Other members are passed over; any order. @cut: the
   line is the beginning of one: "raw" may break off. @id: (out) (nullable) (transfer full): string or number as text, set even with an
   error if it was read before that. FALSE with HS_ERROR_RECORD. Linear, no recursion. */
gboolean hs_record_decode (char *line, gsize len, gboolean cut, HsSlice *raw, char **id, GError **error);
