/* Where in a paste the headers are.  SPDX-License-Identifier: MIT */
#include "repair-parts.h"

#define MAX_GROUPS 1000

enum { SINGLE_FROM = 1, SINGLE_DATE = 2, SINGLE_SUBJECT = 4, SINGLE_MESSAGE_ID = 8, SINGLE_TO = 16 };

gsize
hs_paste_space (const char *p, const char *end)
{
  static const char *const spaces[] = { "\xc2\xa0",     "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84",
                                        "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
                                        "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80", "\xc2\x85",     "&nbsp;",       "&#160;" };

  if (p < end && (*p == ' ' || *p == '\t'))
    return 1;
  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++) {
    gsize n = strlen (spaces[i]);
    if ((gsize)(end - p) >= n && memcmp (p, spaces[i], n) == 0)
      return n;
  }
  return 0;
}

/* Behind the '>' marks at @p, each with blanks before it perhaps; *@depth of them. */
static const char *
skip_quotes (const char *p, const char *end, guint max, guint *depth)
{
  for (*depth = 0; *depth < max; ++*depth) {
    const char *q = p;
    while (q < end && (*q == ' ' || *q == '\t') && q - p < 4)
      q++;
    if (q == end || *q != '>')
      break;
    p = q + 1;
  }
  return p;
}

HsMargin
hs_paste_margin (HsSlice line)
{
  const char *end = line.ptr + line.len, *p;
  HsMargin margin = { 0 };
  gsize n;

  p = skip_quotes (line.ptr, end, G_MAXUINT, &margin.depth);
  margin.space = margin.depth > 0 && p < end && *p == ' ';
  for (p += margin.space; (n = hs_paste_space (p, end)) > 0; p += n)
    margin.indent++;
  return margin;
}

HsSlice
hs_paste_without_margin (HsSlice line, HsMargin margin)
{
  const char *end = line.ptr + line.len, *p;
  guint depth;
  gsize n;

  p = skip_quotes (line.ptr, end, margin.depth, &depth);
  p += margin.space && depth > 0 && p < end && *p == ' ';
  for (guint i = 0; i < margin.indent && (n = hs_paste_space (p, end)) > 0; i++)
    p += n;
  return hs_slice (p, end);
}

static HsSlice
line_at (HsPaste *paste, guint i)
{
  return g_array_index (paste->lines, HsPasteLine, i).text;
}

gboolean
hs_paste_is_blank (HsSlice line)
{
  const char *p = line.ptr, *end = p + line.len;
  gsize n;

  while ((n = hs_paste_space (p, end)) > 0)
    p += n;
  return p == end;
}

