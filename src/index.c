/* SPDX-License-Identifier: MIT */
#include "index.h"

#include "ascii.h"

typedef struct {
  HsSlice words[3];
  guint32 hash;
  guint row;
} Slot;

struct _HsIndex {
  guint8 *tags; /* per slot: some bits of its hash, 0 for a free one; few enough to stay near */
  Slot *slots;
  guint n_slots; /* a power of two, at most half full */
  guint n;
};

static inline guint64
load (const char *p, gsize n)
{
  guint64 value = 0;
  memcpy (&value, p, n);
  return value;
}

/* Length and the last eight bytes: every field of every message is asked for, nearly all in vain. */
static inline guint32
mix (guint32 hash, HsSlice word)
{
  guint64 tail = 0;

  if (word.len >= 8)
    tail = load (word.ptr + word.len - 8, 8);
  else if (word.len >= 4)
    tail = load (word.ptr, 4) | load (word.ptr + word.len - 4, 4) << 32;
  else if (word.len > 0)
    tail = (guint64)(guint8)word.ptr[0] | (guint64)(guint8)word.ptr[word.len / 2] << 8 | (guint64)(guint8)word.ptr[word.len - 1] << 16;
  tail = (tail | G_GUINT64_CONSTANT (0x2020202020202020)) + word.len * 31 + hash;
  tail *= G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return (guint32)GUINT64_SWAP_LE_BE (tail); /* the top bits depend on all bytes */
}

static inline guint32
hash_words (HsSlice a, HsSlice b, HsSlice c)
{
  guint32 hash = mix (17, a);

  if (b.ptr != NULL)
    hash = mix (hash, b);
  return c.ptr != NULL ? mix (hash, c) : hash;
}

static void
allocate (HsIndex *index, guint n_slots)
{
  index->n_slots = n_slots;
  index->slots = g_new (Slot, n_slots);
  index->tags = g_new0 (guint8, n_slots);
}

HsIndex *
hs_index_new (void)
{
  HsIndex *index = g_new0 (HsIndex, 1);

  allocate (index, 8);
  return index;
}

void
hs_index_free (HsIndex *index)
{
  if (index == NULL)
    return;
  g_free (index->slots);
  g_free (index->tags);
  g_free (index);
}

static inline guint8
tag_of (guint32 hash)
{
  return (guint8)(hash >> 24 | 1);
}

/* Who asks often asks with the very slice that was added. */
static inline gboolean
same_word (const HsSlice *a, const HsSlice *b)
{
  return a->ptr == b->ptr ? a->len == b->len : hs_slice_iequal (*a, *b);
}

/* The slot of these words, or the free one where they belong. */
static inline guint
find_slot (const HsIndex *index, guint32 hash, const HsSlice *a, const HsSlice *b, const HsSlice *c)
{
  guint mask = index->n_slots - 1, i;

  for (i = hash & mask; index->tags[i] != 0; i = (i + 1) & mask) {
    const Slot *slot = &index->slots[i];
    if (index->tags[i] == tag_of (hash) && slot->hash == hash && same_word (&slot->words[0], a) && same_word (&slot->words[1], b) &&
        same_word (&slot->words[2], c))
      break;
  }
  return i;
}

static void
fill_slot (HsIndex *index, guint i, const Slot *slot)
{
  index->slots[i] = *slot;
  index->tags[i] = tag_of (slot->hash);
}

static void
grow (HsIndex *index)
{
  g_autofree Slot *old = index->slots;
  g_autofree guint8 *old_tags = index->tags;
  guint n_old = index->n_slots;

  allocate (index, n_old * 2);
  for (guint i = 0; i < n_old; i++)
    if (old_tags[i] != 0)
      fill_slot (index, find_slot (index, old[i].hash, &old[i].words[0], &old[i].words[1], &old[i].words[2]), &old[i]);
}

void
hs_index_add (HsIndex *index, HsSlice a, HsSlice b, HsSlice c, guint row)
{
  guint32 hash = hash_words (a, b, c);
  guint i;

  if (index->n * 2 >= index->n_slots)
    grow (index);
  i = find_slot (index, hash, &a, &b, &c);
  if (index->tags[i] != 0)
    return;
  fill_slot (index, i, &(Slot){ { a, b, c }, hash, row });
  index->n++;
}

static inline gboolean
is_only_word (const Slot *slot, HsSlice word)
{
  const HsSlice *words = slot->words;

  if (words[0].len != word.len || words[1].ptr != NULL || words[2].ptr != NULL)
    return FALSE;
  return words[0].ptr == word.ptr || (word.ptr != NULL && words[0].ptr != NULL && hs_bytes_iequal (words[0].ptr, word.ptr, word.len));
}

guint
hs_index_find_word (const HsIndex *index, HsSlice word)
{
  guint32 hash = mix (17, word);
  guint mask = index->n_slots - 1;

  for (guint i = hash & mask; index->tags[i] != 0; i = (i + 1) & mask)
    if (index->tags[i] == tag_of (hash) && index->slots[i].hash == hash && is_only_word (&index->slots[i], word))
      return index->slots[i].row;
  return G_MAXUINT;
}

guint
hs_index_find (const HsIndex *index, HsSlice a, HsSlice b, HsSlice c)
{
  guint i = find_slot (index, hash_words (a, b, c), &a, &b, &c);
  return index->tags[i] != 0 ? index->slots[i].row : G_MAXUINT;
}
