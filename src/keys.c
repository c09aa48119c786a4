/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "ascii.h"
#include "domain.h"
#include "error-private.h"
#include "table.h"
#include "zonefile.h"

struct _HsKeyTable {
  GPtrArray *tables;
  GStringChunk *strings;
  GArray *rows; /* HsKeyRow */
};

static const char *const required[] = { "domain", "selector", "algorithm", "public_key", NULL };

HsKeyTable *
hs_key_table_new_empty (void)
{
  HsKeyTable *keys = g_new0 (HsKeyTable, 1);

  keys->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hs_table_free);
  keys->strings = g_string_chunk_new (4096);
  keys->rows = g_array_new (FALSE, FALSE, sizeof (HsKeyRow));
  return keys;
}

void
hs_key_table_free (HsKeyTable *keys)
{
  if (keys == NULL)
    return;
  g_ptr_array_unref (keys->tables);
  g_string_chunk_free (keys->strings);
  g_array_unref (keys->rows);
  g_free (keys);
}

/* Base64 with white space anywhere, nothing else; FALSE if it is not, or too short to be a key of @algorithm. */
static gboolean
decode_key (HsKeyTable *keys, HsSlice text, HsKeyRow *row)
{
  g_autoptr (GString) packed = g_string_sized_new (text.len);
  g_autofree guint8 *bytes = NULL;
  gsize padding, len;

  for (gsize i = 0; i < text.len; i++)
    if (!hs_is_space (text.ptr[i]))
      g_string_append_c (packed, text.ptr[i]);
  padding = strcspn (packed->str, "=");
  for (gsize i = 0; i < packed->len; i++)
    if (i < padding ? !hs_is_alnum (packed->str[i]) && packed->str[i] != '+' && packed->str[i] != '/' : packed->str[i] != '=')
      return FALSE;
  if (packed->len % 4 != 0 || packed->len - padding > 2)
    return FALSE;
  bytes = g_base64_decode (packed->str, &len);
  if (strcmp (row->algorithm, "ed25519") == 0 ? len != 32 : len < 64 || bytes[0] != 0x30)
    return FALSE;
  row->key = (const guint8 *)g_string_chunk_insert_len (keys->strings, (const char *)bytes, (gssize)len);
  row->key_len = len;
  return TRUE;
}

static const char *
known_algorithm (HsSlice text)
{
  return hs_slice_iequal_str (text, "rsa") ? "rsa" : hs_slice_iequal_str (text, "ed25519") ? "ed25519" : NULL;
}

static gboolean
read_row (HsKeyTable *keys, const HsTable *table, guint i, HsKeyRow *row, GError **error)
{
  row->domain = hs_table_cell (table, i, hs_table_column (table, "domain"));
  row->selector = hs_table_cell (table, i, hs_table_column (table, "selector"));
  row->algorithm = known_algorithm (hs_slice_str (hs_table_cell (table, i, hs_table_column (table, "algorithm"))));
  row->seen_from = hs_table_cell (table, i, hs_table_column (table, "seen_from"));
  row->seen_to = hs_table_cell (table, i, hs_table_column (table, "seen_to"));
  row->source = hs_table_cell (table, i, hs_table_column (table, "source"));
  if (!hs_domain_is_valid (hs_slice_str (row->domain)))
    return hs_table_fail (table, i, "domain", error, "no domain name");
  if (!hs_domain_is_valid (hs_slice_str (row->selector)))
    return hs_table_fail (table, i, "selector", error, "no selector");
  if (row->algorithm == NULL)
    return hs_table_fail (table, i, "algorithm", error, "must be rsa or ed25519");
  if (!decode_key (keys, hs_slice_str (hs_table_cell (table, i, hs_table_column (table, "public_key"))), row))
    return hs_table_fail (table, i, "public_key", error, "not base64 of a public key");
  return TRUE;
}

