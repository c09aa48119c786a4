/* SPDX-License-Identifier: MIT */
#include "connectors.h"

#include "address.h"
#include "ascii.h"
#include "guard.h"

static const char four[] =
    "[{\"Enabled\":true,\"ConnectorType\":1,\"SenderIPAddresses\":[\"203.0.113.25\",\"203.0.113.26\"],\"SenderDomains\":[\"smtp:*;1\"],"
    "\"RequireTls\":false,\"TlsSenderCertificateName\":null,\"Name\":\"SMTP relay\"},"
    "{\"Enabled\":true,\"ConnectorType\":1,\"SenderIPAddresses\":[],\"SenderDomains\":[\"smtp:*;1\"],\"RequireTls\":true,"
    "\"CloudServicesMailEnabled\":true,\"TlsSenderCertificateName\":\"*.example.com\",\"Name\":\"Inbound from on-premises (hybrid)\"},"
    "{\"Enabled\":false,\"ConnectorType\":1,\"SenderIPAddresses\":[\"203.0.113.48/29\"],\"SenderDomains\":[\"smtp:*;1\"],"
    "\"TlsSenderCertificateName\":\"\",\"Name\":\"Old branch office\"},"
    "{\"Enabled\":true,\"ConnectorType\":2,\"SenderIPAddresses\":[\"198.51.100.0/24\"],\"SenderDomains\":[\"smtp:*.example.org;1\","
    "\"smtp:example.org;1\"],\"RequireTls\":true,\"RestrictDomainsToIPAddresses\":true,\"TlsSenderCertificateName\":null,"
    "\"Name\":\"Mail from example.org\"}]";

static HsConnectors *
parse_four (void)
{
  g_autoptr (GError) error = NULL;
  HsConnectors *connectors = hs_connectors_parse (four, strlen (four), "connectors.json", &error);

  g_assert_no_error (error);
  return connectors;
}

static char *
read_sample (const char *name, gsize *len)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", name, NULL);
  char *data;

  g_assert_true (g_file_get_contents (path, &data, len, NULL));
  return data;
}

