/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "repair.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_malloc (MAX (size, 1));
  HsRepaired r;
  gsize at = 0;

  if (size > 0)
    memcpy (copy, data, size);
  hs_repair ((HsSlice){ copy, size }, &r);
  g_assert ((r.text == NULL) == (r.repairs->len == 0));
  g_assert (!hs_repair_is_clean ((HsSlice){ copy, size }) || r.text == NULL);
  for (guint i = 0; i < r.starts->len; i++) {
    gsize start = g_array_index (r.starts, gsize, i);
    g_assert (start > at && start <= r.text->len);
    at = start;
  }
  for (guint i = 1; i < r.line_map->len; i++)
    g_assert (g_array_index (r.line_map, guint, i) >= g_array_index (r.line_map, guint, i - 1));
  hs_repaired_clear (&r);
  return 0;
}
