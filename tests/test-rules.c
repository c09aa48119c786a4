/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include "ascii.h"
#include "table.h"

#include <glib/gstdio.h>

static HsRuleset *ruleset;
static char *folder;

static HsTable *
builtin (const char *name)
{
  g_autoptr (GBytes) bytes = hs_table_builtin (name);
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  HsTable *table = hs_table_parse (data, len, name, NULL, NULL);

  g_assert_nonnull (table);
  g_assert_cmpuint (hs_table_rows (table), >, 0);
  return table;
}

static const char *
cell (const HsTable *table, guint row, const char *column)
{
  return hs_table_cell (table, row, hs_table_column (table, column));
}

/* The example of a header is a line of it: its name leads back to the row. */
static void
test_headers (void)
{
  g_autoptr (HsTable) table = builtin ("headers.tsv");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    const char *example = cell (table, i, "example"), *colon = strchr (example, ':');
    const HsHeaderRow *row;
    g_test_message ("headers.tsv:%u: %s", hs_table_line (table, i), example);
    g_assert_nonnull (colon);
    row = hs_ruleset_header (ruleset, hs_slice (example, colon));
    g_assert_nonnull (row);
    g_assert_cmpstr (row->name, ==, cell (table, i, "name"));
    g_assert_cmpstr (row->meaning, !=, "");
    g_assert_cmpstr (row->stamped_by, !=, "");
  }
  g_assert_true (hs_ruleset_header (ruleset, HS_SLICE_LITERAL ("x-ms-userlastlogontime"))->secret);
  g_assert_false (hs_ruleset_header (ruleset, HS_SLICE_LITERAL ("X-LD-Processed"))->secret);
  g_assert_null (hs_ruleset_header (ruleset, HS_SLICE_LITERAL ("X-Unheard-Of")));
  g_assert_null (hs_ruleset_header (ruleset, HS_SLICE_LITERAL ("X-MS-Exchange-Forest-")));
  g_assert_null (hs_ruleset_header (ruleset, HS_SLICE_NONE));
}

/* "SFV:SKI", "reason=601", or a whole value. */
static void
test_values (void)
{
  g_autoptr (HsTable) table = builtin ("values.tsv");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    const char *example = cell (table, i, "example"), *key = cell (table, i, "key");
    const HsValueRow *row;
    g_test_message ("values.tsv:%u: %s", hs_table_line (table, i), example);
    g_assert_true (g_str_has_prefix (example, key));
    row = hs_ruleset_value (ruleset, cell (table, i, "header"), hs_slice_str (key),
                            hs_slice_str (example + strlen (key) + (key[0] != '\0' ? 1 : 0)));
    g_assert_nonnull (row);
    g_assert_cmpstr (row->meaning, ==, cell (table, i, "meaning"));
    g_assert_cmpstr (row->value, ==, cell (table, i, "value"));
  }
}

static const char *const values[][4] = {
  { "X-Forefront-Antispam-Report-Untrusted", "sfv", "ski", "not filtered: mail inside" },
  { "X-MS-Exchange-CrossTenant-FromEntityHeader", "", "HybridOnPrem", "came in through an OnPremises" },
  { "x-ms-exchange-crosstenant-authas", "", "anonymous", "the SMTP session was not" },
  { "X-MS-Exchange-Authentication-Results", "spf", "softfail", "the domain says that" },
  { "Authentication-Results", "reason", "613", "implicit failure, and" },
  { "Authentication-Results", "reason", "601", "implicit failure, and the From domain is an accepted domain of the recipient: typical" },
  { "X-Forefront-Antispam-Report", "CIP", "203.0.113.7", "address of the connecting" },
  { "X-Forefront-Antispam-Report", "NOSUCH", "1", NULL },
  { "X-MS-Exchange-CrossTenant-FromEntityHeader", "", "Elsewhere", NULL },
};

