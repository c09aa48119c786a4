/* The Authenticated Received Chain: sets by instance and their seals (RFC 8617 section 5.2).  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-text.h"
#include "seal-work.h"

typedef struct {
  guint n_results;
  guint n_seals;
  guint n_messages;
  guint results_field; /* of the first met, as the next two */
  HsSignature *seal;
  HsSignature *message;
} HsArcInstance;

typedef struct {
  HsArcInstance instances[HS_ARC_INSTANCE_MAX + 1]; /* [0] takes those without a usable instance */
  guint newest;
  guint whole; /* instances 1 to this are there and complete, each once */
} HsChain;

/* Sorts fields and signatures into instances. */
void hs_chain_gather (HsChain *chain, const HsSealWork *work);
/* Checks every ARC-Seal, oldest first, each on its own: one that fails does not unmake an older one. */
void hs_chain_check_seals (HsChain *chain, HsSealWork *work);
/* The finding HS_SEALS_CHAIN_BROKEN: instances missing, incomplete, repeated or unusable, or cv= that cannot be. */
gboolean hs_chain_is_broken (const HsChain *chain);
/* First instance that is not complete or whose seal fails, 0 for none. */
guint hs_chain_oldest_broken (const HsChain *chain);
/* The sets for the trace, once message signatures are checked too; NULL if there are none or the arena is exhausted. */
HsArcSet *hs_chain_sets (const HsChain *chain, const HsSealWork *work, guint *n_sets);
