/* Characters that a web page, an editor or a chat put in place of others.  SPDX-License-Identifier: MIT */
#include "repair-parts.h"

typedef struct {
  const char *from;
  const char *to;
  HsRepairKind kind;
} Replacement;

/* Invisible characters go; typographic ones become what they stand for. */
static const Replacement characters[] = {
  { "\xe2\x80\x8b", "", HS_REPAIR_SPACES },   /* zero width space */
  { "\xe2\x80\x8c", "", HS_REPAIR_SPACES },   /* zero width non-joiner */
  { "\xe2\x80\x8d", "", HS_REPAIR_SPACES },   /* zero width joiner */
  { "\xe2\x80\x8e", "", HS_REPAIR_SPACES },   /* left-to-right mark */
  { "\xe2\x80\x8f", "", HS_REPAIR_SPACES },   /* right-to-left mark */
  { "\xe2\x81\xa0", "", HS_REPAIR_SPACES },   /* word joiner */
  { "\xef\xbb\xbf", "", HS_REPAIR_SPACES },   /* byte-order mark inside */
  { "\xc2\xad", "", HS_REPAIR_SPACES },       /* soft hyphen */
  { "\xe2\x80\x90", "-", HS_REPAIR_QUOTES },  /* hyphen */
  { "\xe2\x80\x91", "-", HS_REPAIR_QUOTES },  /* non-breaking hyphen */
  { "\xe2\x80\x92", "-", HS_REPAIR_QUOTES },  /* figure dash */
  { "\xe2\x80\x93", "-", HS_REPAIR_QUOTES },  /* en dash */
  { "\xe2\x80\x94", "--", HS_REPAIR_QUOTES }, /* em dash */
  { "\xe2\x88\x92", "-", HS_REPAIR_QUOTES },  /* minus */
  { "\xe2\x80\x98", "'", HS_REPAIR_QUOTES },  { "\xe2\x80\x99", "'", HS_REPAIR_QUOTES },  { "\xe2\x80\x9a", "'", HS_REPAIR_QUOTES },
  { "\xe2\x80\x9c", "\"", HS_REPAIR_QUOTES }, { "\xe2\x80\x9d", "\"", HS_REPAIR_QUOTES }, { "\xe2\x80\x9e", "\"", HS_REPAIR_QUOTES },
  { "\xc2\xab", "<", HS_REPAIR_QUOTES },      { "\xc2\xbb", ">", HS_REPAIR_QUOTES },      { "\xe2\x80\xb9", "<", HS_REPAIR_QUOTES },
  { "\xe2\x80\xba", ">", HS_REPAIR_QUOTES },
};

static const Replacement entities[] = {
  { "&lt;", "<", HS_REPAIR_ENTITIES },   { "&gt;", ">", HS_REPAIR_ENTITIES },     { "&quot;", "\"", HS_REPAIR_ENTITIES },
  { "&apos;", "'", HS_REPAIR_ENTITIES }, { "&nbsp;", " ", HS_REPAIR_ENTITIES },   { "&amp;", "&", HS_REPAIR_ENTITIES },
  { "&plus;", "+", HS_REPAIR_ENTITIES }, { "&commat;", "@", HS_REPAIR_ENTITIES }, { "&colon;", ":", HS_REPAIR_ENTITIES },
};

/* What security people write so that an address is no link; no program writes it into a header. */
static const struct {
  const char *text;
  char c;
} defanged[] = { { "[.]", '.' }, { "[dot]", '.' }, { "[@]", '@' }, { "[at]", '@' }, { "[:]", ':' } };

gsize
hs_paste_defanged (const char *p, const char *end, char *c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (defanged); i++) {
    gsize len = strlen (defanged[i].text);
    if ((gsize)(end - p) < len || !hs_bytes_iequal (p, defanged[i].text, len))
      continue;
    if (c != NULL)
      *c = defanged[i].c;
    return len;
  }
  return 0;
}

/* Lines are counted, not the places in them. */
static void
note_line (HsPaste *paste, HsRepairKind kind, guint number)
{
  if (paste->noted[kind] != number)
    hs_paste_note (paste, kind, number);
  paste->noted[kind] = number;
}

static gsize
mend_defanged (HsPaste *paste, const char *p, const char *end, guint number, GString *out)
{
  char c = 0;
  gsize n = hs_paste_defanged (p, end, &c);

  if (n == 0)
    return 0;
  note_line (paste, HS_REPAIR_DEFANGED, number);
  g_string_append_c (out, c);
  return n;
}

static const Replacement *
find_replacement (const char *p, const char *end, const Replacement *table, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    gsize len = strlen (table[i].from);
    if ((gsize)(end - p) >= len && memcmp (p, table[i].from, len) == 0)
      return &table[i];
  }
  return NULL;
}

/* "&#43;" or "&#x2b;" of a printable ASCII character; its length, or 0. */
static gsize
numeric_entity (const char *p, const char *end, char *c)
{
  guint64 value = 0;
  const char *q = p + 2;
  gboolean hex = q < end && (*q == 'x' || *q == 'X');

  if (end - p < 4 || p[1] != '#')
    return 0;
  for (q += hex; q < end && q - p < 8 && (hex ? hs_is_hex (*q) : hs_is_digit (*q)); q++)
    value = value * (hex ? 16 : 10) + (guint64)g_ascii_xdigit_value (*q);
  if (q == end || *q != ';' || value < ' ' || value > 126)
    return 0;
  *c = (char)value;
  return (gsize)(q + 1 - p);
}

static gsize
mend_entity (HsPaste *paste, const char *p, const char *end, guint number, GString *out)
{
  const Replacement *r = find_replacement (p, end, entities, G_N_ELEMENTS (entities));
  char c = 0;
  gsize n = r != NULL ? strlen (r->from) : numeric_entity (p, end, &c);

  if (n == 0)
    return 0;
  note_line (paste, HS_REPAIR_ENTITIES, number);
  if (r != NULL)
    g_string_append (out, r->to);
  else
    g_string_append_c (out, c);
  return n;
}

static gsize
mend_character (HsPaste *paste, const char *p, const char *end, guint number, GString *out)
{
  const Replacement *r = find_replacement (p, end, characters, G_N_ELEMENTS (characters));
  gsize n = r != NULL ? strlen (r->from) : hs_paste_space (p, end);

  if (n < 2)
    return 0;
  note_line (paste, r != NULL ? r->kind : HS_REPAIR_SPACES, number);
  g_string_append (out, r != NULL ? r->to : " ");
  return n;
}

void
hs_paste_mend_characters (HsPaste *paste, HsSlice name, HsSlice value, guint number, GString *out)
{
  gboolean machine = hs_repair_is_machine_written (name);

  for (const char *p = value.ptr, *end = p + value.len; p < end;) {
    gsize n = 0;
    if (*p == '&' && (machine || paste->is_web_page))
      n = mend_entity (paste, p, end, number, out);
    else if (*p == '[' && (machine || !hs_slice_iequal_str (name, "Subject")))
      n = mend_defanged (paste, p, end, number, out);
    else if ((guint8)*p >= 0x80 && machine)
      n = mend_character (paste, p, end, number, out);
    if (n == 0) {
      g_string_append_c (out, *p);
      n = 1;
    }
    p += n;
  }
}