static void
test_value_lookup (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    const HsValueRow *row = hs_ruleset_value (ruleset, values[i][0], hs_slice_str (values[i][1]), hs_slice_str (values[i][2]));
    g_test_message ("%s %s %s", values[i][0], values[i][1], values[i][2]);
    g_assert_cmpint (row != NULL, ==, values[i][3] != NULL);
    g_assert_true (row == NULL || g_str_has_prefix (row->meaning, values[i][3]));
  }
  g_assert_nonnull (hs_ruleset_value (ruleset, "X-MS-Exchange-SenderADCheck", HS_SLICE_NONE, HS_SLICE_LITERAL ("1")));
}

static void
test_builds (void)
{
  static const char *const lookups[][2] = {
    { "15.1.2507.39", "Exchange Server 2016 CU23" },
    { "15.01.2507.037", "Exchange Server 2016 CU23" },
    { "14.03.0415.000", "Exchange Server 2010 SP3" },
    { "8.1.358.0", "Exchange Server 2007 SP1" },
    { "15.20.6631.046", "Exchange Online" },
    { "15.2", "Exchange Server 2019" },
    { "15.25070.1", NULL },
    { "15", NULL },
    { "", NULL },
    { "15..2", NULL },
    { "15.1.2507.39.extra", "Exchange Server 2016 CU23" },
    { "15.1.99999", NULL },
    { "x", NULL },
  };
  g_autoptr (HsTable) table = builtin ("builds.tsv");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    const HsBuildRow *row = hs_ruleset_build (ruleset, hs_slice_str (cell (table, i, "example")));
    g_test_message ("builds.tsv:%u", hs_table_line (table, i));
    g_assert_nonnull (row);
    g_assert_cmpstr (row->product, ==, cell (table, i, "product"));
  }
  for (guint i = 0; i < G_N_ELEMENTS (lookups); i++) {
    const HsBuildRow *row = hs_ruleset_build (ruleset, hs_slice_str (lookups[i][0]));
    g_test_message ("%s", lookups[i][0]);
    g_assert_cmpstr (row != NULL ? row->product : NULL, ==, lookups[i][1]);
  }
  g_assert_null (hs_ruleset_build (ruleset, HS_SLICE_NONE));
}

static void
test_keys (void)
{
  g_autoptr (HsTable) table = builtin ("keys.tsv");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    const HsKeyRow *row = hs_ruleset_key (ruleset, hs_slice_str (cell (table, i, "domain")), hs_slice_str (cell (table, i, "selector")));
    g_assert_nonnull (row);
    g_assert_cmpstr (row->source, ==, cell (table, i, "source"));
    g_assert_cmpuint (row->key_len, >, 100);
  }
  g_assert_null (hs_ruleset_key (ruleset, HS_SLICE_LITERAL ("microsoft.com"), HS_SLICE_LITERAL ("nosuch")));
}

/* Each finding has its words, once. */
static void
test_findings (void)
{
  guint n;
  const HsFindingRow *rows = hs_ruleset_findings (ruleset, &n);

  for (guint i = 0; i < n; i++) {
    g_assert_true (hs_ruleset_finding (ruleset, rows[i].code) == &rows[i]);
    g_assert_cmpstr (rows[i].title, !=, "");
  }
  g_assert_null (hs_ruleset_finding (ruleset, "HS000"));
}

