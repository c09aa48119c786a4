/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "data/hs-tables.h"
#include "error-private.h"

#include <stdarg.h>
#include <string.h>

#define TABLE_MAX (64 << 20)
#define COLUMNS_MAX 32

struct _HsTable {
  char *name;
  char *origin;
  char *data; /* every cell and column name is NUL-terminated inside */
  const char *date;
  guint n_columns;
  const char *columns[COLUMNS_MAX];
  GArray *cells; /* guint32: offset in data, n_columns for each row */
  GArray *lines; /* guint32: one for each row */
};

static const char *const table_names[] = { "hosts.tsv",    "suffixes.tsv", "networks.tsv", "forms.tsv", "headers.tsv", "values.tsv",
                                           "findings.tsv", "keys.tsv",     "builds.tsv",   "words.tsv", NULL };

const char *const *
hs_table_names (void)
{
  return table_names;
}

void
hs_table_free (HsTable *table)
{
  if (table == NULL)
    return;
  g_free (table->name);
  g_free (table->origin);
  g_free (table->data);
  g_array_unref (table->cells);
  g_array_unref (table->lines);
  g_free (table);
}

/* Plain ASCII without NUL, as nearly every table is: ten times faster to see than UTF-8. */
static gboolean
is_plain (const char *data, gsize len)
{
  guint64 all = 0, word;
  gsize i = 0;

  for (; i + sizeof word <= len; i += sizeof word) {
    memcpy (&word, data + i, sizeof word);
    all |= word;
  }
  for (; i < len; i++)
    all |= (guint8)data[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0 && memchr (data, '\0', len) == NULL;
}

/* "NAME:LINE: what", or "NAME: what" where @line is 0. */
static gboolean
fail_at (const char *name, guint line, GError **error, const char *what, const char *first, const char *second)
{
  hs_error_set (error, HS_ERROR_TABLE, what, first, second, NULL);
  if (line > 0)
    g_prefix_error (error, "%s:%u: ", name, line);
  else
    g_prefix_error (error, "%s: ", name);
  return FALSE;
}

/* Nobody can see what is wrong with a NUL or a Latin-1 letter in a table, so the line is named. */
static gboolean
check_bytes (const char *data, gsize len, const char *name, GError **error)
{
  const char *bad;
  guint line = 1;

  if (is_plain (data, len))
    return TRUE;
  bad = memchr (data, '\0', len);
  if (bad == NULL && g_utf8_validate_len (data, len, &bad))
    return TRUE;
  for (const char *p = data; (p = memchr (p, '\n', (gsize)(bad - p))) != NULL; p++)
    line++;
  return fail_at (name, line, error, *bad == '\0' ? N_ ("a NUL byte in it") : N_ ("not UTF-8"), NULL, NULL);
}

static void
unescape (char *cell)
{
  char *out = strchr (cell, '\\');

  if (out == NULL)
    return;
  for (const char *p = out; *p != '\0'; p++) {
    char c = p[0] != '\\' ? '\0' : p[1] == 't' ? '\t' : p[1] == 'n' ? '\n' : p[1] == '\\' ? '\\' : '\0';
    if (c != '\0')
      p++;
    *out++ = c != '\0' ? c : *p;
  }
  *out = '\0';
}

/* Cuts @line (NUL-terminated) at its tabs; returns the number of cells, of which at most @room are stored. */
static guint
split_line (char *line, char **cells, guint room)
{
  guint n = 0;

  for (;;) {
    char *tab = strchr (line, '\t');
    if (tab != NULL)
      *tab = '\0';
    if (n < room) {
      unescape (line);
      cells[n] = line;
    }
    n++;
    if (tab == NULL)
      return n;
    line = tab + 1;
  }
}

static gboolean
set_columns (HsTable *table, char **cells, guint n, guint line, GError **error)
{
  char number[HS_ERROR_DIGITS];

  if (n > COLUMNS_MAX) {
    return fail_at (table->name, line, error, N_ ("more than {1} columns"), hs_error_number (number, COLUMNS_MAX), NULL);
  }
  for (guint i = 0; i < n; i++) {
    if (cells[i][0] == '\0' || hs_table_column (table, cells[i]) >= 0) {
      return fail_at (table->name, line, error,
                      cells[i][0] == '\0' ? N_ ("column {1} has no name") : N_ ("column {1} has the name of another"),
                      hs_error_number (number, i + 1), NULL);
    }
    table->columns[i] = cells[i];
    table->n_columns = i + 1;
  }
  return TRUE;
}

static gboolean
add_row (HsTable *table, char **cells, guint n, guint line, GError **error)
{
  char cells_n[HS_ERROR_DIGITS], columns_n[HS_ERROR_DIGITS];
  guint first = table->cells->len;

  if (n != table->n_columns) {
    return fail_at (table->name, line, error, N_ ("cells: {1}, columns of the table: {2} (cells are separated by one tab)"),
                    hs_error_number (cells_n, n), hs_error_number (columns_n, table->n_columns));
  }
  g_array_set_size (table->cells, first + n);
  for (guint i = 0; i < n; i++)
    g_array_index (table->cells, guint32, first + i) = (guint32)(cells[i] - table->data);
  g_array_append_val (table->lines, line);
  return TRUE;
}

static gboolean
read_line (HsTable *table, char *line, guint number, GError **error)
{
  char *cells[COLUMNS_MAX];
  guint n;

  if (line[0] == '\0')
    return TRUE;
  if (line[0] == '#') {
    if (table->date == NULL && g_str_has_prefix (line, "# date "))
      table->date = line + strlen ("# date ");
    return TRUE;
  }
  n = split_line (line, cells, COLUMNS_MAX);
  return table->n_columns == 0 ? set_columns (table, cells, n, number, error) : add_row (table, cells, n, number, error);
}

static gboolean
read_lines (HsTable *table, gsize len, GError **error)
{
  char *end = table->data + len;
  guint number = 1;

  for (char *line = table->data; line < end; number++) {
    char *eol = memchr (line, '\n', (gsize)(end - line));
    char *next = eol != NULL ? eol + 1 : end;
    if (eol == NULL)
      eol = end;
    if (eol > line && eol[-1] == '\r') /* an editor on Windows */
      eol--;
    *eol = '\0';
    if (!read_line (table, line, number, error))
      return FALSE;
    line = next;
  }
  return TRUE;
}

static gboolean
check_columns (const HsTable *table, const char *const *required, GError **error)
{
  if (table->n_columns == 0) {
    return fail_at (table->name, 0, error, N_ ("no line names the columns"), NULL, NULL);
  }
  for (guint i = 0; required != NULL && required[i] != NULL; i++) {
    if (hs_table_column (table, required[i]) < 0) {
      return fail_at (table->name, 0, error, N_ ("no column is named \"{1}\""), required[i], NULL);
    }
  }
  return TRUE;
}

HsTable *
hs_table_parse (const char *data, gsize len, const char *name, const char *const *required, GError **error)
{
  char number[HS_ERROR_DIGITS];
  g_autoptr (HsTable) table = NULL;

  if (len >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0) {
    data += 3;
    len -= 3;
  }
  if (len > TABLE_MAX) {
    fail_at (name, 0, error, N_ ("larger than {1} MiB"), hs_error_number (number, TABLE_MAX >> 20), NULL);
    return NULL;
  }
  if (len > 0 && !check_bytes (data, len, name, error))
    return NULL;
  table = g_new0 (HsTable, 1);
  table->name = g_strdup (name);
  table->data = g_malloc (len + 1);
  if (len > 0)
    memcpy (table->data, data, len);
  table->data[len] = '\0';
  table->cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (!read_lines (table, len, error) || !check_columns (table, required, error))
    return NULL;
  return g_steal_pointer (&table);
}

const char *
hs_table_name (const HsTable *table)
{
  return table->name;
}

const char *
hs_table_date (const HsTable *table)
{
  return table->date;
}

const char *
hs_table_origin (const HsTable *table)
{
  return table->origin != NULL ? table->origin : N_ ("built-in");
}

guint
hs_table_rows (const HsTable *table)
{
  return table->lines->len;
}

int
hs_table_column (const HsTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (strcmp (table->columns[i], name) == 0)
      return (int)i;
  return -1;
}

const char *
hs_table_cell (const HsTable *table, guint row, int column)
{
  g_assert (row < table->lines->len && column < (int)table->n_columns);
  if (column < 0)
    return "";
  return table->data + g_array_index (table->cells, guint32, row * table->n_columns + (guint)column);
}

guint
hs_table_line (const HsTable *table, guint row)
{
  g_assert (row < table->lines->len);
  return g_array_index (table->lines, guint32, row);
}

gboolean
hs_table_fail (const HsTable *table, guint row, const char *column, GError **error, const char *what)
{
  if (what != NULL)
    hs_error_set (error, HS_ERROR_TABLE, what, NULL);
  hs_error_wrap (error, N_ ("column {1}"), column, NULL);
  g_prefix_error (error, "%s:%u: ", table->name, hs_table_line (table, row));
  return FALSE;
}

int
hs_table_word (const HsTable *table, guint row, int column, const char *const *words)
{
  const char *cell = hs_table_cell (table, row, column);

  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], cell) == 0)
      return i;
  return -1;
}