static guint
singleton_of (HsSlice name)
{
  static const struct {
    const char *name;
    guint bit;
  } names[] = { { "from", SINGLE_FROM },
                { "date", SINGLE_DATE },
                { "subject", SINGLE_SUBJECT },
                { "message-id", SINGLE_MESSAGE_ID },
                { "to", SINGLE_TO } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (hs_slice_iequal_str (name, names[i].name))
      return names[i].bit;
  return 0;
}

static void
count_field (HsPasteGroup *group, HsNameKind kind, HsSlice name)
{
  group->fields++;
  group->known += kind == HS_NAME_DISPLAY || kind == HS_NAME_TRACE;
  group->traces += kind == HS_NAME_TRACE;
  group->label |= kind == HS_NAME_LABEL;
  group->received += hs_slice_iequal_str (name, "received");
  group->singletons |= singleton_of (name);
}

/* A line below the first of a group, seen without the group's margin. */
static void
count_line (HsPasteGroup *group, HsSlice line)
{
  HsSlice name = HS_SLICE_NONE;
  HsNameKind kind = hs_repair_name (line, &name);

  group->filled++;
  group->blobs += hs_repair_is_blob (line);
  if (kind != HS_NAME_NONE)
    count_field (group, kind, name);
  else if (hs_paste_space (line.ptr, line.ptr + line.len) == 0 && !hs_repair_continues (line))
    group->others++;
}

/* Buttons of Gmail's page "Original message", which stand between its table and the header. */
static gboolean
is_page_button (HsSlice line)
{
  return hs_slice_ifind (line, "copy to clipboard") != NULL || hs_slice_ihas_prefix (line, "download original");
}

/* A line with less of the margin than the group has: text again, unless it is what a mail program wrapped. */
static gboolean
leaves_margin (HsPaste *paste, HsMargin margin, guint i)
{
  HsSlice line = line_at (paste, i);

  if (margin.depth == 0 || hs_paste_margin (line).depth >= margin.depth)
    return FALSE;
  return !hs_repair_continues (line) || i + 1 == paste->lines->len || hs_paste_margin (line_at (paste, i + 1)).depth < margin.depth;
}

/* Lines without a blank one between them, from @start, which begins a field. */
static HsPasteGroup
read_block (HsPaste *paste, guint start, HsMargin margin)
{
  HsPasteGroup block = { .start = start, .margin = margin };
  guint i;

  for (i = start; i < paste->lines->len; i++) {
    HsSlice line = hs_paste_without_margin (line_at (paste, i), margin);
    if (hs_paste_is_blank (line) || is_page_button (line) || leaves_margin (paste, margin, i))
      break;
    count_line (&block, line);
  }
  block.end = i;
  return block;
}

/* Can the block below a blank line belong to the same header? Only where what stands above is no whole header: a body may begin
   with anything. Once a header has been seen to have blank lines inside, more may follow. */
static gboolean
belongs_to (const HsPasteGroup *group, const HsPasteGroup *block)
{
  gboolean has_from = (group->singletons & SINGLE_FROM) != 0;

  if (group->doubled) /* whatever the line is; the real blank line of such a text has two more about it */
    return block->start - group->end == 1;
  if ((block->singletons & group->singletons) != 0 || block->label)
    return FALSE;
  if (block->others > 0 || (block->fields > 0 && block->known == 0) || (has_from && group->received > 0 && block->received > 0))
    return FALSE;
  if (group->blanks == 0 && block->blobs > 0 && block->fields == 0) /* a body in base64 */
    return FALSE;
  return group->blanks > 0 || !has_from;
}

static void
join (HsPasteGroup *group, const HsPasteGroup *block)
{
  group->blanks += block->start - group->end;
  group->end = block->end;
  group->fields += block->fields;
  group->known += block->known;
  group->traces += block->traces;
  group->received += block->received;
  group->filled += block->filled;
  group->singletons |= block->singletons;
}

/* The next line that is not blank behind line @i; the number of lines if there is none. */
static guint
skip_blanks (HsPaste *paste, guint i, HsMargin margin)
{
  while (i < paste->lines->len && hs_paste_is_blank (hs_paste_without_margin (line_at (paste, i), margin)) &&
         !leaves_margin (paste, margin, i))
    i++;
  return i;
}

/* Every line from @start on stands alone between blank ones, for a dozen lines or to the end, and some are fields for certain. */
static gboolean
is_double_spaced (HsPaste *paste, guint start, HsMargin margin)
{
  guint lines = 0, known = 0, i;

  for (i = start; i < paste->lines->len && lines < 12; i += 2, lines++) {
    HsSlice line = hs_paste_without_margin (line_at (paste, i), margin);
    if (hs_paste_is_blank (line))
      break;
    if (i + 1 < paste->lines->len && !hs_paste_is_blank (hs_paste_without_margin (line_at (paste, i + 1), margin)))
      return FALSE;
    known += hs_repair_name (line, NULL) >= HS_NAME_DISPLAY;
  }
  return lines > 2 && known > 1;
}

static HsPasteGroup
read_group (HsPaste *paste, guint start, HsMargin margin)
{
  HsPasteGroup group = read_block (paste, start, margin);

  group.doubled = group.filled == 1 && is_double_spaced (paste, start, margin);
  if (group.others > 0)
    return group;
  for (;;) {
    guint next = skip_blanks (paste, group.end, margin);
    HsPasteGroup block;
    if (next == group.end || next == paste->lines->len || leaves_margin (paste, margin, next))
      return group;
    block = read_block (paste, next, margin);
    if (block.end == next || !belongs_to (&group, &block))
      return group;
    join (&group, &block);
  }
}

/* A field with a name that headers have, perhaps behind quotes and blanks. */
static gboolean
begins_header (HsSlice line, HsMargin *margin)
{
  *margin = hs_paste_margin (line);
  return hs_repair_name (hs_paste_without_margin (line, *margin), NULL) >= HS_NAME_DISPLAY;
}

GArray *
hs_paste_find (HsPaste *paste)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (HsPasteGroup));

  for (guint i = 0; i < paste->lines->len && groups->len < MAX_GROUPS;) {
    HsMargin margin;
    HsPasteGroup group;
    if (!begins_header (line_at (paste, i), &margin)) {
      i++;
      continue;
    }
    group = read_group (paste, i, margin);
    g_array_append_val (groups, group);
    i = MAX (group.end, i + 1);
  }
  return groups;
}

/* Enough for a header, and not what a mail program writes above the mail it quotes. */
gboolean
hs_paste_is_header (const HsPasteGroup *group)
{
  if (group->label || group->others > group->fields * 2)
    return FALSE;
  if (group->received > 0 || (group->traces > 0 && group->known > 1))
    return TRUE;
  return group->known > 2 && (group->singletons & SINGLE_FROM) && (group->singletons & (SINGLE_DATE | SINGLE_MESSAGE_ID));
}
