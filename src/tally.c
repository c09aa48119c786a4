/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include "ascii.h"
#include "utf8.h"

/* Delays. */

static guint
bucket_of (guint64 ms)
{
  return ms == 0 ? 0 : MIN (64 - (guint)__builtin_clzll (ms), HS_DELAY_BUCKETS - 1);
}

void
hs_delays_add (HsDelays *delays, guint64 ms)
{
  delays->min_ms = delays->count == 0 ? ms : MIN (delays->min_ms, ms);
  delays->max_ms = MAX (delays->max_ms, ms);
  delays->sum_ms += ms;
  delays->count++;
  delays->buckets[bucket_of (ms)]++;
}

void
hs_delays_merge (HsDelays *into, const HsDelays *from)
{
  if (from->count == 0)
    return;
  into->min_ms = into->count == 0 ? from->min_ms : MIN (into->min_ms, from->min_ms);
  into->max_ms = MAX (into->max_ms, from->max_ms);
  into->sum_ms += from->sum_ms;
  into->count += from->count;
  for (guint i = 0; i < HS_DELAY_BUCKETS; i++)
    into->buckets[i] += from->buckets[i];
}

guint64
hs_delays_percentile (const HsDelays *delays, guint percent)
{
  guint64 rank = delays->count / 100 * percent + (delays->count % 100 * percent + 99) / 100, seen = 0;

  for (guint i = 0; i < HS_DELAY_BUCKETS; i++) {
    seen += delays->buckets[i];
    if (seen >= rank && seen > 0)
      return CLAMP ((G_GUINT64_CONSTANT (1) << i) - 1, delays->min_ms, delays->max_ms);
  }
  return delays->max_ms;
}

/* Names. */

typedef struct {
  guint64 count;
  guint64 stamp;
  guint64 hash;
  HsDelays *delays;
} Entry;

struct _HsTally {
  GHashTable *entries; /* of name to Entry */
  guint64 other;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;
  g_free (entry->delays);
  g_free (entry);
}

HsTally *
hs_tally_new (void)
{
  HsTally *tally = g_new0 (HsTally, 1);
  tally->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
  return tally;
}

void
hs_tally_free (HsTally *tally)
{
  g_hash_table_unref (tally->entries);
  g_free (tally);
}

/* FNV-1a, finished so that similar names fall apart (as in MurmurHash3). */
static guint64
hash_of (const char *name)
{
  guint64 h = G_GUINT64_CONSTANT (14695981039346656037);

  for (; *name != '\0'; name++)
    h = (h ^ (guint8)*name) * G_GUINT64_CONSTANT (1099511628211);
  h = (h ^ h >> 33) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return h ^ h >> 33;
}

static gsize
clean_name (HsSlice s, char name[HS_TALLY_NAME_BYTES + 8])
{
  const char *p = s.ptr, *end = hs_slice_end (s);
  gsize n = 0;

  while (p != NULL && p < end && *p != '\0') {
    char text[4];
    gunichar c;
    guint len = hs_utf8_decode (p, end, &c), out = hs_utf8_encode (c == HS_UTF8_INVALID ? 0xFFFD : c, text);
    if (n + out > HS_TALLY_NAME_BYTES)
      break;
    memcpy (name + n, text, out);
    n += out;
    p += len;
  }
  name[n] = '\0';
  return n;
}

typedef struct {
  guint64 hash;
  const char *name;
} Rank;

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const Rank *x = a, *y = b;
  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* Down to the names with the smallest hashes. */
static void
prune (HsTally *tally)
{
  g_autoptr (GArray) ranks = g_array_new (FALSE, FALSE, sizeof (Rank));
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (tally->entries) <= HS_TALLY_NAMES)
    return;
  g_hash_table_iter_init (&iter, tally->entries);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Rank rank = { ((Entry *)value)->hash, key };
    g_array_append_val (ranks, rank);
  }
  g_array_sort (ranks, compare_ranks);
  for (guint i = HS_TALLY_NAMES; i < ranks->len; i++) {
    const char *name = g_array_index (ranks, Rank, i).name;
    tally->other += ((Entry *)g_hash_table_lookup (tally->entries, name))->count;
    g_hash_table_remove (tally->entries, name);
  }
}

static Entry *
entry_of (HsTally *tally, HsSlice s)
{
  char name[HS_TALLY_NAME_BYTES + 8];
  Entry *entry;

  if (clean_name (s, name) == 0)
    return NULL;
  entry = g_hash_table_lookup (tally->entries, name);
  if (entry != NULL)
    return entry;
  if (g_hash_table_size (tally->entries) >= 2 * HS_TALLY_NAMES)
    prune (tally);
  entry = g_new0 (Entry, 1);
  entry->hash = hash_of (name);
  g_hash_table_insert (tally->entries, g_strdup (name), entry);
  return entry;
}

void
hs_tally_add (HsTally *tally, HsSlice name, guint64 count)
{
  Entry *entry = count > 0 ? entry_of (tally, name) : NULL;

  if (entry != NULL)
    entry->count += count;
}

void
hs_tally_add_once (HsTally *tally, HsSlice name, guint64 stamp)
{
  Entry *entry = entry_of (tally, name);

  if (entry == NULL || entry->stamp == stamp)
    return;
  entry->stamp = stamp;
  entry->count++;
}

void
hs_tally_add_delays (HsTally *tally, HsSlice name, const HsDelays *delays)
{
  Entry *entry = delays->count > 0 ? entry_of (tally, name) : NULL;

  if (entry == NULL)
    return;
  if (entry->delays == NULL)
    entry->delays = g_new0 (HsDelays, 1);
  hs_delays_merge (entry->delays, delays);
  entry->count += delays->count;
}

void
hs_tally_add_delay (HsTally *tally, HsSlice name, guint64 ms)
{
  HsDelays one = { 0 };
  hs_delays_add (&one, ms);
  hs_tally_add_delays (tally, name, &one);
}

void
hs_tally_add_other (HsTally *tally, guint64 count)
{
  tally->other += count;
}

void
hs_tally_merge (HsTally *into, const HsTally *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from->entries);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Entry *entry = value;
    if (entry->delays != NULL)
      hs_tally_add_delays (into, hs_slice_str (key), entry->delays);
    else
      hs_tally_add (into, hs_slice_str (key), entry->count);
  }
  into->other += from->other;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const HsTallyItem *x = a, *y = b;
  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return strcmp (x->name, y->name);
}

GArray *
hs_tally_items (HsTally *tally)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (HsTallyItem));
  GHashTableIter iter;
  gpointer key, value;

  prune (tally);
  g_hash_table_iter_init (&iter, tally->entries);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    HsTallyItem item = { key, ((Entry *)value)->count, ((Entry *)value)->delays };
    g_array_append_val (items, item);
  }
  g_array_sort (items, compare_items);
  return items;
}

guint64
hs_tally_other (HsTally *tally)
{
  prune (tally);
  return tally->other;
}
