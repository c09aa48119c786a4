/* One character at a time out of bytes that may not be UTF-8.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_UTF8_INVALID ((gunichar)-1)

/* Decodes the character at @p (@p < @end) into *@c and returns its length. Not UTF-8: *@c is HS_UTF8_INVALID and the length is
   that of the longest piece that could have begun a character (at least 1): one U+FFFD for it, as Unicode section 3.9 recommends. */
guint hs_utf8_decode (const char *p, const char *end, gunichar *c);
/* Writes @c (below 0x110000) and returns its length, at most 4. */
guint hs_utf8_encode (gunichar c, char text[4]);
/* Has no glyph of its own and may change how its neighbours look: C1 and format controls, bidi controls, zero-width characters,
   line separators, tags. */
gboolean hs_utf8_is_invisible (gunichar c);
