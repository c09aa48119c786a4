/* One thing worth telling each: the conditions are here, the words in src/data/findings.tsv.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

void hs_findings (HsWork *work);

/* For the modules findings-*: raises @code with the words of its row. @args fill {1} to {4} of its detail; @evidence is an id or 0. */
void hs_findings_raise (HsWork *work, const char *code, guint hop, guint line, guint evidence, const HsSlice args[4]);
#define HS_ARGS(...) ((const HsSlice[4]){ __VA_ARGS__ })
#define HS_NO_ARGS ((const HsSlice[4]){ { NULL, 0 } })
/* A number or a duration ("2 h 5 min") as an argument. */
HsSlice hs_findings_number (HsWork *work, gint64 number);
HsSlice hs_findings_duration (HsWork *work, gint64 us);

void hs_findings_form (HsWork *work);        /* HS1xx, HS7xx: the header itself, repairs, limits */
void hs_findings_route (HsWork *work);       /* HS2xx, HS3xx: lines, trust, time */
void hs_findings_microsoft (HsWork *work);   /* HS4xx, HS6xx: Microsoft 365, connectors */
void hs_findings_consistency (HsWork *work); /* HS4xx: do Microsoft's fields fit each other */
void hs_findings_seals (HsWork *work);       /* HS5xx */
