/* SPDX-License-Identifier: MIT */
#include "classify.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

static gboolean
is_microsoft_machine (const HsHost *host)
{
  return host != NULL && (host->kind == HS_HOST_EOP_FRONT_END || host->kind == HS_HOST_EOP_HUB || host->kind == HS_HOST_EXO_SERVER ||
                          host->kind == HS_HOST_EXO_CLIENT_ACCESS);
}

/* Names change: what Exchange wrote under a domain of Microsoft 365 is its line, also by a machine of a form that no row knows yet. */
static gboolean
is_microsoft_writer (const HsHost *host)
{
  return is_microsoft_machine (host) || (host != NULL && (host->kind == HS_HOST_MX || host->kind == HS_HOST_MICROSOFT_OTHER) &&
                                         strcmp (host->operator_id, HS_OPERATOR_MICROSOFT) == 0);
}

static gboolean
is_egress_name (const HsHost *host)
{
  return host != NULL && host->kind == HS_HOST_EOP_OUTBOUND;
}

static gboolean
is_inside_scope (HsIpScope scope)
{
  return scope == HS_SCOPE_PRIVATE || scope == HS_SCOPE_SHARED || scope == HS_SCOPE_LINK_LOCAL || scope == HS_SCOPE_LOOPBACK;
}

/* Exchange writes these; any other product may stand behind a Microsoft 365 name, but then the name is a lie. */
static gboolean
is_exchange_protocol (HsSlice protocol)
{
  return hs_slice_ihas_prefix (protocol, "Microsoft SMTP") || hs_slice_iequal_str (protocol, "mapi") ||
         hs_slice_iequal_str (protocol, "HTTPS") || hs_slice_iequal_str (protocol, "HTTP") ||
         hs_slice_iequal_str (protocol, "ShadowRedundancy") || hs_slice_iequal_str (protocol, "MailboxResubmission");
}

/* An egress is known by its address (between two inner machines such an address is a cross-site connection, not an egress). Where the
   receiver stands behind NAT it records a private address beside the egress name. A name on any other address is a lie or a proxy:
   HELO is the client's word, and whoever owns an address writes its reverse name. */
static void
classify_egress (HsNode *node, const HsHop *hop)
{
  gboolean named = is_egress_name (node->helo) || is_egress_name (node->rdns);
  gboolean inside = is_inside_scope (node->from_scope) || hop->from_ip.family == 0;

  node->egress_by_address = node->network != NULL && node->network->service == HS_NETWORK_EGRESS &&
                            hs_slice_equal_str (hs_slice_str (node->network->operator_id), HS_OPERATOR_MICROSOFT) &&
                            !(is_microsoft_machine (node->by) && is_microsoft_machine (node->helo));
  node->from_egress = node->egress_by_address || (named && inside);
  node->egress_foreign = named && !node->from_egress;
}

static gboolean
is_own_network (const HsNode *node)
{
  return node->network != NULL && node->network->service == HS_NETWORK_INTERNAL &&
         strcmp (node->network->operator_id, HS_OPERATOR_MICROSOFT) == 0;
}

static void
classify_microsoft (HsNode *node, const HsHop *hop)
{
  gboolean from_inside = is_microsoft_machine (node->helo) || hs_slice_iequal (hop->from_helo, hop->by_host);
  gboolean smtp = hs_slice_ihas_prefix (hop->protocol, "Microsoft SMTP");

  node->microsoft = is_microsoft_machine (node->by) ? is_exchange_protocol (hop->protocol) || hop->protocol.ptr == NULL
                                                    : is_microsoft_writer (node->by) && is_exchange_protocol (hop->protocol);
  if (!node->microsoft) {
    node->exchange_on_premises = is_exchange_protocol (hop->protocol) && (smtp || hs_slice_iequal_str (hop->protocol, "mapi"));
    return;
  }
  node->front_end = smtp && (node->by->kind == HS_HOST_EOP_FRONT_END || node->by->kind == HS_HOST_MX);
  node->store_submission = hs_slice_iequal_str (hop->protocol, "mapi") || (node->helo != NULL && node->helo->kind == HS_HOST_SUBSTRATE);
  node->client_line = smtp && (node->by->kind == HS_HOST_EXO_CLIENT_ACCESS || node->by->kind == HS_HOST_EXO_SERVER) && !from_inside &&
                      !node->from_egress && hop->from_ip.family != 0 && !is_own_network (node);
  node->delivery =
      !node->store_submission && (hs_slice_iequal_str (hop->protocol, "HTTPS") || hs_slice_ihas_prefix (hop->via, "Mailbox Transport"));
}

static void
classify_names (HsNode *node, const HsHop *hop, HsServers *servers)
{
  HsServer by = hs_servers_find (servers, hop->by_host), helo = hs_servers_find (servers, hop->from_helo);
  HsServer rdns = hs_servers_find (servers, hop->from_rdns);

  node->by = by.host;
  node->by_organization = by.organization;
  node->helo = helo.host;
  node->rdns = rdns.host;
  node->from_organization = rdns.organization.ptr != NULL ? rdns.organization : helo.organization;
}

/* Gmail writes its inner lines `by 2002:...`: an address says who, too. */
static const char *
operator_of_writer (const HsNetworks *networks, const HsNode *node, const HsHop *hop)
{
  HsIp ip = hop->by_ip;
  const HsNetwork *network;

  if (node->by != NULL && node->by->kind != HS_HOST_SUSPICIOUS)
    return node->by->operator_id;
  if (ip.family == 0 && !hs_ip_parse_literal (hop->by_host, &ip))
    return NULL;
  network = hs_networks_lookup (networks, &ip);
  return network != NULL ? network->operator_id : NULL;
}

void
hs_classify_nodes (HsWork *work)
{
  const HsNetworks *networks = hs_ruleset_networks (work->ruleset);
  guint author = MIN (MIN (work->first[HS_KNOWN_FROM], work->first[HS_KNOWN_SUBJECT]), work->first[HS_KNOWN_DATE]);

  for (guint i = 0; i < work->n_written; i++) {
    HsHop *hop = &work->hops[i];
    HsNode *node = &work->nodes[i];
    classify_names (node, hop, work->servers);
    node->network = hop->from_ip.family != 0 ? hs_networks_lookup (networks, &hop->from_ip) : NULL;
    node->from_scope = hs_ip_scope (&hop->from_ip);
    node->by_operator = operator_of_writer (networks, node, hop);
    node->below_author = hop->field > author;
    classify_egress (node, hop);
    classify_microsoft (node, hop);
  }
}
