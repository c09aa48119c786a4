/* The JSON document: one object for one message, a list for several; and NDJSON.  SPDX-License-Identifier: MIT */
#include "json-record.h"
#include "json.h"

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

/* The first record waits here until the second or the end says which of the two the document is. */
static GString *
state_of (HsReport *report)
{
  if (report->state == NULL) {
    report->state = g_string_new (NULL);
    report->free_state = free_string;
  }
  return report->state;
}

static void
put_held (GString *held, guint depth, GString *out)
{
  hs_json_pretty (out, held->str, held->len, depth);
  g_string_truncate (held, 0);
}

/* What precedes the record at hand; after it goes the record itself, or it is kept back. */
static void
add_record (HsReport *report, const GString *record, GString *out)
{
  GString *held = state_of (report);
  guint64 before = report->messages + report->errors;

  if (before == 0) {
    g_string_append_len (held, record->str, (gssize)record->len);
    return;
  }
  if (before == 1) {
    g_string_append (out, "[\n  ");
    put_held (held, 1, out);
  }
  g_string_append (out, ",\n  ");
  hs_json_pretty (out, record->str, record->len, 1);
}

static void
json_message (HsReport *report, const HsTrace *trace, GString *out)
{
  g_autoptr (GString) record = g_string_sized_new (16 * 1024);
  hs_json_record (&report->options, trace, record);
  add_record (report, record, out);
}

static void
json_error (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out)
{
  g_autoptr (GString) record = g_string_new (NULL);
  hs_json_error_record (source, error, record);
  add_record (report, record, out);
}

static void
json_end (HsReport *report, GString *out)
{
  guint64 n = report->messages + report->errors;

  if (n == 0)
    g_string_append (out, "[]");
  else if (n == 1)
    put_held (state_of (report), 0, out);
  else
    g_string_append (out, "\n]");
  g_string_append (out, "\n");
}

const HsWriter hs_writer_json = { .name = "json", .message = json_message, .error = json_error, .end = json_end };

static void
ndjson_message (HsReport *report, const HsTrace *trace, GString *out)
{
  hs_json_record (&report->options, trace, out);
  g_string_append (out, "\n");
}

static void
ndjson_error (HsReport *report, const HsSourceInfo *source, const GError *error, GString *out)
{
  hs_json_error_record (source, error, out);
  g_string_append (out, "\n");
}

const HsWriter hs_writer_ndjson = { .name = "ndjson", .message = ndjson_message, .error = ndjson_error };
