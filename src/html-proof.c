/* Evidence, findings and the raw header of the HTML report, linked with each other.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"

static void
put_claims (const HsHtml *html, guint32 supports)
{
  for (guint claim = 0; claim < 32; claim++) {
    const char *name = supports >> claim & 1 ? hs_claim_name ((HsClaim)claim) : NULL;
    if (name == NULL)
      continue;
    hs_html_raw (html, " ");
    hs_html_badge (html, "small", name);
  }
}

static void
put_standing (const HsHtml *html, const HsEvidence *evidence)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GString) who = g_string_new (NULL);
  HsText text = { evidence->forgeable ? N_ ("Stamped by {1}; a sender could have written it; {2}.")
                                      : N_ ("Stamped by {1}; a sender cannot write it here; {2}."),
                  { HS_SLICE_NONE, hs_slice_str (hs_view_assurance_word (options, evidence->assurance)) } };

  if (evidence->stamped_by != NULL)
    hs_view_operator (options, evidence->stamped_by, who);
  else
    g_string_append (who, T_ ("nobody known"));
  text.args[0] = (HsSlice){ who->str, who->len };
  hs_html_raw (html, "<p class=\"meaning\">");
  hs_writer_text (options, &text, hs_escape_html, html->out);
  put_claims (html, evidence->supports);
  hs_html_raw (html, "</p>");
}

static void
put_evidence (const HsHtml *html, const HsEvidence *evidence)
{
  const HsReportOptions *options = html->options;
  const HsField *field = hs_view_field (html->trace, evidence->field);

  hs_html_raw (html, "<li");
  hs_html_id (html, "e", evidence->id);
  g_string_append_printf (html->out, "><p><strong>e%u</strong> ", evidence->id);
  hs_html_text (html, &evidence->shows);
  hs_html_raw (html, "</p>");
  if (field != NULL) {
    hs_html_raw (html, "<p>");
    hs_html_value (html, field->name);
    hs_html_raw (html, ", ");
    hs_html_line_link (html, evidence->field);
    if (evidence->hop > 0 && evidence->hop <= html->trace->n_hops) {
      HsText hop = { N_ ("hop {1}"), { HS_SLICE_NONE } };
      char digits[24];
      hop.args[0] = hs_view_number (digits, evidence->hop);
      hs_html_raw (html, ", ");
      hs_html_open_link (html, "h", evidence->hop);
      hs_writer_text (options, &hop, hs_escape_html, html->out);
      hs_html_raw (html, "</a>");
    }
    hs_html_raw (html, "</p><span class=\"raw\">");
    hs_html_value (html, hs_slice_trim (field->value));
    hs_html_raw (html, "</span>");
  }
  put_standing (html, evidence);
  hs_html_raw (html, "</li>\n");
}

void
hs_html_evidence (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  if (html->trace->n_evidence == 0)
    return;
  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("Evidence"));
  hs_html_raw (html, "</h3>\n<ul class=\"proof\">\n");
  for (guint i = 0; i < html->trace->n_evidence; i++)
    put_evidence (html, &html->trace->evidence[i]);
  hs_html_raw (html, "</ul>\n</section>\n");
}

/* Findings. */

static void
put_places (const HsHtml *html, const HsFinding *finding)
{
  const HsReportOptions *options = html->options;
  HsText hop = { N_ ("hop {1}"), { HS_SLICE_NONE } };
  char digits[24];

  if (finding->hop > 0 && finding->hop <= html->trace->n_hops) {
    hop.args[0] = hs_view_number (digits, finding->hop);
    hs_html_raw (html, " ");
    hs_html_open_link (html, "h", finding->hop);
    hs_writer_text (options, &hop, hs_escape_html, html->out);
    hs_html_raw (html, "</a>");
  }
  for (guint i = 0; i < html->trace->n_fields && finding->line > 0; i++)
    if (html->trace->fields[i].line == finding->line) {
      hs_html_raw (html, " ");
      hs_html_line_link (html, i);
      break;
    }
  for (guint i = 0; i < finding->n_evidence; i++)
    if (hs_view_evidence (html->trace, finding->evidence[i]) != NULL) {
      hs_html_raw (html, " ");
      hs_html_open_link (html, "e", finding->evidence[i]);
      g_string_append_printf (html->out, "e%u</a>", finding->evidence[i]);
    }
}

