/* Evidence to verdict, by an explicit table of rules.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Judges every pass by the rules in verdict.c, then the message by its current passes; fills work->verdict and work->passes. */
void hs_verdict (HsWork *work);
/* The rules for one pass (verdict-pass.c): fills its connector, path and assurance. */
void hs_verdict_judge_pass (HsWork *work, guint p);
/* Evidence objects for each fact of pass @p (verdict-evidence.c); returns how many were added. */
guint hs_verdict_evidence (HsWork *work, guint p);
/* Evidence where no pass decided: where the chain that can be believed begins. */
void hs_verdict_evidence_of_chain (HsWork *work);
/* After the findings: lists the ids of evidence for and against in work->verdict. */
void hs_verdict_collect (HsWork *work);
/* The sentences of work->verdict (verdict-summary.c). @doubt: why it is indeterminate, format NULL if it is not. */
void hs_verdict_summary (HsWork *work, HsText doubt);
/* The first public or private peer of the chain that can be believed; fills work->origin. */
void hs_verdict_origin (HsWork *work);
