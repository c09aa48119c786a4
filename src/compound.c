/* SPDX-License-Identifier: MIT */
#include "compound.h"

#include <string.h>

/* MS-CFB sections 2.1 to 2.6. Every chain is followed no further than the file has sectors, so that loops end. */
#define HEADER_BYTES 512
#define HEADER_FAT_SECTORS 109
#define ENTRY_BYTES 128
#define MINI_SHIFT 6
#define MINI_CUTOFF 4096
#define MAX_ENTRIES (1 << 20)
#define LAST_REGULAR 0xfffffffau

enum { TYPE_STORAGE = 1, TYPE_STREAM = 2, TYPE_ROOT = 5 };

typedef struct {
  char name[32];
  guint8 type;
  gboolean seen;
  guint32 left, right, child; /* the tree of the directory */
  guint32 first, next;        /* the list made of it */
  guint32 start;
  guint64 size;
} Entry;

struct _HsCompound {
  HsSlice file;
  guint shift; /* of the sector size */
  GArray *fat; /* guint32: sectors that hold the allocation table */
  GBytes *mini_fat;
  GBytes *mini_stream;
  Entry *entries;
  guint32 n_entries;
};

static guint32
get32 (const char *p)
{
  const guint8 *b = (const guint8 *)p;
  return b[0] | (guint32)b[1] << 8 | (guint32)b[2] << 16 | (guint32)b[3] << 24;
}

static guint16
get16 (const char *p)
{
  return (guint16)((guint8)p[0] | (guint8)p[1] << 8);
}

static guint64
n_sectors (const HsCompound *c)
{
  return c->file.len >> c->shift;
}

/* The bytes of a sector, NULL beyond the end. The last one may be cut short: *@len of it are there. */
static const char *
sector (const HsCompound *c, guint32 number, gsize *len)
{
  guint64 offset = ((guint64)number + 1) << c->shift;

  if (number > LAST_REGULAR || offset >= c->file.len)
    return NULL;
  *len = MIN ((gsize)1 << c->shift, c->file.len - (gsize)offset);
  return c->file.ptr + offset;
}

/* The sector behind @number in its chain. */
static guint32
next_sector (const HsCompound *c, guint32 number)
{
  guint per_sector = 1u << (c->shift - 2);
  guint index = number / per_sector;
  gsize len, at = (gsize)(number % per_sector) * 4;
  const char *p = index < c->fat->len ? sector (c, g_array_index (c->fat, guint32, index), &len) : NULL;

  return p != NULL && at + 4 <= len ? get32 (p + at) : HS_COMPOUND_NONE;
}

/* At most @max bytes of the chain that begins at @start. */
static GByteArray *
read_chain (const HsCompound *c, guint32 start, guint64 max)
{
  GByteArray *out = g_byte_array_new ();
  guint64 left = n_sectors (c) + 1;
  const char *p;
  gsize len;

  max = MIN (max, c->file.len);
  for (guint32 s = start; out->len < max && left > 0 && (p = sector (c, s, &len)) != NULL; s = next_sector (c, s), left--)
    g_byte_array_append (out, (const guint8 *)p, (guint)MIN (len, max - out->len));
  return out;
}

/* The sectors of the allocation table: 109 in the header, the rest in a chain of their own. */
static void
read_fat_sectors (HsCompound *c)
{
  const char *header = c->file.ptr, *p;
  guint32 next = get32 (header + 68);
  guint64 left = n_sectors (c), max = n_sectors (c);
  gsize len;

  for (guint i = 0; i < HEADER_FAT_SECTORS; i++) {
    guint32 number = get32 (header + 76 + i * 4);
    if (number > LAST_REGULAR)
      return;
    g_array_append_val (c->fat, number);
  }
  for (; left > 0 && c->fat->len < max && (p = sector (c, next, &len)) != NULL && len == (gsize)1 << c->shift; left--) {
    for (gsize i = 0; i + 8 <= len; i += 4) {
      guint32 number = get32 (p + i);
      if (number > LAST_REGULAR)
        return;
      g_array_append_val (c->fat, number);
    }
    next = get32 (p + len - 4);
  }
}

static void
read_entry (Entry *entry, const char *p, gboolean long_sizes)
{
  guint n = MIN (get16 (p + 64) / 2u, 32u);

  for (guint i = 0; i + 1 < n; i++) {
    guint16 unit = get16 (p + i * 2);
    entry->name[i] = unit > 31 && unit < 127 ? (char)unit : '?';
  }
  entry->type = (guint8)p[66];
  entry->left = get32 (p + 68);
  entry->right = get32 (p + 72);
  entry->child = get32 (p + 76);
  entry->start = get32 (p + 116);
  entry->size = get32 (p + 120) | (long_sizes ? (guint64)get32 (p + 124) << 32 : 0);
  entry->first = entry->next = HS_COMPOUND_NONE;
}

static gboolean
read_directory (HsCompound *c)
{
  g_autoptr (GByteArray) bytes = read_chain (c, get32 (c->file.ptr + 48), (guint64)MAX_ENTRIES * ENTRY_BYTES);

  c->n_entries = bytes->len / ENTRY_BYTES;
  c->entries = g_new0 (Entry, MAX (c->n_entries, 1));
  for (guint32 i = 0; i < c->n_entries; i++)
    read_entry (&c->entries[i], (const char *)bytes->data + (gsize)i * ENTRY_BYTES, c->shift > 9);
  return c->n_entries > 0 && c->entries[HS_COMPOUND_ROOT].type == TYPE_ROOT;
}

