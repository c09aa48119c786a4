/* SPDX-License-Identifier: MIT */
#include "summary-tables.h"

#include "ascii.h"
#include "rules.h"

#define ROWS_MAX 20

static void
free_table (gpointer data)
{
  HsSummaryTable *table = data;
  g_ptr_array_unref (table->rows);
  g_free (table);
}

static HsSummaryTable *
new_table (const char *title)
{
  HsSummaryTable *table = g_new0 (HsSummaryTable, 1);
  table->title = title;
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  return table;
}

static char *
number_text (guint64 n)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, n);
}

static char *
duration_text (const HsReportOptions *options, guint64 ms)
{
  GString *text = g_string_new (NULL);
  hs_view_duration (options, (gint64)(MIN (ms, G_MAXINT64 / 1000) * 1000), text);
  return g_string_free (text, FALSE);
}

static char *
share_text (guint64 count, guint64 all)
{
  double share = all > 0 ? (double)count / (double)all * 1000 + 0.5 : 0;
  guint64 mille = (guint64)MIN (share, 1e15); /* a summary may have been written by anybody */
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " %%", mille / 10, mille % 10);
}

static void
add_count_row (HsSummaryTable *table, const char *name, guint64 count, guint64 all, const char *meaning)
{
  char **row = g_new0 (char *, 5);

  row[0] = g_strdup (name);
  row[1] = number_text (count);
  row[2] = share_text (count, all);
  row[3] = table->meanings ? g_strdup (meaning) : NULL;
  g_ptr_array_add (table->rows, row);
}

typedef const char *(*NameOf) (guint value);
typedef const char *(*WordsOf) (const HsReportOptions *options, guint value);

/* The closed lists that are counted: words for each name. */
#define LIST(list, Type, name_function, words_function)                         \
  static const char *list##_name (guint value)                                  \
  {                                                                             \
    return name_function ((Type)value);                                         \
  }                                                                             \
  static const char *list##_words (const HsReportOptions *options, guint value) \
  {                                                                             \
    return words_function (options, (Type)value);                               \
  }
LIST (verdict, HsConnectorVerdict, hs_connector_name, hs_view_connector)
LIST (assurance, HsAssurance, hs_assurance_name, hs_view_assurance)
LIST (path, HsPath, hs_path_name, hs_view_path)
#undef LIST

static const char *
words_of (const HsReportOptions *options, NameOf name_of, WordsOf words, const char *name)
{
  const char *each;

  for (guint value = 0; (each = name_of (value)) != NULL; value++)
    if (strcmp (each, name) == 0)
      return words (options, value);
  return "";
}

/* What a counted word says, where there is more to it than the word; NULL for lists that have no such words. */
static const char *
meaning_of (const HsReportOptions *options, HsCount what, const char *name)
{
  const HsFindingRow *finding;

  switch (what) {
  case HS_COUNT_VERDICTS:
    return words_of (options, verdict_name, verdict_words, name);
  case HS_COUNT_ASSURANCES:
    return words_of (options, assurance_name, assurance_words, name);
  case HS_COUNT_PATHS:
    return words_of (options, path_name, path_words, name);
  case HS_COUNT_FINDINGS:
    finding = options->ruleset != NULL ? hs_ruleset_finding (options->ruleset, name) : NULL;
    return finding != NULL ? T_ (finding->title) : "";
  default:
    return NULL;
  }
}

/* Counted names are words of JSON, addresses and the like, which stay; these are plain words. */
static char *
shown_name (const HsReportOptions *options, HsCount what, const char *name)
{
  static const char *const tls[] = { N_ ("yes"), N_ ("no"), N_ ("unknown") };
  g_autoptr (GString) room = g_string_new (NULL);

  for (gsize i = 0; what == HS_COUNT_ENTRY_TLS && i < G_N_ELEMENTS (tls); i++)
    if (strcmp (name, tls[i]) == 0)
      return g_strdup (T_ (tls[i]));
  if (what == HS_COUNT_CONNECTORS) {
    HsSlice own = hs_writer_own (options, hs_slice_str (name), room);
    return g_strndup (own.ptr, own.len);
  }
  return g_strdup (name);
}

/* Shares are of all messages, but where something else was counted. */
static HsSummaryTable *
count_table (const HsSummary *summary, const HsReportOptions *options, HsCount what, const char *title, const char *name)
{
  HsSummaryTable *table = new_table (title);
  g_autoptr (GArray) items = hs_tally_items (summary->tallies[what]);
  guint64 rest = hs_tally_other (summary->tallies[what]), all = 0;

  for (guint i = 0; i < items->len; i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    all += item->count;
    rest += i >= ROWS_MAX ? item->count : 0;
  }
  if (what != HS_COUNT_ENTRY_TLS && what != HS_COUNT_ERRORS)
    all = summary->messages;
  table->columns[0] = name;
  table->columns[1] = T_ ("Count");
  table->columns[2] = T_ ("Share");
  table->meanings = meaning_of (options, what, "") != NULL;
  table->columns[3] = table->meanings ? T_ ("Meaning") : NULL;
  table->n_columns = table->meanings ? 4 : 3;
  for (guint i = 0; i < MIN (items->len, ROWS_MAX); i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    g_autofree char *shown = shown_name (options, what, item->name);
    add_count_row (table, shown, item->count, all, meaning_of (options, what, item->name));
  }
  if (rest > 0)
    add_count_row (table, T_ ("others"), rest, all, "");
  return table;
}

