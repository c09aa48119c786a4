/* SPDX-License-Identifier: MIT */
#include "timing.h"

/* Time stamps are whole seconds and clocks are set by NTP: a step back of this much is rounding, not skew. */
#define ROUNDING_US (G_GINT64_CONSTANT (1000000))

typedef struct {
  guint *hops; /* indices of usable dated hops, oldest first */
  guint n;
} Dated;

static gboolean
is_instant (const HsTime *time)
{
  return (time->flags & HS_TIME_KNOWN) && !(time->flags & (HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED));
}

static gboolean
is_usable (const HsHop *hop)
{
  return is_instant (&hop->time) && hop->trust != HS_TRUST_CONTRADICTED;
}

static void
collect (HsWork *work, Dated *dated)
{
  dated->hops = hs_arena_array (work->arena, guint, work->n_written + 1);
  for (guint i = 0; dated->hops != NULL && i < work->n_written; i++) {
    if (is_usable (&work->hops[i]))
      dated->hops[dated->n++] = i;
    else if (!(work->hops[i].time.flags & HS_TIME_KNOWN))
      work->timing.undated_hops++;
  }
}

static void
set_skew (HsHop *hop, gint64 us)
{
  hop->skew_us = us;
  hop->skew_known = TRUE;
}

/* Hop k is earlier than the one before it. If the next one agrees with the hop before, k's clock is slow; if it agrees with k, the
   clock before was fast. With no third witness the later line, nearer to the reader, is believed. */
static gboolean
is_slow (const HsWork *work, const Dated *dated, guint k, gint64 before)
{
  return k + 1 < dated->n && work->hops[dated->hops[k + 1]].time.us >= before;
}

static void
find_skew (HsWork *work, const Dated *dated)
{
  gint64 latest = 0;
  guint latest_at = G_MAXUINT;

  for (guint k = 0; k < dated->n; k++) {
    HsHop *hop = &work->hops[dated->hops[k]];
    if (latest_at == G_MAXUINT || hop->time.us >= latest - ROUNDING_US) {
      latest = latest_at == G_MAXUINT ? hop->time.us : MAX (latest, hop->time.us);
      latest_at = k;
      continue;
    }
    if (is_slow (work, dated, k, latest)) {
      set_skew (hop, hop->time.us - latest);
      continue;
    }
    for (guint back = k; back-- > 0;) {
      HsHop *fast = &work->hops[dated->hops[back]];
      if (fast->time.us <= hop->time.us + ROUNDING_US)
        break;
      if (!fast->skew_known)
        set_skew (fast, fast->time.us - hop->time.us);
    }
    latest = hop->time.us;
    latest_at = k;
  }
}

static void
measure (HsWork *work, const Dated *dated)
{
  HsTiming *timing = &work->timing;
  const HsHop *previous = NULL;
  gint64 slowest = 0;

  for (guint k = 0; k < dated->n; k++) {
    HsHop *hop = &work->hops[dated->hops[k]];
    if (hop->skew_known)
      continue;
    hop->delay_us = previous != NULL ? MAX (hop->time.us - previous->time.us, 0) : 0;
    hop->delay_known = TRUE;
    if (hop->delay_us > slowest) {
      slowest = hop->delay_us;
      timing->slowest_hop = hop->index;
    }
    if (previous == NULL)
      timing->first = hop->time;
    if (previous == NULL || hop->time.us > timing->last.us)
      timing->last = hop->time;
    if (previous == NULL || hop->time.us > previous->time.us)
      previous = hop;
  }
  timing->total_known = previous != NULL;
  timing->total_us = previous != NULL ? timing->last.us - timing->first.us : 0;
}

/* Date is another clock: where it lies after the first hop, there is no telling how long the message took. */
static void
measure_since_date (HsTiming *timing, const HsTime *date)
{
  if (!timing->total_known || !is_instant (date))
    return;
  if (date->us > timing->first.us + ROUNDING_US) {
    timing->date_ahead_us = date->us - timing->first.us;
    return;
  }
  timing->delivered_us = MAX (timing->last.us - date->us, 0);
  timing->delivered_known = TRUE;
}

void
hs_timing (HsWork *work)
{
  Dated dated = { 0 };
  guint *skewed = hs_arena_array (work->arena, guint, work->n_written + 1);

  collect (work, &dated);
  find_skew (work, &dated);
  measure (work, &dated);
  measure_since_date (&work->timing, &work->info.date);
  for (guint i = 0; skewed != NULL && i < work->n_written; i++)
    if (work->hops[i].skew_known)
      skewed[work->timing.n_skewed++] = work->hops[i].index;
  work->timing.skewed_hops = skewed;
}
