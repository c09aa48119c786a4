/* What hosts.tsv and suffixes.tsv say of a name, remembered: a mailbox names the same servers over and over.  SPDX-License-Identifier: MIT */
#pragma once

#include "hosts.h"

typedef struct {
  const HsHost *host;   /* NULL for none */
  HsSlice organization; /* a slice of the name asked about, NULL for none */
} HsServer;

/* For one worker; the answers are those of hs_hosts_lookup() and hs_hosts_organization(), with or without a memory. */
typedef struct _HsServers HsServers;

/* @hosts must outlive it. */
HsServers *hs_servers_new (const HsHosts *hosts);
void hs_servers_free (HsServers *servers);
HsServer hs_servers_find (HsServers *servers, HsSlice name);
