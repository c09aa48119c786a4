/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include "ascii.h"
#include "error-private.h"
#include "rules-rows.h"
#include "table.h"

#include <string.h>

struct _HsRuleset {
  gint references;
  HsHosts *hosts;
  HsNetworks *networks;
  HsForms *forms;
  HsKeyTable *keys;
  HsBuilds *builds;
  HsRuleRows rows;
  GArray *infos;
};

/* A misspelt file name would silently do nothing. */
static gboolean
check_folder (const char *rules_dir, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) folder = g_dir_open (rules_dir, 0, &cause);
  const char *name;
  guint known = 0;

  if (folder == NULL) {
    hs_error_set_file (error, HS_ERROR_CONFIG, rules_dir, cause);
    return FALSE;
  }
  while ((name = g_dir_read_name (folder)) != NULL) {
    if (g_strv_contains (hs_table_names (), name))
      known++;
    else if (g_str_has_suffix (name, ".tsv")) {
      hs_error_set (error, HS_ERROR_CONFIG, "no table has this name (hosts.tsv, networks.tsv, ...: see hopscope-tables(5))", NULL);
      g_prefix_error (error, "%s/%s: ", rules_dir, name);
      return FALSE;
    }
  }
  if (known == 0) {
    hs_error_set (error, HS_ERROR_CONFIG, "no table in this folder (hosts.tsv, networks.tsv, ...: see hopscope-tables(5))", NULL);
    g_prefix_error (error, "%s: ", rules_dir);
  }
  return known > 0;
}

/* Newest of the "# date" line and the cells of column "date". */
static const char *
newest_date (const HsTable *table)
{
  const char *newest = hs_table_date (table);
  int column = hs_table_column (table, "date");

  for (guint i = 0; column >= 0 && i < hs_table_rows (table); i++) {
    const char *date = hs_table_cell (table, i, column);
    if (date[0] != '\0' && (newest == NULL || strcmp (date, newest) > 0))
      newest = date;
  }
  return newest;
}

static void
note_tables (HsRuleset *ruleset, const GPtrArray *tables, const char *name)
{
  for (guint i = 0; i < tables->len; i++) {
    const HsTable *table = g_ptr_array_index (tables, i);
    HsTableInfo info = { name, hs_table_rows (table), newest_date (table), hs_table_origin (table) };
    g_array_append_val (ruleset->infos, info);
  }
}

static void
note_all (HsRuleset *ruleset)
{
  static const char *const words[] = { "headers.tsv", "values.tsv", "findings.tsv", "words.tsv" };

  ruleset->infos = g_array_new (FALSE, FALSE, sizeof (HsTableInfo));
  note_tables (ruleset, hs_hosts_tables (ruleset->hosts), "hosts.tsv");
  note_tables (ruleset, hs_hosts_suffix_tables (ruleset->hosts), "suffixes.tsv");
  note_tables (ruleset, hs_networks_tables (ruleset->networks), "networks.tsv");
  note_tables (ruleset, hs_forms_tables (ruleset->forms), "forms.tsv");
  note_tables (ruleset, hs_key_table_tables (ruleset->keys), "keys.tsv");
  note_tables (ruleset, hs_builds_tables (ruleset->builds), "builds.tsv");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    note_tables (ruleset, g_ptr_array_index (ruleset->rows.tables, i), words[i]);
}

/* The name under which the values of @header are listed. */
static HsSlice
listed_header (HsSlice header, char buffer[96])
{
  static const char cross_tenant[] = "X-MS-Exchange-CrossTenant-", organization[] = "X-MS-Exchange-Organization-";
  gsize cut = sizeof cross_tenant - 1;

  if (hs_slice_ihas_suffix (header, "Authentication-Results"))
    return HS_SLICE_LITERAL ("Authentication-Results");
  if (hs_slice_ihas_suffix (header, "-Untrusted"))
    header.len -= strlen ("-Untrusted");
  else if (hs_slice_ihas_suffix (header, "-Original"))
    header.len -= strlen ("-Original");
  if (!hs_slice_ihas_prefix (header, cross_tenant) || header.len - cut + sizeof organization > 96)
    return header;
  memcpy (buffer, organization, sizeof organization - 1);
  memcpy (buffer + sizeof organization - 1, header.ptr + cut, header.len - cut);
  return (HsSlice){ buffer, sizeof organization - 1 + header.len - cut };
}

static HsValueNames
value_names (const HsRuleRows *rows, const char *header)
{
  char buffer[96];
  HsSlice name = hs_slice_str (header);
  HsValueNames names = { hs_values_of (rows->by_value, name), hs_values_of (rows->by_value, listed_header (name, buffer)) };

  if (names.own == names.listed)
    names.listed = NULL;
  return names;
}

static void
note_values (HsRuleRows *rows)
{
  for (guint i = 0; i < rows->headers->len; i++) {
    HsHeaderRow *row = &g_array_index (rows->headers, HsHeaderRow, i);
    row->values = value_names (rows, row->name);
  }
}

HsRuleset *
hs_ruleset_new (const char *rules_dir, const char *endpoints_file, const char *keys_file, GError **error)
{
  HsRuleset *ruleset = g_new0 (HsRuleset, 1);

  ruleset->references = 1;
  if ((rules_dir == NULL || check_folder (rules_dir, error)) && (ruleset->hosts = hs_hosts_new (rules_dir, error)) != NULL &&
      (ruleset->networks = hs_networks_new (rules_dir, endpoints_file, error)) != NULL &&
      (ruleset->forms = hs_forms_new (rules_dir, error)) != NULL &&
      (ruleset->keys = hs_key_table_new (rules_dir, keys_file, error)) != NULL &&
      (ruleset->builds = hs_builds_new (rules_dir, error)) != NULL && hs_rule_rows_load (&ruleset->rows, rules_dir, error)) {
    note_values (&ruleset->rows);
    note_all (ruleset);
    return ruleset;
  }
  hs_ruleset_unref (ruleset);
  return NULL;
}

