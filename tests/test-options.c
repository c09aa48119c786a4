/* SPDX-License-Identifier: MIT */
#include "options-private.h"

#include "address.h"
#include "ascii.h"

#include <hopscope/error.h>

static const struct {
  const char *entry;
  const char *host;
  const char *ip;
  gboolean trusted;
} trust[] = {
  { "mx.example.com", "MX.example.com.", NULL, TRUE },
  { "mx.example.com", "a.mx.example.com", NULL, FALSE },
  { ".example.com", "a.b.example.com", NULL, TRUE },
  { ".example.com", "example.com", NULL, TRUE },
  { ".example.com", "notexample.com", NULL, FALSE },
  { "203.0.113.7", NULL, "203.0.113.7", TRUE },
  { "203.0.113.7", NULL, "203.0.113.8", FALSE },
  { "203.0.113.0/24", "x", "203.0.113.8", TRUE },
  { "2001:db8::/32", NULL, "2001:db8::1", TRUE },
  { "::/0", NULL, "203.0.113.8", FALSE },
  { "203.0.113.0/24", NULL, "::ffff:203.0.113.8", TRUE },
  { "mx.example.com", NULL, NULL, FALSE },
  { "localhost", "localhost", NULL, TRUE },
};

static void
test_trust (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (trust); i++) {
    g_autoptr (HsOptions) options = hs_options_new ();
    g_autoptr (GError) error = NULL;
    HsIp ip = { 0 };
    hs_options_add_trust (options, trust[i].entry, &error);
    g_assert_no_error (error);
    g_test_message ("%s: %s %s", trust[i].entry, trust[i].host, trust[i].ip);
    if (trust[i].ip != NULL)
      g_assert_true (hs_ip_parse (hs_slice_str (trust[i].ip), &ip));
    g_assert_cmpint (hs_options_trusts (options, hs_slice_str (trust[i].host), trust[i].ip != NULL ? &ip : NULL), ==, trust[i].trusted);
  }
}

typedef gboolean (*AddFunc) (HsOptions *options, const char *text, GError **error);

static const struct {
  AddFunc add;
  const char *text;
  gboolean good;
} entries[] = {
  { hs_options_add_trust, "203.0.113.7/24", FALSE },
  { hs_options_add_trust, "", FALSE },
  { hs_options_add_trust, ".", FALSE },
  { hs_options_add_trust, "a b", FALSE },
  { hs_options_add_trust, " mx.example.com ", TRUE },
  { hs_options_add_tenant, "c0ffee00-5ca1-4ab1-9e0d-0123456789ab", TRUE },
  { hs_options_add_tenant, "{C0FFEE00-5CA1-4AB1-9E0D-0123456789AB}", TRUE },
  { hs_options_add_tenant, "c0ffee00-5ca1-4ab1-9e0d-0123456789a", FALSE },
  { hs_options_add_tenant, "c0ffee00-5ca1-4ab1-9e0d-0123456789abc", FALSE },
  { hs_options_add_tenant, "c0ffee00-5ca1-4ab1-9e0d_0123456789ab", FALSE },
  { hs_options_add_tenant, "contoso", FALSE },
  { hs_options_add_tenant, "", FALSE },
  { hs_options_add_tenant_domain, "@example.com.", TRUE },
  { hs_options_add_tenant_domain, "localhost", FALSE },
  { hs_options_add_tenant_domain, "exa mple.com", FALSE },
  { hs_options_add_tenant_domain, "192.0.2.1", FALSE },
};

static void
test_entries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autoptr (HsOptions) options = hs_options_new ();
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", entries[i].text);
    g_assert_cmpint (entries[i].add (options, entries[i].text, &error), ==, entries[i].good);
    if (entries[i].good)
      g_assert_no_error (error);
    else
      g_assert_error (error, HS_ERROR, HS_ERROR_OPTION);
  }
}

static void
test_mine (void)
{
  g_autoptr (HsOptions) options = hs_options_new ();
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", "accepted-domains.json", NULL);
  gint64 now;

  g_assert_false (hs_options_has_mine (options));
  g_assert_true (hs_options_add_tenant (options, "{C0FFEE00-5CA1-4AB1-9E0D-0123456789AB}", NULL));
  g_assert_true (hs_options_has_tenants (options) && hs_options_has_mine (options));
  g_assert_true (hs_options_is_my_tenant (options, HS_SLICE_LITERAL ("c0ffee00-5ca1-4ab1-9e0d-0123456789ab")));
  g_assert_false (hs_options_is_my_tenant (options, HS_SLICE_LITERAL ("c0ffee00-5ca1-4ab1-9e0d-0123456789ac")));
  g_assert_false (hs_options_is_my_tenant (options, HS_SLICE_NONE));
  g_assert_true (hs_options_load_accepted_domains (options, path, NULL));
  g_assert_true (hs_options_is_my_domain (options, HS_SLICE_LITERAL ("Example.com.")));
  g_assert_false (hs_options_is_my_domain (options, HS_SLICE_LITERAL ("a.example.com")));
  g_assert_true (hs_options_add_tenant_domain (options, "a.example.net", NULL));
  g_assert_true (hs_options_is_my_domain (options, HS_SLICE_LITERAL ("A.example.net")));
  g_assert_false (hs_options_is_my_domain (options, HS_SLICE_NONE));
  g_assert_false (hs_options_now (options, &now));
  hs_options_set_now (options, 5);
  g_assert_true (hs_options_now (options, &now) && now == 5);
  g_assert_true (hs_options_verify_seals (options));
}

static void
test_files (void)
{
  g_autoptr (HsOptions) options = hs_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (hs_options_load_connectors (options, "/nonexistent/connectors.json", &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_false (hs_options_load_accepted_domains (options, "/nonexistent/domains.json", &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
  g_assert_null (hs_options_connectors (options));
  g_assert_true (hs_options_load_connectors_data (options, "{\"ConnectorType\":1}", 19, "c", NULL));
  g_assert_nonnull (hs_options_connectors (options));
  g_assert_false (hs_options_load_connectors_data (options, "{", 1, "c", NULL));
  g_assert_nonnull (hs_options_connectors (options)); /* the good one stays */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/trust", test_trust);
  g_test_add_func ("/options/entries", test_entries);
  g_test_add_func ("/options/mine", test_mine);
  g_test_add_func ("/options/files", test_files);
  return g_test_run ();
}
