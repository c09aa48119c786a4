/* From the bytes of a paste to its lines.  SPDX-License-Identifier: MIT */
#include "repair-parts.h"

#include "scan.h"
#include "utf16.h"

#define PASTE_BYTES (4 << 20) /* no header reaches further */
#define LONG_LINE 400         /* shorter ones hold no header */
#define MANY_FIELDS 4         /* in one line: no value quotes so many */

void
hs_paste_note (HsPaste *paste, HsRepairKind kind, guint line)
{
  for (guint i = 0; i < paste->repairs->len; i++) {
    HsRepair *repair = &g_array_index (paste->repairs, HsRepair, i);
    if (repair->kind == kind) {
      repair->count++;
      return;
    }
  }
  g_array_append_vals (paste->repairs, &(HsRepair){ kind, line, 1 }, 1);
}

static void
decode_text (HsPaste *paste, HsSlice data)
{
  gboolean big_endian;
  gsize mark;

  paste->bytes = data;
  if (data.len >= 3 && memcmp (data.ptr, "\xef\xbb\xbf", 3) == 0) {
    paste->bytes = hs_slice (data.ptr + 3, data.ptr + data.len);
    hs_paste_note (paste, HS_REPAIR_BYTE_ORDER_MARK, 1);
  } else if (hs_utf16_recognize (data, &big_endian, &mark)) {
    paste->plain = hs_utf16_decode (hs_slice (data.ptr + mark, data.ptr + data.len), big_endian);
    hs_paste_note (paste, HS_REPAIR_UTF16, 1);
  }
  if (paste->plain != NULL)
    paste->bytes = (HsSlice){ paste->plain->str, paste->plain->len };
}

/* Counts CR that end no CRLF, and LF. CR CR LF counts as one odd end. */
static void
count_line_ends (HsSlice s, gsize *crs, gsize *lfs, gsize *doubled)
{
  const char *p = s.ptr, *end = s.ptr + s.len;

  *crs = *lfs = *doubled = 0;
  for (const char *q = p; (q = memchr (q, '\n', (gsize)(end - q))) != NULL; q++)
    ++*lfs;
  while ((p = memchr (p, '\r', (gsize)(end - p))) != NULL) {
    gsize n = 0;
    for (; p < end && *p == '\r'; p++)
      n++;
    if (p == end || *p != '\n')
      *crs += n;
    else if (n > 1)
      ++*doubled;
  }
}

/* The run of CR at @p, copied or made into line ends. Returns its end. */
static const char *
mend_crs (HsPaste *paste, const char *p, const char *end, gboolean are_ends, guint *line, GString *out)
{
  const char *run = p;

  while (run < end && *run == '\r')
    run++;
  if (run < end && *run == '\n') { /* CRLF, or CR CR LF */
    if (run - p > 1)
      hs_paste_note (paste, HS_REPAIR_LINE_ENDS, *line);
    return run;
  }
  for (; p < run; p++) {
    g_string_append_c (out, are_ends ? '\n' : '\r');
    if (are_ends)
      hs_paste_note (paste, HS_REPAIR_LINE_ENDS, (*line)++);
  }
  return run;
}

static void
take_plain (HsPaste *paste, GString *plain)
{
  if (paste->plain != NULL)
    g_string_free (paste->plain, TRUE);
  paste->plain = plain;
  paste->bytes = (HsSlice){ plain->str, plain->len };
}

/* Every CR is a line end where LF is not the usual one; CR CR LF is one line end. */
static void
mend_line_ends (HsPaste *paste)
{
  const char *p = paste->bytes.ptr, *end = p + paste->bytes.len;
  GString *out;
  gsize crs, lfs, doubled;
  guint line = 1;

  count_line_ends (paste->bytes, &crs, &lfs, &doubled);
  if (doubled == 0 && (crs == 0 || crs < lfs))
    return;
  out = g_string_sized_new (paste->bytes.len);
  while (p < end) {
    const char *cr = memchr (p, '\r', (gsize)(end - p)), *stop = cr != NULL ? cr : end;
    for (const char *q = p; q < stop && (q = memchr (q, '\n', (gsize)(stop - q))) != NULL; q++)
      line++;
    g_string_append_len (out, p, stop - p);
    p = cr != NULL ? mend_crs (paste, cr, end, crs >= lfs, &line, out) : end;
  }
  take_plain (paste, out);
}

/* Where a field begins inside a line that lost its line ends: a blank, a name that fields of headers have, a colon and a blank. A
   signature's list of names (h=) is none. NULL for no more. */
