/* Timing, evidence and findings of the text report.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "text-parts.h"

static void
put_slowest (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  const HsHop *hop = hs_view_hop (trace, trace->timing.slowest_hop);
  g_autoptr (GString) delay = g_string_new (NULL), owner = g_string_new (NULL);
  g_autofree char *text = NULL;
  char digits[24];

  if (hop == NULL || hop->delay_us <= 0)
    return;
  hs_view_duration (options, hop->delay_us, delay);
  /* until then it lay with the server of the hop before */
  hs_view_owner (options, hop->index > 1 ? hs_view_hop (trace, hop->index - 1) : hop, hs_escape_text, owner);
  text = hs_view_sentence (options, N_ ("Slowest: hop {1} took {2} (owner: {3})."), hs_view_number (digits, hop->index),
                           hs_slice_str (delay->str), hs_slice_str (owner->str));
  hs_page_paragraph (page, HS_STYLE_PLAIN, text, 2);
}

static void
put_skews (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  for (guint i = 0; i < trace->timing.n_skewed; i++) {
    const HsHop *hop = hs_view_hop (trace, trace->timing.skewed_hops[i]);
    g_autoptr (GString) skew = g_string_new (NULL);
    g_autofree char *text = NULL;
    char digits[24];
    if (hop == NULL)
      continue;
    hs_view_duration (options, hop->skew_us < 0 ? -hop->skew_us : hop->skew_us, skew);
    text = hs_view_sentence (options,
                             hop->skew_us < 0 ? N_ ("Clock of hop {1} is {2} slow: not counted as delay.")
                                              : N_ ("Clock of hop {1} is {2} fast: not counted as delay."),
                             hs_view_number (digits, hop->index), hs_slice_str (skew->str), HS_SLICE_NONE);
    hs_page_paragraph (page, HS_STYLE_WARNING, text, 2);
  }
}

void
hs_text_timing (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  const HsTiming *timing = &trace->timing;
  g_autofree char *total = hs_view_total (options, trace), *undated = NULL;
  char digits[24];

  hs_page_heading (page, T_ ("Timing"));
  hs_page_paragraph (page, HS_STYLE_PLAIN, total, 2);
  put_slowest (page, options, trace);
  put_skews (page, options, trace);
  if (timing->undated_hops == 0)
    return;
  undated = hs_view_sentence (options, N_ ("Hops without a date that can be read: {1}."), hs_view_number (digits, timing->undated_hops),
                              HS_SLICE_NONE, HS_SLICE_NONE);
  hs_page_paragraph (page, HS_STYLE_WARNING, undated, 2);
}

/* "name (line 118)" */
static void
put_field_name (const HsReportOptions *options, const HsField *field, GString *out)
{
  g_autofree char *line = NULL;
  char digits[24];

  hs_escape_text (out, field->name);
  line = hs_view_sentence (options, N_ ("line {1}"), hs_view_number (digits, field->line), HS_SLICE_NONE, HS_SLICE_NONE);
  g_string_append_printf (out, " (%s)", line);
}

static void
put_claims (guint32 supports, GString *out)
{
  gboolean first = TRUE;

  for (guint claim = 0; claim < 32; claim++) {
    const char *name = supports >> claim & 1 ? hs_claim_name ((HsClaim)claim) : NULL;
    if (name == NULL)
      continue;
    g_string_append (out, first ? "" : ", ");
    g_string_append (out, name);
    first = FALSE;
  }
}

/* "stamped by Microsoft 365, cannot be forged by a sender here; attested; speaks for: traversed" */
static char *
make_standing (const HsReportOptions *options, const HsEvidence *evidence)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GString) who = g_string_new (NULL), claims = g_string_new (NULL);
  HsText stamped = { evidence->forgeable ? N_ ("Stamped by {1}; a sender could have written it; {2}; speaks for: {3}")
                                         : N_ ("Stamped by {1}; a sender cannot write it here; {2}; speaks for: {3}"),
                     { HS_SLICE_NONE } };

  if (evidence->stamped_by != NULL)
    hs_view_operator (options, evidence->stamped_by, who);
  else
    g_string_append (who, T_ ("nobody known"));
  put_claims (evidence->supports, claims);
  stamped.args[0] = hs_slice_str (who->str);
  stamped.args[1] = hs_slice_str (hs_view_assurance_word (options, evidence->assurance));
  stamped.args[2] = hs_slice_str (claims->len > 0 ? claims->str : "-");
  hs_writer_text (options, &stamped, hs_escape_text, text);
  return g_string_free (text, FALSE);
}

static void
put_evidence (HsPage *page, const HsReportOptions *options, const HsTrace *trace, const HsEvidence *evidence)
{
  const HsField *field = hs_view_field (trace, evidence->field);
  g_autoptr (GString) head = g_string_new (NULL), value = g_string_new (NULL), shows = g_string_new (NULL);
  g_autofree char *standing = make_standing (options, evidence), *id = g_strdup_printf ("e%u", evidence->id);

  hs_page_spaces (page, 2);
  hs_page_padded (page, HS_STYLE_BOLD, id, 5);
  hs_writer_text (options, &evidence->shows, hs_escape_text, shows);
  hs_page_words (page, HS_STYLE_PLAIN, shows->str, 7, 7);
  if (field != NULL) {
    put_field_name (options, field, head);
    hs_page_paragraph (page, HS_STYLE_NOTE, head->str, 7);
    hs_escape_text (value, hs_slice_trim (field->value));
    hs_page_paragraph (page, HS_STYLE_PLAIN, value->str, 9);
  }
  hs_page_paragraph (page, HS_STYLE_DIM, standing, 7);
}

