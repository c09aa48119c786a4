/* Transit, clock skew and missing dates, kept apart.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Fills delay and skew of every written hop, and work->timing. Contradicted hops are left out: their clocks are of another journey. */
void hs_timing (HsWork *work);
