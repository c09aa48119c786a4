/* SPDX-License-Identifier: MIT */
#include "seal-message.h"

#include "ascii.h"
#include "seal-canon.h"
#include "seal-text.h"

/* The fields of h= from the bottom up, absent ones as nothing, then the signature itself without b= (RFC 6376 section 3.7). */
static gboolean
hash_header (HsSealWork *work, const HsSignature *signature, guint8 hash[HS_DIGEST_MAX])
{
  HsDigest digest;
  HsSlice names = signature->seal.covers, name;

  hs_digest_begin (&digest, signature->digest);
  hs_field_index_restart (&work->index);
  while (hs_names_next (&names, &name)) {
    guint field = hs_field_index_take (&work->index, name);
    if (field == signature->seal.field) /* it was not there yet when it was made */
      field = hs_field_index_take (&work->index, name);
    if (field != G_MAXUINT)
      hs_canon_field (&digest, signature->relaxed_header, &work->fields[field], HS_SLICE_NONE, TRUE);
  }
  hs_canon_field (&digest, signature->relaxed_header, &work->fields[signature->seal.field], signature->cut, FALSE);
  return hs_digest_end (&digest, hash);
}

static gboolean
build_index (HsSealWork *work)
{
  if (!work->indexed)
    work->indexed = hs_field_index_build (&work->index, work->fields, work->n_fields, work->arena);
  return work->indexed;
}

static gboolean
check_header (HsSealWork *work, HsSignature *signature, const HsKeyRow *row)
{
  guint8 hash[HS_DIGEST_MAX];

  if (!build_index (work) || !hash_header (work, signature, hash)) {
    hs_seal_conclude (signature, HS_SEAL_NO_KEY, "not checked: out of memory", HS_SLICE_NONE, HS_SLICE_NONE);
    return FALSE;
  }
  hs_seal_verify (work, signature, row, hash);
  if (signature->seal.header_part == HS_PART_HOLDS && hs_field_index_left (&work->index, hs_slice_str ("From")) > 0) {
    /* A reader would be shown a From nobody signed (RFC 6376 section 8.15). */
    signature->seal.header_part = HS_PART_BROKEN;
    hs_seal_conclude (signature, HS_SEAL_FAIL, "what it covers holds, but there is another From that it does not cover", HS_SLICE_NONE,
                      HS_SLICE_NONE);
  }
  return signature->seal.header_part != HS_PART_UNKNOWN;
}

/* The hash of the body as @signature wants it, or NULL where it is not at hand or there are too many different ones. */
static const HsBodyHash *
hash_body (HsSealWork *work, const HsSignature *signature)
{
  HsBodyHash *body;
  HsDigest digest;

  for (guint i = 0; i < work->n_bodies; i++) {
    body = &work->bodies[i];
    if (body->relaxed == signature->relaxed_body && body->kind == signature->digest && body->limit == signature->body_limit)
      return body;
  }
  if (work->body.ptr == NULL || work->n_bodies == G_N_ELEMENTS (work->bodies))
    return NULL;
  body = &work->bodies[work->n_bodies++];
  *body = (HsBodyHash){ .relaxed = signature->relaxed_body, .kind = signature->digest, .limit = signature->body_limit };
  hs_digest_begin (&digest, body->kind);
  digest.room = body->limit;
  hs_canon_body (&digest, body->relaxed, work->body);
  body->more = digest.dropped;
  body->too_short = body->limit != G_MAXUINT64 && digest.room > 0;
  body->computed = hs_digest_end (&digest, body->hash);
  return body;
}

static const HsBodyHash *
check_body (HsSealWork *work, HsSignature *signature)
{
  const HsBodyHash *body = hash_body (work, signature);

  if (body == NULL || !body->computed)
    return NULL;
  if (!body->too_short && memcmp (body->hash, signature->body_hash, hs_digest_len (body->kind)) == 0)
    signature->seal.body_part = HS_PART_HOLDS;
  else
    signature->seal.body_part = HS_PART_BROKEN;
  return body;
}

static void
conclude_body (HsSealWork *work, HsSignature *signature, const HsBodyHash *body)
{
  HsSlice limit = HS_SLICE_NONE;

  if (signature->seal.body_part == HS_PART_BROKEN) {
    hs_seal_conclude (
        signature, HS_SEAL_FAIL,
        "the header part holds; the body was changed after signing, as lists and gateways do that add a footer or rewrite links",
        HS_SLICE_NONE, HS_SLICE_NONE);
  } else if (signature->seal.result != HS_SEAL_PASS) {
    return; /* weak stays weak */
  } else if (signature->seal.body_part == HS_PART_UNKNOWN) {
    hs_seal_conclude (signature, HS_SEAL_BODY_UNKNOWN,
                      work->body.ptr == NULL && work->n_bodies == 0
                          ? "the header part holds; the body is not at hand"
                          : "the header part holds; the message has too many different body hashes to check them all",
                      HS_SLICE_NONE, HS_SLICE_NONE);
  } else if (body->more) {
    limit = hs_arena_printf (work->arena, "%" G_GUINT64_FORMAT, signature->body_limit);
    hs_seal_conclude (signature, HS_SEAL_PASS, "only the first {1} bytes of the body are signed, and more follows", limit, HS_SLICE_NONE);
  }
}

void
hs_message_signature_check (HsSealWork *work, HsSignature *signature)
{
  const HsKeyRow *row = hs_seal_begin (work, signature);
  const HsBodyHash *body;

  if (row == NULL || !check_header (work, signature, row))
    return;
  body = check_body (work, signature);
  if (signature->seal.header_part == HS_PART_HOLDS)
    conclude_body (work, signature, body);
}
