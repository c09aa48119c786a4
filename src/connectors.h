/* Get-InboundConnector and Get-AcceptedDomain as JSON, and which connector a connection fits.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/error.h>
#include <hopscope/trace.h>

typedef struct _HsConnectors HsConnectors;

/* @name: file name for messages. HS_ERROR_CONFIG with line or JSON path. */
HsConnectors *hs_connectors_parse (const char *data, gsize len, const char *name, GError **error);
void hs_connectors_free (HsConnectors *connectors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsConnectors, hs_connectors_free)

/* What is known of the connection that a pass began with; unknown members are NULL/0. */
typedef struct {
  HsIp ip;
  HsSlice helo;
  HsTls tls;
  HsSlice sender_domain; /* of MAIL FROM, else of From */
  gboolean traversed;    /* verdict: an OnPremises connector took it */
} HsConnection;

/* One HsConnectorCheck for each connector, in file order: whether its settings fit @connection, or the setting that rules it out and what
   to do. @matched: (out): index of the OnPremises connector that took it (by the narrowest address range, then the narrowest scope, then
   file order), or G_MAXUINT: also where only a certificate can have matched, for no header names it. The slices lie in @connectors and
   @arena. NULL with @n 0 when the arena is full. */
const HsConnectorCheck *
hs_connectors_check (const HsConnectors *connectors, const HsConnection *connection, HsArena *arena, guint *n, guint *matched);

/* Domain names of a Get-AcceptedDomain file, into @domains (char *); ".example.com" stands for everything below. */
gboolean hs_accepted_domains_parse (const char *data, gsize len, const char *name, GPtrArray *domains, GError **error);
