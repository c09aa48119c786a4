/* SPDX-License-Identifier: MIT */
#include "hosts.h"

#include "ascii.h"
#include "domain.h"
#include "guard.h"
#include "table.h"

static HsHosts *hosts;

static const HsHost *
lookup (const char *name)
{
  return hs_hosts_lookup (hosts, hs_slice_str (name));
}

/* Every row answers its own example: nothing before it takes it, and its pattern fits. */
static void
test_examples (void)
{
  g_autoptr (HsTable) table = NULL;
  g_autoptr (GBytes) bytes = hs_table_builtin ("hosts.tsv");
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  guint n;

  table = hs_table_parse (data, len, "hosts.tsv", NULL, NULL);
  g_assert_nonnull (table);
  n = hs_table_rows (table);
  g_assert_cmpuint (n, >, 300);
  for (guint i = 0; i < n; i++) {
    const char *example = hs_table_cell (table, i, hs_table_column (table, "example"));
    const HsHost *row = lookup (example);
    if (row == NULL || row != hs_hosts_row (hosts, i)) {
      g_test_message ("hosts.tsv:%u: the example %s is answered by another row", hs_table_line (table, i), example);
      g_test_fail ();
    }
    g_assert_cmpstr (hs_table_cell (table, i, hs_table_column (table, "source")), !=, "");
  }
}

static const struct {
  const char *name;
  HsHostKind kind;
  HsCloud cloud;
  HsPool pool;
} lookups[] = {
  { "SJ5PEPF000001CD.namprd05.prod.outlook.com", HS_HOST_EOP_FRONT_END, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "sj5pepf000001cd.MAIL.protection.outlook.com.", HS_HOST_EOP_FRONT_END, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "BL2FFO11FD012.protection.gbl", HS_HOST_EOP_FRONT_END, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "DM3NAM06FT078.eop-nam06.prod.protection.outlook.com", HS_HOST_EOP_FRONT_END, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "DM3NAM06HT078.eop-nam06.prod.protection.outlook.com", HS_HOST_EOP_HUB, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "example-com.mail.protection.outlook.com", HS_HOST_MX, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "a.example-com.mail.protection.outlook.com", HS_HOST_SUSPICIOUS, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "CY1P110CA0046.office365.us", HS_HOST_EXO_CLIENT_ACCESS, HS_CLOUD_GCC_HIGH, HS_POOL_UNKNOWN },
  { "CY1P110MB0046.NAMP110.PROD.OUTLOOK.COM", HS_HOST_EXO_SERVER, HS_CLOUD_GCC_HIGH, HS_POOL_UNKNOWN },
  { "CY1P111MB0046.NAMP111.PROD.OUTLOOK.COM", HS_HOST_EXO_SERVER, HS_CLOUD_DOD, HS_POOL_UNKNOWN },
  { "SN1PR09MB2345.namprd09.prod.outlook.com", HS_HOST_EXO_SERVER, HS_CLOUD_GCC, HS_POOL_UNKNOWN },
  { "DBBPR04MB7930.prod.exchangelabs.com", HS_HOST_EXO_SERVER, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "mail-db3eur04lp2051.outbound.protection.outlook.com", HS_HOST_EOP_OUTBOUND, HS_CLOUD_WORLDWIDE, HS_POOL_LP },
  { "mail-dm6nam11hn2202.outbound.protection.outlook.com", HS_HOST_EOP_OUTBOUND, HS_CLOUD_WORLDWIDE, HS_POOL_HIGH_RISK },
  { "mail-hk2apc01olkn2081a.outbound.protection.outlook.com", HS_HOST_EOP_OUTBOUND, HS_CLOUD_CONSUMER, HS_POOL_CONSUMER },
  { "EUR05-DB8-obe.outbound.protection.outlook.com", HS_HOST_EOP_OUTBOUND, HS_CLOUD_WORLDWIDE, HS_POOL_UNKNOWN },
  { "notoutlook.com", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "prod.outlook.com.example.net", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "mx.google.com.example.org", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "lists.example.org", HS_HOST_MAILING_LIST, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "mylists.example.org", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "scanner.example.com", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "c-203-0-113-9.hsd1.ca.comcast.net", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "static.9.113.0.203.clients.your-server.de", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { ".", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
  { "..com", HS_HOST_NONE, HS_CLOUD_NONE, HS_POOL_UNKNOWN },
};

static void
test_lookup (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lookups); i++) {
    const HsHost *row = lookup (lookups[i].name);
    g_test_message ("%s", lookups[i].name);
    g_assert_cmpint (row != NULL ? row->kind : HS_HOST_NONE, ==, lookups[i].kind);
    g_assert_cmpint (row != NULL ? row->cloud : HS_CLOUD_NONE, ==, lookups[i].cloud);
    g_assert_cmpint (row != NULL ? row->pool : HS_POOL_UNKNOWN, ==, lookups[i].pool);
  }
  g_assert_null (hs_hosts_lookup (hosts, HS_SLICE_NONE));
}

