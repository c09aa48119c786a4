/* The only user of GMime: text, addresses, attached messages. Everything is bounded before GMime sees it.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

/* GMime's own initialization, once, from any thread; the functions here see to it themselves. */
void hs_mime_init (void);

/* Decoded RFC 2047 text as valid UTF-8 without line ends and control characters; works without GMime where there is no "=?" and
   the bytes are UTF-8. Beyond the limits the raw text, made valid, is returned, and @reached
   (nullable) says so. Never NULL for a non-NULL @value. */
HsSlice hs_mime_text (HsArena *arena, HsSlice value, const HsLimits *limits, guint *reached);

typedef struct {
  HsSlice name;    /* decoded display name, NULL if none */
  HsSlice address; /* addr-spec, UTF-8 made valid; NULL if there is only a name */
} HsMailbox;

/* What @reached gathers. */
enum {
  HS_MIME_REACHED_TEXT = 1 << 0,     /* a text longer than text_bytes, or with more words than encoded_words, was not decoded */
  HS_MIME_REACHED_ADDRESSES = 1 << 1 /* a list had more addresses than there was room for */
};

/* Mailboxes of an address list (groups flattened), at most @max. Linear and without GMime, which recurses on groups; only an encoded
   display name is given to it. */
guint hs_mime_addresses (HsArena *arena, HsSlice value, const HsLimits *limits, HsMailbox *mailboxes, guint max, guint *reached);

/* A message found inside a message. Found without GMime, which would parse the addresses of attached messages and crash on some. */
typedef struct {
  char *part;            /* "2" or "1.2": MIME part numbers as IMAP counts them */
  GBytes *bytes;         /* header and body, decoded from its transfer encoding; may lie in the body given: valid as long as that */
  gboolean headers_only; /* text/rfc822-headers */
  gboolean encoded;      /* came out of base64 or quoted-printable */
  gboolean cut;          /* its end is missing */
} HsAttached;

/* TRUE if the header's Content-Type and the body make an attached message possible: cheap, no GMime. */
gboolean hs_mime_may_have_attached (HsSlice header, HsSlice body);
/* (element-type HsAttached) messages attached at depth 1 to @limits->attached_depth, in order; nothing is read beyond the limits, and
   no more than @limits->body_bytes are decoded. @whole: @body is all of it. @cut: (out): some were left out. */
GPtrArray *hs_mime_attached (HsSlice header, HsSlice body, gboolean whole, const HsLimits *limits, gboolean *cut);
