/* SPDX-License-Identifier: MIT */
#include "utf8.h"

/* Length by lead byte, 0 for a byte that begins nothing, and the range of the second byte (Unicode table 3-7). */
static guint
lead_byte (guint8 lead, guint8 *low, guint8 *high)
{
  *low = 0x80;
  *high = 0xBF;
  if (lead < 0xC2 || lead > 0xF4)
    return 0;
  if (lead < 0xE0)
    return 2;
  if (lead == 0xE0)
    *low = 0xA0;
  if (lead == 0xED)
    *high = 0x9F;
  if (lead < 0xF0)
    return 3;
  if (lead == 0xF0)
    *low = 0x90;
  if (lead == 0xF4)
    *high = 0x8F;
  return 4;
}

guint
hs_utf8_decode (const char *p, const char *end, gunichar *c)
{
  const guint8 *s = (const guint8 *)p;
  guint8 low, high;
  guint len, i;

  if (s[0] < 0x80) {
    *c = s[0];
    return 1;
  }
  *c = HS_UTF8_INVALID;
  len = lead_byte (s[0], &low, &high);
  if (len == 0 || end - p < 2 || s[1] < low || s[1] > high)
    return 1;
  for (i = 2; i < len; i++)
    if (end - p <= (gssize)i || (s[i] & 0xC0) != 0x80)
      return i;
  *c = s[0] & (0x7Fu >> len);
  for (i = 1; i < len; i++)
    *c = *c << 6 | (s[i] & 0x3F);
  return len;
}

guint
hs_utf8_encode (gunichar c, char text[4])
{
  if (c < 0x80) {
    text[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    text[0] = (char)(0xC0 | c >> 6);
    text[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    text[0] = (char)(0xE0 | c >> 12);
    text[1] = (char)(0x80 | (c >> 6 & 0x3F));
    text[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  text[0] = (char)(0xF0 | c >> 18);
  text[1] = (char)(0x80 | (c >> 12 & 0x3F));
  text[2] = (char)(0x80 | (c >> 6 & 0x3F));
  text[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

gboolean
hs_utf8_is_invisible (gunichar c)
{
  static const struct {
    gunichar first, last;
  } ranges[] = {
    { 0x7F, 0x9F },     { 0xAD, 0xAD },     { 0x34F, 0x34F },   { 0x61C, 0x61C },     { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 },
    { 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F },   { 0x3164, 0x3164 },   { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB }, { 0xFFFE, 0xFFFF }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
  };

  if (c < 0x7F)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (ranges) && ranges[i].first <= c; i++)
    if (c <= ranges[i].last)
      return TRUE;
  return FALSE;
}
