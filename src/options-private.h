/* What the analyzer asks of the options (the public side is in hopscope/options.h).  SPDX-License-Identifier: MIT */
#pragma once

#include "connectors.h"

#include <hopscope/options.h>

/* Is a server on the reader's side? @host: (may be a NULL slice); @ip: (nullable). Either is enough; whether the name proves anything is
   for the caller to know: a `by` name does on a line that is trusted, a HELO name never. */
gboolean hs_options_trusts (const HsOptions *options, HsSlice host, const HsIp *ip);
gboolean hs_options_is_my_tenant (const HsOptions *options, HsSlice guid);
/* Accepted domains are equal to @domain, unless they were given with their subdomains. */
gboolean hs_options_is_my_domain (const HsOptions *options, HsSlice domain);
/* Is anything known of what is the reader's: tenants or domains? */
gboolean hs_options_has_mine (const HsOptions *options);
gboolean hs_options_has_tenants (const HsOptions *options);
/* (nullable) */
const HsConnectors *hs_options_connectors (const HsOptions *options);
/* FALSE if no clock was given. */
gboolean hs_options_now (const HsOptions *options, gint64 *now_us);
gboolean hs_options_verify_seals (const HsOptions *options);
