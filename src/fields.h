/* A header block cut into fields: slices of the block, still folded.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

typedef enum {
  HS_FIELDS_TOO_MANY = 1 << 0,     /* the rest of the block was left out */
  HS_FIELDS_CUT = 1 << 1,          /* a field was longer than the limit */
  HS_FIELDS_MISSING_BLANK = 1 << 2 /* the body began without a blank line: what follows was left out */
} HsFieldsFlags;

typedef struct {
  HsField *items;
  guint n;
  guint room;
  guint flags;
  gsize length; /* bytes of the block that were fields */
} HsFields;

/* Splits @header (no blank line inside; one ends it). @fields may hold an array of an earlier message, which is reused; otherwise
   the array grows in the heap (hs_fields_clear). Lines number from @first_line, or through @line_map (see HsMessage). Linear. */
void hs_fields_split (HsFields *fields, HsSlice header, guint first_line, const guint *line_map, guint n_line_map, const HsLimits *limits);
void hs_fields_clear (HsFields *fields);
/* Index of the first field at or after @start with this name (ASCII case-insensitive), or G_MAXUINT. */
guint hs_fields_find (const HsField *items, guint n, guint start, const char *name);