static void
add_delay_row (HsSummaryTable *table, const HsReportOptions *options, const char *name, const HsDelays *delays)
{
  char **row = g_new0 (char *, HS_SUMMARY_CELLS + 1);

  row[0] = g_strdup (name);
  row[1] = number_text (delays->count);
  row[2] = duration_text (options, hs_delays_percentile (delays, 50));
  row[3] = duration_text (options, hs_delays_percentile (delays, 90));
  row[4] = duration_text (options, hs_delays_percentile (delays, 99));
  row[5] = duration_text (options, delays->max_ms);
  row[6] = duration_text (options, delays->sum_ms);
  g_ptr_array_add (table->rows, row);
}

static HsSummaryTable *
delay_table (const HsReportOptions *options, const char *title, const char *name)
{
  const char *columns[HS_SUMMARY_CELLS] = { name,           T_ ("Hops"), T_ ("Half below"), T_ ("90 % below"), T_ ("99 % below"),
                                            T_ ("Longest"), T_ ("Sum") };
  HsSummaryTable *table = new_table (title);

  memcpy (table->columns, columns, sizeof columns);
  table->n_columns = HS_SUMMARY_CELLS;
  return table;
}

static HsSummaryTable *
tally_delay_table (const HsSummary *summary, const HsReportOptions *options, HsCount what, const char *title, const char *name)
{
  HsSummaryTable *table = delay_table (options, title, name);
  g_autoptr (GArray) items = hs_tally_items (summary->tallies[what]);

  for (guint i = 0; i < MIN (items->len, ROWS_MAX); i++) {
    const HsTallyItem *item = &g_array_index (items, HsTallyItem, i);
    if (item->delays != NULL)
      add_delay_row (table, options, item->name, item->delays);
  }
  return table;
}

static HsSummaryTable *
total_table (const HsSummary *summary, const HsReportOptions *options)
{
  HsSummaryTable *table = delay_table (options, T_ ("Time from first to last hop"), T_ ("What"));

  table->columns[1] = T_ ("Messages");
  if (summary->total.count > 0)
    add_delay_row (table, options, T_ ("whole route"), &summary->total);
  return table;
}

GPtrArray *
hs_summary_tables (const HsSummary *summary, const HsReportOptions *options)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (free_table);
  const struct {
    HsCount what;
    const char *title, *name;
  } counts[] = {
    { HS_COUNT_VERDICTS, T_ ("Verdicts"), T_ ("Connector") },
    { HS_COUNT_ASSURANCES, T_ ("Assurance"), T_ ("Assurance") },
    { HS_COUNT_PATHS, T_ ("Submission paths"), T_ ("Path") },
    { HS_COUNT_TENANTS, T_ ("Tenants"), T_ ("Tenant") },
    { HS_COUNT_CONNECTORS, T_ ("Matched connectors"), T_ ("Connector") },
    { HS_COUNT_ADDRESSES, T_ ("Connecting addresses"), T_ ("Address") },
    { HS_COUNT_ENTRY_TLS, T_ ("TLS into Microsoft 365"), T_ ("TLS") },
    { HS_COUNT_FINDINGS, T_ ("Messages by finding"), T_ ("Finding") },
    { HS_COUNT_ERRORS, T_ ("Could not be read"), T_ ("Error") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_ptr_array_add (tables, count_table (summary, options, counts[i].what, counts[i].title, counts[i].name));
  g_ptr_array_add (tables, total_table (summary, options));
  g_ptr_array_add (tables, tally_delay_table (summary, options, HS_COUNT_OWNER_DELAYS, T_ ("Delay by owner"), T_ ("Owner")));
  g_ptr_array_add (tables, tally_delay_table (summary, options, HS_COUNT_ROLE_DELAYS, T_ ("Delay by role"), T_ ("Role")));
  return tables;
}

GPtrArray *
hs_summary_sentences (const HsSummary *summary, const HsReportOptions *options)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  HsTime first = { .us = summary->first_ms * 1000, .flags = HS_TIME_KNOWN },
         last = { .us = summary->last_ms * 1000, .flags = HS_TIME_KNOWN };
  g_autoptr (GString) from = g_string_new (NULL), to = g_string_new (NULL);
  char a[24], b[24], c[24];

  g_ptr_array_add (sentences,
                   hs_view_sentence (options, N_ ("Messages: {1}."), hs_view_number (a, summary->messages), HS_SLICE_NONE, HS_SLICE_NONE));
  g_ptr_array_add (sentences, hs_view_sentence (options, N_ ("Hops: {1}; without a date: {2}; with a wrong clock: {3}."),
                                                hs_view_number (a, summary->hops), hs_view_number (b, summary->undated_hops),
                                                hs_view_number (c, summary->skewed_hops)));
  if (summary->dated) {
    hs_view_time (&first, from);
    hs_view_time (&last, to);
    g_ptr_array_add (sentences, hs_view_sentence (options, N_ ("From {1} to {2} UTC."), hs_slice_str (from->str), hs_slice_str (to->str),
                                                  HS_SLICE_NONE));
  }
  if (!summary->complete)
    g_ptr_array_add (sentences, g_strdup (T_ ("Incomplete: not all of the input was counted.")));
  return sentences;
}
