/* The date-time that nearly every server writes, read at one go.  SPDX-License-Identifier: MIT */
#pragma once

#include "date-parts.h"

/* "Mon, 9 Mar 2026 03:53:37 -0500": the weekday may be missing, white space is what it is. TRUE with all parts of @r set and its
   cursor behind the zone; FALSE with @r as it was for anything else, sound or not: the general reader decides. */
gboolean hs_date_read_canonical (HsDateReader *r);
