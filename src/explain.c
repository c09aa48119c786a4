/* SPDX-License-Identifier: MIT */
#include <hopscope/explain.h>

#include "address.h"
#include "ascii.h"
#include "domain.h"
#include "escape.h"
#include "explain-nearest.h"
#include "explain-says.h"
#include "rules.h"
#include "text-page.h"

enum { QUERY_MAX = 512, INDENT = 2 };

/* One question: its words are the parts between blanks and the signs : = ; , so that a value may be pasted as it stands. */
typedef struct {
  const HsRuleset *ruleset;
  const HsReportOptions *options;
  HsPage page;
  char *query;
  char **words;
  guint n_words;
  gboolean answered;
} Question;

static void
add (HsPairs *pairs, const char *label, HsStyle style, const char *text)
{
  g_autoptr (GString) safe = g_string_new (NULL);

  if (text == NULL)
    return;
  hs_escape_text (safe, hs_slice_str (text));
  hs_pairs_add (pairs, label, style, safe->str);
}

/* A title and lines below it; an empty line stands between answers. */
static void
begin_answer (Question *question, const char *title)
{
  g_autoptr (GString) safe = g_string_new (NULL);

  if (question->answered)
    hs_page_end_line (&question->page);
  question->answered = TRUE;
  hs_escape_text (safe, hs_slice_str (title));
  hs_page_paragraph (&question->page, HS_STYLE_BOLD, safe->str, 0);
}

static const char *
translated (const Question *question, const char *text)
{
  return text[0] != '\0' ? hs_writer_translate (question->options, text) : NULL;
}

/* Each part of "observed in public mail; RFC 5322 section 3.6" is a text of its own. */
static void
add_source (HsPairs *pairs, const HsReportOptions *options, const char *source)
{
  g_auto (GStrv) parts = g_strsplit (source, "; ", -1);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? "; " : "", hs_writer_translate (options, parts[i]));
  add (pairs, T_ ("Source"), HS_STYLE_DIM, all->str);
}

static void
explain_finding (Question *question)
{
  const HsReportOptions *options = question->options;
  const HsFindingRow *row = hs_ruleset_finding (question->ruleset, question->query);
  g_autofree char *title = NULL, *says = row != NULL ? hs_explain_says (options, row) : NULL;
  HsPairs *pairs;

  if (row == NULL)
    return;
  title = g_strdup_printf ("%s: %s", row->code, translated (question, row->title) != NULL ? translated (question, row->title) : "");
  begin_answer (question, title);
  pairs = hs_pairs_new ();
  add (pairs, T_ ("Severity"), HS_STYLE_PLAIN, hs_severity_name (row->severity));
  add (pairs, T_ ("Says"), HS_STYLE_PLAIN, says);
  add (pairs, T_ ("Means"), HS_STYLE_PLAIN, translated (question, row->means));
  add (pairs, T_ ("Matters"), HS_STYLE_PLAIN, translated (question, row->matters));
  add (pairs, T_ ("To do"), HS_STYLE_PLAIN, translated (question, row->advice));
  add (pairs, T_ ("How sure"), HS_STYLE_PLAIN, translated (question, row->sure));
  hs_pairs_print (pairs, &question->page, INDENT);
}

/* "AuthAs" for "X-MS-Exchange-Organization-AuthAs". */
static gboolean
is_short_for (const char *word, const char *name)
{
  gsize n = strlen (word), len = strlen (name);

  return g_ascii_strcasecmp (word, name) == 0 ||
         (n >= 2 && len > n && name[len - n - 1] == '-' && g_ascii_strcasecmp (name + len - n, word) == 0);
}

/* Values of @header, or of one key in it: a table of two columns. */
static void
list_values (Question *question, const char *header, const char *key)
{
  guint n;
  const HsValueRow *rows = hs_ruleset_values (question->ruleset, &n);
  HsPairs *pairs = hs_pairs_new ();

  for (guint i = 0; i < n; i++) {
    g_autofree char *label = NULL;
    if (g_ascii_strcasecmp (rows[i].header, header) != 0 || (key != NULL && g_ascii_strcasecmp (rows[i].key, key) != 0))
      continue;
    label = g_strdup_printf ("%s%s%s", rows[i].key, rows[i].key[0] != '\0' ? ":" : "", rows[i].value);
    add (pairs, label, HS_STYLE_PLAIN, translated (question, rows[i].meaning));
  }
  hs_pairs_print (pairs, &question->page, INDENT);
}

