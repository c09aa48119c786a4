/* Traversals of Microsoft 365, and which fields speak of which.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Finds the passes among the written hops (oldest first) and sets hop->pass. Needs nodes, links and trust. */
void hs_passes_find (HsWork *work);
/* Gathers the facts of each pass out of the Microsoft fields. */
void hs_passes_facts (HsWork *work);
/* Adds inferred hops: servers that other fields name and that wrote no line. */
void hs_passes_infer (HsWork *work);
/* "84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa": Outlook.com. */
gboolean hs_passes_is_consumer_tenant (HsSlice tenant);
