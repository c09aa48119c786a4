/* The HTML report. Everything waits for the end, because an index of all messages comes first.
   SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "html-page.h"

#include <hopscope/error.h>

typedef struct {
  GString *index; /* a row for each message */
  GString *body;
  GString *errors;
  GString *title; /* of the first message, escaped */
} State;

static void
free_state (gpointer data)
{
  State *state = data;
  g_string_free (state->index, TRUE);
  g_string_free (state->body, TRUE);
  g_string_free (state->errors, TRUE);
  g_string_free (state->title, TRUE);
  g_free (state);
}

static void
html_begin (HsReport *report, GString *out)
{
  State *state = g_new0 (State, 1);

  state->index = g_string_new (NULL);
  state->body = g_string_new (NULL);
  state->errors = g_string_new (NULL);
  state->title = g_string_new (NULL);
  report->state = state;
  report->free_state = free_state;
}

/* The same message as text and as Markdown, for the copy buttons. */
static void
put_copy (const HsHtml *html, const HsWriter *writer, HsFormat format, const char *kind, const char *button, const char *label)
{
  HsReport copy = { .options = *html->options, .writer = writer };
  g_autoptr (GString) text = g_string_new (NULL);

  copy.options.format = format;
  copy.options.width = 0;
  copy.options.color = FALSE;
  writer->message (&copy, html->trace, text);
  g_string_append_printf (html->out, "<button type=\"button\" hidden data-copy=\"m%" G_GUINT64_FORMAT "-%s\">", html->number, kind);
  hs_html_words (html, button);
  g_string_append_printf (html->out, "</button><textarea hidden readonly id=\"m%" G_GUINT64_FORMAT "-%s\" aria-label=\"", html->number,
                          kind);
  hs_html_words (html, label);
  hs_html_raw (html, "\">\n");
  hs_html_words (html, text->str);
  hs_html_raw (html, "</textarea>\n");
}

static void
put_tools (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  hs_html_raw (html, "<div class=\"tools\">");
  put_copy (html, &hs_writer_text_format, HS_FORMAT_TEXT, "text", T_ ("Copy as text"), T_ ("Report as text"));
  put_copy (html, &hs_writer_markdown, HS_FORMAT_MARKDOWN, "markdown", T_ ("Copy as Markdown"), T_ ("Report as Markdown"));
  hs_html_raw (html, "<span role=\"status\" data-done=\"");
  hs_html_words (html, T_ ("Copied"));
  hs_html_raw (html, "\"></span></div>\n");
}

static void
put_name (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsMessageInfo *message = &html->trace->message;

  if (!hs_slice_is_empty (message->subject))
    hs_html_value (html, message->subject);
  else if (!hs_slice_is_empty (message->message_id))
    hs_html_value (html, message->message_id);
  else
    hs_html_words (html, T_ ("Message without a subject"));
}

static void
put_article (const HsHtml *html)
{
  g_string_append_printf (html->out,
                          "<article class=\"message\" id=\"m%" G_GUINT64_FORMAT "\" aria-labelledby=\"m%" G_GUINT64_FORMAT "-name\">\n",
                          html->number, html->number);
  put_tools (html);
  g_string_append_printf (html->out, "<h2 id=\"m%" G_GUINT64_FORMAT "-name\">", html->number);
  put_name (html);
  hs_html_raw (html, "</h2>\n");
  hs_html_verdict (html);
  hs_html_route (html);
  hs_html_timeline (html);
  hs_html_hops (html);
  hs_html_findings (html);
  hs_html_evidence (html);
  hs_html_raw (html, "<div class=\"columns\">\n");
  hs_html_message (html);
  hs_html_passes (html);
  hs_html_raw (html, "</div>\n");
  hs_html_microsoft365 (html);
  hs_html_seals (html);
  hs_html_fields (html);
  hs_html_raw (html, "</article>\n");
}

static void
index_titles (const HsReportOptions *options, const char *titles[6])
{
  titles[0] = T_ ("Verdict");
  titles[1] = T_ ("Message");
  titles[2] = T_ ("Path");
  titles[3] = T_ ("From");
  titles[4] = T_ ("Total time");
  titles[5] = T_ ("Source");
}

