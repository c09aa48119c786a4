/* SPDX-License-Identifier: MIT */
#include "values.h"

#include "ascii.h"
#include "index.h"

typedef struct {
  HsIndex *values; /* (nullable): to rows */
  guint any;       /* row of "*", G_MAXUINT for none */
} Key;

struct _HsHeaderValues {
  HsIndex *index; /* to @keys */
  GArray *keys;   /* Key */
};

struct _HsValues {
  HsIndex *index;     /* to @headers */
  GPtrArray *headers; /* HsHeaderValues */
};

static void
key_clear (gpointer data)
{
  hs_index_free (((Key *)data)->values);
}

static void
header_free (gpointer data)
{
  HsHeaderValues *header = data;

  hs_index_free (header->index);
  g_array_unref (header->keys);
  g_free (header);
}

HsValues *
hs_values_new (void)
{
  HsValues *values = g_new0 (HsValues, 1);

  values->index = hs_index_new ();
  values->headers = g_ptr_array_new_with_free_func (header_free);
  return values;
}

void
hs_values_free (HsValues *values)
{
  if (values == NULL)
    return;
  hs_index_free (values->index);
  g_ptr_array_unref (values->headers);
  g_free (values);
}

static HsHeaderValues *
header_of (HsValues *values, HsSlice name)
{
  guint i = hs_index_find_word (values->index, name);
  HsHeaderValues *header;

  if (i != G_MAXUINT)
    return g_ptr_array_index (values->headers, i);
  header = g_new0 (HsHeaderValues, 1);
  header->index = hs_index_new ();
  header->keys = g_array_new (FALSE, FALSE, sizeof (Key));
  g_array_set_clear_func (header->keys, key_clear);
  hs_index_add (values->index, name, HS_SLICE_NONE, HS_SLICE_NONE, values->headers->len);
  g_ptr_array_add (values->headers, header);
  return header;
}

static Key *
key_of (HsHeaderValues *header, HsSlice name)
{
  guint i = hs_index_find_word (header->index, name);
  Key key = { NULL, G_MAXUINT };

  if (i == G_MAXUINT) {
    i = header->keys->len;
    hs_index_add (header->index, name, HS_SLICE_NONE, HS_SLICE_NONE, i);
    g_array_append_val (header->keys, key);
  }
  return &g_array_index (header->keys, Key, i);
}

void
hs_values_add (HsValues *values, const char *header, const char *key, const char *value, guint row)
{
  Key *entry = key_of (header_of (values, hs_slice_str (header)), hs_slice_str (key));

  if (strcmp (value, "*") == 0) {
    entry->any = MIN (entry->any, row);
    return;
  }
  if (entry->values == NULL)
    entry->values = hs_index_new ();
  hs_index_add (entry->values, hs_slice_str (value), HS_SLICE_NONE, HS_SLICE_NONE, row);
}

const HsHeaderValues *
hs_values_of (const HsValues *values, HsSlice header)
{
  guint i = hs_index_find_word (values->index, header);
  return i != G_MAXUINT ? g_ptr_array_index (values->headers, i) : NULL;
}

guint
hs_values_find (const HsHeaderValues *values, HsSlice key, HsSlice value)
{
  guint i = hs_index_find_word (values->index, key), row = G_MAXUINT;
  const Key *entry;

  if (i == G_MAXUINT)
    return G_MAXUINT;
  entry = &g_array_index (values->keys, Key, i);
  if (entry->values != NULL && value.ptr != NULL) {
    row = hs_index_find_word (entry->values, value);
    if (row == G_MAXUINT && value.len == 3 && hs_is_digit (value.ptr[0]))
      row = hs_index_find_word (entry->values, (HsSlice){ (const char[]){ value.ptr[0], 'x', 'x' }, 3 });
  }
  return row != G_MAXUINT ? row : entry->any;
}
