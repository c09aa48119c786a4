/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include "ascii.h"

/* JSON, NDJSON and CSV are for programs: always English. */
const char *
hs_writer_translate (const HsReportOptions *options, const char *msgid)
{
  if (options == NULL || options->translate == NULL || msgid == NULL || *msgid == '\0')
    return msgid;
  if (options->format == HS_FORMAT_JSON || options->format == HS_FORMAT_NDJSON || options->format == HS_FORMAT_CSV)
    return msgid;
  return options->translate (msgid, options->translate_data);
}

/* Arguments come from mail and stand as they are, but for what the analysis makes itself and people read in their own language: these
   words, the number of a connector without a name, and durations. That mail may hold the same words does no harm: they mean the same there. */
static const char *const own_words[] = {
  N_ ("no HELO stated"),
  N_ ("an address that is not stated"),
  N_ ("a peer that is not stated"),
  N_ ("a server that does not name itself"),
  N_ ("an EOP front end"),
  N_ ("the sender"),
  N_ ("on-premises"),
  N_ ("(hidden: private to the mailbox owner)"),
};
#define NUMBERED "connector "

static gboolean
is_numbered (HsSlice s)
{
  gsize n = strlen (NUMBERED);

  if (s.len <= n || s.len > n + 10 || memcmp (s.ptr, NUMBERED, n) != 0)
    return FALSE;
  while (n < s.len && hs_is_digit (s.ptr[n]))
    n++;
  return n == s.len;
}

HsSlice
hs_writer_own (const HsReportOptions *options, HsSlice s, GString *room)
{
  HsText numbered = { N_ ("connector {1}"), { HS_SLICE_NONE } };

  if (options == NULL || options->translate == NULL || s.len == 0)
    return s;
  for (gsize i = 0; i < G_N_ELEMENTS (own_words); i++)
    if (hs_slice_equal_str (s, own_words[i]))
      return hs_slice_str (hs_writer_translate (options, own_words[i]));
  if (!is_numbered (s))
    return s;
  numbered.args[0] = hs_slice (s.ptr + strlen (NUMBERED), s.ptr + s.len);
  g_string_truncate (room, 0);
  hs_writer_text (options, &numbered, hs_escape_text, room); /* a number is no name: this goes no deeper */
  return (HsSlice){ room->str, room->len };
}

static gboolean
is_unit (HsSlice word)
{
  static const char *const units[] = { "s", "min", "h", "d" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (hs_slice_equal_str (word, units[i]))
      return TRUE;
  return FALSE;
}

#define DURATION_MAX 24

/* "5 min 3 s" as the format "{1} min {2} s", in @format, and its numbers; FALSE for any other text. */
static gboolean
read_duration (HsSlice s, char format[DURATION_MAX], HsText *text)
{
  const char *p = s.ptr, *end = hs_slice_end (s);
  gsize len = 0;

  text->format = format;
  for (guint n = 0; n < 2; n++) {
    const char *digits = p, *unit;
    while (p < end && hs_is_digit (*p))
      p++;
    text->args[n] = hs_slice (digits, p);
    if (p == digits || p == end || *p++ != ' ')
      return FALSE;
    unit = p;
    while (p < end && hs_is_alpha (*p))
      p++;
    if (!is_unit (hs_slice (unit, p)))
      return FALSE;
    len += (gsize)g_snprintf (format + len, DURATION_MAX - len, "%s{%u} %.*s", n > 0 ? " " : "", n + 1, (int)(p - unit), unit);
    if (p == end)
      return TRUE;
    if (*p++ != ' ')
      return FALSE;
  }
  return FALSE;
}

static void
put_argument (const HsReportOptions *options, HsSlice s, HsEscapeFunc escape, GString *out)
{
  g_autoptr (GString) own = NULL, room = NULL;
  char format[DURATION_MAX];
  HsText duration = { NULL };
  gboolean negative;

  if (options == NULL || options->translate == NULL || s.len == 0) {
    escape (out, s);
    return;
  }
  room = g_string_new (NULL);
  s = hs_writer_own (options, s, room);
  negative = s.ptr[0] == '-';
  if (!read_duration (negative ? hs_slice (s.ptr + 1, s.ptr + s.len) : s, format, &duration)) {
    escape (out, s);
    return;
  }
  own = g_string_new (negative ? "-" : "");
  hs_writer_text (options, &duration, hs_escape_text, own); /* numbers are no durations: this goes no deeper */
  escape (out, (HsSlice){ own->str, own->len });
}

void
hs_writer_text_with (const HsReportOptions *options, const HsText *text, HsEscapeFunc words, HsEscapeFunc argument, GString *out)
{
  const char *format = hs_writer_translate (options, text->format), *p = format, *start = format;

  if (format == NULL)
    return;
  while (*(p = strchrnul (p, '{')) != '\0') {
    int n = hs_text_placeholder (p);
    if (n < 0) {
      p++;
      continue;
    }
    words (out, hs_slice (start, p));
    if (text->args[n].len == 0 && hs_text_is_hole (format, p))
      words (out, hs_slice_str (hs_writer_translate (options, HS_NOT_STATED)));
    else
      put_argument (options, text->args[n], argument, out);
    start = p += 3;
  }
  words (out, hs_slice (start, p));
}

void
hs_writer_text (const HsReportOptions *options, const HsText *text, HsEscapeFunc escape, GString *out)
{
  hs_writer_text_with (options, text, escape, escape, out);
}
