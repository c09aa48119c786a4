/* SPDX-License-Identifier: MIT */
#include "seal-text.h"

#include "ascii.h"

/* One more than the value of a character, 0 for any other. */
static const guint8 base64_values[256] = {
  ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11,
  ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22,
  ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33,
  ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,
  ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55,
  ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64
};

/* Whole groups of four at @p. Signatures are folded, so this stops once a line. */
static const char *
decode_groups (const char *p, const char *end, guint8 *bytes, gsize room, gsize *n)
{
  for (; end - p >= 4 && room - *n >= 3; p += 4, *n += 3) {
    guint a = base64_values[(guint8)p[0]], b = base64_values[(guint8)p[1]], c = base64_values[(guint8)p[2]],
          d = base64_values[(guint8)p[3]];
    guint32 bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
    if (a == 0 || b == 0 || c == 0 || d == 0)
      break;
    bytes[*n] = (guint8)(bits >> 16);
    bytes[*n + 1] = (guint8)(bits >> 8);
    bytes[*n + 2] = (guint8)bits;
  }
  return p;
}

gsize
hs_base64_decode (HsSlice text, guint8 *bytes, gsize room)
{
  guint32 bits = 0;
  gsize n_chars = 0, n_padding = 0, n = 0;

  for (const char *p = text.ptr, *end = text.ptr + text.len; p < end; p++) {
    int value;
    if (n_chars % 4 == 0 && n_padding == 0 && (p = decode_groups (p, end, bytes, room, &n)) == end)
      break;
    if (hs_is_space (*p))
      continue;
    value = base64_values[(guint8)*p] - 1;
    if (*p == '=')
      n_padding++;
    if (*p == '=' ? n_padding > 2 : value < 0 || n_padding > 0)
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
