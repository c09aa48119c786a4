/* SPDX-License-Identifier: MIT */
#include "utf16.h"

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
