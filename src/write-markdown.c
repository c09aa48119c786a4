/* For tickets and chat: what mail holds stands in code spans, so nothing in it is a link, a mention or markup.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "view.h"

typedef struct {
  GString *out;
  const HsReportOptions *options;
  const HsTrace *trace;
} Page;

static void
put_words (const Page *page, const char *text)
{
  hs_escape_markdown_words (page->out, hs_slice_str (text));
}

static void
put_heading (const Page *page, const char *text)
{
  g_string_append (page->out, "\n#### ");
  put_words (page, text);
  g_string_append (page->out, "\n\n");
}

/* Begins the row of a list of facts; what follows is its value, ended by end_fact. */
static gsize
begin_fact (const Page *page, const char *label)
{
  g_string_append (page->out, "| ");
  put_words (page, label);
  g_string_append (page->out, " | ");
  return page->out->len;
}

/* Takes the row back where no value came. */
static void
end_fact (const Page *page, gsize start)
{
  if (page->out->len > start) {
    g_string_append (page->out, " |\n");
    return;
  }
  while (page->out->len > 0 && page->out->str[page->out->len - 1] != '\n')
    g_string_truncate (page->out, page->out->len - 1);
}

static void
put_fact (const Page *page, const char *label, HsSlice value)
{
  gsize start = begin_fact (page, label);
  hs_escape_markdown (page->out, value);
  end_fact (page, start);
}

static void
put_word_fact (const Page *page, const char *label, const char *word, const char *meaning)
{
  gsize start = begin_fact (page, label);

  g_string_append (page->out, "**");
  put_words (page, word);
  g_string_append (page->out, "**: ");
  put_words (page, meaning);
  end_fact (page, start);
}

static void
put_route (const Page *page, const char *label)
{
  g_autoptr (GArray) stops = hs_view_route (page->trace);
  gsize start = begin_fact (page, label);

  for (guint i = 0; i < stops->len; i++) {
    g_string_append (page->out, i > 0 ? " → " : "");
    hs_view_stop (&g_array_index (stops, HsStop, i), hs_escape_markdown, page->out);
  }
  end_fact (page, start);
}

static void
put_node (const Page *page, const char *label, HsSlice name, const HsIp *ip)
{
  HsHop side = { .from_helo = name, .from_ip = *ip };
  gsize start = begin_fact (page, label);

  hs_view_from (&side, hs_escape_markdown, page->out);
  end_fact (page, start);
}

static void
put_connectors (const Page *page)
{
  const HsReportOptions *options = page->options;
  const HsVerdict *verdict = &page->trace->verdict;
  g_autoptr (GString) room = g_string_new (NULL);

  if (verdict->n_connectors == 0)
    put_fact (page, T_ ("Matched connector"), hs_writer_own (options, verdict->matched_connector, room));
  for (guint i = 0; i < verdict->n_connectors; i++) {
    gsize start = begin_fact (page, verdict->connectors[i].matched ? T_ ("Matched connector") : T_ ("Not matched"));
    hs_escape_markdown (page->out, hs_writer_own (options, verdict->connectors[i].name, room));
    g_string_append (page->out, " ");
    hs_writer_text_with (options, &verdict->connectors[i].reason, hs_escape_markdown_words, hs_escape_markdown, page->out);
    end_fact (page, start);
  }
}

static void
put_verdict (const Page *page)
{
  const HsReportOptions *options = page->options;
  const HsVerdict *verdict = &page->trace->verdict;

  for (guint i = 0; i < verdict->n_summary; i++) {
    g_string_append (page->out, i > 0 ? " " : "");
    hs_writer_text_with (options, &verdict->summary[i], hs_escape_markdown_words, hs_escape_markdown, page->out);
  }
  if (verdict->n_summary == 0)
    put_words (page, hs_view_connector (options, verdict->connector));
  g_string_append (page->out, "\n\n| ");
  put_words (page, T_ ("What"));
  g_string_append (page->out, " | ");
  put_words (page, T_ ("Value"));
  g_string_append (page->out, " |\n| --- | --- |\n");
}

