/* SPDX-License-Identifier: MIT */
#include "networks.h"

#include "address.h"
#include "ascii.h"
#include "table.h"

#include <glib/gstdio.h>

static const HsNetwork *
lookup (const HsNetworks *networks, const char *text)
{
  HsIp ip;

  g_assert_true (hs_ip_parse (hs_slice_str (text), &ip));
  return hs_networks_lookup (networks, &ip);
}

/* Every row answers its own example. */
static void
test_examples (void)
{
  HsNetworks *networks = hs_networks_new (NULL, NULL, NULL);
  g_autoptr (GBytes) bytes = hs_table_builtin ("networks.tsv");
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_autoptr (HsTable) table = hs_table_parse (data, len, "networks.tsv", NULL, NULL);

  g_assert_nonnull (networks);
  g_assert_cmpuint (hs_table_rows (table), >, 300);
  for (guint i = 0; i < hs_table_rows (table); i++) {
    const char *example = hs_table_cell (table, i, hs_table_column (table, "example"));
    const HsNetwork *row = lookup (networks, example);
    HsIp network;
    guint prefix;
    g_assert_true (hs_cidr_parse (hs_slice_str (hs_table_cell (table, i, hs_table_column (table, "cidr"))), &network, &prefix));
    if (row == NULL || row->prefix != prefix || !hs_ip_equal (&row->network, &network)) {
      g_test_message ("networks.tsv:%u: the example %s is answered by another row", hs_table_line (table, i), example);
      g_test_fail ();
    }
    g_assert_cmpstr (hs_table_cell (table, i, hs_table_column (table, "source")), !=, "");
  }
  hs_networks_free (networks);
}

static const struct {
  const char *ip;
  const char *operator_id;
  HsNetworkService service;
  HsCloud cloud;
  HsPool pool;
} rows[] = {
  { "52.103.161.13", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_WORLDWIDE, HS_POOL_RELAY },
  { "52.103.32.1", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_CONSUMER, HS_POOL_CONSUMER },
  { "40.107.0.0", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_WORLDWIDE, HS_POOL_STANDARD },
  { "40.107.255.255", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_WORLDWIDE, HS_POOL_STANDARD },
  { "::ffff:40.107.1.1", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_WORLDWIDE, HS_POOL_STANDARD },
  { "2603:10b6:806:126:cafe::47", "microsoft-365", HS_NETWORK_INTERNAL, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "207.46.163.204", "microsoft-365", HS_NETWORK_EGRESS, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "209.85.221.54", "google", HS_NETWORK_EGRESS, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "40.108.0.0", NULL, 0, 0, 0 },
  { "192.0.2.1", NULL, 0, 0, 0 },
  { "0.0.0.0", NULL, 0, 0, 0 },
  { "255.255.255.255", NULL, 0, 0, 0 },
  { "::", NULL, 0, 0, 0 },
  { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL, 0, 0, 0 },
};

static void
test_lookup (void)
{
  HsNetworks *networks = hs_networks_new (NULL, NULL, NULL);
  HsIp unknown = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HsNetwork *row = lookup (networks, rows[i].ip);
    g_test_message ("%s", rows[i].ip);
    g_assert_cmpstr (row != NULL ? row->operator_id : NULL, ==, rows[i].operator_id);
    if (row == NULL)
      continue;
    g_assert_cmpint (row->service, ==, rows[i].service);
    g_assert_cmpint (row->cloud, ==, rows[i].cloud);
    g_assert_cmpint (row->pool, ==, rows[i].pool);
  }
  g_assert_null (hs_networks_lookup (networks, &unknown));
  g_assert_null (hs_networks_lookup (networks, NULL));
  g_assert_cmpstr (hs_networks_newest (networks), >=, "2026-08-14");
  hs_networks_free (networks);
}

static char *folder;

