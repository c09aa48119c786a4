/* SPDX-License-Identifier: MIT */
#include "servers.h"

#include "ascii.h"

static void
check (const HsHosts *hosts, HsServers *servers, const char *name)
{
  HsSlice slice = hs_slice_str (name), organization = hs_hosts_organization (hosts, slice);
  HsServer server = hs_servers_find (servers, slice);

  g_test_message ("%s", name);
  g_assert_true (server.host == hs_hosts_lookup (hosts, slice));
  g_assert_true (server.organization.ptr == organization.ptr);
  g_assert_cmpuint (server.organization.len, ==, organization.len);
}

/* More names than there are slots, each asked about twice, some too long to be kept: the answer is always that of the tables. */
static void
test_same_answers (void)
{
  static const char *const suffixes[] = { "mail.protection.outlook.com", "prod.outlook.com", "example.com",
                                          "lists.example.co.uk",         "google.com",       "" };
  g_autoptr (GError) error = NULL;
  HsHosts *hosts = hs_hosts_new (NULL, &error);
  HsServers *servers = hs_servers_new (hosts);

  g_assert_no_error (error);
  for (guint i = 0; i < 9000; i++) {
    g_autofree char *filler = g_strnfill (i % 130, 'a');
    g_autofree char *name = g_strdup_printf ("AM6PR04MB%u%s.%s", i / 2, i % 7 == 0 ? filler : "", suffixes[i % G_N_ELEMENTS (suffixes)]);
    check (hosts, servers, name);
    check (hosts, servers, name);
  }
  check (hosts, servers, "");
  check (hosts, servers, NULL);
  check (hosts, servers, "a");
  check (hosts, servers, "EXAMPLE.com.");
  check (hosts, servers, "example.com.");
  check (hosts, servers, "example.com");
  hs_servers_free (servers);
  hs_hosts_free (hosts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/servers/same-answers", test_same_answers);
  return g_test_run ();
}
