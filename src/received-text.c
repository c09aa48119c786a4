/* SPDX-License-Identifier: MIT */
#include "received-text.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAX_UNCLOSED 4

enum { PLAIN, SPACE, OPEN, SEMICOLON };

static const guint8 stops[256] = {
  [' '] = SPACE, ['\t'] = SPACE,    ['\r'] = SPACE, ['\n'] = SPACE,
  ['('] = OPEN,  [';'] = SEMICOLON, [')'] = SPACE, /* one that closes nothing */
};

#ifdef __SSE2__
static inline guint
mask_of (__m128i v, char c)
{
  return (guint)_mm_movemask_epi8 (_mm_cmpeq_epi8 (v, _mm_set1_epi8 (c)));
}

/* '(' and ')' differ in the last bit only. */
static inline __m128i
parentheses_in (__m128i v)
{
  return _mm_cmpeq_epi8 (_mm_and_si128 (v, _mm_set1_epi8 (~1)), _mm_set1_epi8 ('('));
}

/* All bytes that end a word, and the controls, which are rare: @stops tells them apart. */
static inline guint
stop_bits (__m128i v)
{
  __m128i blanks = _mm_cmpeq_epi8 (_mm_min_epu8 (v, _mm_set1_epi8 (' ')), v);
  __m128i semicolons = _mm_cmpeq_epi8 (v, _mm_set1_epi8 (';'));

  return (guint)_mm_movemask_epi8 (_mm_or_si128 (_mm_or_si128 (blanks, semicolons), parentheses_in (v)));
}
#endif

/* The first byte at or behind @p that ends a word, or @end. Bytes up to @readable may be looked at. */
static const char *
find_stop (const char *p, const char *end, const char *readable)
{
#ifdef __SSE2__
  for (; p < end && readable - p >= 16; p += 16)
    for (guint found = stop_bits (_mm_loadu_si128 ((const __m128i *)p)); found != 0; found &= found - 1) {
      const char *at = p + __builtin_ctz (found);
      if (at >= end || stops[(guint8)*at] != PLAIN)
        return MIN (at, end);
    }
#endif
  while (p < end && stops[(guint8)*p] == PLAIN)
    p++;
  return MIN (p, end);
}

/* The closing parenthesis of the comment that opens at @p, byte by byte, or NULL. */
static const char *
find_close_slowly (const char *p, const char *end, guint *deepest)
{
  guint depth = 0;

  for (; p < end; p++) {
    if (*p == '(') {
      if (++depth > *deepest)
        *deepest = depth;
    } else if (*p == ')') {
      if (--depth == 0)
        return p;
    } else if (*p == '\\') {
      p++;
    }
  }
  return NULL;
}

/* As above, sixteen bytes at a time unless there is a backslash. */
static const char *
find_close (const char *p, const char *end, guint *deepest)
{
#ifdef __SSE2__
  guint depth = 0;

  for (const char *q = p; end - q >= 16; q += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)q);
    __m128i backslashes = _mm_cmpeq_epi8 (v, _mm_set1_epi8 ('\\')), marks = parentheses_in (v);
    guint parentheses = (guint)_mm_movemask_epi8 (marks), open;
    if (_mm_movemask_epi8 (_mm_or_si128 (marks, backslashes)) == 0)
      continue;
    if (_mm_movemask_epi8 (backslashes) != 0)
      break;
    open = mask_of (v, '(');
    for (; parentheses != 0; parentheses &= parentheses - 1) {
      guint bit = parentheses & -parentheses;
      if ((open & bit) == 0 && --depth == 0)
        return q + __builtin_ctz (bit);
      if (open & bit)
        depth++;
      *deepest = MAX (*deepest, depth);
    }
  }
  *deepest = 0;
#endif
  return find_close_slowly (p, end, deepest);
}

