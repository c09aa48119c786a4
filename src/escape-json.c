/* JSON strings: the hot path of NDJSON, so clean runs are copied sixteen bytes at a time.  SPDX-License-Identifier: MIT */
#include "json.h"

#include "ascii.h"
#include "utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

void
hs_escape_grow (GString *out, gsize n)
{
  gsize len = out->len;

  g_string_set_size (out, len + n + 1);
  out->len = len;
  out->str[len] = '\0';
}

/* What stands for an ASCII byte: 0 itself, 'u' \u00XX, else backslash and the letter. */
static const char json_escapes[128] = {
  'u',         'u',         'u',         'u',           'u',          'u', 'u', 'u', 'b', 't', 'n', 'u', 'f', 'r', 'u', 'u', /* 0x00 */
  'u',         'u',         'u',         'u',           'u',          'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', /* 0x10 */
  ['"'] = '"', ['<'] = 'u', ['>'] = 'u', ['\\'] = '\\', [0x7F] = 'u',
};

static inline gboolean
is_plain (guint8 c)
{
  return c < 0x80 && json_escapes[c] == 0;
}

#ifdef __SSE2__
/* One bit for each of the sixteen bytes that needs an escape or is no ASCII. */
static inline guint
special_bits (__m128i v)
{
  /* One more than the byte, as a signed number, is below 0x21 for controls, DEL and all from 0x80. */
  __m128i bad = _mm_cmplt_epi8 (_mm_add_epi8 (v, _mm_set1_epi8 (1)), _mm_set1_epi8 (0x21));

  bad = _mm_or_si128 (bad, _mm_cmpeq_epi8 (v, _mm_set1_epi8 ('"')));
  bad = _mm_or_si128 (bad, _mm_cmpeq_epi8 (v, _mm_set1_epi8 ('\\')));
  bad = _mm_or_si128 (bad, _mm_cmpeq_epi8 (_mm_or_si128 (v, _mm_set1_epi8 (2)), _mm_set1_epi8 ('<' | 2)));
  return (guint)_mm_movemask_epi8 (bad);
}

/* Fewer than sixteen bytes as two halves that overlap; FALSE if one of them is special or there are fewer than four. */
static inline gboolean
copy_short (const char *p, gsize n, char *o)
{
  if (n >= 8) {
    __m128i low = _mm_loadl_epi64 ((const __m128i *)p), high = _mm_loadl_epi64 ((const __m128i *)(p + n - 8));
    if (special_bits (_mm_unpacklo_epi64 (low, high)) != 0)
      return FALSE;
    _mm_storel_epi64 ((__m128i *)o, low);
    _mm_storel_epi64 ((__m128i *)(o + n - 8), high);
    return TRUE;
  }
  if (n >= 4) {
    guint32 low, high;
    memcpy (&low, p, 4);
    memcpy (&high, p + n - 4, 4);
    if (special_bits (_mm_set_epi32 ((int)low, (int)high, (int)low, (int)high)) != 0)
      return FALSE;
    memcpy (o, &low, 4);
    memcpy (o + n - 4, &high, 4);
    return TRUE;
  }
  return FALSE;
}
#endif

/* Copies the run of plain bytes at @p to @to, which has room for all of it and 16 bytes more; returns where it ends. */
static inline const char *
copy_plain (const char *p, const char *end, char **to)
{
  char *o = *to;
#ifdef __SSE2__
  const char *start = p;

  for (; end - p >= 16; p += 16, o += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)p);
    guint mask = special_bits (v);
    _mm_storeu_si128 ((__m128i *)o, v);
    if (mask != 0) {
      guint n = (guint)__builtin_ctz (mask);
      *to = o + n;
      return p + n;
    }
  }
  if (end - start >= 16) { /* the last sixteen once more: those before @p are plain and there already */
    __m128i v = _mm_loadu_si128 ((const __m128i *)(end - 16));
    guint n = (guint)__builtin_ctz (special_bits (v) | 1u << 16);
    o += end - p;
    _mm_storeu_si128 ((__m128i *)(o - 16), v);
    *to = o - 16 + n;
    return end - 16 + n;
  } else if (copy_short (p, (gsize)(end - p), o)) {
    *to = o + (end - p);
    return end;
  }
#endif
  while (p < end && is_plain ((guint8)*p))
    *o++ = *p++;
  *to = o;
  return p;
}

static char *
put_unicode_escape (char *o, guint c)
{
  static const char hex[] = "0123456789abcdef";

  *o++ = '\\';
  *o++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4)
    *o++ = hex[c >> shift & 15];
  return o;
}

/* Writes what stands for the character at *@p, at most 6 bytes. */
static char *
put_special (char *o, const char **p, const char *end, gboolean *invalid)
{
  guint8 byte = (guint8) * *p;
  gunichar c;
  guint n;

  if (byte < 0x80) {
    (*p)++;
    if (json_escapes[byte] == 'u')
      return put_unicode_escape (o, byte);
    *o++ = '\\';
    *o++ = json_escapes[byte];
    return o;
  }
  n = hs_utf8_decode (*p, end, &c);
  if (c == HS_UTF8_INVALID) {
    *invalid = TRUE;
    o += hs_utf8_encode (0xFFFD, o);
  } else if (c == 0x2028 || c == 0x2029) {
    o = put_unicode_escape (o, c);
  } else {
    memcpy (o, *p, n);
    o += n;
  }
  *p += n;
  return o;
}

/* From a special character on: each takes up to six bytes, so there is room for that much and the rest of the string at every step. */
static char *
put_rest (GString *out, char *at, const char *p, const char *end, gboolean *invalid)
{
  while (p < end) {
    at = hs_json_room_for (out, at, (gsize)(end - p) + 32);
    at = put_special (at, &p, end, invalid);
    p = copy_plain (p, end, &at);
  }
  return hs_json_room (out, at);
}

char *
hs_json_put_part (GString *out, char *at, HsSlice s)
{
  const char *p, *end = hs_slice_end (s);
  gboolean invalid;

  at = hs_json_room_for (out, at, s.len + 32);
  p = copy_plain (s.ptr, end, &at);
  return G_UNLIKELY (p < end) ? put_rest (out, at, p, end, &invalid) : at;
}

char *
hs_json_put_string (GString *out, char *at, HsSlice s)
{
  const char *p, *end = s.ptr + s.len;
  gboolean invalid;

  at = hs_json_room_for (out, at, s.len + 34);
  *at++ = '"';
  p = copy_plain (s.ptr, end, &at);
  if (G_UNLIKELY (p < end))
    at = put_rest (out, at, p, end, &invalid);
  *at++ = '"';
  return at;
}

gboolean
hs_escape_json (GString *out, HsSlice s)
{
  char *at = hs_json_room_for (out, hs_json_begin (out), s.len + 32);
  const char *p = copy_plain (s.ptr, hs_slice_end (s), &at);
  gboolean invalid = FALSE;

  hs_json_end (out, put_rest (out, at, p, hs_slice_end (s), &invalid));
  return invalid;
}
