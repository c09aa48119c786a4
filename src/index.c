/* SPDX-License-Identifier: MIT */
#include "index.h"

#include "ascii.h"

#define LINE_BYTES 64 /* of the processor's cache */
#define SHORT_BYTES 55

/* One cache line. Nearly all rows have one short word, which stands in the slot itself: to find it takes no look anywhere else. */
typedef struct {
  guint32 hash;
  guint row;
  union {
    struct {
      guint8 len; /* 0: see words */
      char bytes[SHORT_BYTES];
    } word;
    struct {
      guint8 none;
      HsSlice words[3];
    } many;
  } u;
} Slot;

G_STATIC_ASSERT (sizeof (Slot) == LINE_BYTES);

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
  index->slots = g_aligned_alloc (n_slots, sizeof (Slot), LINE_BYTES);
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
  g_aligned_free (index->slots);
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

static inline gboolean
is_short_word (const Slot *slot, HsSlice word)
{
  return slot->u.word.len == word.len && word.len > 0 && hs_bytes_iequal (slot->u.word.bytes, word.ptr, word.len);
}

static inline gboolean
has_words (const Slot *slot, const HsSlice *a, const HsSlice *b, const HsSlice *c)
{
  const HsSlice *words = slot->u.many.words;

  if (slot->u.word.len > 0)
    return b->ptr == NULL && c->ptr == NULL && is_short_word (slot, *a);
  return same_word (&words[0], a) && same_word (&words[1], b) && same_word (&words[2], c);
}

/* The slot of these words, or the free one where they belong. */
static inline guint
find_slot (const HsIndex *index, guint32 hash, const HsSlice *a, const HsSlice *b, const HsSlice *c)
{
  guint mask = index->n_slots - 1, i;

  for (i = hash & mask; index->tags[i] != 0; i = (i + 1) & mask)
    if (index->tags[i] == tag_of (hash) && index->slots[i].hash == hash && has_words (&index->slots[i], a, b, c))
      break;
  return i;
}

static Slot *
take_slot (HsIndex *index, guint i, guint32 hash)
{
  index->tags[i] = tag_of (hash);
  return &index->slots[i];
}

static void
grow (HsIndex *index)
{
  Slot *old = index->slots;
  g_autofree guint8 *old_tags = index->tags;
  guint n_old = index->n_slots, mask = n_old * 2 - 1, to;

  allocate (index, n_old * 2);
  for (guint i = 0; i < n_old; i++) {
    if (old_tags[i] == 0)
      continue;
    for (to = old[i].hash & mask; index->tags[to] != 0;)
      to = (to + 1) & mask;
    *take_slot (index, to, old[i].hash) = old[i];
  }
  g_aligned_free (old);
}

void
hs_index_add (HsIndex *index, HsSlice a, HsSlice b, HsSlice c, guint row)
{
  guint32 hash = hash_words (a, b, c);
  Slot *slot;
  guint i;

  if (index->n * 2 >= index->n_slots)
    grow (index);
  i = find_slot (index, hash, &a, &b, &c);
  if (index->tags[i] != 0)
    return;
  slot = take_slot (index, i, hash);
  *slot = (Slot){ .hash = hash, .row = row, .u.many = { 0, { a, b, c } } };
  if (a.len > 0 && a.len <= SHORT_BYTES && b.ptr == NULL && c.ptr == NULL) {
    slot->u.word.len = (guint8)a.len;
    memcpy (slot->u.word.bytes, a.ptr, a.len);
  }
  index->n++;
}

static inline gboolean
is_only_word (const Slot *slot, HsSlice word)
{
  const HsSlice *words = slot->u.many.words;

  if (slot->u.word.len > 0)
    return is_short_word (slot, word);
  return words[1].ptr == NULL && words[2].ptr == NULL && same_word (&words[0], &word);
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
