/* One self-contained HTML file. Its policy (CSP) allows nothing but the style sheet and the script in it, by their hashes; without the
   script nothing is lost but the copy buttons.  SPDX-License-Identifier: MIT */
#include "data/hs-tables.h"
#include "html-page.h"

#include <gio/gio.h>
#include <hopscope/version.h>

static GBytes *
load (const char *path)
{
  GBytes *bytes = g_resource_lookup_data (hs_tables_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return bytes != NULL ? bytes : g_bytes_new_static ("", 0);
}

static char *
make_hash (GBytes *bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize len = sizeof digest;

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &len);
  return g_base64_encode (digest, len);
}

static void
append_bytes (GString *out, GBytes *bytes)
{
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_string_append_len (out, data, (gssize)len);
}

void
hs_html_open_document (const HsHtml *html, const char *title)
{
  const HsReportOptions *options = html->options;
  g_autoptr (GBytes) css = load ("/org/hopscope/report/report.css"), js = load ("/org/hopscope/report/report.js");
  g_autofree char *css_hash = make_hash (css), *js_hash = make_hash (js);

  hs_html_raw (html, "<!DOCTYPE html>\n<html lang=\"");
  hs_html_words (html, options->lang != NULL ? options->lang : "en");
  hs_html_raw (html, "\">\n<head>\n<meta charset=\"utf-8\">\n");
  g_string_append_printf (
      html->out,
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
      "base-uri 'none'; form-action 'none'\">\n",
      css_hash, js_hash);
  hs_html_raw (
      html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
  g_string_append (html->out, title);
  hs_html_raw (html, "</title>\n<style>");
  append_bytes (html->out, css);
  hs_html_raw (html, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
  hs_html_words (html, T_ ("Skip to the report"));
  hs_html_raw (html, "</a>\n<header><h1>");
  hs_html_words (html, T_ ("Hopscope: where the mail really went"));
  hs_html_raw (html, "</h1></header>\n<main id=\"main\">\n");
}

void
hs_html_close_document (const HsHtml *html)
{
  g_autoptr (GBytes) js = load ("/org/hopscope/report/report.js");

  hs_html_raw (html, "</main>\n<footer>");
  hs_html_sentence (html, N_ ("Made offline by Hopscope {1}, schema hopscope/1. This file loads nothing."),
                    HS_SLICE_LITERAL (HS_VERSION_STRING), HS_SLICE_NONE, HS_SLICE_NONE);
  hs_html_raw (html, "</footer>\n<script>");
  append_bytes (html->out, js);
  hs_html_raw (html, "</script>\n</body>\n</html>\n");
}
