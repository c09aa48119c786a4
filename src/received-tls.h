/* What a Received value says of TLS, wherever it stands.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/trace.h>

/* "TLSv1.2", "TLS1_2", "TLS-1.2", "TLS12" to "TLS1.2", "SSLv3" to "SSL3". What OpenSSL called "TLSv1/SSLv3" names a family of
   ciphers and no version, and stays as written. NULL for a text that is no version. */
HsSlice hs_tls_version (HsSlice text);
/* A protocol word of the registries of RFC 3848, 6531 and 8314, or HTTP(S), in its one spelling; NULL for any other word.
   @tls: whether its S says so. */
HsSlice hs_protocol_name (HsSlice word, gboolean *tls);
/* "version", "cipher", "verify" and their values; FALSE for other keys. */
gboolean hs_tls_key (HsHop *hop, HsSlice key, HsSlice value);
/* A comment about TLS or the client's certificate; FALSE if it is about something else. @first: its first word. */
gboolean hs_tls_comment (HsHop *hop, HsSlice comment, HsSlice first);
/* "TLS: TLSv1/SSLv3,128bits,ECDHE-RSA-AES128-GCM-SHA256", with @list behind the colon. */
void hs_tls_list (HsHop *hop, HsSlice list);
