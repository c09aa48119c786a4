/* Time zones by name, as mail abbreviates them.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

typedef struct {
  gint16 minutes; /* east of UTC */
  guint16 flags;  /* a set of HsTimeFlags */
} HsZone;

/* RFC 5322 section 4.3 (a single letter says nothing: its sign was printed wrong in RFC 822), and the names beyond it that mean one
   zone only wherever mail is written. FALSE for a name that nobody knows or that several zones share, such as IST. */
gboolean hs_zone_find (HsSlice name, HsZone *zone);
