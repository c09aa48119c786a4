/* What the report begins with: verdict, route and the message itself.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "text-parts.h"

static HsStyle
verdict_style (const HsVerdict *verdict)
{
  switch (verdict->connector) {
  case HS_CONNECTOR_TRAVERSED:
    return HS_STYLE_GOOD;
  case HS_CONNECTOR_NOT_TRAVERSED:
    return HS_STYLE_BOLD;
  default:
    return HS_STYLE_WARNING;
  }
}

static void
put_summary (HsPage *page, const HsReportOptions *options, const HsVerdict *verdict)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < verdict->n_summary; i++) {
    g_string_append (text, i > 0 ? " " : "");
    hs_writer_text (options, &verdict->summary[i], hs_escape_text, text);
  }
  if (text->len == 0)
    g_string_append_printf (text, "%s: %s", hs_connector_name (verdict->connector), hs_view_connector (options, verdict->connector));
  hs_page_paragraph (page, verdict_style (verdict), text->str, 0);
}

/* "word (meaning)" */
static void
add_word (HsPairs *pairs, const char *label, HsStyle style, const char *word, const char *meaning)
{
  g_autofree char *value = g_strdup_printf ("%s (%s)", word, meaning);
  hs_pairs_add (pairs, label, style, value);
}

static void
add_tenant (HsPairs *pairs, const HsReportOptions *options, const HsTrace *trace)
{
  const HsVerdict *verdict = &trace->verdict;
  g_autoptr (GString) text = g_string_new (NULL);

  hs_escape_text (text, verdict->tenant_id);
  for (guint i = 0; i < trace->n_passes; i++)
    if (trace->passes[i].index == verdict->pass && !hs_slice_is_empty (trace->passes[i].tenant_domain)) {
      g_string_append (text, text->len > 0 ? " (" : "");
      hs_escape_text (text, trace->passes[i].tenant_domain);
      g_string_append (text, text->len > 0 && !hs_slice_is_empty (verdict->tenant_id) ? ")" : "");
    }
  hs_pairs_add (pairs, T_ ("Tenant"), HS_STYLE_PLAIN, text->str);
}

/* Name and address as a hop writes them. */
static void
add_node (HsPairs *pairs, const char *label, HsSlice name, const HsIp *ip, const char *remark)
{
  HsHop side = { .from_helo = name, .from_ip = *ip };
  g_autoptr (GString) text = g_string_new (NULL);

  hs_view_from (&side, hs_escape_text, text);
  if (text->len > 0 && remark != NULL)
    g_string_append_printf (text, " (%s)", remark);
  hs_pairs_add (pairs, label, HS_STYLE_PLAIN, text->str);
}

static void
add_origin (HsPairs *pairs, const HsReportOptions *options, const HsOrigin *origin)
{
  HsText text = { N_ ("{1} address, {2}"),
                  { hs_slice_str (hs_view_scope (options, origin->scope)),
                    hs_slice_str (hs_view_assurance_word (options, origin->assurance)) } };
  g_autoptr (GString) remark = g_string_new (NULL);

  if (hs_scope_name (origin->scope) != NULL)
    hs_writer_text (options, &text, hs_escape_text, remark);
  else
    g_string_append (remark, hs_view_assurance_word (options, origin->assurance));
  add_node (pairs, T_ ("Origin"), hs_slice_is_empty (origin->helo) ? origin->rdns : origin->helo, &origin->ip, remark->str);
}

static void
add_route (HsPairs *pairs, const HsReportOptions *options, const HsTrace *trace)
{
  g_autoptr (GArray) stops = hs_view_route (trace);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < stops->len; i++) {
    g_string_append (text, i > 0 ? " -> " : "");
    hs_view_stop (&g_array_index (stops, HsStop, i), hs_escape_text, text);
  }
  hs_pairs_add (pairs, T_ ("Route"), HS_STYLE_BOLD, text->str);
}

static void
add_trust_host (HsPairs *pairs, const HsReportOptions *options, HsSlice host)
{
  g_autofree char *text = NULL;

  if (hs_slice_is_empty (host))
    return;
  text = hs_view_sentence (options, N_ ("recorded by {1}: if it is yours, --trust {1} makes the verdict firmer"), host, HS_SLICE_NONE,
                           HS_SLICE_NONE);
  hs_pairs_add (pairs, T_ ("Trust"), HS_STYLE_NOTE, text);
}

/* With a connectors file: the match, then why each of the others is none. */
static void
add_connectors (HsPairs *pairs, const HsReportOptions *options, const HsVerdict *verdict)
{
  for (guint i = 0; i < verdict->n_connectors; i++) {
    const HsConnectorCheck *check = &verdict->connectors[i];
    g_autoptr (GString) text = g_string_new (NULL), room = g_string_new (NULL);
    hs_escape_text (text, hs_writer_own (options, check->name, room));
    g_string_append (text, ": ");
    if (check->reason.format != NULL)
      hs_writer_text (options, &check->reason, hs_escape_text, text);
    else
      g_string_append (text, check->matched ? T_ ("matches") : T_ ("does not match"));
    hs_pairs_add (pairs, check->matched ? T_ ("Matched") : T_ ("Not matched"), check->matched ? HS_STYLE_GOOD : HS_STYLE_PLAIN, text->str);
  }
}