/* The comment that opens at @open, with the cursor set behind it; FALSE for one that never closes. */
static gboolean
read_comment (HsTokenizer *t, const char *open, HsToken *token)
{
  guint deepest = 0;
  const char *close = t->unclosed < MAX_UNCLOSED ? find_close (open, t->end, &deepest) : NULL;

  if (close == NULL) {
    t->unclosed++;
    return FALSE;
  }
  token->kind = HS_TOKEN_COMMENT;
  t->too_deep |= deepest > t->depth_limit;
  token->text = deepest > t->depth_limit ? (HsSlice){ open, 0 } : hs_slice_trim (hs_slice (open + 1, close));
  t->p = close + 1;
  return TRUE;
}

HsTokenKind
hs_token_next (HsTokenizer *t, HsToken *token)
{
  const char *p = t->p, *end = t->end;

  for (;;) {
    while (p < end && stops[(guint8)*p] == SPACE)
      p++;
    if (p == end) {
      t->p = p;
      return token->kind = HS_TOKEN_END;
    }
    if (stops[(guint8)*p] == PLAIN) {
      t->p = find_stop (p + 1, end, t->readable);
      token->text = hs_slice (p, t->p);
      return token->kind = HS_TOKEN_WORD;
    }
    t->p = p + 1;
    if (*p == ';')
      return token->kind = HS_TOKEN_SEMICOLON;
    if (read_comment (t, p, token))
      return HS_TOKEN_COMMENT;
    p++;
  }
}

/* The place behind the quoted string that opens at @p, or NULL. */
static const char *
skip_quoted (const char *p, const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\' && p + 1 < end)
      p++;
  return p < end ? p + 1 : NULL;
}

HsSlice
hs_token_path (HsTokenizer *t, const HsToken *token)
{
  HsSlice word = token->text;
  const char *p = word.ptr + 1;

  if (*word.ptr != '<')
    return hs_text_strip_punctuation (word);
  while (p != NULL && p < t->end && *p != '>') {
    if (*p == '"' && p == word.ptr + 1)
      p = skip_quoted (p, t->end);
    else if (stops[(guint8)*p] == PLAIN)
      p++;
    else
      break;
  }
  if (p != NULL && p < t->end && *p == '>') {
    t->p = MAX (t->p, p + 1);
    return hs_slice (word.ptr + 1, p);
  }
  return hs_text_strip_punctuation (hs_slice (word.ptr + 1, word.ptr + word.len));
}

const char *
hs_text_match (HsSlice text, const char *phrase)
{
  const char *p = text.ptr, *end = text.ptr + text.len;

  for (; *phrase != '\0'; phrase++) {
    if (p == end || (*phrase == ' ' ? !hs_is_space (*p) : hs_lower (*p) != *phrase))
      return NULL;
    p++;
    if (*phrase == ' ')
      while (p < end && hs_is_space (*p))
        p++;
  }
  return p == end || hs_is_space (*p) || !hs_is_alpha (phrase[-1]) ? p : NULL;
}

static gboolean
needs_squeezing (HsSlice text)
{
  for (gsize i = 0; i < text.len; i++)
    if (text.ptr[i] <= ' ' && hs_is_space (text.ptr[i]) && (text.ptr[i] != ' ' || (i > 0 && text.ptr[i - 1] == ' ')))
      return TRUE;
  return FALSE;
}

HsSlice
hs_text_squeeze (HsArena *arena, HsSlice text)
{
  char *out, *o;

  if (text.ptr == NULL)
    return text;
  text = hs_slice_trim (text);
  if (!needs_squeezing (text))
    return text;
  out = o = hs_arena_alloc (arena, text.len);
  if (out == NULL)
    return HS_SLICE_NONE;
  for (gsize i = 0; i < text.len; i++) {
    if (!hs_is_space (text.ptr[i]))
      *o++ = text.ptr[i];
    else if (o[-1] != ' ')
      *o++ = ' ';
  }
  return hs_slice (out, o);
}

static gboolean
is_punctuation (char c)
{
  return c == ',' || c == '"' || c == '>';
}

HsSlice
hs_text_strip_punctuation (HsSlice word)
{
  while (word.len > 0 && is_punctuation (word.ptr[word.len - 1]))
    word.len--;
  return word;
}

