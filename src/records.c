/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "ascii.h"
#include "error-private.h"

#include <hopscope/error.h>

typedef struct {
  char *start;
  char *p;
  char *end;
  gboolean cut;   /* the end is not that of the line */
  gboolean broke; /* it was reached inside a message */
  GError **error;
} Cursor;

static gboolean
fail (Cursor *c, const char *wanted)
{
  char number[HS_ERROR_DIGITS];

  hs_error_set (c->error, HS_ERROR_RECORD, "the record is no JSON object with \"id\" and \"raw\" or \"raw_b64\": {1} expected at byte {2}",
                HS_ERROR_WORDS, wanted, hs_error_number (number, (gsize)(c->p - c->start) + 1), NULL);
  return FALSE;
}

static void
skip_space (Cursor *c)
{
  while (c->p < c->end && hs_is_space (*c->p))
    c->p++;
}

static gboolean
expect (Cursor *c, char wanted, const char *words)
{
  skip_space (c);
  if (c->p == c->end || *c->p != wanted)
    return fail (c, words);
  c->p++;
  return TRUE;
}

/* Four hex digits at @p. */
static gboolean
read_unit (const char *p, const char *end, gunichar *unit)
{
  *unit = 0;
  if (end - p < 4)
    return FALSE;
  for (int i = 0; i < 4; i++) {
    if (!hs_is_hex (p[i]))
      return FALSE;
    *unit = *unit * 16 + (gunichar)g_ascii_xdigit_value (p[i]);
  }
  return TRUE;
}

