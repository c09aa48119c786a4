/* Shapes of host labels and ids: the subset of regular expressions that rows on them need, matched in tens of nanoseconds without
   allocation and compiled in one pass, so that start-up pays nothing for a hundred of them.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

/*
 * The whole text must fit, letter case does not matter. Alternatives divided by '|', each a sequence of at most 24 elements: a
 * printable character other than ( ) { } [ ] ^ $ + * ? | \, "\d" (digit), "\." or "\-" (that character), "." (any character of a host), or a class "[a-f0-9-]"; each with a repeat count "{n}",
 * "{n,m}", "+", "*", "?" or none. No groups, no back references, no negation. PCRE2 reads a shape alike (a test compares them).
 */
typedef struct _HsShape HsShape;

HsShape *hs_shape_new (const char *text, GError **error);
void hs_shape_free (HsShape *shape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsShape, hs_shape_free)
/* Bounded: text longer than 255 bytes, or one that takes more than 4,000 steps, does not fit. */
gboolean hs_shape_match (const HsShape *shape, HsSlice text);
