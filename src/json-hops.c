/* Hops, passes and times of a record: most of its bytes.  SPDX-License-Identifier: MIT */
#include "json.h"

#include "json-record.h"

static void
put_tls (GString *out, HsTls tls)
{
  if (tls == HS_TLS_UNKNOWN)
    HS_JSON (out, "null");
  else
    hs_json_bool (out, tls == HS_TLS_YES);
}

static void
put_pass (const HsPass *pass, GString *out)
{
  HS_JSON (out, "{\"index\":");
  hs_json_uint (out, pass->index);
  HS_JSON_WORD (out, "cloud", hs_cloud_name (pass->cloud));
  HS_JSON_STRING (out, "tenant_id", pass->tenant_id);
  HS_JSON_KEY (out, "entry_hop");
  hs_json_number (out, pass->entry_hop);
  HS_JSON_KEY (out, "exit_hop");
  hs_json_number (out, pass->exit_hop);
  HS_JSON_KEY (out, "connecting_ip");
  hs_json_ip (out, &pass->connecting_ip);
  HS_JSON_STRING (out, "helo", pass->helo);
  HS_JSON_KEY (out, "tls");
  put_tls (out, pass->tls);
  HS_JSON_WORD (out, "submission_path", hs_path_name (pass->submission_path));
  HS_JSON_WORD (out, "outbound_pool", hs_pool_name (pass->outbound_pool));
  HS_JSON_STRING (out, "network_message_id", pass->network_message_id);
  HS_JSON_KEY (out, "first_seen");
  hs_json_time (out, &pass->first_seen);
  HS_JSON_KEY (out, "missing_hops");
  hs_json_uint (out, pass->missing_hops);
  HS_JSON_WORD (out, "connector", hs_connector_name (pass->connector));
  HS_JSON_WORD (out, "assurance", hs_assurance_name (pass->assurance));
  HS_JSON_KEY (out, "current");
  hs_json_bool (out, pass->current);
  HS_JSON_STRING (out, "tenant_domain", pass->tenant_domain);
  HS_JSON (out, "},");
}

void
hs_json_passes (const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_passes; i++)
    put_pass (&trace->passes[i], out);
  hs_json_close (out, ']');
}

static void
put_nodes (const HsHop *hop, GString *out)
{
  HS_JSON (out, "{\"index\":");
  hs_json_uint (out, hop->index);
  HS_JSON_KEY (out, "line");
  hs_json_number (out, hop->line);
  HS_JSON_WORD (out, "from_role", hs_role_name (hop->from_role));
  HS_JSON_WORD (out, "role", hs_role_name (hop->role));
  HS_JSON_KEY (out, "operator");
  hs_json_str (out, hop->operator_id);
  HS_JSON_KEY (out, "inferred");
  hs_json_bool (out, hop->inferred);
  HS_JSON_WORD (out, "cloud", hs_cloud_name (hop->cloud));
  HS_JSON_KEY (out, "pass");
  hs_json_number (out, hop->pass);
  HS_JSON_WORD (out, "trust", hs_trust_name (hop->trust));
  HS_JSON_STRING (out, "from_helo", hop->from_helo);
  HS_JSON_STRING (out, "from_rdns", hop->from_rdns);
  HS_JSON_KEY (out, "from_ip");
  hs_json_ip (out, &hop->from_ip);
  HS_JSON_STRING (out, "by_host", hop->by_host);
  HS_JSON_KEY (out, "by_ip");
  hs_json_ip (out, &hop->by_ip);
}

static void
put_transport (const HsHop *hop, GString *out)
{
  HS_JSON_STRING (out, "protocol", hop->protocol);
  HS_JSON_STRING (out, "via", hop->via);
  HS_JSON_STRING (out, "id", hop->id);
  HS_JSON_STRING (out, "for_address", hop->for_address);
  HS_JSON_STRING (out, "envelope_from", hop->envelope_from);
  HS_JSON_STRING (out, "tls_version", hop->tls_version);
  HS_JSON_STRING (out, "tls_cipher", hop->tls_cipher);
  HS_JSON_STRING (out, "authenticated", hop->authenticated);
}

/* A zone that was not written, or that nobody knows, is null: the time was computed as if it were UTC. */
static void
put_hop_time (const HsHop *hop, GString *out)
{
  const guint no_zone = HS_TIME_ZONE_UNKNOWN | HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED;

  HS_JSON_KEY (out, "time");
  hs_json_time (out, &hop->time);
  HS_JSON_KEY (out, "zone_minutes");
  if ((hop->time.flags & HS_TIME_KNOWN) == 0 || (hop->time.flags & no_zone) != 0)
    HS_JSON (out, "null");
  else
    hs_json_int (out, hop->time.zone_minutes);
  HS_JSON_KEY (out, "delay_ms");
  if (hop->delay_known)
    hs_json_int (out, hop->delay_us / 1000);
  else
    HS_JSON (out, "null");
  HS_JSON_KEY (out, "skew_ms");
  if (hop->skew_known)
    hs_json_int (out, hop->skew_us / 1000);
  else
    HS_JSON (out, "null");
}

static void
put_hop_more (const HsReportOptions *options, const HsHop *hop, GString *out)
{
  HS_JSON_STRING (out, "raw", hop->raw);
  HS_JSON_KEY (out, "from_operator");
  hs_json_str (out, hop->from_operator);
  HS_JSON_KEY (out, "tls");
  put_tls (out, hop->tls);
  HS_JSON_STRING (out, "tls_client_certificate", hop->tls_client_certificate);
  HS_JSON_STRING (out, "product", hop->product);
  HS_JSON_STRING (out, "product_version", hop->product_version);
  HS_JSON_KEY (out, "form");
  hs_json_str (out, hop->form);
  HS_JSON_KEY (out, "trust_reason");
  hs_json_text (options, &hop->trust_reason, out);
  HS_JSON (out, "},");
}

void
hs_json_hops (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_hops; i++) {
    const HsHop *hop = &trace->hops[i];
    put_nodes (hop, out);
    put_transport (hop, out);
    put_hop_time (hop, out);
    put_hop_more (options, hop, out);
  }
  hs_json_close (out, ']');
}

void
hs_json_timing (const HsTiming *timing, GString *out)
{
  HS_JSON (out, "{\"total_ms\":");
  if (timing->total_known)
    hs_json_int (out, timing->total_us / 1000);
  else
    HS_JSON (out, "null");
  HS_JSON_KEY (out, "first");
  hs_json_time (out, &timing->first);
  HS_JSON_KEY (out, "last");
  hs_json_time (out, &timing->last);
  HS_JSON_KEY (out, "slowest_hop");
  hs_json_number (out, timing->slowest_hop);
  HS_JSON_KEY (out, "undated_hops");
  hs_json_uint (out, timing->undated_hops);
  HS_JSON (out, ",\"skewed_hops\":[");
  for (guint i = 0; i < timing->n_skewed; i++) {
    hs_json_uint (out, timing->skewed_hops[i]);
    HS_JSON (out, ",");
  }
  hs_json_close (out, ']');
  HS_JSON_KEY (out, "delivered_ms");
  if (timing->delivered_known)
    hs_json_int (out, timing->delivered_us / 1000);
  else
    HS_JSON (out, "null");
  HS_JSON (out, "}");
}
