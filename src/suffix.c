/* SPDX-License-Identifier: MIT */
#include "suffix.h"

#include "ascii.h"

typedef struct {
  const char *text; /* NULL for a free slot */
  guint32 hash;
  guint16 len;
  guint value;
} Slot;

struct _HsSuffixes {
  Slot *slots;
  guint n_slots; /* a power of two, at most half full */
  guint n;
  guint longest;
};

/* FNV-1a over the bytes from the right, so that each label border needs only one more step. */
#define HASH_START 2166136261u
#define HASH_STEP(hash, c) (((hash) ^ (guint8)hs_lower (c)) * 16777619u)

HsSuffixes *
hs_suffixes_new (void)
{
  HsSuffixes *suffixes = g_new0 (HsSuffixes, 1);

  suffixes->n_slots = 64;
  suffixes->slots = g_new0 (Slot, suffixes->n_slots);
  return suffixes;
}

void
hs_suffixes_free (HsSuffixes *suffixes)
{
  if (suffixes == NULL)
    return;
  g_free (suffixes->slots);
  g_free (suffixes);
}

static gboolean
equal_fold (const char *a, const char *b, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (hs_lower (a[i]) != hs_lower (b[i]))
      return FALSE;
  return TRUE;
}

static Slot *
find_slot (const HsSuffixes *suffixes, guint32 hash, const char *text, gsize len)
{
  guint mask = suffixes->n_slots - 1;
  guint i = (hash ^ hash >> 15) & mask;

  while (suffixes->slots[i].text != NULL) {
    Slot *slot = &suffixes->slots[i];
    if (slot->hash == hash && slot->len == len && equal_fold (slot->text, text, len))
      return slot;
    i = (i + 1) & mask;
  }
  return &suffixes->slots[i];
}

static void
grow (HsSuffixes *suffixes)
{
  g_autofree Slot *old = suffixes->slots;
  guint n_old = suffixes->n_slots;

  suffixes->n_slots *= 2;
  suffixes->slots = g_new0 (Slot, suffixes->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i].text != NULL)
      *find_slot (suffixes, old[i].hash, old[i].text, old[i].len) = old[i];
}

guint *
hs_suffixes_add (HsSuffixes *suffixes, const char *suffix)
{
  guint len = (guint)MIN (strlen (suffix), G_MAXUINT16);
  guint32 hash = HASH_START;
  Slot *slot;

  if (suffixes->n * 2 >= suffixes->n_slots)
    grow (suffixes);
  for (guint i = len; i > 0; i--)
    hash = HASH_STEP (hash, suffix[i - 1]);
  slot = find_slot (suffixes, hash, suffix, len);
  if (slot->text == NULL) {
    *slot = (Slot){ suffix, hash, (guint16)len, G_MAXUINT };
    suffixes->n++;
    suffixes->longest = MAX (suffixes->longest, len);
  }
  return &slot->value;
}

guint
hs_suffixes_find (const HsSuffixes *suffixes, HsSlice host, HsSuffixMatch matches[HS_SUFFIX_DEPTH])
{
  const char *end = host.ptr + host.len;
  const char *stop = host.len > suffixes->longest ? end - suffixes->longest : host.ptr;
  guint32 hash = HASH_START;
  guint n = 0;

  if (host.ptr == NULL)
    return 0;
  for (const char *p = end; p > stop; p--) {
    hash = HASH_STEP (hash, p[-1]);
    if (p - 1 == host.ptr || p[-2] == '.') {
      const Slot *slot = find_slot (suffixes, hash, p - 1, (gsize)(end - (p - 1)));
      if (slot->text != NULL) {
        matches[n++] = (HsSuffixMatch){ p - 1, slot->value };
        if (n == HS_SUFFIX_DEPTH)
          break;
      }
    }
  }
  return n;
}
