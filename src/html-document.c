/* One self-contained HTML file. Its policy (CSP) allows nothing but the style sheet and the script in it, by their hashes; without the
   script nothing is lost but the copy buttons.  SPDX-License-Identifier: MIT */
#include "data/hs-tables.h"
#include "html-page.h"

#include <gio/gio.h>
#include <hopscope/version.h>
#include <string.h>

/* A part of the document: the report's own, and what a page adds to it. */
static char *
load (const char *path, const char *more)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (hs_tables_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GString *text = g_string_new (NULL);

  if (bytes != NULL)
    g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
  g_string_append (text, more != NULL ? more : "");
  return g_string_free (text, FALSE);
}

static char *
load_style (const HsReportOptions *options)
{
  return load ("/org/hopscope/report/report.css", options->page != NULL ? options->page->style : NULL);
}

static char *
load_script (const HsReportOptions *options)
{
  return load ("/org/hopscope/report/report.js", options->page != NULL ? options->page->script : NULL);
}

static void
append_hash (GString *out, const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  guint8 digest[32];
  gsize len = sizeof digest;

  g_checksum_update (checksum, (const guchar *)text, (gssize)strlen (text));
  g_checksum_get_digest (checksum, digest, &len);
  base64 = g_base64_encode (digest, len);
  g_string_append_printf (out, "'sha256-%s'", base64);
}

static void
append_policy (GString *out, const char *style, const char *script, gboolean is_page)
{
  g_string_append (out, "default-src 'none'; style-src ");
  append_hash (out, style);
  g_string_append (out, "; script-src ");
  append_hash (out, script);
  g_string_append (out, is_page ? "; connect-src 'self'; base-uri 'none'; form-action 'self'" : "; base-uri 'none'; form-action 'none'");
}

char *
hs_html_policy (const HsReportOptions *options)
{
  g_autofree char *style = load_style (options), *script = load_script (options);
  GString *policy = g_string_new (NULL);

  append_policy (policy, style, script, options->page != NULL);
  return g_string_free (policy, FALSE);
}

static void
put_head (const HsHtml *html, const char *title)
{
  const HsReportOptions *options = html->options;
  g_autofree char *style = load_style (options), *policy = hs_html_policy (options);

  hs_html_raw (html, "<!DOCTYPE html>\n<html lang=\"");
  hs_html_words (html, options->lang != NULL ? options->lang : "en");
  g_string_append_printf (html->out,
                          "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                          "<meta name=\"referrer\" content=\"%s\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
                          policy, options->page != NULL ? "same-origin" : "no-referrer");
  g_string_append (html->out, title);
  hs_html_raw (html, "</title>\n<style>");
  g_string_append (html->out, style);
  hs_html_raw (html, "</style>\n</head>\n");
}

void
hs_html_open_document (const HsHtml *html, const char *title)
{
  const HsReportOptions *options = html->options;

  put_head (html, title);
  hs_html_raw (html, "<body>\n<a class=\"skip\" href=\"#main\">");
  hs_html_words (html, T_ ("Skip to the report"));
  hs_html_raw (html, "</a>\n<header><h1>");
  hs_html_words (html, T_ ("Hopscope: where the mail really went"));
  hs_html_raw (html, "</h1></header>\n");
  if (options->page != NULL && options->page->above != NULL)
    g_string_append (html->out, options->page->above);
  hs_html_raw (html, "<main id=\"main\">\n");
}

void
hs_html_close_document (const HsHtml *html)
{
  g_autofree char *script = load_script (html->options);

  hs_html_raw (html, "</main>\n<footer>");
  hs_html_sentence (html, N_ ("Made offline by Hopscope {1}, schema hopscope/1. This file loads nothing."),
                    HS_SLICE_LITERAL (HS_VERSION_STRING), HS_SLICE_NONE, HS_SLICE_NONE);
  hs_html_raw (html, "</footer>\n<script>");
  g_string_append (html->out, script);
  hs_html_raw (html, "</script>\n</body>\n</html>\n");
}
