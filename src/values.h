/* Values of header fields and what row of a table speaks of them, in two steps: a field names its header once and then many keys.
   SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

typedef struct _HsValues HsValues;
typedef struct _HsHeaderValues HsHeaderValues; /* those of one header */

HsValues *hs_values_new (void);
void hs_values_free (HsValues *values);
/* The words must outlive it; letter case does not matter. The first row of the same words wins. @value "*": whatever the value. */
void hs_values_add (HsValues *values, const char *header, const char *key, const char *value, guint row);
/* NULL if the table has none of @header. */
const HsHeaderValues *hs_values_of (const HsValues *values, HsSlice header);
/* The row of this very value, else of its class ("6xx" for "601"), else of the key whatever its value, else G_MAXUINT. */
guint hs_values_find (const HsHeaderValues *values, HsSlice key, HsSlice value);
