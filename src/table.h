/* Tab-separated rule tables: the built-in ones (GResource) and users' (--rules DIR), read the same way.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

/*
 * Format (hopscope-tables(5)): UTF-8, LF; lines that begin with '#' and empty lines are skipped; the first other line
 * names the columns; every later line is a row with as many cells. "\t", "\n" and "\\" in a cell are escapes, a backslash before anything
 * else stands for itself. No quoting. A line "# date 2026-09-15" says how old the table is.
 */
typedef struct _HsTable HsTable;

/* @required: NULL-terminated column names that must be there; other columns may. @name is used in messages: "NAME:LINE: what". */
HsTable *hs_table_parse (const char *data, gsize len, const char *name, const char *const *required, GError **error);
void hs_table_free (HsTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsTable, hs_table_free)

const char *hs_table_name (const HsTable *table);
guint hs_table_rows (const HsTable *table);
/* -1 if there is no such column. */
int hs_table_column (const HsTable *table, const char *name);
/* NUL-terminated, owned by the table, "" for an empty cell. @column -1 gives "". */
const char *hs_table_cell (const HsTable *table, guint row, int column);
guint hs_table_line (const HsTable *table, guint row);
/* Sets @error "NAME:LINE: column COLUMN: what"; @what NULL: @error is set and says what already. Returns FALSE. */
gboolean hs_table_fail (const HsTable *table, guint row, const char *column, GError **error, const char *what);
/* Index of the cell's word in @words (NULL-terminated), or -1. */
int hs_table_word (const HsTable *table, guint row, int column, const char *const *words);

/* "YYYY-MM-DD" of the "# date" line, or NULL. */
const char *hs_table_date (const HsTable *table);
/* "built-in" or the file it was read from. */
const char *hs_table_origin (const HsTable *table);

/* The names of all tables ("hosts.tsv" ...), NULL-terminated. */
const char *const *hs_table_names (void);
/* The bytes of a built-in table such as "hosts.tsv". */
GBytes *hs_table_builtin (const char *name);
/* (element-type HsTable) (transfer full): @rules_dir/NAME where that file is there, then the built-in one. Whoever keeps cells keeps the
   array. */
GPtrArray *hs_table_load (const char *name, const char *rules_dir, const char *const *required, GError **error);