/* Takes over @table. */
static gboolean
add_table (HsKeyTable *keys, HsTable *table, GError **error)
{
  g_ptr_array_add (keys->tables, table);
  for (guint i = 0; i < hs_table_rows (table); i++) {
    HsKeyRow row = { 0 };
    if (!read_row (keys, table, i, &row, error))
      return FALSE;
    g_array_append_val (keys->rows, row);
  }
  return TRUE;
}

/* "v=DKIM1; k=rsa; p=..." (RFC 6376 section 3.6.1): value of @tag, NULL slice if it is not there. */
static HsSlice
tag_value (HsSlice record, char tag)
{
  const char *end = record.ptr + record.len;

  for (const char *p = record.ptr; p < end;) {
    const char *stop = memchr (p, ';', (gsize)(end - p));
    HsSlice item = hs_slice_trim (hs_slice (p, stop != NULL ? stop : end));
    const char *equals = item.len > 0 ? memchr (item.ptr, '=', item.len) : NULL;
    if (equals != NULL && item.ptr[0] == tag && hs_slice_trim (hs_slice (item.ptr, equals)).len == 1)
      return hs_slice_trim (hs_slice (equals + 1, item.ptr + item.len));
    p = stop != NULL ? stop + 1 : end;
  }
  return HS_SLICE_NONE;
}

typedef struct {
  HsKeyTable *keys;
  const char *name;
} ZoneState;

static gboolean
fail_record (const ZoneState *state, const HsZonefileRecord *record, GError **error, const char *what)
{
  hs_error_set (error, HS_ERROR_CONFIG, what, NULL);
  g_prefix_error (error, "%s:%u: %.*s: ", state->name, record->line, (int)MIN (record->owner.len, 255), record->owner.ptr);
  return FALSE;
}

/* "selector._domainkey.example.com." to its two parts. */
static gboolean
split_owner (const ZoneState *state, const HsZonefileRecord *record, const char *origin, HsKeyRow *row, GError **error)
{
  HsSlice owner = record->owner;
  gboolean absolute = owner.len > 0 && owner.ptr[owner.len - 1] == '.';
  const char *mark = hs_slice_ifind (owner, "._domainkey");
  HsSlice selector, domain;
  g_autofree char *joined = NULL;

  if (mark == NULL)
    return TRUE; /* some other TXT record: row->selector stays NULL */
  selector = hs_slice (owner.ptr, mark);
  domain = hs_slice (mark + strlen ("._domainkey"), owner.ptr + owner.len);
  if (domain.len > 0 && domain.ptr[0] == '.')
    domain = hs_slice (domain.ptr + 1, domain.ptr + domain.len);
  if (!absolute && origin[0] != '\0')
    joined = g_strdup_printf ("%.*s%s%s", (int)domain.len, domain.ptr, domain.len > 0 ? "." : "", origin);
  else
    joined = g_strndup (domain.ptr, domain.len);
  if (!hs_domain_is_qualified (hs_slice_str (joined)) || !hs_domain_is_valid (hs_slice_str (joined)) || !hs_domain_is_valid (selector))
    return fail_record (state, record, error, "write the whole name, selector._domainkey.example.com.");
  row->domain = g_string_chunk_insert_len (state->keys->strings, joined, (gssize)hs_domain_strip_dot (hs_slice_str (joined)).len);
  row->selector = g_string_chunk_insert_len (state->keys->strings, selector.ptr, (gssize)selector.len);
  return TRUE;
}

