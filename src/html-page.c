/* SPDX-License-Identifier: MIT */
#include "html-page.h"

#include "ascii.h"
#include "date.h"

gboolean
hs_html_bdi (GString *out, HsSlice s)
{
  gboolean invalid;

  if (hs_slice_is_empty (s))
    return FALSE;
  g_string_append (out, "<bdi>");
  invalid = hs_escape_html (out, s);
  g_string_append (out, "</bdi>");
  return invalid;
}

gboolean
hs_html_host (GString *out, HsSlice s)
{
  const char *p = s.ptr, *end;
  gboolean invalid = FALSE;

  if (hs_slice_is_empty (s))
    return FALSE;
  end = p + s.len;
  g_string_append (out, "<bdi>");
  while (p < end) {
    const char *dot = memchr (p, '.', (gsize)(end - p));
    const char *next = dot != NULL ? dot + 1 : end;
    invalid |= hs_escape_html (out, hs_slice (p, next));
    if (next < end)
      g_string_append (out, "<wbr>");
    p = next;
  }
  g_string_append (out, "</bdi>");
  return invalid;
}

void
hs_html_words (const HsHtml *html, const char *text)
{
  hs_escape_html (html->out, hs_slice_str (text));
}

void
hs_html_value (const HsHtml *html, HsSlice s)
{
  hs_html_bdi (html->out, s);
}

void
hs_html_text (const HsHtml *html, const HsText *text)
{
  hs_writer_text_with (html->options, text, hs_escape_html, hs_html_bdi, html->out);
}

void
hs_html_sentence (const HsHtml *html, const char *format, HsSlice a, HsSlice b, HsSlice c)
{
  HsText text = { format, { a, b, c } };
  hs_html_text (html, &text);
}

void
hs_html_id (const HsHtml *html, const char *kind, guint64 n)
{
  g_string_append_printf (html->out, " id=\"m%" G_GUINT64_FORMAT "-%s%" G_GUINT64_FORMAT "\"", html->number, kind, n);
}

void
hs_html_open_link (const HsHtml *html, const char *kind, guint64 n)
{
  g_string_append_printf (html->out, "<a href=\"#m%" G_GUINT64_FORMAT "-%s%" G_GUINT64_FORMAT "\">", html->number, kind, n);
}

void
hs_html_line_link (const HsHtml *html, guint field)
{
  const HsField *item = hs_view_field (html->trace, field);
  HsText line = { N_ ("line {1}"), { HS_SLICE_NONE } };
  char digits[24];

  if (item == NULL)
    return;
  line.args[0] = hs_view_number (digits, item->line);
  hs_html_open_link (html, "f", field);
  hs_writer_text (html->options, &line, hs_escape_html, html->out);
  hs_html_raw (html, "</a>");
}

static const char *
icon_of (const char *class)
{
  static const char *const icons[][2] = {
    { "traversed", "✓" }, { "pass", "✓" },    { "not-traversed", "↷" }, { "indeterminate", "?" }, { "alert", "✕" },
    { "fail", "✕" },      { "warning", "!" }, { "notice", "i" },        { "contradicted", "✕" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], class) == 0)
      return icons[i][1];
  return NULL;
}

void
hs_html_badge (const HsHtml *html, const char *class, const char *word)
{
  const char *icon = icon_of (class);

  g_string_append_printf (html->out, "<span class=\"badge %s\">", class);
  if (icon != NULL)
    g_string_append_printf (html->out, "<span aria-hidden=\"true\">%s</span> ", icon);
  hs_html_raw (html, "<span class=\"first\">");
  hs_html_words (html, word);
  hs_html_raw (html, "</span></span>");
}

void
hs_html_dt (const HsHtml *html, const char *label)
{
  hs_html_raw (html, "<dt>");
  hs_html_words (html, label);
  hs_html_raw (html, "</dt>\n<dd>");
}

void
hs_html_fact (const HsHtml *html, const char *label, HsSlice value)
{
  if (hs_slice_is_empty (value))
    return;
  hs_html_dt (html, label);
  hs_html_value (html, value);
  hs_html_raw (html, "</dd>\n");
}

void
hs_html_time (const HsHtml *html, const HsTime *time)
{
  char utc[HS_TIME_TEXT_MAX];
  g_autoptr (GString) local = g_string_new (NULL);

  if (hs_date_format_utc (time, utc) == 0)
    return;
  g_string_append_printf (html->out, "<time datetime=\"%s\">", utc);
  hs_view_time (time, html->out);
  hs_html_raw (html, "</time>");
  hs_view_time_local (html->options, time, local);
  if (local->len > 0)
    g_string_append_printf (html->out, " <small>%s</small>", local->str);
}

void
hs_html_open_table (const HsHtml *html, const char *caption, const char *const *titles, guint n)
{
  hs_html_raw (html, "<table class=\"stack\" role=\"table\"><caption>");
  hs_html_words (html, caption);
  hs_html_raw (html, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
  for (guint i = 0; i < n; i++) {
    hs_html_raw (html, "<th scope=\"col\" role=\"columnheader\">");
    hs_html_words (html, titles[i]);
    hs_html_raw (html, "</th>");
  }
  hs_html_raw (html, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

void
hs_html_close_table (const HsHtml *html)
{
  hs_html_raw (html, "</tbody></table>\n");
}

void
hs_html_open_cell (const HsHtml *html, const char *class, const char *label)
{
  hs_html_raw (html, "<td role=\"cell\"");
  if (class != NULL)
    g_string_append_printf (html->out, " class=\"%s\"", class);
  hs_html_raw (html, " data-label=\"");
  hs_html_words (html, label);
  hs_html_raw (html, "\">");
}
