/* Dialects of Received, by table (src/data/forms.tsv): what grammar alone does not tell.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/error.h>
#include <hopscope/limits.h>
#include <hopscope/trace.h>

typedef struct _HsForms HsForms;

HsForms *hs_forms_new (const char *rules_dir, GError **error);
void hs_forms_free (HsForms *forms);
guint hs_forms_rows (const HsForms *forms);
/* Form of row @i in table order; the very pointer that HsHop.form gets. For tests. */
const char *hs_forms_row (const HsForms *forms, guint i);
/* (element-type HsTable): the tables it came from. */
const GPtrArray *hs_forms_tables (const HsForms *forms);
/* After hs_received_parse(): names the dialect and product, fills clauses that only this dialect has (never one that is set).
   TRUE if a pattern gave up at its limit. */
gboolean hs_forms_apply (const HsForms *forms, HsArena *arena, const HsLimits *limits, HsHop *hop);