static const char *
next_field (const char *p, const char *end)
{
  for (; p < end; p++) {
    const char *name = p + 1, *stop;
    if (*p == ';' && end - p > 4 && (memcmp (p, "; h=", 4) == 0 || memcmp (p, ";h=", 3) == 0)) {
      const char *close = memchr (name, ';', (gsize)(end - name));
      p = close != NULL ? close - 1 : end - 1;
      continue;
    }
    if (*p != ' ' || name == end || !hs_is_alpha (*name))
      continue;
    stop = hs_scan_name (name, end);
    if (end - stop > 1 && stop[0] == ':' && stop[1] == ' ' && hs_repair_name_kind (hs_slice (name, stop)) >= HS_NAME_DISPLAY)
      return p;
  }
  return NULL;
}

gboolean
hs_paste_has_lost_line_ends (HsSlice line)
{
  const char *p = line.ptr, *end = p + line.len, *next;
  guint fields = 0, received = 0;

  if (line.len < LONG_LINE || memmem (p, line.len, " Received: ", 11) == NULL)
    return FALSE;
  for (; (next = next_field (p, end)) != NULL && (fields < MANY_FIELDS || received == 0); p = next + 1) {
    fields++;
    received += hs_slice_ihas_prefix (hs_slice (next + 1, end), "Received:");
  }
  return fields >= MANY_FIELDS && received > 0;
}

/* A chat, a form or a cell of a table made one line of the header. */
static void
mend_lost_line_ends (HsPaste *paste)
{
  const char *p = paste->bytes.ptr, *end = p + paste->bytes.len;
  GString *out = NULL;
  guint number = 1;

  for (const char *line = p, *stop; line < end; line = stop + 1, number++) {
    const char *newline = memchr (line, '\n', (gsize)(end - line)), *next;
    stop = newline != NULL ? newline : end;
    if (!hs_paste_has_lost_line_ends (hs_slice (line, stop)))
      continue;
    if (out == NULL)
      out = g_string_sized_new (paste->bytes.len);
    hs_paste_note (paste, HS_REPAIR_LINE_ENDS, number);
    for (; line < stop && (next = next_field (line, stop)) != NULL; line = next + 1) {
      g_string_append_len (out, p, next - p);
      g_string_append_c (out, '\n');
      p = next + 1;
    }
  }
  if (out == NULL)
    return;
  g_string_append_len (out, p, end - p);
  take_plain (paste, out);
}

void
hs_paste_decode (HsPaste *paste, HsSlice data)
{
  decode_text (paste, data);
  mend_line_ends (paste);
  mend_lost_line_ends (paste);
}

void
hs_paste_cut (HsPaste *paste)
{
  const char *p = paste->bytes.ptr, *end = p + MIN (paste->bytes.len, PASTE_BYTES);

  for (guint number = 1; p < end; number++) {
    const char *next = hs_scan_next_line (p, end), *line_end = next;
    if (line_end > p && line_end[-1] == '\n')
      line_end--;
    while (line_end > p && line_end[-1] == '\r')
      line_end--;
    g_array_append_vals (paste->lines, &(HsPasteLine){ hs_slice (p, line_end), number }, 1);
    p = next;
  }
}

/* "Name<TAB>Value" or "3<TAB>Name<TAB>Value". */
static gboolean
read_row (HsSlice line, HsSlice *name, HsSlice *value)
{
  const char *p = line.ptr, *end = line.ptr + line.len, *tab = memchr (p, '\t', line.len);

  if (tab != NULL && tab > p && hs_is_digit (*p)) {
    while (p < tab && hs_is_digit (*p))
      p++;
    if (p < tab)
      return FALSE;
    p = tab + 1;
    tab = memchr (p, '\t', (gsize)(end - p));
  }
  if (tab == NULL)
    return FALSE;
  *name = hs_slice (p, tab);
  *value = hs_slice (tab + 1, end);
  if (hs_scan_name (p, tab) != tab)
    return FALSE;
  return hs_repair_name_kind (*name) >= HS_NAME_DISPLAY;
}

gboolean
hs_paste_read_tables (HsPaste *paste)
{
  HsSlice name, value;
  guint rows = 0;

  for (guint i = 0; i < paste->lines->len; i++)
    rows += read_row (g_array_index (paste->lines, HsPasteLine, i).text, &name, &value);
  if (rows < 3)
    return FALSE;
  paste->has_table = TRUE;
  for (guint i = 0; i < paste->lines->len; i++) {
    HsPasteLine *line = &g_array_index (paste->lines, HsPasteLine, i);
    g_autofree char *field = NULL;
    if (!read_row (line->text, &name, &value))
      continue;
    field = g_strdup_printf ("%.*s: %.*s", (int)name.len, name.ptr, (int)value.len, value.ptr);
    hs_paste_note (paste, HS_REPAIR_TABLE, line->number);
    line->text = hs_slice_str (g_string_chunk_insert (paste->made, field));
  }
  return TRUE;
}
