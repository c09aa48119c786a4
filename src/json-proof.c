/* Evidence, seals, decoded fields and findings of a record.  SPDX-License-Identifier: MIT */
#include "json.h"

#include "json-record.h"

/* Name, line and value of the field at @index, each null if there is none. */
static char *
put_field (const HsTrace *trace, guint index, GString *out, char *at)
{
  const HsField *field = index < trace->n_fields ? &trace->fields[index] : NULL;

  HS_JSON (at, "\"header\":");
  at = hs_json_string (out, at, field != NULL ? field->name : HS_SLICE_NONE);
  HS_JSON_KEY (at, "line");
  at = hs_json_number (at, field != NULL ? field->line : 0);
  return at;
}

static char *
put_claims (guint32 supports, char *at)
{
  HS_JSON (at, "[");
  for (guint32 rest = supports; rest != 0; rest &= rest - 1) {
    const char *name = hs_claim_name ((HsClaim)__builtin_ctz (rest));
    if (name == NULL)
      continue;
    at = hs_json_word (at, name);
    HS_JSON (at, ",");
  }
  return hs_json_close (at, ']');
}

static char *
put_evidence (const HsTrace *trace, const HsEvidence *evidence, GString *out, char *at)
{
  HS_JSON (at, "{\"id\":\"e");
  at = hs_json_uint (at, evidence->id);
  HS_JSON (at, "\",");
  at = put_field (trace, evidence->field, out, at);
  HS_JSON_KEY (at, "value");
  at = hs_json_unfolded (out, at, evidence->field < trace->n_fields ? trace->fields[evidence->field].value : HS_SLICE_NONE);
  HS_JSON_KEY (at, "shows");
  at = hs_json_text (&evidence->shows, out, at);
  HS_JSON_KEY (at, "stamped_by");
  at = hs_json_str (out, at, evidence->stamped_by);
  HS_JSON_KEY (at, "forgeable");
  at = hs_json_bool (at, evidence->forgeable);
  HS_JSON_WORD (at, "assurance", hs_assurance_name (evidence->assurance));
  HS_JSON_KEY (at, "supports");
  at = put_claims (evidence->supports, at);
  HS_JSON_KEY (at, "hop");
  at = hs_json_number (at, evidence->hop);
  HS_JSON_KEY (at, "pass");
  at = hs_json_number (at, evidence->pass);
  HS_JSON (at, "},");
  return at;
}

char *
hs_json_evidence (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_evidence; i++) {
    at = hs_json_room (out, at);
    at = put_evidence (trace, &trace->evidence[i], out, at);
  }
  return hs_json_close (at, ']');
}

static char *
put_seal (const HsTrace *trace, const HsSeal *seal, GString *out, char *at)
{
  HS_JSON (at, "{\"header\":");
  at = hs_json_string (out, at, seal->field < trace->n_fields ? trace->fields[seal->field].name : HS_SLICE_NONE);
  HS_JSON_KEY (at, "instance");
  at = hs_json_number (at, seal->instance);
  HS_JSON_STRING (out, at, "domain", seal->domain);
  HS_JSON_STRING (out, at, "selector", seal->selector);
  HS_JSON_WORD (at, "result", hs_seal_result_name (seal->result));
  HS_JSON_KEY (at, "reason");
  at = hs_json_text (&seal->reason, out, at);
  HS_JSON_WORD (at, "header_part", hs_part_name (seal->header_part));
  HS_JSON_WORD (at, "body_part", hs_part_name (seal->body_part));
  HS_JSON_KEY (at, "time");
  at = hs_json_time (at, &seal->time);
  HS_JSON_KEY (at, "line");
  at = hs_json_number (at, seal->field < trace->n_fields ? trace->fields[seal->field].line : 0);
  HS_JSON_STRING (out, at, "algorithm", seal->algorithm);
  HS_JSON_KEY (at, "covers");
  at = hs_json_unfolded (out, at, seal->covers);
  HS_JSON_STRING (out, at, "key_seen_from", seal->key_seen_from);
  HS_JSON_STRING (out, at, "key_seen_to", seal->key_seen_to);
  HS_JSON_KEY (at, "key_bits");
  at = hs_json_number (at, seal->key_bits);
  HS_JSON_KEY (at, "key_source");
  at = hs_json_str (out, at, seal->key_source);
  HS_JSON (at, "},");
  return at;
}

char *
hs_json_seals (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_seals; i++) {
    at = hs_json_room (out, at);
    at = put_seal (trace, &trace->seals[i], out, at);
  }
  return hs_json_close (at, ']');
}

