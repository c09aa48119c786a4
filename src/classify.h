/* Who runs each server, and what part it plays.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Facts of each written hop from its names, addresses and place: fills work->nodes. No judgement yet. */
void hs_classify_nodes (HsWork *work);
/* Roles and operators of both sides of every written hop; needs links, trust and passes. */
void hs_classify_roles (HsWork *work);