GBytes *
hs_table_builtin (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/hopscope/tables/", name, NULL);
  GBytes *bytes = g_resource_lookup_data (hs_tables_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL); /* the list of names and the resource are one */
  return bytes;
}

static HsTable *
load_file (const char *path, const char *const *required, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) cause = NULL;
  HsTable *table;
  gsize len;

  if (!g_file_get_contents (path, &data, &len, &cause)) {
    hs_error_set_file (error, HS_ERROR_TABLE, path, cause);
    return NULL;
  }
  table = hs_table_parse (data, len, path, required, error);
  if (table != NULL)
    table->origin = g_strdup (path);
  return table;
}

GPtrArray *
hs_table_load (const char *name, const char *rules_dir, const char *const *required, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hs_table_free);
  g_autoptr (GBytes) builtin = hs_table_builtin (name);
  gsize len;
  const char *data = g_bytes_get_data (builtin, &len);
  HsTable *table;

  if (rules_dir != NULL) {
    g_autofree char *path = g_build_filename (rules_dir, name, NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS)) {
      if ((table = load_file (path, required, error)) == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
    }
  }
  if ((table = hs_table_parse (data, len, name, required, error)) == NULL)
    return NULL;
  g_ptr_array_add (tables, table);
  return g_steal_pointer (&tables);
}
