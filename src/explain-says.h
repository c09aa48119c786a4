/* What a finding says in a report.  SPDX-License-Identifier: MIT */
#pragma once

#include "rules.h"
#include "writer.h"

/* The finding's detail in the reader's language, with "<address>" for what a report fills in; to be freed. */
char *hs_explain_says (const HsReportOptions *options, const HsFindingRow *row);
