/* Do the lines join, and who vouches for whom: design of the trust walk in docs/architecture.md.  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Fills node->link of every written hop: how its `from` side fits the line below it. Needs hs_classify_nodes(). */
void hs_chain_link (HsWork *work);
/* Walks from the reader's side down and fills hop->trust and hop->trust_reason. */
void hs_chain_trust (HsWork *work);
/* The link is good enough to go on from the upper line to the lower one. */
gboolean hs_chain_joins (HsLink link);
/* The nearest hop at or above @i that states who wrote it, or G_MAXUINT. */
guint hs_chain_writer_above (const HsWork *work, guint i);
