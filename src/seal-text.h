/* Small pieces of signature grammar: base64, lists of names, ARC instances.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_ARC_INSTANCE_MAX 50 /* RFC 8617 section 4.2.1 */

/* Base64 with folding white space between, padding required. Returns the number of bytes, 0 if malformed, empty or more than @room. */
gsize hs_base64_decode (HsSlice text, guint8 *bytes, gsize room);
/* Cuts the first name off a colon-separated @list (h=); FALSE at the end. */
gboolean hs_names_next (HsSlice *list, HsSlice *name);
/* 1 to 50, one or two digits; 0 for anything else. */
guint hs_arc_instance (HsSlice text);
/* The instance with which an ARC-Authentication-Results value begins, 0 for none; @rest: what follows its ';'. */
guint hs_arc_results_instance (HsSlice value, HsSlice *rest);
