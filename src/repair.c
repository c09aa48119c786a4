/* SPDX-License-Identifier: MIT */
#include "repair.h"

#include "repair-parts.h"
#include "scan.h"

static gboolean
is_from_line (HsSlice line)
{
  return hs_slice_ihas_prefix (line, "From ") || hs_slice_ihas_prefix (line, ">From ");
}

/* Does what only damage brings into a header begin at @p: an odd space, a typographic quote, an entity, a dot in brackets? */
static gboolean
is_odd_character (const char *p, const char *end)
{
  guint8 next = p + 1 < end ? (guint8)p[1] : 0;

  switch ((guint8)*p) {
  case '&':
    return next == '#' || (memchr (p, ';', MIN ((gsize)(end - p), 8)) != NULL && hs_is_alpha (next));
  case '[':
    return hs_paste_defanged (p, end, NULL) > 0;
  case 0xc2:
    return next == 0xa0 || next == 0x85 || next == 0xad || next == 0xab || next == 0xbb;
  case 0xe2:
    return next == 0x80 || next == 0x81 || next == 0x88;
  case 0xe3:
    return next == 0x80;
  case 0xef:
    return next == 0xbb;
  default:
    return FALSE;
  }
}

static gboolean
has_odd_characters (HsSlice line)
{
  for (const char *p = line.ptr, *end = p + line.len; p < end; p++)
    if (((guint8)*p >= 0x80 || *p == '&' || *p == '[') && is_odd_character (p, end))
      return TRUE;
  return FALSE;
}

/* Dashes, equals signs and the like, as people put between two pastes. */
static gboolean
is_separator (HsSlice line)
{
  for (gsize i = 0; i < line.len; i++)
    if (hs_is_alnum (line.ptr[i]) || (guint8)line.ptr[i] >= 0x80)
      return FALSE;
  return TRUE;
}

/* The first line at @p that is neither blank nor a separator; not looking far. */
static HsSlice
first_words (const char *p, const char *end)
{
  HsSlice line = hs_slice (p, p);

  for (guint i = 0; i < 8 && p < end; i++) {
    const char *newline = memchr (p, '\n', (gsize)(end - p));
    line = hs_slice (p, newline != NULL ? newline : end);
    if (!is_separator (line) || (line.len > 0 && (*p == ' ' || *p == '\t')))
      return line;
    p = newline != NULL ? newline + 1 : end;
  }
  return line;
}

/* Can the first line behind the blank one be of the same paste? A body may begin with anything; but what every header begins with is
   looked into. */
static gboolean
is_suspicious_body (HsSlice rest, gboolean has_from)
{
  HsSlice line = first_words (rest.ptr, rest.ptr + rest.len), name;
  HsNameKind kind = hs_repair_name (line, &name);

  if (has_from || line.len == 0)
    return kind >= HS_NAME_DISPLAY;
  return kind >= HS_NAME_DISPLAY || *line.ptr == ' ' || *line.ptr == '\t' || (hs_repair_continues (line) && !hs_repair_is_blob (line));
}

/* "CIP:192.0.2.1;CTRY:US": perhaps the value of the field above. */
static gboolean
is_doubtful (HsSlice line, HsSlice name)
{
  const char *colon = name.ptr + name.len, *end = line.ptr + line.len;

  for (gsize i = 0; i < name.len; i++)
    if (name.ptr[i] < 'A' || name.ptr[i] > 'Z')
      return FALSE;
  return end - colon > 1 && colon[1] != ' ' && hs_repair_name_kind (name) == HS_NAME_OTHER;
}

gboolean
hs_repair_is_clean (HsSlice data)
{
  const char *p = data.ptr, *end = p + data.len, *next, *blank;
  gboolean has_from = FALSE, first = TRUE;
  guint lines = 0;

  for (; p < end; p = next) {
    HsSlice line, name = HS_SLICE_NONE;
    next = hs_scan_next_line (p, end);
    if (hs_scan_is_blank (p, end, &blank)) /* a header of one line is double-spaced, perhaps */
      return lines > 1 && blank - p <= 2 && !is_suspicious_body (hs_slice (next, end), has_from);
    line = hs_slice (p, next - (next[-1] == '\n'));
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
      line.len--;
    if (line.len == 0 || memchr (line.ptr, '\r', line.len) != NULL || has_odd_characters (line) || hs_paste_has_lost_line_ends (line))
      return FALSE;
    if (first && is_from_line (line))
      continue;
    lines++;
    if (first || (*p != ' ' && *p != '\t')) {
      HsNameKind kind = hs_repair_name (line, &name);
      if (kind == HS_NAME_NONE || kind == HS_NAME_LABEL || is_doubtful (line, name))
        return FALSE;
      has_from |= hs_slice_iequal_str (name, "from");
      first = FALSE;
    }
  }
  return !first;
}

