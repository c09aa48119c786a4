/* Any bytes as an address or a network: what was read is written so that it reads the same.  SPDX-License-Identifier: MIT */
#include "address.h"
#include "ascii.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  char text[HS_IP_TEXT_MAX];
  HsIp ip, again;
  guint prefix;

  if (hs_cidr_parse ((HsSlice){ copy, size }, &ip, &prefix))
    g_assert_true (hs_ip_in_prefix (&ip, &ip, prefix));
  if (!hs_ip_parse_literal ((HsSlice){ copy, size }, &ip)) {
    g_assert_cmpuint (ip.family, ==, 0);
    return 0;
  }
  g_assert_cmpuint (hs_ip_format (&ip, text), >, 0);
  g_assert_true (hs_ip_parse (hs_slice_str (text), &again));
  g_assert_true (hs_ip_equal (&ip, &again));
  g_assert_cmpint (hs_ip_scope (&ip), !=, HS_SCOPE_UNKNOWN);
  return 0;
}
