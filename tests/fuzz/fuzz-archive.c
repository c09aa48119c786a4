/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <hopscope/hopscope.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsLimits limits = *hs_limits_default ();
  g_autoptr (HsSource) source = NULL;
  const HsMessage *m;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  limits.archive_bytes = 4 << 20;
  source = hs_source_new_for_bytes (data, size, "x", &limits, 0);
  while (hs_source_next (source, &m, &error) || error != NULL) {
    g_clear_error (&error);
    n++;
  }
  g_assert (n > 0 || size > 0);
  return 0;
}