static char *
write_file (const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* A user's rows nest in, beat and extend the built-in ones. */
static void
test_rules_dir (void)
{
  g_autofree char *path = write_file ("networks.tsv", "cidr\toperator\tservice\n"
                                                      "0.0.0.0/0\teverything\tinfrastructure\n"
                                                      "203.0.113.0/24\tours\tegress\n"
                                                      "203.0.113.7\tours-seven\tinternal\n"
                                                      "40.107.0.0/16\tmine-now\tegress\n"
                                                      "203.0.113.128/25\tours-upper\tegress\n"
                                                      "2001:db8::/32\tours-six\tegress\n");
  HsNetworks *networks = hs_networks_new (folder, NULL, NULL);

  g_assert_nonnull (networks);
  g_assert_cmpstr (lookup (networks, "203.0.113.6")->operator_id, ==, "ours");
  g_assert_cmpstr (lookup (networks, "203.0.113.7")->operator_id, ==, "ours-seven");
  g_assert_cmpstr (lookup (networks, "203.0.113.8")->operator_id, ==, "ours");
  g_assert_cmpstr (lookup (networks, "203.0.113.127")->operator_id, ==, "ours");
  g_assert_cmpstr (lookup (networks, "203.0.113.128")->operator_id, ==, "ours-upper");
  g_assert_cmpstr (lookup (networks, "203.0.114.0")->operator_id, ==, "everything");
  g_assert_cmpstr (lookup (networks, "255.255.255.255")->operator_id, ==, "everything");
  g_assert_cmpstr (lookup (networks, "40.107.9.9")->operator_id, ==, "mine-now");
  g_assert_cmpstr (lookup (networks, "2001:db8::1")->operator_id, ==, "ours-six");
  g_assert_null (lookup (networks, "2001:db9::1"));
  hs_networks_free (networks);
  g_remove (path);
}

static const char *const bad_tables[][2] = {
  { "cidr\toperator\tservice\n203.0.113.1/24\tx\tegress\n", "networks.tsv:2: column cidr: " },
  { "cidr\toperator\tservice\n203.0.113.0/24\tx\toutgoing\n", "networks.tsv:2: column service: " },
  { "cidr\toperator\tservice\n203.0.113.0/24\t\tegress\n", "networks.tsv:2: column operator: " },
  { "cidr\toperator\tservice\tcloud\n\n203.0.113.0/24\tx\tegress\tmoon\n", "networks.tsv:3: column cloud: " },
  { "cidr\toperator\tservice\tpool\n203.0.113.0/24\tx\tegress\tswimming\n", "networks.tsv:2: column pool: " },
  { "cidr\toperator\tservice\ttrue_lines\n203.0.113.0/24\tx\tegress\tmaybe\n", "networks.tsv:2: column true_lines: " },
  { "cidr\toperator\n", "networks.tsv: no column is named \"service\"" },
};

static void
test_bad_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_tables); i++) {
    g_autofree char *path = write_file ("networks.tsv", bad_tables[i][0]);
    g_autoptr (GError) error = NULL;
    g_assert_null (hs_networks_new (folder, NULL, &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_TABLE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, bad_tables[i][1]));
    g_remove (path);
  }
}

/* The file replaces what the built-in table took from the endpoints service, and only for its cloud. */
static void
test_endpoints (void)
{
  g_autofree char *path =
      write_file ("endpoints.json", "[{\"id\":10,\"serviceArea\":\"Exchange\",\"urls\":[\"*.mail.protection.outlook.com\"],"
                                    "\"ips\":[\"40.107.0.0/16\",\"203.0.113.0/24\",\"2001:db8::/48\"],\"tcpPorts\":\"25\"},"
                                    "{\"id\":1,\"serviceArea\":\"Exchange\",\"urls\":[\"outlook.office365.com\"],"
                                    "\"ips\":[\"198.51.100.0/24\"],\"tcpPorts\":\"80,443\"},"
                                    "{\"id\":31,\"serviceArea\":\"SharePoint\",\"urls\":[\"*.sharepoint.com\"],"
                                    "\"ips\":[\"192.0.2.0/24\"],\"tcpPorts\":\"443\"}]");
  g_autoptr (GError) error = NULL;
  HsNetworks *networks = hs_networks_new (NULL, path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lookup (networks, "203.0.113.9")->service, ==, HS_NETWORK_EGRESS);
  g_assert_true (lookup (networks, "203.0.113.9")->writes_true_lines);
  g_assert_cmpint (lookup (networks, "203.0.113.9")->cloud, ==, HS_CLOUD_WORLDWIDE);
  g_assert_cmpint (lookup (networks, "198.51.100.9")->service, ==, HS_NETWORK_INFRASTRUCTURE);
  g_assert_false (lookup (networks, "198.51.100.9")->writes_true_lines);
  g_assert_null (lookup (networks, "192.0.2.9"));
  g_assert_cmpint (lookup (networks, "40.107.1.1")->pool, ==, HS_POOL_STANDARD); /* still listed: what is known of it stays */
  g_assert_null (lookup (networks, "52.101.43.12"));                             /* no longer listed */
  g_assert_null (lookup (networks, "40.92.75.97"));                              /* nor its consumer part */
  g_assert_nonnull (lookup (networks, "40.95.54.11"));                           /* never was in that list */
  g_assert_nonnull (lookup (networks, "2603:10b6::1"));
  g_assert_cmpint (lookup (networks, "23.103.204.1")->cloud, ==, HS_CLOUD_DOD); /* another cloud */
  hs_networks_free (networks);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("hopscope-networks-XXXXXX", NULL);
  g_test_add_func ("/networks/examples", test_examples);
  g_test_add_func ("/networks/lookup", test_lookup);
  g_test_add_func ("/networks/rules-dir", test_rules_dir);
  g_test_add_func ("/networks/bad-tables", test_bad_tables);
  g_test_add_func ("/networks/endpoints", test_endpoints);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
