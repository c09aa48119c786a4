/* What --verbose and --headers add to the text report.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "text-parts.h"

static void
add_hops (HsPairs *pairs, const HsReportOptions *options, const HsPass *pass)
{
  g_autofree char *text = NULL;
  char first[24], last[24];

  if (pass->entry_hop == 0 && pass->exit_hop == 0)
    return;
  text = hs_view_sentence (options, N_ ("entered at hop {1}, left at hop {2}"),
                           pass->entry_hop > 0 ? hs_view_number (first, pass->entry_hop) : HS_SLICE_LITERAL ("?"),
                           pass->exit_hop > 0 ? hs_view_number (last, pass->exit_hop) : HS_SLICE_LITERAL ("?"), HS_SLICE_NONE);
  hs_pairs_add (pairs, T_ ("Hops"), HS_STYLE_PLAIN, text);
}

static void
add_connected (HsPairs *pairs, const HsReportOptions *options, const HsPass *pass)
{
  HsHop side = { .from_helo = pass->helo, .from_ip = pass->connecting_ip };
  g_autoptr (GString) text = g_string_new (NULL);

  hs_view_from (&side, hs_escape_text, text);
  if (text->len > 0 && pass->tls != HS_TLS_UNKNOWN)
    g_string_append_printf (text, ", %s", pass->tls == HS_TLS_YES ? "TLS" : T_ ("no TLS"));
  hs_pairs_add (pairs, T_ ("Connected"), HS_STYLE_PLAIN, text->str);
}

static void
put_pass (HsPage *page, const HsReportOptions *options, const HsPass *pass)
{
  HsPairs *pairs = hs_pairs_new ();
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *head = NULL, *verdict = NULL;
  char digits[24];

  head = hs_view_sentence (
      options, pass->current ? N_ ("Pass {1}, of the current journey") : N_ ("Pass {1}, of an earlier journey: decides nothing"),
      hs_view_number (digits, pass->index), HS_SLICE_NONE, HS_SLICE_NONE);
  hs_page_paragraph (page, HS_STYLE_BOLD, head, 2);
  verdict = g_strdup_printf ("%s (%s)", hs_connector_name (pass->connector), hs_assurance_name (pass->assurance));
  hs_pairs_add (pairs, T_ ("Connector"), HS_STYLE_PLAIN, verdict);
  hs_pairs_add (pairs, T_ ("Path"), HS_STYLE_PLAIN, hs_path_name (pass->submission_path));
  hs_pairs_add_slice (pairs, T_ ("Tenant"), pass->tenant_id);
  hs_pairs_add_slice (pairs, T_ ("Tenant domain"), pass->tenant_domain);
  hs_pairs_add (pairs, T_ ("Cloud"), HS_STYLE_PLAIN, hs_cloud_name (pass->cloud));
  add_hops (pairs, options, pass);
  add_connected (pairs, options, pass);
  hs_pairs_add (pairs, T_ ("Outbound pool"), HS_STYLE_PLAIN, hs_pool_name (pass->outbound_pool));
  hs_view_time (&pass->first_seen, seen);
  if (seen->len > 0)
    g_string_append (seen, " UTC");
  hs_pairs_add (pairs, T_ ("First seen"), HS_STYLE_PLAIN, seen->str);
  hs_pairs_add_slice (pairs, T_ ("Network message ID"), pass->network_message_id);
  if (pass->missing_hops > 0)
    hs_pairs_add_slice (pairs, T_ ("Servers without a line"), hs_view_number (digits, pass->missing_hops));
  hs_pairs_print (pairs, page, 4);
}

void
hs_text_passes (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  if (trace->n_passes == 0)
    return;
  hs_page_heading (page, T_ ("Passes through Microsoft 365"));
  for (guint i = 0; i < trace->n_passes; i++)
    put_pass (page, options, &trace->passes[i]);
}

/* "key selector1 of example.com, seen 2024-01-01 to 2025-06-01" */
static char *
make_key (const HsReportOptions *options, const HsSeal *seal)
{
  GString *text = g_string_new (NULL);
  g_autofree char *key = NULL, *dates = NULL;

  if (hs_slice_is_empty (seal->selector) && hs_slice_is_empty (seal->domain))
    return g_string_free (text, FALSE);
  key = hs_view_sentence (options, N_ ("{1} of {2}"), seal->selector, seal->domain, HS_SLICE_NONE);
  g_string_append (text, key);
  if (!hs_slice_is_empty (seal->algorithm)) {
    g_string_append (text, ", ");
    hs_escape_text (text, seal->algorithm);
  }
  if (!hs_slice_is_empty (seal->key_seen_from)) {
    dates = hs_view_sentence (options, N_ ("seen from {1} to {2}"), seal->key_seen_from,
                              hs_slice_is_empty (seal->key_seen_to) ? HS_SLICE_LITERAL ("?") : seal->key_seen_to, HS_SLICE_NONE);
    g_string_append_printf (text, ", %s", dates);
  }
  if (seal->key_source != NULL) {
    g_string_append (text, ", ");
    hs_escape_text (text, hs_slice_str (seal->key_source));
  }
  return g_string_free (text, FALSE);
}

static HsStyle
seal_style (HsSealResult result)
{
  if (result == HS_SEAL_PASS)
    return HS_STYLE_GOOD;
  return result == HS_SEAL_FAIL || result == HS_SEAL_MALFORMED ? HS_STYLE_ALERT : HS_STYLE_WARNING;
}

