/* Outlook .msg: the transport headers among its properties. Source: MS-OXMSG, MS-OXPROPS.  SPDX-License-Identifier: MIT */
#pragma once

#include "mime.h"

/* (element-type HsAttached): the item's own header first, without part; then those of attached messages. The first has NULL bytes where
   the item has no transport headers. NULL with @error (HS_ERROR_BINARY) where it is no Outlook item. */
GPtrArray *hs_msg_read (HsSlice bytes, const HsLimits *limits, gboolean *cut, GError **error);
