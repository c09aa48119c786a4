/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include "forms-private.h"
#include "table.h"

static void
row_clear (gpointer data)
{
  HsFormRow *row = data;
  hs_shape_free (row->id);
  hs_shape_free (row->token);
  hs_pattern_free (row->pattern);
}

void
hs_forms_free (HsForms *forms)
{
  if (forms == NULL)
    return;
  g_clear_pointer (&forms->rows, g_array_unref);
  g_clear_pointer (&forms->heads, g_array_unref);
  for (guint key = 0; key < HS_FORM_KEYS; key++)
    hs_index_free (forms->index[key]);
  hs_suffixes_free (forms->suffixes);
  g_clear_pointer (&forms->tables, g_ptr_array_unref);
  g_free (forms);
}

static void
append_row (HsForms *forms, guint *first, HsFormRow *row)
{
  guint *link = first;

  while (*link != G_MAXUINT)
    link = &g_array_index (forms->rows, HsFormRow, *link).next;
  *link = forms->rows->len;
  row->next = G_MAXUINT;
  g_array_append_vals (forms->rows, row, 1);
}

static void
append_indexed (HsForms *forms, HsFormKey key, HsSlice word, HsFormRow *row)
{
  guint list = hs_index_find_word (forms->index[key], word);

  if (list == G_MAXUINT) {
    guint none = G_MAXUINT;
    list = forms->heads->len;
    g_array_append_val (forms->heads, none);
    hs_index_add (forms->index[key], word, HS_SLICE_NONE, HS_SLICE_NONE, list);
  }
  append_row (forms, &g_array_index (forms->heads, guint, list), row);
}

static void
add_row (HsForms *forms, HsFormRow *row)
{
  if (row->comment.len > 0) {
    guint bit = filter_bit (row->comment.ptr);
    forms->filter[bit / 64] |= (guint64)1 << (bit % 64);
    append_indexed (forms, HS_FORM_COMMENT, row->comment, row);
  } else if (row->by.len > 0)
    append_row (forms, hs_suffixes_add (forms->suffixes, row->by.ptr), row);
  else if (row->via.len > 0)
    append_indexed (forms, HS_FORM_VIA, row->via, row);
  else if (row->from.len > 0)
    append_indexed (forms, HS_FORM_FROM, row->from, row);
  else if (row->with.len >= WITH_KEY)
    append_indexed (forms, HS_FORM_WITH, with_key (row->with), row);
  else
    append_row (forms, &forms->unkeyed, row);
}

static HsSlice
cell (const HsTable *table, guint i, const char *column)
{
  return hs_slice_str (hs_table_cell (table, i, hs_table_column (table, column)));
}

static gboolean
read_row (const HsTable *table, guint i, gboolean builtin, HsFormRow *row, GError **error)
{
  const char *id = hs_table_cell (table, i, hs_table_column (table, "id"));
  const char *pattern = hs_table_cell (table, i, hs_table_column (table, "pattern"));
  const char *token = hs_table_cell (table, i, hs_table_column (table, "token"));

  row->form = hs_table_cell (table, i, hs_table_column (table, "form"));
  row->product = hs_table_cell (table, i, hs_table_column (table, "product"));
  row->comment = cell (table, i, "comment");
  row->by = cell (table, i, "by");
  row->via = cell (table, i, "via");
  row->from = cell (table, i, "from");
  row->with = cell (table, i, "with");
  row->with_prefix = row->with.len > 0 && row->with.ptr[row->with.len - 1] == '*';
  row->with.len -= row->with_prefix ? 1 : 0;
  if (row->form[0] == '\0')
    return hs_table_fail (table, i, "form", error, "empty");
  if (token[0] != '\0' && (row->token = hs_shape_new (token, error)) == NULL)
    return hs_table_fail (table, i, "token", error, NULL);
  row->no_id = strcmp (id, "-") == 0;
  if (id[0] != '\0' && !row->no_id && (row->id = hs_shape_new (id, error)) == NULL)
    return hs_table_fail (table, i, "id", error, NULL);
  if (pattern[0] == '\0')
    return TRUE;
  row->pattern = builtin ? hs_pattern_new_lazy (pattern) : hs_pattern_new (pattern, error);
  return row->pattern != NULL || hs_table_fail (table, i, "pattern", error, NULL);
}

static gboolean
load_table (HsForms *forms, const HsTable *table, gboolean builtin, GError **error)
{
  for (guint i = 0; i < hs_table_rows (table); i++) {
    HsFormRow row = { 0 };
    if (!read_row (table, i, builtin, &row, error)) {
      row_clear (&row);
      return FALSE;
    }
    add_row (forms, &row);
  }
  return TRUE;
}

HsForms *
hs_forms_new (const char *rules_dir, GError **error)
{
  static const char *const required[] = { "form", NULL };
  HsForms *forms = g_new0 (HsForms, 1);
  gboolean ok;

  forms->rows = g_array_new (FALSE, FALSE, sizeof (HsFormRow));
  g_array_set_clear_func (forms->rows, row_clear);
  forms->heads = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint key = 0; key < HS_FORM_KEYS; key++)
    forms->index[key] = hs_index_new ();
  forms->suffixes = hs_suffixes_new ();
  forms->unkeyed = G_MAXUINT;
  forms->tables = hs_table_load ("forms.tsv", rules_dir, required, error);
  ok = forms->tables != NULL;
  for (guint i = 0; ok && i < forms->tables->len; i++)
    ok = load_table (forms, g_ptr_array_index (forms->tables, i), i + 1 == forms->tables->len, error);
  if (ok)
    return forms;
  hs_forms_free (forms);
  return NULL;
}

guint
hs_forms_rows (const HsForms *forms)
{
  return forms->rows->len;
}

const char *
hs_forms_row (const HsForms *forms, guint i)
{
  return i < forms->rows->len ? g_array_index (forms->rows, HsFormRow, i).form : NULL;
}

const GPtrArray *
hs_forms_tables (const HsForms *forms)
{
  return forms->tables;
}
