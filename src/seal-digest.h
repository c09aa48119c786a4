/* A hash fed piece by piece.  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

#include <gnutls/crypto.h>

#define HS_DIGEST_MAX 32

typedef enum { HS_DIGEST_SHA256, HS_DIGEST_SHA1, HS_DIGEST_KINDS } HsDigestKind;

typedef struct {
  gnutls_hash_hd_t handle; /* NULL if the library refused: the result is then unusable */
  HsDigestKind kind;
  guint64 room;     /* bytes still taken (l= of a body) */
  gboolean dropped; /* more came than there was room for */
  guint used;
  char buffer[1024];
} HsDigest;

void hs_digest_begin (HsDigest *digest, HsDigestKind kind);
/* @copy goes on from where @digest is. */
void hs_digest_fork (HsDigest *copy, HsDigest *digest);
void hs_digest_put (HsDigest *digest, const char *bytes, gsize len);
static inline void hs_digest_put_byte (HsDigest *digest, char byte);
/* Writes the hash and frees; FALSE if it could not be computed. */
gboolean hs_digest_end (HsDigest *digest, guint8 hash[HS_DIGEST_MAX]);
gsize hs_digest_len (HsDigestKind kind);
void hs_digest_flush (HsDigest *digest);

static inline void
hs_digest_put_byte (HsDigest *digest, char byte)
{
  if (digest->room == 0) {
    digest->dropped = TRUE;
    return;
  }
  if (digest->used == sizeof digest->buffer)
    hs_digest_flush (digest);
  digest->buffer[digest->used++] = byte;
  digest->room--;
}