static char *
words (const HsText *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text->format; *p != '\0'; p++) {
    if (p[0] == '{' && p[1] >= '1' && p[1] <= '4' && p[2] == '}') {
      HsSlice arg = text->args[p[1] - '1'];
      g_assert_nonnull (arg.ptr);
      g_string_append_len (out, arg.ptr, (gssize)arg.len);
      p += 2;
    } else
      g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

/* What is asked, which connector took it (G_MAXUINT: none can be named), and a piece of what is said of each of the four. */
static const struct {
  const char *name;
  const char *ip;
  const char *helo;
  HsTls tls;
  const char *domain;
  gboolean traversed;
  guint matched;
  gboolean fits[4];
  const char *said[4];
} cases[] = {
  { "by address",
    "203.0.113.25",
    "relay.example.com",
    HS_TLS_YES,
    "example.com",
    TRUE,
    0,
    { TRUE },
    { "arrived from 203.0.113.25, which 'SMTP relay' allows", "may be 'Inbound", "'Old branch office' is switched off",
      "the sender's domain is example.com; 'Mail from example.org' is for mail from *.example.org, example.org only" } },
  { "allowed by one that is off",
    "203.0.113.50",
    "copier",
    HS_TLS_YES,
    "example.com",
    FALSE,
    G_MAXUINT,
    { FALSE },
    { "add the address", "no mark of a connector", "'Old branch office' allows 203.0.113.50, but is switched off: switch it on",
      "the sender's domain is" } },
  { "by certificate: no header can say it",
    "203.0.113.40",
    "gw.example.com",
    HS_TLS_YES,
    "example.com",
    TRUE,
    G_MAXUINT,
    { FALSE },
    { "arrived from 203.0.113.40; 'SMTP relay' allows 203.0.113.25, 203.0.113.26: another connector took it",
      "which fits the HELO name gw.example.com", "switched off", "the sender's domain is" } },
  { "direct send",
    "203.0.113.27",
    "mfp",
    HS_TLS_NO,
    "example.com",
    FALSE,
    G_MAXUINT,
    { FALSE },
    { "arrived from 203.0.113.27; 'SMTP relay' allows 203.0.113.25, 203.0.113.26: add the address, or route the device through the relay",
      "arrived without TLS; 'Inbound from on-premises (hybrid)' requires it", "switched off", "the sender's domain is" } },
  { "allowed, but not taken",
    "203.0.113.26",
    "relay",
    HS_TLS_NO,
    "example.net",
    FALSE,
    G_MAXUINT,
    { FALSE },
    { "and yet no connector took it: the domain of MAIL FROM must be an accepted domain", "arrived without TLS", "switched off",
      "the sender's domain is example.net" } },
  { "partner",
    "198.51.100.7",
    "mx.example.org",
    HS_TLS_YES,
    "news.example.org",
    FALSE,
    G_MAXUINT,
    { FALSE, FALSE, FALSE, TRUE },
    { "add the address", "no mark of a connector is in the header", "switched off", "fits 'Mail from example.org', of type Partner" } },
  { "partner from elsewhere",
    "192.0.2.7",
    "mx.example.org",
    HS_TLS_YES,
    "example.org",
    FALSE,
    G_MAXUINT,
    { FALSE },
    { "add the address", "no mark of a connector", "switched off", "admits its domains from 198.51.100.0/24 only" } },
  { "partner never relays",
    "198.51.100.7",
    "mx.example.org",
    HS_TLS_YES,
    "example.org",
    TRUE,
    G_MAXUINT,
    { FALSE },
    { "another connector took it", "may be", "switched off", "never relays" } },
  { "nothing known",
    NULL,
    NULL,
    HS_TLS_UNKNOWN,
    NULL,
    FALSE,
    G_MAXUINT,
    { FALSE, FALSE, FALSE, TRUE },
    { "the connecting address is not known", "no mark of a connector", "switched off", "fits 'Mail from example.org'" } },
};

static void
test_check (void)
{
  g_autoptr (HsConnectors) connectors = parse_four ();
  HsArena *arena = hs_arena_new (1 << 20);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HsConnection connection = { .helo = hs_slice_str (cases[i].helo),
                                .tls = cases[i].tls,
                                .sender_domain = hs_slice_str (cases[i].domain),
                                .traversed = cases[i].traversed };
    const HsConnectorCheck *checks;
    guint n, matched;
    g_test_message ("%s", cases[i].name);
    if (cases[i].ip != NULL)
      g_assert_true (hs_ip_parse (hs_slice_str (cases[i].ip), &connection.ip));
    checks = hs_connectors_check (connectors, &connection, arena, &n, &matched);
    g_assert_cmpuint (n, ==, 4);
    g_assert_cmpuint (matched, ==, cases[i].matched);
    for (guint j = 0; j < n; j++) {
      g_autofree char *said = words (&checks[j].reason);
      g_test_message ("%s", said);
      g_assert_nonnull (strstr (said, cases[i].said[j]));
      g_assert_cmpint (checks[j].matched, ==, cases[i].fits[j]);
    }
  }
  hs_arena_free (arena);
}

static guint
match (const char *json, const char *ip, const char *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsConnectors) connectors = hs_connectors_parse (json, strlen (json), "c.json", &error);
  HsArena *arena = hs_arena_new (1 << 20);
  HsConnection connection = { .sender_domain = hs_slice_str (domain), .traversed = TRUE };
  guint n, matched;

  g_assert_no_error (error);
  g_assert_true (hs_ip_parse (hs_slice_str (ip), &connection.ip));
  hs_connectors_check (connectors, &connection, arena, &n, &matched);
  hs_arena_free (arena);
  return matched;
}

#define OPEN "{\"ConnectorType\":\"OnPremises\",\"SenderIPAddresses\":"

