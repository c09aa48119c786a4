/* SPDX-License-Identifier: MIT */
#include "seal-chain.h"

#include "ascii.h"
#include "seal-canon.h"
#include "seal-statement.h"

/* Hashes of the sets below, kept going from instance to instance so that a chain costs one walk over its bytes per algorithm. */
typedef struct {
  HsDigest digest[HS_DIGEST_KINDS];
  gboolean begun[HS_DIGEST_KINDS];
  guint done[HS_DIGEST_KINDS];
} Below;

static void
gather_signature (HsChain *chain, HsSignature *signature)
{
  HsArcInstance *instance = &chain->instances[signature->seal.instance];

  if (signature->kind == HS_SIGNATURE_ARC_SEAL && instance->n_seals++ == 0)
    instance->seal = signature;
  if (signature->kind == HS_SIGNATURE_ARC_MESSAGE && instance->n_messages++ == 0)
    instance->message = signature;
}

static gboolean
is_whole (const HsArcInstance *instance)
{
  return instance->n_results == 1 && instance->n_seals == 1 && instance->n_messages == 1;
}

static gboolean
is_there (const HsArcInstance *instance)
{
  return instance->n_results + instance->n_seals + instance->n_messages > 0;
}

void
hs_chain_gather (HsChain *chain, const HsSealWork *work)
{
  HsSlice rest;

  *chain = (HsChain){ 0 };
  for (guint i = 0; i < work->n_signatures; i++)
    gather_signature (chain, &work->signatures[i]);
  for (guint i = 0; i < work->n_fields; i++)
    if (hs_signature_kind (work->fields[i].name) == HS_SIGNATURE_ARC_RESULTS) {
      HsArcInstance *instance = &chain->instances[hs_arc_results_instance (work->fields[i].value, &rest)];
      if (instance->n_results++ == 0)
        instance->results_field = i;
    }
  for (guint i = 1; i <= HS_ARC_INSTANCE_MAX; i++)
    if (is_there (&chain->instances[i]))
      chain->newest = i;
  while (chain->whole < chain->newest && is_whole (&chain->instances[chain->whole + 1]))
    chain->whole++;
}

/* AAR, AMS, AS (RFC 8617 section 5.1.1); with @last the seal goes without its b= and line end. */
static void
put_set (const HsSealWork *work, HsDigest *digest, const HsArcInstance *instance, gboolean last)
{
  const HsSignature *seal = instance->seal;

  hs_canon_field (digest, TRUE, &work->fields[instance->results_field], HS_SLICE_NONE, TRUE);
  hs_canon_field (digest, TRUE, &work->fields[instance->message->seal.field], HS_SLICE_NONE, TRUE);
  hs_canon_field (digest, TRUE, &work->fields[seal->seal.field], last ? seal->cut : HS_SLICE_NONE, !last);
}

/* With cv=fail only its own set (section 5.1.2); Microsoft and OpenARC both do so. */
static gboolean
hash_chain (const HsChain *chain, const HsSealWork *work, Below *below, guint i, guint8 hash[HS_DIGEST_MAX])
{
  const HsSignature *seal = chain->instances[i].seal;
  HsDigestKind kind = seal->digest;
  HsDigest own;

  if (seal->cv == HS_CV_FAIL) {
    hs_digest_begin (&own, kind);
  } else {
    if (!below->begun[kind])
      hs_digest_begin (&below->digest[kind], kind);
    below->begun[kind] = TRUE;
    while (below->done[kind] < i - 1)
      put_set (work, &below->digest[kind], &chain->instances[++below->done[kind]], FALSE);
    hs_digest_fork (&own, &below->digest[kind]);
  }
  put_set (work, &own, &chain->instances[i], TRUE);
  return hs_digest_end (&own, hash);
}

/* What makes a check of the seal pointless; sets the result. */
static gboolean
refuse_seal (const HsChain *chain, HsSealWork *work, guint i)
{
  const HsArcInstance *instance = &chain->instances[i];
  HsSignature *seal = instance->seal;
  guint broken = is_whole (instance) ? chain->whole + 1 : i;
  HsSlice number = hs_arena_printf (work->arena, "%u", i), first = hs_arena_printf (work->arena, "%u", broken);

  if ((i == 1 && seal->cv == HS_CV_PASS) || (i > 1 && seal->cv == HS_CV_NONE)) {
    hs_seal_conclude (seal, HS_SEAL_MALFORMED, "it says cv={1}, which instance {2} cannot", seal->chain_validation, number);
    return TRUE;
  }
  if (is_whole (instance) && (seal->cv == HS_CV_FAIL || chain->whole >= i))
    return FALSE;
  hs_seal_conclude (seal, HS_SEAL_FAIL, "set {1} is missing, incomplete or has a field twice, so there is nothing whole to verify", first,
                    HS_SLICE_NONE);
  return TRUE;
}

