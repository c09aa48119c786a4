/* SPDX-License-Identifier: MIT */
#include "seal.h"

#include "seal-chain.h"
#include "seal-message.h"

#include <string.h>

/* Reads every signature; FALSE where the message has none, nor a set of a chain. */
static gboolean
read_signatures (HsSealWork *work)
{
  guint n = 0, n_results = 0;

  for (guint i = 0; i < work->n_fields; i++) {
    HsSignatureKind kind = hs_signature_kind (work->fields[i].name);
    n += kind != HS_SIGNATURE_NONE && kind != HS_SIGNATURE_ARC_RESULTS;
    n_results += kind == HS_SIGNATURE_ARC_RESULTS;
  }
  if (n + n_results == 0)
    return FALSE;
  work->signatures = hs_arena_array (work->arena, HsSignature, MAX (n, 1));
  if (work->signatures == NULL) {
    work->too_many = TRUE;
    return FALSE;
  }
  for (guint i = 0; i < work->n_fields; i++) {
    HsSignatureKind kind = hs_signature_kind (work->fields[i].name);
    if (kind != HS_SIGNATURE_NONE && kind != HS_SIGNATURE_ARC_RESULTS)
      hs_signature_read (&work->signatures[work->n_signatures++], kind, &work->fields[i], i);
  }
  return TRUE;
}

/* Those of the chain by rising instance, then the others from the bottom of the header, where the oldest stand. */
static void
check_messages (HsSealWork *work, const HsChain *chain)
{
  for (guint i = 1; i <= chain->newest; i++) {
    HsSignature *message = chain->instances[i].message;
    if (message != NULL && !message->malformed)
      hs_message_signature_check (work, message);
  }
  for (guint i = work->n_signatures; i-- > 0;) {
    HsSignature *signature = &work->signatures[i];
    if (signature->kind != HS_SIGNATURE_ARC_SEAL && !signature->malformed && !signature->visited)
      hs_message_signature_check (work, signature);
  }
}

/* In the order of the header. Of those that were not checked only as many as might have been: nobody reads 10,000. */
static void
list_seals (HsSealWork *work, const HsLimits *limits, HsSeals *seals)
{
  guint room = limits->signatures;

  seals->seals = hs_arena_array (work->arena, HsSeal, MAX (MIN (work->n_signatures, (guint64)limits->signatures * 2), 1));
  if (seals->seals == NULL)
    return;
  for (guint i = 0; i < work->n_signatures; i++) {
    const HsSignature *signature = &work->signatures[i];
    if (!signature->checked && room == 0) {
      work->too_many = TRUE;
      continue;
    }
    room -= !signature->checked;
    seals->seals[seals->n_seals++] = signature->seal;
  }
}

static void
check_all (HsSealWork *work, const HsLimits *limits, HsSeals *seals)
{
  HsChain chain;

  *seals = (HsSeals){ 0 };
  if (read_signatures (work)) {
    hs_chain_gather (&chain, work);
    hs_chain_check_seals (&chain, work);
    check_messages (work, &chain);
    list_seals (work, limits, seals);
    seals->sets = hs_chain_sets (&chain, work, &seals->n_sets);
    seals->oldest_broken = hs_chain_oldest_broken (&chain);
    if (hs_chain_is_broken (&chain))
      seals->flags |= HS_SEALS_CHAIN_BROKEN;
    if (seals->n_sets > 0 && seals->sets[seals->n_sets - 1].cv_fail)
      seals->flags |= HS_SEALS_CV_FAIL;
  }
  if (work->too_many)
    seals->flags |= HS_SEALS_TOO_MANY;
}

void
hs_seal_check_with (const HsField *fields, guint n_fields, HsSlice body, HsKeyFunc find_key, gpointer user_data, const HsLimits *limits,
                    HsArena *arena, HsSeals *seals)
{
  HsKeys keys = { 0 };
  HsSealWork work = { .fields = fields,
                      .n_fields = n_fields,
                      .body = body,
                      .find_key = find_key,
                      .user_data = user_data,
                      .arena = arena,
                      .keys = &keys,
                      .checks_left = limits->signatures };

  check_all (&work, limits, seals);
  hs_keys_clear (&keys);
}

static const HsKeyRow *
find_in_ruleset (HsSlice domain, HsSlice selector, gpointer user_data)
{
  return hs_ruleset_key (user_data, domain, selector);
}

void
hs_seal_check (const HsField *fields, guint n_fields, HsSlice body, const HsBodyHashes *hashes, const HsRuleset *ruleset, HsKeys *keys,
               const HsLimits *limits, HsArena *arena, HsSeals *seals)
{
  HsSealWork work = { .fields = fields,
                      .n_fields = n_fields,
                      .body = body,
                      .find_key = find_in_ruleset,
                      .user_data = (gpointer)ruleset,
                      .arena = arena,
                      .keys = keys,
                      .checks_left = limits->signatures };
  const HsBodyHash *known = hs_body_hashes_items (hashes, &work.n_bodies);

  if (work.n_bodies > 0)
    memcpy (work.bodies, known, work.n_bodies * sizeof *known);
  check_all (&work, limits, seals);
}
