/* When each hop took the message, as a picture with a text alternative.  SPDX-License-Identifier: MIT */
#include "html-page.h"

typedef struct {
  const HsHtml *html;
  double sum;    /* of all delays */
  double before; /* of the delays so far */
} Picture;

static guint
shown_hops (const HsTrace *trace)
{
  return MIN (trace->n_written_hops, trace->n_hops);
}

static double
sum_of_delays (const HsTrace *trace)
{
  double sum = 0;

  for (guint i = 0; i < shown_hops (trace); i++)
    if (trace->hops[i].delay_known && trace->hops[i].delay_us > 0)
      sum += (double)trace->hops[i].delay_us;
  return sum;
}

/* Of the whole time, in hundredths of a percent: a decimal point is a comma in some languages, so none is printed by the library. */
static guint
share_of (const Picture *picture, double us)
{
  return picture->sum > 0 ? (guint)(us / picture->sum * 10000 + 0.5) : 0;
}

static void
put_percent (const HsHtml *html, const char *name, guint share)
{
  g_string_append_printf (html->out, " %s=\"%u.%02u%%\"", name, share / 100, share % 100);
}

static gboolean
is_undated (const HsHop *hop)
{
  return (hop->time.flags & HS_TIME_KNOWN) == 0;
}

static gboolean
is_skewed (const HsHop *hop)
{
  return hop->skew_known && hop->skew_us != 0;
}

/* In words: "no date", "clock -4 s: not counted as delay", "6 s". */
static void
put_delay_words (const HsHtml *html, const HsHop *hop)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GString) duration = g_string_new (NULL);
  gsize start = html->out->len;

  if (is_undated (hop)) {
    hs_html_words (html, T_ ("no date"));
  } else if (is_skewed (hop)) {
    g_autofree char *text = NULL;
    g_string_append (duration, hop->skew_us > 0 ? "+" : "");
    hs_view_duration (options, hop->skew_us, duration);
    text = hs_view_sentence (options, N_ ("clock {1}, no delay"), (HsSlice){ duration->str, duration->len }, HS_SLICE_NONE, HS_SLICE_NONE);
    hs_html_words (html, text);
  } else if (hop->delay_known) {
    hs_view_duration (options, hop->delay_us, duration);
    hs_html_words (html, duration->str);
  }
  if (hop->trust == HS_TRUST_CONTRADICTED)
    g_string_append_printf (html->out, "%s%s", html->out->len > start ? " · " : "", hs_view_trust_word (options, hop->trust));
}

/* What was measured has its length, from where it began to where it ended; what was not has none and says why. */
static void
put_mark (const Picture *picture, const HsHop *hop)
{
  const HsHtml *html = picture->html;
  guint x = share_of (picture, picture->before);

  if (is_undated (hop)) {
    hs_html_raw (html, "<rect class=\"unknown\"");
    put_percent (html, "x", MIN (x, 9000));
    hs_html_raw (html, " y=\"2\" width=\"10%\" height=\"12\" rx=\"3\"/>");
  } else if (is_skewed (hop)) {
    hs_html_raw (html, "<rect class=\"skew\"");
    put_percent (html, "x", MIN (x, 9000));
    g_string_append_printf (html->out, " y=\"2\" width=\"10%%\" height=\"12\" rx=\"3\" fill=\"url(#m%" G_GUINT64_FORMAT "-hatch)\"/>",
                            html->number);
  } else if (hop->delay_known && hop->delay_us > 0) {
    g_string_append_printf (html->out, "<rect class=\"bar%s\"", hop->index == html->trace->timing.slowest_hop ? " slow" : "");
    put_percent (html, "x", MIN (x, 9950));
    put_percent (html, "width", MAX (share_of (picture, picture->before + (double)hop->delay_us) - x, 50));
    hs_html_raw (html, " y=\"2\" height=\"12\" rx=\"3\"/>");
  } else {
    g_string_append_printf (html->out, "<circle class=\"%s\"", hop->trust == HS_TRUST_CONTRADICTED ? "unknown" : "start");
    put_percent (html, "cx", x);
    hs_html_raw (html, " cy=\"8\" r=\"5\"/>");
  }
}

/* The hatch of clocks that cannot be right, once for all rows. */
static void
put_hatch (const HsHtml *html)
{
  g_string_append_printf (html->out,
                          "<defs><pattern id=\"m%" G_GUINT64_FORMAT "-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" "
                          "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\"/></pattern></defs>",
                          html->number);
}

/* Who took it, when in the whole, how long in words: the words are the picture's text for who does not see it. */
static void
put_row (Picture *picture, const HsHop *hop)
{
  const HsHtml *html = picture->html;
  GString *out = html->out;
  g_autofree char *words = NULL;
  gsize start;

  g_string_append_printf (out, "<li><span class=\"who\"><span class=\"number\">%u</span> ", hop->index);
  hs_view_owner (html->options, hop, hs_html_bdi, out);
  hs_html_raw (html, "</span> <svg role=\"img\" height=\"16\" width=\"100%\" aria-label=\"");
  start = out->len;
  put_delay_words (html, hop);
  words = g_strndup (out->str + start, out->len - start);
  g_string_append_printf (out, "%s\">", *words != '\0' ? "" : "-");
  if (hop->index == 1)
    put_hatch (html);
  hs_html_raw (html, "<line class=\"track\" x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\"/>");
  put_mark (picture, hop);
  g_string_append_printf (out, "</svg> <span class=\"long\" aria-hidden=\"true\">%s</span></li>\n", words);
  if (!is_undated (hop) && !is_skewed (hop) && hop->delay_known && hop->delay_us > 0)
    picture->before += (double)hop->delay_us;
}

static void
put_picture (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  Picture picture = { .html = html, .sum = sum_of_delays (html->trace) };

  hs_html_raw (html, "<ol class=\"timeline\" aria-label=\"");
  hs_html_words (html, T_ ("Timeline of the hops"));
  hs_html_raw (html, "\">\n");
  for (guint i = 0; i < shown_hops (html->trace); i++)
    put_row (&picture, &html->trace->hops[i]);
  hs_html_raw (html, "</ol>\n");
}

static void
put_sentences (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsTiming *timing = &html->trace->timing;
  const HsHop *slowest = hs_view_hop (html->trace, timing->slowest_hop);
  g_autoptr (GString) delay = g_string_new (NULL), owner = g_string_new (NULL);
  g_autofree char *total = hs_view_total (options, html->trace), *slow = NULL;
  char digits[24];

  hs_html_raw (html, "<p>");
  hs_html_words (html, total);
  if (slowest != NULL && slowest->delay_us > 0) {
    hs_view_duration (options, slowest->delay_us, delay);
    /* until then it lay with the server of the hop before */
    hs_view_owner (options, slowest->index > 1 ? hs_view_hop (html->trace, slowest->index - 1) : slowest, hs_escape_text, owner);
    slow = hs_view_sentence (options, N_ ("Slowest: hop {1} took {2} (owner: {3})."), hs_view_number (digits, slowest->index),
                             (HsSlice){ delay->str, delay->len }, (HsSlice){ owner->str, owner->len });
    hs_html_raw (html, " ");
    hs_html_words (html, slow);
  }
  hs_html_raw (html, "</p>\n");
}

void
hs_html_timeline (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  if (shown_hops (html->trace) == 0)
    return;
  hs_html_raw (html, "<section class=\"card\">\n<h3>");
  hs_html_words (html, T_ ("Timing"));
  hs_html_raw (html, "</h3>\n");
  put_sentences (html);
  put_picture (html);
  hs_html_raw (html, "</section>\n");
}
