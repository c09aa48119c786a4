/* One message's signatures while they are checked.  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-body.h"
#include "seal-index.h"
#include "seal-key.h"

typedef struct {
  const HsField *fields;
  guint n_fields;
  HsSlice body;
  HsKeyFunc find_key;
  gpointer user_data;
  HsArena *arena;
  HsSignature *signatures;
  guint n_signatures;
  guint checks_left;
  gboolean too_many;
  HsKeys *keys;
  HsFieldIndex index;
  gboolean indexed;
  HsBodyHash bodies[HS_BODY_HASHES_MAX];
  guint n_bodies;
} HsSealWork;

/* The key with which @signature is to be checked, one check being spent on it; or NULL, with the result set. */
const HsKeyRow *hs_seal_begin (HsSealWork *work, HsSignature *signature);
/* Checks it over @hash and sets header_part and result: pass, weak, fail or, if the key is no use, no-key. */
void hs_seal_verify (HsSealWork *work, HsSignature *signature, const HsKeyRow *row, const guint8 hash[HS_DIGEST_MAX]);
void hs_seal_conclude (HsSignature *signature, HsSealResult result, const char *format, HsSlice arg1, HsSlice arg2);
