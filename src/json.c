/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "address.h"
#include "ascii.h"
#include "date.h"

char *
hs_json_grow (GString *out, char *at, gsize n)
{
  out->len = (gsize)(at - out->str);
  hs_escape_grow (out, n);
  return out->str + out->len;
}

char *
hs_json_string (GString *out, char *at, HsSlice s)
{
  if (s.ptr != NULL)
    return hs_json_put_string (out, at, s);
  HS_JSON (at, "null");
  return at;
}

char *
hs_json_str (GString *out, char *at, const char *s)
{
  return hs_json_string (out, at, hs_slice_str (s));
}

char *
hs_json_unfolded (GString *out, char *at, HsSlice s)
{
  const char *p, *end, *line_end, *stop;

  s = hs_slice_trim (s);
  if (s.ptr == NULL || (line_end = hs_line_end (s.ptr, s.ptr + s.len)) == s.ptr + s.len)
    return hs_json_string (out, at, s);
  HS_JSON (at, "\"");
  for (p = s.ptr, end = s.ptr + s.len;; line_end = hs_line_end (p, end)) {
    for (stop = line_end; stop > p && hs_is_space (stop[-1]);)
      stop--;
    at = hs_json_put_part (out, at, hs_slice (p, stop));
    if (line_end == end)
      break;
    for (p = line_end; hs_is_space (*p);) /* trimmed: something else comes before the end */
      p++;
    HS_JSON (at, " ");
  }
  HS_JSON (at, "\"");
  return at;
}

char *
hs_json_word (char *at, const char *word)
{
  if (word == NULL) {
    HS_JSON (at, "null");
    return at;
  }
  HS_JSON (at, "\"");
  return hs_json_put_word (at, word);
}

char *
hs_json_put_word (char *at, const char *word)
{
  at = stpcpy (at, word);
  *at++ = '"';
  return at;
}

char *
hs_json_uint (char *at, guint64 n)
{
  char digits[20], *p = digits + sizeof digits;

  if (n < 10) {
    *at++ = (char)('0' + n);
    return at;
  }
  for (; n >= 10; n /= 100)
    memcpy (p -= 2, hs_digit_pairs + n % 100 * 2, 2);
  if (n > 0)
    *--p = (char)('0' + n);
  return mempcpy (at, p, (gsize)(digits + sizeof digits - p));
}

char *
hs_json_int (char *at, gint64 n)
{
  if (n < 0)
    *at++ = '-';
  return hs_json_uint (at, n < 0 ? -(guint64)n : (guint64)n);
}

char *
hs_json_bool (char *at, gboolean b)
{
  if (b)
    HS_JSON (at, "true");
  else
    HS_JSON (at, "false");
  return at;
}

/* @len bytes stand behind the place for the quote already. */
static inline char *
put_quotes (char *at, gsize len)
{
  if (len == 0) {
    HS_JSON (at, "null");
    return at;
  }
  at[0] = at[len + 1] = '"';
  return at + len + 2;
}

char *
hs_json_time (char *at, const HsTime *time)
{
  return put_quotes (at, hs_date_format_utc (time, at + 1));
}

char *
hs_json_ip (char *at, const HsIp *ip)
{
  return put_quotes (at, hs_ip_format (ip, at + 1));
}

/* Layout. */

static void
new_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth * 2; i++)
    g_string_append_c (out, ' ');
}

/* The end of the string that begins at @p. */
static const char *
string_end (const char *p, const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\')
      p++;
  return p < end ? p + 1 : end;
}

/* The end of the list at @p if it holds plain values only, else NULL. */
static const char *
plain_list_end (const char *p, const char *end)
{
  for (p++; p < end && *p != '[' && *p != '{';) {
    if (*p == ']')
      return p + 1;
    p = *p == '"' ? string_end (p, end) : p + 1;
  }
  return NULL;
}

static void
put_plain_list (GString *out, const char *p, const char *end)
{
  while (p < end) {
    const char *next = *p == '"' ? string_end (p, end) : p + 1;
    g_string_append_len (out, p, next - p);
    if (*p == ',')
      g_string_append (out, " ");
    p = next;
  }
}

/* Writes the token at @p and what white space it asks for. */
static const char *
put_token (GString *out, const char *p, const char *end, guint *depth)
{
  const char *next = *p == '"' ? string_end (p, end) : p + 1;

  if ((*p == '}' || *p == ']') && *depth > 0)
    new_line (out, --*depth);
  g_string_append_len (out, p, next - p);
  if (*p == '{' || *p == '[')
    new_line (out, ++*depth);
  else if (*p == ',')
    new_line (out, *depth);
  else if (*p == ':')
    g_string_append (out, " ");
  return next;
}

void
hs_json_pretty (GString *out, const char *json, gsize len, guint depth)
{
  const char *p = json, *end = json + len, *list_end;

  while (p < end) {
    if (*p == '[' && (list_end = plain_list_end (p, end)) != NULL) {
      put_plain_list (out, p, list_end);
      p = list_end;
    } else if (end - p >= 2 && p[0] == '{' && p[1] == '}') {
      g_string_append (out, "{}");
      p += 2;
    } else {
      p = put_token (out, p, end, &depth);
    }
  }
}
