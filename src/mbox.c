/* SPDX-License-Identifier: MIT */
#include "mbox.h"

#include "scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAX_TOKENS 24

static gboolean
is_digits (const char *p, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!hs_is_digit (p[i]))
      return FALSE;
  return TRUE;
}

/* 1:02, 01:02, 01:02:03 */
static gboolean
is_time (HsSlice t)
{
  gsize hours = t.len > 1 && t.ptr[1] == ':' ? 1 : 2;

  if (t.len != hours + 3 && t.len != hours + 6)
    return FALSE;
  if (!is_digits (t.ptr, hours) || t.ptr[hours] != ':' || !is_digits (t.ptr + hours + 1, 2))
    return FALSE;
  return t.len == hours + 3 || (t.ptr[hours + 3] == ':' && is_digits (t.ptr + hours + 4, 2));
}

static gboolean
is_year (HsSlice t)
{
  return t.len == 4 && is_digits (t.ptr, 4) &&
         (memcmp (t.ptr, "19", 2) == 0 || memcmp (t.ptr, "20", 2) == 0 || memcmp (t.ptr, "21", 2) == 0);
}

/* 2024-01-31, and a time behind it perhaps */
static gboolean
is_iso_date (HsSlice t)
{
  return t.len >= 10 && is_year ((HsSlice){ t.ptr, 4 }) && t.ptr[4] == '-' && is_digits (t.ptr + 5, 2) && t.ptr[7] == '-' &&
         is_digits (t.ptr + 8, 2);
}

static gboolean
is_month (HsSlice t)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  if (t.len != 3)
    return FALSE;
  for (const char *m = months; *m != '\0'; m += 3)
    if (hs_slice_iequal (t, (HsSlice){ m, 3 }))
      return TRUE;
  return FALSE;
}

static guint
cut_tokens (HsSlice line, HsSlice *tokens)
{
  const char *p = line.ptr, *end = line.ptr + line.len;
  guint n = 0;

  while (n < MAX_TOKENS) {
    const char *token;
    while (p < end && hs_is_space (*p))
      p++;
    token = p;
    while (p < end && !hs_is_space (*p))
      p++;
    if (p == token)
      break;
    tokens[n++] = hs_slice (token, p);
  }
  return n;
}

/* Is token @i the time of a date that a postmark ends with? asctime order, with a zone before or behind the year, or RFC 5322 order. */
static gboolean
is_postmark_time (const HsSlice *t, guint n, guint i)
{
  gboolean month = FALSE;
  guint year = 0;

  for (guint k = i >= 3 ? i - 3 : 0; k < i; k++)
    month |= is_month (t[k]) && k <= 5;
  for (guint k = i >= 1 ? i - 1 : 0; k < n && k <= i + 3; k++)
    if (k != i && is_year (t[k]))
      year = k;
  return month && year > 0 && n - 1 - MAX (i, year) <= 3; /* a zone, or "remote from host" */
}

/* What stands behind "From ": a sender and a date. The sender may be missing or hold blanks. */
static gboolean
is_postmark (HsSlice line)
{
  HsSlice t[MAX_TOKENS];
  guint n = cut_tokens (line, t);

  for (guint i = 0; i < n; i++) {
    if (is_time (t[i]) && is_postmark_time (t, n, i))
      return TRUE;
    if (is_iso_date (t[i]) && i <= 3 && n - i <= 4 && (t[i].len > 10 || (i + 1 < n && is_time (t[i + 1]))))
      return TRUE;
  }
  return FALSE;
}

/* Only a sender: some tools write no date. */
static gboolean
is_bare_sender (HsSlice line)
{
  HsSlice t[MAX_TOKENS];

  if (cut_tokens (line, t) != 1)
    return FALSE;
  return memchr (t[0].ptr, '@', t[0].len) != NULL || hs_slice_equal_str (t[0], "-") || hs_slice_iequal_str (t[0], "mailer-daemon") ||
         hs_slice_equal_str (t[0], "nobody");
}

/* The line before the one at @p, without its line end; empty at the start of the bytes. */
static HsSlice
line_before (const char *p, const char *start)
{
  const char *end = p, *line;

  if (p - start > HS_MBOX_POSTMARK_MAX)
    start = p - HS_MBOX_POSTMARK_MAX;
  if (end > start)
    end--;
  while (end > start && end[-1] == '\r')
    end--;
  line = end > start ? memrchr (start, '\n', (gsize)(end - start)) : NULL;
  return hs_slice (line != NULL ? line + 1 : start, end);
}

static gboolean
has_from (const char *p, const char *end)
{
  return end - p >= 5 && memcmp (p, "From ", 5) == 0;
}

