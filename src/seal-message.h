/* Signatures over the message: DKIM-Signature and ARC-Message-Signature.  SPDX-License-Identifier: MIT */
#pragma once

#include "seal-work.h"

/* Header part, then body where it is at hand. */
void hs_message_signature_check (HsSealWork *work, HsSignature *signature);
