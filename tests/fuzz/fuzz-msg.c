/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fuzz.h"
#include "msg.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean cut;

  found = hs_msg_read ((HsSlice){ (const char *)data, size }, hs_limits_default (), &cut, &error);
  g_assert ((found == NULL) == (error != NULL));
  g_assert (found == NULL || found->len > 0);
  return 0;
}
