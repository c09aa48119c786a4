/* What the comments of a Received value say: peer, HELO, authentication, envelope.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "received-text.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

/* Servers that always say so when there was TLS: their silence is an answer. */
typedef enum { HS_WRITER_UNKNOWN, HS_WRITER_POSTFIX, HS_WRITER_EXIM, HS_WRITER_SENDMAIL } HsWriter;

/* One Received value on its way into a hop. */
typedef struct {
  HsHop *hop;
  HsArena *arena;
  guint depth_limit;
  const char *end;        /* of the value */
  HsSlice from_word;      /* first word behind "from": HELO, reverse name or address, decided at the end */
  HsSlice helo;           /* said to be what the client called itself */
  gboolean helo_stated;   /* ... or said to be empty */
  gboolean name_stated;   /* a comment behind "from" holds a name, or "unknown", and no address */
  gboolean name_verified; /* CommuniGate and others: the name behind "from" is that of the address */
  gboolean bare_peer;     /* a comment of the address alone, without brackets */
  HsWriter writer;
} HsReceived;

/* An address the server wrote as its peer, @text a whole word; FALSE if it is none. The first one counts. */
gboolean hs_received_peer (HsReceived *r, HsSlice text);
/* What the client called itself, by a server that says that it did; empty for "it said nothing". The first one counts. */
void hs_received_helo (HsReceived *r, HsSlice helo);
/* The words of @comment from @p on. */
HsTokenizer hs_received_words (const HsReceived *r, const char *p, HsSlice comment);
/* A comment anywhere; FALSE if nothing is known of its kind. */
gboolean hs_received_any_comment (HsReceived *r, HsSlice comment);
/* "helo", "port", "ident", "user", "mech" and the keys of TLS. */
gboolean hs_received_key (HsReceived *r, HsSlice word);
/* A path or word behind "envelope-from"; "<>" is the empty sender. */
void hs_received_envelope_from (HsReceived *r, HsSlice text);
void hs_received_authenticated (HsReceived *r, HsSlice user, HsSlice mechanism);
