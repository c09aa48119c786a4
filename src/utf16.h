/* UTF-16 as Windows writes it, damaged perhaps.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* As UTF-8; what is no character becomes U+FFFD, an odd byte at the end is dropped. */
GString *hs_utf16_decode (HsSlice data, gboolean big_endian);
