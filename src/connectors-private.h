/* What a connectors file says.  SPDX-License-Identifier: MIT */
#pragma once

#include "connectors.h"

typedef enum { HS_CONNECTOR_ON_PREMISES = 1, HS_CONNECTOR_PARTNER = 2 } HsConnectorType; /* as ConvertTo-Json numbers them */

/* One entry of SenderIPAddresses: both ends belong to it. */
typedef struct {
  HsIp low;
  HsIp high;
  const char *text; /* as written */
} HsIpRange;

typedef struct {
  const char *name;
  HsConnectorType type;
  gboolean enabled;
  gboolean require_tls;
  gboolean restrict_to_ip;
  gboolean restrict_to_certificate;
  GPtrArray *domains;      /* char *: "*", "*.example.com", "example.com" */
  GArray *ranges;          /* HsIpRange */
  const char *certificate; /* NULL for none; "*.example.com" */
} HsConnector;

struct _HsConnectors {
  GStringChunk *strings;
  GArray *items; /* HsConnector */
};
