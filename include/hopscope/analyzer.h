/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_ANALYZER_H
#define HOPSCOPE_ANALYZER_H

#include <hopscope/options.h>
#include <hopscope/ruleset.h>
#include <hopscope/source.h>
#include <hopscope/trace.h>

G_BEGIN_DECLS

/** HsAnalyzer: one per thread; holds the arena and the scratch memory that messages are analyzed in. */
typedef struct _HsAnalyzer HsAnalyzer;

HS_API HsAnalyzer *hs_analyzer_new (HsRuleset *ruleset, HsOptions *options);
HS_API void hs_analyzer_free (HsAnalyzer *analyzer);

/**
 * hs_analyzer_run:
 * @message: its bytes must stay while the trace is in use
 *
 * Never fails: what cannot be understood is a finding. Pure: same message, rules and options, same trace.
 *
 * Returns: (transfer none): valid until the next run
 */
HS_API const HsTrace *hs_analyzer_run (HsAnalyzer *analyzer, const HsMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsAnalyzer, hs_analyzer_free)

G_END_DECLS

#endif
