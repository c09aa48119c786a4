/* SPDX-License-Identifier: MIT */
#include "seal-index.h"

#include "ascii.h"

#include <stdlib.h>

static int
compare_names (HsSlice a, HsSlice b)
{
  gsize n = MIN (a.len, b.len);

  for (gsize i = 0; i < n; i++) {
    guint8 x = (guint8)hs_lower (a.ptr[i]), y = (guint8)hs_lower (b.ptr[i]);
    if (x != y)
      return x < y ? -1 : 1;
  }
  return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

/* Names that are the same but for case have the same key. */
static guint64
key_of (HsSlice name)
{
  guint64 key = 0;

  for (gsize i = name.len > 7 ? name.len - 7 : 0; i < name.len; i++)
    key = key << 8 | (guint8)hs_lower (name.ptr[i]);
  return key | (guint64)MIN (name.len, 255) << 56;
}

static int
compare_keyed (guint64 x, HsSlice a, guint64 y, HsSlice b)
{
  return x != y ? (x < y ? -1 : 1) : compare_names (a, b);
}

static int
compare_entries (const void *a, const void *b)
{
  const HsIndexEntry *x = a, *y = b;
  int order = compare_keyed (x->key, x->name, y->key, y->name);

  if (order != 0)
    return order;
  return x->field < y->field ? -1 : x->field > y->field;
}

gboolean
hs_field_index_build (HsFieldIndex *index, const HsField *fields, guint n_fields, HsArena *arena)
{
  *index = (HsFieldIndex){ .entries = hs_arena_array (arena, HsIndexEntry, MAX (n_fields, 1)),
                           .groups = hs_arena_array (arena, guint, n_fields + 1),
                           .taken = hs_arena_array (arena, guint, MAX (n_fields, 1)),
                           .stamp = hs_arena_array (arena, guint, MAX (n_fields, 1)),
                           .round = 1 };
  if (index->entries == NULL || index->groups == NULL || index->taken == NULL || index->stamp == NULL)
    return FALSE;
  for (guint i = 0; i < n_fields; i++)
    if (!hs_slice_is_empty (fields[i].name))
      index->entries[index->n++] = (HsIndexEntry){ key_of (fields[i].name), fields[i].name, i };
  qsort (index->entries, index->n, sizeof (HsIndexEntry), compare_entries);
  for (guint i = 0; i < index->n; i++)
    if (i == 0 || index->entries[i - 1].key != index->entries[i].key ||
        !hs_slice_iequal (index->entries[i - 1].name, index->entries[i].name))
      index->groups[index->n_groups++] = i;
  index->groups[index->n_groups] = index->n;
  return TRUE;
}

void
hs_field_index_restart (HsFieldIndex *index)
{
  index->round++;
}

/* The group of @name, or G_MAXUINT. */
static guint
find_group (const HsFieldIndex *index, HsSlice name)
{
  guint low = 0, high = index->n_groups;
  guint64 key = key_of (name);

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const HsIndexEntry *entry = &index->entries[index->groups[middle]];
    int order = compare_keyed (entry->key, entry->name, key, name);
    if (order == 0)
      return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return G_MAXUINT;
}

static guint
group_left (const HsFieldIndex *index, guint group)
{
  guint size = index->groups[group + 1] - index->groups[group];
  return index->stamp[group] == index->round ? size - index->taken[group] : size;
}

guint
hs_field_index_take (HsFieldIndex *index, HsSlice name)
{
  guint group = find_group (index, name);
  guint left = group != G_MAXUINT ? group_left (index, group) : 0;

  if (left == 0)
    return G_MAXUINT;
  if (index->stamp[group] != index->round) {
    index->stamp[group] = index->round;
    index->taken[group] = 0;
  }
  index->taken[group]++;
  return index->entries[index->groups[group] + left - 1].field;
}

guint
hs_field_index_left (const HsFieldIndex *index, HsSlice name)
{
  guint group = find_group (index, name);
  return group != G_MAXUINT ? group_left (index, group) : 0;
}
