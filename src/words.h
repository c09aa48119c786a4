/* Words of the closed lists, read from tables.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/trace.h>

#define HS_OPERATOR_MICROSOFT "microsoft-365" /* as hosts.tsv and networks.tsv say */

/* "" is none/unknown. FALSE for a word that is not in the list. */
gboolean hs_word_cloud (const char *word, HsCloud *cloud);
gboolean hs_word_pool (const char *word, HsPool *pool);
gboolean hs_word_severity (const char *word, HsSeverity *severity);
gboolean hs_word_yes_no (const char *word, gboolean *value);
