/* ARC-Authentication-Results: the connection that is stated.  SPDX-License-Identifier: MIT */
#include "address.h"
#include "ascii.h"
#include "guard.h"
#include "seal-statement.h"
#include "seal-text.h"

static const struct {
  const char *name;
  const char *value;
  guint instance;
  const char *ip; /* "" for none */
  const char *recipient_domain;
  const char *mail_from;
  const char *header_from;
} rows[] = {
  { "relayed through Exchange Online",
    " i=1; mx.microsoft.com 1; spf=pass (sender ip is\r\n 192.0.2.17) smtp.rcpttodomain=example.net\r\n smtp.mailfrom=example.com; dmarc=pass"
    " (p=quarantine sp=none pct=100)\r\n action=none header.from=Example.com; dkim=none (message not signed);\r\n arc=none (0)",
    1, "192.0.2.17", "example.net", "example.com", "Example.com" },
  { "from a mailbox",
    "i=1; mx.microsoft.com 1; spf=pass\r\n smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com; dkim=pass"
    " header.d=example.com; arc=none",
    1, "", NULL, "example.com", "example.com" },
  { "IPv6", "i=2; mx.microsoft.com 1; spf=none (sender ip is 2001:db8::25) smtp.rcpttodomain=a.example smtp.mailfrom=b.example", 2,
    "2001:db8::25", "a.example", "b.example", NULL },
  { "OpenARC",
    "i=3; mx.example.org; dmarc=pass (p=reject dis=none) header.from=example.com; spf=fail smtp.mailfrom=example.com;"
    " arc=fail smtp.client-ip=198.51.100.4",
    3, "198.51.100.4", NULL, "example.com", "example.com" },
  { "RFC 8617", "i=4; mx.example.org; arc=pass header.oldest-pass=0 smtp.remote-ip=203.0.113.9", 4, "203.0.113.9", NULL, NULL, NULL },
  { "folded everywhere", "\r\n\ti\r\n = 5 ;\r\n x; spf=pass\r\n\t(sender\r\n ip\tis \r\n 192.0.2.1\r\n )", 5, "192.0.2.1", NULL, NULL,
    NULL },
  { "no blank before the instance's value", "i=6;spf=pass (sender ip is 192.0.2.1)smtp.mailfrom=a.example", 6, "192.0.2.1", NULL,
    "a.example", NULL },
  { "sender ip in another comment", "i=1; x; dkim=pass (sender ip is 192.0.2.1) header.d=a; spf=pass (all is well) smtp.mailfrom=a.example",
    1, "", NULL, "a.example", NULL },
  { "sender ip inside a comment's text", "i=1; x; spf=pass (note: sender ip is 192.0.2.1)", 1, "", NULL, NULL, NULL },
  { "sender ip in a value", "i=1; x; spf=pass smtp.mailfrom=\"(sender ip is 192.0.2.1)\"; y=\"(sender ip is 192.0.2.2)\"", 1, "", NULL,
    "(sender ip is 192.0.2.1)", NULL },
  { "semicolon in a comment and a string", "i=1; x; spf=pass (a;b (c) \\) sender) smtp.mailfrom=\"a;b\\\"c\" header.from=d.example", 1, "",
    NULL, "a;b\\\"c", "d.example" },
  { "no address", "i=1; x; spf=pass (sender ip is 192.0.2.300)", 1, "", NULL, NULL, NULL },
  { "two of each", "i=1; x; spf=pass (sender ip is 192.0.2.1) smtp.mailfrom=a.example smtp.mailfrom=b.example", 1, "192.0.2.1", NULL,
    "a.example", NULL },
  { "comment without end", "i=1; x; spf=pass (sender ip is 192.0.2.1", 1, "192.0.2.1", NULL, NULL, NULL },
  { "string without end", "i=1; x; smtp.mailfrom=\"a", 1, "", NULL, "\"a", NULL },
  { "no instance", "mx.example.org; spf=pass (sender ip is 192.0.2.1)", 0, "", NULL, NULL, NULL },
  { "instance too high", "i=51; spf=pass (sender ip is 192.0.2.1)", 0, "", NULL, NULL, NULL },
  { "empty", "", 0, "", NULL, NULL, NULL },
};

static void
assert_slice (HsSlice got, const char *wanted)
{
  g_assert_cmpint (got.ptr != NULL, ==, wanted != NULL);
  if (wanted != NULL)
    g_assert_cmpmem (got.ptr, got.len, wanted, strlen (wanted));
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard value = hs_guard_new (rows[i].value, strlen (rows[i].value));
    HsArcSet set = { 0 };
    HsSlice rest;
    char ip[HS_IP_TEXT_MAX] = "";

    g_test_message ("%s", rows[i].name);
    g_assert_cmpuint (hs_arc_results_instance ((HsSlice){ value.data, value.len }, &rest), ==, rows[i].instance);
    if (rows[i].instance > 0)
      hs_arc_statement_read (&set, rest);
    hs_ip_format (&set.sender_ip, ip);
    g_assert_cmpstr (ip, ==, rows[i].ip);
    assert_slice (set.recipient_domain, rows[i].recipient_domain);
    assert_slice (set.mail_from, rows[i].mail_from);
    assert_slice (set.header_from, rows[i].header_from);
    hs_guard_free (&value);
  }
}

static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize len = 0; len <= strlen (rows[i].value); len++) {
      HsGuard value = hs_guard_new (rows[i].value, len);
      HsArcSet set = { 0 };
      HsSlice rest;

      hs_arc_results_instance ((HsSlice){ value.data, len }, &rest);
      hs_arc_statement_read (&set, rest);
      hs_arc_statement_read (&set, (HsSlice){ value.data, len });
      hs_guard_free (&value);
    }
}

/* Nested, unended and alternating: one walk. */
static void
test_long (void)
{
  static const char *const pieces[] = { "(", ")", "\"", "\\", "()", "spf=(", "a=b;", ";", " ", "spf= (sender ip is " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    HsArcSet set = { 0 };
    gint64 start = g_get_monotonic_time ();

    while (text->len < 1 << 20)
      g_string_append (text, pieces[i]);
    hs_arc_statement_read (&set, (HsSlice){ text->str, text->len });
    g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
    g_assert_cmpint (set.sender_ip.family, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-statement/rows", test_rows);
  g_test_add_func ("/seal-statement/cut", test_cut);
  g_test_add_func ("/seal-statement/long", test_long);
  return g_test_run ();
}
