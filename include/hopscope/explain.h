/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_EXPLAIN_H
#define HOPSCOPE_EXPLAIN_H

#include <hopscope/report.h>
#include <hopscope/ruleset.h>

G_BEGIN_DECLS

/**
 * hs_explain:
 * @query: a finding ("HS204"), a header name or the last part of one ("AuthAs"), a value ("SFV:SKI", "compauth reason 601"), a key ("SFV"), a
 * word of the closed lists, an Exchange build number, a host name, an address, or "keys"
 * @out: text for people is appended; for an unknown word the nearest matches are named
 *
 * Returns: %FALSE if nothing is known of @query
 */
HS_API gboolean hs_explain (const HsRuleset *ruleset, const char *query, const HsReportOptions *options, GString *out);

G_END_DECLS

#endif
