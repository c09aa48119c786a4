/* The form, and above a report the links that hold it as documents. What was sent goes back into the page, so that it can be sent again:
   the page is the only memory there is.  SPDX-License-Identifier: MIT */
#include "serve.h"

#include <gio/gio.h>
#include <string.h>

/* What is kept to be analyzed again: in base64 it must fit into a request, with what else the form holds. */
enum { KEPT_MAX = 2 << 20, LINK_MAX = 2000000 };

static const char *
load (const char *path)
{
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, NULL) : "";

  /* Lies in the executable, and ends with a NUL byte. */
  g_bytes_unref (bytes);
  return text;
}

const char *
cli_page_style (void)
{
  return load ("/org/hopscope/serve/serve.css");
}

const char *
cli_page_script (void)
{
  return load ("/org/hopscope/serve/serve.js");
}

static void
put_text (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *escaped = g_markup_escape_text (valid, -1);

  g_string_append (out, escaped);
}

static void
put_word (GString *out, const CliPage *page, CliWord word)
{
  put_text (out, cli_word (page->language, word));
}

/* What stands between backquotes is to be typed. */
static void
put_hint_text (GString *out, const CliPage *page, CliWord word)
{
  g_auto (GStrv) pieces = g_strsplit (cli_word (page->language, word), "`", -1);

  for (guint i = 0; pieces[i] != NULL; i++) {
    g_string_append (out, i % 2 == 1 ? "<code>" : "");
    put_text (out, pieces[i]);
    g_string_append (out, i % 2 == 1 ? "</code>" : "");
  }
}

static void
put_base64 (GString *out, gconstpointer data, gsize len)
{
  g_autofree char *text = g_base64_encode (data, len);

  g_string_append (out, text);
}

/* NAME.DATA, read by serve-form.c. */
static void
put_kept (GString *out, const CliPart *part)
{
  put_base64 (out, part->name, strlen (part->name));
  g_string_append_c (out, '.');
  put_base64 (out, part->data->data, part->data->len);
}

/* A field has a label, what is to be filled in, and a hint. */
static void
put_label (GString *out, const CliPage *page, CliField field, CliWord label)
{
  g_string_append_printf (out, "<label class=\"serve-label\" for=\"serve-%s\">", cli_field_names[field]);
  put_word (out, page, label);
  g_string_append (out, "</label>\n");
}

static void
open_field (GString *out, const CliPage *page, CliField field, CliWord label)
{
  g_string_append (out, "<div class=\"serve-field\">");
  put_label (out, page, field, label);
}

static void
put_hint (GString *out, const CliPage *page, CliField field, CliWord hint)
{
  g_string_append_printf (out, "<p class=\"serve-hint\" id=\"serve-%s-hint\">", cli_field_names[field]);
  put_hint_text (out, page, hint);
  g_string_append (out, "</p>\n");
}

static void
put_attributes (GString *out, CliField field)
{
  const char *name = cli_field_names[field];
  g_string_append_printf (out, "id=\"serve-%s\" name=\"%s\" aria-describedby=\"serve-%s-hint\"", name, name, name);
}

static void
put_line (GString *out, const CliPage *page, CliField field, CliWord label, CliWord hint)
{
  open_field (out, page, field, label);
  g_string_append (out, "<input type=\"text\" ");
  put_attributes (out, field);
  g_string_append (out, " autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" value=\"");
  put_text (out, cli_form_text (page->form, field));
  g_string_append (out, "\">\n");
  put_hint (out, page, field, hint);
  g_string_append (out, "</div>\n");
}

static gboolean
can_keep (const CliPage *page)
{
  const GPtrArray *inputs = page->form != NULL ? cli_form_inputs (page->form) : NULL;
  gsize total = 0;

  for (guint i = 0; inputs != NULL && i < inputs->len; i++)
    total += ((const CliPart *)g_ptr_array_index (inputs, i))->data->len;
  return total > 0 && total <= KEPT_MAX;
}

