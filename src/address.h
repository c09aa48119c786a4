/* IP addresses as they stand in mail, and nothing of DNS.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_IP_TEXT_MAX 46

/* The whole of @text must be an address: dotted IPv4 (four decimal numbers, leading zeros refused as ambiguous), IPv6 in any
   RFC 4291 form with optional "%zone" (dropped). Mapped IPv6 becomes family 4. FALSE leaves @ip zeroed. Never accepts a
   suffix or prefix of something damaged. */
gboolean hs_ip_parse (HsSlice text, HsIp *ip);
/* As hs_ip_parse, but also accepts an RFC 5321 section 4.1.3 literal: "[192.0.2.1]", "[IPv6:2001:db8::1]", and without brackets "IPv6:...". */
gboolean hs_ip_parse_literal (HsSlice text, HsIp *ip);
/* Canonical text (RFC 5952), NUL-terminated; returns its length, 0 for an unknown address. */
gsize hs_ip_format (const HsIp *ip, char text[HS_IP_TEXT_MAX]);
gboolean hs_ip_equal (const HsIp *a, const HsIp *b); /* FALSE if either is unknown */
HsIpScope hs_ip_scope (const HsIp *ip);
/* The first @prefix bits agree, counted in the 128-bit form (IPv4 /24 is 120). */
gboolean hs_ip_in_prefix (const HsIp *ip, const HsIp *network, guint prefix);
/* "203.0.113.0/24", "2001:db8::/32", or an address; @prefix counted in the 128-bit form. FALSE for host bits set beyond the prefix too. */
gboolean hs_cidr_parse (HsSlice text, HsIp *network, guint *prefix);