static void
put_facts (const Page *page)
{
  const HsReportOptions *options = page->options;
  const HsVerdict *verdict = &page->trace->verdict;
  const HsMessageInfo *message = &page->trace->message;
  const HsOrigin *origin = &page->trace->origin;
  gsize start;

  put_route (page, T_ ("Route"));
  put_word_fact (page, T_ ("Connector"), hs_connector_name (verdict->connector), hs_view_connector (options, verdict->connector));
  put_word_fact (page, T_ ("Assurance"), hs_assurance_name (verdict->assurance), hs_view_assurance (options, verdict->assurance));
  put_word_fact (page, T_ ("Path"), hs_path_name (verdict->submission_path), hs_view_path (options, verdict->submission_path));
  put_fact (page, T_ ("Tenant"), verdict->tenant_id);
  put_node (page, T_ ("Connected"), verdict->helo, &verdict->connecting_ip);
  put_connectors (page);
  put_node (page, T_ ("Origin"), hs_slice_is_empty (origin->helo) ? origin->rdns : origin->helo, &origin->ip);
  start = begin_fact (page, T_ ("Source"));
  hs_view_source (options, &page->trace->source, hs_escape_markdown, page->out);
  end_fact (page, start);
  put_fact (page, T_ ("Subject"), message->subject);
  put_fact (page, T_ ("From"), message->from_address);
  start = begin_fact (page, T_ ("To"));
  for (guint i = 0; i < message->n_to; i++) {
    g_string_append (page->out, i > 0 ? ", " : "");
    hs_escape_markdown (page->out, message->to_addresses[i]);
  }
  end_fact (page, start);
  start = begin_fact (page, T_ ("Date"));
  hs_view_time (&message->date, page->out);
  if (page->out->len > start) {
    g_autoptr (GString) delivered = g_string_new (NULL);
    hs_view_delivered (options, &page->trace->timing, delivered);
    g_string_append (page->out, delivered->len > 0 ? " UTC, " : " UTC");
    put_words (page, delivered->str);
  }
  end_fact (page, start);
  put_fact (page, T_ ("Message ID"), message->message_id);
}

/* Hops. */

static void
put_delay (const Page *page, const HsHop *hop)
{
  const HsReportOptions *options = page->options;

  if ((hop->time.flags & HS_TIME_KNOWN) == 0) {
    put_words (page, T_ ("no date"));
  } else if (hop->skew_known && hop->skew_us != 0) {
    put_words (page, T_ ("clock"));
    g_string_append (page->out, hop->skew_us > 0 ? " +" : " ");
    hs_view_duration (options, hop->skew_us, page->out);
  } else if (hop->delay_known) {
    hs_view_duration (options, hop->delay_us, page->out);
  }
}

static void
put_hop (const Page *page, const HsHop *hop)
{
  const HsReportOptions *options = page->options;

  g_string_append_printf (page->out, "| %u | ", hop->index);
  hs_view_time (&hop->time, page->out);
  g_string_append (page->out, " | ");
  put_delay (page, hop);
  g_string_append (page->out, " | ");
  hs_view_what (options, page->trace, hop, hs_escape_markdown_words, hs_escape_markdown, page->out);
  g_string_append (page->out, " | ");
  hs_view_from (hop, hs_escape_markdown, page->out);
  g_string_append (page->out, " | ");
  hs_view_by (hop, hs_escape_markdown, page->out);
  g_string_append (page->out, " | ");
  hs_escape_markdown (page->out, hop->protocol);
  g_string_append (page->out, " | ");
  hs_view_tls (options, hop, hs_escape_markdown, page->out);
  g_string_append (page->out, " | ");
  put_words (page, hs_view_trust_word (options, hop->trust));
  g_string_append (page->out, " |\n");
}

static void
put_hops (const Page *page)
{
  const HsReportOptions *options = page->options;
  const char *titles[] = { "#",       T_ ("Time (UTC)"), T_ ("Delay"), T_ ("What happened"), T_ ("From"),
                           T_ ("By"), T_ ("Protocol"),   T_ ("TLS"),   T_ ("Trust") };
  const HsTrace *trace = page->trace;

  put_heading (page, T_ ("Hops, oldest first"));
  if (trace->n_written_hops == 0) {
    put_words (page, T_ ("There is no Received line."));
    g_string_append_c (page->out, '\n');
  } else {
    for (guint i = 0; i < G_N_ELEMENTS (titles); i++) {
      g_string_append (page->out, "| ");
      put_words (page, titles[i]);
      g_string_append_c (page->out, ' ');
    }
    g_string_append (page->out, "|\n| ---: | --- | ---: | --- | --- | --- | --- | --- | --- |\n");
  }
  for (guint i = 0; i < MIN (trace->n_written_hops, trace->n_hops); i++)
    put_hop (page, &trace->hops[i]);
  for (guint i = trace->n_written_hops; i < trace->n_hops; i++) {
    g_string_append (page->out, i == trace->n_written_hops ? "\n" : "");
    g_string_append (page->out, "- ");
    put_words (page, T_ ("Named by other fields, no Received line:"));
    g_string_append_c (page->out, ' ');
    hs_view_by (&trace->hops[i], hs_escape_markdown, page->out);
    g_string_append_c (page->out, '\n');
  }
}

/* Proof. */