/* Forms of one connector and of its addresses; the narrowest wins. */
static void
test_forms (void)
{
  g_assert_cmpuint (match (OPEN "\"203.0.113.7\"}", "203.0.113.7", NULL), ==, 0);
  g_assert_cmpuint (match (OPEN "[\"203.0.113.5 - 203.0.113.9\"]}", "203.0.113.9", NULL), ==, 0);
  g_assert_cmpuint (match (OPEN "[\"203.0.113.5-203.0.113.9\"]}", "203.0.113.10", NULL), ==, G_MAXUINT);
  g_assert_cmpuint (match (OPEN "[\"203.0.113.77/24\"]}", "203.0.113.255", NULL), ==, 0);
  g_assert_cmpuint (match (OPEN "[\"2001:db8::/32\"]}", "2001:db8:ffff::1", NULL), ==, 0);
  g_assert_cmpuint (match (OPEN "{\"value\":[\"203.0.113.7\"],\"Count\":1}}", "203.0.113.7", NULL), ==, 0);
  g_assert_cmpuint (match ("{\"value\":[" OPEN "\"203.0.113.7\"}],\"Count\":1}", "203.0.113.7", NULL), ==, 0);
  g_assert_cmpuint (match ("[" OPEN "\"203.0.113.0/24\"}," OPEN "\"203.0.113.7\"}]", "203.0.113.7", NULL), ==, 1);
  g_assert_cmpuint (match ("[" OPEN "\"203.0.113.7\"}," OPEN "\"203.0.113.7\"}]", "203.0.113.7", NULL), ==, 0);
  g_assert_cmpuint (
      match ("[" OPEN "\"203.0.113.7\"}," OPEN "\"203.0.113.7\",\"SenderDomains\":\"smtp:example.com;1\"}]", "203.0.113.7", "example.com"),
      ==, 1);
  g_assert_cmpuint (match (OPEN "\"203.0.113.7\",\"SenderDomains\":[\"smtp:*.example.com;1\"]}", "203.0.113.7", "example.com"), ==,
                    G_MAXUINT);
  g_assert_cmpuint (match (OPEN "\"203.0.113.7\",\"Enabled\":\"False\"}", "203.0.113.7", NULL), ==, G_MAXUINT);
  g_assert_cmpuint (match ("{\"ConnectorType\":2,\"SenderIPAddresses\":\"203.0.113.7\"}", "203.0.113.7", NULL), ==, G_MAXUINT);
}

static const char *const refused[][2] = {
  { "", "c.json" },
  { "Name : SMTP relay\nConnectorType : OnPremises\n", "c.json:1:" },
  { "[]", "c.json: neither an object nor a list of objects" },
  { "7", "c.json: neither an object nor a list of objects" },
  { "[7]", "c.json: [0]: not an object" },
  { "[{\"Name\":\"x\"}]", "c.json: [0].ConnectorType: missing" },
  { "[{\"ConnectorType\":3}]", "c.json: [0].ConnectorType: neither OnPremises (1) nor Partner (2)" },
  { "[{\"ConnectorType\":1},{\"ConnectorType\":1,\"SenderIPAddresses\":[\"203.0.113\"]}]",
    "c.json: [1].SenderIPAddresses: \"203.0.113\" is no address, range or CIDR" },
  { "{\"ConnectorType\":1,\"SenderIPAddresses\":[{}]}", "c.json: [0].SenderIPAddresses: element 0 is not a text" },
  { "{\"ConnectorType\":1,\"SenderIPAddresses\":[\"203.0.113.9-203.0.113.1\"]}", "is no address" },
  { "{\"ConnectorType\":1,\"SenderIPAddresses\":[\"203.0.113.9/33\"]}", "is no address" },
  { "{\"ConnectorType\":1,\"SenderDomains\":[\"smtp:a b;1\"]}", "c.json: [0].SenderDomains: \"smtp:a b;1\" is no domain" },
  { "{\"ConnectorType\":1,\"SenderDomains\":7}", "neither a text nor a list of texts" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (hs_connectors_parse (refused[i][0], strlen (refused[i][0]), "c.json", &error));
    g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, refused[i][1]));
  }
}