/* An entry not met before, so that no tree has loops or shares branches. */
static gboolean
take (HsCompound *c, guint32 id)
{
  if (id >= c->n_entries || c->entries[id].seen)
    return FALSE;
  c->entries[id].seen = TRUE;
  return TRUE;
}

/* The tree of a storage's children as a list, in order. */
static void
list_children (HsCompound *c, guint32 storage, GArray *stack)
{
  guint32 *tail = &c->entries[storage].first, id = c->entries[storage].child;

  for (;;) {
    for (; take (c, id); id = c->entries[id].left)
      g_array_append_val (stack, id);
    if (stack->len == 0)
      return;
    id = g_array_index (stack, guint32, stack->len - 1);
    g_array_set_size (stack, stack->len - 1);
    *tail = id;
    tail = &c->entries[id].next;
    id = c->entries[id].right;
  }
}

static void
read_mini_streams (HsCompound *c)
{
  guint64 mini_sectors = get32 (c->file.ptr + 64);
  GByteArray *fat = read_chain (c, get32 (c->file.ptr + 60), mini_sectors << c->shift);
  GByteArray *stream = read_chain (c, c->entries[HS_COMPOUND_ROOT].start, c->entries[HS_COMPOUND_ROOT].size);

  c->mini_fat = g_byte_array_free_to_bytes (fat);
  c->mini_stream = g_byte_array_free_to_bytes (stream);
}

HsCompound *
hs_compound_new (HsSlice file)
{
  g_autoptr (HsCompound) c = g_new0 (HsCompound, 1);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));

  c->file = file;
  if (file.len < HEADER_BYTES || memcmp (file.ptr, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) != 0)
    return NULL;
  c->shift = get16 (file.ptr + 30);
  if ((c->shift != 9 && c->shift != 12) || get16 (file.ptr + 32) != MINI_SHIFT)
    return NULL;
  c->fat = g_array_new (FALSE, FALSE, sizeof (guint32));
  read_fat_sectors (c);
  if (!read_directory (c))
    return NULL;
  c->entries[HS_COMPOUND_ROOT].seen = TRUE;
  for (guint32 i = 0; i < c->n_entries; i++)
    if (c->entries[i].type == TYPE_ROOT || c->entries[i].type == TYPE_STORAGE)
      list_children (c, i, stack);
  read_mini_streams (c);
  return g_steal_pointer (&c);
}

void
hs_compound_free (HsCompound *c)
{
  if (c == NULL)
    return;
  g_clear_pointer (&c->fat, g_array_unref);
  g_clear_pointer (&c->mini_fat, g_bytes_unref);
  g_clear_pointer (&c->mini_stream, g_bytes_unref);
  g_free (c->entries);
  g_free (c);
}

guint32
hs_compound_first (const HsCompound *c, guint32 storage)
{
  return storage < c->n_entries ? c->entries[storage].first : HS_COMPOUND_NONE;
}

guint32
hs_compound_next (const HsCompound *c, guint32 entry)
{
  return entry < c->n_entries ? c->entries[entry].next : HS_COMPOUND_NONE;
}

gboolean
hs_compound_is_storage (const HsCompound *c, guint32 entry)
{
  return entry < c->n_entries && (c->entries[entry].type == TYPE_STORAGE || c->entries[entry].type == TYPE_ROOT);
}

const char *
hs_compound_name (const HsCompound *c, guint32 entry)
{
  return entry < c->n_entries ? c->entries[entry].name : "";
}

guint32
hs_compound_find (const HsCompound *c, guint32 storage, const char *name)
{
  for (guint32 i = hs_compound_first (c, storage); i != HS_COMPOUND_NONE; i = hs_compound_next (c, i))
    if (g_ascii_strcasecmp (c->entries[i].name, name) == 0)
      return i;
  return HS_COMPOUND_NONE;
}

/* A short stream lies in 64-byte pieces of the root's stream, chained by a table of their own. */
static GByteArray *
read_mini (const HsCompound *c, const Entry *entry)
{
  GByteArray *out = g_byte_array_new ();
  gsize n, len;
  const char *fat = g_bytes_get_data (c->mini_fat, &n);
  const guint8 *stream = g_bytes_get_data (c->mini_stream, &len);

  n /= 4;
  for (guint32 s = entry->start; out->len < entry->size && ((gsize)s << MINI_SHIFT) < len;) {
    gsize at = (gsize)s << MINI_SHIFT;
    g_byte_array_append (out, stream + at, (guint)MIN (MIN (1u << MINI_SHIFT, len - at), entry->size - out->len));
    if (s >= n)
      break;
    s = get32 (fat + (gsize)s * 4);
  }
  return out;
}

GBytes *
hs_compound_read (HsCompound *c, guint32 stream, gsize max)
{
  const Entry *entry = stream < c->n_entries ? &c->entries[stream] : NULL;
  GByteArray *bytes;

  if (entry == NULL || entry->type != TYPE_STREAM || entry->size == 0 || entry->size > max)
    return NULL;
  bytes = entry->size < MINI_CUTOFF ? read_mini (c, entry) : read_chain (c, entry->start, entry->size);
  if (bytes->len == entry->size)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  return NULL;
}