/* Every word that a trace can hold is explained. */
static void
test_words (void)
{
  guint n;
  const HsWordRow *rows = hs_ruleset_words (ruleset, &n);
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (known, (gpointer)rows[i].word);
  for (guint i = 0; hs_role_name ((HsRole)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_role_name ((HsRole)i)));
  for (guint i = 0; hs_path_name ((HsPath)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_path_name ((HsPath)i)));
  for (guint i = 0; hs_connector_name ((HsConnectorVerdict)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_connector_name ((HsConnectorVerdict)i)));
  for (guint i = 0; hs_assurance_name ((HsAssurance)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_assurance_name ((HsAssurance)i)));
  for (guint i = 0; hs_trust_name ((HsTrust)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_trust_name ((HsTrust)i)));
  for (guint i = HS_CLOUD_WORLDWIDE; hs_cloud_name ((HsCloud)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_cloud_name ((HsCloud)i)));
  for (guint i = HS_POOL_STANDARD; hs_pool_name ((HsPool)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_pool_name ((HsPool)i)));
  for (guint i = 0; hs_seal_result_name ((HsSealResult)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_seal_result_name ((HsSealResult)i)));
  for (guint i = HS_SCOPE_GLOBAL; hs_scope_name ((HsIpScope)i) != NULL; i++)
    g_assert_true (g_hash_table_contains (known, hs_scope_name ((HsIpScope)i)));
  g_hash_table_unref (known);
}

static void
test_infos (void)
{
  guint n;
  const HsTableInfo *infos = hs_ruleset_tables (ruleset, &n);

  g_assert_cmpuint (n, ==, 10);
  for (guint i = 0; i < n; i++) {
    g_test_message ("%s: %u rows, %s, %s", infos[i].name, infos[i].rows, infos[i].date, infos[i].origin);
    g_assert_true (g_strv_contains (hs_table_names (), infos[i].name));
    g_assert_cmpstr (infos[i].origin, ==, "built-in");
  }
}

