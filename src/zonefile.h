/* TXT records of a zone file, as `dig TXT` prints them (RFC 1035 section 5).  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

typedef struct {
  guint line;    /* where the record begins */
  HsSlice owner; /* as written */
  GString *text; /* the quoted chunks joined (RFC 6376 section 3.6.2.2) */
} HsZonefileRecord;

/* Called for each TXT record; FALSE with @error set stops. */
typedef gboolean (*HsZonefileFunc) (const HsZonefileRecord *record, const char *origin, gpointer user_data, GError **error);

/* Linear; knows comments, quotes, escapes, parentheses over lines, $ORIGIN, and a missing owner (the one before). Other records are
   passed over. Errors: HS_ERROR_CONFIG "NAME:LINE: what". */
gboolean hs_zonefile_parse (const char *data, gsize len, const char *name, HsZonefileFunc func, gpointer user_data, GError **error);