static void
put_finding (const HsHtml *html, const HsFinding *finding)
{
  const HsReportOptions *options = html->options;

  hs_html_raw (html, "<li><p class=\"badges\">");
  hs_html_badge (html, hs_severity_name (finding->severity), hs_view_severity (options, finding->severity));
  hs_html_raw (html, " <code>");
  hs_html_words (html, finding->code);
  hs_html_raw (html, "</code> <strong>");
  hs_html_words (html, finding->title != NULL ? T_ (finding->title) : "");
  hs_html_raw (html, "</strong>");
  put_places (html, finding);
  hs_html_raw (html, "</p><p>");
  hs_html_text (html, &finding->detail);
  hs_html_raw (html, "</p>");
  if (finding->advice != NULL && *finding->advice != '\0') {
    HsText advice = { N_ ("What to do: {1}"), { hs_slice_str (T_ (finding->advice)) } };
    hs_html_raw (html, "<p>");
    hs_writer_text (options, &advice, hs_escape_html, html->out);
    hs_html_raw (html, "</p>");
  }
  hs_html_raw (html, "</li>\n");
}

void
hs_html_findings (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  if (html->trace->n_findings == 0)
    return;
  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("Findings"));
  hs_html_raw (html, "</h3>\n<ul class=\"proof\">\n");
  for (int severity = HS_SEVERITY_ALERT; severity >= HS_SEVERITY_INFO; severity--)
    for (guint i = 0; i < html->trace->n_findings; i++)
      if ((int)html->trace->findings[i].severity == severity)
        put_finding (html, &html->trace->findings[i]);
  hs_html_raw (html, "</ul>\n</section>\n");
}

/* The raw header: each line that evidence rests on is marked and leads back to it. */

static void
put_back_links (const HsHtml *html, guint field)
{
  for (guint i = 0; i < html->trace->n_evidence; i++) {
    const HsEvidence *evidence = &html->trace->evidence[i];
    if (evidence->field != field)
      continue;
    hs_html_raw (html, " <span class=\"back\">");
    hs_html_open_link (html, "e", evidence->id);
    g_string_append_printf (html->out, "e%u</a></span>", evidence->id);
  }
}

static gboolean
is_cited (const HsTrace *trace, guint field)
{
  for (guint i = 0; i < trace->n_evidence; i++)
    if (trace->evidence[i].field == field)
      return TRUE;
  return FALSE;
}

void
hs_html_fields (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsTrace *trace = html->trace;

  if (trace->n_fields == 0)
    return;
  hs_html_raw (html, "<section class=\"card long\">\n<h3>");
  hs_html_words (html, T_ ("All header fields"));
  hs_html_raw (html, "</h3>\n<details><summary>");
  hs_html_words (html, T_ ("Show as they were written"));
  hs_html_raw (html, "</summary>\n<ul class=\"headers\">\n");
  for (guint i = 0; i < trace->n_fields; i++) {
    hs_html_raw (html, "<li");
    hs_html_id (html, "f", i);
    if (is_cited (trace, i))
      hs_html_raw (html, " class=\"cited\"");
    g_string_append_printf (html->out, "><span class=\"number\">%u</span><span class=\"value\"><span class=\"name\">",
                            trace->fields[i].line);
    hs_html_value (html, trace->fields[i].name);
    g_string_append (html->out, hs_slice_is_empty (trace->fields[i].name) ? "</span>" : "</span>:");
    hs_html_value (html, trace->fields[i].value);
    put_back_links (html, i);
    hs_html_raw (html, "</span></li>\n");
  }
  hs_html_raw (html, "</ul>\n</details>\n</section>\n");
}
