/* SPDX-License-Identifier: MIT */
#include "zonefile.h"

#include "ascii.h"
#include "error-private.h"

#define TOKENS_MAX 64
#define TEXT_MAX 65535 /* RDLENGTH */

typedef struct {
  const char *p;
  const char *end;
  guint line;
  const char *name;
} Reader;

/* One logical line: up to a line end outside parentheses. */
typedef struct {
  guint line;
  gboolean indented; /* no owner: that of the record before */
  guint n;
  HsSlice tokens[TOKENS_MAX];
  gboolean quoted[TOKENS_MAX];
} Entry;

static gboolean
fail (const Reader *reader, guint line, GError **error, const char *what)
{
  hs_error_set (error, HS_ERROR_CONFIG, what, NULL);
  g_prefix_error (error, "%s:%u: ", reader->name, line);
  return FALSE;
}

static gboolean
read_quoted (Reader *reader, HsSlice *token, GError **error)
{
  const char *start = ++reader->p;

  while (reader->p < reader->end && *reader->p != '"' && *reader->p != '\n')
    reader->p += *reader->p == '\\' && reader->end - reader->p > 1 && reader->p[1] != '\n' ? 2 : 1;
  if (reader->p >= reader->end || *reader->p != '"')
    return fail (reader, reader->line, error, "a quote is not closed on its line");
  *token = hs_slice (start, reader->p++);
  return TRUE;
}

static void
read_plain (Reader *reader, HsSlice *token)
{
  const char *start = reader->p;

  while (reader->p < reader->end && !hs_is_space (*reader->p) && strchr ("\";()", *reader->p) == NULL)
    reader->p += *reader->p == '\\' && reader->end - reader->p > 1 && reader->p[1] != '\n' ? 2 : 1;
  if (reader->p == start) /* a NUL byte, which strchr finds */
    reader->p++;
  *token = hs_slice (start, reader->p);
}

static gboolean
read_token (Reader *reader, Entry *entry, GError **error)
{
  gboolean quoted = *reader->p == '"';
  HsSlice token;

  if (!quoted)
    read_plain (reader, &token);
  else if (!read_quoted (reader, &token, error))
    return FALSE;
  if (entry->n == TOKENS_MAX)
    return fail (reader, reader->line, error, "too many words in one record");
  entry->quoted[entry->n] = quoted;
  entry->tokens[entry->n++] = token;
  return TRUE;
}

static gboolean
read_entry (Reader *reader, Entry *entry, GError **error)
{
  guint depth = 0;

  *entry = (Entry){ .line = reader->line, .indented = reader->p < reader->end && (*reader->p == ' ' || *reader->p == '\t') };
  while (reader->p < reader->end) {
    char c = *reader->p;
    if (c == ';') {
      const char *eol = memchr (reader->p, '\n', (gsize)(reader->end - reader->p));
      reader->p = eol != NULL ? eol : reader->end;
    } else if (c == '\n') {
      reader->p++;
      reader->line++;
      if (depth == 0)
        return TRUE;
    } else if (hs_is_space (c))
      reader->p++;
    else if (c == '(' || c == ')') {
      reader->p++;
      depth = c == '(' ? depth + 1 : depth > 0 ? depth - 1 : 0;
    } else if (!read_token (reader, entry, error))
      return FALSE;
  }
  return depth == 0 || fail (reader, entry->line, error, "a parenthesis is not closed");
}

static void
append_unescaped (GString *text, HsSlice token)
{
  for (gsize i = 0; i < token.len; i++) {
    char c = token.ptr[i];
    if (c == '\\' && token.len - i > 3 && hs_is_digit (token.ptr[i + 1]) && hs_is_digit (token.ptr[i + 2]) &&
        hs_is_digit (token.ptr[i + 3])) {
      c = (char)((token.ptr[i + 1] - '0') * 100 + (token.ptr[i + 2] - '0') * 10 + (token.ptr[i + 3] - '0'));
      i += 3;
    } else if (c == '\\' && token.len - i > 1)
      c = token.ptr[++i];
    g_string_append_c (text, c);
  }
}

/* Index of the type word "TXT" behind [owner] [TTL] [class], or 0. */
static guint
find_type (const Entry *entry, guint first)
{
  for (guint i = first; i < entry->n && i < first + 3; i++) {
    guint64 ttl;
    if (entry->quoted[i])
      return 0;
    if (hs_slice_iequal_str (entry->tokens[i], "TXT"))
      return i;
    if (!hs_slice_iequal_str (entry->tokens[i], "IN") && !hs_slice_to_uint (entry->tokens[i], G_MAXUINT32, &ttl))
      return 0;
  }
  return 0;
}

static gboolean
handle_entry (Reader *reader, const Entry *entry, HsSlice *owner, const char *origin, HsZonefileFunc func, gpointer user_data,
              GError **error)
{
  g_autoptr (GString) text = NULL;
  guint first = entry->indented ? 0 : 1;
  guint type;
  HsZonefileRecord record = { .line = entry->line };

  if (entry->n > 0 && entry->quoted[0])
    return fail (reader, entry->line, error, "text without a name: print the whole record (dig TXT NAME, without +short)");
  if (!entry->indented && entry->n > 0)
    *owner = entry->tokens[0];
  type = find_type (entry, first);
  if (entry->n == 0 || (type == 0 && !(first == 0 && entry->n > 0 && hs_slice_iequal_str (entry->tokens[0], "TXT"))))
    return TRUE;
  if (owner->ptr == NULL)
    return fail (reader, entry->line, error, "a record without a name");
  text = g_string_new (NULL);
  for (guint i = type + 1; i < entry->n; i++) {
    append_unescaped (text, entry->tokens[i]);
    if (text->len > TEXT_MAX)
      return fail (reader, entry->line, error, "longer than a TXT record can be");
  }
  record.owner = *owner;
  record.text = text;
  return func (&record, origin, user_data, error);
}

gboolean
hs_zonefile_parse (const char *data, gsize len, const char *name, HsZonefileFunc func, gpointer user_data, GError **error)
{
  Reader reader = { data, data + len, 1, name };
  g_autofree char *origin = g_strdup ("");
  HsSlice owner = HS_SLICE_NONE;
  Entry entry;

  while (reader.p < reader.end) {
    if (!read_entry (&reader, &entry, error))
      return FALSE;
    if (entry.n >= 2 && hs_slice_iequal_str (entry.tokens[0], "$ORIGIN")) {
      g_free (origin);
      origin = g_strndup (entry.tokens[1].ptr, entry.tokens[1].len);
    } else if (!handle_entry (&reader, &entry, &owner, origin, func, user_data, error))
      return FALSE;
  }
  return TRUE;
}