static char *
write_file (const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static const struct {
  const char *file;
  const char *text;
  int code;
  const char *said;
} refused[] = {
  { "hosts.tsv", "suffix\toperator\tkind\nexample.com\tx\tserver\n", HS_ERROR_TABLE, "hosts.tsv:2: column kind: unknown word" },
  { "hosts.tsv", "suffix\toperator\tkind\texample\nexample.com\tx\tgateway\n", HS_ERROR_TABLE, "hosts.tsv:2: cells: 3, columns" },
  { "hosts.tsv", "suffix\tlabels\toperator\tkind\nexample.com\t(a\tx\tgateway\n", HS_ERROR_TABLE, "hosts.tsv:2: column labels: " },
  { "hosts.tsv", "suffix\toperator\tkind\n.example.com\tx\tgateway\n", HS_ERROR_TABLE, "hosts.tsv:2: column suffix: " },
  { "suffixes.tsv", "suffix\ncom\n", HS_ERROR_TABLE, "suffixes.tsv:2: column suffix: " },
  { "suffixes.tsv", "suffix\tscope\ncorp\tprivate\n.corp\tprivate\n", HS_ERROR_TABLE, "suffixes.tsv:3: column suffix: " },
  { "suffixes.tsv", "suffix\tscope\ncorp\tinside\n", HS_ERROR_TABLE, "suffixes.tsv:2: column scope: " },
  { "forms.tsv", "form\tpattern\nx\t(unclosed\n", HS_ERROR_TABLE, "forms.tsv:2: column pattern: " },
  { "headers.tsv", "name\tmeaning\tsecret\nX-A\ta\tperhaps\n", HS_ERROR_TABLE, "headers.tsv:2: column secret: " },
  { "values.tsv", "header\tkey\tvalue\tmeaning\nX-A\t\t\tm\n", HS_ERROR_TABLE, "values.tsv:2: column value: " },
  { "findings.tsv", "code\tseverity\ttitle\tdetail\nHS999\tloud\tt\td\n", HS_ERROR_TABLE, "findings.tsv:2: column severity: " },
  { "keys.tsv", "domain\tselector\talgorithm\tpublic_key\nexample.com\ts\trsa\tAAAA\n", HS_ERROR_TABLE, "keys.tsv:2: column public_key: " },
  { "builds.tsv", "prefix\tproduct\n15.x\tExchange\n", HS_ERROR_TABLE, "builds.tsv:2: column prefix: " },
  { "words.tsv", "list\tword\tmeaning\n\tx\ty\n", HS_ERROR_TABLE, "words.tsv:2: column list: " },
  { "host.tsv", "suffix\n", HS_ERROR_CONFIG, "host.tsv: no table has this name" },
  { "README", "", HS_ERROR_CONFIG, "no table in this folder" },
};

static void
test_refused (void)
{
  g_autoptr (GError) missing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *path = write_file (refused[i].file, refused[i].text);
    g_autoptr (GError) error = NULL;
    g_assert_null (hs_ruleset_new (folder, NULL, NULL, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, HS_ERROR, refused[i].code);
    g_assert_nonnull (strstr (error->message, refused[i].said));
    g_remove (path);
  }
  g_assert_null (hs_ruleset_new ("/nonexistent", NULL, NULL, &missing));
  g_assert_error (missing, HS_ERROR, HS_ERROR_CONFIG);
}

/* A user's rows go first, and the rest stays. */
static void
test_rules_dir (void)
{
  g_autofree char *hosts = write_file ("hosts.tsv", "suffix\toperator\tkind\nmail.protection.outlook.com\tours\tgateway\n"
                                                    "filter.example.net\tours\tgateway\n");
  g_autofree char *words = write_file ("values.tsv", "header\tkey\tvalue\tmeaning\nX-Forefront-Antispam-Report\tSFV\tSKI\tours\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRuleset) changed = hs_ruleset_new (folder, NULL, NULL, &error);
  guint n;
  const HsTableInfo *infos;

  g_assert_no_error (error);
  g_assert_cmpstr (
      hs_hosts_lookup (hs_ruleset_hosts (changed), HS_SLICE_LITERAL ("AM2PEPF0001C715.mail.protection.outlook.com"))->operator_id, ==,
      "ours");
  g_assert_cmpstr (hs_hosts_lookup (hs_ruleset_hosts (changed), HS_SLICE_LITERAL ("a.filter.example.net"))->operator_id, ==, "ours");
  g_assert_cmpstr (hs_hosts_lookup (hs_ruleset_hosts (changed), HS_SLICE_LITERAL ("smtp.gmail.com"))->operator_id, ==, "google");
  g_assert_cmpstr (hs_ruleset_value (changed, "X-Forefront-Antispam-Report", HS_SLICE_LITERAL ("SFV"), HS_SLICE_LITERAL ("SKI"))->meaning,
                   ==, "ours");
  infos = hs_ruleset_tables (changed, &n);
  g_assert_cmpuint (n, ==, 12);
  g_assert_cmpstr (infos[0].name, ==, "hosts.tsv");
  g_assert_cmpuint (infos[0].rows, ==, 2);
  g_assert_true (g_str_has_suffix (infos[0].origin, "hosts.tsv"));
  g_remove (hosts);
  g_remove (words);
}

static gpointer
hold_and_drop (gpointer data)
{
  for (guint i = 0; i < 10000; i++)
    hs_ruleset_unref (hs_ruleset_ref (data));
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, hold_and_drop, ruleset);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (hs_hosts_rows (hs_ruleset_hosts (ruleset)), >, 0); /* still there: every reference was given back, ours is left */
}

int
main (int argc, char **argv)
{
  GError *error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  ruleset = hs_ruleset_new (NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  folder = g_dir_make_tmp ("hopscope-rules-XXXXXX", NULL);
  g_test_add_func ("/rules/headers", test_headers);
  g_test_add_func ("/rules/values", test_values);
  g_test_add_func ("/rules/value-lookup", test_value_lookup);
  g_test_add_func ("/rules/builds", test_builds);
  g_test_add_func ("/rules/keys", test_keys);
  g_test_add_func ("/rules/findings", test_findings);
  g_test_add_func ("/rules/words", test_words);
  g_test_add_func ("/rules/infos", test_infos);
  g_test_add_func ("/rules/refused", test_refused);
  g_test_add_func ("/rules/rules-dir", test_rules_dir);
  g_test_add_func ("/rules/threads", test_threads);
  status = g_test_run ();
  hs_ruleset_unref (ruleset);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
