/* Get-InboundConnector and Get-AcceptedDomain as JSON.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "connectors.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HsConnectors) connectors = hs_connectors_parse ((const char *)data, size, "c.json", NULL);
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  HsArena *arena = hs_arena_new (1 << 20);

  for (guint i = 0; connectors != NULL && i < 4; i++) {
    HsConnection connection = { .ip = { .family = (guint8)(i % 2 ? 4 : 0), .bytes = { [10] = 0xff, [11] = 0xff, [12] = 203, [14] = 113 } },
                                .helo = HS_SLICE_LITERAL ("mail.example.com"),
                                .sender_domain = HS_SLICE_LITERAL ("example.com"),
                                .tls = i % 2 ? HS_TLS_NO : HS_TLS_YES,
                                .traversed = i > 1 };
    guint n, matched;
    const HsConnectorCheck *checks = hs_connectors_check (connectors, &connection, arena, &n, &matched);
    g_assert_true (matched == G_MAXUINT || matched < n);
    for (guint j = 0; j < n; j++)
      g_assert_nonnull (checks[j].reason.format);
  }
  hs_accepted_domains_parse ((const char *)data, size, "d.json", domains, NULL);
  hs_arena_free (arena);
  return 0;
}
