/* Canonical forms of RFC 6376 section 3.4, streamed into a hash.  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-digest.h"

#include <hopscope/trace.h>

/* One field as "simple" or "relaxed" wants it. @cut: the part of the value to leave out (b= of a signature over itself), or a NULL
   slice. LF alone counts as CRLF. @line_end: with the final CRLF, which a signature's own field goes without. */
void hs_canon_field (HsDigest *digest, gboolean relaxed, const HsField *field, HsSlice cut, gboolean line_end);

/* A body, piece by piece. Zeroed but for @digest, whose room limits what is hashed (l=), and @relaxed. */
typedef struct {
  HsDigest *digest;
  gboolean relaxed;
  guint64 empty_lines; /* put only if text follows: empty lines at the end do not count */
  gboolean anything;
  /* of a line whose end is not at hand yet */
  gboolean in_line; /* some of it was put */
  gboolean space;   /* relaxed: white space is owed before more text */
  gboolean cr;      /* the last byte: half of a line end, or text */
} HsCanonBody;

/* Cut anywhere, the pieces give what the whole gives. */
void hs_canon_body_put (HsCanonBody *body, HsSlice piece);
void hs_canon_body_end (HsCanonBody *body);
/* A whole body at once. */
void hs_canon_body (HsDigest *digest, gboolean relaxed, HsSlice body);
