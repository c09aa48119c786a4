/* What goes to standard error: one line each, whatever a file name holds.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>

/* "hopscope: NAME: WHAT; ADVICE"; @name and @advice may be NULL. */
void cli_complain (const char *name, const char *what, const char *advice);
/* The same for an error of the library, with advice by its code where its message has none. */
void cli_complain_of (const char *name, const GError *error);
/* Append the lines that these would write, to be written later, in order. */
void cli_append_line (GString *lines, const char *name, const char *what, const char *advice);
void cli_append_complaint (GString *lines, const char *name, const GError *error);
/* Writes @text to standard error. */
void cli_say (const char *text, gsize len);
