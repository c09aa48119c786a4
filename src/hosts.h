/* Who runs a host, by name: src/data/hosts.tsv. A name alone proves nothing.  SPDX-License-Identifier: MIT */
#pragma once

#include "words.h"

#include <hopscope/error.h>
#include <hopscope/trace.h>

typedef enum {
  HS_HOST_NONE,
  HS_HOST_EOP_FRONT_END,     /* eop-front-end: accepts mail from outside the tenant; by-name or from-name of such a machine */
  HS_HOST_EOP_HUB,           /* eop-hub */
  HS_HOST_EXO_SERVER,        /* exo-server: mailbox or hub transport */
  HS_HOST_EXO_CLIENT_ACCESS, /* exo-client-access: second front end (inside), or SMTP AUTH front end */
  HS_HOST_EOP_OUTBOUND,      /* eop-outbound: HELO or reverse name of the egress */
  HS_HOST_MX,                /* mx: name that mail is sent to; no machine says it is this */
  HS_HOST_CLIENT_SERVICE,    /* client-service: smtp.office365.com and the like */
  HS_HOST_SUBSTRATE,         /* substrate: HTTP submission (Azure Communication Services, recall) */
  HS_HOST_MICROSOFT_OTHER,   /* microsoft-other: below a Microsoft domain, nothing more known */
  HS_HOST_SUSPICIOUS,        /* suspicious: a form no Microsoft machine has */
  HS_HOST_PROVIDER,          /* provider: another mail service */
  HS_HOST_GATEWAY,           /* gateway: third-party filter, signature or archive service */
  HS_HOST_MAILING_LIST       /* mailing-list */
} HsHostKind;

typedef struct {
  const char *operator_id;   /* "microsoft-365", "google", "proofpoint" */
  const char *operator_name; /* "Microsoft 365", for people */
  HsHostKind kind;
  HsCloud cloud;
  HsPool pool;
} HsHost;

/* "eop-front-end" ...; NULL for HS_HOST_NONE. */
const char *hs_host_kind_name (HsHostKind kind);

typedef struct _HsHosts HsHosts;

HsHosts *hs_hosts_new (const char *rules_dir, GError **error);
void hs_hosts_free (HsHosts *hosts);
/* The tables it came from (element-type HsTable), for their age and number of rows. */
const GPtrArray *hs_hosts_tables (const HsHosts *hosts);
const GPtrArray *hs_hosts_suffix_tables (const HsHosts *hosts);
guint hs_hosts_rows (const HsHosts *hosts);
/* Row @i: those of the rules folder first, then the built-in ones, in table order. For tests. */
const HsHost *hs_hosts_row (const HsHosts *hosts, guint i);
/* The row of the longest suffix whose label pattern fits, or NULL. No allocation; about 100 ns. */
const HsHost *hs_hosts_lookup (const HsHosts *hosts, HsSlice host);
/* The part of @host that one organization registers ("mail.example.co.uk" gives "example.co.uk"), by src/data/suffixes.tsv;
   a NULL slice for addresses and unqualified names. A slice of @host. */
HsSlice hs_hosts_organization (const HsHosts *hosts, HsSlice host);
/* A name that exists inside one network only, by its form or by src/data/suffixes.tsv: "relay01", "exch.example.corp". */
gboolean hs_hosts_is_private (const HsHosts *hosts, HsSlice host);
