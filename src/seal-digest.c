/* SPDX-License-Identifier: MIT */
#include "seal-digest.h"

#include <string.h>

static const gnutls_digest_algorithm_t algorithms[HS_DIGEST_KINDS] = {
  [HS_DIGEST_SHA256] = GNUTLS_DIG_SHA256, [HS_DIGEST_SHA1] = GNUTLS_DIG_SHA1
};

void
hs_digest_begin (HsDigest *digest, HsDigestKind kind)
{
  digest->kind = kind;
  digest->room = G_MAXUINT64;
  digest->dropped = FALSE;
  digest->used = 0;
  if (gnutls_hash_init (&digest->handle, algorithms[kind]) != 0)
    digest->handle = NULL;
}

void
hs_digest_flush (HsDigest *digest)
{
  if (digest->handle != NULL && digest->used > 0)
    gnutls_hash (digest->handle, digest->buffer, digest->used);
  digest->used = 0;
}

void
hs_digest_fork (HsDigest *copy, HsDigest *digest)
{
  hs_digest_flush (digest);
  copy->kind = digest->kind;
  copy->room = digest->room;
  copy->dropped = digest->dropped;
  copy->used = 0;
  copy->handle = digest->handle != NULL ? gnutls_hash_copy (digest->handle) : NULL;
}

void
hs_digest_put (HsDigest *digest, const char *bytes, gsize len)
{
  digest->dropped |= len > digest->room;
  len = MIN (len, digest->room);
  digest->room -= len;
  if (len > sizeof digest->buffer - digest->used)
    hs_digest_flush (digest);
  if (len <= sizeof digest->buffer - digest->used) {
    memcpy (digest->buffer + digest->used, bytes, len);
    digest->used += (guint)len;
  } else if (digest->handle != NULL) {
    gnutls_hash (digest->handle, bytes, len);
  }
}

gboolean
hs_digest_end (HsDigest *digest, guint8 hash[HS_DIGEST_MAX])
{
  gboolean ok = digest->handle != NULL;

  hs_digest_flush (digest);
  if (ok)
    gnutls_hash_deinit (digest->handle, hash);
  digest->handle = NULL;
  return ok;
}

gsize
hs_digest_len (HsDigestKind kind)
{
  return kind == HS_DIGEST_SHA1 ? 20 : 32;
}
