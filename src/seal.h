/* ARC and DKIM signatures, checked offline with GnuTLS.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "rules.h"

#include <hopscope/limits.h>
#include <hopscope/trace.h>

typedef enum {
  HS_SEALS_TOO_MANY = 1 << 0,     /* more signatures than the limit */
  HS_SEALS_CHAIN_BROKEN = 1 << 1, /* instances missing, repeated or out of order, or cv= misfits */
  HS_SEALS_CV_FAIL = 1 << 2       /* the newest seal says cv=fail: a later relay changed something */
} HsSealsFlags;

typedef struct {
  HsSeal *seals;
  guint n_seals;
  HsArcSet *sets; /* by rising instance */
  guint n_sets;
  guint oldest_broken; /* first instance whose seal fails, 0 for none */
  guint flags;
} HsSeals;

/* @body: NULL ptr where it is not at hand. Results live in @arena. Costs nothing where there is no signature. */
void hs_seal_check (const HsField *fields, guint n_fields, HsSlice body, const HsRuleset *ruleset, const HsLimits *limits, HsArena *arena,
                    HsSeals *seals);
