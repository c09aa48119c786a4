/* SPDX-License-Identifier: MIT */
#include "rules-rows.h"

#include "ascii.h"
#include "table.h"
#include "words.h"

/* What the four tables below have in common: columns by name, and a row to be made of cells. */
typedef gboolean (*RowFunc) (HsRuleRows *rows, const HsTable *table, guint row, const int *columns, GError **error);

static gboolean
load_rows (HsRuleRows *rows, const char *name, const char *dir, const char *const *names, guint n_required, RowFunc func, GError **error)
{
  const char *required[16] = { NULL };
  int columns[16];
  GPtrArray *tables;

  for (guint i = 0; i < n_required; i++)
    required[i] = names[i];
  if ((tables = hs_table_load (name, dir, required, error)) == NULL)
    return FALSE;
  g_ptr_array_add (rows->tables, tables);
  for (guint t = 0; t < tables->len; t++) {
    const HsTable *table = g_ptr_array_index (tables, t);
    for (guint i = 0; names[i] != NULL; i++)
      columns[i] = hs_table_column (table, names[i]);
    for (guint row = 0; row < hs_table_rows (table); row++)
      if (!func (rows, table, row, columns, error))
        return FALSE;
  }
  return TRUE;
}

#define CELL(i) hs_table_cell (table, row, columns[i])

static const char *const header_columns[] = { "name", "meaning",    "stamped_by", "border", "value_form",
                                              "use",  "confidence", "source",     "secret", NULL };

static gboolean
add_header (HsRuleRows *rows, const HsTable *table, guint row, const int *columns, GError **error)
{
  HsHeaderRow header = { .name = CELL (0),
                         .meaning = CELL (1),
                         .stamped_by = CELL (2),
                         .border = CELL (3),
                         .value_form = CELL (4),
                         .use = CELL (5),
                         .confidence = CELL (6),
                         .source = CELL (7) };

  if (header.name[0] == '\0')
    return hs_table_fail (table, row, "name", error, "empty");
  if (!hs_word_yes_no (CELL (8), &header.secret))
    return hs_table_fail (table, row, "secret", error, "must be yes or no");
  if (g_str_has_suffix (header.name, "*"))
    g_array_append_val (rows->families, rows->headers->len);
  g_array_append_val (rows->headers, header);
  hs_index_add (rows->header_index, hs_slice_str (header.name), HS_SLICE_NONE, HS_SLICE_NONE, rows->headers->len - 1);
  return TRUE;
}

static const char *const value_columns[] = { "header", "key", "value", "meaning", "confidence", "source", NULL };

static gboolean
add_value (HsRuleRows *rows, const HsTable *table, guint row, const int *columns, GError **error)
{
  HsValueRow value = {
    .header = CELL (0), .key = CELL (1), .value = CELL (2), .meaning = CELL (3), .confidence = CELL (4), .source = CELL (5)
  };

  if (value.header[0] == '\0' || value.value[0] == '\0')
    return hs_table_fail (table, row, value.header[0] == '\0' ? "header" : "value", error, "empty");
  g_array_append_val (rows->values, value);
  hs_values_add (rows->by_value, value.header, value.key, value.value, rows->values->len - 1);
  return TRUE;
}

static const char *const finding_columns[] = { "code",   "severity", "title",  "detail", "means", "matters",
                                               "advice", "sure",     "sample", "slots",  NULL };

static gboolean
add_finding (HsRuleRows *rows, const HsTable *table, guint row, const int *columns, GError **error)
{
  HsFindingRow finding = { .code = CELL (0),
                           .title = CELL (2),
                           .detail = CELL (3),
                           .means = CELL (4),
                           .matters = CELL (5),
                           .advice = CELL (6),
                           .sure = CELL (7),
                           .sample = CELL (8),
                           .slots = CELL (9) };

  if (finding.code[0] == '\0')
    return hs_table_fail (table, row, "code", error, "empty");
  if (!hs_word_severity (CELL (1), &finding.severity))
    return hs_table_fail (table, row, "severity", error, "must be info, notice, warning or alert");
  g_array_append_val (rows->findings, finding);
  hs_index_add (rows->finding_index, hs_slice_str (finding.code), HS_SLICE_NONE, HS_SLICE_NONE, rows->findings->len - 1);
  return TRUE;
}

static const char *const word_columns[] = { "list", "word", "meaning", NULL };

static gboolean
add_word (HsRuleRows *rows, const HsTable *table, guint row, const int *columns, GError **error)
{
  HsWordRow word = { CELL (0), CELL (1), CELL (2) };

  if (word.list[0] == '\0' || word.word[0] == '\0')
    return hs_table_fail (table, row, word.list[0] == '\0' ? "list" : "word", error, "empty");
  g_array_append_val (rows->words, word);
  return TRUE;
}

gboolean
hs_rule_rows_load (HsRuleRows *rows, const char *dir, GError **error)
{
  rows->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  rows->headers = g_array_new (FALSE, FALSE, sizeof (HsHeaderRow));
  rows->families = g_array_new (FALSE, FALSE, sizeof (guint));
  rows->values = g_array_new (FALSE, FALSE, sizeof (HsValueRow));
  rows->findings = g_array_new (FALSE, FALSE, sizeof (HsFindingRow));
  rows->words = g_array_new (FALSE, FALSE, sizeof (HsWordRow));
  rows->header_index = hs_index_new ();
  rows->by_value = hs_values_new ();
  rows->finding_index = hs_index_new ();
  return load_rows (rows, "headers.tsv", dir, header_columns, 2, add_header, error) &&
         load_rows (rows, "values.tsv", dir, value_columns, 4, add_value, error) &&
         load_rows (rows, "findings.tsv", dir, finding_columns, 4, add_finding, error) &&
         load_rows (rows, "words.tsv", dir, word_columns, 3, add_word, error);
}

void
hs_rule_rows_clear (HsRuleRows *rows)
{
  hs_index_free (rows->header_index);
  hs_values_free (rows->by_value);
  hs_index_free (rows->finding_index);
  g_clear_pointer (&rows->headers, g_array_unref);
  g_clear_pointer (&rows->families, g_array_unref);
  g_clear_pointer (&rows->values, g_array_unref);
  g_clear_pointer (&rows->findings, g_array_unref);
  g_clear_pointer (&rows->words, g_array_unref);
  g_clear_pointer (&rows->tables, g_ptr_array_unref);
}
