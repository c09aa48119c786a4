/* A rule table, and shapes: whatever stands in a file of the user's is read or refused.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "shape.h"
#include "table.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsTable) table = hs_table_parse ((const char *)data, size, "t.tsv", NULL, &error);

  if (table == NULL) {
    g_assert_true (g_str_has_prefix (error->message, "t.tsv:"));
    return 0;
  }
  for (guint row = 0; row < hs_table_rows (table); row++) {
    const char *cell = hs_table_cell (table, row, 0);
    g_autoptr (HsShape) shape = hs_shape_new (cell, NULL);
    g_assert_cmpuint (hs_table_line (table, row), >, 0);
    if (shape != NULL)
      hs_shape_match (shape, (HsSlice){ (const char *)data, size < 300 ? size : 300 });
  }
  return 0;
}
