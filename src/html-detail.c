/* Passes, signatures and decoded Microsoft fields of the HTML report.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"

/* Decoded fields: the raw value beside its meaning. */
static void
put_decoded (const HsHtml *html, const char *caption, const HsDecoded *decoded, guint n)
{
  const HsReportOptions *options = html->options;
  const char *titles[] = { T_ ("Key"), T_ ("Value"), T_ ("Meaning"), T_ ("Line") };
  g_autoptr (GString) room = g_string_new (NULL);

  if (n == 0)
    return;
  hs_html_open_table (html, caption, titles, G_N_ELEMENTS (titles));
  for (guint i = 0; i < n; i++) {
    hs_html_raw (html, "<tr role=\"row\"><th class=\"key\" scope=\"row\" role=\"rowheader\">");
    hs_html_value (html, decoded[i].key);
    hs_html_raw (html, "</th>");
    hs_html_open_cell (html, NULL, titles[1]);
    hs_html_value (html, hs_writer_own (options, hs_slice_trim (decoded[i].value), room));
    hs_html_raw (html, "</td>");
    hs_html_open_cell (html, NULL, titles[2]);
    hs_html_words (html, decoded[i].meaning != NULL ? T_ (decoded[i].meaning) : "");
    hs_html_raw (html, "</td>");
    hs_html_open_cell (html, "line", titles[3]);
    hs_html_line_link (html, decoded[i].field);
    hs_html_raw (html, "</td></tr>\n");
  }
  hs_html_close_table (html);
}

void
hs_html_microsoft365 (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsMicrosoft365 *m365 = &html->trace->microsoft365;

  if (m365->n_forefront + m365->n_antispam + m365->n_authentication + m365->n_headers == 0)
    return;
  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("What Microsoft 365 wrote, decoded"));
  hs_html_raw (html, "</h3>\n");
  put_decoded (html, "X-Forefront-Antispam-Report", m365->forefront, m365->n_forefront);
  put_decoded (html, "X-Microsoft-Antispam", m365->antispam, m365->n_antispam);
  put_decoded (html, T_ ("Authentication results"), m365->authentication, m365->n_authentication);
  put_decoded (html, T_ ("Other Microsoft fields"), m365->headers, m365->n_headers);
  hs_html_raw (html, "</section>\n");
}

/* Passes. */

static void
put_hop_link (const HsHtml *html, const char *label, guint hop)
{
  if (hop == 0 || hop > html->trace->n_hops)
    return;
  hs_html_dt (html, label);
  hs_html_open_link (html, "h", hop);
  g_string_append_printf (html->out, "%u</a></dd>\n", hop);
}

static void
put_word (const HsHtml *html, const char *label, const char *word)
{
  if (word == NULL)
    return;
  hs_html_dt (html, label);
  hs_html_words (html, word);
  hs_html_raw (html, "</dd>\n");
}

static void
put_pass (const HsHtml *html, const HsPass *pass)
{
  const HsReportOptions *options = html->options;
  HsHop side = { .from_helo = pass->helo, .from_ip = pass->connecting_ip };
  char digits[24];

  hs_html_raw (html, "<h4>");
  hs_html_sentence (html, pass->current ? N_ ("Pass {1}, of the current journey") : N_ ("Pass {1}, of an earlier journey: decides nothing"),
                    hs_view_number (digits, pass->index), HS_SLICE_NONE, HS_SLICE_NONE);
  hs_html_raw (html, "</h4>\n<dl class=\"facts\">\n");
  put_word (html, T_ ("Connector"), hs_connector_name (pass->connector));
  put_word (html, T_ ("Assurance"), hs_assurance_name (pass->assurance));
  put_word (html, T_ ("Path"), hs_path_name (pass->submission_path));
  hs_html_fact (html, T_ ("Tenant"), pass->tenant_id);
  hs_html_fact (html, T_ ("Tenant domain"), pass->tenant_domain);
  put_word (html, T_ ("Cloud"), hs_cloud_name (pass->cloud));
  put_hop_link (html, T_ ("Entry hop"), pass->entry_hop);
  put_hop_link (html, T_ ("Exit hop"), pass->exit_hop);
  if (!hs_slice_is_empty (pass->helo) || pass->connecting_ip.family != 0) {
    hs_html_dt (html, T_ ("Connected"));
    hs_view_from (&side, hs_html_bdi, html->out);
    hs_html_raw (html, "</dd>\n");
  }
  put_word (html, T_ ("TLS"), pass->tls == HS_TLS_UNKNOWN ? NULL : pass->tls == HS_TLS_YES ? T_ ("yes") : T_ ("no"));
  put_word (html, T_ ("Outbound pool"), hs_pool_name (pass->outbound_pool));
  if ((pass->first_seen.flags & HS_TIME_KNOWN) != 0) {
    hs_html_dt (html, T_ ("First seen (UTC)"));
    hs_html_time (html, &pass->first_seen);
    hs_html_raw (html, "</dd>\n");
  }
  hs_html_fact (html, T_ ("Network message ID"), pass->network_message_id);
  if (pass->missing_hops > 0)
    hs_html_fact (html, T_ ("Servers without a line"), hs_view_number (digits, pass->missing_hops));
  hs_html_raw (html, "</dl>\n");
}

