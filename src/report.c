/* SPDX-License-Identifier: MIT */
#include "html-page.h"
#include "json-record.h"
#include "redact.h"
#include "writer.h"

#include <string.h>

static const HsWriter *const writers[] = {
  [HS_FORMAT_TEXT] = &hs_writer_text_format, [HS_FORMAT_JSON] = &hs_writer_json,         [HS_FORMAT_NDJSON] = &hs_writer_ndjson,
  [HS_FORMAT_HTML] = &hs_writer_html,        [HS_FORMAT_MARKDOWN] = &hs_writer_markdown, [HS_FORMAT_CSV] = &hs_writer_csv,
};

gboolean
hs_format_from_name (const char *name, HsFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    if (strcmp (writers[i]->name, name) == 0) {
      *format = (HsFormat)i;
      return TRUE;
    }
  return FALSE;
}

HsReport *
hs_report_new (const HsReportOptions *options)
{
  HsReport *report = g_new0 (HsReport, 1);

  report->options = *options;
  report->writer = writers[MIN ((guint)options->format, G_N_ELEMENTS (writers) - 1)];
  if (options->zone != NULL)
    g_time_zone_ref (options->zone);
  return report;
}

void
hs_report_free (HsReport *report)
{
  if (report == NULL)
    return;
  if (report->free_state != NULL)
    report->free_state (report->state);
  if (report->options.zone != NULL)
    g_time_zone_unref (report->options.zone);
  hs_redactor_free (report->redactor);
  g_free (report);
}

static void
begin (HsReport *report, GString *out)
{
  if (!report->begun && report->writer->begin != NULL)
    report->writer->begin (report, out);
  report->begun = TRUE;
}

/* Pseudonyms hold for a report; records of NDJSON are each one of their own, or their order would matter. */
static const HsTrace *
redact (HsReport *report, const HsTrace *trace)
{
  if (report->options.format == HS_FORMAT_NDJSON)
    g_clear_pointer (&report->redactor, hs_redactor_free);
  if (report->redactor == NULL)
    report->redactor = hs_redactor_new ();
  return hs_redactor_apply (report->redactor, trace);
}

void
hs_report_add (HsReport *report, const HsTrace *trace, GString *out)
{
  begin (report, out);
  if (report->options.redact)
    trace = redact (report, trace);
  report->writer->message (report, trace, out);
  report->messages++;
}

void
hs_report_add_error (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out)
{
  begin (report, out);
  if (report->writer->error != NULL)
    report->writer->error (report, source, error, out);
  report->errors++;
}

void
hs_report_finish (HsReport *report, GString *out)
{
  begin (report, out);
  if (report->writer->end != NULL)
    report->writer->end (report, out);
}

char *
hs_report_policy (const HsReport *report)
{
  return report->writer == &hs_writer_html ? hs_html_policy (&report->options) : NULL;
}

void
hs_report_record (const HsReportOptions *options, const HsTrace *trace, GString *out)
{
  HsReportOptions ndjson = *options;
  g_autoptr (HsRedactor) redactor = options->redact ? hs_redactor_new () : NULL;

  ndjson.format = HS_FORMAT_NDJSON;
  if (redactor != NULL)
    trace = hs_redactor_apply (redactor, trace);
  hs_json_record (&ndjson, trace, out);
  g_string_append_c (out, '\n');
}

void
hs_report_error_record (const HsSourceInfo *source, const GError *error, GString *out)
{
  hs_json_error_record (source, error, out);
  g_string_append_c (out, '\n');
}
