/* Fields by name, for signatures that list names: each h= entry costs a search, not a walk.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/trace.h>

typedef struct {
  guint64 key; /* length and last bytes of the name: tells most names apart */
  HsSlice name;
  guint field;
} HsIndexEntry;

typedef struct {
  HsIndexEntry *entries; /* by key and name, then from the top of the header down */
  guint n;
  guint *groups; /* first entry of each name; groups[n_groups] is n */
  guint n_groups;
  guint *taken; /* per group: how many were taken */
  guint *stamp; /* per group: in which round */
  guint round;
} HsFieldIndex;

/* n log n. Fields without a name are left out. FALSE if the arena is exhausted. */
gboolean hs_field_index_build (HsFieldIndex *index, const HsField *fields, guint n_fields, HsArena *arena);
/* Nothing is taken any more. */
void hs_field_index_restart (HsFieldIndex *index);
/* The lowest field of this name that was not taken yet (RFC 6376 section 5.4.2), or G_MAXUINT. */
guint hs_field_index_take (HsFieldIndex *index, HsSlice name);
guint hs_field_index_left (const HsFieldIndex *index, HsSlice name);