void
hs_html_passes (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  if (html->trace->n_passes == 0)
    return;
  hs_html_raw (html, "<section class=\"card\">\n<h3>");
  hs_html_words (html, T_ ("Passes through Microsoft 365"));
  hs_html_raw (html, "</h3>\n");
  for (guint i = 0; i < html->trace->n_passes; i++)
    put_pass (html, &html->trace->passes[i]);
  hs_html_raw (html, "</section>\n");
}

/* Signatures. */

static void
put_seal_name (const HsHtml *html, const HsSeal *seal)
{
  const HsField *field = hs_view_field (html->trace, seal->field);

  if (field != NULL)
    hs_html_value (html, field->name);
  if (seal->instance > 0)
    g_string_append_printf (html->out, " i=%u", seal->instance);
}

static void
put_seal_key (const HsHtml *html, const HsSeal *seal)
{
  hs_html_sentence (html, N_ ("{1} of {2}"), seal->selector, seal->domain, HS_SLICE_NONE);
  if (!hs_slice_is_empty (seal->key_seen_from)) {
    hs_html_raw (html, "<small>");
    hs_html_sentence (html, N_ ("seen from {1} to {2}"), seal->key_seen_from,
                      hs_slice_is_empty (seal->key_seen_to) ? HS_SLICE_LITERAL ("?") : seal->key_seen_to, HS_SLICE_NONE);
    hs_html_raw (html, "</small>");
  }
}

static void
put_part (const HsHtml *html, const char *label, HsPart part)
{
  if (hs_part_name (part) == NULL)
    return;
  hs_html_raw (html, "<small>");
  hs_html_words (html, label);
  g_string_append_printf (html->out, ": <code>%s</code></small>", hs_part_name (part));
}

static void
put_seal_result (const HsHtml *html, const HsSeal *seal)
{
  const HsReportOptions *options = html->options;
  const char *name = hs_seal_result_name (seal->result) != NULL ? hs_seal_result_name (seal->result) : "small";

  hs_html_badge (html, name, name);
  hs_html_raw (html, "<small>");
  if (seal->reason.format != NULL)
    hs_html_text (html, &seal->reason);
  else
    hs_html_words (html, hs_view_seal_result (options, seal->result));
  hs_html_raw (html, "</small>");
  put_part (html, T_ ("Header part"), seal->header_part);
  put_part (html, T_ ("Body part"), seal->body_part);
}

static void
put_seal (const HsHtml *html, const HsSeal *seal, const char *const *titles)
{
  hs_html_raw (html, "<tr role=\"row\"><th class=\"key\" scope=\"row\" role=\"rowheader\">");
  put_seal_name (html, seal);
  hs_html_raw (html, "</th>");
  hs_html_open_cell (html, NULL, titles[1]);
  put_seal_result (html, seal);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "key", titles[2]);
  put_seal_key (html, seal);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, NULL, titles[3]);
  hs_html_time (html, &seal->time);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, NULL, titles[4]);
  hs_html_value (html, seal->covers);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "line", titles[5]);
  hs_html_line_link (html, seal->field);
  hs_html_raw (html, "</td></tr>\n");
}

void
hs_html_seals (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const char *titles[] = { T_ ("Field"), T_ ("Result"), T_ ("Key"), T_ ("Signed at (UTC)"), T_ ("Covers"), T_ ("Line") };

  if (html->trace->n_seals == 0)
    return;
  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("Signatures"));
  hs_html_raw (html, "</h3>\n");
  hs_html_open_table (html, T_ ("Who signed, what is covered, and whether it could be checked without the network"), titles,
                      G_N_ELEMENTS (titles));
  for (guint i = 0; i < html->trace->n_seals; i++)
    put_seal (html, &html->trace->seals[i], titles);
  hs_html_close_table (html);
  hs_html_raw (html, "</section>\n");
}