static char *
put_arc_set (const HsArcSet *set, GString *out, char *at)
{
  HS_JSON (at, "{\"instance\":");
  at = hs_json_uint (at, set->instance);
  HS_JSON_STRING (out, at, "domain", set->domain);
  HS_JSON_WORD (at, "seal", hs_seal_result_name (set->seal));
  HS_JSON_WORD (at, "signature", hs_seal_result_name (set->signature));
  HS_JSON_WORD (at, "header_part", hs_part_name (set->header_part));
  HS_JSON_WORD (at, "body_part", hs_part_name (set->body_part));
  HS_JSON_KEY (at, "cv_fail");
  at = hs_json_bool (at, set->cv_fail);
  HS_JSON_KEY (at, "bound");
  at = hs_json_bool (at, set->bound);
  HS_JSON_KEY (at, "sender_ip");
  at = hs_json_ip (at, &set->sender_ip);
  HS_JSON_STRING (out, at, "recipient_domain", set->recipient_domain);
  HS_JSON_STRING (out, at, "mail_from", set->mail_from);
  HS_JSON_STRING (out, at, "header_from", set->header_from);
  HS_JSON (at, "},");
  return at;
}

char *
hs_json_arc_sets (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_arc_sets; i++) {
    at = hs_json_room (out, at);
    at = put_arc_set (&trace->arc_sets[i], out, at);
  }
  return hs_json_close (at, ']');
}

static char *
put_decoded (const HsTrace *trace, const HsDecoded *decoded, guint n, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < n; i++) {
    guint field = decoded[i].field;
    at = hs_json_room (out, at);
    HS_JSON (at, "{\"key\":");
    at = hs_json_string (out, at, decoded[i].key);
    HS_JSON_STRING (out, at, "value", decoded[i].value);
    HS_JSON_KEY (at, "meaning");
    at = hs_json_str (out, at, decoded[i].meaning);
    HS_JSON_KEY (at, "line");
    at = hs_json_number (at, field < trace->n_fields ? trace->fields[field].line : 0);
    HS_JSON (at, "},");
  }
  return hs_json_close (at, ']');
}

char *
hs_json_microsoft365 (const HsTrace *trace, GString *out, char *at)
{
  const HsMicrosoft365 *m365 = &trace->microsoft365;

  HS_JSON (at, "{\"forefront\":");
  at = put_decoded (trace, m365->forefront, m365->n_forefront, out, at);
  HS_JSON_KEY (at, "antispam");
  at = put_decoded (trace, m365->antispam, m365->n_antispam, out, at);
  HS_JSON_KEY (at, "authentication");
  at = put_decoded (trace, m365->authentication, m365->n_authentication, out, at);
  HS_JSON_KEY (at, "headers");
  at = put_decoded (trace, m365->headers, m365->n_headers, out, at);
  HS_JSON (at, "}");
  return at;
}

char *
hs_json_findings (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_findings; i++) {
    const HsFinding *finding = &trace->findings[i];
    at = hs_json_room (out, at);
    HS_JSON (at, "{\"code\":");
    at = hs_json_str (out, at, finding->code);
    HS_JSON_WORD (at, "severity", hs_severity_name (finding->severity));
    HS_JSON_KEY (at, "hop");
    at = hs_json_number (at, finding->hop);
    HS_JSON_KEY (at, "line");
    at = hs_json_number (at, finding->line);
    HS_JSON_KEY (at, "title");
    at = hs_json_str (out, at, finding->title);
    HS_JSON_KEY (at, "detail");
    at = hs_json_text (&finding->detail, out, at);
    HS_JSON_KEY (at, "evidence");
    at = hs_json_evidence_ids (finding->evidence, finding->n_evidence, out, at);
    HS_JSON_KEY (at, "advice");
    at = hs_json_str (out, at, finding->advice);
    HS_JSON (at, "},");
  }
  return hs_json_close (at, ']');
}

char *
hs_json_fields (const HsTrace *trace, GString *out, char *at)
{
  HS_JSON (at, "[");
  for (guint i = 0; i < trace->n_fields; i++) {
    at = hs_json_room (out, at);
    HS_JSON (at, "{\"line\":");
    at = hs_json_uint (at, trace->fields[i].line);
    HS_JSON_STRING (out, at, "name", trace->fields[i].name.len > 0 ? trace->fields[i].name : HS_SLICE_NONE);
    HS_JSON_KEY (at, "value");
    at = hs_json_unfolded (out, at, trace->fields[i].value);
    HS_JSON (at, "},");
  }
  return hs_json_close (at, ']');
}