/* The line of a field of the group, by name. */
static HsSlice
find_value (HsPaste *paste, const HsPasteGroup *group, const char *wanted)
{
  for (guint i = group->start; i < group->end; i++) {
    HsSlice line = hs_paste_without_margin (g_array_index (paste->lines, HsPasteLine, i).text, group->margin), name;
    if (hs_repair_name (line, &name) != HS_NAME_NONE && hs_slice_iequal_str (name, wanted))
      return hs_slice_trim (hs_slice ((const char *)memchr (line.ptr, ':', line.len) + 1, line.ptr + line.len));
  }
  return HS_SLICE_NONE;
}

/* From, To, Subject as a web page shows them above the header that says the same. */
static gboolean
is_summary_of (HsPaste *paste, const HsPasteGroup *summary, const HsPasteGroup *header)
{
  HsSlice subject = find_value (paste, summary, "subject"), from = find_value (paste, summary, "from");

  if (summary->traces > 0 || header->received == 0 || !hs_paste_is_header (header))
    return FALSE;
  return (subject.len > 0 && hs_slice_equal (subject, find_value (paste, header, "subject"))) ||
         (from.len > 0 && hs_slice_equal (from, find_value (paste, header, "from")));
}

static gboolean
is_plain_start (const HsPasteGroup *group)
{
  return group->start == 0 && group->margin.depth == 0 && group->margin.indent == 0;
}

/* Index of the group that is the (first) header, or G_MAXUINT. What the input begins with is the header unless it is a summary of, or
   a quotation above, a better one: a body must never pass for the header. */
static guint
choose (HsPaste *paste, GArray *groups)
{
  HsPasteGroup *group = (HsPasteGroup *)groups->data;
  guint best = G_MAXUINT;

  if (groups->len == 0)
    return G_MAXUINT;
  if (is_plain_start (group) && group->others == 0 && !group->label && (group->traces > 0 || hs_paste_is_header (group)) &&
      !(groups->len > 1 && is_summary_of (paste, &group[0], &group[1])))
    return 0;
  for (guint i = 0; i < groups->len; i++) {
    if (hs_paste_is_header (&group[i]))
      return i;
    if (best == G_MAXUINT && group[i].known > 0 && group[i].others <= group[i].fields)
      best = i;
  }
  return best;
}

static gboolean
is_whole_header (const HsPasteGroup *group)
{
  return group->received > 0 && hs_paste_is_header (group) && group->others == 0 && group->singletons != 0;
}

/* From the group at @from on there is nothing but headers: several were pasted. Anything else is a message with a body. */
static gboolean
is_all_headers (HsPaste *paste, GArray *groups, guint from)
{
  guint line = g_array_index (groups, HsPasteGroup, from).end;

  for (guint i = from + 1; i <= groups->len; i++) {
    const HsPasteGroup *group = i < groups->len ? &g_array_index (groups, HsPasteGroup, i) : NULL;
    for (; line < (group != NULL ? group->start : paste->lines->len); line++)
      if (!is_separator (g_array_index (paste->lines, HsPasteLine, line).text))
        return FALSE;
    if (group != NULL && (!is_whole_header (group) || group->blanks > 0 || group->margin.depth > 0 || group->margin.indent > 0))
      return FALSE;
    line = group != NULL ? group->end : line;
  }
  return from + 1 < groups->len;
}

/* What was left out in front of the header. */
static void
note_chatter (HsPaste *paste, HsPasteGroup *group)
{
  gboolean page = FALSE, postmarks = TRUE;
  guint first = 0, filled = 0;

  for (guint i = 0; i < group->start; i++) {
    HsSlice line = g_array_index (paste->lines, HsPasteLine, i).text;
    if (hs_paste_is_blank (line))
      continue;
    page |= hs_slice_ifind (line, "copy to clipboard") != NULL || hs_slice_ihas_prefix (line, "download original") ||
            hs_slice_ihas_prefix (line, "created at:");
    postmarks &= is_from_line (line);
    first = filled++ == 0 ? i : first;
  }
  if (filled > 0 && postmarks)
    return;
  for (guint i = 0; i < MAX (filled, group->start > 0); i++)
    hs_paste_note (paste, filled == 0 ? HS_REPAIR_BLANK_LINES : page ? HS_REPAIR_TABLE : HS_REPAIR_CHATTER, first + 1);
}

