/* What the HTML report begins with: verdict and reasons, the route by organization, the message.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"

static void
put_reasons (const HsHtml *html, const char *heading, const guint *ids, guint n)
{
  if (n == 0)
    return;
  hs_html_raw (html, "<h3>");
  hs_html_words (html, heading);
  hs_html_raw (html, "</h3>\n<ul>\n");
  for (guint i = 0; i < n; i++) {
    const HsEvidence *evidence = hs_view_evidence (html->trace, ids[i]);
    if (evidence == NULL)
      continue;
    hs_html_raw (html, "<li>");
    hs_html_text (html, &evidence->shows);
    hs_html_raw (html, " (");
    hs_html_open_link (html, "e", evidence->id);
    g_string_append_printf (html->out, "e%u</a>", evidence->id);
    if (hs_view_field (html->trace, evidence->field) != NULL)
      hs_html_raw (html, ", ");
    hs_html_line_link (html, evidence->field);
    hs_html_raw (html, ")</li>\n");
  }
  hs_html_raw (html, "</ul>\n");
}

/* "word: meaning" as a row. */
static void
put_word (const HsHtml *html, const char *label, const char *word, const char *meaning)
{
  hs_html_dt (html, label);
  hs_html_raw (html, "<code>");
  hs_html_words (html, word);
  hs_html_raw (html, "</code> <span class=\"meaning\">");
  hs_html_words (html, meaning);
  hs_html_raw (html, "</span></dd>\n");
}

static void
put_node (const HsHtml *html, const char *label, HsSlice name, const HsIp *ip, const char *remark)
{
  HsHop side = { .from_helo = name, .from_ip = *ip };

  if (hs_slice_is_empty (name) && ip->family == 0)
    return;
  hs_html_dt (html, label);
  hs_view_from (&side, hs_html_bdi, html->out);
  if (remark != NULL)
    g_string_append_printf (html->out, " <span class=\"meaning\">%s</span>", remark);
  hs_html_raw (html, "</dd>\n");
}

static void
put_connectors (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsVerdict *verdict = &html->trace->verdict;
  g_autoptr (GString) room = g_string_new (NULL);

  if (verdict->n_connectors == 0)
    hs_html_fact (html, T_ ("Matched connector"), hs_writer_own (options, verdict->matched_connector, room));
  for (guint i = 0; i < verdict->n_connectors; i++) {
    const HsConnectorCheck *check = &verdict->connectors[i];
    hs_html_dt (html, check->matched ? T_ ("Matched connector") : T_ ("Not matched"));
    hs_html_value (html, hs_writer_own (options, check->name, room));
    hs_html_raw (html, " <span class=\"meaning plain\">");
    hs_html_text (html, &check->reason);
    hs_html_raw (html, "</span></dd>\n");
  }
}

static void
put_facts (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsVerdict *verdict = &html->trace->verdict;
  const HsOrigin *origin = &html->trace->origin;

  hs_html_raw (html, "<dl class=\"facts\">\n");
  put_word (html, T_ ("Path"), hs_path_name (verdict->submission_path), hs_view_path (options, verdict->submission_path));
  put_word (html, T_ ("Assurance"), hs_assurance_name (verdict->assurance), hs_view_assurance (options, verdict->assurance));
  hs_html_fact (html, T_ ("Tenant"), verdict->tenant_id);
  put_node (html, T_ ("Connected"), verdict->helo, &verdict->connecting_ip, NULL);
  put_connectors (html);
  put_node (html, T_ ("Origin"), hs_slice_is_empty (origin->helo) ? origin->rdns : origin->helo, &origin->ip,
            hs_view_assurance_word (options, origin->assurance));
  if (!hs_slice_is_empty (verdict->trust_host)) {
    hs_html_dt (html, T_ ("Trust"));
    hs_html_sentence (html, N_ ("recorded by {1}: if it is yours, --trust {1} makes the verdict firmer"), verdict->trust_host,
                      HS_SLICE_NONE, HS_SLICE_NONE);
    hs_html_raw (html, "</dd>\n");
  }
  hs_html_raw (html, "</dl>\n");
}

void
hs_html_verdict (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsVerdict *verdict = &html->trace->verdict;
  const char *word = hs_connector_name (verdict->connector);

  g_string_append_printf (html->out, "<section class=\"card verdict %s\">\n<p class=\"badges\">", word);
  hs_html_badge (html, word, hs_view_connector (options, verdict->connector));
  hs_html_raw (html, " <code>");
  hs_html_words (html, word);
  hs_html_raw (html, "</code></p>\n");
  if (verdict->n_summary > 0) {
    hs_html_raw (html, "<p class=\"sentence\">");
    for (guint i = 0; i < verdict->n_summary; i++) {
      g_string_append (html->out, i > 0 ? " " : "");
      hs_html_text (html, &verdict->summary[i]);
    }
    hs_html_raw (html, "</p>\n");
  }
  put_facts (html);
  put_reasons (html, T_ ("Because"), verdict->evidence, verdict->n_evidence);
  put_reasons (html, T_ ("What contradicts it or does not fit"), verdict->contradictions, verdict->n_contradictions);
  hs_html_raw (html, "</section>\n");
}

