/* What the tool says itself, in the language of the environment.  SPDX-License-Identifier: MIT */
#pragma once

#include "catalogue.h"

/* Marks of what is translated; src/po/extract.py looks for them. N_: a literal that stays English until somebody has it translated. */
#define N_(msgid) msgid
#define T_(msgid) cli_translate (msgid)

/* NULL for English. */
const Catalogue *cli_catalogue (void);
const char *cli_translate (const char *msgid);
/* The same as an HsTranslate. */
const char *cli_translate_message (const char *msgid, gpointer unused);
/* @format, translated, with {1} to {4} filled in: texts, ended by NULL. */
char *cli_fill (const char *format, ...) G_GNUC_NULL_TERMINATED;

/* Columns that @text takes on a terminal. */
guint cli_columns (const char *text);
/* Appends @text, broken at blanks so that no line goes beyond @width; lines behind the first begin in column @indent, where the first one
   begins already. */
void cli_append_wrapped (GString *out, const char *text, guint indent, guint width);
