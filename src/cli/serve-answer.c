/* From a form to the page that answers it: the reports of what was sent, and the same as documents to be saved. Nothing outlives the
   answer: rules are shared, all else is made anew for each.  SPDX-License-Identifier: MIT */
#include "run.h"
#include "serve.h"
#include "signals.h"
#include "terminal.h"

/* What one request may make this process do; it has one thread. */
enum { MESSAGES_MAX = 500, DOCUMENT_MAX = 8 << 20 };
static const gint64 longest_us = 10 * G_USEC_PER_SEC;

static const HsFormat document_formats[CLI_N_DOCUMENTS] = {
  [CLI_DOCUMENT_HTML] = HS_FORMAT_HTML,
  [CLI_DOCUMENT_MARKDOWN] = HS_FORMAT_MARKDOWN,
  [CLI_DOCUMENT_CSV] = HS_FORMAT_CSV,
  [CLI_DOCUMENT_JSON] = HS_FORMAT_JSON,
};

typedef struct {
  const CliServe *serve;
  CliLanguage language;
  HsAnalyzer *analyzer;
  HsReport *page;
  HsReport *reports[CLI_N_DOCUMENTS];
  GString *documents[CLI_N_DOCUMENTS];
  GString *body;
  guint messages;
  gint64 until_us;
} Work;

static void
add_message (Work *work, const HsMessage *message)
{
  const HsTrace *trace = hs_analyzer_run (work->analyzer, message);

  work->messages++;
  hs_report_add (work->page, trace, work->body);
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++)
    hs_report_add (work->reports[i], trace, work->documents[i]);
}

static void
add_error (Work *work, const HsSourceInfo *source, const GError *error)
{
  work->messages++;
  hs_report_add_error (work->page, source, error, work->body);
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++)
    hs_report_add_error (work->reports[i], source, error, work->documents[i]);
}

static gboolean
is_enough (const Work *work)
{
  return work->messages >= MESSAGES_MAX || work->documents[CLI_DOCUMENT_JSON]->len >= DOCUMENT_MAX ||
         g_get_monotonic_time () >= work->until_us || cli_signals_interrupted ();
}

static void
add_input (Work *work, const CliPart *input)
{
  g_autoptr (HsSource) source =
      hs_source_new_for_bytes (input->data->data, input->data->len, input->name, &work->serve->limits, HS_SOURCE_DEFAULT);

  for (;;) {
    g_autoptr (GError) error = NULL;
    const HsMessage *message;
    gboolean found = hs_source_next (source, &message, &error);
    if (!found && error == NULL)
      return;
    if (is_enough (work)) {
      g_clear_error (&error);
      hs_error_set (&error, HS_ERROR_LIMIT, cli_word (CLI_ENGLISH, CLI_WORD_CUT), NULL);
      add_error (work, hs_source_get_info (source), error);
      return;
    }
    if (found)
      add_message (work, message);
    else
      add_error (work, hs_source_get_info (source), error);
  }
}

typedef gboolean (*AddFunc) (HsOptions *analysis, const char *text, GError **error);

/* Each word of a text field. */
static gboolean
add_words (HsOptions *analysis, const char *text, AddFunc add, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n,;", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !add (analysis, *word, error))
      return FALSE;
  return TRUE;
}

/* What the command line says, and what the form does. */
static HsOptions *
make_analysis (const CliServe *serve, CliLanguage language, const CliForm *form, GError **error)
{
  static const struct {
    CliField field;
    CliWord label;
    AddFunc add;
  } fields[] = {
    { CLI_FIELD_DOMAINS, CLI_WORD_DOMAINS, hs_options_add_tenant_domain },
    { CLI_FIELD_TENANTS, CLI_WORD_TENANTS, hs_options_add_tenant },
    { CLI_FIELD_TRUST, CLI_WORD_TRUST, hs_options_add_trust },
  };
  g_autoptr (HsOptions) analysis = cli_analysis_new (serve->options, error);
  const CliPart *connectors = cli_form_connectors (form);

  if (analysis == NULL)
    return NULL;
  hs_options_set_limits (analysis, &serve->limits);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!add_words (analysis, cli_form_text (form, fields[i].field), fields[i].add, error)) {
      g_prefix_error (error, "%s: ", cli_word (language, fields[i].label));
      return NULL;
    }
  if (connectors != NULL &&
      !hs_options_load_connectors_data (analysis, (const char *)connectors->data->data, connectors->data->len, connectors->name, error)) {
    g_prefix_error (error, "%s: ", cli_word (language, CLI_WORD_CONNECTORS));
    return NULL;
  }
  return g_steal_pointer (&analysis);
}

