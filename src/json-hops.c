/* Hops, passes and times of a record: most of its bytes.  SPDX-License-Identifier: MIT */
#include "json.h"

#include "json-record.h"

static char *
put_tls (HsTls tls, char *at)
{
  if (tls == HS_TLS_UNKNOWN)
    HS_JSON (at, "null");
  else
    at = hs_json_bool (at, tls == HS_TLS_YES);
  return at;
}

static char *
put_pass (const HsPass *pass, GString *out, char *at)
{
  HS_JSON (at, "{\"index\":");
  at = hs_json_uint (at, pass->index);
  HS_JSON_WORD (at, "cloud", hs_cloud_name (pass->cloud));
  HS_JSON_STRING (out, at, "tenant_id", pass->tenant_id);
  HS_JSON_KEY (at, "entry_hop");
  at = hs_json_number (at, pass->entry_hop);
  HS_JSON_KEY (at, "exit_hop");
  at = hs_json_number (at, pass->exit_hop);
  HS_JSON_KEY (at, "connecting_ip");
  at = hs_json_ip (at, &pass->connecting_ip);
  HS_JSON_STRING (out, at, "helo", pass->helo);
  HS_JSON_KEY (at, "tls");
  at = put_tls (pass->tls, at);
  HS_JSON_WORD (at, "submission_path", hs_path_name (pass->submission_path));
  HS_JSON_WORD (at, "outbound_pool", hs_pool_name (pass->outbound_pool));
  HS_JSON_STRING (out, at, "network_message_id", pass->network_message_id);
  HS_JSON_KEY (at, "first_seen");
  at = hs_json_time (at, &pass->first_seen);
  HS_JSON_KEY (at, "missing_hops");
  at = hs_json_uint (at, pass->missing_hops);
  HS_JSON_WORD (at, "connector", hs_connector_name (pass->connector));
  HS_JSON_WORD (at, "assurance", hs_assurance_name (pass->assurance));
  HS_JSON_KEY (at, "current");
  at = hs_json_bool (at, pass->current);
  HS_JSON_STRING (out, at, "tenant_domain", pass->tenant_domain);
  HS_JSON (at, "},");
  return at;
}

char *
hs_json_passes (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_passes; i++) {
    at = hs_json_room (out, at);
    at = put_pass (&trace->passes[i], out, at);
  }
  return hs_json_close (at, ']');
}

static char *
put_nodes (const HsHop *hop, GString *out, char *at)
{
  HS_JSON (at, "{\"index\":");
  at = hs_json_uint (at, hop->index);
  HS_JSON_KEY (at, "line");
  at = hs_json_number (at, hop->line);
  HS_JSON_WORD (at, "from_role", hs_role_name (hop->from_role));
  HS_JSON_WORD (at, "role", hs_role_name (hop->role));
  HS_JSON_KEY (at, "operator");
  at = hs_json_str (out, at, hop->operator_id);
  HS_JSON_KEY (at, "inferred");
  at = hs_json_bool (at, hop->inferred);
  HS_JSON_WORD (at, "cloud", hs_cloud_name (hop->cloud));
  HS_JSON_KEY (at, "pass");
  at = hs_json_number (at, hop->pass);
  HS_JSON_WORD (at, "trust", hs_trust_name (hop->trust));
  HS_JSON_STRING (out, at, "from_helo", hop->from_helo);
  HS_JSON_STRING (out, at, "from_rdns", hop->from_rdns);
  HS_JSON_KEY (at, "from_ip");
  at = hs_json_ip (at, &hop->from_ip);
  HS_JSON_STRING (out, at, "by_host", hop->by_host);
  HS_JSON_KEY (at, "by_ip");
  at = hs_json_ip (at, &hop->by_ip);
  return at;
}

