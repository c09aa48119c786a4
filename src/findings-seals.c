/* What the signatures that can be checked offline say.  SPDX-License-Identifier: MIT */
#include "findings.h"

#include "ascii.h"

static void
find_sets (HsWork *work)
{
  for (guint i = 0; i < work->seals.n_sets; i++) {
    const HsArcSet *set = &work->seals.sets[i];
    HsSlice number = hs_findings_number (work, set->instance);
    guint line = set->results_field != G_MAXUINT ? work->fields->items[set->results_field].line : 0;
    if (set->bound)
      hs_findings_raise (work, "HS501", 0, line, 0, HS_ARGS (set->domain, number));
    else if (set->seal == HS_SEAL_PASS && set->signature == HS_SEAL_FAIL)
      hs_findings_raise (work, "HS502", 0, line, 0, HS_ARGS (set->domain, number));
  }
}

static void
find_signatures (HsWork *work)
{
  for (guint i = 0; i < work->seals.n_seals; i++) {
    const HsSeal *seal = &work->seals.seals[i];
    const HsField *field = &work->fields->items[seal->field];
    HsSlice number = hs_findings_number (work, seal->instance);
    if (seal->result == HS_SEAL_FAIL && hs_slice_iequal_str (field->name, "ARC-Seal"))
      hs_findings_raise (work, "HS503", 0, field->line, 0, HS_ARGS (seal->domain, number));
    else if (seal->result == HS_SEAL_WEAK)
      hs_findings_raise (work, "HS506", 0, field->line, 0, HS_ARGS (field->name, seal->domain, seal->algorithm));
    else if (seal->result == HS_SEAL_MALFORMED)
      hs_findings_raise (work, "HS508", 0, field->line, 0, HS_ARGS (field->name));
  }
}

void
hs_findings_seals (HsWork *work)
{
  find_sets (work);
  find_signatures (work);
  if (work->seals.flags & HS_SEALS_CHAIN_BROKEN)
    hs_findings_raise (work, "HS504", 0, 0, 0, HS_NO_ARGS);
  if (work->seals.flags & HS_SEALS_CV_FAIL)
    hs_findings_raise (work, "HS505", 0, 0, 0, HS_NO_ARGS);
  if (work->seals.flags & HS_SEALS_TOO_MANY)
    hs_findings_raise (work, "HS708", 0, 0, 0, HS_ARGS (hs_findings_number (work, work->limits->signatures)));
}
