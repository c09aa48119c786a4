/* A pattern of the user's on text of the sender's: first line and rest. Bounded, never an error.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "pattern.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *eol = size > 0 ? memchr (data, '\n', size) : NULL;
  g_autofree char *text = eol != NULL ? g_strndup ((const char *)data, (gsize)(eol - data)) : NULL;
  g_autoptr (HsPattern) pattern = text != NULL ? hs_pattern_new (text, NULL) : NULL;
  HsSlice rest, groups[HS_PATTERN_GROUPS];

  if (pattern == NULL)
    return 0;
  rest = (HsSlice){ (const char *)eol + 1, size - (gsize)(eol - data) - 1 };
  if (!hs_pattern_match (pattern, rest, 0, groups, HS_PATTERN_GROUPS))
    return 0;
  for (guint i = 0; i < HS_PATTERN_GROUPS; i++)
    g_assert_true (groups[i].ptr == NULL || (groups[i].ptr >= rest.ptr && groups[i].ptr + groups[i].len <= rest.ptr + rest.len));
  return 0;
}