/* How the page and its documents are written, in the reader's language. @page: (nullable): for the page itself. */
static HsReport *
make_report (const CliServe *serve, CliLanguage language, const CliForm *form, HsFormat format, const HsReportPage *page)
{
  HsReportOptions options;

  cli_report_options (serve->options, -1, &options);
  options.format = format;
  options.width = 0;
  options.color = FALSE;
  options.verbose = TRUE;
  options.redact |= *cli_form_text (form, CLI_FIELD_REDACT) != '\0';
  options.page = page;
  cli_report_language (&options, catalogue_for (cli_language_tag (language)));
  return hs_report_new (&options);
}

static void
run (Work *work, const CliForm *form)
{
  const GPtrArray *inputs = cli_form_inputs (form);

  work->until_us = g_get_monotonic_time () + longest_us;
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++) {
    work->reports[i] = make_report (work->serve, work->language, form, document_formats[i], NULL);
    work->documents[i] = g_string_new (NULL);
  }
  for (guint i = 0; i < inputs->len; i++)
    add_input (work, g_ptr_array_index (inputs, i));
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++) {
    hs_report_finish (work->reports[i], work->documents[i]);
    hs_report_free (work->reports[i]);
  }
}

static CliAnswer
answer_reports (const CliServe *serve, CliLanguage language, const CliForm *form, HsOptions *analysis)
{
  HsReportPage page = { .style = cli_page_style (), .script = cli_page_script () };
  Work work = { .serve = serve, .language = language, .body = g_string_new (NULL) };
  CliPage top = { .language = language, .form = form, .documents = work.documents };
  g_autofree char *above = NULL;
  CliAnswer answer = { .status = MHD_HTTP_OK };

  work.analyzer = hs_analyzer_new (serve->ruleset, analysis);
  work.page = make_report (serve, language, form, HS_FORMAT_HTML, &page);
  run (&work, form);
  page.above = above = cli_page_top (&top);
  hs_report_finish (work.page, work.body);
  answer.body = work.body;
  answer.policy = hs_report_policy (work.page);
  hs_report_free (work.page);
  hs_analyzer_free (work.analyzer);
  for (guint i = 0; i < CLI_N_DOCUMENTS; i++)
    g_string_free (work.documents[i], TRUE);
  return answer;
}

CliAnswer
cli_answer_page (const CliServe *serve, CliLanguage language, guint status, const CliForm *form, const char *complaint)
{
  CliPage top = { .language = language, .form = form, .complaint = complaint };
  g_autofree char *empty = cli_page_top (&top);
  HsReportPage page = { .style = cli_page_style (), .script = cli_page_script (), .empty = empty };
  g_autoptr (HsReport) report = make_report (serve, language, form, HS_FORMAT_HTML, &page);
  CliAnswer answer = { .status = status, .body = g_string_new (NULL) };

  hs_report_finish (report, answer.body);
  answer.policy = hs_report_policy (report);
  return answer;
}

CliAnswer
cli_answer_form (const CliServe *serve, CliLanguage language, const CliForm *form)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsOptions) analysis = make_analysis (serve, language, form, &error);

  if (analysis == NULL) {
    const Catalogue *catalogue = catalogue_for (cli_language_tag (language));
    g_autofree char *complaint = hs_error_text (error, catalogue_translate, (gpointer)catalogue);
    return cli_answer_page (serve, language, MHD_HTTP_BAD_REQUEST, form, complaint);
  }
  if (cli_form_inputs (form)->len == 0)
    return cli_answer_page (serve, language, MHD_HTTP_BAD_REQUEST, form, cli_word (language, CLI_WORD_NOTHING));
  return answer_reports (serve, language, form, analysis);
}