static void
put_seal (HsPage *page, const HsReportOptions *options, const HsTrace *trace, const HsSeal *seal)
{
  HsPairs *pairs = hs_pairs_new ();
  const HsField *field = hs_view_field (trace, seal->field);
  g_autoptr (GString) head = g_string_new (NULL), result = g_string_new (NULL), time = g_string_new (NULL);
  g_autofree char *key = make_key (options, seal);

  if (field != NULL)
    hs_escape_text (head, field->name);
  if (seal->instance > 0)
    g_string_append_printf (head, " i=%u", seal->instance);
  if (field != NULL)
    g_string_append_printf (head, " (%u)", field->line);
  hs_page_paragraph (page, HS_STYLE_BOLD, head->str, 2);
  g_string_append_printf (result, "%s: ", hs_seal_result_name (seal->result));
  if (seal->reason.format != NULL)
    hs_writer_text (options, &seal->reason, hs_escape_text, result);
  else
    g_string_append (result, hs_view_seal_result (options, seal->result));
  hs_pairs_add (pairs, T_ ("Result"), seal_style (seal->result), result->str);
  hs_pairs_add (pairs, T_ ("Header part"), HS_STYLE_PLAIN, hs_part_name (seal->header_part));
  hs_pairs_add (pairs, T_ ("Body part"), HS_STYLE_PLAIN, hs_part_name (seal->body_part));
  hs_pairs_add_slice (pairs, T_ ("Signed by"), seal->domain);
  hs_pairs_add (pairs, T_ ("Key"), HS_STYLE_PLAIN, key);
  hs_view_time (&seal->time, time);
  if (time->len > 0)
    g_string_append (time, " UTC");
  hs_pairs_add (pairs, T_ ("Signed at"), HS_STYLE_PLAIN, time->str);
  hs_pairs_add_slice (pairs, T_ ("Covers"), seal->covers);
  hs_pairs_print (pairs, page, 4);
}

static void
put_arc_set (HsPage *page, const HsReportOptions *options, const HsArcSet *set)
{
  g_autoptr (GString) text = g_string_new (NULL), ip = g_string_new (NULL);
  g_autofree char *statement = NULL;
  char digits[24];

  statement = hs_view_sentence (options,
                                set->bound ? N_ ("ARC set {1} of {2} holds and is bound to this message.")
                                           : N_ ("ARC set {1} of {2} is not bound to this message."),
                                hs_view_number (digits, set->instance), set->domain, HS_SLICE_NONE);
  g_string_append (text, statement);
  hs_view_ip (&set->sender_ip, ip);
  if (ip->len > 0) {
    g_autofree char *sender =
        hs_view_sentence (options, N_ ("It says that the sender's address was {1}."), hs_slice_str (ip->str), HS_SLICE_NONE, HS_SLICE_NONE);
    g_string_append_printf (text, " %s", sender);
  }
  hs_page_paragraph (page, HS_STYLE_PLAIN, text->str, 2);
}

void
hs_text_seals (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  if (trace->n_seals == 0)
    return;
  hs_page_heading (page, T_ ("Signatures"));
  for (guint i = 0; i < trace->n_arc_sets; i++)
    put_arc_set (page, options, &trace->arc_sets[i]);
  for (guint i = 0; i < trace->n_seals; i++)
    put_seal (page, options, trace, &trace->seals[i]);
}

/* Raw value beside its meaning. */
static void
put_decoded (HsPage *page, const HsReportOptions *options, const char *heading, const HsDecoded *decoded, guint n)
{
  HsPairs *pairs;

  if (n == 0)
    return;
  hs_page_heading (page, heading);
  pairs = hs_pairs_new ();
  for (guint i = 0; i < n; i++) {
    g_autoptr (GString) key = g_string_new (NULL), value = g_string_new (NULL), room = g_string_new (NULL);
    hs_escape_text (key, decoded[i].key);
    hs_escape_text (value, hs_writer_own (options, hs_slice_trim (decoded[i].value), room));
    if (value->len == 0)
      g_string_append (value, "-");
    if (decoded[i].meaning != NULL) {
      g_string_append (value, "  = ");
      hs_escape_text (value, hs_slice_str (T_ (decoded[i].meaning)));
    }
    hs_pairs_add (pairs, key->str, HS_STYLE_PLAIN, value->str);
  }
  hs_pairs_print (pairs, page, 2);
}

void
hs_text_microsoft365 (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  const HsMicrosoft365 *m365 = &trace->microsoft365;

  put_decoded (page, options, "X-Forefront-Antispam-Report", m365->forefront, m365->n_forefront);
  put_decoded (page, options, "X-Microsoft-Antispam", m365->antispam, m365->n_antispam);
  put_decoded (page, options, T_ ("Authentication results"), m365->authentication, m365->n_authentication);
  put_decoded (page, options, T_ ("Other Microsoft fields"), m365->headers, m365->n_headers);
}

void
hs_text_fields (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  hs_page_heading (page, T_ ("All header fields"));
  for (guint i = 0; i < trace->n_fields; i++) {
    const HsField *field = &trace->fields[i];
    g_autoptr (GString) text = g_string_new (NULL), value = g_string_new (NULL);
    g_autofree char *line = g_strdup_printf ("%5u", field->line);
    hs_escape_text (text, field->name);
    g_string_append (text, hs_slice_is_empty (field->name) ? "" : ":");
    hs_escape_text (value, hs_slice_trim (field->value));
    hs_page_padded (page, HS_STYLE_DIM, line, 7);
    hs_page_style (page, HS_STYLE_BOLD);
    g_string_append (page->out, text->str);
    hs_page_style (page, HS_STYLE_PLAIN);
    g_string_append_c (page->out, ' ');
    hs_page_words (page, HS_STYLE_PLAIN, value->str, 8 + hs_text_width (text->str, text->len), 9);
  }
}
