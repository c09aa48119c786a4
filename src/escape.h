/* Text from mail, made safe for where it goes.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* Each appends @s to @out. Bytes that are not UTF-8 become U+FFFD; TRUE if any did. A NULL slice appends nothing. */
gboolean hs_escape_json (GString *out, HsSlice s); /* inside double quotes; also </> and U+2028/9 safe to embed in HTML */
gboolean hs_escape_html (GString *out, HsSlice s); /* element text and double-quoted attributes; controls as pictures (U+2400..) */
gboolean hs_escape_text (GString *out, HsSlice s); /* terminal: controls, escapes and bidi controls made visible, folding to one space */
gboolean hs_escape_markdown (GString *out, HsSlice s); /* a code span: no markup, no live link, no mention, one line; fits a table cell */
gboolean hs_escape_csv (GString *out, HsSlice s);      /* one RFC 4180 cell, quoted where needed, formula injection defused */
/* Our own words in Markdown: what could be markup gets a backslash. */
gboolean hs_escape_markdown_words (GString *out, HsSlice s);
/* Columns of UTF-8 text in a terminal: wide 2, combining 0. */
guint hs_text_width (const char *utf8, gsize len);

/* Room for @n more bytes and the NUL behind them, without touching what is there. */
void hs_escape_grow (GString *out, gsize n);
static inline void
hs_escape_reserve (GString *out, gsize n)
{
  if (G_UNLIKELY (out->allocated_len - out->len <= n))
    hs_escape_grow (out, n);
}