HsMboxAnswer
hs_mbox_is_start (const char *p, const char *start, const char *end, gboolean at_end)
{
  gsize at_hand = MIN ((gsize)(end - p), HS_MBOX_POSTMARK_MAX);
  const char *newline;
  HsSlice before, line;

  if (at_hand < 5 || memcmp (p, "From ", 5) != 0)
    return at_hand < 5 && !at_end && memcmp (p, "From ", at_hand) == 0 ? HS_MBOX_MORE : HS_MBOX_NO;
  newline = memchr (p, '\n', at_hand);
  if (newline == NULL && !at_end)
    return at_hand < HS_MBOX_POSTMARK_MAX ? HS_MBOX_MORE : HS_MBOX_NO;
  line = hs_slice (p + 5, newline != NULL ? newline : end);
  before = line_before (p, start);
  if (line.len > HS_MBOX_POSTMARK_MAX)
    return HS_MBOX_NO;
  if (is_postmark (line)) /* a second postmark right behind the first belongs to the same message */
    return has_from (before.ptr, before.ptr + before.len) && is_postmark (hs_slice (before.ptr + 5, before.ptr + before.len)) ? HS_MBOX_NO
                                                                                                                              : HS_MBOX_YES;
  if (before.len > 0 || newline == NULL || !is_bare_sender (line))
    return HS_MBOX_NO;
  if (end - newline <= 64 && !at_end && hs_scan_name (newline + 1, end) == end)
    return HS_MBOX_MORE;
  return hs_scan_is_field (newline + 1, end) ? HS_MBOX_YES : HS_MBOX_NO;
}

#ifdef __SSE2__
static inline __m128i
is_byte (__m128i v, char c)
{
  return _mm_cmpeq_epi8 (v, _mm_set1_epi8 (c));
}

static inline __m128i
load (const char *p)
{
  return _mm_loadu_si128 ((const __m128i *)p);
}

/* Index of the first byte set in 64. */
static inline int
first_of (__m128i a, __m128i b, __m128i c, __m128i d)
{
  guint64 low = (guint)_mm_movemask_epi8 (a) | (guint)_mm_movemask_epi8 (b) << 16;
  guint64 high = (guint)_mm_movemask_epi8 (c) | (guint)_mm_movemask_epi8 (d) << 16;
  return __builtin_ctzll (low | high << 32);
}

static inline __m128i
from_in (const char *p)
{
  return _mm_and_si128 (is_byte (load (p), '\n'), is_byte (load (p + 1), 'F'));
}
#endif

const char *
hs_mbox_scan_from (const char *p, const char *end)
{
#ifdef __SSE2__
  for (; end - p >= 65; p += 64) {
    __m128i a = from_in (p), b = from_in (p + 16), c = from_in (p + 32), d = from_in (p + 48);
    if (_mm_movemask_epi8 (_mm_or_si128 (_mm_or_si128 (a, b), _mm_or_si128 (c, d))) != 0)
      return p + first_of (a, b, c, d);
  }
#endif
  for (; end - p >= 2; p++) {
    p = memchr (p, '\n', (gsize)(end - p - 1));
    if (p == NULL)
      return NULL;
    if (p[1] == 'F')
      return p;
  }
  return NULL;
}

#ifdef __SSE2__
/* A line end with a line end or 'F' behind it. */
static inline __m128i
header_stop_in (const char *p)
{
  __m128i next = load (p + 1);
  __m128i stop = _mm_or_si128 (_mm_or_si128 (is_byte (next, '\n'), is_byte (next, '\r')), is_byte (next, 'F'));
  return _mm_and_si128 (is_byte (load (p), '\n'), stop);
}
#endif

const char *
hs_mbox_scan_header (const char *p, const char *end)
{
#ifdef __SSE2__
  for (; end - p >= 65; p += 64) {
    __m128i a = header_stop_in (p), b = header_stop_in (p + 16), c = header_stop_in (p + 32), d = header_stop_in (p + 48);
    if (_mm_movemask_epi8 (_mm_or_si128 (_mm_or_si128 (a, b), _mm_or_si128 (c, d))) != 0)
      return p + first_of (a, b, c, d);
  }
#endif
  for (; end - p >= 2; p++)
    if (p[0] == '\n' && (p[1] == '\n' || p[1] == '\r' || p[1] == 'F'))
      return p;
  return NULL;
}

gboolean
hs_mbox_content_length (HsSlice header, guint64 *length)
{
  const char *end = header.ptr + header.len;

  for (const char *p = header.ptr; p < end; p = hs_scan_next_line (p, end)) {
    HsSlice rest = hs_slice (p, end);
    const char *newline;
    if (!hs_slice_ihas_prefix (rest, "content-length:"))
      continue;
    p += strlen ("content-length:");
    newline = memchr (p, '\n', (gsize)(end - p));
    return hs_slice_to_uint (hs_slice_trim (hs_slice (p, newline != NULL ? newline : end)), G_MAXUINT32, length);
  }
  return FALSE;
}

HsMboxAnswer
hs_mbox_can_end (const char *p, const char *start, const char *end, gboolean at_end)
{
  gboolean line_start = p == start || p[-1] == '\n';

  for (; p < end && (*p == '\n' || *p == '\r'); p++)
    line_start |= *p == '\n';
  if (p == end)
    return at_end ? HS_MBOX_YES : HS_MBOX_MORE;
  return line_start ? hs_mbox_is_start (p, start, end, at_end) : HS_MBOX_NO;
}
