/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_RULESET_H
#define HOPSCOPE_RULESET_H

#include <hopscope/types.h>

G_BEGIN_DECLS

/**
 * HsRuleset:
 *
 * The tables: hosts, networks, forms, headers, values, findings, keys. Immutable after creation, reference counted, shared by threads.
 */
typedef struct _HsRuleset HsRuleset;

/**
 * hs_ruleset_new:
 * @rules_dir: (nullable): a folder with more or newer tables in the format of the built-in ones (hopscope-tables(5)); its rows go first
 * @endpoints_file: (nullable): JSON of Microsoft's endpoints web service, replaces the built-in address ranges of that cloud
 * @keys_file: (nullable): more DKIM/ARC keys, zone-file TXT lines or TSV
 *
 * Returns: (transfer full): the tables, or %NULL with @error (%HS_ERROR_TABLE or %HS_ERROR_CONFIG, naming file and line)
 */
HS_API HsRuleset *hs_ruleset_new (const char *rules_dir, const char *endpoints_file, const char *keys_file, GError **error);
HS_API HsRuleset *hs_ruleset_ref (HsRuleset *ruleset);
HS_API void hs_ruleset_unref (HsRuleset *ruleset);

/** HsTableInfo: @rows rows of table @name; newest source date in it, "2026-08-14", or %NULL. */
typedef struct {
  const char *name;
  guint rows;
  const char *date;
  const char *origin; /* "built-in" or the file */
} HsTableInfo;

/** hs_ruleset_tables: (transfer none) (array length=n): what is loaded and how old it is; for `--version -v`. */
HS_API const HsTableInfo *hs_ruleset_tables (const HsRuleset *ruleset, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRuleset, hs_ruleset_unref)

G_END_DECLS

#endif