static void
explain_header_row (Question *question, const HsHeaderRow *row)
{
  const HsReportOptions *options = question->options;
  g_autofree char *member = hs_explain_nearest_member (question->ruleset, row->name, question->query);
  HsPairs *pairs = hs_pairs_new ();

  begin_answer (question, row->name);
  add (pairs, T_ ("Nearest"), HS_STYLE_PLAIN, member);
  add (pairs, T_ ("Means"), HS_STYLE_PLAIN, translated (question, row->meaning));
  add (pairs, T_ ("Stamped by"), HS_STYLE_PLAIN, translated (question, row->stamped_by));
  add (pairs, T_ ("At the border"), HS_STYLE_PLAIN, translated (question, row->border));
  add (pairs, T_ ("Form"), HS_STYLE_PLAIN, translated (question, row->value_form));
  add (pairs, T_ ("Use"), HS_STYLE_PLAIN, translated (question, row->use));
  add (pairs, T_ ("Private"), HS_STYLE_PLAIN, row->secret ? T_ ("yes: hidden unless asked for") : NULL);
  add (pairs, T_ ("How sure"), HS_STYLE_PLAIN, translated (question, row->confidence));
  add_source (pairs, options, row->source);
  hs_pairs_print (pairs, &question->page, INDENT);
  list_values (question, row->name, NULL);
}

/* The header of that very name, else all for which the word is short, else its family. */
static void
explain_header (Question *question)
{
  guint n, shown = 0;
  const HsHeaderRow *rows = hs_ruleset_headers (question->ruleset, &n);
  const HsHeaderRow *row = hs_ruleset_header (question->ruleset, hs_slice_str (question->words[0]));

  if (question->n_words != 1)
    return;
  if (row != NULL)
    explain_header_row (question, row);
  for (guint i = 0; row == NULL && i < n && shown < 4; i++)
    if (is_short_for (question->words[0], rows[i].name)) {
      explain_header_row (question, &rows[i]);
      shown++;
    }
}

static void
explain_value_row (Question *question, const HsValueRow *row, const char *value)
{
  const HsReportOptions *options = question->options;
  g_autofree char *title = g_strdup_printf ("%s%s%s", row->key, row->key[0] != '\0' ? ":" : "", value), *nearest = NULL;
  HsPairs *pairs = hs_pairs_new ();

  begin_answer (question, title);
  add (pairs, T_ ("Means"), HS_STYLE_PLAIN, translated (question, row->meaning));
  if (hs_explain_nearest_value (question->ruleset, row, value, &nearest))
    add (pairs, T_ ("Value"), HS_STYLE_PLAIN, T_ ("this value is not in the table"));
  add (pairs, T_ ("Nearest"), HS_STYLE_PLAIN, nearest);
  add (pairs, T_ ("Header"), HS_STYLE_PLAIN, row->header);
  add (pairs, T_ ("How sure"), HS_STYLE_PLAIN, translated (question, row->confidence));
  add_source (pairs, options, row->source);
  hs_pairs_print (pairs, &question->page, INDENT);
}

/* Every header that has such a key, or for which the key is short, is asked once. */
static gboolean
explain_value (Question *question, const char *key, const char *value)
{
  guint n;
  const HsValueRow *rows = hs_ruleset_values (question->ruleset, &n);
  g_autoptr (GPtrArray) told = g_ptr_array_new ();

  for (guint i = 0; i < n; i++) {
    const HsValueRow *row;
    if (rows[i].key[0] != '\0' ? g_ascii_strcasecmp (rows[i].key, key) != 0 : !is_short_for (key, rows[i].header))
      continue;
    row = hs_ruleset_value (question->ruleset, rows[i].header, hs_slice_str (rows[i].key), hs_slice_str (value));
    if (row == NULL || g_ptr_array_find (told, row, NULL))
      continue;
    g_ptr_array_add (told, (gpointer)row);
    explain_value_row (question, row, strcmp (row->value, "*") == 0 ? value : row->value);
  }
  return told->len > 0;
}