gboolean
hs_text_split_key (HsSlice word, HsSlice *key, HsSlice *value)
{
  const char *p = word.ptr, *end = word.ptr + word.len;

  if (memchr (p, '=', word.len) == NULL)
    return FALSE;
  while (p < end && (hs_is_alnum (*p) || *p == '-' || *p == '_'))
    p++;
  if (p == end || *p != '=' || p == word.ptr || !hs_is_alpha (*word.ptr))
    return FALSE;
  *key = hs_slice (word.ptr, p);
  *value = hs_text_strip_punctuation (hs_slice (p + 1, end));
  return TRUE;
}

static gboolean
parse_port (HsSlice text, guint16 *port)
{
  guint64 value;

  if (!hs_slice_to_uint (text, G_MAXUINT16, &value))
    return FALSE;
  *port = (guint16)value;
  return TRUE;
}

/* "192.0.2.1:25" and "192.0.2.1.2525"; the latter is how BSD tools join address and port. */
static gboolean
parse_ipv4_and_port (HsSlice text, HsIp *ip, guint16 *port)
{
  const char *end = text.ptr + text.len, *mark = memchr (text.ptr, ':', text.len);

  if (mark == NULL) {
    mark = memrchr (text.ptr, '.', text.len);
    if (mark == NULL || !parse_port (hs_slice (mark + 1, end), port) || *port <= 255)
      return FALSE;
  } else if (!parse_port (hs_slice (mark + 1, end), port)) {
    return FALSE;
  }
  return memchr (text.ptr, ':', (gsize)(mark - text.ptr)) == NULL && hs_ip_parse (hs_slice (text.ptr, mark), ip);
}

gboolean
hs_endpoint_parse (HsSlice text, HsIp *ip, guint16 *port)
{
  const char *close, *end = text.ptr + text.len;
  HsSlice inside = text;

  *port = 0;
  *ip = (HsIp){ 0 };
  if (hs_slice_is_empty (text))
    return FALSE;
  if (*text.ptr == '[') {
    close = memchr (text.ptr, ']', text.len);
    if (close == NULL)
      return FALSE;
    inside = hs_slice_trim (hs_slice (text.ptr + 1, close));
    if (close + 1 < end && (close[1] != ':' || !parse_port (hs_slice (close + 2, end), port)))
      return FALSE;
  } else if (!hs_is_hex (*text.ptr) && *text.ptr != ':' && hs_lower (*text.ptr) != 'i') {
    return FALSE;
  } else if (!hs_is_digit (end[-1]) && memchr (text.ptr, ':', text.len) == NULL) {
    return FALSE; /* most are names */
  }
  if (hs_ip_parse_literal (inside, ip))
    return TRUE;
  if (inside.len > 0 && parse_ipv4_and_port (inside, ip, port))
    return TRUE;
  *port = 0;
  *ip = (HsIp){ 0 };
  return FALSE;
}

/* "192." or "2603:" at the start: what is left of an address rather than a name with numbers in it. */
static gboolean
starts_like_address (HsSlice text)
{
  gsize n = 0, decimal = 0;

  for (; n < text.len && n < 4 && hs_is_hex (text.ptr[n]); n++)
    decimal += hs_is_digit (text.ptr[n]) != 0;
  return n < text.len && (text.ptr[n] == ':' || (text.ptr[n] == '.' && n > 0 && decimal == n));
}

gboolean
hs_endpoint_is_damaged (HsSlice text)
{
  gsize digits = 0, marks = 0;
  gboolean bracket = text.len > 1 && text.ptr[0] == '[';

  if (bracket) {
    const char *close = memchr (text.ptr, ']', text.len);
    text = hs_slice (text.ptr + 1, close != NULL ? close : text.ptr + text.len);
  } else if (!starts_like_address (text) || hs_domain_is_qualified (text)) {
    return FALSE;
  }
  for (gsize i = 0; i < text.len; i++) {
    digits += hs_is_digit (text.ptr[i]) || text.ptr[i] == '?';
    marks += text.ptr[i] == '.' || text.ptr[i] == ':';
  }
  return digits > 0 && marks > 1;
}