static const char *const organizations[][2] = {
  { "mail.example.co.uk", "example.co.uk" },
  { "example.co.uk", "example.co.uk" },
  { "co.uk", NULL },
  { "a.b.c.Example.COM.", "Example.COM" },
  { "example.com", "example.com" },
  { "localhost", NULL },
  { "192.0.2.1", NULL },
  { "[192.0.2.1]", NULL },
  { "uk", NULL },
  { "a.x.com.br", "x.com.br" },
  { "bad..example.com", NULL },
  { "", NULL },
};

static void
test_organization (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (organizations); i++) {
    HsSlice got = hs_hosts_organization (hosts, hs_slice_str (organizations[i][0]));
    g_test_message ("%s", organizations[i][0]);
    g_assert_true (hs_slice_equal (got, hs_slice_str (organizations[i][1])));
  }
}

static const struct {
  const char *name;
  gboolean is_private;
} privates[] = {
  { "relay01", TRUE },
  { "exch.example.corp", TRUE },
  { "a.b.LOCAL.", TRUE },
  { "mail.localdomain", TRUE },
  { "mail.home.arpa", TRUE },
  { "mail.example.com", FALSE },
  { "local.example.com", FALSE },
  { "mail.thelocal", FALSE },
  { "corp.example.co.uk", FALSE },
  { "192.0.2.1", TRUE },
};

static void
test_private (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (privates); i++) {
    g_test_message ("%s", privates[i].name);
    g_assert_cmpint (hs_hosts_is_private (hosts, hs_slice_str (privates[i].name)), ==, privates[i].is_private);
  }
  g_assert_true (hs_hosts_is_private (hosts, HS_SLICE_NONE));
}

/* Each row's example is what the row says it is. */
static void
test_suffix_examples (void)
{
  const GPtrArray *tables = hs_hosts_suffix_tables (hosts);
  const HsTable *table = tables->pdata[0];
  int suffix = hs_table_column (table, "suffix"), scope = hs_table_column (table, "scope"), example = hs_table_column (table, "example");

  for (guint i = 0; i < hs_table_rows (table); i++) {
    HsSlice name = hs_slice_str (hs_table_cell (table, i, example)), end = hs_slice_str (hs_table_cell (table, i, suffix));
    gboolean is_private = strcmp (hs_table_cell (table, i, scope), "private") == 0;
    g_test_message ("%s", name.ptr);
    g_assert_true (hs_domain_is_within (name, end) && hs_hosts_is_private (hosts, name) == is_private);
    g_assert_true (is_private || hs_hosts_organization (hosts, name).len > end.len + 1);
  }
}

/* No name of any length is read beyond its end. */
static void
test_guard (void)
{
  static const char name[] = "x.y.SJ5PEPF000001CD.namprd05.prod.outlook.com";

  for (gsize len = 0; len < sizeof name; len++) {
    HsGuard guard = hs_guard_new (name, len);
    HsSlice slice = { guard.data, len };
    hs_hosts_lookup (hosts, slice);
    hs_hosts_organization (hosts, slice);
    hs_hosts_is_private (hosts, slice);
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  GError *error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  hosts = hs_hosts_new (NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/hosts/examples", test_examples);
  g_test_add_func ("/hosts/lookup", test_lookup);
  g_test_add_func ("/hosts/organization", test_organization);
  g_test_add_func ("/hosts/private", test_private);
  g_test_add_func ("/hosts/suffix-examples", test_suffix_examples);
  g_test_add_func ("/hosts/guard", test_guard);
  status = g_test_run ();
  hs_hosts_free (hosts);
  return status;
}