/* \uXXXX, a surrogate pair perhaps; the cursor is behind the 'u'. Never longer than what it stands for. */
static gboolean
read_unicode (Cursor *c, char **out)
{
  gunichar high, low;

  if (!read_unit (c->p, c->end, &high))
    return fail (c, "four hexadecimal digits");
  c->p += 4;
  if (high >= 0xd800 && high < 0xdc00 && c->end - c->p >= 6 && c->p[0] == '\\' && c->p[1] == 'u' && read_unit (c->p + 2, c->end, &low) &&
      low >= 0xdc00 && low < 0xe000) {
    c->p += 6;
    high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  *out += g_unichar_to_utf8 (high >= 0xd800 && high < 0xe000 ? 0xfffd : high, *out);
  return TRUE;
}

static gboolean
read_escape (Cursor *c, char **out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (c->p == c->end)
    return fail (c, "an escape");
  if (*c->p == 'u') {
    c->p++;
    return read_unicode (c, out);
  }
  found = *c->p != '\0' ? strchr (from, *c->p) : NULL;
  if (found == NULL)
    return fail (c, "an escape");
  *(*out)++ = to[found - from];
  c->p++;
  return TRUE;
}

/* Is the escape at the cursor one that the cut goes through? */
static gboolean
is_broken_escape (const Cursor *c)
{
  return c->cut && c->end - c->p < 12 && c->end - c->p < (c->end - c->p > 1 && c->p[1] == 'u' ? 12 : 2);
}

/* The string at the cursor; FALSE with an error. */
static gboolean
read_string (Cursor *c, HsSlice *string)
{
  char *out, *start;

  if (!expect (c, '"', "a string"))
    return FALSE;
  out = start = c->p;
  while (c->p < c->end && *c->p != '"' && !(*c->p == '\\' && is_broken_escape (c))) {
    char *run = c->p;
    while (c->p < c->end && *c->p != '"' && *c->p != '\\')
      c->p++;
    memmove (out, run, (gsize)(c->p - run));
    out += c->p - run;
    if (c->p < c->end && *c->p == '\\' && !is_broken_escape (c)) {
      c->p++;
      if (!read_escape (c, &out))
        return FALSE;
    }
  }
  *string = hs_slice (start, out);
  if (c->p < c->end && *c->p == '"') {
    c->p++;
    return TRUE;
  }
  c->broke = c->cut;
  return c->broke || fail (c, "the end of a string");
}

static gboolean
skip_string (Cursor *c)
{
  for (c->p++; c->p < c->end && *c->p != '"'; c->p++)
    if (*c->p == '\\' && c->p + 1 < c->end)
      c->p++;
  if (c->p == c->end)
    return fail (c, "the end of a string");
  c->p++;
  return TRUE;
}

/* Any value; brackets are counted, not descended into. */
static gboolean
skip_value (Cursor *c)
{
  guint depth = 0;

  skip_space (c);
  if (c->p == c->end || strchr ("]}:,", *c->p) != NULL)
    return fail (c, "a value");
  while (c->p < c->end) {
    if (depth == 0 && (*c->p == ',' || *c->p == '}'))
      return TRUE;
    if (*c->p == '"') {
      if (!skip_string (c))
        return FALSE;
      continue;
    }
    depth += *c->p == '{' || *c->p == '[';
    depth -= (*c->p == '}' || *c->p == ']') && depth > 0;
    c->p++;
  }
  return fail (c, "',' or '}'");
}

/* A number as it is written. */
static char *
read_id (Cursor *c)
{
  char *start;
  HsSlice text;

  skip_space (c);
  start = c->p;
  if (c->p < c->end && *c->p == '"')
    return read_string (c, &text) ? g_strndup (text.ptr, text.len) : NULL;
  while (c->p < c->end && (hs_is_alnum (*c->p) || strchr ("+-.", *c->p) != NULL))
    c->p++;
  if (c->p == start || !(hs_is_digit (*start) || *start == '-')) {
    c->p = start;
    return skip_value (c) ? g_strdup ("") : NULL; /* null, true, a list: no id */
  }
  return g_strndup (start, (gsize)(c->p - start));
}

/* Standard or URL-safe alphabet, white space anywhere, padding or not. In place. */
static gboolean
decode_base64 (Cursor *c, HsSlice *text)
{
  char *bytes = c->start + (text->ptr - c->start), *out = bytes;
  gboolean valid = TRUE;
  gint state = 0;
  guint save = 0;
  gsize n = 0;

  for (gsize i = 0; i < text->len; i++) {
    char b = bytes[i] == '-' ? '+' : bytes[i] == '_' ? '/' : bytes[i];
    valid &= hs_is_alnum (b) || hs_is_space (b) || b == '+' || b == '/' || b == '=';
    if (!hs_is_space (b) && b != '=')
      bytes[n++] = b;
  }
  if (c->broke)
    n -= n % 4;
  if (!valid || n % 4 == 1) {
    hs_error_set (c->error, HS_ERROR_RECORD, "the record's \"raw_b64\" is no base64", NULL);
    return FALSE;
  }
  out += g_base64_decode_step (bytes, n, (guchar *)bytes, &state, &save);
  if (n % 4 != 0)
    out += g_base64_decode_step ("==", 4 - n % 4, (guchar *)out, &state, &save);
  *text = hs_slice (bytes, out);
  return TRUE;
}

/* The value of the member @key. */
static gboolean
read_value (Cursor *c, HsSlice key, char **id, HsSlice *raw)
{
  gboolean base64 = hs_slice_equal_str (key, "raw_b64");

  if (hs_slice_equal_str (key, "id")) {
    g_free (*id);
    *id = read_id (c);
    return *id != NULL;
  }
  if (!base64 && !hs_slice_equal_str (key, "raw"))
    return skip_value (c);
  *raw = HS_SLICE_NONE;
  return read_string (c, raw) && (!base64 || decode_base64 (c, raw));
}

static gboolean
read_object (Cursor *c, char **id, HsSlice *raw)
{
  if (!expect (c, '{', "'{'"))
    return FALSE;
  do {
    HsSlice key;
    if (!read_string (c, &key) || !expect (c, ':', "':'") || !read_value (c, key, id, raw))
      return FALSE;
    if (c->broke)
      return TRUE;
    skip_space (c);
  } while (c->p < c->end && *c->p == ',' && c->p++ != NULL);
  if (c->cut && c->p == c->end)
    return TRUE;
  if (!expect (c, '}', "',' or '}'"))
    return FALSE;
  skip_space (c);
  return c->p == c->end || fail (c, "nothing more");
}

gboolean
hs_record_decode (char *line, gsize len, gboolean cut, HsSlice *raw, char **id, GError **error)
{
  Cursor c = { line, line, line + len, cut, FALSE, error };

  *id = NULL;
  *raw = HS_SLICE_NONE;
  if (!read_object (&c, id, raw))
    return FALSE;
  if (raw->ptr == NULL)
    hs_error_set (error, HS_ERROR_RECORD, "the record has neither \"raw\" nor \"raw_b64\"", NULL);
  return raw->ptr != NULL;
}
