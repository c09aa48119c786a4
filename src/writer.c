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

/* The argument number of the placeholder at @p, or -1. Anything else in braces is text: rule tables are written by people. */
static int
placeholder (const char *p)
{
  return p[0] == '{' && p[1] >= '1' && p[1] <= '4' && p[2] == '}' ? p[1] - '1' : -1;
}

void
hs_writer_text_with (const HsReportOptions *options, const HsText *text, HsEscapeFunc words, HsEscapeFunc argument, GString *out)
{
  const char *p = hs_writer_translate (options, text->format), *start = p;

  if (p == NULL)
    return;
  while (*(p = strchrnul (p, '{')) != '\0') {
    int n = placeholder (p);
    if (n < 0) {
      p++;
      continue;
    }
    words (out, hs_slice (start, p));
    argument (out, text->args[n]);
    start = p += 3;
  }
  words (out, hs_slice (start, p));
}

void
hs_writer_text (const HsReportOptions *options, const HsText *text, HsEscapeFunc escape, GString *out)
{
  hs_writer_text_with (options, text, escape, escape, out);
}
