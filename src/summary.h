/* What is inside a summary (the public handle is in hopscope/summary.h).  SPDX-License-Identifier: MIT */
#pragma once

#include "tally.h"

#include <hopscope/summary.h>

/* Everything that is counted by name. The names are keys of the JSON document. */
typedef enum {
  HS_COUNT_VERDICTS,
  HS_COUNT_ASSURANCES,
  HS_COUNT_PATHS,
  HS_COUNT_TENANTS,
  HS_COUNT_CONNECTORS,
  HS_COUNT_ADDRESSES,
  HS_COUNT_ENTRY_TLS,
  HS_COUNT_FINDINGS,
  HS_COUNT_ERRORS,
  HS_COUNT_OWNER_DELAYS,
  HS_COUNT_ROLE_DELAYS,
  HS_COUNTS
} HsCount;

struct _HsSummary {
  guint64 messages, hops, undated_hops, skewed_hops;
  HsTally *tallies[HS_COUNTS];
  HsDelays total;
  gint64 first_ms, last_ms; /* of dated hops, valid if dated */
  gboolean dated;
  gboolean complete;
  guint64 untold; /* messages read from records since the last summary record: what a trailer speaks of */
};

extern const char *const hs_summary_keys[HS_COUNTS];
#define HS_IS_DELAYS(count) ((count) == HS_COUNT_OWNER_DELAYS || (count) == HS_COUNT_ROLE_DELAYS)

void hs_summary_add_range (HsSummary *summary, gint64 first_ms, gint64 last_ms);
/* Who a hop's delay is laid to: the operator, or the organization where it is nobody's known, or the role. A slice of what is given. */
HsSlice hs_summary_owner (HsSlice operator_id, HsSlice by_host, const char *role);

void hs_summary_put_json (const HsSummary *summary, GString *out);
void hs_summary_put_page (const HsSummary *summary, const HsReportOptions *options, GString *out);
