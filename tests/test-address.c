/* SPDX-License-Identifier: MIT */
#include "address.h"

#include "ascii.h"
#include "guard.h"

typedef struct {
  const char *name;
  const char *input;
  const char *wanted; /* canonical text, NULL for "no address" */
} Row;

static const Row plain_rows[] = {
  { "v4", "192.0.2.1", "192.0.2.1" },
  { "v4-edges", "255.255.255.255", "255.255.255.255" },
  { "v4-octet-too-big", "192.0.2.256", NULL },
  { "v4-three-parts", "192.0.2", NULL },
  { "v4-five-parts", "192.0.2.1.5", NULL },
  { "v4-leading-zero", "192.0.2.01", NULL }, /* octal or decimal? */
  { "v4-empty-part", "192.0..1", NULL },
  { "v4-trailing-dot", "192.0.2.1.", NULL },
  { "v4-sign", "+192.0.2.1", NULL },
  { "v4-space", "192.0.2.1 ", NULL },
  { "v4-hex", "0xc0.0.2.1", NULL },
  { "v4-long-number", "192.0.2.0001", NULL },
  { "v4-suffix-of-damage", "1x192.0.2.1", NULL },
  { "v6", "2001:db8::1", "2001:db8::1" },
  { "v6-upper", "2001:DB8:0:0:0:0:0:A", "2001:db8::a" },
  { "v6-full", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6" },
  { "v6-padded", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1" },
  { "v6-any", "::", "::" },
  { "v6-loopback", "::1", "::1" },
  { "v6-trailing-zeros", "2001:db8::", "2001:db8::" },
  { "v6-longest-run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
  { "v6-first-of-equal-runs", "2001:0:0:1:1:0:0:1", "2001::1:1:0:0:1" },
  { "v6-single-zero-is-kept", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
  { "v6-zone", "fe80::1%4", "fe80::1" },
  { "v6-zone-name", "fe80::1%eth0", "fe80::1" },
  { "v6-zone-empty", "fe80::1%", NULL },
  { "v6-zone-bad", "fe80::1%a@b", NULL },
  { "v6-dotted-tail", "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
  { "v6-dotted-inside", "64:ff9b:192.0.2.33::", NULL },
  { "v6-mapped", "::ffff:192.0.2.1", "192.0.2.1" },
  { "v6-mapped-hex", "::ffff:c000:201", "192.0.2.1" },
  { "v6-nine-groups", "1:2:3:4:5:6:7:8:9", NULL },
  { "v6-seven-groups", "1:2:3:4:5:6:7", NULL },
  { "v6-two-gaps", "1::2::3", NULL },
  { "v6-gap-of-nothing", "1:2:3:4::5:6:7:8", NULL },
  { "v6-gap-of-one", "1:2:3:4::6:7:8", "1:2:3:4:0:6:7:8" },
  { "v6-three-colons", "1:::2", NULL },
  { "v6-leading-colon", ":1:2:3:4:5:6:7", NULL },
  { "v6-trailing-colon", "1:2:3:4:5:6:7:", NULL },
  { "v6-five-digits", "12345::", NULL },
  { "v6-damaged", "2603:10b6:phishing@pot:28", NULL },
  { "v6-eight-and-dotted", "1:2:3:4:5:6:7:192.0.2.1", NULL },
  { "empty", "", NULL },
  { "word", "localhost", NULL },
  { "hex-word", "dead.beef", NULL },
  { "bracket", "[192.0.2.1]", NULL },
};

static const Row literal_rows[] = {
  { "bare", "192.0.2.1", "192.0.2.1" },
  { "bracketed", "[192.0.2.1]", "192.0.2.1" },
  { "tagged", "[IPv6:2001:db8::1]", "2001:db8::1" },
  { "tag-case", "[ipv6:2001:DB8::1]", "2001:db8::1" },
  { "tagged-loopback", "[IPv6:::1]", "::1" },
  { "untagged-v6", "[2001:db8::1]", "2001:db8::1" },
  { "tag-only", "IPv6:2001:db8::1", "2001:db8::1" },
  { "tagged-mapped", "IPv6:::ffff:192.0.2.1", "192.0.2.1" },
  { "tagged-v4", "[IPv6:192.0.2.1]", NULL },
  { "zone", "[fe80::1%12]", "fe80::1" },
  { "open", "[192.0.2.1", NULL },
  { "closed", "192.0.2.1]", NULL },
  { "empty", "[]", NULL },
};

static void
check_row (const Row *row, gboolean (*parse) (HsSlice, HsIp *))
{
  HsGuard guard = hs_guard_new (row->input, strlen (row->input));
  char text[HS_IP_TEXT_MAX];
  HsIp ip;

  g_assert_cmpint (parse ((HsSlice){ guard.data, guard.len }, &ip), ==, row->wanted != NULL);
  g_assert_cmpuint (hs_ip_format (&ip, text), ==, row->wanted != NULL ? strlen (row->wanted) : 0);
  g_assert_cmpstr (text, ==, row->wanted != NULL ? row->wanted : "");
  hs_guard_free (&guard);
  for (gsize len = 0; len < strlen (row->input); len++) {
    guard = hs_guard_new (row->input, len);
    if (!parse ((HsSlice){ guard.data, guard.len }, &ip))
      g_assert_cmpuint (ip.family, ==, 0);
    hs_guard_free (&guard);
  }
}

static void
test_plain (gconstpointer data)
{
  check_row (data, hs_ip_parse);
}

static void
test_literal (gconstpointer data)
{
  check_row (data, hs_ip_parse_literal);
}

static HsIp
ip_of (const char *text)
{
  HsIp ip;

  g_assert_true (hs_ip_parse (hs_slice_str (text), &ip));
  return ip;
}

static const struct {
  const char *text;
  HsIpScope scope;
} scope_rows[] = {
  { "8.8.8.8", HS_SCOPE_GLOBAL },
  { "10.1.2.3", HS_SCOPE_PRIVATE },
  { "172.15.0.1", HS_SCOPE_GLOBAL },
  { "172.16.0.1", HS_SCOPE_PRIVATE },
  { "172.31.255.255", HS_SCOPE_PRIVATE },
  { "172.32.0.1", HS_SCOPE_GLOBAL },
  { "192.168.0.1", HS_SCOPE_PRIVATE },
  { "100.63.255.255", HS_SCOPE_GLOBAL },
  { "100.64.0.1", HS_SCOPE_SHARED },
  { "100.128.0.0", HS_SCOPE_GLOBAL },
  { "127.0.1.2", HS_SCOPE_LOOPBACK },
  { "169.254.1.2", HS_SCOPE_LINK_LOCAL },
  { "198.51.100.7", HS_SCOPE_DOCUMENTATION },
  { "203.0.113.7", HS_SCOPE_DOCUMENTATION },
  { "0.0.0.0", HS_SCOPE_RESERVED },
  { "198.19.0.1", HS_SCOPE_RESERVED },
  { "224.0.0.1", HS_SCOPE_RESERVED },
  { "255.255.255.255", HS_SCOPE_RESERVED },
  { "::", HS_SCOPE_RESERVED },
  { "::1", HS_SCOPE_LOOPBACK },
  { "fe80::1", HS_SCOPE_LINK_LOCAL },
  { "fc00::1", HS_SCOPE_PRIVATE },
  { "fd12::1", HS_SCOPE_PRIVATE },
  { "2001:db8::1", HS_SCOPE_DOCUMENTATION },
  { "2001:db9::1", HS_SCOPE_GLOBAL },
  { "3fff::1", HS_SCOPE_DOCUMENTATION },
  { "3fff:1000::1", HS_SCOPE_GLOBAL },
  { "ff02::1", HS_SCOPE_RESERVED },
  { "2603:10b6::1", HS_SCOPE_GLOBAL },
  { "2002:a05:6402::1", HS_SCOPE_PRIVATE },
  { "2002:808:808::1", HS_SCOPE_GLOBAL },
  { "::ffff:10.0.0.1", HS_SCOPE_PRIVATE },
};

static void
test_scope (void)
{
  HsIp none = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (scope_rows); i++) {
    HsIp ip = ip_of (scope_rows[i].text);
    g_test_message ("%s", scope_rows[i].text);
    g_assert_cmpint (hs_ip_scope (&ip), ==, scope_rows[i].scope);
  }
  g_assert_cmpint (hs_ip_scope (&none), ==, HS_SCOPE_UNKNOWN);
}

static const struct {
  const char *cidr;
  int prefix; /* -1 for no network */
  const char *inside;
  const char *outside;
} cidr_rows[] = {
  { "203.0.113.0/24", 120, "203.0.113.255", "203.0.114.0" },
  { "203.0.113.128/25", 121, "203.0.113.129", "203.0.113.127" },
  { "203.0.113.9", 128, "203.0.113.9", "203.0.113.8" },
  { "0.0.0.0/0", 96, "203.0.113.9", "2001:db8::1" },
  { "2001:db8::/32", 32, "2001:db8:ffff::1", "2001:db9::" },
  { "2a01:111:f400::/48", 48, "2a01:111:f400:feab::628", "2a01:111:f401::" },
  { "2001:db8::8/127", 127, "2001:db8::9", "2001:db8::a" },
  { "2001:db8::9/127", -1, NULL, NULL },
  { "203.0.113.1/24", -1, NULL, NULL },
  { "203.0.113.0/33", -1, NULL, NULL },
  { "2001:db8::/129", -1, NULL, NULL },
  { "203.0.113.0/", -1, NULL, NULL },
  { "203.0.113.0/x", -1, NULL, NULL },
  { "/24", -1, NULL, NULL },
  { "", -1, NULL, NULL },
};

static void
test_cidr (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cidr_rows); i++) {
    gboolean wanted = cidr_rows[i].prefix >= 0;
    HsIp network, ip;
    guint prefix;
    g_test_message ("%s", cidr_rows[i].cidr);
    g_assert_cmpint (hs_cidr_parse (hs_slice_str (cidr_rows[i].cidr), &network, &prefix), ==, wanted);
    if (!wanted) {
      g_assert_cmpuint (network.family, ==, 0);
      continue;
    }
    g_assert_cmpuint (prefix, ==, (guint)cidr_rows[i].prefix);
    ip = ip_of (cidr_rows[i].inside);
    g_assert_true (hs_ip_in_prefix (&ip, &network, prefix));
    ip = ip_of (cidr_rows[i].outside);
    g_assert_false (hs_ip_in_prefix (&ip, &network, prefix));
  }
}

static void
test_equal (void)
{
  HsIp a = ip_of ("::ffff:192.0.2.1"), b = ip_of ("192.0.2.1"), none = { 0 };

  g_assert_true (hs_ip_equal (&a, &b));
  g_assert_false (hs_ip_equal (&none, &none));
  g_assert_false (hs_ip_in_prefix (&none, &b, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (plain_rows); i++) {
    g_autofree char *path = g_strconcat ("/address/plain/", plain_rows[i].name, NULL);
    g_test_add_data_func (path, &plain_rows[i], test_plain);
  }
  for (guint i = 0; i < G_N_ELEMENTS (literal_rows); i++) {
    g_autofree char *path = g_strconcat ("/address/literal/", literal_rows[i].name, NULL);
    g_test_add_data_func (path, &literal_rows[i], test_literal);
  }
  g_test_add_func ("/address/scope", test_scope);
  g_test_add_func ("/address/cidr", test_cidr);
  g_test_add_func ("/address/equal", test_equal);
  return g_test_run ();
}
