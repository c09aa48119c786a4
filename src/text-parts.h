/* The sections of the text report.  SPDX-License-Identifier: MIT */
#pragma once

#include "text-page.h"
#include "view.h"

void hs_text_verdict (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_message (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_hops (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_timing (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_evidence (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_findings (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
/* With --verbose. */
void hs_text_passes (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_seals (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
void hs_text_microsoft365 (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
/* With --headers. */
void hs_text_fields (HsPage *page, const HsReportOptions *options, const HsTrace *trace);