static void
put_mail (GString *out, const CliPage *page)
{
  gboolean first = page->form == NULL;

  open_field (out, page, CLI_FIELD_MAIL, CLI_WORD_MAIL);
  g_string_append (out, "<textarea rows=\"9\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" ");
  put_attributes (out, CLI_FIELD_MAIL);
  g_string_append (out, first ? " autofocus></textarea>\n" : "></textarea>\n");
  put_hint (out, page, CLI_FIELD_MAIL, CLI_WORD_MAIL_HINT);
  g_string_append (out, "</div>\n");
  open_field (out, page, CLI_FIELD_FILE, CLI_WORD_FILES);
  g_string_append (out, "<input type=\"file\" multiple ");
  put_attributes (out, CLI_FIELD_FILE);
  g_string_append_printf (out, ">\n<p class=\"serve-hint\" id=\"serve-%s-hint\">", cli_field_names[CLI_FIELD_FILE]);
  put_word (out, page, CLI_WORD_FILES_HINT);
  g_string_append (out, " <span id=\"serve-drop\" hidden>");
  put_word (out, page, CLI_WORD_DROP_HINT);
  g_string_append (out, "</span></p></div>\n");
  if (!can_keep (page))
    return;
  g_string_append (out, "<p class=\"serve-again\">");
  put_word (out, page, CLI_WORD_AGAIN_HINT);
  g_string_append (out, "</p>\n");
  for (guint i = 0; i < cli_form_inputs (page->form)->len; i++) {
    g_string_append_printf (out, "<input type=\"hidden\" name=\"%s\" value=\"", cli_field_names[CLI_FIELD_AGAIN]);
    put_kept (out, g_ptr_array_index (cli_form_inputs (page->form), i));
    g_string_append (out, "\">\n");
  }
}

static void
put_connectors (GString *out, const CliPage *page)
{
  const CliPart *kept = page->form != NULL ? cli_form_connectors (page->form) : NULL;
  const char *name = cli_field_names[CLI_FIELD_CONNECTORS_KEPT];

  g_string_append (out, "<div class=\"serve-field serve-wide\">");
  put_label (out, page, CLI_FIELD_CONNECTORS, CLI_WORD_CONNECTORS);
  g_string_append (out, "<input type=\"file\" ");
  put_attributes (out, CLI_FIELD_CONNECTORS);
  g_string_append (out, ">\n");
  put_hint (out, page, CLI_FIELD_CONNECTORS, CLI_WORD_CONNECTORS_HINT);
  if (kept != NULL && kept->data->len <= KEPT_MAX / 4) {
    g_string_append_printf (out, "<p><input type=\"checkbox\" checked id=\"serve-%s\" name=\"%s\" value=\"", name, name);
    put_kept (out, kept);
    g_string_append_printf (out, "\"> <label for=\"serve-%s\">", name);
    put_word (out, page, CLI_WORD_CONNECTORS_KEPT);
    g_string_append (out, " <bdi>");
    put_text (out, kept->name);
    g_string_append (out, "</bdi></label></p>\n");
  }
  g_string_append (out, "</div>\n");
}

static void
put_redact (GString *out, const CliPage *page)
{
  gboolean checked = *cli_form_text (page->form, CLI_FIELD_REDACT) != '\0';

  g_string_append_printf (out, "<div class=\"serve-field serve-wide\"><input type=\"checkbox\" value=\"1\"%s ", checked ? " checked" : "");
  put_attributes (out, CLI_FIELD_REDACT);
  g_string_append_printf (out, "> <label for=\"serve-%s\">", cli_field_names[CLI_FIELD_REDACT]);
  put_word (out, page, CLI_WORD_REDACT);
  g_string_append (out, "</label>\n");
  put_hint (out, page, CLI_FIELD_REDACT, CLI_WORD_REDACT_HINT);
  g_string_append (out, "</div>\n");
}

static gboolean
knows_something (const CliForm *form)
{
  gboolean knows = form != NULL && cli_form_connectors (form) != NULL;

  for (CliField field = CLI_FIELD_DOMAINS; field <= CLI_FIELD_REDACT; field++)
    knows |= *cli_form_text (form, field) != '\0';
  return knows;
}

static void
put_data (GString *out, const CliPage *page, const char *name, CliWord word)
{
  g_string_append_printf (out, " data-%s=\"", name);
  put_word (out, page, word);
  g_string_append_c (out, '"');
}

static void
put_form (GString *out, const CliPage *page)
{
  g_string_append_printf (out, "<form method=\"post\" enctype=\"multipart/form-data\" id=\"serve-form\" data-most=\"%d\"",
                          CLI_SERVE_BODY_MAX);
  put_data (out, page, "gone", CLI_WORD_GONE);
  put_data (out, page, "large", CLI_WORD_TOO_LARGE);
  put_data (out, page, "nothing", CLI_WORD_NOTHING);
  put_data (out, page, "working", CLI_WORD_WORKING);
  g_string_append_printf (out, ">\n<p role=\"alert\" class=\"serve-complaint\" id=\"serve-complaint\"%s>",
                          page->complaint == NULL ? " hidden" : "");
  put_text (out, page->complaint != NULL ? page->complaint : "");
  g_string_append (out, "</p>\n");
  put_mail (out, page);
  g_string_append_printf (out, "<details%s><summary>", knows_something (page->form) ? " open" : "");
  put_word (out, page, CLI_WORD_KNOWN);
  g_string_append (out, "</summary>\n<div class=\"serve-known\">\n");
  put_line (out, page, CLI_FIELD_DOMAINS, CLI_WORD_DOMAINS, CLI_WORD_DOMAINS_HINT);
  put_line (out, page, CLI_FIELD_TENANTS, CLI_WORD_TENANTS, CLI_WORD_TENANTS_HINT);
  put_line (out, page, CLI_FIELD_TRUST, CLI_WORD_TRUST, CLI_WORD_TRUST_HINT);
  put_connectors (out, page);
  put_redact (out, page);
  g_string_append (out, "</div></details>\n<p class=\"serve-send\"><button type=\"submit\">");
  put_word (out, page, CLI_WORD_ANALYZE);
  g_string_append (out, "</button> <span role=\"status\" id=\"serve-status\"></span></p>\n<p class=\"serve-hint\">");
  put_word (out, page, CLI_WORD_PRIVACY);
  g_string_append (out, "</p>\n</form>\n");
}

static void
put_downloads (GString *out, const CliPage *page)
{
  static const struct {
    const char *label;
    const char *name;
    const char *type;
  } documents[CLI_N_DOCUMENTS] = {
    [CLI_DOCUMENT_HTML] = { "HTML", "hopscope.html", "text/html;charset=utf-8" },
    [CLI_DOCUMENT_MARKDOWN] = { "Markdown", "hopscope.md", "text/markdown;charset=utf-8" },
    [CLI_DOCUMENT_CSV] = { "CSV", "hopscope.csv", "text/csv;charset=utf-8" },
    [CLI_DOCUMENT_JSON] = { "JSON", "hopscope.json", "application/json" },
  };
  gsize longest = 0;

  g_string_append (out, "<p class=\"serve-downloads\"><span>");
  put_word (out, page, CLI_WORD_DOWNLOAD);
  g_string_append (out, "</span>\n");
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++) {
    const GString *document = page->documents[i];
    longest = MAX (longest, document->len / 3 * 4);
    g_string_append_printf (out, "<a download=\"%s\" href=\"data:%s;base64,", documents[i].name, documents[i].type);
    put_base64 (out, document->str, document->len);
    g_string_append_printf (out, "\">%s</a>\n", documents[i].label);
  }
  g_string_append (out, "</p>\n");
  if (longest < LINK_MAX)
    return;
  g_string_append (out, "<noscript><p class=\"serve-hint\">");
  put_word (out, page, CLI_WORD_DOWNLOAD_LARGE);
  g_string_append (out, "</p></noscript>\n");
}

char *
cli_page_top (const CliPage *page)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "<section class=\"card serve\" lang=\"%s\" aria-label=\"", cli_language_tag (page->language));
  put_word (out, page, page->documents != NULL ? CLI_WORD_TITLE_AGAIN : CLI_WORD_TITLE);
  g_string_append (out, "\">\n");
  if (page->documents != NULL) {
    put_downloads (out, page);
    g_string_append (out, "<details id=\"serve-fold\"><summary>");
    put_word (out, page, CLI_WORD_TITLE_AGAIN);
    g_string_append (out, "</summary>\n");
    put_form (out, page);
    g_string_append (out, "</details>\n");
  } else {
    g_string_append (out, "<h2>");
    put_word (out, page, CLI_WORD_TITLE);
    g_string_append (out, "</h2>\n");
    put_form (out, page);
  }
  g_string_append (out, "</section>\n");
  return g_string_free (out, FALSE);
}
