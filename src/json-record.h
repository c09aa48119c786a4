/* One message or error as a JSON object on one line, schema hopscope/1 (docs/schema).  SPDX-License-Identifier: MIT */
#pragma once

#include "json.h"
#include "writer.h"

void hs_json_record (const HsReportOptions *options, const HsTrace *trace, GString *out);
void hs_json_error_record (const HsSourceInfo *source, const GError *error, GString *out);

/* Its larger parts, each a value. */
char *hs_json_passes (const HsTrace *trace, GString *out, char *at);
char *hs_json_hops (const HsTrace *trace, GString *out, char *at);
char *hs_json_timing (const HsTiming *timing, GString *out, char *at);
char *hs_json_evidence (const HsTrace *trace, GString *out, char *at);
char *hs_json_seals (const HsTrace *trace, GString *out, char *at);
char *hs_json_arc_sets (const HsTrace *trace, GString *out, char *at);
char *hs_json_microsoft365 (const HsTrace *trace, GString *out, char *at);
char *hs_json_findings (const HsTrace *trace, GString *out, char *at);
char *hs_json_fields (const HsTrace *trace, GString *out, char *at);

/* A sentence as a string, null where there is none; evidence numbers as ["e1","e4"]. */
char *hs_json_text (const HsText *text, GString *out, char *at);
char *hs_json_evidence_ids (const guint *ids, guint n, GString *out, char *at);