static gboolean
add_record (const HsZonefileRecord *record, const char *origin, gpointer user_data, GError **error)
{
  const ZoneState *state = user_data;
  HsSlice text = { record->text->str, record->text->len };
  HsSlice key = tag_value (text, 'p'), algorithm = tag_value (text, 'k'), version = tag_value (text, 'v');
  HsKeyRow row = { .seen_from = "", .seen_to = "", .source = "" };

  if (!split_owner (state, record, origin, &row, error))
    return FALSE;
  if (row.selector == NULL)
    return TRUE;
  if (key.ptr == NULL || (version.ptr != NULL && !hs_slice_equal_str (version, "DKIM1")))
    return fail_record (state, record, error, "no DKIM key record (v=DKIM1; p=...)");
  if (key.len == 0)
    return TRUE; /* revoked */
  row.algorithm = algorithm.ptr == NULL ? "rsa" : known_algorithm (algorithm);
  if (row.algorithm == NULL)
    return fail_record (state, record, error, "k= is neither rsa nor ed25519");
  if (!decode_key (state->keys, key, &row))
    return fail_record (state, record, error, "p= is not base64 of a public key (is the record cut?)");
  row.source = g_string_chunk_insert_const (state->keys->strings, state->name);
  g_array_append_val (state->keys->rows, row);
  return TRUE;
}

/* The first line that says anything names columns. */
static gboolean
is_table (const char *data, gsize len)
{
  const char *end = data + len;

  while (data < end) {
    const char *eol = memchr (data, '\n', (gsize)(end - data));
    HsSlice line = hs_slice (data, eol != NULL ? eol : end);
    if (line.len > 0 && line.ptr[0] != '#' && line.ptr[0] != '\r')
      return memchr (line.ptr, '\t', line.len) != NULL && hs_slice_ifind (line, "public_key") != NULL;
    data = eol != NULL ? eol + 1 : end;
  }
  return FALSE;
}

gboolean
hs_key_table_parse (HsKeyTable *keys, const char *data, gsize len, const char *name, GError **error)
{
  ZoneState state = { keys, name };
  HsTable *table;

  if (!is_table (data, len))
    return hs_zonefile_parse (data, len, name, add_record, &state, error);
  if ((table = hs_table_parse (data, len, name, required, error)) == NULL)
    return FALSE;
  return add_table (keys, table, error);
}

static gboolean
load_file (HsKeyTable *keys, const char *path, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) cause = NULL;
  guint before = keys->rows->len;
  gsize len;

  if (!g_file_get_contents (path, &data, &len, &cause)) {
    hs_error_set_file (error, HS_ERROR_CONFIG, path, cause);
    return FALSE;
  }
  if (!hs_key_table_parse (keys, data, len, path, error))
    return FALSE;
  if (keys->rows->len > before)
    return TRUE;
  hs_error_set (error, HS_ERROR_CONFIG, "no DKIM key in it (zone-file TXT lines as dig TXT prints them, or TSV)", NULL);
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static gboolean
load_tables (HsKeyTable *keys, const char *rules_dir, GError **error)
{
  g_autoptr (GPtrArray) tables = hs_table_load ("keys.tsv", rules_dir, required, error);
  gboolean ok = tables != NULL;

  while (ok && tables->len > 0)
    ok = add_table (keys, g_ptr_array_steal_index (tables, 0), error);
  return ok;
}

HsKeyTable *
hs_key_table_new (const char *rules_dir, const char *keys_file, GError **error)
{
  HsKeyTable *keys = hs_key_table_new_empty ();

  if ((keys_file == NULL || load_file (keys, keys_file, error)) && load_tables (keys, rules_dir, error))
    return keys;
  hs_key_table_free (keys);
  return NULL;
}

const HsKeyRow *
hs_key_table_rows (const HsKeyTable *keys, guint *n)
{
  *n = keys->rows->len;
  return (const HsKeyRow *)(void *)keys->rows->data;
}

const GPtrArray *
hs_key_table_tables (const HsKeyTable *keys)
{
  return keys->tables;
}

const HsKeyRow *
hs_key_table_lookup (const HsKeyTable *keys, HsSlice domain, HsSlice selector)
{
  domain = hs_domain_strip_dot (domain);
  for (guint i = 0; i < keys->rows->len; i++) {
    const HsKeyRow *row = &g_array_index (keys->rows, HsKeyRow, i);
    if (hs_slice_iequal_str (selector, row->selector) && hs_slice_iequal_str (domain, row->domain))
      return row;
  }
  return NULL;
}
