/* SPDX-License-Identifier: MIT */
#include "json-record.h"

#include "ascii.h"
#include "json.h"

#include <hopscope/error.h>

void
hs_json_text (const HsReportOptions *options, const HsText *text, GString *out)
{
  if (text->format == NULL) {
    HS_JSON (out, "null");
    return;
  }
  HS_JSON (out, "\"");
  hs_writer_text (options, text, hs_escape_json, out);
  HS_JSON (out, "\"");
}

void
hs_json_evidence_ids (const guint *ids, guint n, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < n; i++) {
    HS_JSON (out, "\"e");
    hs_json_uint (out, ids[i]);
    HS_JSON (out, "\",");
  }
  hs_json_close (out, ']');
}

static void
put_source (const HsSourceInfo *source, GString *out)
{
  HS_JSON (out, "{\"path\":");
  hs_json_str (out, source->path);
  HS_JSON_KEY (out, "index");
  hs_json_uint (out, source->index);
  HS_JSON_KEY (out, "offset");
  hs_json_uint (out, source->offset);
  HS_JSON_KEY (out, "part");
  hs_json_str (out, source->part);
  HS_JSON_KEY (out, "id");
  hs_json_str (out, source->id);
  HS_JSON (out, "}");
}

static void
put_strings (const HsSlice *strings, guint n, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < n; i++) {
    hs_json_string (out, strings[i]);
    HS_JSON (out, ",");
  }
  hs_json_close (out, ']');
}

static void
put_message (const HsMessageInfo *message, GString *out)
{
  HS_JSON (out, "{\"message_id\":");
  hs_json_string (out, message->message_id);
  HS_JSON_KEY (out, "date");
  hs_json_time (out, &message->date);
  HS_JSON_STRING (out, "from_address", message->from_address);
  HS_JSON_STRING (out, "from_name", message->from_name);
  HS_JSON_KEY (out, "to_addresses");
  put_strings (message->to_addresses, message->n_to, out);
  HS_JSON_KEY (out, "cc_addresses");
  put_strings (message->cc_addresses, message->n_cc, out);
  HS_JSON_STRING (out, "reply_to", message->reply_to);
  HS_JSON_STRING (out, "return_path", message->return_path);
  HS_JSON_STRING (out, "subject", message->subject);
  HS_JSON_STRING (out, "sender_address", message->sender_address);
  HS_JSON (out, "}");
}

static void
put_summary (const HsReportOptions *options, const HsVerdict *verdict, GString *out)
{
  if (verdict->n_summary == 0) {
    HS_JSON (out, "null");
    return;
  }
  HS_JSON (out, "\"");
  for (guint i = 0; i < verdict->n_summary; i++) {
    if (i > 0)
      HS_JSON (out, " ");
    hs_writer_text (options, &verdict->summary[i], hs_escape_json, out);
  }
  HS_JSON (out, "\"");
}

static void
put_connectors (const HsReportOptions *options, const HsVerdict *verdict, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < verdict->n_connectors; i++) {
    const HsConnectorCheck *check = &verdict->connectors[i];
    HS_JSON (out, "{\"name\":");
    hs_json_string (out, check->name);
    HS_JSON_KEY (out, "matched");
    hs_json_bool (out, check->matched);
    HS_JSON_KEY (out, "reason");
    hs_json_text (options, &check->reason, out);
    HS_JSON (out, "},");
  }
  hs_json_close (out, ']');
}

static void
put_verdict (const HsReportOptions *options, const HsVerdict *verdict, GString *out)
{
  HS_JSON (out, "{\"connector\":");
  hs_json_word (out, hs_connector_name (verdict->connector));
  HS_JSON_WORD (out, "assurance", hs_assurance_name (verdict->assurance));
  HS_JSON_WORD (out, "submission_path", hs_path_name (verdict->submission_path));
  HS_JSON_STRING (out, "tenant_id", verdict->tenant_id);
  HS_JSON_KEY (out, "connecting_ip");
  hs_json_ip (out, &verdict->connecting_ip);
  HS_JSON_STRING (out, "helo", verdict->helo);
  HS_JSON_STRING (out, "matched_connector", verdict->matched_connector);
  HS_JSON_KEY (out, "summary");
  put_summary (options, verdict, out);
  HS_JSON_KEY (out, "evidence");
  hs_json_evidence_ids (verdict->evidence, verdict->n_evidence, out);
  HS_JSON_KEY (out, "contradictions");
  hs_json_evidence_ids (verdict->contradictions, verdict->n_contradictions, out);
  HS_JSON_KEY (out, "pass");
  hs_json_number (out, verdict->pass);
  HS_JSON_KEY (out, "connectors");
  put_connectors (options, verdict, out);
  HS_JSON_STRING (out, "trust_host", verdict->trust_host);
  HS_JSON (out, "}");
}

static void
put_origin (const HsOrigin *origin, GString *out)
{
  HS_JSON (out, "{\"ip\":");
  hs_json_ip (out, &origin->ip);
  HS_JSON_STRING (out, "helo", origin->helo);
  HS_JSON_STRING (out, "rdns", origin->rdns);
  HS_JSON_WORD (out, "scope", hs_scope_name (origin->scope));
  HS_JSON_WORD (out, "assurance", hs_assurance_name (origin->assurance));
  HS_JSON_KEY (out, "hop");
  hs_json_number (out, origin->hop);
  HS_JSON (out, "}");
}

void
hs_json_record (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HS_JSON (out, "{\"type\":\"message\",\"schema\":\"hopscope/1\",\"source\":");
  put_source (&trace->source, out);
  HS_JSON_KEY (out, "message");
  put_message (&trace->message, out);
  HS_JSON_KEY (out, "verdict");
  put_verdict (options, &trace->verdict, out);
  HS_JSON_KEY (out, "origin");
  put_origin (&trace->origin, out);
  HS_JSON_KEY (out, "passes");
  hs_json_passes (trace, out);
  HS_JSON_KEY (out, "hops");
  hs_json_hops (options, trace, out);
  HS_JSON_KEY (out, "timing");
  hs_json_timing (&trace->timing, out);
  HS_JSON_KEY (out, "evidence");
  hs_json_evidence (options, trace, out);
  HS_JSON_KEY (out, "seals");
  hs_json_seals (options, trace, out);
  HS_JSON_KEY (out, "arc_sets");
  hs_json_arc_sets (trace, out);
  HS_JSON_KEY (out, "microsoft365");
  hs_json_microsoft365 (trace, out);
  HS_JSON_KEY (out, "findings");
  hs_json_findings (options, trace, out);
  if (options->headers) {
    HS_JSON_KEY (out, "headers");
    hs_json_fields (trace, out);
  }
  HS_JSON (out, "}");
}

void
hs_json_error_record (const HsSourceInfo *source, const GError *error, GString *out)
{
  HS_JSON (out, "{\"type\":\"error\",\"schema\":\"hopscope/1\",\"source\":");
  put_source (source, out);
  HS_JSON_KEY (out, "code");
  hs_json_str (out, error->domain == HS_ERROR ? hs_error_code_name (error->code) : "unknown");
  HS_JSON_KEY (out, "detail");
  hs_json_str (out, error->message);
  HS_JSON (out, "}");
}
