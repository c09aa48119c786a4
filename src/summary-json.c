/* A summary as JSON.  SPDX-License-Identifier: MIT */
#include "summary.h"

#include "json.h"

static char *
put_delays (const HsDelays *delays, GString *out, char *at)
{
  guint last = 0;

  HS_JSON (at, "\"count\":");
  at = hs_json_uint (at, delays->count);
  HS_JSON_KEY (at, "sum_ms");
  at = hs_json_uint (at, delays->sum_ms);
  HS_JSON_KEY (at, "min_ms");
  at = hs_json_uint (at, delays->min_ms);
  HS_JSON_KEY (at, "max_ms");
  at = hs_json_uint (at, delays->max_ms);
  HS_JSON_KEY (at, "p50_ms");
  at = hs_json_uint (at, hs_delays_percentile (delays, 50));
  HS_JSON_KEY (at, "p90_ms");
  at = hs_json_uint (at, hs_delays_percentile (delays, 90));
  HS_JSON_KEY (at, "p99_ms");
  at = hs_json_uint (at, hs_delays_percentile (delays, 99));
  HS_JSON (at, ",\"buckets\":[");
  for (guint i = 0; i < HS_DELAY_BUCKETS; i++)
    if (delays->buckets[i] > 0)
      last = i + 1;
  for (guint i = 0; i < last; i++) {
    at = hs_json_room (out, at);
    at = hs_json_uint (at, delays->buckets[i]);
    HS_JSON (at, ",");
  }
  at = hs_json_close (at, ']');
  return at;
}

static char *
put_tally (HsTally *tally, gboolean with_delays, GString *out, char *at)
{
  g_autoptr (GArray) items = hs_tally_items (tally);

  HS_JSON (at, "[");
  for (guint i = 0; i < items->len; i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    at = hs_json_room (out, at);
    HS_JSON (at, "{\"name\":");
    at = hs_json_str (out, at, item->name);
    HS_JSON (at, ",");
    if (with_delays && item->delays != NULL) {
      at = put_delays (item->delays, out, at);
    } else {
      HS_JSON (at, "\"count\":");
      at = hs_json_uint (at, item->count);
    }
    HS_JSON (at, "},");
  }
  return hs_json_close (at, ']');
}

static char *
put_time (gint64 ms, gboolean known, char *at)
{
  HsTime time = { .us = ms * 1000, .flags = HS_TIME_KNOWN | (ms % 1000 != 0 ? HS_TIME_FRACTION : 0) };

  if (known)
    at = hs_json_time (at, &time);
  else
    HS_JSON (at, "null");
  return at;
}

void
hs_summary_put_json (const HsSummary *summary, GString *out)
{
  char *at = hs_json_begin (out);

  HS_JSON (at, "{\"type\":\"summary\",\"schema\":\"hopscope/1\",\"complete\":");
  at = hs_json_bool (at, summary->complete);
  HS_JSON_KEY (at, "messages");
  at = hs_json_uint (at, summary->messages);
  HS_JSON_KEY (at, "first");
  at = put_time (summary->first_ms, summary->dated, at);
  HS_JSON_KEY (at, "last");
  at = put_time (summary->last_ms, summary->dated, at);
  HS_JSON_KEY (at, "hops");
  at = hs_json_uint (at, summary->hops);
  HS_JSON_KEY (at, "undated_hops");
  at = hs_json_uint (at, summary->undated_hops);
  HS_JSON_KEY (at, "skewed_hops");
  at = hs_json_uint (at, summary->skewed_hops);
  HS_JSON (at, ",\"total_delay\":{");
  at = put_delays (&summary->total, out, at);
  HS_JSON (at, "}");
  for (guint i = 0; i < HS_COUNTS; i++) {
    at = hs_json_room (out, at);
    HS_JSON (at, ",");
    at = hs_json_str (out, at, hs_summary_keys[i]);
    HS_JSON (at, ":");
    at = put_tally (summary->tallies[i], HS_IS_DELAYS (i), out, at);
  }
  HS_JSON (at, ",\"others\":{");
  for (guint i = 0; i < HS_COUNTS; i++) {
    at = hs_json_room (out, at);
    at = hs_json_str (out, at, hs_summary_keys[i]);
    HS_JSON (at, ":");
    at = hs_json_uint (at, hs_tally_other (summary->tallies[i]));
    HS_JSON (at, ",");
  }
  at = hs_json_close (at, '}');
  HS_JSON (at, "}");
  hs_json_end (out, at);
}
