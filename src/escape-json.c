/* JSON strings: the hot path of NDJSON, so clean runs are copied sixteen bytes at a time.  SPDX-License-Identifier: MIT */
#include "escape.h"
#include "utf8.h"

#include <string.h>
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

/* Copies the run of plain bytes at @p to @to, which has room for all of it and 16 bytes more; returns where it ends. */
static inline const char *
copy_plain (const char *p, const char *end, char **to)
{
  char *o = *to;
#ifdef __SSE2__
  const __m128i space = _mm_set1_epi8 (0x20), quote = _mm_set1_epi8 ('"'), backslash = _mm_set1_epi8 ('\\');
  const __m128i angle = _mm_set1_epi8 ('<' | 2), two = _mm_set1_epi8 (2), del = _mm_set1_epi8 (0x7F);

  for (; end - p >= 16; p += 16, o += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)p);
    __m128i bad = _mm_cmplt_epi8 (v, space); /* signed: bytes from 0x80 too */
    bad = _mm_or_si128 (bad, _mm_or_si128 (_mm_cmpeq_epi8 (v, quote), _mm_cmpeq_epi8 (v, backslash)));
    bad = _mm_or_si128 (bad, _mm_cmpeq_epi8 (_mm_or_si128 (v, two), angle));
    bad = _mm_or_si128 (bad, _mm_cmpeq_epi8 (v, del));
    guint mask = (guint)_mm_movemask_epi8 (bad);
    _mm_storeu_si128 ((__m128i *)o, v);
    if (mask != 0) {
      guint n = (guint)__builtin_ctz (mask);
      *to = o + n;
      return p + n;
    }
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

gboolean
hs_escape_json (GString *out, HsSlice s)
{
  const char *p = s.ptr, *end;
  gboolean invalid = FALSE;
  char *o;

  if (s.ptr == NULL)
    return FALSE;
  end = s.ptr + s.len;
  hs_escape_reserve (out, s.len + 32);
  for (;;) {
    o = out->str + out->len;
    p = copy_plain (p, end, &o);
    if (p == end)
      break;
    o = put_special (o, &p, end, &invalid);
    out->len = (gsize)(o - out->str);
    hs_escape_reserve (out, (gsize)(end - p) + 32);
  }
  *o = '\0';
  out->len = (gsize)(o - out->str);
  return invalid;
}
