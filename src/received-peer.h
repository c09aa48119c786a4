/* The comments of a Received value that say who a host is: reverse name, address, RFC 1413 answer.  SPDX-License-Identifier: MIT */
#pragma once

#include "received-comment.h"

/* A comment in the from clause. */
void hs_received_from_comment (HsReceived *r, HsSlice comment);
/* A comment right behind the host in the by clause. */
void hs_received_by_comment (HsReceived *r, HsSlice comment);
/* A reverse name; words such as "unknown" are none. The first one counts. */
void hs_received_rdns (HsReceived *r, HsSlice name);