static void
put_evidence (const Page *page, const HsEvidence *evidence)
{
  const HsReportOptions *options = page->options;
  const HsField *field = hs_view_field (page->trace, evidence->field);
  HsText line = { N_ ("line {1}"), { HS_SLICE_NONE } };
  char digits[24];

  g_string_append_printf (page->out, "- **e%u** ", evidence->id);
  hs_writer_text_with (options, &evidence->shows, hs_escape_markdown_words, hs_escape_markdown, page->out);
  g_string_append (page->out, " (");
  put_words (page, hs_view_assurance_word (options, evidence->assurance));
  g_string_append (page->out, evidence->forgeable ? ", " : "");
  put_words (page, evidence->forgeable ? T_ ("a sender could have written it") : "");
  g_string_append (page->out, ")\n");
  if (field == NULL)
    return;
  g_string_append (page->out, "  ");
  hs_escape_markdown (page->out, field->name);
  g_string_append (page->out, " (");
  line.args[0] = hs_view_number (digits, field->line);
  hs_writer_text_with (options, &line, hs_escape_markdown_words, hs_escape_markdown_words, page->out);
  g_string_append (page->out, "): ");
  hs_escape_markdown (page->out, field->value);
  g_string_append_c (page->out, '\n');
}

static void
put_finding (const Page *page, const HsFinding *finding)
{
  const HsReportOptions *options = page->options;

  g_string_append (page->out, "- **");
  put_words (page, hs_view_severity (options, finding->severity));
  g_string_append_printf (page->out, " %s** ", finding->code);
  put_words (page, finding->title != NULL ? T_ (finding->title) : "");
  if (finding->detail.format != NULL) {
    g_string_append (page->out, ": ");
    hs_writer_text_with (options, &finding->detail, hs_escape_markdown_words, hs_escape_markdown, page->out);
  }
  if (finding->advice != NULL && *finding->advice != '\0') {
    HsText advice = { N_ ("What to do: {1}"), { hs_slice_str (T_ (finding->advice)) } };
    g_string_append (page->out, "\n  ");
    hs_writer_text_with (options, &advice, hs_escape_markdown_words, hs_escape_markdown_words, page->out);
  }
  g_string_append_c (page->out, '\n');
}

static void
put_proof (const Page *page)
{
  const HsReportOptions *options = page->options;
  const HsTrace *trace = page->trace;

  if (trace->n_evidence > 0)
    put_heading (page, T_ ("Evidence"));
  for (guint i = 0; i < trace->n_evidence; i++)
    put_evidence (page, &trace->evidence[i]);
  if (trace->n_findings > 0)
    put_heading (page, T_ ("Findings"));
  for (int severity = HS_SEVERITY_ALERT; severity >= HS_SEVERITY_INFO; severity--)
    for (guint i = 0; i < trace->n_findings; i++)
      if ((int)trace->findings[i].severity == severity)
        put_finding (page, &trace->findings[i]);
}

static void
put_decoded (const Page *page, const char *heading, const HsDecoded *decoded, guint n)
{
  const HsReportOptions *options = page->options;
  g_autoptr (GString) room = g_string_new (NULL);

  if (n == 0)
    return;
  put_heading (page, heading);
  g_string_append_printf (page->out, "| %s | %s | %s |\n| --- | --- | --- |\n", T_ ("Key"), T_ ("Value"), T_ ("Meaning"));
  for (guint i = 0; i < n; i++) {
    g_string_append (page->out, "| ");
    hs_escape_markdown (page->out, decoded[i].key);
    g_string_append (page->out, " | ");
    hs_escape_markdown (page->out, hs_writer_own (options, decoded[i].value, room));
    g_string_append (page->out, " | ");
    put_words (page, decoded[i].meaning != NULL ? T_ (decoded[i].meaning) : "");
    g_string_append (page->out, " |\n");
  }
}

static void
put_fields (const Page *page)
{
  const HsReportOptions *options = page->options;

  put_heading (page, T_ ("All header fields"));
  for (guint i = 0; i < page->trace->n_fields; i++) {
    g_string_append_printf (page->out, "- %u ", page->trace->fields[i].line);
    hs_escape_markdown (page->out, page->trace->fields[i].name);
    g_string_append_c (page->out, ' ');
    hs_escape_markdown (page->out, page->trace->fields[i].value);
    g_string_append_c (page->out, '\n');
  }
}

static void
markdown_message (HsReport *report, const HsTrace *trace, GString *out)
{
  const HsReportOptions *options = &report->options;
  const HsMicrosoft365 *m365 = &trace->microsoft365;
  Page page = { out, options, trace };

  if (report->messages > 0)
    g_string_append (out, "\n---\n\n");
  put_verdict (&page);
  put_facts (&page);
  put_hops (&page);
  put_proof (&page);
  if (options->verbose) {
    put_decoded (&page, "X-Forefront-Antispam-Report", m365->forefront, m365->n_forefront);
    put_decoded (&page, "X-Microsoft-Antispam", m365->antispam, m365->n_antispam);
    put_decoded (&page, T_ ("Authentication results"), m365->authentication, m365->n_authentication);
    put_decoded (&page, T_ ("Other Microsoft fields"), m365->headers, m365->n_headers);
  }
  if (options->headers)
    put_fields (&page);
}

const HsWriter hs_writer_markdown = { .name = "markdown", .message = markdown_message };
