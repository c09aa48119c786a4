/* Arbitrary text as a question: what is answered is text, escaped for its format.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <hopscope/explain.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HsRuleset *ruleset;
  g_autofree char *query = size > 0 ? g_strndup ((const char *)data + 1, size - 1) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  HsReportOptions options = { .width = 80 };

  if (ruleset == NULL)
    ruleset = hs_ruleset_new (NULL, NULL, NULL, NULL);
  if (query == NULL)
    return 0;
  options.format = data[0] % (HS_FORMAT_CSV + 1);
  options.verbose = data[0] & 0x80;
  hs_explain (ruleset, query, &options, out);
  g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
  for (gsize i = 0; i < out->len; i++)
    g_assert_true ((guint8)out->str[i] >= 0x20 || out->str[i] == '\n' || out->str[i] == '\t');
  return 0;
}