void
hs_text_verdict (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  const HsVerdict *verdict = &trace->verdict;
  HsPairs *pairs = hs_pairs_new ();
  g_autoptr (GString) room = g_string_new (NULL);

  put_summary (page, options, verdict);
  g_string_append_c (page->out, '\n');
  add_route (pairs, options, trace);
  add_word (pairs, T_ ("Connector"), verdict_style (verdict), hs_connector_name (verdict->connector),
            hs_view_connector (options, verdict->connector));
  add_word (pairs, T_ ("Assurance"), HS_STYLE_PLAIN, hs_assurance_name (verdict->assurance),
            hs_view_assurance (options, verdict->assurance));
  add_word (pairs, T_ ("Path"), HS_STYLE_PLAIN, hs_path_name (verdict->submission_path), hs_view_path (options, verdict->submission_path));
  add_tenant (pairs, options, trace);
  add_node (pairs, T_ ("Connected"), verdict->helo, &verdict->connecting_ip, NULL);
  if (verdict->n_connectors == 0)
    hs_pairs_add_slice (pairs, T_ ("Matched"), hs_writer_own (options, verdict->matched_connector, room));
  add_connectors (pairs, options, verdict);
  add_origin (pairs, options, &trace->origin);
  add_trust_host (pairs, options, verdict->trust_host);
  hs_pairs_print (pairs, page, 2);
}

/* The message. */

static void
add_list (HsPairs *pairs, const char *label, const HsSlice *addresses, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    g_string_append (text, i > 0 ? ", " : "");
    hs_escape_text (text, addresses[i]);
  }
  hs_pairs_add (pairs, label, HS_STYLE_PLAIN, text->str);
}

static void
add_from (HsPairs *pairs, const HsReportOptions *options, const HsMessageInfo *message)
{
  g_autoptr (GString) text = g_string_new (NULL);

  hs_escape_text (text, message->from_name);
  if (!hs_slice_is_empty (message->from_address)) {
    g_string_append (text, text->len > 0 ? " <" : "<");
    hs_escape_text (text, message->from_address);
    g_string_append_c (text, '>');
  }
  hs_pairs_add (pairs, T_ ("From"), HS_STYLE_PLAIN, text->str);
}

static void
add_date (HsPairs *pairs, const HsReportOptions *options, const HsTrace *trace)
{
  g_autoptr (GString) text = g_string_new (NULL), local = g_string_new (NULL), delivered = g_string_new (NULL);

  hs_view_time (&trace->message.date, text);
  hs_view_time_local (options, &trace->message.date, local);
  hs_view_delivered (options, &trace->timing, delivered);
  g_string_append (text, text->len > 0 ? " UTC" : "");
  if (local->len > 0)
    g_string_append_printf (text, " (%s)", local->str);
  if (delivered->len > 0)
    g_string_append_printf (text, ", %s", delivered->str);
  hs_pairs_add (pairs, T_ ("Date"), HS_STYLE_PLAIN, text->str);
}

void
hs_text_message (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  const HsMessageInfo *message = &trace->message;
  HsPairs *pairs = hs_pairs_new ();
  g_autoptr (GString) source = g_string_new (NULL);
  gsize start;

  g_string_append_c (page->out, '\n');
  start = page->out->len;
  hs_view_source (options, &trace->source, hs_escape_text, source);
  hs_pairs_add (pairs, T_ ("Source"), HS_STYLE_PLAIN, source->str);
  hs_pairs_add_slice (pairs, T_ ("Subject"), message->subject);
  add_from (pairs, options, message);
  hs_pairs_add_slice (pairs, T_ ("Sender"), message->sender_address);
  add_list (pairs, T_ ("To"), message->to_addresses, message->n_to);
  add_list (pairs, T_ ("Cc"), message->cc_addresses, message->n_cc);
  hs_pairs_add_slice (pairs, T_ ("Reply to"), message->reply_to);
  hs_pairs_add_slice (pairs, T_ ("Return path"), message->return_path);
  add_date (pairs, options, trace);
  hs_pairs_add_slice (pairs, T_ ("Message ID"), message->message_id);
  hs_pairs_add_slice (pairs, T_ ("Archived at"), hs_view_named (trace, "Archived-At"));
  hs_pairs_print (pairs, page, 2);
  if (page->out->len == start) /* a paste of a few fields: nothing to say */
    g_string_truncate (page->out, start - 1);
}
