/* Finding line ends, names and separators fast: SSE2 where there is some, plain loops elsewhere.  SPDX-License-Identifier: MIT */
#pragma once

#include "ascii.h"

#include <hopscope/trace.h>

/* End of the run of field name characters at @p. */
const char *hs_scan_name (const char *p, const char *end);
/* TRUE if a header field starts at @p: a name, blanks perhaps, a colon. */
gboolean hs_scan_is_field (const char *p, const char *end);
/* What hs_scan_field() saw on its way. */
typedef struct {
  guint flags;         /* HS_FIELD_EIGHT_BIT, _NUL, _BARE_CR */
  guint lines;         /* line ends inside */
  gboolean blank_line; /* some line perhaps holds blanks only */
} HsScanned;

/* The line end ('\n') that ends the field at @p (or anywhere in its first line), or @end: the next line does not begin with a blank. */
const char *hs_scan_field (const char *p, const char *end, HsScanned *scanned);
/* The start of the first line behind @p that begins with @letter in either case (given in lower case), or NULL. */
const char *hs_scan_line_with (const char *p, const char *end, char letter);
/* TRUE if the line at @p is empty: line end only, with any number of CR. *@next: the line after it. FALSE at the end of the bytes. */
gboolean hs_scan_is_blank (const char *p, const char *end, const char **next);
/* TRUE if there is nothing but CR up to @end: whether the line is empty is not known yet. */
gboolean hs_scan_is_all_cr (const char *p, const char *end);
/* Start of the next line, or @end. */
const char *hs_scan_next_line (const char *p, const char *end);
