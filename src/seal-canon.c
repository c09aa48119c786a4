/* SPDX-License-Identifier: MIT */
#include "seal-canon.h"

#include "ascii.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static const char lone_cr[] = "\r";

typedef struct {
  HsDigest *digest;
  gboolean started; /* something that is not white space was put */
  gboolean space;   /* white space is owed before the next byte */
} Relaxed;

static inline gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

/* The CR of a line end, or the LF: folding that relaxed takes out without a trace. A lone CR is a byte like any other. */
static inline gboolean
is_line_end (const char *p, const char *end)
{
  return *p == '\n' || (*p == '\r' && p + 1 < end && p[1] == '\n');
}

/* Where "relaxed" may change something at the earliest: a tab, two white spaces, a line end. No further than sixteen bytes at once go. */
static inline const char *
skip_unchanged (const char *p, const char *end)
{
#ifdef __SSE2__
  const __m128i sp = _mm_set1_epi8 (' '), tab = _mm_set1_epi8 ('\t'), low = _mm_set1_epi8 (0x0e), cr = _mm_set1_epi8 ('\r');

  for (; end - p >= 17; p += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)p), next = _mm_loadu_si128 ((const __m128i *)(p + 1));
    /* TAB, LF and CR lie in 9 to 13 */
    __m128i control = _mm_and_si128 (_mm_cmplt_epi8 (v, low), _mm_cmpgt_epi8 (v, _mm_set1_epi8 (8)));
    __m128i white = _mm_or_si128 (_mm_cmpeq_epi8 (next, sp), _mm_or_si128 (_mm_cmpeq_epi8 (next, tab), _mm_cmpeq_epi8 (next, cr)));
    white = _mm_or_si128 (white, _mm_cmpeq_epi8 (next, _mm_set1_epi8 ('\n')));
    int changed = _mm_movemask_epi8 (_mm_or_si128 (control, _mm_and_si128 (_mm_cmpeq_epi8 (v, sp), white)));
    if (changed != 0)
      return p + __builtin_ctz ((guint)changed);
  }
#endif
  return p;
}

/* White space runs become one SP; none at the ends (RFC 6376 section 3.4.2). */
static void
put_relaxed (Relaxed *relaxed, const char *p, const char *end)
{
  while (p < end) {
    const char *start = p;

    if (!is_wsp (*p) && !is_line_end (p, end))
      p = skip_unchanged (p, end);
    while (p < end && !is_wsp (*p) && !is_line_end (p, end))
      p++;
    if (p > start) {
      if (relaxed->space && relaxed->started)
        hs_digest_put_byte (relaxed->digest, ' ');
      hs_digest_put (relaxed->digest, start, (gsize)(p - start));
      relaxed->started = TRUE;
      relaxed->space = FALSE;
    }
    for (; p < end && (is_wsp (*p) || is_line_end (p, end)); p++)
      relaxed->space |= is_wsp (*p);
  }
}

/* As it is, but each line ends with CRLF. */
static void
put_simple (HsDigest *digest, const char *p, const char *end)
{
  while (p < end) {
    const char *lf = memchr (p, '\n', (gsize)(end - p));
    const char *stop = lf != NULL ? lf : end;
    const char *text_end = lf != NULL && lf > p && lf[-1] == '\r' ? lf - 1 : stop;

    hs_digest_put (digest, p, (gsize)(text_end - p));
    if (lf != NULL)
      hs_digest_put (digest, "\r\n", 2);
    p = lf != NULL ? lf + 1 : end;
  }
}

static void
put_value (HsDigest *digest, gboolean relaxed, HsSlice value, HsSlice cut)
{
  Relaxed state = { .digest = digest };
  const char *end = value.ptr + value.len;
  const char *cut_start = cut.ptr != NULL ? cut.ptr : end;
  const char *cut_end = cut.ptr != NULL ? cut.ptr + cut.len : end;

  if (relaxed) {
    put_relaxed (&state, value.ptr, cut_start);
    put_relaxed (&state, cut_end, end);
  } else {
    put_simple (digest, value.ptr, cut_start);
    put_simple (digest, cut_end, end);
  }
}

