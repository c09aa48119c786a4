/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "ascii.h"
#include "error-private.h"

#include <hopscope/error.h>

typedef struct {
  const char *start;
  const char *p;
  const char *end;
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

/* \uXXXX, a surrogate pair perhaps; the cursor is behind the 'u'. */
static gboolean
read_unicode (Cursor *c, GString *out)
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
  if (high == 0)
    g_string_append_c (out, '\0');
  else
    g_string_append_unichar (out, high >= 0xd800 && high < 0xe000 ? 0xfffd : high);
  return TRUE;
}

static gboolean
read_escape (Cursor *c, GString *out)
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
  g_string_append_c (out, to[found - from]);
  c->p++;
  return TRUE;
}

/* The string at the cursor; NULL with an error. */
static GString *
read_string (Cursor *c)
{
  GString *out;

  if (!expect (c, '"', "a string"))
    return NULL;
  out = g_string_new (NULL);
  while (c->p < c->end && *c->p != '"') {
    const char *run = c->p;
    while (c->p < c->end && *c->p != '"' && *c->p != '\\')
      c->p++;
    g_string_append_len (out, run, c->p - run);
    if (c->p < c->end && *c->p == '\\') {
      c->p++;
      if (!read_escape (c, out)) {
        g_string_free (out, TRUE);
        return NULL;
      }
    }
  }
  if (c->p == c->end) {
    fail (c, "the end of a string");
    g_string_free (out, TRUE);
    return NULL;
  }
  c->p++;
  return out;
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
  const char *start;

  skip_space (c);
  start = c->p;
  if (c->p < c->end && *c->p == '"') {
    GString *text = read_string (c);
    return text != NULL ? g_string_free (text, FALSE) : NULL;
  }
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
decode_base64 (Cursor *c, GString *text)
{
  gsize n = 0;
  gboolean valid = TRUE;

  for (gsize i = 0; i < text->len; i++) {
    char b = text->str[i] == '-' ? '+' : text->str[i] == '_' ? '/' : text->str[i];
    valid &= hs_is_alnum (b) || hs_is_space (b) || b == '+' || b == '/' || b == '=';
    if (!hs_is_space (b) && b != '=')
      text->str[n++] = b;
  }
  if (!valid || n % 4 == 1) {
    hs_error_set (c->error, HS_ERROR_RECORD, "the record's \"raw_b64\" is no base64", NULL);
    return FALSE;
  }
  g_string_truncate (text, n);
  while (text->len % 4 != 0)
    g_string_append_c (text, '=');
  if (n > 0) {
    g_base64_decode_inplace (text->str, &n);
    g_string_truncate (text, n);
  }
  return TRUE;
}

static void
free_string (GString **string)
{
  if (*string != NULL)
    g_string_free (*string, TRUE);
  *string = NULL;
}

/* The value of the member @key. */
static gboolean
read_value (Cursor *c, const char *key, char **id, GString **raw)
{
  gboolean base64 = strcmp (key, "raw_b64") == 0;

  if (strcmp (key, "id") == 0) {
    g_free (*id);
    *id = read_id (c);
    return *id != NULL;
  }
  if (!base64 && strcmp (key, "raw") != 0)
    return skip_value (c);
  free_string (raw);
  *raw = read_string (c);
  return *raw != NULL && (!base64 || decode_base64 (c, *raw));
}

static gboolean
read_object (Cursor *c, char **id, GString **raw)
{
  if (!expect (c, '{', "'{'"))
    return FALSE;
  do {
    GString *key = read_string (c);
    gboolean read = key != NULL && expect (c, ':', "':'") && read_value (c, key->str, id, raw);
    free_string (&key);
    if (!read)
      return FALSE;
    skip_space (c);
  } while (c->p < c->end && *c->p == ',' && c->p++ != NULL);
  if (!expect (c, '}', "',' or '}'"))
    return FALSE;
  skip_space (c);
  return c->p == c->end || fail (c, "nothing more");
}

GBytes *
hs_record_decode (HsSlice line, char **id, GError **error)
{
  Cursor c = { line.ptr, line.ptr, line.ptr + line.len, error };
  GString *raw = NULL;

  *id = NULL;
  if (read_object (&c, id, &raw) && raw != NULL)
    return g_string_free_to_bytes (raw);
  free_string (&raw);
  if (error != NULL && *error == NULL)
    hs_error_set (error, HS_ERROR_RECORD, "the record has neither \"raw\" nor \"raw_b64\"", NULL);
  return NULL;
}
