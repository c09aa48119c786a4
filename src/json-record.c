/* SPDX-License-Identifier: MIT */
#include "json-record.h"

#include "ascii.h"
#include "json.h"

#include <hopscope/error.h>

/* Never translated: the format, with each "{1}" to "{4}" replaced by its argument. */
static char *
put_words (const HsText *text, GString *out, char *at)
{
  const char *start = text->format;

  if (start == NULL)
    return at;
  for (const char *p = start; *(p = strchrnul (p, '{')) != '\0'; p++) {
    int n = hs_text_placeholder (p);
    if (n < 0)
      continue;
    at = hs_json_put_part (out, at, hs_slice (start, p));
    at = hs_json_put_part (
        out, at, hs_slice_is_empty (text->args[n]) && hs_text_is_hole (text->format, p) ? HS_SLICE_LITERAL (HS_NOT_STATED) : text->args[n]);
    start = p + 3;
  }
  return hs_json_put_part (out, at, hs_slice_str (start));
}

char *
hs_json_text (const HsText *text, GString *out, char *at)
{
  if (text->format == NULL) {
    HS_JSON (at, "null");
    return at;
  }
  HS_JSON (at, "\"");
  at = put_words (text, out, at);
  HS_JSON (at, "\"");
  return at;
}

char *
hs_json_evidence_ids (const guint *ids, guint n, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < n; i++) {
    at = hs_json_room (out, at);
    HS_JSON (at, "\"e");
    at = hs_json_uint (at, ids[i]);
    HS_JSON (at, "\",");
  }
  return hs_json_close (at, ']');
}

static char *
put_source (const HsSourceInfo *source, GString *out, char *at)
{
  HS_JSON (at, "{\"path\":");
  at = hs_json_str (out, at, source->path);
  HS_JSON_KEY (at, "index");
  at = hs_json_uint (at, source->index);
  HS_JSON_KEY (at, "offset");
  at = hs_json_uint (at, source->offset);
  HS_JSON_KEY (at, "part");
  at = hs_json_str (out, at, source->part);
  HS_JSON_KEY (at, "id");
  at = hs_json_str (out, at, source->id);
  HS_JSON (at, "}");
  return at;
}

static char *
put_strings (const HsSlice *strings, guint n, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < n; i++) {
    at = hs_json_room (out, at);
    at = hs_json_string (out, at, strings[i]);
    HS_JSON (at, ",");
  }
  return hs_json_close (at, ']');
}

static char *
put_message (const HsMessageInfo *message, GString *out, char *at)
{
  HS_JSON (at, "{\"message_id\":");
  at = hs_json_string (out, at, message->message_id);
  HS_JSON_KEY (at, "date");
  at = hs_json_time (at, &message->date);
  HS_JSON_STRING (out, at, "from_address", message->from_address);
  HS_JSON_STRING (out, at, "from_name", message->from_name);
  HS_JSON_KEY (at, "to_addresses");
  at = put_strings (message->to_addresses, message->n_to, out, at);
  HS_JSON_KEY (at, "cc_addresses");
  at = put_strings (message->cc_addresses, message->n_cc, out, at);
  HS_JSON_STRING (out, at, "reply_to", message->reply_to);
  HS_JSON_STRING (out, at, "return_path", message->return_path);
  HS_JSON_STRING (out, at, "subject", message->subject);
  HS_JSON_STRING (out, at, "sender_address", message->sender_address);
  HS_JSON (at, "}");
  return at;
}

static char *
put_summary (const HsVerdict *verdict, GString *out, char *at)
{
  if (verdict->n_summary == 0) {
    HS_JSON (at, "null");
    return at;
  }
  HS_JSON (at, "\"");
  for (guint i = 0; i < verdict->n_summary; i++) {
    at = hs_json_room (out, at);
    if (i > 0)
      HS_JSON (at, " ");
    at = put_words (&verdict->summary[i], out, at);
  }
  HS_JSON (at, "\"");
  return at;
}

static char *
put_connectors (const HsVerdict *verdict, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < verdict->n_connectors; i++) {
    const HsConnectorCheck *check = &verdict->connectors[i];
    at = hs_json_room (out, at);
    HS_JSON (at, "{\"name\":");
    at = hs_json_string (out, at, check->name);
    HS_JSON_KEY (at, "matched");
    at = hs_json_bool (at, check->matched);
    HS_JSON_KEY (at, "reason");
    at = hs_json_text (&check->reason, out, at);
    HS_JSON (at, "},");
  }
  return hs_json_close (at, ']');
}

