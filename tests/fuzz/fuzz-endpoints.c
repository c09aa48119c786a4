/* The JSON of the endpoints service.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "endpoints.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsCloud cloud = HS_CLOUD_NONE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) endpoints = hs_endpoints_parse ((const char *)data, size, "e.json", &cloud, &error);

  g_assert_true (endpoints != NULL ? endpoints->len > 0 && cloud != HS_CLOUD_NONE : error != NULL);
  return 0;
}