static void
check_seal (const HsChain *chain, HsSealWork *work, Below *below, guint i)
{
  HsSignature *seal = chain->instances[i].seal;
  const HsKeyRow *row;
  guint8 hash[HS_DIGEST_MAX];

  seal->visited = TRUE;
  if (refuse_seal (chain, work, i))
    return;
  row = hs_seal_begin (work, seal);
  if (row == NULL)
    return;
  if (!hash_chain (chain, work, below, i, hash)) {
    hs_seal_conclude (seal, HS_SEAL_NO_KEY, "not checked: out of memory", HS_SLICE_NONE, HS_SLICE_NONE);
    return;
  }
  hs_seal_verify (work, seal, row, hash);
  if (seal->seal.header_part == HS_PART_BROKEN && i > 1 && seal->cv != HS_CV_FAIL)
    hs_seal_conclude (seal, HS_SEAL_FAIL, "a field of the ARC sets 1 to {1} was changed after sealing",
                      hs_arena_printf (work->arena, "%u", i), HS_SLICE_NONE);
}

/* Which of several seals of one instance is meant nobody can say. */
static void
refuse_repeated (const HsChain *chain, HsSealWork *work)
{
  for (guint i = 0; i < work->n_signatures; i++) {
    HsSignature *signature = &work->signatures[i];
    if (signature->kind == HS_SIGNATURE_ARC_SEAL && !signature->visited && !signature->malformed)
      hs_seal_conclude (signature, HS_SEAL_FAIL, "its instance has more than one ARC-Seal", HS_SLICE_NONE, HS_SLICE_NONE);
  }
}

void
hs_chain_check_seals (HsChain *chain, HsSealWork *work)
{
  Below below = { 0 };
  guint8 unused[HS_DIGEST_MAX];

  for (guint i = 1; i <= chain->newest; i++)
    if (chain->instances[i].n_seals == 1 && !chain->instances[i].seal->malformed)
      check_seal (chain, work, &below, i);
  refuse_repeated (chain, work);
  for (guint kind = 0; kind < HS_DIGEST_KINDS; kind++)
    if (below.begun[kind])
      hs_digest_end (&below.digest[kind], unused);
}

static gboolean
cv_fits (const HsChain *chain, guint i)
{
  const HsSignature *seal = chain->instances[i].seal, *older = i > 1 ? chain->instances[i - 1].seal : NULL;

  if (seal == NULL)
    return FALSE;
  if (seal->cv == HS_CV_PASS)
    return i > 1 && (older == NULL || older->cv != HS_CV_FAIL);
  return seal->cv == HS_CV_FAIL || (seal->cv == HS_CV_NONE && i == 1);
}

gboolean
hs_chain_is_broken (const HsChain *chain)
{
  if (is_there (&chain->instances[0]) || chain->whole < chain->newest)
    return TRUE;
  for (guint i = 1; i <= chain->newest; i++)
    if (!cv_fits (chain, i))
      return TRUE;
  return FALSE;
}

guint
hs_chain_oldest_broken (const HsChain *chain)
{
  for (guint i = 1; i <= chain->newest; i++) {
    const HsSignature *seal = chain->instances[i].seal;
    if (!is_whole (&chain->instances[i]) || seal->seal.result == HS_SEAL_FAIL || seal->seal.result == HS_SEAL_MALFORMED)
      return i;
  }
  return 0;
}

/* The sealed statement speaks of this message only if the signature of the same set, by the same domain, fits this message. */
static gboolean
is_bound (const HsArcInstance *instance, const HsArcSet *set)
{
  return is_whole (instance) && set->seal == HS_SEAL_PASS && (set->signature == HS_SEAL_PASS || set->signature == HS_SEAL_BODY_UNKNOWN) &&
         hs_slice_iequal (instance->seal->seal.domain, instance->message->seal.domain);
}

static void
fill_set (const HsChain *chain, const HsSealWork *work, guint i, HsArcSet *set)
{
  const HsArcInstance *instance = &chain->instances[i];
  const HsSignature *seal = instance->seal, *message = instance->message;
  HsSlice results;

  set->instance = i;
  set->seal = seal != NULL ? seal->seal.result : HS_SEAL_MALFORMED;
  set->signature = message != NULL ? message->seal.result : HS_SEAL_MALFORMED;
  set->header_part = message != NULL ? message->seal.header_part : HS_PART_UNKNOWN;
  set->body_part = message != NULL ? message->seal.body_part : HS_PART_UNKNOWN;
  set->domain = seal != NULL ? seal->seal.domain : HS_SLICE_NONE;
  set->cv_fail = seal != NULL && seal->cv == HS_CV_FAIL;
  set->bound = is_bound (instance, set);
  set->seal_field = seal != NULL ? seal->seal.field : G_MAXUINT;
  set->signature_field = message != NULL ? message->seal.field : G_MAXUINT;
  set->results_field = instance->n_results > 0 ? instance->results_field : G_MAXUINT;
  if (instance->n_results > 0 && hs_arc_results_instance (work->fields[instance->results_field].value, &results) == i)
    hs_arc_statement_read (set, results);
}

HsArcSet *
hs_chain_sets (const HsChain *chain, const HsSealWork *work, guint *n_sets)
{
  HsArcSet *sets;
  guint n = 0;

  *n_sets = 0;
  for (guint i = 1; i <= chain->newest; i++)
    n += is_there (&chain->instances[i]);
  sets = n > 0 ? hs_arena_array (work->arena, HsArcSet, n) : NULL;
  if (sets == NULL)
    return NULL;
  for (guint i = 1; i <= chain->newest; i++)
    if (is_there (&chain->instances[i]))
      fill_set (chain, work, i, &sets[(*n_sets)++]);
  return sets;
}