/* The route. */

static gboolean
is_microsoft (const HsStop *stop)
{
  return stop->role == HS_ROLE_EOP_INBOUND || stop->role == HS_ROLE_EXCHANGE_ONLINE || stop->role == HS_ROLE_EOP_OUTBOUND;
}

static void
put_stop_owner (const HsHtml *html, const HsStop *stop)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GString) name = g_string_new (NULL);

  if (is_microsoft (stop))
    g_string_append (name, "Microsoft 365");
  else if (stop->operator_id != NULL && g_strcmp0 (stop->operator_id, "on-premises") != 0)
    hs_view_operator (options, stop->operator_id, name);
  else
    g_string_append (name, hs_view_role (options, stop->role));
  hs_html_raw (html, "<span class=\"org\">");
  hs_html_words (html, name->str);
  hs_html_raw (html, "</span>");
}

void
hs_html_route (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GArray) stops = hs_view_route (html->trace);

  if (stops->len == 0)
    return;
  hs_html_raw (html, "<section class=\"card\">\n<h3>");
  hs_html_words (html, T_ ("Route"));
  hs_html_raw (html, "</h3>\n<ol class=\"route\">\n");
  for (guint i = 0; i < stops->len; i++) {
    const HsStop *stop = &g_array_index (stops, HsStop, i);
    gboolean joined = i > 0 && is_microsoft (stop) && is_microsoft (stop - 1);
    if (!joined) {
      hs_html_raw (html, "<li");
      g_string_append (html->out, is_microsoft (stop) ? " class=\"microsoft\">" : ">");
      put_stop_owner (html, stop);
      hs_html_raw (html, "<ol>");
    }
    hs_html_raw (html, "<li>");
    hs_view_stop (stop, hs_html_bdi, html->out);
    hs_html_raw (html, "</li>");
    if (i + 1 == stops->len || !is_microsoft (stop) || !is_microsoft (stop + 1))
      hs_html_raw (html, "</ol></li>\n");
  }
  hs_html_raw (html, "</ol>\n</section>\n");
}

/* The message. */

static void
put_addresses (const HsHtml *html, const char *label, const HsSlice *addresses, guint n)
{
  if (n == 0)
    return;
  hs_html_dt (html, label);
  for (guint i = 0; i < n; i++) {
    g_string_append (html->out, i > 0 ? ", " : "");
    hs_html_value (html, addresses[i]);
  }
  hs_html_raw (html, "</dd>\n");
}

static void
put_date (const HsHtml *html, const HsTime *date)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GString) delivered = g_string_new (NULL);

  if ((date->flags & HS_TIME_KNOWN) == 0)
    return;
  hs_html_dt (html, T_ ("Date (UTC)"));
  hs_html_time (html, date);
  hs_view_delivered (options, &html->trace->timing, delivered);
  if (delivered->len > 0) {
    hs_html_raw (html, " <span class=\"meaning\">");
    hs_html_words (html, delivered->str);
    hs_html_raw (html, "</span>");
  }
  hs_html_raw (html, "</dd>\n");
}

static void
put_source (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GString) source = g_string_new (NULL);

  hs_view_source (options, &html->trace->source, hs_html_bdi, source);
  if (source->len == 0)
    return;
  hs_html_dt (html, T_ ("Source"));
  g_string_append_len (html->out, source->str, (gssize)source->len);
  hs_html_raw (html, "</dd>\n");
}

void
hs_html_message (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsMessageInfo *message = &html->trace->message;

  hs_html_raw (html, "<section class=\"card\">\n<h3>");
  hs_html_words (html, T_ ("Message"));
  hs_html_raw (html, "</h3>\n<dl class=\"facts\">\n");
  hs_html_fact (html, T_ ("Subject"), message->subject);
  hs_html_fact (html, T_ ("From"), message->from_address);
  hs_html_fact (html, T_ ("Name"), message->from_name);
  hs_html_fact (html, T_ ("Sender"), message->sender_address);
  put_addresses (html, T_ ("To"), message->to_addresses, message->n_to);
  put_addresses (html, T_ ("Cc"), message->cc_addresses, message->n_cc);
  hs_html_fact (html, T_ ("Reply to"), message->reply_to);
  hs_html_fact (html, T_ ("Return path"), message->return_path);
  put_date (html, &message->date);
  hs_html_fact (html, T_ ("Message ID"), message->message_id);
  hs_html_fact (html, T_ ("Archived at"), hs_view_named (html->trace, "Archived-At"));
  put_source (html);
  hs_html_raw (html, "</dl>\n</section>\n");
}
