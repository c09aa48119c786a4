/* SPDX-License-Identifier: MIT */
#include "domain.h"

#include "ascii.h"
#include "guard.h"

#define LABEL_63 "a23456789012345678901234567890123456789012345678901234567890123"
#define LABEL_64 LABEL_63 "4"

static const struct {
  const char *name;
  gboolean valid;
  gboolean qualified;
} rows[] = {
  { "mail.example.com", TRUE, TRUE },
  { "mail.example.com.", TRUE, TRUE },
  { "scanner01", TRUE, FALSE },
  { "scanner01.", TRUE, FALSE },
  { "_dmarc.example.com", TRUE, TRUE },
  { "198.51.100.7", TRUE, FALSE },
  { "host.3com", TRUE, TRUE },
  { "", FALSE, FALSE },
  { ".", FALSE, FALSE },
  { ".example.com", FALSE, FALSE },
  { "mail..example.com", FALSE, FALSE },
  { "example.com..", FALSE, FALSE },
  { "[198.51.100.7]", FALSE, FALSE },
  { "a b.example", FALSE, FALSE },
  { "user@example.com", FALSE, FALSE },
  { LABEL_63 ".example", TRUE, TRUE },
  { LABEL_64 ".example", FALSE, FALSE },
  { LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63, FALSE, FALSE },
};

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard guard = hs_guard_new (rows[i].name, strlen (rows[i].name));
    HsSlice name = { guard.data, guard.len };
    g_test_message ("%s", rows[i].name);
    g_assert_cmpint (hs_domain_is_valid (name), ==, rows[i].valid);
    g_assert_cmpint (hs_domain_is_qualified (name), ==, rows[i].qualified);
    hs_guard_free (&guard);
  }
  g_assert_false (hs_domain_is_valid (HS_SLICE_NONE));
  g_assert_false (hs_domain_is_qualified (HS_SLICE_NONE));
}

static gboolean
within (const char *host, const char *domain)
{
  return hs_domain_is_within (hs_slice_str (host), hs_slice_str (domain));
}

static void
test_within (void)
{
  g_assert_true (within ("x.mail.protection.OUTLOOK.com", "protection.outlook.com"));
  g_assert_true (within ("outlook.com", "outlook.com."));
  g_assert_true (within ("a.outlook.com.", "outlook.com"));
  g_assert_false (within ("notoutlook.com", "outlook.com"));
  g_assert_false (within ("outlook.com.evil.example", "outlook.com"));
  g_assert_false (within ("com", "outlook.com"));
  g_assert_false (within ("outlook.com", ""));
  g_assert_false (hs_domain_is_within (HS_SLICE_NONE, HS_SLICE_LITERAL ("com")));
}

static void
test_parts (void)
{
  g_assert_true (hs_slice_equal_str (hs_domain_first_label (HS_SLICE_LITERAL ("mail.example.com")), "mail"));
  g_assert_true (hs_slice_equal_str (hs_domain_first_label (HS_SLICE_LITERAL ("mail")), "mail"));
  g_assert_null (hs_domain_first_label (HS_SLICE_NONE).ptr);
  g_assert_true (hs_slice_equal_str (hs_domain_of_address (HS_SLICE_LITERAL ("\"a@b\"@example.com")), "example.com"));
  g_assert_cmpuint (hs_domain_of_address (HS_SLICE_LITERAL ("user@")).len, ==, 0);
  g_assert_null (hs_domain_of_address (HS_SLICE_LITERAL ("user")).ptr);
  g_assert_null (hs_domain_of_address (HS_SLICE_NONE).ptr);
  g_assert_true (hs_slice_equal_str (hs_domain_strip_dot (HS_SLICE_LITERAL ("mail.example.")), "mail.example"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/valid", test_valid);
  g_test_add_func ("/domain/within", test_within);
  g_test_add_func ("/domain/parts", test_parts);
  return g_test_run ();
}
