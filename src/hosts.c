/* SPDX-License-Identifier: MIT */
#include "hosts.h"

#include "ascii.h"
#include "domain.h"
#include "shape.h"
#include "suffix.h"
#include "table.h"
#include "words.h"

#define HOST_MAX 253

typedef struct {
  HsHost host;
  HsShape *labels; /* (nullable): what stands before the suffix */
  guint next;      /* next row of the same suffix, G_MAXUINT for none */
} Row;

struct _HsHosts {
  GPtrArray *tables;
  GPtrArray *suffix_tables;
  GArray *rows;
  HsSuffixes *suffixes;      /* to the first row of each */
  HsSuffixes *organizations; /* public suffixes of two labels and more */
  HsSuffixes *inside;        /* endings of names that exist inside networks only */
  guint any;                 /* first row of suffix "*" */
};

/* In the order of HsHostKind, without HS_HOST_NONE. */
static const char *const kinds[] = { "eop-front-end",  "eop-hub",   "exo-server",      "exo-client-access", "eop-outbound", "mx",
                                     "client-service", "substrate", "microsoft-other", "suspicious",        "provider",     "gateway",
                                     "mailing-list",   NULL };

const char *
hs_host_kind_name (HsHostKind kind)
{
  return kind > HS_HOST_NONE && kind <= HS_HOST_MAILING_LIST ? kinds[kind - 1] : NULL;
}

static void
row_clear (gpointer data)
{
  Row *row = data;
  hs_shape_free (row->labels);
}

void
hs_hosts_free (HsHosts *hosts)
{
  if (hosts == NULL)
    return;
  g_clear_pointer (&hosts->rows, g_array_unref);
  hs_suffixes_free (hosts->suffixes);
  hs_suffixes_free (hosts->organizations);
  hs_suffixes_free (hosts->inside);
  g_clear_pointer (&hosts->tables, g_ptr_array_unref);
  g_clear_pointer (&hosts->suffix_tables, g_ptr_array_unref);
  g_free (hosts);
}

/* Where the cells of a row are. */
typedef struct {
  int suffix, labels, kind, operator_id, operator_name, cloud, pool;
} Columns;

static Columns
find_columns (const HsTable *table)
{
  return (Columns){ .suffix = hs_table_column (table, "suffix"),
                    .labels = hs_table_column (table, "labels"),
                    .kind = hs_table_column (table, "kind"),
                    .operator_id = hs_table_column (table, "operator"),
                    .operator_name = hs_table_column (table, "operator_name"),
                    .cloud = hs_table_column (table, "cloud"),
                    .pool = hs_table_column (table, "pool") };
}

static gboolean
read_row (const HsTable *table, guint i, const Columns *columns, Row *row, GError **error)
{
  const char *labels = hs_table_cell (table, i, columns->labels);
  int kind = hs_table_word (table, i, columns->kind, kinds);

  row->host.operator_id = hs_table_cell (table, i, columns->operator_id);
  row->host.operator_name = hs_table_cell (table, i, columns->operator_name);
  row->host.kind = (HsHostKind)(kind + 1);
  if (kind < 0)
    return hs_table_fail (table, i, "kind", error, "unknown word (hopscope-tables(5) lists them)");
  if (row->host.operator_id[0] == '\0')
    return hs_table_fail (table, i, "operator", error, "empty");
  if (row->host.operator_name[0] == '\0')
    row->host.operator_name = row->host.operator_id;
  if (!hs_word_cloud (hs_table_cell (table, i, columns->cloud), &row->host.cloud))
    return hs_table_fail (table, i, "cloud", error, "unknown word");
  if (!hs_word_pool (hs_table_cell (table, i, columns->pool), &row->host.pool))
    return hs_table_fail (table, i, "pool", error, "unknown word");
  if (labels[0] != '\0' && (row->labels = hs_shape_new (labels, error)) == NULL)
    return hs_table_fail (table, i, "labels", error, NULL);
  return TRUE;
}

/* Rows of one suffix form a list in table order, users' rows first. */
static void
append_row (HsHosts *hosts, guint *first, Row *row)
{
  guint *link = first;

  while (*link != G_MAXUINT)
    link = &g_array_index (hosts->rows, Row, *link).next;
  *link = hosts->rows->len;
  row->next = G_MAXUINT;
  g_array_append_vals (hosts->rows, row, 1);
}

static gboolean
add_table (HsHosts *hosts, const HsTable *table, GError **error)
{
  Columns columns = find_columns (table);

  for (guint i = 0; i < hs_table_rows (table); i++) {
    const char *suffix = hs_table_cell (table, i, columns.suffix);
    gboolean any = strcmp (suffix, "*") == 0;
    Row row = { 0 };
    if (!any && (!hs_domain_is_valid (hs_slice_str (suffix)) || suffix[0] == '.'))
      return hs_table_fail (table, i, "suffix", error, "no domain name, nor \"*\"");
    if (!read_row (table, i, &columns, &row, error))
      return FALSE;
    append_row (hosts, any ? &hosts->any : hs_suffixes_add (hosts->suffixes, suffix), &row);
  }
  return TRUE;
}

