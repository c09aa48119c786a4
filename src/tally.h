/* Counts and delays by name, in bounded memory, so that merging is associative and commutative.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* Names a tally keeps. With more, those with the smallest hash stay, exact, and the rest is one sum: which names stay depends on
   nothing but the set of names, so any order of adding and merging gives the same. */
#define HS_TALLY_NAMES 65536
#define HS_TALLY_NAME_BYTES 200
#define HS_DELAY_BUCKETS 64

/* Durations in ms. Bucket 0 counts zeros, bucket k those of [2^(k-1), 2^k). */
typedef struct {
  guint64 count, sum_ms, min_ms, max_ms; /* min and max are 0 where count is 0 */
  guint64 buckets[HS_DELAY_BUCKETS];
} HsDelays;

void hs_delays_add (HsDelays *delays, guint64 ms);
void hs_delays_merge (HsDelays *into, const HsDelays *from);
/* A value that @percent of the durations do not exceed: the upper end of a bucket, within min and max. */
guint64 hs_delays_percentile (const HsDelays *delays, guint percent);

typedef struct _HsTally HsTally;

typedef struct {
  const char *name;
  guint64 count;
  const HsDelays *delays; /* NULL if none were added */
} HsTallyItem;

HsTally *hs_tally_new (void);
void hs_tally_free (HsTally *tally);
/* Names are cut at HS_TALLY_NAME_BYTES and at a NUL, and made UTF-8; an unknown or empty name is not counted. */
void hs_tally_add (HsTally *tally, HsSlice name, guint64 count);
/* Counts a name once for all calls with the same @stamp (not 0) in a row of rising stamps. */
void hs_tally_add_once (HsTally *tally, HsSlice name, guint64 stamp);
void hs_tally_add_delay (HsTally *tally, HsSlice name, guint64 ms);
void hs_tally_add_delays (HsTally *tally, HsSlice name, const HsDelays *delays);
void hs_tally_add_other (HsTally *tally, guint64 count);
void hs_tally_merge (HsTally *into, const HsTally *from);
/* (element-type HsTallyItem) by falling count, then by name; valid until the tally changes. */
GArray *hs_tally_items (HsTally *tally);
guint64 hs_tally_other (HsTally *tally); /* count of names that were not kept */