/* Takes the header out, and the further ones. */
static void
take_headers (HsPaste *paste, GArray *groups, guint at, HsRepaired *result)
{
  guint mended = paste->repairs->len;
  HsPasteGroup *group = &g_array_index (groups, HsPasteGroup, at);
  gboolean plain, several;

  note_chatter (paste, group);
  plain = !paste->has_table && paste->repairs->len == mended && group->margin.depth == 0 && group->margin.indent == 0 && group->blanks == 0;
  several = !plain || is_all_headers (paste, groups, at);
  hs_paste_take (paste, group, result->text, result->line_map);
  for (guint i = at + 1; several && i < groups->len; i++) {
    HsPasteGroup *next = &g_array_index (groups, HsPasteGroup, i);
    if (!is_whole_header (next))
      continue;
    g_string_append_c (result->text, '\n');
    g_array_append_val (result->line_map, next->start);
    g_array_append_val (result->starts, result->text->len);
    hs_paste_note (paste, HS_REPAIR_SPLIT, g_array_index (paste->lines, HsPasteLine, next->start).number);
    hs_paste_take (paste, next, result->text, result->line_map);
  }
  /* A message as it was saved, with a few damaged lines: its body is kept. */
  if (is_plain_start (group) && group->blanks == 0 && result->starts->len == 0 && group->end < paste->lines->len)
    g_string_append_len (result->text, g_array_index (paste->lines, HsPasteLine, group->end).text.ptr,
                         (gssize)(paste->bytes.ptr + paste->bytes.len - g_array_index (paste->lines, HsPasteLine, group->end).text.ptr));
}

/* Only the encoding or the line ends were mended: everything else is passed on as it is. */
static void
pass_on (HsPaste *paste, HsRepaired *result)
{
  g_array_set_size (result->line_map, 0);
  g_string_truncate (result->text, 0);
  g_string_append_len (result->text, paste->bytes.ptr, (gssize)paste->bytes.len);
  for (guint i = 0; i < paste->lines->len; i++)
    g_array_append_val (result->line_map, g_array_index (paste->lines, HsPasteLine, i).number);
}

static int
compare_repairs (gconstpointer a, gconstpointer b)
{
  return (int)((const HsRepair *)a)->kind - (int)((const HsRepair *)b)->kind;
}

/* Finds the headers; rows of a table count only where the input does not begin with a header. */
static guint
find_headers (HsPaste *paste, GArray **groups)
{
  guint at;

  *groups = hs_paste_find (paste);
  at = choose (paste, *groups);
  if (at == 0 && is_plain_start ((HsPasteGroup *)(*groups)->data))
    return at;
  if (!hs_paste_read_tables (paste))
    return at;
  g_array_unref (*groups);
  *groups = hs_paste_find (paste);
  return choose (paste, *groups);
}

static void
mend (HsSlice data, HsRepaired *result)
{
  HsPaste paste = { .lines = g_array_new (FALSE, FALSE, sizeof (HsPasteLine)), .made = g_string_chunk_new (4096) };
  g_autoptr (GArray) groups = NULL;
  guint at, decoded;

  paste.repairs = result->repairs;
  hs_paste_decode (&paste, data);
  hs_paste_cut (&paste);
  decoded = paste.repairs->len;
  at = find_headers (&paste, &groups);
  if (at != G_MAXUINT)
    take_headers (&paste, groups, at, result);
  if (at == G_MAXUINT || result->repairs->len == decoded)
    pass_on (&paste, result);
  if (paste.plain != NULL)
    g_string_free (paste.plain, TRUE);
  g_string_chunk_free (paste.made);
  g_array_unref (paste.lines);
}

void
hs_repair (HsSlice data, HsRepaired *result)
{
  *result = (HsRepaired){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (guint)), g_array_new (FALSE, FALSE, sizeof (HsRepair)),
                          g_array_new (FALSE, FALSE, sizeof (gsize)) };
  if (!hs_repair_is_clean (data))
    mend (data, result);
  g_array_sort (result->repairs, compare_repairs);
  if (result->repairs->len > 0)
    return;
  g_string_free (result->text, TRUE);
  result->text = NULL;
  g_array_set_size (result->line_map, 0);
}

void
hs_repaired_clear (HsRepaired *result)
{
  if (result->text != NULL)
    g_string_free (result->text, TRUE);
  g_clear_pointer (&result->line_map, g_array_unref);
  g_clear_pointer (&result->repairs, g_array_unref);
  g_clear_pointer (&result->starts, g_array_unref);
  result->text = NULL;
}
