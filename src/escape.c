/* Everything but JSON: short pieces for people, so clarity before speed.  SPDX-License-Identifier: MIT */
#include "escape.h"

#include "ascii.h"
#include "utf8.h"

static void
append_char (GString *out, gunichar c)
{
  char text[4];
  g_string_append_len (out, text, hs_utf8_encode (c, text));
}

/* A character as such, or, where it cannot be seen or would act, a picture or its number. TRUE if it was no UTF-8. */
static gboolean
append_visible (GString *out, gunichar c)
{
  if (c == HS_UTF8_INVALID) {
    append_char (out, 0xFFFD);
    return TRUE;
  }
  if (c < 0x20)
    append_char (out, 0x2400 + c);
  else if (c == 0x7F)
    append_char (out, 0x2421);
  else if (hs_utf8_is_invisible (c))
    g_string_append_printf (out, "[U+%04X]", c);
  else
    append_char (out, c);
  return FALSE;
}

/* Skips the white space at @p and says whether it held a line end. */
static const char *
skip_folding (const char *p, const char *end, gboolean *folded)
{
  *folded = FALSE;
  for (; p < end && hs_is_space (*p); p++)
    *folded |= *p == '\n' || *p == '\r';
  return p;
}

/* Appends one line: white space that holds a line end is one space, a tab is a space; @special: (nullable): appends what stands
   for a character that it wants to change and returns TRUE. */
typedef gboolean (*AppendSpecial) (GString *out, gunichar c);

static gboolean
append_line (GString *out, HsSlice s, AppendSpecial special)
{
  const char *p = s.ptr, *end = hs_slice_end (s);
  gboolean invalid = FALSE, folded;

  while (p < end) {
    gunichar c;
    const char *next = hs_is_space (*p) ? skip_folding (p, end, &folded) : p;
    if (next != p) { /* the whole run at once: it may be as long as the field */
      gsize n = folded ? 1 : (gsize)(next - p);
      for (gsize i = 0; i < n; i++)
        g_string_append_c (out, ' ');
      p = next;
      continue;
    }
    p += hs_utf8_decode (p, end, &c);
    if (special == NULL || !special (out, c))
      invalid |= append_visible (out, c);
  }
  return invalid;
}

gboolean
hs_escape_text (GString *out, HsSlice s)
{
  return s.ptr != NULL && append_line (out, s, NULL);
}

gboolean
hs_escape_html (GString *out, HsSlice s)
{
  const char *p = s.ptr, *end = hs_slice_end (s);
  gboolean invalid = FALSE;

  while (p != NULL && p < end) {
    gunichar c;
    p += hs_utf8_decode (p, end, &c);
    if (c == '\r' && p < end && *p == '\n')
      continue;
    if (c == '&')
      g_string_append (out, "&amp;");
    else if (c == '<')
      g_string_append (out, "&lt;");
    else if (c == '>')
      g_string_append (out, "&gt;");
    else if (c == '"')
      g_string_append (out, "&quot;");
    else if (c == '\'')
      g_string_append (out, "&#39;");
    else if (c == '\n' || c == '\t')
      g_string_append_c (out, (char)c);
    else
      invalid |= append_visible (out, c);
  }
  return invalid;
}

/* In a code span only its fence, and in a table cell the column mark, have a meaning (CommonMark 6.1, GFM 4.10). */
static gboolean
markdown_code (GString *out, gunichar c)
{
  if (c != '|')
    return FALSE;
  g_string_append (out, "\\|");
  return TRUE;
}

static gsize
longest_backticks (HsSlice s)
{
  gsize longest = 0, run = 0;

  for (gsize i = 0; i < s.len; i++) {
    run = s.ptr[i] == '`' ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}

static void
append_backticks (GString *out, gsize n)
{
  while (n-- > 0)
    g_string_append_c (out, '`');
}

gboolean
hs_escape_markdown (GString *out, HsSlice s)
{
  gsize fence = longest_backticks (s) + 1;
  gboolean invalid;

  s = hs_slice_trim (s);
  if (hs_slice_is_empty (s))
    return FALSE;
  append_backticks (out, fence);
  if (s.ptr[0] == '`')
    g_string_append_c (out, ' ');
  invalid = append_line (out, s, markdown_code);
  if (s.ptr[s.len - 1] == '`')
    g_string_append_c (out, ' ');
  append_backticks (out, fence);
  return invalid;
}

static gboolean
markdown_words (GString *out, gunichar c)
{
  if (c >= 0x80 || strchr ("\\`*_[]<>|~#&", (int)c) == NULL || c == 0)
    return FALSE;
  g_string_append_c (out, '\\');
  g_string_append_c (out, (char)c);
  return TRUE;
}

gboolean
hs_escape_markdown_words (GString *out, HsSlice s)
{
  return s.ptr != NULL && append_line (out, s, markdown_words);
}

static gboolean
csv_quotes (GString *out, gunichar c)
{
  if (c != '"')
    return FALSE;
  g_string_append (out, "\"\"");
  return TRUE;
}

/* Would a spreadsheet compute this cell? Full-width signs count too: East Asian editions take them. */
static gboolean
is_formula (HsSlice s)
{
  gunichar c;

  s = hs_slice_trim (s);
  if (s.len == 0)
    return FALSE;
  hs_utf8_decode (s.ptr, s.ptr + s.len, &c);
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

gboolean
hs_escape_csv (GString *out, HsSlice s)
{
  gboolean quoted, invalid;

  if (s.ptr == NULL || s.len == 0)
    return FALSE;
  quoted = memchr (s.ptr, '"', s.len) != NULL || memchr (s.ptr, ',', s.len) != NULL || memchr (s.ptr, ';', s.len) != NULL ||
           hs_is_space (s.ptr[0]) || hs_is_space (s.ptr[s.len - 1]);
  if (quoted)
    g_string_append_c (out, '"');
  if (is_formula (s))
    g_string_append_c (out, '\'');
  invalid = append_line (out, s, csv_quotes);
  if (quoted)
    g_string_append_c (out, '"');
  return invalid;
}

guint
hs_text_width (const char *utf8, gsize len)
{
  const char *p = utf8, *end = utf8 + len;
  guint width = 0;

  while (p < end) {
    gunichar c;
    p += hs_utf8_decode (p, end, &c);
    if (c < 0x300 || c == HS_UTF8_INVALID)
      width++;
    else if (g_unichar_iswide (c))
      width += 2;
    else if (!g_unichar_iszerowidth (c))
      width++;
  }
  return width;
}
