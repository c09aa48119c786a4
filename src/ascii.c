/* SPDX-License-Identifier: MIT */
#include "ascii.h"

#define SP HS_ASCII_SPACE
#define NM HS_ASCII_FIELD_NAME
#define NH (HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define DG (HS_ASCII_DIGIT | HS_ASCII_HEX | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define LH (HS_ASCII_ALPHA | HS_ASCII_HEX | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define LO (HS_ASCII_ALPHA | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define UH (LH | HS_ASCII_UPPER)
#define UP (LO | HS_ASCII_UPPER)

const guint8 hs_ascii_classes[256] = {
  ['\t'] = SP, ['\n'] = SP, ['\r'] = SP, [' '] = SP, ['!'] = NM, ['"'] = NM, ['#'] = NM, ['$'] = NM,  ['%'] = NM, ['&'] = NM, ['\''] = NM,
  ['('] = NM,  [')'] = NM,  ['*'] = NM,  ['+'] = NM, [','] = NM, ['-'] = NH, ['.'] = NH, ['/'] = NM,  ['0'] = DG, ['1'] = DG, ['2'] = DG,
  ['3'] = DG,  ['4'] = DG,  ['5'] = DG,  ['6'] = DG, ['7'] = DG, ['8'] = DG, ['9'] = DG, [';'] = NM,  ['<'] = NM, ['='] = NM, ['>'] = NM,
  ['?'] = NM,  ['@'] = NM,  ['A'] = UH,  ['B'] = UH, ['C'] = UH, ['D'] = UH, ['E'] = UH, ['F'] = UH,  ['G'] = UP, ['H'] = UP, ['I'] = UP,
  ['J'] = UP,  ['K'] = UP,  ['L'] = UP,  ['M'] = UP, ['N'] = UP, ['O'] = UP, ['P'] = UP, ['Q'] = UP,  ['R'] = UP, ['S'] = UP, ['T'] = UP,
  ['U'] = UP,  ['V'] = UP,  ['W'] = UP,  ['X'] = UP, ['Y'] = UP, ['Z'] = UP, ['['] = NM, ['\\'] = NM, [']'] = NM, ['^'] = NM, ['_'] = NH,
  ['`'] = NM,  ['a'] = LH,  ['b'] = LH,  ['c'] = LH, ['d'] = LH, ['e'] = LH, ['f'] = LH, ['g'] = LO,  ['h'] = LO, ['i'] = LO, ['j'] = LO,
  ['k'] = LO,  ['l'] = LO,  ['m'] = LO,  ['n'] = LO, ['o'] = LO, ['p'] = LO, ['q'] = LO, ['r'] = LO,  ['s'] = LO, ['t'] = LO, ['u'] = LO,
  ['v'] = LO,  ['w'] = LO,  ['x'] = LO,  ['y'] = LO, ['z'] = LO, ['{'] = NM, ['|'] = NM, ['}'] = NM,  ['~'] = NM,
};

gboolean
hs_slice_equal (HsSlice a, HsSlice b)
{
  if (a.ptr == NULL || b.ptr == NULL)
    return a.ptr == b.ptr;
  return a.len == b.len && memcmp (a.ptr, b.ptr, a.len) == 0;
}

gboolean
hs_bytes_iequal (const char *a, const char *b, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (hs_lower (a[i]) != hs_lower (b[i]))
      return FALSE;
  return TRUE;
}

gboolean
hs_slice_iequal (HsSlice a, HsSlice b)
{
  if (a.ptr == NULL || b.ptr == NULL)
    return a.ptr == b.ptr;
  return a.len == b.len && hs_bytes_iequal (a.ptr, b.ptr, a.len);
}

const char *
hs_slice_ifind (HsSlice s, const char *needle)
{
  gsize n = strlen (needle);

  if (s.ptr == NULL || n > s.len)
    return NULL;
  for (const char *p = s.ptr, *last = s.ptr + s.len - n; p <= last; p++)
    if (hs_bytes_iequal (p, needle, n))
      return p;
  return NULL;
}

HsSlice
hs_slice_trim (HsSlice s)
{
  while (s.len > 0 && hs_is_space (s.ptr[0])) {
    s.ptr++;
    s.len--;
  }
  while (s.len > 0 && hs_is_space (s.ptr[s.len - 1]))
    s.len--;
  return s;
}

gboolean
hs_slice_to_uint (HsSlice s, guint64 max, guint64 *value)
{
  guint64 n = 0;

  if (hs_slice_is_empty (s))
    return FALSE;
  for (gsize i = 0; i < s.len; i++) {
    guint digit = (guint)(s.ptr[i] - '0');
    if (!hs_is_digit (s.ptr[i]) || n > (max - digit) / 10)
      return FALSE;
    n = n * 10 + digit;
  }
  *value = n;
  return TRUE;
}

guint32
hs_slice_ihash (HsSlice s)
{
  guint32 h = 2166136261u;

  for (gsize i = 0; i < s.len; i++)
    h = (h ^ (guint8)hs_lower (s.ptr[i])) * 16777619u;
  return h;
}
