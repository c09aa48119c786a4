/* Any bytes as a Received value: parsed twice, the second time folded otherwise, with the same result.  SPDX-License-Identifier: MIT */
#include "../received-dump.h"
#include "ascii.h"
#include "fuzz.h"
#include "received.h"

static char *
parse_to_text (HsArena *arena, const char *bytes, gsize len)
{
  HsHop hop = { 0 };

  hs_received_parse ((HsSlice){ bytes, len }, arena, hs_limits_default (), &hop);
  return received_dump (&hop);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsArena *arena = hs_arena_new (1 << 20);
  g_autofree char *copy = g_memdup2 (data, size);
  g_autoptr (GString) folded = g_string_sized_new (size * 2);
  g_autofree char *first = parse_to_text (arena, copy, size), *second = NULL;

  for (gsize i = 0; i < size; i++) {
    if (!hs_is_space (data[i]))
      g_string_append_c (folded, (char)data[i]);
    else if (i == 0 || !hs_is_space (data[i - 1]))
      g_string_append (folded, i % 3 == 0 ? "\r\n\t" : i % 3 == 1 ? "  " : "\n ");
  }
  second = parse_to_text (arena, folded->str, folded->len);
  g_assert_cmpstr (first, ==, second);
  hs_arena_free (arena);
  return 0;
}
