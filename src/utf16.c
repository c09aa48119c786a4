/* SPDX-License-Identifier: MIT */
#include "utf16.h"

#include <string.h>

static gunichar
unit_at (const char *p, gboolean big_endian)
{
  guint8 a = (guint8)p[0], b = (guint8)p[1];
  return big_endian ? (gunichar)(a << 8 | b) : (gunichar)(b << 8 | a);
}

GString *
hs_utf16_decode (HsSlice data, gboolean big_endian)
{
  GString *out = g_string_sized_new (data.len / 2 + 1);

  for (gsize i = 0; i + 1 < data.len; i += 2) {
    gunichar c = unit_at (data.ptr + i, big_endian), low;
    if (c >= 0xd800 && c < 0xdc00 && i + 3 < data.len) {
      low = unit_at (data.ptr + i + 2, big_endian);
      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    g_string_append_unichar (out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
  }
  return out;
}

gboolean
hs_utf16_recognize (HsSlice data, gboolean *big_endian, gsize *mark)
{
  gsize n = MIN (data.len, 400) & ~(gsize)1, zeros[2] = { 0, 0 };

  *mark = data.len >= 2 && (memcmp (data.ptr, "\xff\xfe", 2) == 0 || memcmp (data.ptr, "\xfe\xff", 2) == 0) ? 2 : 0;
  if (*mark > 0) {
    *big_endian = data.ptr[0] == '\xfe';
    return TRUE;
  }
  for (gsize i = 0; i < n; i++)
    zeros[i & 1] += data.ptr[i] == '\0';
  *big_endian = zeros[0] > zeros[1];
  return n >= 8 && MAX (zeros[0], zeros[1]) * 8 >= n * 3 && MIN (zeros[0], zeros[1]) * 16 <= MAX (zeros[0], zeros[1]);
}