static gboolean
load_hosts (HsHosts *hosts, const char *rules_dir, GError **error)
{
  static const char *const required[] = { "suffix", "operator", "kind", NULL };

  if ((hosts->tables = hs_table_load ("hosts.tsv", rules_dir, required, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < hosts->tables->len; i++)
    if (!add_table (hosts, g_ptr_array_index (hosts->tables, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
add_suffixes (HsHosts *hosts, const HsTable *table, GError **error)
{
  static const char *const scopes[] = { "", "private", NULL };
  int suffix_column = hs_table_column (table, "suffix"), scope_column = hs_table_column (table, "scope");

  for (guint row = 0; row < hs_table_rows (table); row++) {
    const char *suffix = hs_table_cell (table, row, suffix_column);
    int scope = hs_table_word (table, row, scope_column, scopes);
    if (scope < 0)
      return hs_table_fail (table, row, "scope", error, "unknown word (hopscope-tables(5) lists them)");
    if (!hs_domain_is_valid (hs_slice_str (suffix)) || suffix[0] == '.')
      return hs_table_fail (table, row, "suffix", error, "no domain name");
    if (scope == 0 && !hs_domain_is_qualified (hs_slice_str (suffix)))
      return hs_table_fail (table, row, "suffix", error, "one label only");
    *hs_suffixes_add (scope == 0 ? hosts->organizations : hosts->inside, suffix) = row;
  }
  return TRUE;
}

static gboolean
load_suffixes (HsHosts *hosts, const char *rules_dir, GError **error)
{
  static const char *const required[] = { "suffix", NULL };

  if ((hosts->suffix_tables = hs_table_load ("suffixes.tsv", rules_dir, required, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < hosts->suffix_tables->len; i++)
    if (!add_suffixes (hosts, g_ptr_array_index (hosts->suffix_tables, i), error))
      return FALSE;
  return TRUE;
}

HsHosts *
hs_hosts_new (const char *rules_dir, GError **error)
{
  HsHosts *hosts = g_new0 (HsHosts, 1);

  hosts->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (hosts->rows, row_clear);
  hosts->suffixes = hs_suffixes_new ();
  hosts->organizations = hs_suffixes_new ();
  hosts->inside = hs_suffixes_new ();
  hosts->any = G_MAXUINT;
  if (load_hosts (hosts, rules_dir, error) && load_suffixes (hosts, rules_dir, error))
    return hosts;
  hs_hosts_free (hosts);
  return NULL;
}

guint
hs_hosts_rows (const HsHosts *hosts)
{
  return hosts->rows->len;
}

const HsHost *
hs_hosts_row (const HsHosts *hosts, guint i)
{
  return i < hosts->rows->len ? &g_array_index (hosts->rows, Row, i).host : NULL;
}

const GPtrArray *
hs_hosts_tables (const HsHosts *hosts)
{
  return hosts->tables;
}

const GPtrArray *
hs_hosts_suffix_tables (const HsHosts *hosts)
{
  return hosts->suffix_tables;
}

static const HsHost *
first_fitting (const HsHosts *hosts, guint first, HsSlice labels)
{
  for (guint i = first; i != G_MAXUINT;) {
    const Row *row = &g_array_index (hosts->rows, Row, i);
    if (row->labels == NULL || hs_shape_match (row->labels, labels))
      return &row->host;
    i = row->next;
  }
  return NULL;
}

const HsHost *
hs_hosts_lookup (const HsHosts *hosts, HsSlice host)
{
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];
  const HsHost *found;

  if (host.ptr != NULL && host.len > 0 && host.ptr[host.len - 1] == '.')
    host.len--;
  if (host.ptr == NULL || host.len == 0 || host.len > HOST_MAX)
    return NULL;
  for (guint n = hs_suffixes_find (hosts->suffixes, host, matches); n > 0; n--) {
    const char *start = matches[n - 1].start;
    HsSlice labels = hs_slice (host.ptr, start > host.ptr ? start - 1 : host.ptr);
    if ((found = first_fitting (hosts, matches[n - 1].value, labels)) != NULL)
      return found;
  }
  return first_fitting (hosts, hosts->any, host);
}

gboolean
hs_hosts_is_private (const HsHosts *hosts, HsSlice host)
{
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];

  host = hs_domain_strip_dot (host);
  return !hs_domain_is_qualified (host) || hs_suffixes_find (hosts->inside, host, matches) > 0;
}

HsSlice
hs_hosts_organization (const HsHosts *hosts, HsSlice host)
{
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];
  const char *suffix;
  guint n;

  host = hs_domain_strip_dot (host);
  if (!hs_domain_is_qualified (host))
    return HS_SLICE_NONE;
  n = hs_suffixes_find (hosts->organizations, host, matches);
  suffix = n > 0 ? matches[n - 1].start : (const char *)memrchr (host.ptr, '.', host.len) + 1;
  if (suffix == host.ptr) /* the public suffix itself */
    return HS_SLICE_NONE;
  for (const char *p = suffix - 1; p > host.ptr; p--)
    if (p[-1] == '.')
      return hs_slice (p, host.ptr + host.len);
  return host;
}
