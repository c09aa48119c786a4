/* UTF-16 as Windows writes it, damaged perhaps.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* As UTF-8; what is no character becomes U+FFFD, an odd byte at the end is dropped. */
GString *hs_utf16_decode (HsSlice data, gboolean big_endian);
/* Does @data begin like text in UTF-16? By its byte-order mark (*@mark: its bytes), or by its zero bytes: most second ones, and hardly any other. */
gboolean hs_utf16_recognize (HsSlice data, gboolean *big_endian, gsize *mark);
