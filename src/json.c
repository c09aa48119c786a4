/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "address.h"
#include "ascii.h"
#include "date.h"

void
hs_json_string (GString *out, HsSlice s)
{
  if (s.ptr == NULL) {
    HS_JSON (out, "null");
    return;
  }
  hs_escape_json_string (out, s);
}

void
hs_json_str (GString *out, const char *s)
{
  hs_json_string (out, hs_slice_str (s));
}

void
hs_json_unfolded (GString *out, HsSlice s)
{
  const char *p, *end, *stop;

  if (s.ptr == NULL) {
    HS_JSON (out, "null");
    return;
  }
  s = hs_slice_trim (s);
  if (hs_line_end (s.ptr, s.ptr + s.len) == s.ptr + s.len) {
    hs_escape_json_string (out, s);
    return;
  }
  HS_JSON (out, "\"");
  for (p = s.ptr, end = s.ptr + s.len; p < end;) {
    const char *line_end = hs_line_end (p, end);
    for (stop = line_end; stop < end && stop > p && hs_is_space (stop[-1]);)
      stop--;
    hs_escape_json (out, hs_slice (p, stop));
    for (p = line_end; p < end && hs_is_space (*p);)
      p++;
    if (p < end)
      HS_JSON (out, " ");
  }
  HS_JSON (out, "\"");
}

void
hs_json_word (GString *out, const char *word)
{
  if (word == NULL) {
    HS_JSON (out, "null");
    return;
  }
  HS_JSON (out, "\"");
  hs_json_put_word (out, word);
}

void
hs_json_put_word (GString *out, const char *word)
{
  gsize n = strlen (word);

  hs_escape_reserve (out, n + 2);
  memcpy (out->str + out->len, word, n);
  memcpy (out->str + out->len + n, "\"", 2);
  out->len += n + 1;
}

void
hs_json_uint (GString *out, guint64 n)
{
  char digits[20];
  guint at = sizeof digits;

  if (n < 100) {
    hs_escape_reserve (out, 2);
    if (n >= 10)
      out->str[out->len++] = (char)('0' + n / 10);
    out->str[out->len++] = (char)('0' + n % 10);
    return;
  }
  do {
    digits[--at] = (char)('0' + n % 10);
    n /= 10;
  } while (n > 0);
  hs_json_put (out, digits + at, sizeof digits - at);
}

void
hs_json_int (GString *out, gint64 n)
{
  if (n < 0)
    HS_JSON (out, "-");
  hs_json_uint (out, n < 0 ? -(guint64)n : (guint64)n);
}

void
hs_json_number (GString *out, guint64 n)
{
  if (n == 0)
    HS_JSON (out, "null");
  else
    hs_json_uint (out, n);
}

void
hs_json_bool (GString *out, gboolean b)
{
  if (b)
    HS_JSON (out, "true");
  else
    HS_JSON (out, "false");
}

static void
put_quoted (GString *out, const char *text, gsize len)
{
  if (len == 0) {
    HS_JSON (out, "null");
    return;
  }
  HS_JSON (out, "\"");
  hs_json_put (out, text, len);
  HS_JSON (out, "\"");
}

void
hs_json_time (GString *out, const HsTime *time)
{
  char text[HS_TIME_TEXT_MAX];
  put_quoted (out, text, hs_date_format_utc (time, text));
}

void
hs_json_ip (GString *out, const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];
  put_quoted (out, text, hs_ip_format (ip, text));
}

void
hs_json_close (GString *out, char bracket)
{
  if (out->str[out->len - 1] == ',')
    out->str[out->len - 1] = bracket;
  else
    hs_json_put (out, &bracket, 1);
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
    hs_json_put (out, p, (gsize)(next - p));
    if (*p == ',')
      HS_JSON (out, " ");
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
  hs_json_put (out, p, (gsize)(next - p));
  if (*p == '{' || *p == '[')
    new_line (out, ++*depth);
  else if (*p == ',')
    new_line (out, *depth);
  else if (*p == ':')
    HS_JSON (out, " ");
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
      HS_JSON (out, "{}");
      p += 2;
    } else {
      p = put_token (out, p, end, &depth);
    }
  }
}
