/* SPDX-License-Identifier: MIT */
#include "builds.h"

#include "ascii.h"
#include "table.h"

#define COMPONENTS 4

/* A build number as four numbers of 16 bits; those beyond @n are 0. */
typedef struct {
  guint64 number;
  guint n;
} Build;

typedef struct {
  Build build;
  guint row;
} Entry;

struct _HsBuilds {
  GPtrArray *tables;
  GArray *rows;    /* HsBuildRow */
  GArray *entries; /* Entry, by n then number then row */
};

static gboolean
parse_build (HsSlice text, Build *build)
{
  const char *end = text.ptr + text.len;

  *build = (Build){ 0, 0 };
  for (const char *p = text.ptr; p != NULL && build->n < COMPONENTS;) {
    const char *dot = memchr (p, '.', (gsize)(end - p));
    guint64 value;
    if (!hs_slice_to_uint (hs_slice (p, dot != NULL ? dot : end), G_MAXUINT16, &value))
      return FALSE;
    build->number |= value << (16 * (COMPONENTS - 1 - build->n));
    build->n++;
    p = dot != NULL ? dot + 1 : NULL;
  }
  return build->n > 0;
}

static int
compare_builds (const Build *a, const Build *b)
{
  if (a->n != b->n)
    return a->n < b->n ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;
  int order = compare_builds (&left->build, &right->build);

  return order != 0 ? order : left->row < right->row ? -1 : left->row > right->row;
}

void
hs_builds_free (HsBuilds *builds)
{
  if (builds == NULL)
    return;
  g_clear_pointer (&builds->tables, g_ptr_array_unref);
  g_clear_pointer (&builds->rows, g_array_unref);
  g_clear_pointer (&builds->entries, g_array_unref);
  g_free (builds);
}

static gboolean
add_table (HsBuilds *builds, const HsTable *table, GError **error)
{
  int prefix = hs_table_column (table, "prefix"), product = hs_table_column (table, "product"),
      released = hs_table_column (table, "released");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    HsBuildRow row = { hs_table_cell (table, i, prefix), hs_table_cell (table, i, product), hs_table_cell (table, i, released) };
    Entry entry = { .row = builds->rows->len };
    if (!parse_build (hs_slice_str (row.prefix), &entry.build))
      return hs_table_fail (table, i, "prefix", error, "no build number such as 15.1.2507");
    if (row.product[0] == '\0')
      return hs_table_fail (table, i, "product", error, "empty");
    g_array_append_val (builds->rows, row);
    g_array_append_val (builds->entries, entry);
  }
  return TRUE;
}

HsBuilds *
hs_builds_new (const char *rules_dir, GError **error)
{
  static const char *const required[] = { "prefix", "product", NULL };
  HsBuilds *builds = g_new0 (HsBuilds, 1);
  gboolean ok;

  builds->rows = g_array_new (FALSE, FALSE, sizeof (HsBuildRow));
  builds->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  builds->tables = hs_table_load ("builds.tsv", rules_dir, required, error);
  ok = builds->tables != NULL;
  for (guint i = 0; ok && i < builds->tables->len; i++)
    ok = add_table (builds, g_ptr_array_index (builds->tables, i), error);
  if (!ok) {
    hs_builds_free (builds);
    return NULL;
  }
  g_array_sort (builds->entries, compare_entries);
  return builds;
}

const HsBuildRow *
hs_builds_rows (const HsBuilds *builds, guint *n)
{
  *n = builds->rows->len;
  return (const HsBuildRow *)(void *)builds->rows->data;
}

const GPtrArray *
hs_builds_tables (const HsBuilds *builds)
{
  return builds->tables;
}

/* The first row of that very prefix: users' rows come first. */
static const HsBuildRow *
find_exact (const HsBuilds *builds, const Build *build)
{
  guint low = 0, high = builds->entries->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    if (compare_builds (&g_array_index (builds->entries, Entry, middle).build, build) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == builds->entries->len || compare_builds (&g_array_index (builds->entries, Entry, low).build, build) != 0)
    return NULL;
  return &g_array_index (builds->rows, HsBuildRow, g_array_index (builds->entries, Entry, low).row);
}

const HsBuildRow *
hs_builds_lookup (const HsBuilds *builds, HsSlice text)
{
  Build build;
  const HsBuildRow *row;

  if (text.ptr == NULL || !parse_build (text, &build))
    return NULL;
  for (; build.n > 0; build.n--) {
    if ((row = find_exact (builds, &build)) != NULL)
      return row;
    build.number &= ~((guint64)G_MAXUINT16 << (16 * (COMPONENTS - build.n)));
  }
  return NULL;
}
