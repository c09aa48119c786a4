/* SPDX-License-Identifier: MIT */
#include "m365.h"

#include "ascii.h"
#include "guard.h"

static void
test_guid_time (void)
{
  static const struct {
    const char *guid;
    gint64 ms; /* since 1970, 0: none */
  } rows[] = {
    { "00000000-0000-0000-0000-08dcbe0c1e3a", G_GINT64_CONSTANT (1723823843577) }, /* 2024-08-16T15:57:23.577Z */
    { "00000000-0000-0000-0000-08DCBE0C1E3A", G_GINT64_CONSTANT (1723823843577) },
    { "00000000-0000-0000-0000-000000000000", 0 },
    { "00000000-0000-0000-0000-ffffffffffff", 0 },
    { "00000000-0000-0000-0000-08dcbe0c1e3", 0 },
    { "00000000-0000-0000-0000-08dcbe0c1e3g", 0 },
    { "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsTime time = { 0 };
    g_assert_cmpint (hs_m365_guid_time (hs_slice_str (rows[i].guid), &time), ==, rows[i].ms != 0);
    g_assert_cmpint (time.us / 1000, ==, rows[i].ms);
  }
}

static void
test_items (void)
{
  HsSlice rest = HS_SLICE_LITERAL ("CIP:192.0.2.1; CTRY:;;H:mail.example.com;SFS:(13)(7) ; last"), key, value;
  static const char *const wanted[][2] = {
    { "CIP", "192.0.2.1" }, { "CTRY", "" }, { "H", "mail.example.com" }, { "SFS", "(13)(7)" }, { "last", "" }
  };
  gsize n = 0;

  while (hs_m365_item (&rest, ':', &key, &value)) {
    g_assert_cmpuint (n, <, G_N_ELEMENTS (wanted));
    g_assert_true (hs_slice_equal_str (key, wanted[n][0]));
    g_assert_true (hs_slice_equal_str (value, wanted[n][1]));
    n++;
  }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (wanted));
}

static void
test_diagnostic (void)
{
  HsSlice rest = HS_SLICE_LITERAL ("SN1PEPF00036F40:EE_|DS0PR12MB8444:EE_MessageSentRepresentingType:1|"), server;

  g_assert_true (hs_m365_diagnostic (&rest, &server));
  g_assert_true (hs_slice_equal_str (server, "SN1PEPF00036F40"));
  g_assert_true (hs_m365_diagnostic (&rest, &server));
  g_assert_true (hs_slice_equal_str (server, "DS0PR12MB8444"));
  g_assert_false (hs_m365_diagnostic (&rest, &server));
}

/* Cut at every length against an unreadable page. */
static void
test_cuts (void)
{
  static const char text[] = "TenantId=0a0b0c0d-1111-2222-3333-444455556666; Ip=[192.0.2.1]; Helo=[x]|a:b|c";

  for (gsize len = 0; len < sizeof text; len++) {
    HsGuard guard = hs_guard_new (text, len);
    HsSlice rest = { guard.data, len }, key, value;
    HsTime time;
    while (hs_m365_item (&rest, '=', &key, &value))
      ;
    rest = (HsSlice){ guard.data, len };
    while (hs_m365_diagnostic (&rest, &value))
      ;
    hs_m365_guid_time ((HsSlice){ guard.data, len }, &time);
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/m365/guid-time", test_guid_time);
  g_test_add_func ("/m365/items", test_items);
  g_test_add_func ("/m365/diagnostic", test_diagnostic);
  g_test_add_func ("/m365/cuts", test_cuts);
  return g_test_run ();
}
