/* What kind of input is this? By content, never by name.  SPDX-License-Identifier: MIT */
#pragma once

#include "ascii.h"

typedef enum {
  HS_KIND_TEXT, /* one message, headers alone or whole, or a paste */
  HS_KIND_MBOX,
  HS_KIND_RECORDS, /* NDJSON */
  HS_KIND_ARCHIVE, /* tar, zip, or something compressed */
  HS_KIND_WIDE,    /* an mbox or records in UTF-16 */
  HS_KIND_MSG,     /* Outlook: a compound file */
  HS_KIND_EMPTY,
  HS_KIND_BINARY
} HsKind;

/* Bytes that always suffice. */
#define HS_SNIFF_BYTES 4096

/* TRUE if the first bytes @data suffice already (a stream may pause behind them). */
gboolean hs_sniff_is_enough (HsSlice data);
/* Bytes of a byte-order mark and of blank lines at the start: an mbox and records may stand behind them. */
gsize hs_sniff_blank (HsSlice data);
/* @what: (out) (nullable): for HS_KIND_BINARY and HS_KIND_ARCHIVE, what it is, in words; NULL if unknown. */
HsKind hs_sniff (HsSlice data, const char **what);
