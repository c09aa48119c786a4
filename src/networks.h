/* Who runs an address: src/data/networks.tsv, or --endpoints.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/trace.h>

typedef enum {
  HS_NETWORK_EGRESS,        /* egress: servers here write true lines and deliver to the world */
  HS_NETWORK_INTERNAL,      /* internal: between servers of the operator, never egress */
  HS_NETWORK_INFRASTRUCTURE /* infrastructure: the operator's, but not its mail servers (clients, cloud tenants) */
} HsNetworkService;

typedef struct {
  HsIp network;
  guint prefix; /* counted in the 128-bit form */
  const char *operator_id;
  HsNetworkService service;
  HsCloud cloud;
  HsPool pool;
  gboolean writes_true_lines; /* an address of this range on a trusted line vouches for the lines below (design: Trust) */
  const char *date;
} HsNetwork;

/* "egress", "internal", "infrastructure" */
const char *hs_network_service_name (HsNetworkService service);

typedef struct _HsNetworks HsNetworks;

/* @endpoints_file: (nullable): replaces the rows whose source is the endpoints service, for the cloud it speaks of; what the built-in
   table adds about parts of those rows (pools) stays as far as the file still contains them. */
HsNetworks *hs_networks_new (const char *rules_dir, const char *endpoints_file, GError **error);
void hs_networks_free (HsNetworks *networks);
guint hs_networks_rows (const HsNetworks *networks);
const char *hs_networks_newest (const HsNetworks *networks); /* newest date of a row */
/* (element-type HsTable): the tables it came from. */
const GPtrArray *hs_networks_tables (const HsNetworks *networks);
/* The row of the longest prefix, or NULL. */
const HsNetwork *hs_networks_lookup (const HsNetworks *networks, const HsIp *ip);