/* "SFV:SKI", "compauth reason 601", "X-Forefront-Antispam-Report: SFV:SKI;", "CIP:2001:db8::1", a CrossTenant header and its value. */
static void
explain_pair (Question *question)
{
  const char *rest = question->query + strlen (question->words[0]);
  HsSlice value = hs_slice_trim (hs_slice_str (rest + strspn (rest, " \t:=;,")));
  g_autofree char *whole = g_strndup (value.ptr, value.len);
  const HsValueRow *row;

  if (question->n_words < 2 || explain_value (question, question->words[question->n_words - 2], question->words[question->n_words - 1]))
    return;
  row = hs_ruleset_value (question->ruleset, question->words[0], HS_SLICE_LITERAL (""), hs_slice_str (whole));
  if (row != NULL)
    explain_value_row (question, row, whole);
  else
    explain_value (question, question->words[0], whole);
}

/* A key alone lists its values; a value alone says where it stands. */
static void
explain_key_or_value (Question *question)
{
  guint n;
  const HsValueRow *rows = hs_ruleset_values (question->ruleset, &n);
  const char *word = question->words[0], *listed = NULL;

  for (guint i = 0; question->n_words == 1 && i < n; i++) {
    if (rows[i].key[0] != '\0' && g_ascii_strcasecmp (rows[i].key, word) == 0 && g_strcmp0 (listed, rows[i].header) != 0) {
      g_autofree char *title = g_strdup_printf ("%s: %s", rows[i].header, rows[i].key);
      listed = rows[i].header;
      begin_answer (question, title);
      list_values (question, rows[i].header, rows[i].key);
    } else if (strlen (word) > 2 && strcmp (rows[i].value, "*") != 0 && g_ascii_strcasecmp (rows[i].value, word) == 0)
      explain_value_row (question, &rows[i], rows[i].value);
  }
}

static void
explain_words (Question *question)
{
  guint n;
  const HsWordRow *rows = hs_ruleset_words (question->ruleset, &n);

  for (guint i = 0; question->n_words == 1 && i < n; i++) {
    g_autofree char *title = NULL;
    if (g_ascii_strcasecmp (rows[i].word, question->words[0]) != 0)
      continue;
    title = g_strdup_printf ("%s: %s", hs_writer_translate (question->options, rows[i].list), rows[i].word);
    begin_answer (question, title);
    hs_page_paragraph (&question->page, HS_STYLE_PLAIN, hs_writer_translate (question->options, rows[i].meaning), INDENT);
  }
}

static void
explain_build (Question *question)
{
  const HsReportOptions *options = question->options;
  const HsBuildRow *row = hs_ruleset_build (question->ruleset, hs_slice_str (question->query));
  HsPairs *pairs;

  if (row == NULL || strchr (question->query, '.') == NULL)
    return;
  begin_answer (question, question->query);
  pairs = hs_pairs_new ();
  add (pairs, T_ ("Product"), HS_STYLE_PLAIN, row->product);
  add (pairs, T_ ("Released"), HS_STYLE_PLAIN, row->released);
  hs_pairs_print (pairs, &question->page, INDENT);
}

static void
explain_host (Question *question)
{
  const HsReportOptions *options = question->options;
  HsSlice name = hs_slice_str (question->query);
  const HsHost *host = hs_domain_is_qualified (name) ? hs_hosts_lookup (hs_ruleset_hosts (question->ruleset), name) : NULL;
  HsPairs *pairs;

  if (host == NULL)
    return;
  begin_answer (question, question->query);
  pairs = hs_pairs_new ();
  add (pairs, T_ ("Operator"), HS_STYLE_PLAIN, host->operator_name);
  add (pairs, T_ ("Kind"), HS_STYLE_PLAIN, hs_host_kind_name (host->kind));
  add (pairs, T_ ("Cloud"), HS_STYLE_PLAIN, hs_cloud_name (host->cloud));
  add (pairs, T_ ("Pool"), HS_STYLE_PLAIN, hs_pool_name (host->pool));
  add (pairs, T_ ("But"), HS_STYLE_PLAIN, T_ ("a name alone proves nothing: anybody may say it"));
  hs_pairs_print (pairs, &question->page, INDENT);
}

