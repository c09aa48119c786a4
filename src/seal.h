/* ARC and DKIM signatures, checked offline with GnuTLS.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "rules.h"
#include "seal-body.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

typedef enum {
  HS_SEALS_TOO_MANY = 1 << 0,     /* more signatures than the limit */
  HS_SEALS_CHAIN_BROKEN = 1 << 1, /* instances missing, incomplete, repeated or above 50, or cv= misfits */
  HS_SEALS_CV_FAIL = 1 << 2       /* the newest seal says cv=fail: a later relay changed something */
} HsSealsFlags;

typedef struct {
  HsSeal *seals;
  guint n_seals;
  HsArcSet *sets; /* by rising instance */
  guint n_sets;
  guint oldest_broken; /* first instance that is incomplete, repeated or whose seal fails or is malformed, 0 for none */
  guint flags;
} HsSeals;

/* Public keys kept from one message to the next. */
typedef struct _HsKeys HsKeys;
HsKeys *hs_seal_keys_new (void);
void hs_seal_keys_free (HsKeys *keys);

/* @body: NULL ptr where it is not at hand or was cut; else all of it, behind the blank line, with its line ends as they are.
   Results live in @arena. Costs one look at each field's name where there is no signature. Each signature is verified at most
   once, and at most limits->signatures of them: seals first, oldest first, then message signatures, then DKIM from the oldest.
   @hashes: (nullable): of a body that is not at hand. @keys: of this rule set. */
void hs_seal_check (const HsField *fields, guint n_fields, HsSlice body, const HsBodyHashes *hashes, const HsRuleset *ruleset, HsKeys *keys,
                    const HsLimits *limits, HsArena *arena, HsSeals *seals);
/* The same with the keys from a function: finds that of SELECTOR._domainkey.DOMAIN, or NULL. */
void hs_seal_check_with (const HsField *fields, guint n_fields, HsSlice body,
                         const HsKeyRow *(*find_key) (HsSlice domain, HsSlice selector, gpointer user_data), gpointer user_data,
                         const HsLimits *limits, HsArena *arena, HsSeals *seals);
