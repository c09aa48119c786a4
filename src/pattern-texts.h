/* Texts that whatever fits a pattern must hold: looked for first, they spare most of the matching.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_PATTERN_TEXTS 8
#define HS_PATTERN_TEXT_BYTES 128

typedef struct {
  guint n;
  char bytes[HS_PATTERN_TEXT_BYTES]; /* one behind the other, each with a NUL */
} HsPatternTexts;

/* The literal runs of @pattern outside groups, in their order. None where its syntax is more than this reads: that is always right. */
void hs_pattern_texts_read (HsPatternTexts *texts, const char *pattern);
/* FALSE if @subject can't fit the pattern: it does not hold the texts in that order, in any letter case. */
gboolean hs_pattern_texts_hold (const HsPatternTexts *texts, HsSlice subject);
