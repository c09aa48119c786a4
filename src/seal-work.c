/* SPDX-License-Identifier: MIT */
#include "seal-work.h"

#include "ascii.h"

#define RSA_BITS_MIN 1024 /* RFC 8301 section 3.2 */

void
hs_seal_conclude (HsSignature *signature, HsSealResult result, const char *format, HsSlice arg1, HsSlice arg2)
{
  signature->seal.result = result;
  signature->seal.reason = (HsText){ format, { arg1, arg2 } };
}

static HsSlice
known_text (const char *text)
{
  return text != NULL && *text != '\0' ? hs_slice_str (text) : HS_SLICE_NONE;
}

const HsKeyRow *
hs_seal_begin (HsSealWork *work, HsSignature *signature)
{
  HsSeal *seal = &signature->seal;
  const HsKeyRow *row;

  signature->visited = TRUE;
  row = work->find_key (seal->domain, seal->selector, work->user_data);
  if (row == NULL) {
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "the key {1}._domainkey.{2} is not in the table", seal->selector, seal->domain);
    return NULL;
  }
  seal->key_seen_from = known_text (row->seen_from);
  seal->key_seen_to = known_text (row->seen_to);
  seal->key_source = row->source;
  if (work->checks_left == 0) {
    work->too_many = TRUE;
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "not checked: the message has more signatures than the limit", HS_SLICE_NONE,
                      HS_SLICE_NONE);
    return NULL;
  }
  work->checks_left--;
  signature->checked = TRUE;
  return row;
}

/* A signature that verifies: good, unless what it was made with proves little. */
static void
conclude_good (HsSealWork *work, HsSignature *signature)
{
  HsSlice bits = hs_arena_printf (work->arena, "%u", signature->seal.key_bits);

  signature->seal.header_part = HS_PART_HOLDS;
  if (!signature->ed25519 && signature->seal.key_bits < RSA_BITS_MIN)
    hs_seal_conclude (signature, HS_SEAL_WEAK, "it verifies, but an RSA key of {1} bits proves little", bits, HS_SLICE_NONE);
  else if (signature->digest == HS_DIGEST_SHA1)
    hs_seal_conclude (signature, HS_SEAL_WEAK, "it verifies, but SHA-1 proves little", HS_SLICE_NONE, HS_SLICE_NONE);
  else
    hs_seal_conclude (signature, HS_SEAL_PASS, NULL, HS_SLICE_NONE, HS_SLICE_NONE);
}

void
hs_seal_verify (HsSealWork *work, HsSignature *signature, const HsKeyRow *row, const guint8 hash[HS_DIGEST_MAX])
{
  HsSlice algorithm = hs_slice_str (row->algorithm);

  switch (hs_key_check (work->keys, row, signature, hash, &signature->seal.key_bits)) {
  case HS_CHECK_GOOD:
    conclude_good (work, signature);
    break;
  case HS_CHECK_BAD:
    signature->seal.header_part = HS_PART_BROKEN;
    hs_seal_conclude (signature, HS_SEAL_FAIL, "a covered field was changed, added or taken out after signing", HS_SLICE_NONE,
                      HS_SLICE_NONE);
    break;
  case HS_CHECK_KEY_UNREADABLE:
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "the key in the table cannot be read", HS_SLICE_NONE, HS_SLICE_NONE);
    break;
  case HS_CHECK_KEY_MISFIT:
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "the key in the table is for {1}, the signature uses {2}", algorithm,
                      signature->seal.algorithm);
    break;
  case HS_CHECK_REFUSED:
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "this machine's cryptographic policy refuses {1}", signature->seal.algorithm,
                      HS_SLICE_NONE);
    break;
  }
}
