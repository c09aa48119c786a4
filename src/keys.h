/* DKIM and ARC public keys: src/data/keys.tsv and --keys.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

typedef struct {
  const char *domain;
  const char *selector;
  const char *algorithm; /* "rsa" or "ed25519" */
  const guint8 *key;     /* DER SubjectPublicKeyInfo for rsa, 32 raw bytes for ed25519 */
  gsize key_len;
  const char *seen_from; /* "" if unknown */
  const char *seen_to;
  const char *source;
} HsKeyRow;

typedef struct _HsKeyTable HsKeyTable;

/* @keys_file: (nullable): its keys go before the tables'. */
HsKeyTable *hs_key_table_new (const char *rules_dir, const char *keys_file, GError **error);
void hs_key_table_free (HsKeyTable *keys);
const HsKeyRow *hs_key_table_rows (const HsKeyTable *keys, guint *n);
const HsKeyRow *hs_key_table_lookup (const HsKeyTable *keys, HsSlice domain, HsSlice selector);
/* (element-type HsTable): the tables it came from. */
const GPtrArray *hs_key_table_tables (const HsKeyTable *keys);

/* For --keys and the fuzzer: TSV with the columns of keys.tsv, or zone-file TXT records as `dig TXT` prints them. */
gboolean hs_key_table_parse (HsKeyTable *keys, const char *data, gsize len, const char *name, GError **error);
HsKeyTable *hs_key_table_new_empty (void);
