/* SPDX-License-Identifier: MIT */
#include "seal-text.h"

#include "ascii.h"

static int
base64_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

gsize
hs_base64_decode (HsSlice text, guint8 *bytes, gsize room)
{
  guint32 bits = 0;
  gsize n_chars = 0, n_padding = 0, n = 0;

  for (gsize i = 0; i < text.len; i++) {
    int value = base64_value (text.ptr[i]);

    if (hs_is_space (text.ptr[i]))
      continue;
    if (text.ptr[i] == '=')
      n_padding++;
    if (text.ptr[i] == '=' ? n_padding > 2 : value < 0 || n_padding > 0)
      return 0;
    bits = bits << 6 | (guint32)MAX (value, 0);
    if (++n_chars % 4 != 0)
      continue;
    if (n_padding > 0 && (bits & ((1u << 8 * n_padding) - 1)) != 0)
      return 0; /* bits that no byte has: one signature would have several spellings */
    for (gsize k = 0; k < 3 - n_padding; k++) {
      if (n == room)
        return 0;
      bytes[n++] = (guint8)(bits >> (16 - 8 * k));
    }
  }
  return n_chars % 4 == 0 ? n : 0;
}

gboolean
hs_names_next (HsSlice *list, HsSlice *name)
{
  const char *colon, *end;

  if (list->ptr == NULL)
    return FALSE;
  end = list->ptr + list->len;
  colon = memchr (list->ptr, ':', list->len);
  *name = hs_slice_trim (hs_slice (list->ptr, colon != NULL ? colon : end));
  *list = colon != NULL ? hs_slice (colon + 1, end) : HS_SLICE_NONE;
  return TRUE;
}

guint
hs_arc_instance (HsSlice text)
{
  guint64 instance;

  return text.len <= 2 && hs_slice_to_uint (text, HS_ARC_INSTANCE_MAX, &instance) ? (guint)instance : 0;
}

guint
hs_arc_results_instance (HsSlice value, HsSlice *rest)
{
  const char *semicolon = value.ptr != NULL ? memchr (value.ptr, ';', value.len) : NULL;
  const char *equals = semicolon != NULL ? memchr (value.ptr, '=', (gsize)(semicolon - value.ptr)) : NULL;

  *rest = HS_SLICE_NONE;
  if (equals == NULL || !hs_slice_iequal_str (hs_slice_trim (hs_slice (value.ptr, equals)), "i"))
    return 0;
  *rest = hs_slice (semicolon + 1, value.ptr + value.len);
  return hs_arc_instance (hs_slice_trim (hs_slice (equals + 1, semicolon)));
}
