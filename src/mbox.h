/* Where messages begin and end in an mbox: mboxo, mboxrd, mboxcl, mboxcl2.  SPDX-License-Identifier: MIT */
#pragma once

#include "ascii.h"

/* A `From ` line longer than this is text. Callers keep this much of what they have passed, twice. */
#define HS_MBOX_POSTMARK_MAX 1024

typedef enum { HS_MBOX_NO, HS_MBOX_YES, HS_MBOX_MORE } HsMboxAnswer;

/* Does a message begin at @p, the start of a line? Decided by this line and its neighbours alone, so that it does not matter where
   reading began. [@start, @end) is at hand around it; @at_end: there is no more behind. HS_MBOX_MORE: more bytes are needed to tell. */
HsMboxAnswer hs_mbox_is_start (const char *p, const char *start, const char *end, gboolean at_end);

/* The first '\n' at or after @p with 'F' behind it, or NULL. */
const char *hs_mbox_scan_from (const char *p, const char *end);
/* The first '\n' at or after @p with a line end or 'F' behind it, or NULL. */
const char *hs_mbox_scan_header (const char *p, const char *end);

/* Value of a Content-Length field, FALSE if there is none or it is no number. */
gboolean hs_mbox_content_length (HsSlice header, guint64 *length);
/* Can a body end at @p: end of the file, or blank lines and then the start of a message? */
HsMboxAnswer hs_mbox_can_end (const char *p, const char *start, const char *end, gboolean at_end);