static gboolean
is_contradiction (const HsVerdict *verdict, guint id)
{
  for (guint i = 0; i < verdict->n_contradictions; i++)
    if (verdict->contradictions[i] == id)
      return TRUE;
  return FALSE;
}

void
hs_text_evidence (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  guint shown = 0;

  hs_page_heading (page, T_ ("Evidence"));
  for (guint i = 0; i < trace->n_evidence; i++)
    if (!is_contradiction (&trace->verdict, trace->evidence[i].id)) {
      put_evidence (page, options, trace, &trace->evidence[i]);
      shown++;
    }
  if (shown == 0)
    hs_page_paragraph (page, HS_STYLE_PLAIN, T_ ("None."), 2);
  if (trace->verdict.n_contradictions == 0)
    return;
  hs_page_heading (page, T_ ("Evidence that contradicts or does not fit"));
  for (guint i = 0; i < trace->verdict.n_contradictions; i++) {
    const HsEvidence *evidence = hs_view_evidence (trace, trace->verdict.contradictions[i]);
    if (evidence != NULL)
      put_evidence (page, options, trace, evidence);
  }
}

static HsStyle
severity_style (HsSeverity severity)
{
  static const HsStyle styles[] = { HS_STYLE_DIM, HS_STYLE_NOTE, HS_STYLE_WARNING, HS_STYLE_ALERT };
  return styles[MIN ((guint)severity, G_N_ELEMENTS (styles) - 1)];
}

/* The widest of the words, so that codes stand below each other. */
static guint
severity_columns (const HsReportOptions *options)
{
  guint columns = 0;

  for (int severity = HS_SEVERITY_INFO; severity <= HS_SEVERITY_ALERT; severity++) {
    const char *word = hs_view_severity (options, (HsSeverity)severity);
    columns = MAX (columns, hs_text_width (word, strlen (word)));
  }
  return columns;
}

/* "hop 2, line 33, e4" */
static char *
make_places (const HsReportOptions *options, const HsFinding *finding)
{
  GString *text = g_string_new (NULL);
  g_autofree char *hop = NULL, *line = NULL;
  char digits[24];

  if (finding->hop > 0) {
    hop = hs_view_sentence (options, N_ ("hop {1}"), hs_view_number (digits, finding->hop), HS_SLICE_NONE, HS_SLICE_NONE);
    g_string_append (text, hop);
  }
  if (finding->line > 0) {
    line = hs_view_sentence (options, N_ ("line {1}"), hs_view_number (digits, finding->line), HS_SLICE_NONE, HS_SLICE_NONE);
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", line);
  }
  for (guint i = 0; i < finding->n_evidence; i++)
    g_string_append_printf (text, "%se%u", text->len > 0 ? ", " : "", finding->evidence[i]);
  return g_string_free (text, FALSE);
}

static void
put_finding (HsPage *page, const HsReportOptions *options, const HsFinding *finding)
{
  g_autoptr (GString) head = g_string_new (NULL), detail = g_string_new (NULL);
  g_autofree char *places = make_places (options, finding), *advice = NULL;
  const char *severity = hs_view_severity (options, finding->severity);
  guint column = 2 + severity_columns (options) + 2 + 7;

  hs_page_spaces (page, 2);
  hs_page_padded (page, severity_style (finding->severity), severity, severity_columns (options) + 2);
  hs_page_padded (page, HS_STYLE_BOLD, finding->code, 7);
  hs_escape_text (head, hs_slice_str (finding->title != NULL ? T_ (finding->title) : NULL));
  if (*places != '\0')
    g_string_append_printf (head, " (%s)", places);
  hs_page_words (page, HS_STYLE_BOLD, head->str, column, column);
  hs_writer_text (options, &finding->detail, hs_escape_text, detail);
  if (detail->len > 0)
    hs_page_paragraph (page, HS_STYLE_PLAIN, detail->str, column);
  if (finding->advice == NULL || *finding->advice == '\0')
    return;
  advice = hs_view_sentence (options, N_ ("What to do: {1}"), hs_slice_str (T_ (finding->advice)), HS_SLICE_NONE, HS_SLICE_NONE);
  hs_page_paragraph (page, HS_STYLE_PLAIN, advice, column);
}

void
hs_text_findings (HsPage *page, const HsReportOptions *options, const HsTrace *trace)
{
  hs_page_heading (page, T_ ("Findings"));
  if (trace->n_findings == 0)
    hs_page_paragraph (page, HS_STYLE_PLAIN, T_ ("None."), 2);
  for (int severity = HS_SEVERITY_ALERT; severity >= HS_SEVERITY_INFO; severity--)
    for (guint i = 0; i < trace->n_findings; i++)
      if ((int)trace->findings[i].severity == severity)
        put_finding (page, options, &trace->findings[i]);
}
