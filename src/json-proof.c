/* Evidence, seals, decoded fields and findings of a record.  SPDX-License-Identifier: MIT */
#include "json.h"

#include "json-record.h"

/* Name, line and value of the field at @index, each null if there is none. */
static void
put_field (const HsTrace *trace, guint index, GString *out)
{
  const HsField *field = index < trace->n_fields ? &trace->fields[index] : NULL;

  HS_JSON (out, "\"header\":");
  hs_json_string (out, field != NULL ? field->name : HS_SLICE_NONE);
  HS_JSON_KEY (out, "line");
  hs_json_number (out, field != NULL ? field->line : 0);
}

static void
put_claims (guint32 supports, GString *out)
{
  HS_JSON (out, "[");
  for (guint claim = 0; claim < 32; claim++) {
    const char *name = supports >> claim & 1 ? hs_claim_name ((HsClaim)claim) : NULL;
    if (name == NULL)
      continue;
    hs_json_word (out, name);
    HS_JSON (out, ",");
  }
  hs_json_close (out, ']');
}

static void
put_evidence (const HsReportOptions *options, const HsTrace *trace, const HsEvidence *evidence, GString *out)
{
  HS_JSON (out, "{\"id\":\"e");
  hs_json_uint (out, evidence->id);
  HS_JSON (out, "\",");
  put_field (trace, evidence->field, out);
  HS_JSON_KEY (out, "value");
  hs_json_unfolded (out, evidence->field < trace->n_fields ? trace->fields[evidence->field].value : HS_SLICE_NONE);
  HS_JSON_KEY (out, "shows");
  hs_json_text (options, &evidence->shows, out);
  HS_JSON_KEY (out, "stamped_by");
  hs_json_str (out, evidence->stamped_by);
  HS_JSON_KEY (out, "forgeable");
  hs_json_bool (out, evidence->forgeable);
  HS_JSON_WORD (out, "assurance", hs_assurance_name (evidence->assurance));
  HS_JSON_KEY (out, "supports");
  put_claims (evidence->supports, out);
  HS_JSON_KEY (out, "hop");
  hs_json_number (out, evidence->hop);
  HS_JSON_KEY (out, "pass");
  hs_json_number (out, evidence->pass);
  HS_JSON (out, "},");
}

void
hs_json_evidence (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_evidence; i++)
    put_evidence (options, trace, &trace->evidence[i], out);
  hs_json_close (out, ']');
}

static void
put_seal (const HsReportOptions *options, const HsTrace *trace, const HsSeal *seal, GString *out)
{
  HS_JSON (out, "{\"header\":");
  hs_json_string (out, seal->field < trace->n_fields ? trace->fields[seal->field].name : HS_SLICE_NONE);
  HS_JSON_KEY (out, "instance");
  hs_json_number (out, seal->instance);
  HS_JSON_STRING (out, "domain", seal->domain);
  HS_JSON_STRING (out, "selector", seal->selector);
  HS_JSON_WORD (out, "result", hs_seal_result_name (seal->result));
  HS_JSON_KEY (out, "reason");
  hs_json_text (options, &seal->reason, out);
  HS_JSON_WORD (out, "header_part", hs_part_name (seal->header_part));
  HS_JSON_WORD (out, "body_part", hs_part_name (seal->body_part));
  HS_JSON_KEY (out, "time");
  hs_json_time (out, &seal->time);
  HS_JSON_KEY (out, "line");
  hs_json_number (out, seal->field < trace->n_fields ? trace->fields[seal->field].line : 0);
  HS_JSON_STRING (out, "algorithm", seal->algorithm);
  HS_JSON_KEY (out, "covers");
  hs_json_unfolded (out, seal->covers);
  HS_JSON_STRING (out, "key_seen_from", seal->key_seen_from);
  HS_JSON_STRING (out, "key_seen_to", seal->key_seen_to);
  HS_JSON_KEY (out, "key_bits");
  hs_json_number (out, seal->key_bits);
  HS_JSON_KEY (out, "key_source");
  hs_json_str (out, seal->key_source);
  HS_JSON (out, "},");
}

void
hs_json_seals (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_seals; i++)
    put_seal (options, trace, &trace->seals[i], out);
  hs_json_close (out, ']');
}

