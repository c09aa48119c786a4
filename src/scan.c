/* SPDX-License-Identifier: MIT */
#include "scan.h"

#ifdef __SSE2__
#include <emmintrin.h>

static inline guint
mask_of (__m128i v, char c)
{
  return (guint)_mm_movemask_epi8 (_mm_cmpeq_epi8 (v, _mm_set1_epi8 (c)));
}

static inline __m128i
load (const char *p)
{
  return _mm_loadu_si128 ((const __m128i *)p);
}
#endif

const char *
hs_scan_name (const char *p, const char *end)
{
#ifdef __SSE2__
  for (; end - p >= 16; p += 16) {
    __m128i v = load (p);
    guint above_space = (guint)_mm_movemask_epi8 (_mm_cmpgt_epi8 (v, _mm_set1_epi8 (' '))); /* signed: 8-bit bytes are below */
    guint stop = ~(above_space & ~mask_of (v, ':') & ~mask_of (v, 127)) & 0xffff;
    if (stop != 0)
      return p + __builtin_ctz (stop);
  }
#endif
  while (p < end && hs_is_field_name (*p))
    p++;
  return p;
}

gboolean
hs_scan_is_field (const char *p, const char *end)
{
  const char *name_end = hs_scan_name (p, end);

  if (name_end == p)
    return FALSE;
  for (p = name_end; p < end && (*p == ' ' || *p == '\t');)
    p++;
  return p < end && *p == ':';
}

/* A '\n' at @p with a blank before it (and before CR) may end a line of nothing but blanks. */
static inline gboolean
has_blank_before (const char *p, const char *start)
{
  while (p > start && p[-1] == '\r')
    p--;
  return p > start && (p[-1] == ' ' || p[-1] == '\t');
}

/* At a line end: does the field go on behind it? */
static inline gboolean
goes_on (const char *p, const char *start, const char *end, HsScanned *scanned)
{
  scanned->blank_line |= has_blank_before (p, start);
  if (p + 1 == end || (p[1] != ' ' && p[1] != '\t'))
    return FALSE;
  scanned->lines++;
  return TRUE;
}

static guint
odd_byte (const char *p, const char *end)
{
  if ((guint8)*p >= 0x80)
    return HS_FIELD_EIGHT_BIT;
  if (*p == '\0')
    return HS_FIELD_NUL;
  return *p == '\r' && p + 1 < end && p[1] != '\n' && p[1] != '\r' ? HS_FIELD_BARE_CR : 0;
}

static const char *
scan_field_slowly (const char *p, const char *start, const char *end, HsScanned *scanned)
{
  for (; p < end; p++) {
    if (*p == '\n' && !goes_on (p, start, end, scanned))
      return p;
    scanned->flags |= odd_byte (p, end);
  }
  return end;
}

const char *
hs_scan_field (const char *p, const char *end, HsScanned *scanned)
{
  const char *start = p;

#ifdef __SSE2__
  while (end - p >= 17) {
    __m128i v = load (p);
    /* As signed numbers, line ends and NUL are below 14 and 8-bit bytes below 0: all that may matter. */
    guint special = (guint)_mm_movemask_epi8 (_mm_cmplt_epi8 (v, _mm_set1_epi8 (14))), newlines, stop;
    if (special == 0) {
      p += 16;
      continue;
    }
    newlines = mask_of (v, '\n');
    stop = newlines != 0 ? (guint)__builtin_ctz (newlines) : 16;
    special &= ((1u << stop) - 1) & ~mask_of (v, '\t');
    for (; special != 0; special &= special - 1)
      scanned->flags |= odd_byte (p + __builtin_ctz (special), end);
    p += stop;
    if (stop == 16)
      continue;
    if (!goes_on (p, start, end, scanned))
      return p;
    p++;
  }
#endif
  return scan_field_slowly (p, start, end, scanned);
}

const char *
hs_scan_line_with (const char *p, const char *end, char letter)
{
#ifdef __SSE2__
  for (; end - p >= 17; p += 16) {
    __m128i begins = _mm_cmpeq_epi8 (_mm_or_si128 (load (p + 1), _mm_set1_epi8 (0x20)), _mm_set1_epi8 (letter));
    int found = _mm_movemask_epi8 (_mm_and_si128 (begins, _mm_cmpeq_epi8 (load (p), _mm_set1_epi8 ('\n'))));
    if (found != 0)
      return p + __builtin_ctz ((guint)found) + 1;
  }
#endif
  for (; end - p >= 2; p++)
    if (p[0] == '\n' && (p[1] | 0x20) == letter)
      return p + 1;
  return NULL;
}

gboolean
hs_scan_is_blank (const char *p, const char *end, const char **next)
{
  while (p < end && *p == '\r')
    p++;
  if (p == end || *p != '\n')
    return FALSE;
  *next = p + 1;
  return TRUE;
}

gboolean
hs_scan_is_all_cr (const char *p, const char *end)
{
  while (p < end && *p == '\r')
    p++;
  return p == end;
}

const char *
hs_scan_next_line (const char *p, const char *end)
{
  const char *newline = p < end ? memchr (p, '\n', (gsize)(end - p)) : NULL;
  return newline != NULL ? newline + 1 : end;
}
