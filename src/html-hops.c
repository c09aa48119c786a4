/* The hop table.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"

static void
put_delay (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;

  if ((hop->time.flags & HS_TIME_KNOWN) == 0) {
    hs_html_raw (html, "<span class=\"skewed\">");
    hs_html_words (html, hop->inferred ? "" : T_ ("no date"));
    hs_html_raw (html, "</span>");
  } else if (hop->skew_known && hop->skew_us != 0) {
    hs_html_raw (html, "<span class=\"skewed\">");
    hs_html_words (html, T_ ("clock"));
    g_string_append (html->out, hop->skew_us > 0 ? " +" : " ");
    hs_view_duration (options, hop->skew_us, html->out);
    hs_html_raw (html, "</span>");
  } else if (hop->delay_known) {
    hs_view_duration (options, hop->delay_us, html->out);
  }
}

/* Words that the analysis makes of what servers write in many ways. */
static HsSlice
own_word (const HsReportOptions *options, HsSlice word)
{
  static const char *const words[] = { N_ ("none"), N_ ("verified"), N_ ("unverified"), N_ ("authenticated") };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (hs_slice_equal_str (word, words[i]))
      return hs_slice_str (T_ (words[i]));
  return word;
}

/* Everything else the line says. */
static void
put_details (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;

  hs_html_raw (html, "<details><summary>");
  hs_html_words (html, T_ ("Details"));
  hs_html_raw (html, "</summary><dl class=\"facts\">");
  hs_html_dt (html, T_ ("Role"));
  hs_html_words (html, hs_role_name (hop->role) != NULL ? hs_role_name (hop->role) : "");
  hs_html_raw (html, "</dd>");
  hs_html_fact (html, T_ ("Reverse name"), hop->from_rdns);
  hs_html_fact (html, T_ ("Cipher"), hop->tls_cipher);
  hs_html_fact (html, T_ ("Client certificate"), own_word (options, hop->tls_client_certificate));
  hs_html_fact (html, T_ ("Logged in"), own_word (options, hop->authenticated));
  hs_html_fact (html, T_ ("Envelope sender"), hop->envelope_from);
  hs_html_fact (html, T_ ("Recipient"), hop->for_address);
  hs_html_fact (html, T_ ("Via"), hop->via);
  hs_html_fact (html, T_ ("ID"), hop->id);
  hs_html_fact (html, T_ ("Product"), hop->product);
  hs_html_fact (html, T_ ("Version"), hop->product_version);
  hs_html_dt (html, T_ ("Trust"));
  if (hop->trust_reason.format != NULL)
    hs_html_text (html, &hop->trust_reason);
  else
    hs_html_words (html, hs_view_trust (options, hop->trust));
  hs_html_raw (html, "</dd></dl></details>");
}

static void
put_trust (const HsHtml *html, const HsHop *hop)
{
  hs_html_badge (html, hop->trust == HS_TRUST_CONTRADICTED ? "contradicted" : "small", hs_view_trust_word (html->options, hop->trust));
  if (hop->line == 0)
    return;
  hs_html_raw (html, " <small>");
  hs_html_line_link (html, hop->field);
  hs_html_raw (html, "</small>");
}

static void
put_times (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;

  hs_html_open_cell (html, "time", T_ ("Time (UTC)"));
  hs_html_time (html, &hop->time);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "delay", T_ ("Delay"));
  put_delay (html, hop);
  hs_html_raw (html, "</td>");
}

static void
put_sides (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;

  hs_html_open_cell (html, "side", T_ ("From"));
  hs_view_from (hop, hs_html_host, html->out);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "side", T_ ("By"));
  hs_view_by (hop, hs_html_host, html->out);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "protocol", T_ ("Protocol"));
  hs_html_value (html, hop->protocol);
  if (hop->tls != HS_TLS_UNKNOWN || !hs_slice_is_empty (hop->tls_version)) {
    hs_html_raw (html, " <small>");
    hs_view_tls (options, hop, hs_html_bdi, html->out);
    hs_html_raw (html, "</small>");
  }
  hs_html_raw (html, "</td>");
}

static void
put_row (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;

  hs_html_raw (html, "<tr role=\"row\"");
  if (hop->trust == HS_TRUST_CONTRADICTED)
    hs_html_raw (html, " class=\"contradicted\"");
  else if (hop->inferred)
    hs_html_raw (html, " class=\"inferred\"");
  hs_html_id (html, "h", hop->index);
  g_string_append_printf (html->out, "><th scope=\"row\" role=\"rowheader\">%u</th>", hop->index);
  put_times (html, hop);
  hs_html_open_cell (html, "what", T_ ("What happened"));
  hs_view_what (options, html->trace, hop, hs_escape_html, hs_html_bdi, html->out);
  if (hop->inferred) {
    hs_html_raw (html, " <small>");
    hs_html_words (html, T_ ("named by other fields, no Received line"));
    hs_html_raw (html, "</small>");
  } else {
    put_details (html, hop);
  }
  hs_html_raw (html, "</td>");
  put_sides (html, hop);
  hs_html_open_cell (html, "trust", T_ ("Trust"));
  put_trust (html, hop);
  hs_html_raw (html, "</td></tr>\n");
}

void
hs_html_hops (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const char *titles[] = {
    "#", T_ ("Time (UTC)"), T_ ("Delay"), T_ ("What happened"), T_ ("From"), T_ ("By"), T_ ("Protocol"), T_ ("Trust")
  };

  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("Hops"));
  hs_html_raw (html, "</h3>\n");
  if (html->trace->n_hops == 0) {
    hs_html_raw (html, "<p>");
    hs_html_words (html, T_ ("There is no Received line."));
    hs_html_raw (html, "</p>\n</section>\n");
    return;
  }
  hs_html_open_table (
      html, T_ ("Each server that took the message, oldest first. Times are UTC; the zone as written stands below where it is another."),
      titles, G_N_ELEMENTS (titles));
  for (guint i = 0; i < html->trace->n_hops; i++)
    put_row (html, &html->trace->hops[i]);
  hs_html_close_table (html);
  hs_html_raw (html, "</section>\n");
}