/* A row of the index: the verdict first. */
static void
put_index_row (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsTrace *trace = html->trace;
  const char *word = hs_connector_name (trace->verdict.connector), *titles[6];
  g_autoptr (GString) total = g_string_new (NULL), source = g_string_new (NULL);

  index_titles (options, titles);
  hs_html_raw (html, "<tr role=\"row\">");
  hs_html_open_cell (html, NULL, titles[0]);
  hs_html_badge (html, word, hs_view_connector (options, trace->verdict.connector));
  g_string_append_printf (html->out, "</td><th scope=\"row\" role=\"rowheader\" class=\"subject\"><a href=\"#m%" G_GUINT64_FORMAT "\">",
                          html->number);
  put_name (html);
  hs_html_raw (html, "</a></th>");
  hs_html_open_cell (html, "path", titles[2]);
  g_string_append_printf (html->out, "<code>%s</code></td>", hs_path_name (trace->verdict.submission_path));
  hs_html_open_cell (html, NULL, titles[3]);
  hs_html_value (html, trace->message.from_address);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, "delay", titles[4]);
  if (trace->timing.total_known)
    hs_view_duration (options, trace->timing.total_us, total);
  hs_html_words (html, total->str);
  hs_html_raw (html, "</td>");
  hs_html_open_cell (html, NULL, titles[5]);
  hs_view_source (options, &trace->source, hs_html_bdi, source);
  g_string_append (html->out, source->str);
  hs_html_raw (html, "</td></tr>\n");
}

static void
html_message (HsReport *report, const HsTrace *trace, GString *out)
{
  State *state = report->state;
  HsHtml html = { state->body, &report->options, trace, report->messages + 1 };

  put_article (&html);
  html.out = state->index;
  put_index_row (&html);
  if (report->messages == 0) {
    g_string_append (state->title, hs_connector_name (trace->verdict.connector));
    g_string_append (state->title, hs_slice_is_empty (trace->message.subject) ? "" : ": ");
    hs_escape_html (state->title, trace->message.subject);
  }
}

static void
html_error (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out)
{
  State *state = report->state;
  const HsReportOptions *options = &report->options;
  HsHtml html = { state->errors, options, NULL, 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *words = hs_error_text (error, options->translate, options->translate_data);

  hs_view_source (&report->options, source, hs_html_bdi, text);
  hs_html_raw (&html, "<li>");
  g_string_append (html.out, text->str);
  hs_html_raw (&html, ": ");
  hs_html_words (&html, words);
  hs_html_raw (&html, "</li>\n");
}

/* The document. */

static void
put_index (const HsHtml *html, const State *state)
{
  const HsReportOptions *options = html->options;
  const char *titles[6];

  index_titles (options, titles);
  hs_html_raw (html, "<nav class=\"card long\" aria-labelledby=\"index\">\n<h2 id=\"index\">");
  hs_html_words (html, T_ ("Messages"));
  hs_html_raw (html, "</h2>\n");
  hs_html_open_table (html, T_ ("Verdicts of all messages of this report"), titles, G_N_ELEMENTS (titles));
  g_string_append_len (html->out, state->index->str, (gssize)state->index->len);
  hs_html_close_table (html);
  hs_html_raw (html, "</nav>\n");
}

static void
put_errors (const HsHtml *html, const State *state)
{
  const HsReportOptions *options = html->options;

  hs_html_raw (html, "<section class=\"card\">\n<h2>");
  hs_html_words (html, T_ ("Could not be read"));
  hs_html_raw (html, "</h2>\n<ul>\n");
  g_string_append_len (html->out, state->errors->str, (gssize)state->errors->len);
  hs_html_raw (html, "</ul>\n</section>\n");
}

static void
html_end (HsReport *report, GString *out)
{
  const HsReportOptions *options = &report->options;
  const State *state = report->state;
  HsHtml html = { out, options, NULL, 0 };

  hs_html_open_document (&html, report->messages == 1 ? state->title->str : "Hopscope");
  if (report->messages > 1)
    put_index (&html, state);
  if (state->errors->len > 0)
    put_errors (&html, state);
  if (report->messages + report->errors == 0 && options->page != NULL)
    g_string_append (out, options->page->empty != NULL ? options->page->empty : "");
  else if (report->messages + report->errors == 0) {
    hs_html_raw (&html, "<p>");
    hs_html_words (&html, T_ ("No message was found."));
    hs_html_raw (&html, "</p>\n");
  }
  g_string_append_len (out, state->body->str, (gssize)state->body->len);
  hs_html_close_document (&html);
}

const HsWriter hs_writer_html = { .name = "html", .begin = html_begin, .message = html_message, .error = html_error, .end = html_end };
