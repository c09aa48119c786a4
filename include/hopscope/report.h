/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_REPORT_H
#define HOPSCOPE_REPORT_H

#include <hopscope/ruleset.h>
#include <hopscope/trace.h>

G_BEGIN_DECLS

typedef enum { HS_FORMAT_TEXT, HS_FORMAT_JSON, HS_FORMAT_NDJSON, HS_FORMAT_HTML, HS_FORMAT_MARKDOWN, HS_FORMAT_CSV } HsFormat;

/** hs_format_from_name: %FALSE if @name ("text", "json", ...) is no format. */
HS_API gboolean hs_format_from_name (const char *name, HsFormat *format);

/**
 * HsReportPage:
 * @style: (nullable): goes behind the report's style sheet
 * @script: (nullable): goes behind the report's script
 * @above: (nullable): markup above the messages
 * @empty: (nullable): markup in their place where there is none
 *
 * An HTML report as the body of a page that a server sends. All of it is the server's own and goes out as it is: text from elsewhere
 * must have been escaped. Such a page may send forms and requests to the server it came from, and to nobody else. @above and @empty are
 * read by hs_report_finish(), so they may be set until then.
 */
typedef struct {
  const char *style;
  const char *script;
  const char *above;
  const char *empty;
} HsReportPage;

/**
 * HsReportOptions:
 * @width: columns for text; 0: no limit (output is not a terminal), nothing is cut or wrapped
 * @color: ANSI colours in text
 * @verbose: decoded Microsoft fields, seals and timing in full
 * @headers: every header field too
 * @redact: pseudonyms for local parts, subjects and non-Microsoft hosts and addresses
 * @zone: (nullable): show times in this zone beside UTC
 * @translate: (nullable): for text, HTML and Markdown; never used for JSON, NDJSON and CSV
 * @lang: (nullable): language tag of @translate, such as "ko"
 * @ruleset: (nullable): gives a summary the titles of the findings it counts; borrowed
 * @page: (nullable): for HTML that is sent by a server; borrowed, must outlive the report
 */
typedef struct {
  HsFormat format;
  guint width;
  gboolean color;
  gboolean verbose;
  gboolean headers;
  gboolean redact;
  GTimeZone *zone;
  HsTranslate translate;
  gpointer translate_data;
  const char *lang;
  const HsRuleset *ruleset;
  const HsReportPage *page;
} HsReportOptions;

/** HsReport: renders traces one after the other into one document; append what @out holds to a file whenever you like and truncate it. */
typedef struct _HsReport HsReport;

HS_API HsReport *hs_report_new (const HsReportOptions *options);
HS_API void hs_report_free (HsReport *report);
/** hs_report_add: appends what can be written already. */
HS_API void hs_report_add (HsReport *report, const HsTrace *trace, GString *out);
/** hs_report_add_error: a message or file that could not be read. Only JSON, NDJSON and HTML show it; the tool also says it on stderr. */
HS_API void hs_report_add_error (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out);
/** hs_report_finish: what closes the document. With no message at all the document is still valid. */
HS_API void hs_report_finish (HsReport *report, GString *out);

/**
 * hs_report_policy:
 *
 * Returns: (transfer full) (nullable): the Content-Security-Policy that an HTML report names in its head, for a server to send as well;
 * %NULL for other formats
 */
HS_API char *hs_report_policy (const HsReport *report);

/** hs_report_record: one NDJSON line, with line end; depends on nothing but @trace, so threads may call it side by side. */
HS_API void hs_report_record (const HsReportOptions *options, const HsTrace *trace, GString *out);
HS_API void hs_report_error_record (const HsSourceInfo *source, const GError *error, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsReport, hs_report_free)

G_END_DECLS

#endif
