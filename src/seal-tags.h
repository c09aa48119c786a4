/* What a signature field says: tag lists of RFC 6376 section 3.2 and RFC 8617 section 4.1.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "seal-digest.h"

#include <hopscope/trace.h>

#define HS_SIGNATURE_BYTES_MAX 2048 /* RSA of 16384 bits */

typedef enum {
  HS_SIGNATURE_NONE,
  HS_SIGNATURE_DKIM,
  HS_SIGNATURE_ARC_MESSAGE,
  HS_SIGNATURE_ARC_SEAL,
  HS_SIGNATURE_ARC_RESULTS /* ARC-Authentication-Results: no signature, but part of the set */
} HsSignatureKind;

typedef enum { HS_CV_ABSENT, HS_CV_NONE, HS_CV_PASS, HS_CV_FAIL } HsChainValidation;

typedef struct {
  HsSeal seal;        /* what the reader of a trace gets */
  guint8 kind;        /* HsSignatureKind */
  guint8 cv;          /* HsChainValidation */
  gboolean malformed; /* seal.reason says why; nothing below can be relied on but seal.instance */
  gboolean visited;   /* its turn has come */
  gboolean checked;   /* and a signature check was spent on it */
  gboolean relaxed_header;
  gboolean relaxed_body;
  gboolean ed25519;
  HsDigestKind digest;
  HsSlice signature; /* b= as written, for hs_base64_decode() */
  HsSlice cut;       /* what lies between "b=" and the next ';': left out when the field is signed itself */
  guint8 body_hash[HS_DIGEST_MAX];
  guint64 body_limit;       /* l=, G_MAXUINT64 for none */
  HsSlice chain_validation; /* cv= as written */
} HsSignature;

/* Kind by field name; HS_SIGNATURE_NONE for any other. */
HsSignatureKind hs_signature_kind (HsSlice name);
/* Reads @field (number @index) of @kind; sets seal.result to HS_SEAL_MALFORMED and the reason if it cannot be used. */
void hs_signature_read (HsSignature *signature, HsSignatureKind kind, const HsField *field, guint index);
