/* --keys: zone files and TSV.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "keys.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsKeyTable *keys = hs_key_table_new_empty ();
  const HsKeyRow *rows;
  guint n;

  hs_key_table_parse (keys, (const char *)data, size, "k.zone", NULL);
  rows = hs_key_table_rows (keys, &n);
  for (guint i = 0; i < n; i++)
    g_assert_true (rows[i].key_len >= 32 && rows[i].domain[0] != '\0' && rows[i].selector[0] != '\0');
  hs_key_table_free (keys);
  return 0;
}
