/* Hashes of a body too long to be kept, taken while it is read.  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-canon.h"

#include <hopscope/source.h>

#define HS_BODY_HASHES_MAX 8 /* signatures of one message share one or two; more than this are not hashed */

typedef struct {
  gboolean relaxed;
  HsDigestKind kind;
  guint64 limit;
  guint8 hash[HS_DIGEST_MAX];
  gboolean computed;
  gboolean more;      /* text follows behind the limit */
  gboolean too_short; /* the body ends before the limit */
} HsBodyHash;

/* For the signatures in @header; NULL where there is none that could be checked. */
HsBodyHashes *hs_body_hashes_new (HsSlice header, guint first_line);
void hs_body_hashes_put (HsBodyHashes *hashes, HsSlice piece);
/* The body ends: the hashes can be asked for. */
void hs_body_hashes_end (HsBodyHashes *hashes);
const HsBodyHash *hs_body_hashes_items (const HsBodyHashes *hashes, guint *n);
void hs_body_hashes_free (HsBodyHashes *hashes);
