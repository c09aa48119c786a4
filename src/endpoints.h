/* The JSON of Microsoft's endpoints web service (endpoints.office.com), as far as mail is concerned.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/trace.h>

typedef struct {
  HsIp network;
  guint prefix;    /* counted in the 128-bit form */
  gboolean egress; /* of a set that speaks SMTP (port 25); else of clients */
} HsEndpoint;

/* @cloud: (out): the one the file speaks of, told by the names in it. (element-type HsEndpoint) (transfer full): the ranges of service
   area Exchange, each once. NULL with HS_ERROR_CONFIG "NAME: item 3: what" or "NAME:LINE:COLUMN: what". */
GArray *hs_endpoints_parse (const char *data, gsize len, const char *name, HsCloud *cloud, GError **error);
