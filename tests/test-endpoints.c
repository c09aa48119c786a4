/* SPDX-License-Identifier: MIT */
#include "endpoints.h"

#include "address.h"
#include "guard.h"

#define SET(urls, ips, ports) "{\"id\":1,\"serviceArea\":\"Exchange\",\"urls\":[" urls "],\"ips\":[" ips "],\"tcpPorts\":\"" ports "\"}"

static const struct {
  const char *text;
  HsCloud cloud;
  guint n;
  guint n_egress;
} good[] = {
  { "[" SET ("\"*.mail.protection.outlook.com\"", "\"203.0.113.0/24\"", "25") "]", HS_CLOUD_WORLDWIDE, 1, 1 },
  { "[" SET ("\"outlook.office365.com\"", "\"203.0.113.0/24\",\"2001:db8::/32\"", "80,443") "]", HS_CLOUD_WORLDWIDE, 2, 0 },
  { "[" SET ("\"*.protection.office365.us\"", "\"203.0.113.0/24\"", "25, 443") "]", HS_CLOUD_GCC_HIGH, 1, 1 },
  { "[" SET ("\"*.protection.office365.us\",\"*.protection.apps.mil\"", "\"203.0.113.7\"", "25,443") "]", HS_CLOUD_DOD, 1, 1 },
  { "[" SET ("\"*.protection.partner.outlook.cn\"", "\"203.0.113.0/24\"", "2525,587") "]", HS_CLOUD_CHINA, 1, 0 },
  { "[" SET ("\"*.outlook.com\"", "\"203.0.113.0/24\"", "443") "," SET ("\"*.outlook.com\"", "\"203.0.113.0/24\"", "25") "]",
    HS_CLOUD_WORLDWIDE, 1, 1 }, /* once, and what it may do is added */
  { "[" SET ("\"*.outlook.com\"", "\"203.0.113.0/24\"", "25") ",{\"id\":31,\"serviceArea\":\"SharePoint\",\"ips\":[\"nonsense\"]}]",
    HS_CLOUD_WORLDWIDE, 1, 1 },
  { "[{\"id\":8,\"serviceArea\":\"Exchange\",\"urls\":[\"*.outlook.com\"]}," SET ("", "\"203.0.113.0/24\"", "25") "]", HS_CLOUD_WORLDWIDE,
    1, 1 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    HsCloud cloud = HS_CLOUD_NONE;
    g_autoptr (GArray) endpoints = hs_endpoints_parse (good[i].text, strlen (good[i].text), "e.json", &cloud, &error);
    guint n_egress = 0;
    g_test_message ("%s", good[i].text);
    g_assert_no_error (error);
    g_assert_cmpint (cloud, ==, good[i].cloud);
    g_assert_cmpuint (endpoints->len, ==, good[i].n);
    for (guint j = 0; j < endpoints->len; j++)
      n_egress += g_array_index (endpoints, HsEndpoint, j).egress;
    g_assert_cmpuint (n_egress, ==, good[i].n_egress);
  }
}

static const char *const bad[][2] = {
  { "", "e.json: empty" },
  { "{", "e.json:1:" },
  { "\xff", "e.json: neither UTF-8 nor UTF-16" },
  { "{}", "e.json: not a list of endpoint sets" },
  { "[]", "e.json: no address range" },
  { "[3]", "e.json: [0]: no object" },
  { "[{\"id\":1}]", "e.json: [0]: no object with a \"serviceArea\"" },
  { "[" SET ("\"*.outlook.com\"", "\"203.0.113.0/33\"", "25") "]", "e.json: [0].ips[0]: 203.0.113.0/33 is no address range" },
  { "[" SET ("\"*.outlook.com\"", "7", "25") "]", "e.json: [0].ips[0]: not a text" },
  { "[" SET ("\"*.example.com\"", "\"203.0.113.0/24\"", "25") "]", "e.json: no address range of service area Exchange" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    HsCloud cloud;
    g_assert_null (hs_endpoints_parse (bad[i][0], strlen (bad[i][0]), "e.json", &cloud, &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
    g_test_message ("%s", error->message);
    g_assert_true (g_str_has_prefix (error->message, bad[i][1]));
  }
}

/* Microsoft's own files, where they are at hand. */
static void
test_shared (void)
{
  static const struct {
    const char *name;
    HsCloud cloud;
  } files[] = { { "worldwide", HS_CLOUD_WORLDWIDE }, { "usgovgcchigh", HS_CLOUD_GCC_HIGH }, { "usgovdod", HS_CLOUD_DOD } };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *name = g_strdup_printf ("endpoints-%s.json", files[i].name);
    g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "shared", "m365", name, NULL);
    g_autofree char *data = NULL;
    g_autoptr (GArray) endpoints = NULL;
    HsCloud cloud;
    gsize len;
    if (!g_file_get_contents (path, &data, &len, NULL)) {
      g_test_skip ("not at hand");
      return;
    }
    endpoints = hs_endpoints_parse (data, len, name, &cloud, NULL);
    g_assert_nonnull (endpoints);
    g_assert_cmpint (cloud, ==, files[i].cloud);
    g_assert_cmpuint (endpoints->len, >, 10);
  }
}

static void
test_cut (void)
{
  const char *text = good[6].text;

  for (gsize len = 0; len < strlen (text); len++) {
    HsGuard guard = hs_guard_new (text, len);
    HsCloud cloud;
    g_assert_null (hs_endpoints_parse (guard.data, len, "e.json", &cloud, NULL));
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoints/good", test_good);
  g_test_add_func ("/endpoints/bad", test_bad);
  g_test_add_func ("/endpoints/shared", test_shared);
  g_test_add_func ("/endpoints/cut", test_cut);
  return g_test_run ();
}