static void
put_arc_set (const HsArcSet *set, GString *out)
{
  HS_JSON (out, "{\"instance\":");
  hs_json_uint (out, set->instance);
  HS_JSON_STRING (out, "domain", set->domain);
  HS_JSON_WORD (out, "seal", hs_seal_result_name (set->seal));
  HS_JSON_WORD (out, "signature", hs_seal_result_name (set->signature));
  HS_JSON_WORD (out, "header_part", hs_part_name (set->header_part));
  HS_JSON_WORD (out, "body_part", hs_part_name (set->body_part));
  HS_JSON_KEY (out, "cv_fail");
  hs_json_bool (out, set->cv_fail);
  HS_JSON_KEY (out, "bound");
  hs_json_bool (out, set->bound);
  HS_JSON_KEY (out, "sender_ip");
  hs_json_ip (out, &set->sender_ip);
  HS_JSON_STRING (out, "recipient_domain", set->recipient_domain);
  HS_JSON_STRING (out, "mail_from", set->mail_from);
  HS_JSON_STRING (out, "header_from", set->header_from);
  HS_JSON (out, "},");
}

void
hs_json_arc_sets (const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_arc_sets; i++)
    put_arc_set (&trace->arc_sets[i], out);
  hs_json_close (out, ']');
}

static void
put_decoded (const HsTrace *trace, const HsDecoded *decoded, guint n, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < n; i++) {
    guint field = decoded[i].field;
    HS_JSON (out, "{\"key\":");
    hs_json_string (out, decoded[i].key);
    HS_JSON_STRING (out, "value", decoded[i].value);
    HS_JSON_KEY (out, "meaning");
    hs_json_str (out, decoded[i].meaning);
    HS_JSON_KEY (out, "line");
    hs_json_number (out, field < trace->n_fields ? trace->fields[field].line : 0);
    HS_JSON (out, "},");
  }
  hs_json_close (out, ']');
}

void
hs_json_microsoft365 (const HsTrace *trace, GString *out)
{
  const HsMicrosoft365 *m365 = &trace->microsoft365;

  HS_JSON (out, "{\"forefront\":");
  put_decoded (trace, m365->forefront, m365->n_forefront, out);
  HS_JSON_KEY (out, "antispam");
  put_decoded (trace, m365->antispam, m365->n_antispam, out);
  HS_JSON_KEY (out, "authentication");
  put_decoded (trace, m365->authentication, m365->n_authentication, out);
  HS_JSON_KEY (out, "headers");
  put_decoded (trace, m365->headers, m365->n_headers, out);
  HS_JSON (out, "}");
}

void
hs_json_findings (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_findings; i++) {
    const HsFinding *finding = &trace->findings[i];
    HS_JSON (out, "{\"code\":");
    hs_json_str (out, finding->code);
    HS_JSON_WORD (out, "severity", hs_severity_name (finding->severity));
    HS_JSON_KEY (out, "hop");
    hs_json_number (out, finding->hop);
    HS_JSON_KEY (out, "line");
    hs_json_number (out, finding->line);
    HS_JSON_KEY (out, "title");
    hs_json_str (out, finding->title);
    HS_JSON_KEY (out, "detail");
    hs_json_text (options, &finding->detail, out);
    HS_JSON_KEY (out, "evidence");
    hs_json_evidence_ids (finding->evidence, finding->n_evidence, out);
    HS_JSON_KEY (out, "advice");
    hs_json_str (out, finding->advice);
    HS_JSON (out, "},");
  }
  hs_json_close (out, ']');
}

void
hs_json_fields (const HsTrace *trace, GString *out)
{
  HS_JSON (out, "[");
  for (guint i = 0; i < trace->n_fields; i++) {
    HS_JSON (out, "{\"line\":");
    hs_json_uint (out, trace->fields[i].line);
    HS_JSON_STRING (out, "name", trace->fields[i].name.len > 0 ? trace->fields[i].name : HS_SLICE_NONE);
    HS_JSON_KEY (out, "value");
    hs_json_unfolded (out, trace->fields[i].value);
    HS_JSON (out, "},");
  }
  hs_json_close (out, ']');
}
