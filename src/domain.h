/* Domain names as written in mail.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* Letters, digits, '-', '_' in labels of 1 to 63 bytes, at most 253 in all, one trailing dot allowed. No address literal. */
gboolean hs_domain_is_valid (HsSlice host);
/* Has a dot inside and a last label that is not all digits. */
gboolean hs_domain_is_qualified (HsSlice host);
/* Without a trailing dot. */
HsSlice hs_domain_strip_dot (HsSlice host);
HsSlice hs_domain_first_label (HsSlice host);
/* @host is @domain or lies below it, case-insensitive, on label borders. */
gboolean hs_domain_is_within (HsSlice host, HsSlice domain);
/* Domain of an addr-spec: after the last '@'; NULL slice if none. */
HsSlice hs_domain_of_address (HsSlice addr_spec);