static char *
put_verdict (const HsVerdict *verdict, GString *out, char *at)
{
  HS_JSON (at, "{\"connector\":");
  at = hs_json_word (at, hs_connector_name (verdict->connector));
  HS_JSON_WORD (at, "assurance", hs_assurance_name (verdict->assurance));
  HS_JSON_WORD (at, "submission_path", hs_path_name (verdict->submission_path));
  HS_JSON_STRING (out, at, "tenant_id", verdict->tenant_id);
  HS_JSON_KEY (at, "connecting_ip");
  at = hs_json_ip (at, &verdict->connecting_ip);
  HS_JSON_STRING (out, at, "helo", verdict->helo);
  HS_JSON_STRING (out, at, "matched_connector", verdict->matched_connector);
  HS_JSON_KEY (at, "summary");
  at = put_summary (verdict, out, at);
  HS_JSON_KEY (at, "evidence");
  at = hs_json_evidence_ids (verdict->evidence, verdict->n_evidence, out, at);
  HS_JSON_KEY (at, "contradictions");
  at = hs_json_evidence_ids (verdict->contradictions, verdict->n_contradictions, out, at);
  HS_JSON_KEY (at, "pass");
  at = hs_json_number (at, verdict->pass);
  HS_JSON_KEY (at, "connectors");
  at = put_connectors (verdict, out, at);
  HS_JSON_STRING (out, at, "trust_host", verdict->trust_host);
  HS_JSON (at, "}");
  return at;
}

static char *
put_origin (const HsOrigin *origin, GString *out, char *at)
{
  HS_JSON (at, "{\"ip\":");
  at = hs_json_ip (at, &origin->ip);
  HS_JSON_STRING (out, at, "helo", origin->helo);
  HS_JSON_STRING (out, at, "rdns", origin->rdns);
  HS_JSON_WORD (at, "scope", hs_scope_name (origin->scope));
  HS_JSON_WORD (at, "assurance", hs_assurance_name (origin->assurance));
  HS_JSON_KEY (at, "hop");
  at = hs_json_number (at, origin->hop);
  HS_JSON (at, "}");
  return at;
}

void
hs_json_record (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  char *at = hs_json_begin (out);

  HS_JSON (at, "{\"type\":\"message\",\"schema\":\"hopscope/1\",\"source\":");
  at = put_source (&trace->source, out, at);
  HS_JSON_KEY (at, "message");
  at = put_message (&trace->message, out, at);
  HS_JSON_KEY (at, "verdict");
  at = put_verdict (&trace->verdict, out, at);
  HS_JSON_KEY (at, "origin");
  at = put_origin (&trace->origin, out, at);
  HS_JSON_KEY (at, "passes");
  at = hs_json_passes (trace, out, at);
  HS_JSON_KEY (at, "hops");
  at = hs_json_hops (trace, out, at);
  HS_JSON_KEY (at, "timing");
  at = hs_json_timing (&trace->timing, out, at);
  HS_JSON_KEY (at, "evidence");
  at = hs_json_evidence (trace, out, at);
  HS_JSON_KEY (at, "seals");
  at = hs_json_seals (trace, out, at);
  HS_JSON_KEY (at, "arc_sets");
  at = hs_json_arc_sets (trace, out, at);
  HS_JSON_KEY (at, "microsoft365");
  at = hs_json_microsoft365 (trace, out, at);
  HS_JSON_KEY (at, "findings");
  at = hs_json_findings (trace, out, at);
  if (options->headers) {
    HS_JSON_KEY (at, "headers");
    at = hs_json_fields (trace, out, at);
  }
  HS_JSON (at, "}");
  hs_json_end (out, at);
}

void
hs_json_error_record (const HsSourceInfo *source, const GError *error, GString *out)
{
  char *at = hs_json_begin (out);

  HS_JSON (at, "{\"type\":\"error\",\"schema\":\"hopscope/1\",\"source\":");
  at = put_source (source, out, at);
  HS_JSON_KEY (at, "code");
  at = hs_json_str (out, at, error->domain == HS_ERROR ? hs_error_code_name (error->code) : "unknown");
  HS_JSON_KEY (at, "detail");
  at = hs_json_str (out, at, error->message);
  HS_JSON (at, "}");
  hs_json_end (out, at);
}
