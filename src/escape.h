/* Text from mail, made safe for where it goes.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* Each appends @s to @out. Bytes that are not UTF-8 become U+FFFD; TRUE if any did. A NULL slice appends nothing. */
gboolean hs_escape_json (GString *out, HsSlice s); /* inside double quotes; also </> and U+2028/9 safe to embed in HTML */
gboolean hs_escape_html (GString *out, HsSlice s); /* element text and double-quoted attributes; controls as pictures (U+2400..) */
gboolean hs_escape_text (GString *out, HsSlice s); /* terminal: controls, escapes and bidi controls made visible, folding to one space */
gboolean hs_escape_markdown (GString *out, HsSlice s); /* table cell: no markup, no live link, one line */
gboolean hs_escape_csv (GString *out, HsSlice s);      /* one RFC 4180 cell, quoted where needed, formula injection defused */
/* Columns of UTF-8 text in a terminal: wide 2, combining 0. */
guint hs_text_width (const char *utf8, gsize len);
