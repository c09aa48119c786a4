/* Takes one header out of a paste and mends it line by line.  SPDX-License-Identifier: MIT */
#include "repair-parts.h"

typedef struct {
  HsPaste *paste;
  const HsPasteGroup *group;
  GString *text;
  GArray *map;
  HsSlice name;    /* of the field being written */
  gsize looked_at; /* so far into the text, for what the field ends in */
  gboolean semicolon;
  char last;
  gboolean mended;   /* the line before was a lost continuation */
  gboolean all_lost; /* no folding at all is left in this header */
} Taker;

/* The damage that is of the whole group. */
static void
note_group (HsPaste *paste, const HsPasteGroup *group)
{
  guint number = g_array_index (paste->lines, HsPasteLine, group->start).number;

  if (group->margin.depth > 0)
    hs_paste_note (paste, HS_REPAIR_QUOTED, number);
  if (group->margin.indent > 0)
    hs_paste_note (paste, HS_REPAIR_INDENTED, number);
  if (group->blanks > 0)
    hs_paste_note (paste, group->doubled ? HS_REPAIR_DOUBLE_SPACED : HS_REPAIR_BLANK_LINES, number);
}

/* An address or identifier in angle brackets that are entities: the text comes out of a web page's source. */
static gboolean
is_from_web_page (HsSlice line)
{
  return memchr (line.ptr, '<', line.len) == NULL && hs_slice_ifind (line, "&lt;") != NULL && hs_slice_ifind (line, "&gt;") != NULL &&
         memchr (line.ptr, '@', line.len) != NULL;
}

static HsSlice
line_of (Taker *t, guint i)
{
  return hs_paste_without_margin (g_array_index (t->paste->lines, HsPasteLine, i).text, t->group->margin);
}

static void
look_over (Taker *t)
{
  guint folded = 0, lost = 0, inside = 0; /* lost lines with a field behind them */

  for (guint i = t->group->start; i < t->group->end; i++) {
    HsSlice line = line_of (t, i);
    if (hs_paste_is_blank (line))
      continue;
    if (hs_paste_space (line.ptr, line.ptr + line.len) > 0)
      folded++;
    else if (hs_repair_name (line, NULL) == HS_NAME_NONE)
      lost++;
    else
      inside = lost;
    t->paste->is_web_page |= is_from_web_page (line);
  }
  t->all_lost = folded == 0 && inside > 1;
}

/* "CIP:192.0.2.1;CTRY:US;": looks like a field, but below these fields it is their value. */
static gboolean
is_report_part (Taker *t, HsSlice line)
{
  gsize n = 0;

  if (hs_slice_ifind (t->name, "forefront") == NULL && hs_slice_ifind (t->name, "antispam") == NULL)
    return FALSE;
  while (n < line.len && line.ptr[n] >= 'A' && line.ptr[n] <= 'Z')
    n++;
  return n >= 2 && n <= 8 && n < line.len && line.ptr[n] == ':' && memchr (line.ptr, ';', line.len) != NULL;
}

/* The field so far asks for more: it ends in the middle of a list, or it is a Received field without a date. Looks at each line once. */
static gboolean
is_unfinished (Taker *t)
{
  HsSlice added = { t->text->str + t->looked_at, t->text->len - t->looked_at }, value = hs_slice_trim (added);

  t->looked_at = t->text->len;
  t->semicolon |= memchr (added.ptr, ';', added.len) != NULL;
  if (value.len > 0)
    t->last = value.ptr[value.len - 1];
  if (t->last != '\0' && strchr (",;:=(", t->last) != NULL)
    return TRUE;
  return hs_slice_iequal_str (t->name, "received") && !t->semicolon;
}

/* "HOST:EE_|..." below a field that is empty so far or whose list goes on, "include:example.com" among mended lines: no blank behind the
   colon, which fields nobody knows of hardly lack. */
static gboolean
is_piece (Taker *t, HsSlice line, HsSlice name)
{
  const char *colon = memchr (line.ptr, ':', line.len);

  if (colon == NULL || colon + 1 == line.ptr + line.len || hs_is_space (colon[1]))
    return FALSE;
  if (t->last == '\0' || strchr (",;:=", t->last) != NULL)
    return TRUE;
  return t->mended && g_ascii_islower (name.ptr[0]) && memchr (name.ptr, '-', name.len) == NULL;
}

static gboolean
is_lost_continuation (Taker *t, HsSlice line, HsNameKind kind, HsSlice name)
{
  gboolean unfinished;

  if (t->name.ptr == NULL)
    return FALSE;
  unfinished = is_unfinished (t);
  if (kind != HS_NAME_NONE)
    return kind == HS_NAME_OTHER && (is_report_part (t, line) || is_piece (t, line, name));
  return hs_repair_continues (line) || t->mended || t->all_lost || unfinished;
}

static void
end_line (Taker *t, guint number)
{
  g_string_append_c (t->text, '\n');
  g_array_append_val (t->map, number);
}

/* Blanks at the start of a line, odd ones made plain. Returns what follows. */
static HsSlice
take_blanks (Taker *t, HsSlice line, guint number)
{
  const char *p = line.ptr, *end = p + line.len;
  gsize n;

  for (; (n = hs_paste_space (p, end)) > 0; p += n) {
    if (n > 1)
      hs_paste_note (t->paste, HS_REPAIR_SPACES, number);
    g_string_append_c (t->text, n > 1 ? ' ' : *p);
  }
  return hs_slice (p, end);
}

static void
take_field (Taker *t, HsSlice line, HsSlice name, guint number)
{
  const char *end = line.ptr + line.len, *value = (const char *)memchr (line.ptr, ':', line.len) + 1;

  t->name = name;
  t->semicolon = FALSE;
  t->last = '\0';
  t->mended = FALSE;
  g_string_append_len (t->text, line.ptr, value - line.ptr);
  t->looked_at = t->text->len;
  hs_paste_mend_characters (t->paste, name, take_blanks (t, hs_slice (value, end), number), number, t->text);
  end_line (t, number);
}

static void
take_line (Taker *t, HsSlice line, guint number)
{
  HsSlice name = HS_SLICE_NONE;
  HsNameKind kind = hs_repair_name (line, &name);
  gboolean folded = hs_paste_space (line.ptr, line.ptr + line.len) > 0;

  if (!folded && kind != HS_NAME_NONE && !is_lost_continuation (t, line, kind, name)) {
    take_field (t, line, name, number);
    return;
  }
  if (!folded && is_lost_continuation (t, line, kind, name)) {
    hs_paste_note (t->paste, HS_REPAIR_UNFOLDED, number);
    g_string_append_c (t->text, ' ');
    t->mended = TRUE;
  } else if (!folded) { /* a bad line: nothing below it goes on with the field above it */
    t->name = HS_SLICE_NONE;
  }
  hs_paste_mend_characters (t->paste, t->name, take_blanks (t, line, number), number, t->text);
  end_line (t, number);
}

void
hs_paste_take (HsPaste *paste, const HsPasteGroup *group, GString *text, GArray *map)
{
  Taker taker = { .paste = paste, .group = group, .text = text, .map = map };

  note_group (paste, group);
  look_over (&taker);
  for (guint i = group->start; i < group->end; i++) {
    HsSlice line = line_of (&taker, i);
    if (!hs_paste_is_blank (line))
      take_line (&taker, line, g_array_index (paste->lines, HsPasteLine, i).number);
  }
}
