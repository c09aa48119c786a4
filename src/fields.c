/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include "scan.h"

/* A line that is no field is looked at with this many lines behind it, to tell a bad line of the header from the start of a body. */
#define LOOK_AHEAD_LINES 6

typedef struct {
  const char *p;
  const char *start;
  const char *end;
  guint line;     /* from 0 */
  gboolean ended; /* by a line of blanks */
} Cursor;

static gboolean
is_from_line (const char *p, const char *end)
{
  return end - p >= 5 && memcmp (p, "From ", 5) == 0 && !hs_scan_is_field (p, end);
}

/* The postmark of an mbox, or what is left of one when mail was moved about: ">From " too. */
static void
skip_from_lines (Cursor *c)
{
  while (c->p < c->end && (is_from_line (c->p, c->end) || (*c->p == '>' && is_from_line (c->p + 1, c->end)))) {
    c->p = hs_scan_next_line (c->p, c->end);
    c->line++;
  }
}

static gboolean
is_blanks_only (const char *p, const char *end, const char **next)
{
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  return hs_scan_is_blank (p, end, next);
}

/* A line of blanks inside a field is folding (RFC 5322 section 4.2) unless neither a field nor more folding follows: then somebody's
   editor put the blanks on the line that separates header and body. @p: behind the line end. */
static gboolean
is_separator_of_blanks (const char *p, const char *end)
{
  const char *next;

  if (p == end || (*p != ' ' && *p != '\t') || !is_blanks_only (p, end, &next) || next == end)
    return FALSE;
  return *next != ' ' && *next != '\t' && *next != '\r' && *next != '\n' && !hs_scan_is_field (next, end);
}

/* TRUE if the body begins at this line, which is no field: no field follows within a few lines, and it is not the last bad line
   before the blank one. */
static gboolean
body_begins (const char *p, const char *end)
{
  const char *next;

  if (end - p >= 2 && p[0] == '-' && p[1] == '-')
    return TRUE;
  for (guint i = 0; i < LOOK_AHEAD_LINES; i++) {
    p = hs_scan_next_line (p, end);
    if (p == end || hs_scan_is_blank (p, end, &next))
      return i > 0;
    if (hs_scan_is_field (p, end))
      return FALSE;
  }
  return TRUE;
}

static HsField *
append (HsFields *fields)
{
  if (fields->n == fields->room) {
    fields->room = MAX (64, fields->room * 2);
    fields->items = g_renew (HsField, fields->items, fields->room);
  }
  return &fields->items[fields->n++];
}

/* The end of the field, looked for from @value on. A line of blanks that is the separator ends it, and the block. */
static const char *
find_field_end (Cursor *c, const char *value, HsScanned *scanned)
{
  const char *p = c->p, *newline = hs_scan_field (value, c->end, scanned);

  if (scanned->lines == 0 || !scanned->blank_line)
    return newline;
  for (guint i = 0; p < newline; i++) {
    p = hs_scan_next_line (p, newline);
    if (p < newline && is_separator_of_blanks (p, c->end)) {
      scanned->lines = i;
      c->ended = TRUE;
      return p - 1;
    }
  }
  return newline;
}

static HsSlice
without_line_end (const char *start, const char *end)
{
  while (end > start && end[-1] == '\r')
    end--;
  return hs_slice (start, end);
}

/* The name and colon at @p; where the value begins. @p where there is none: then the whole line is the value. */
static const char *
cut_name (HsField *field, const char *p, const char *end)
{
  const char *name_end = hs_scan_name (p, end), *colon = name_end;

  while (colon < end && (*colon == ' ' || *colon == '\t'))
    colon++;
  if (name_end > p && colon < end && *colon == ':') {
    field->name = hs_slice (p, name_end);
    field->flags = colon > name_end ? HS_FIELD_SPACE_BEFORE_COLON : 0;
    return colon + 1;
  }
  field->name = hs_slice (p, p);
  field->flags = HS_FIELD_MALFORMED;
  if (is_from_line (p, end) || (*p == '>' && is_from_line (p + 1, end)))
    field->flags |= HS_FIELD_MBOX_FROM;
  return p;
}

static void
cut_value (HsFields *fields, HsField *field, gsize limit)
{
  field->value.len = limit;
  field->flags |= HS_FIELD_CUT;
  fields->flags |= HS_FIELDS_CUT;
}

static gboolean
at_end (const Cursor *c)
{
  const char *next;
  return c->ended || c->p == c->end || *c->p == '\n' || (*c->p == '\r' && hs_scan_is_blank (c->p, c->end, &next));
}

/* One field at the cursor; FALSE where the block ends for want of a blank line. */
static gboolean
split_one (HsFields *fields, Cursor *c, const HsLimits *limits)
{
  HsScanned scanned = { 0 };
  HsField *field = append (fields);
  const char *value = cut_name (field, c->p, c->end), *field_end = find_field_end (c, value, &scanned);

  if ((field->flags & HS_FIELD_MALFORMED) && fields->n > 1 && !(field->flags & HS_FIELD_MBOX_FROM) && body_begins (c->p, c->end)) {
    fields->n--;
    return FALSE;
  }
  field->value = without_line_end (value, field_end);
  field->line = c->line;
  field->flags |= scanned.flags | (scanned.lines > 0 ? HS_FIELD_FOLDED : 0u);
  if (field->value.len > limits->field_bytes)
    cut_value (fields, field, limits->field_bytes);
  c->line += scanned.lines + 1;
  c->p = field_end < c->end ? field_end + 1 : c->end;
  return TRUE;
}

static void
number_lines (HsFields *fields, guint first_line, const guint *line_map, guint n_line_map)
{
  for (guint i = 0; i < fields->n; i++) {
    guint line = fields->items[i].line;
    fields->items[i].line = line_map == NULL ? first_line + line : line < n_line_map ? line_map[line] : 0;
  }
}

void
hs_fields_split (HsFields *fields, HsSlice header, guint first_line, const guint *line_map, guint n_line_map, const HsLimits *limits)
{
  Cursor c = { header.ptr, header.ptr, header.ptr + header.len, 0, FALSE };

  fields->n = fields->flags = 0;
  if (limits == NULL)
    limits = hs_limits_default ();
  skip_from_lines (&c);
  while (!at_end (&c) && fields->n < limits->fields)
    if (!split_one (fields, &c, limits)) {
      fields->flags |= HS_FIELDS_MISSING_BLANK;
      break;
    }
  if (c.ended)
    fields->flags |= HS_FIELDS_MISSING_BLANK;
  else if (!at_end (&c) && fields->n >= limits->fields)
    fields->flags |= HS_FIELDS_TOO_MANY;
  fields->length = (gsize)(c.p - c.start);
  number_lines (fields, first_line, line_map, n_line_map);
}

void
hs_fields_clear (HsFields *fields)
{
  g_free (fields->items);
  *fields = (HsFields){ 0 };
}

guint
hs_fields_find (const HsField *items, guint n, guint start, const char *name)
{
  HsSlice wanted = hs_slice_str (name);

  for (guint i = start; i < n; i++)
    if (items[i].name.len == wanted.len && hs_slice_iequal (items[i].name, wanted))
      return i;
  return G_MAXUINT;
}
