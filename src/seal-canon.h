/* Canonical forms of RFC 6376 section 3.4, streamed into a hash.  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-digest.h"

#include <hopscope/trace.h>

/* One field as "simple" or "relaxed" wants it. @cut: the part of the value to leave out (b= of a signature over itself), or a NULL
   slice. LF alone counts as CRLF. @line_end: with the final CRLF, which a signature's own field goes without. */
void hs_canon_field (HsDigest *digest, gboolean relaxed, const HsField *field, HsSlice cut, gboolean line_end);

/* The body; digest->room limits what is hashed (l=). */
void hs_canon_body (HsDigest *digest, gboolean relaxed, HsSlice body);
