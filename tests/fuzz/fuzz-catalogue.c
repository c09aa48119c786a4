/* Any bytes as a .mo file: refused, or every text in it can be looked up.  SPDX-License-Identifier: MIT */
#include "../../src/cli/catalogue.h"
#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const asked[] = { "", "Delay", "hop {1}", "\xff\xff", "a" };
  g_autofree char *copy = g_memdup2 (data, size);
  g_autoptr (Catalogue) catalogue = catalogue_read ("ko", copy, size);

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++) {
    const char *text = catalogue_translate (asked[i], catalogue);
    if (text != asked[i])
      g_assert_true (text >= copy && text + strlen (text) < copy + size);
  }
  return 0;
}
