/* Text in UTF-16, read as UTF-8.  SPDX-License-Identifier: MIT */
#pragma once

#include "stream.h"

/* @wide is borrowed. */
HsStream *hs_stream_new_utf16 (HsStream *wide, gboolean big_endian);
