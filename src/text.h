/* Texts with placeholders, and marks of what is translated for people, which src/po/extract.py looks for.  SPDX-License-Identifier: MIT */
#pragma once

/* A literal in a table or of an HsText: it stays English here, and whoever shows it to people has it translated (writer.h). */
#define N_(msgid) msgid

/* Stands for an argument of which the mail says nothing. */
#define HS_NOT_STATED N_ ("not stated")

/* The argument number, from 0, of the placeholder "{1}" to "{4}" at @p, or -1. Anything else in braces is text: rule tables are written
   by people. */
static inline int
hs_text_placeholder (const char *p)
{
  return p[0] == '{' && p[1] >= '1' && p[1] <= '4' && p[2] == '}' ? p[1] - '1' : -1;
}

/* Does an empty argument leave a hole at the placeholder @p of @format? Between quotation marks it is quoted: nothing was written. */
static inline int
hs_text_is_hole (const char *format, const char *p)
{
  return p == format || p[-1] != '\'';
}