void
hs_canon_field (HsDigest *digest, gboolean relaxed, const HsField *field, HsSlice cut, gboolean line_end)
{
  if (relaxed) {
    for (gsize i = 0; i < field->name.len; i++)
      hs_digest_put_byte (digest, hs_lower (field->name.ptr[i]));
    hs_digest_put_byte (digest, ':');
  } else if (field->flags & HS_FIELD_SPACE_BEFORE_COLON) {
    /* Both slices lie in one block, and "simple" keeps what is between them. */
    hs_digest_put (digest, field->name.ptr, (gsize)(field->value.ptr - field->name.ptr));
  } else {
    hs_digest_put (digest, field->name.ptr, field->name.len);
    hs_digest_put_byte (digest, ':');
  }
  put_value (digest, relaxed, field->value, cut);
  if (line_end)
    hs_digest_put (digest, "\r\n", 2);
}

/* One line without its line end; relaxed drops white space at its end and shortens the rest to one SP. */
static void
put_body_line (HsDigest *digest, gboolean relaxed, const char *p, const char *end)
{
  while (relaxed && p < end) {
    const char *start = p;

    p = skip_unchanged (p, end);
    while (p < end && !is_wsp (*p))
      p++;
    hs_digest_put (digest, start, (gsize)(p - start));
    if (p == end)
      break;
    hs_digest_put_byte (digest, ' ');
    while (p < end && is_wsp (*p))
      p++;
  }
  if (!relaxed)
    hs_digest_put (digest, p, (gsize)(end - p));
  hs_digest_put (digest, "\r\n", 2);
}

/* Text follows: what was put off belongs to the body. */
static void
begin_line (HsCanonBody *body)
{
  for (; body->empty_lines > 0; body->empty_lines--)
    hs_digest_put (body->digest, "\r\n", 2);
  body->anything = TRUE;
}

/* A line whose end is at hand, without that. */
static void
put_whole_line (HsCanonBody *body, const char *p, const char *end)
{
  while (body->relaxed && end > p && is_wsp (end[-1]))
    end--;
  if (end == p) {
    body->empty_lines++;
    return;
  }
  begin_line (body);
  put_body_line (body->digest, body->relaxed, p, end);
}

/* Bytes of a line that goes on. */
static void
put_text (HsCanonBody *body, const char *p, const char *end)
{
  while (p < end) {
    const char *start = p;

    while (body->relaxed && p < end && is_wsp (*p))
      p++;
    body->space |= p > start;
    start = p;
    p = !body->relaxed ? end : p < end ? skip_unchanged (p, end) : p;
    while (p < end && !is_wsp (*p))
      p++;
    if (p == start)
      return;
    if (!body->in_line)
      begin_line (body);
    if (body->space)
      hs_digest_put_byte (body->digest, ' ');
    hs_digest_put (body->digest, start, (gsize)(p - start));
    body->in_line = TRUE;
    body->space = FALSE;
  }
}

/* The same where its last byte may be half of a line end. */
static void
put_part (HsCanonBody *body, const char *p, const char *end)
{
  if (p == end)
    return;
  if (body->cr)
    put_text (body, lone_cr, lone_cr + 1);
  body->cr = end[-1] == '\r';
  put_text (body, p, end - body->cr);
}

static void
end_line (HsCanonBody *body)
{
  if (body->in_line)
    hs_digest_put (body->digest, "\r\n", 2);
  else
    body->empty_lines++;
  body->in_line = body->space = body->cr = FALSE;
}

void
hs_canon_body_put (HsCanonBody *body, HsSlice piece)
{
  const char *p = piece.ptr, *end = p + piece.len;

  while (p < end && !body->digest->dropped) {
    const char *lf = memchr (p, '\n', (gsize)(end - p));

    if (lf == NULL) {
      put_part (body, p, end);
      return;
    }
    if (body->in_line || body->space || body->cr) {
      put_part (body, p, lf);
      end_line (body);
    } else {
      put_whole_line (body, p, lf > p && lf[-1] == '\r' ? lf - 1 : lf);
    }
    p = lf + 1;
  }
}

void
hs_canon_body_end (HsCanonBody *body)
{
  if (body->cr)
    put_text (body, lone_cr, lone_cr + 1);
  if (body->in_line)
    hs_digest_put (body->digest, "\r\n", 2);
  if (!body->anything && !body->relaxed)
    hs_digest_put (body->digest, "\r\n", 2); /* an empty body is one line end in "simple", nothing in "relaxed" */
}

void
hs_canon_body (HsDigest *digest, gboolean relaxed, HsSlice body)
{
  HsCanonBody canon = { .digest = digest, .relaxed = relaxed };

  hs_canon_body_put (&canon, body);
  hs_canon_body_end (&canon);
}
