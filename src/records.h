/* NDJSON records: {"id": ..., "raw": "..."} or {"id": ..., "raw_b64": "..."}, one a line.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* A record's message. Other members are passed over; any order. @id: (out) (nullable) (transfer full): string or number as text, set
   even with an error if it was read before that. Returns: (transfer full): the bytes, or NULL with HS_ERROR_RECORD. Linear, no
   recursion. */
GBytes *hs_record_decode (HsSlice line, char **id, GError **error);
