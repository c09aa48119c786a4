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
  guint8 *tags; /* per slot: some bits of its hash, 0 for a free one; few enough to stay near */
  Slot *slots;
  guint n_slots; /* a power of two, at most half full */
  guint n;
  guint longest;
};

static inline guint64
some_bytes (const char *p, gsize n)
{
  guint64 bytes = 0;
  guint32 low, high;

  if (n >= sizeof bytes) {
    memcpy (&bytes, p, sizeof bytes);
  } else if (n >= sizeof low) {
    memcpy (&low, p, sizeof low);
    memcpy (&high, p + n - sizeof high, sizeof high);
    bytes = (guint64)high << 32 | low;
  } else if (n > 0) {
    bytes = (guint64)(guint8)p[0] | (guint64)(guint8)p[n / 2] << 8 | (guint64)(guint8)p[n - 1] << 16;
  }
  return bytes | G_GUINT64_CONSTANT (0x2020202020202020);
}

/* Length, beginning and end: the same work for each label border, however long what is behind it. */
static inline guint32
hash_suffix (const char *text, gsize len)
{
  guint64 hash = (some_bytes (text, len) + len) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  if (len > 8)
    hash = (hash ^ some_bytes (text + len - 8, 8)) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return (guint32)GUINT64_SWAP_LE_BE (hash); /* the top bits depend on all bytes */
}

HsSuffixes *
hs_suffixes_new (void)
{
  HsSuffixes *suffixes = g_new0 (HsSuffixes, 1);

  suffixes->n_slots = 64;
  suffixes->slots = g_new0 (Slot, suffixes->n_slots);
  suffixes->tags = g_new0 (guint8, suffixes->n_slots);
  return suffixes;
}

void
hs_suffixes_free (HsSuffixes *suffixes)
{
  if (suffixes == NULL)
    return;
  g_free (suffixes->slots);
  g_free (suffixes->tags);
  g_free (suffixes);
}

static inline guint8
tag_of (guint32 hash)
{
  return (guint8)(hash >> 24 | 1);
}

/* The slot of @text, or the free one where it belongs. */
static inline guint
find_slot (const HsSuffixes *suffixes, guint32 hash, const char *text, gsize len)
{
  guint mask = suffixes->n_slots - 1, i;

  for (i = hash & mask; suffixes->tags[i] != 0; i = (i + 1) & mask) {
    const Slot *slot = &suffixes->slots[i];
    if (suffixes->tags[i] == tag_of (hash) && slot->hash == hash && slot->len == len && hs_bytes_iequal (slot->text, text, len))
      break;
  }
  return i;
}

static void
fill_slot (HsSuffixes *suffixes, guint i, const Slot *slot)
{
  suffixes->slots[i] = *slot;
  suffixes->tags[i] = tag_of (slot->hash);
}

static void
grow (HsSuffixes *suffixes)
{
  g_autofree Slot *old = suffixes->slots;
  guint n_old = suffixes->n_slots;

  suffixes->n_slots *= 2;
  suffixes->slots = g_new0 (Slot, suffixes->n_slots);
  g_free (suffixes->tags);
  suffixes->tags = g_new0 (guint8, suffixes->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i].text != NULL)
      fill_slot (suffixes, find_slot (suffixes, old[i].hash, old[i].text, old[i].len), &old[i]);
}

guint *
hs_suffixes_add (HsSuffixes *suffixes, const char *suffix)
{
  guint len = (guint)MIN (strlen (suffix), G_MAXUINT16);
  guint32 hash = hash_suffix (suffix, len);
  guint i;

  if (suffixes->n * 2 >= suffixes->n_slots)
    grow (suffixes);
  i = find_slot (suffixes, hash, suffix, len);
  if (suffixes->tags[i] == 0) {
    fill_slot (suffixes, i, &(Slot){ suffix, hash, (guint16)len, G_MAXUINT });
    suffixes->n++;
    suffixes->longest = MAX (suffixes->longest, len);
  }
  return &suffixes->slots[i].value;
}

guint
hs_suffixes_find (const HsSuffixes *suffixes, HsSlice host, HsSuffixMatch matches[HS_SUFFIX_DEPTH])
{
  const char *end, *stop, *dot;
  guint n = 0;

  if (host.len == 0)
    return 0;
  end = host.ptr + host.len;
  stop = host.len > suffixes->longest ? end - suffixes->longest : host.ptr;
  for (const char *start = end; start > stop && n < HS_SUFFIX_DEPTH;) {
    guint i;
    dot = memrchr (host.ptr, '.', (gsize)(start - 1 - host.ptr));
    start = dot != NULL ? dot + 1 : host.ptr;
    if (start < stop)
      break;
    i = find_slot (suffixes, hash_suffix (start, (gsize)(end - start)), start, (gsize)(end - start));
    if (suffixes->tags[i] != 0)
      matches[n++] = (HsSuffixMatch){ start, suffixes->slots[i].value };
  }
  return n;
}
