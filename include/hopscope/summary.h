/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_SUMMARY_H
#define HOPSCOPE_SUMMARY_H

#include <hopscope/report.h>

G_BEGIN_DECLS

/**
 * HsSummary:
 *
 * Counts over many messages: integers, sums, minima, maxima and fixed log2 buckets only, so that merging is associative and
 * commutative and an empty summary is its identity.
 */
typedef struct _HsSummary HsSummary;

HS_API HsSummary *hs_summary_new (void);
HS_API void hs_summary_free (HsSummary *summary);
HS_API void hs_summary_add (HsSummary *summary, const HsTrace *trace);
HS_API void hs_summary_add_error (HsSummary *summary, const char *code);
/**
 * hs_summary_add_json: @json is one NDJSON record (message or error) or a summary document that hopscope wrote. %HS_ERROR_RECORD otherwise.
 * A summary behind as many messages as it counts is their trailer (`--trailer`): it says whether they are complete, and counts nothing twice.
 */
HS_API gboolean hs_summary_add_json (HsSummary *summary, const char *json, gsize len, GError **error);
HS_API void hs_summary_merge (HsSummary *into, const HsSummary *from);
HS_API void hs_summary_set_complete (HsSummary *summary, gboolean complete);
HS_API guint64 hs_summary_get_messages (const HsSummary *summary);
/** hs_summary_write: text, JSON, NDJSON (one line), HTML or Markdown. */
HS_API void hs_summary_write (const HsSummary *summary, const HsReportOptions *options, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSummary, hs_summary_free)

G_END_DECLS

#endif