/* PowerShell 5 writes UTF-16 with a byte-order mark. */
static void
test_utf16 (void)
{
  static const char json[] = "{\"ConnectorType\":1,\"Name\":\"Z\xc3\xbcrich\"}";
  gsize len;
  g_autofree char *utf16 = g_convert (json, -1, "UTF-16LE", "UTF-8", NULL, &len, NULL);
  g_autofree char *file = g_malloc (len + 2);
  g_autoptr (HsConnectors) connectors = NULL;

  memcpy (file, "\xFF\xFE", 2);
  memcpy (file + 2, utf16, len);
  connectors = hs_connectors_parse (file, len + 2, "c.json", NULL);
  g_assert_nonnull (connectors);
}

static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_connectors_parse (deep, 1000000, "c.json", &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
}

static void
test_accepted_domains (void)
{
  static const char list[] = "[{\"DomainName\":{\"Domain\":\"example.net\"}},{\"DomainName\":\"example.org\",\"MatchSubDomains\":true},"
                             "{\"DomainName\":\"*.example.edu\"}]";
  static const char *const wanted[] = { "example.com", "example.net", "example.org", ".example.org", ".example.edu" };
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gsize len;
  g_autofree char *data = read_sample ("accepted-domains.json", &len);

  g_assert_true (hs_accepted_domains_parse (data, len, "a.json", domains, &error));
  g_assert_true (hs_accepted_domains_parse (list, strlen (list), "a.json", domains, NULL));
  g_assert_cmpuint (domains->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < domains->len; i++)
    g_assert_cmpstr (g_ptr_array_index (domains, i), ==, wanted[i]);
  g_assert_false (hs_accepted_domains_parse ("[{\"Name\":\"x\"}]", 14, "a.json", domains, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
}

/* As a tenant prints them, every property with it. */
static void
test_sample (void)
{
  gsize len;
  g_autofree char *data = read_sample ("connectors.json", &len);
  g_autoptr (HsConnectors) connectors = hs_connectors_parse (data, len, "connectors.json", NULL);
  HsArena *arena = hs_arena_new (1 << 20);
  HsConnection connection = { .traversed = TRUE };
  const HsConnectorCheck *checks;
  guint n, matched;

  g_assert_nonnull (connectors);
  g_assert_true (hs_ip_parse (HS_SLICE_LITERAL ("203.0.113.25"), &connection.ip));
  checks = hs_connectors_check (connectors, &connection, arena, &n, &matched);
  g_assert_cmpuint (n, ==, 6);
  g_assert_true (hs_slice_equal_str (checks[matched].name, "SMTP Relay"));
  hs_arena_free (arena);
}

/* Cut anywhere, the file is refused or read, and never read beyond its end. */
static void
test_cut (void)
{
  static const char json[] = "[" OPEN "[\"203.0.113.0/24\"],\"SenderDomains\":[\"smtp:*;1\"],\"Name\":\"a\\\"b\"}]";

  for (gsize len = 0; len < sizeof json - 1; len++) {
    HsGuard guard = hs_guard_new (json, len);
    g_assert_null (hs_connectors_parse (guard.data, len, "c.json", NULL));
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/check", test_check);
  g_test_add_func ("/connectors/sample", test_sample);
  g_test_add_func ("/connectors/forms", test_forms);
  g_test_add_func ("/connectors/refused", test_refused);
  g_test_add_func ("/connectors/utf16", test_utf16);
  g_test_add_func ("/connectors/deep", test_deep);
  g_test_add_func ("/connectors/accepted-domains", test_accepted_domains);
  g_test_add_func ("/connectors/cut", test_cut);
  return g_test_run ();
}
