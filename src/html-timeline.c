/* When each hop took the message, as a picture with a text alternative.  SPDX-License-Identifier: MIT */
#include "html-page.h"

#define LABEL_WIDTH 190
#define TRACK_WIDTH 470
#define PICTURE_WIDTH 800
#define ROW_HEIGHT 28
#define MARK_WIDTH 44 /* of what has no length: skew, no date */
#define LABEL_LETTERS 20

typedef struct {
  const HsHtml *html;
  double sum;    /* of all delays */
  double before; /* of the delays so far */
  guint row;
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

static int
x_of (const Picture *picture, double us)
{
  return LABEL_WIDTH + (picture->sum > 0 ? (int)(us / picture->sum * TRACK_WIDTH + 0.5) : 0);
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
    g_string_append_printf (html->out, "%s%s", html->out->len > start ? " · " : "", hs_trust_name (hop->trust));
}

/* Who took it: operator or host, cut to what the picture has room for; the table has it whole. */
static void
put_row_label (const Picture *picture, const HsHop *hop)
{
  const HsHtml *html = picture->html;
  g_autoptr (GString) owner = g_string_new (NULL);

  hs_view_owner (html->options, hop, hs_escape_text, owner);
  if (g_utf8_strlen (owner->str, (gssize)owner->len) > LABEL_LETTERS) {
    g_string_truncate (owner, (gsize)(g_utf8_offset_to_pointer (owner->str, LABEL_LETTERS - 1) - owner->str));
    g_string_append (owner, "…");
  }
  g_string_append_printf (html->out, "<text x=\"0\" y=\"%u\">%u  ", picture->row * ROW_HEIGHT + 19, hop->index);
  hs_html_words (html, owner->str);
  hs_html_raw (html, "</text>");
}

static void
put_mark (const Picture *picture, const HsHop *hop, int x, int *end)
{
  const HsHtml *html = picture->html;
  guint y = picture->row * ROW_HEIGHT + 6;
  gboolean slow = hop->index == html->trace->timing.slowest_hop;
  int width;

  *end = x + MARK_WIDTH;
  if (is_undated (hop)) {
    g_string_append_printf (html->out, "<rect class=\"unknown\" x=\"%d\" y=\"%u\" width=\"%d\" height=\"16\" rx=\"3\"/>", x, y, MARK_WIDTH);
  } else if (is_skewed (hop)) {
    g_string_append_printf (html->out,
                            "<rect class=\"skew\" x=\"%d\" y=\"%u\" width=\"%d\" height=\"16\" rx=\"3\" fill=\"url(#m%" G_GUINT64_FORMAT
                            "-hatch)\"/>",
                            x, y, MARK_WIDTH, html->number);
  } else if (hop->delay_known && hop->delay_us > 0) {
    *end = x_of (picture, picture->before + (double)hop->delay_us);
    width = MAX (*end - x, 3);
    g_string_append_printf (html->out, "<rect class=\"bar%s\" x=\"%d\" y=\"%u\" width=\"%d\" height=\"16\" rx=\"3\"/>", slow ? " slow" : "",
                            x, y, width);
  } else {
    *end = x + 5;
    g_string_append_printf (html->out, "<circle class=\"start\" cx=\"%d\" cy=\"%u\" r=\"5\"/>", x, y + 8);
  }
}

static void
put_row (Picture *picture, const HsHop *hop)
{
  const HsHtml *html = picture->html;
  int x = x_of (picture, picture->before), end;

  put_row_label (picture, hop);
  g_string_append_printf (html->out, "<line class=\"track\" x1=\"%d\" x2=\"%d\" y1=\"%u\" y2=\"%u\"/>", LABEL_WIDTH,
                          LABEL_WIDTH + TRACK_WIDTH, picture->row * ROW_HEIGHT + 14, picture->row * ROW_HEIGHT + 14);
  put_mark (picture, hop, x, &end);
  /* Beside the bar where there is room, else before it. */
  if (end > LABEL_WIDTH + TRACK_WIDTH - 4)
    g_string_append_printf (html->out, "<text class=\"soft\" x=\"%d\" y=\"%u\">", LABEL_WIDTH + TRACK_WIDTH + 8,
                            picture->row * ROW_HEIGHT + 19);
  else
    g_string_append_printf (html->out, "<text class=\"soft\" x=\"%d\" y=\"%u\">", end + 8, picture->row * ROW_HEIGHT + 19);
  put_delay_words (html, hop);
  hs_html_raw (html, "</text>\n");
  if (!is_undated (hop) && !is_skewed (hop) && hop->delay_known && hop->delay_us > 0)
    picture->before += (double)hop->delay_us;
  picture->row++;
}

/* What a reader who does not see the picture is told. */
static void
put_description (const HsHtml *html)
{
  const HsReportOptions *options = html->options;

  g_string_append_printf (html->out, "<title id=\"m%" G_GUINT64_FORMAT "-tt\">", html->number);
  hs_html_words (html, T_ ("Timeline of the hops"));
  g_string_append_printf (html->out, "</title><desc id=\"m%" G_GUINT64_FORMAT "-td\">", html->number);
  for (guint i = 0; i < shown_hops (html->trace); i++) {
    HsText hop = { N_ ("hop {1}"), { HS_SLICE_NONE } };
    char digits[24];
    hop.args[0] = hs_view_number (digits, html->trace->hops[i].index);
    g_string_append (html->out, i > 0 ? "; " : "");
    hs_writer_text (options, &hop, hs_escape_html, html->out);
    hs_html_raw (html, ": ");
    put_delay_words (html, &html->trace->hops[i]);
  }
  g_string_append_printf (html->out,
                          "</desc>\n<defs><pattern id=\"m%" G_GUINT64_FORMAT
                          "-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" "
                          "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\"/></pattern></defs>\n",
                          html->number);
}

static void
put_picture (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  Picture picture = { .html = html, .sum = sum_of_delays (html->trace) };
  guint height = shown_hops (html->trace) * ROW_HEIGHT + 4;

  hs_html_raw (html, "<div class=\"scroll\" role=\"group\" aria-label=\"");
  hs_html_words (html, T_ ("Timeline of the hops"));
  g_string_append_printf (html->out,
                          "\" tabindex=\"0\"><svg class=\"timeline\" role=\"img\" aria-labelledby=\"m%" G_GUINT64_FORMAT
                          "-tt m%" G_GUINT64_FORMAT "-td\" viewBox=\"0 0 %d %u\" width=\"%d\" height=\"%u\">\n",
                          html->number, html->number, PICTURE_WIDTH, height, PICTURE_WIDTH, height);
  put_description (html);
  for (guint i = 0; i < shown_hops (html->trace); i++)
    put_row (&picture, &html->trace->hops[i]);
  hs_html_raw (html, "</svg></div>\n");
}

static void
put_sentences (const HsHtml *html)
{
  const HsReportOptions *options = html->options;
  const HsTiming *timing = &html->trace->timing;
  const HsHop *slowest = hs_view_hop (html->trace, timing->slowest_hop);
  g_autoptr (GString) total = g_string_new (NULL), delay = g_string_new (NULL), owner = g_string_new (NULL);
  g_autofree char *text = NULL, *slow = NULL;
  char digits[24];

  hs_html_raw (html, "<p>");
  if (timing->total_known) {
    hs_view_duration (options, timing->total_us, total);
    text = hs_view_sentence (options, N_ ("{1} from the first to the last hop that has a date."), (HsSlice){ total->str, total->len },
                             HS_SLICE_NONE, HS_SLICE_NONE);
  }
  hs_html_words (html, text != NULL ? text : T_ ("The total is not known."));
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