static char *
put_transport (const HsHop *hop, GString *out, char *at)
{
  HS_JSON_STRING (out, at, "protocol", hop->protocol);
  HS_JSON_STRING (out, at, "via", hop->via);
  HS_JSON_STRING (out, at, "id", hop->id);
  HS_JSON_STRING (out, at, "for_address", hop->for_address);
  HS_JSON_STRING (out, at, "envelope_from", hop->envelope_from);
  HS_JSON_STRING (out, at, "tls_version", hop->tls_version);
  HS_JSON_STRING (out, at, "tls_cipher", hop->tls_cipher);
  HS_JSON_STRING (out, at, "authenticated", hop->authenticated);
  return at;
}

/* A zone that was not written, or that nobody knows, is null: the time was computed as if it were UTC. */
static char *
put_hop_time (const HsHop *hop, char *at)
{
  const guint no_zone = HS_TIME_ZONE_UNKNOWN | HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED;

  HS_JSON_KEY (at, "time");
  at = hs_json_time (at, &hop->time);
  HS_JSON_KEY (at, "zone_minutes");
  if ((hop->time.flags & HS_TIME_KNOWN) == 0 || (hop->time.flags & no_zone) != 0)
    HS_JSON (at, "null");
  else
    at = hs_json_int (at, hop->time.zone_minutes);
  HS_JSON_KEY (at, "delay_ms");
  if (hop->delay_known)
    at = hs_json_int (at, hop->delay_us / 1000);
  else
    HS_JSON (at, "null");
  HS_JSON_KEY (at, "skew_ms");
  if (hop->skew_known)
    at = hs_json_int (at, hop->skew_us / 1000);
  else
    HS_JSON (at, "null");
  return at;
}

static char *
put_hop_more (const HsHop *hop, GString *out, char *at)
{
  HS_JSON_STRING (out, at, "raw", hop->raw);
  HS_JSON_KEY (at, "from_operator");
  at = hs_json_str (out, at, hop->from_operator);
  HS_JSON_KEY (at, "tls");
  at = put_tls (hop->tls, at);
  HS_JSON_STRING (out, at, "tls_client_certificate", hop->tls_client_certificate);
  HS_JSON_STRING (out, at, "product", hop->product);
  HS_JSON_STRING (out, at, "product_version", hop->product_version);
  HS_JSON_KEY (at, "form");
  at = hs_json_str (out, at, hop->form);
  HS_JSON_KEY (at, "trust_reason");
  at = hs_json_text (&hop->trust_reason, out, at);
  HS_JSON (at, "},");
  return at;
}

char *
hs_json_hops (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_hops; i++) {
    const HsHop *hop = &trace->hops[i];
    at = hs_json_room (out, at);
    at = put_nodes (hop, out, at);
    at = put_transport (hop, out, at);
    at = put_hop_time (hop, at);
    at = put_hop_more (hop, out, at);
  }
  return hs_json_close (at, ']');
}

char *
hs_json_timing (const HsTiming *timing, GString *out, char *at)
{
  HS_JSON (at, "{\"total_ms\":");
  if (timing->total_known)
    at = hs_json_int (at, timing->total_us / 1000);
  else
    HS_JSON (at, "null");
  HS_JSON_KEY (at, "first");
  at = hs_json_time (at, &timing->first);
  HS_JSON_KEY (at, "last");
  at = hs_json_time (at, &timing->last);
  HS_JSON_KEY (at, "slowest_hop");
  at = hs_json_number (at, timing->slowest_hop);
  HS_JSON_KEY (at, "undated_hops");
  at = hs_json_uint (at, timing->undated_hops);
  HS_JSON (at, ",\"skewed_hops\":[");
  for (guint i = 0; i < timing->n_skewed; i++) {
    at = hs_json_room (out, at);
    at = hs_json_uint (at, timing->skewed_hops[i]);
    HS_JSON (at, ",");
  }
  at = hs_json_close (at, ']');
  HS_JSON_KEY (at, "delivered_ms");
  if (timing->delivered_known)
    at = hs_json_int (at, timing->delivered_us / 1000);
  else
    HS_JSON (at, "null");
  HS_JSON (at, "}");
  return at;
}
