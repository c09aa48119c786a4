/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include "address.h"
#include "ascii.h"
#include "json.h"
#include "view.h"

const char *const hs_summary_keys[HS_COUNTS] = {
  [HS_COUNT_VERDICTS] = "verdicts",
  [HS_COUNT_ASSURANCES] = "assurances",
  [HS_COUNT_PATHS] = "submission_paths",
  [HS_COUNT_TENANTS] = "tenants",
  [HS_COUNT_CONNECTORS] = "matched_connectors",
  [HS_COUNT_ADDRESSES] = "connecting_ips",
  [HS_COUNT_ENTRY_TLS] = "entry_tls",
  [HS_COUNT_FINDINGS] = "findings",
  [HS_COUNT_ERRORS] = "errors",
  [HS_COUNT_OWNER_DELAYS] = "owner_delays",
  [HS_COUNT_ROLE_DELAYS] = "role_delays",
};

HsSummary *
hs_summary_new (void)
{
  HsSummary *summary = g_new0 (HsSummary, 1);

  summary->complete = TRUE;
  for (guint i = 0; i < HS_COUNTS; i++)
    summary->tallies[i] = hs_tally_new ();
  return summary;
}

void
hs_summary_free (HsSummary *summary)
{
  if (summary == NULL)
    return;
  for (guint i = 0; i < HS_COUNTS; i++)
    hs_tally_free (summary->tallies[i]);
  g_free (summary);
}

void
hs_summary_add_range (HsSummary *summary, gint64 first_ms, gint64 last_ms)
{
  summary->first_ms = summary->dated ? MIN (summary->first_ms, first_ms) : first_ms;
  summary->last_ms = summary->dated ? MAX (summary->last_ms, last_ms) : last_ms;
  summary->dated = TRUE;
}

HsSlice
hs_summary_owner (HsSlice operator_id, HsSlice by_host, const char *role)
{
  const char *nul = by_host.ptr != NULL ? memchr (by_host.ptr, '\0', by_host.len) : NULL;
  HsSlice organization;

  if (nul != NULL) /* what a JSON reader would make of it */
    by_host = hs_slice (by_host.ptr, nul);
  if (!hs_slice_is_empty (operator_id) && !hs_slice_equal_str (operator_id, "on-premises"))
    return operator_id;
  organization = hs_view_organization (by_host);
  return hs_slice_is_empty (organization) ? hs_slice_str (role) : organization;
}

static void
count (HsSummary *summary, HsCount what, HsSlice name)
{
  hs_tally_add (summary->tallies[what], name, 1);
}

static void
add_verdict (HsSummary *summary, const HsVerdict *verdict)
{
  char ip[HS_IP_TEXT_MAX];

  count (summary, HS_COUNT_VERDICTS, hs_slice_str (hs_connector_name (verdict->connector)));
  count (summary, HS_COUNT_ASSURANCES, hs_slice_str (hs_assurance_name (verdict->assurance)));
  count (summary, HS_COUNT_PATHS, hs_slice_str (hs_path_name (verdict->submission_path)));
  count (summary, HS_COUNT_TENANTS, verdict->tenant_id);
  count (summary, HS_COUNT_CONNECTORS, verdict->matched_connector);
  count (summary, HS_COUNT_ADDRESSES, (HsSlice){ ip, hs_ip_format (&verdict->connecting_ip, ip) });
}

/* Until @hop took the message it lay with @before, the server of the hop below: the delay is that one's. */
static void
add_hop (HsSummary *summary, const HsHop *hop, const HsHop *before)
{
  const char *role = hs_role_name (hop->role);
  HsSlice owner = hs_summary_owner (hs_slice_str (before->operator_id), before->by_host, hs_role_name (before->role));

  if (hop->inferred)
    return;
  summary->hops++;
  if (!hop->delay_known || hop->delay_us < 0 || hop->trust == HS_TRUST_CONTRADICTED)
    return;
  hs_tally_add_delay (summary->tallies[HS_COUNT_OWNER_DELAYS], owner, (guint64)hop->delay_us / 1000);
  hs_tally_add_delay (summary->tallies[HS_COUNT_ROLE_DELAYS], hs_slice_str (role), (guint64)hop->delay_us / 1000);
}

static void
add_timing (HsSummary *summary, const HsTiming *timing)
{
  if (timing->total_known && timing->total_us >= 0)
    hs_delays_add (&summary->total, (guint64)timing->total_us / 1000);
  if ((timing->first.flags & HS_TIME_KNOWN) != 0 && (timing->last.flags & HS_TIME_KNOWN) != 0)
    hs_summary_add_range (summary, timing->first.us / 1000, timing->last.us / 1000);
  summary->undated_hops += timing->undated_hops;
  summary->skewed_hops += timing->n_skewed;
}

void
hs_summary_add (HsSummary *summary, const HsTrace *trace)
{
  static const char *const tls[] = { [HS_TLS_UNKNOWN] = "unknown", [HS_TLS_NO] = "no", [HS_TLS_YES] = "yes" };

  summary->messages++;
  add_verdict (summary, &trace->verdict);
  for (guint i = 0; i < trace->n_passes; i++)
    if (trace->passes[i].current)
      count (summary, HS_COUNT_ENTRY_TLS, hs_slice_str (tls[MIN ((guint)trace->passes[i].tls, 2)]));
  for (guint i = 0; i < trace->n_findings; i++)
    hs_tally_add_once (summary->tallies[HS_COUNT_FINDINGS], hs_slice_str (trace->findings[i].code), summary->messages);
  for (guint i = 0; i < trace->n_hops; i++)
    add_hop (summary, &trace->hops[i], &trace->hops[i > 0 ? i - 1 : 0]);
  add_timing (summary, &trace->timing);
}

void
hs_summary_add_error (HsSummary *summary, const char *code)
{
  count (summary, HS_COUNT_ERRORS, hs_slice_str (code));
}

void
hs_summary_merge (HsSummary *into, const HsSummary *from)
{
  into->messages += from->messages;
  into->hops += from->hops;
  into->undated_hops += from->undated_hops;
  into->skewed_hops += from->skewed_hops;
  for (guint i = 0; i < HS_COUNTS; i++)
    hs_tally_merge (into->tallies[i], from->tallies[i]);
  hs_delays_merge (&into->total, &from->total);
  if (from->dated)
    hs_summary_add_range (into, from->first_ms, from->last_ms);
  into->complete = into->complete && from->complete;
}

void
hs_summary_set_complete (HsSummary *summary, gboolean complete)
{
  summary->complete = complete;
}

guint64
hs_summary_get_messages (const HsSummary *summary)
{
  return summary->messages;
}

void
hs_summary_write (const HsSummary *summary, const HsReportOptions *options, GString *out)
{
  g_autoptr (GString) json = g_string_new (NULL);

  switch (options->format) {
  case HS_FORMAT_JSON:
    hs_summary_put_json (summary, json);
    hs_json_pretty (out, json->str, json->len, 0);
    break;
  case HS_FORMAT_NDJSON:
    hs_summary_put_json (summary, out);
    break;
  default:
    hs_summary_put_page (summary, options, out);
    return;
  }
  g_string_append_c (out, '\n');
}