static void
explain_address (Question *question)
{
  const HsReportOptions *options = question->options;
  const HsNetwork *network;
  char text[HS_IP_TEXT_MAX];
  g_autofree char *range = NULL;
  HsPairs *pairs;
  HsIp ip;

  if (!hs_ip_parse_literal (hs_slice_str (question->query), &ip))
    return;
  network = hs_networks_lookup (hs_ruleset_networks (question->ruleset), &ip);
  begin_answer (question, question->query);
  pairs = hs_pairs_new ();
  add (pairs, T_ ("Scope"), HS_STYLE_PLAIN, hs_scope_name (hs_ip_scope (&ip)));
  add (pairs, T_ ("Operator"), HS_STYLE_PLAIN, network != NULL ? network->operator_id : T_ ("not in the tables"));
  if (network != NULL) {
    hs_ip_format (&network->network, text);
    range = g_strdup_printf ("%s/%u", text, network->prefix - (network->network.family == 4 ? 96 : 0));
    add (pairs, T_ ("Range"), HS_STYLE_PLAIN, range);
    add (pairs, T_ ("Service"), HS_STYLE_PLAIN, hs_network_service_name (network->service));
    add (pairs, T_ ("Cloud"), HS_STYLE_PLAIN, hs_cloud_name (network->cloud));
    add (pairs, T_ ("Pool"), HS_STYLE_PLAIN, hs_pool_name (network->pool));
    add (pairs, T_ ("Vouches"), HS_STYLE_PLAIN, network->writes_true_lines ? T_ ("yes: its servers write true lines") : T_ ("no"));
    add (pairs, T_ ("As of"), HS_STYLE_PLAIN, network->date[0] != '\0' ? network->date : NULL);
  }
  hs_pairs_print (pairs, &question->page, INDENT);
}

static void
explain_keys (Question *question)
{
  const HsReportOptions *options = question->options;
  guint n;
  const HsKeyRow *rows = hs_ruleset_keys (question->ruleset, &n);

  if (g_ascii_strcasecmp (question->query, "keys") != 0)
    return;
  begin_answer (question, T_ ("Public keys for ARC and DKIM signatures"));
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("%s._domainkey.%s", rows[i].selector, rows[i].domain);
    g_autofree char *seen = g_strdup_printf ("%s - %s", rows[i].seen_from[0] != '\0' ? rows[i].seen_from : "?",
                                             rows[i].seen_to[0] != '\0' ? rows[i].seen_to : "?");
    HsPairs *pairs = hs_pairs_new ();
    add (pairs, T_ ("Name"), HS_STYLE_BOLD, name);
    add (pairs, T_ ("Algorithm"), HS_STYLE_PLAIN, rows[i].algorithm);
    add (pairs, T_ ("In use"), HS_STYLE_PLAIN, seen);
    add_source (pairs, options, rows[i].source);
    hs_pairs_print (pairs, &question->page, INDENT);
    if (i + 1 < n)
      hs_page_end_line (&question->page);
  }
}

static void
say_unknown (const Question *question, GString *out)
{
  g_autoptr (GString) nearest = g_string_new (NULL);
  HsText text = { .args = { hs_slice_str (question->query) } };

  hs_explain_nearest (question->ruleset, question->query, 0, nearest);
  text.args[1] = (HsSlice){ nearest->str, nearest->len };
  text.format = nearest->len > 0
                    ? N_ ("nothing is known of '{1}'; nearest: {2}")
                    : N_ ("nothing is known of '{1}'; give a finding such as HS204, a header, a value such as SFV:SKI, a word of "
                          "a report, a host, an address, or keys");
  g_string_append (out, "hopscope: explain: ");
  hs_writer_text (question->options, &text, hs_escape_text, out);
  g_string_append_c (out, '\n');
}

static void
answer (Question *question)
{
  explain_keys (question);
  explain_finding (question);
  explain_address (question);
  if (!question->answered)
    explain_build (question);
  explain_pair (question);
  explain_words (question);
  explain_header (question);
  explain_key_or_value (question);
  if (!question->answered)
    explain_host (question);
}

gboolean
hs_explain (const HsRuleset *ruleset, const char *query, const HsReportOptions *options, GString *out)
{
  HsSlice trimmed = hs_slice_trim (hs_slice_str (query));
  g_autofree char *text = g_strndup (trimmed.ptr != NULL ? trimmed.ptr : "", MIN (trimmed.len, QUERY_MAX));
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  Question question = { .ruleset = ruleset, .options = options, .query = text };
  char *comment;

  text[strcspn (text, "\r\n")] = '\0';
  comment = strstr (text, " ("); /* "dkim=none (message not signed)" */
  if (comment != NULL && comment > text)
    *comment = '\0';
  question.page = (HsPage){ .out = out, .width = options->width, .color = options->color };
  parts = g_strsplit_set (text, " \t:=;,", 0);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (words, parts[i]);
  question.words = (char **)words->pdata;
  question.n_words = words->len;
  if (question.n_words > 0)
    answer (&question);
  if (!question.answered)
    say_unknown (&question, out);
  return question.answered;
}
