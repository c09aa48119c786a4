/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fuzz.h"
#include "mime.h"

static void
check_text (HsSlice text)
{
  g_assert (text.ptr == NULL || g_utf8_validate_len (text.ptr, text.len, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_malloc (MAX (size, 1));
  HsArena *arena = hs_arena_new (16 << 20);
  HsSlice value = { copy, size }, header = value, body = HS_SLICE_LITERAL ("");
  g_autoptr (GPtrArray) attached = NULL;
  HsMailbox boxes[8];
  gboolean cut;
  const char *blank;

  if (size > 0)
    memcpy (copy, data, size);
  check_text (hs_mime_text (arena, value, hs_limits_default (), NULL));
  for (guint i = hs_mime_addresses (arena, value, hs_limits_default (), boxes, G_N_ELEMENTS (boxes), NULL); i-- > 0;) {
    check_text (boxes[i].name);
    check_text (boxes[i].address);
  }
  blank = memmem (copy, size, "\n\n", 2);
  if (blank != NULL) {
    header = hs_slice (copy, blank + 1);
    body = hs_slice (blank + 2, copy + size);
  }
  hs_mime_may_have_attached (header, body);
  attached = hs_mime_attached (header, body, TRUE, hs_limits_default (), &cut);
  g_assert_cmpuint (attached->len, <=, hs_limits_default ()->attached_messages);
  hs_arena_free (arena);
  return 0;
}
