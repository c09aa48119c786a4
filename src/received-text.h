/* Words, comments and addresses of a Received value, however it is folded.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/types.h>

typedef enum { HS_TOKEN_END, HS_TOKEN_WORD, HS_TOKEN_COMMENT, HS_TOKEN_SEMICOLON } HsTokenKind;

typedef struct {
  HsTokenKind kind;
  HsSlice text; /* the word, or what stands inside the comment, trimmed */
} HsToken;

typedef struct {
  const char *p;
  const char *end;
  const char *readable; /* @end or a place behind it: for looking at several bytes at once */
  guint depth_limit;    /* comments nested deeper are passed over as a whole, with an empty text */
  gboolean too_deep;    /* there was such a comment */
  guint unclosed;       /* comments that never ended, read as plain words instead */
} HsTokenizer;

/* Reads the next token. Linear over the whole value: an open parenthesis that is never closed costs one look ahead, and after the
   fourth of them parentheses are taken for white space. */
HsTokenKind hs_token_next (HsTokenizer *tokenizer, HsToken *token);
/* "<...>" at the start of @token, quoted strings inside included: the text between the brackets, with @tokenizer set behind it.
   Any other word is returned without a comma or bracket at its ends. */
HsSlice hs_token_path (HsTokenizer *tokenizer, const HsToken *token);

/* @phrase (lower case, single spaces) stands at the start of @text, in any case and folded anyhow: the place behind it, or NULL.
   It must end at white space or the end of @text, unless its own last byte is no letter. */
const char *hs_text_match (HsSlice text, const char *phrase);
/* Every run of white space to one space, in @arena where there is something to change. */
HsSlice hs_text_squeeze (HsArena *arena, HsSlice text);
/* Without the commas, quotation marks and angle brackets at the end of a word. A colon stays: it may end an IPv6 address. */
HsSlice hs_text_strip_punctuation (HsSlice word);
/* "key=value": FALSE if there is no '=' behind at least one letter. */
gboolean hs_text_split_key (HsSlice word, HsSlice *key, HsSlice *value);

/* An address as a server writes its peer: "192.0.2.1", "[IPv6:2001:db8::1]", with port as "[192.0.2.1]:25", "[192.0.2.1:25]",
   "192.0.2.1:25" or "[192.0.2.1.2525]" (a fifth number above 255). @port is 0 where none is written. */
gboolean hs_endpoint_parse (HsSlice text, HsIp *ip, guint16 *port);
/* @text stands where an address belongs and is none, but was one: digits and dots, groups and colons, "?.?.?.?". */
gboolean hs_endpoint_is_damaged (HsSlice text);