HsRuleset *
hs_ruleset_ref (HsRuleset *ruleset)
{
  g_atomic_int_inc (&ruleset->references);
  return ruleset;
}

void
hs_ruleset_unref (HsRuleset *ruleset)
{
  if (ruleset == NULL || !g_atomic_int_dec_and_test (&ruleset->references))
    return;
  hs_hosts_free (ruleset->hosts);
  hs_networks_free (ruleset->networks);
  hs_forms_free (ruleset->forms);
  hs_key_table_free (ruleset->keys);
  hs_builds_free (ruleset->builds);
  hs_rule_rows_clear (&ruleset->rows);
  g_clear_pointer (&ruleset->infos, g_array_unref);
  g_free (ruleset);
}

const HsTableInfo *
hs_ruleset_tables (const HsRuleset *ruleset, guint *n)
{
  *n = ruleset->infos->len;
  return (const HsTableInfo *)(void *)ruleset->infos->data;
}

const HsHosts *
hs_ruleset_hosts (const HsRuleset *ruleset)
{
  return ruleset->hosts;
}

const HsNetworks *
hs_ruleset_networks (const HsRuleset *ruleset)
{
  return ruleset->networks;
}

const HsForms *
hs_ruleset_forms (const HsRuleset *ruleset)
{
  return ruleset->forms;
}

const HsHeaderRow *
hs_ruleset_header (const HsRuleset *ruleset, HsSlice name)
{
  guint i = hs_index_find_word (ruleset->rows.header_index, name);

  for (guint f = 0; i == G_MAXUINT && f < ruleset->rows.families->len; f++) {
    guint candidate = g_array_index (ruleset->rows.families, guint, f);
    const char *prefix = g_array_index (ruleset->rows.headers, HsHeaderRow, candidate).name;
    gsize n = strlen (prefix) - 1; /* without the '*' */
    if (name.len > n && name.ptr != NULL && hs_slice_iequal ((HsSlice){ name.ptr, n }, (HsSlice){ prefix, n }))
      i = candidate;
  }
  return i == G_MAXUINT ? NULL : &g_array_index (ruleset->rows.headers, HsHeaderRow, i);
}

HsValueNames
hs_ruleset_value_names (const HsRuleset *ruleset, const char *header)
{
  return value_names (&ruleset->rows, header);
}

const HsValueRow *
hs_ruleset_value_of (const HsRuleset *ruleset, const HsValueNames *names, HsSlice key, HsSlice value)
{
  HsSlice some_key = key.ptr != NULL ? key : HS_SLICE_LITERAL ("");
  guint i = names->own != NULL ? hs_values_find (names->own, some_key, value) : G_MAXUINT;

  if (i == G_MAXUINT && names->listed != NULL)
    i = hs_values_find (names->listed, some_key, value);
  return i == G_MAXUINT ? NULL : &g_array_index (ruleset->rows.values, HsValueRow, i);
}

const HsValueRow *
hs_ruleset_value (const HsRuleset *ruleset, const char *header, HsSlice key, HsSlice value)
{
  HsValueNames names = hs_ruleset_value_names (ruleset, header);
  return hs_ruleset_value_of (ruleset, &names, key, value);
}

const HsFindingRow *
hs_ruleset_finding (const HsRuleset *ruleset, const char *code)
{
  guint i = hs_index_find_word (ruleset->rows.finding_index, hs_slice_str (code));
  return i == G_MAXUINT ? NULL : &g_array_index (ruleset->rows.findings, HsFindingRow, i);
}

const HsKeyRow *
hs_ruleset_key (const HsRuleset *ruleset, HsSlice domain, HsSlice selector)
{
  return hs_key_table_lookup (ruleset->keys, domain, selector);
}

const HsBuildRow *
hs_ruleset_build (const HsRuleset *ruleset, HsSlice build)
{
  return hs_builds_lookup (ruleset->builds, build);
}

#define ALL_ROWS(array, type) \
  *n = (array)->len;          \
  return (const type *)(void *)(array)->data

const HsHeaderRow *
hs_ruleset_headers (const HsRuleset *ruleset, guint *n)
{
  ALL_ROWS (ruleset->rows.headers, HsHeaderRow);
}

const HsValueRow *
hs_ruleset_values (const HsRuleset *ruleset, guint *n)
{
  ALL_ROWS (ruleset->rows.values, HsValueRow);
}

const HsFindingRow *
hs_ruleset_findings (const HsRuleset *ruleset, guint *n)
{
  ALL_ROWS (ruleset->rows.findings, HsFindingRow);
}

const HsWordRow *
hs_ruleset_words (const HsRuleset *ruleset, guint *n)
{
  ALL_ROWS (ruleset->rows.words, HsWordRow);
}

const HsKeyRow *
hs_ruleset_keys (const HsRuleset *ruleset, guint *n)
{
  return hs_key_table_rows (ruleset->keys, n);
}

const HsBuildRow *
hs_ruleset_builds (const HsRuleset *ruleset, guint *n)
{
  return hs_builds_rows (ruleset->builds, n);
}
