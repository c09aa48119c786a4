/* SPDX-License-Identifier: MIT */
#include "chain.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

/* How far below a line its writer's organization is looked for: lines inside a network carry names of their own. */
#define ORGANIZATION_REACH 5

gboolean
hs_chain_joins (HsLink link)
{
  return link == HS_LINK_ADDRESS || link == HS_LINK_INTERNAL || link == HS_LINK_HANDOVER || link == HS_LINK_RDNS || link == HS_LINK_LOCAL ||
         link == HS_LINK_UNKNOWN;
}

static gboolean
has_from (const HsHop *hop)
{
  return hop->from_ip.family != 0 || hop->from_helo.ptr != NULL || hop->from_rdns.ptr != NULL;
}

static gboolean
is_near (HsIpScope scope)
{
  return scope == HS_SCOPE_PRIVATE || scope == HS_SCOPE_SHARED || scope == HS_SCOPE_LINK_LOCAL;
}

static gboolean
same_name (HsSlice a, HsSlice b)
{
  return a.ptr != NULL && b.ptr != NULL && hs_slice_iequal (hs_domain_strip_dot (a), hs_domain_strip_dot (b));
}

static gboolean
same_first_label (HsSlice a, HsSlice b)
{
  return a.ptr != NULL && b.ptr != NULL && hs_slice_iequal (hs_domain_first_label (a), hs_domain_first_label (b));
}

static gboolean
same_organization (HsSlice a, HsSlice b)
{
  return a.ptr != NULL && b.ptr != NULL && hs_slice_iequal (a, b);
}

static const char *
operator_of (const HsHost *host)
{
  return host != NULL && host->kind != HS_HOST_SUSPICIOUS ? host->operator_id : NULL;
}

static gboolean
same_operator (const char *a, const char *b)
{
  return a != NULL && b != NULL && strcmp (a, b) == 0;
}

/* "list01.example.prv" and "lists.example.com": a server whose own name exists inside only, under the word that its organization registered
   outside. The reverse name was looked up; that the two name one organization is as much as any name can show. */
static gboolean
same_registered_word (const HsWork *work, HsSlice organization, HsSlice host)
{
  HsSlice word = hs_domain_first_label (organization);
  const char *p = host.ptr, *end = host.ptr + host.len;

  if (organization.ptr == NULL || host.ptr == NULL || word.len < 3 || !hs_work_is_private (work, host))
    return FALSE;
  while (p < end) {
    const char *dot = memchr (p, '.', (gsize)(end - p));
    if (hs_slice_iequal (hs_slice (p, dot != NULL ? dot : end), word))
      return TRUE;
    p = dot != NULL ? dot + 1 : end;
  }
  return FALSE;
}

/* Two private addresses of one site: the same first 16 bits (IPv4) or 48 bits (IPv6). */
static gboolean
same_site (const HsIp *a, const HsIp *b)
{
  return a->family != 0 && a->family == b->family && is_near (hs_ip_scope (a)) && is_near (hs_ip_scope (b)) &&
         hs_ip_in_prefix (a, b, a->family == 4 ? 112 : 48);
}

/* Lines that state no `by` (qmail, ECARTIS) are looked through. */
static guint
writer_below (const HsWork *work, guint i)
{
  while (i > 0) {
    i--;
    if (work->hops[i].by_host.ptr != NULL)
      return i;
  }
  return G_MAXUINT;
}

guint
hs_chain_writer_above (const HsWork *work, guint i)
{
  while (i < work->n_written && work->hops[i].by_host.ptr == NULL)
    i++;
  return i < work->n_written ? i : G_MAXUINT;
}

static HsLink
link_inside_microsoft (const HsHop *upper, const HsNode *up, const HsHop *lower, const HsNode *down)
{
  if (up->from_egress)
    return HS_LINK_HANDOVER;
  if (same_first_label (upper->from_helo, lower->by_host) || hs_ip_equal (&upper->from_ip, &lower->by_ip))
    return HS_LINK_INTERNAL;
  if (up->store_submission && down->client_line)
    return HS_LINK_INTERNAL;
  if (up->front_end && hs_scope_is_public (up->from_scope) &&
      (up->network == NULL || strcmp (up->network->operator_id, HS_OPERATOR_MICROSOFT) != 0))
    return HS_LINK_MISFIT;
  return HS_LINK_GAP;
}

/* The upper line stands outside Microsoft 365, the lower one was written inside. */
static HsLink
link_out_of_microsoft (const HsHop *upper, const HsNode *up)
{
  if (up->from_egress)
    return HS_LINK_HANDOVER;
  if (up->egress_foreign)
    return HS_LINK_MISFIT;
  return !has_from (upper) || is_near (up->from_scope) || up->from_scope == HS_SCOPE_LOOPBACK || upper->from_ip.family == 0
             ? HS_LINK_GAP
             : HS_LINK_MISFIT;
}

/* No peer, or one on the same machine: the line below is by the same server, or by a program with a name for inside only. */
static HsLink
link_local (const HsWork *work, guint i, guint below)
{
  guint speaker = hs_chain_writer_above (work, i);
  const HsNode *up = speaker != G_MAXUINT ? &work->nodes[speaker] : NULL, *down = &work->nodes[below];
  HsSlice by = speaker != G_MAXUINT ? work->hops[speaker].by_host : HS_SLICE_NONE, lower = work->hops[below].by_host;

  if (up == NULL || same_name (by, lower) || same_organization (up->by_organization, down->by_organization) ||
      same_operator (up->by_operator, down->by_operator))
    return HS_LINK_LOCAL;
  return hs_work_is_private (work, lower) || hs_work_is_private (work, by) ? HS_LINK_UNKNOWN : HS_LINK_GAP;
}

/* The organization of the upper line's peer wrote one of the next lines below, all of them inside a network. */
static gboolean
organization_below (const HsWork *work, HsSlice organization, guint lower)
{
  for (guint n = 0; n < ORGANIZATION_REACH; n++) {
    if (same_organization (organization, work->nodes[lower].by_organization))
      return TRUE;
    if (lower == 0 || work->nodes[lower].microsoft ||
        !(is_near (work->nodes[lower].from_scope) || work->nodes[lower].from_scope == HS_SCOPE_LOOPBACK))
      return FALSE;
    lower--;
  }
  return FALSE;
}

/* A line above was handed over by the organization that wrote the lower line, and everything between lies inside a network. */
static gboolean
organization_above (const HsWork *work, HsSlice organization, guint upper)
{
  for (guint n = 0; n < ORGANIZATION_REACH && upper < work->n_written; n++, upper++) {
    if (same_organization (organization, work->nodes[upper].from_organization))
      return TRUE;
    if (!is_near (work->nodes[upper].from_scope) && work->nodes[upper].from_scope != HS_SCOPE_LOOPBACK)
      return FALSE;
  }
  return FALSE;
}

static HsLink
link_private (const HsWork *work, guint i, guint below)
{
  const HsHop *upper = &work->hops[i], *lower = &work->hops[below];
  const HsNode *up = &work->nodes[i], *down = &work->nodes[below];

  if (same_name (upper->from_helo, lower->by_host) || same_first_label (upper->from_helo, lower->by_host) ||
      same_organization (up->from_organization, down->by_organization) || same_operator (operator_of (up->helo), down->by_operator) ||
      same_site (&upper->from_ip, &lower->by_ip) || hs_work_is_private (work, lower->by_host) ||
      same_organization (up->by_organization, down->by_organization) || organization_above (work, down->by_organization, i))
    return HS_LINK_INTERNAL;
  return HS_LINK_GAP;
}

static gboolean
rdns_fits (const HsWork *work, guint i, guint below)
{
  const HsHop *upper = &work->hops[i];
  const HsNode *up = &work->nodes[i], *down = &work->nodes[below];
  HsSlice organization = upper->from_rdns.ptr != NULL ? up->from_organization : HS_SLICE_NONE;

  return same_name (upper->from_rdns, work->hops[below].by_host) || same_operator (operator_of (up->rdns), down->by_operator) ||
         same_operator (up->network != NULL ? up->network->operator_id : NULL, down->by_operator) ||
         (organization.ptr != NULL && organization_below (work, organization, below)) ||
         same_registered_word (work, organization, work->hops[below].by_host);
}

static HsLink
link_public (const HsWork *work, guint i, guint below)
{
  const HsHop *upper = &work->hops[i], *lower = &work->hops[below];
  const HsNode *up = &work->nodes[i], *down = &work->nodes[below];
  HsSlice helo_organization = hs_work_organization (work, upper->from_helo);

  if (rdns_fits (work, i, below))
    return HS_LINK_RDNS;
  if (same_name (upper->from_helo, lower->by_host) || same_operator (operator_of (up->helo), down->by_operator) ||
      same_first_label (upper->from_helo, lower->by_host) ||
      (helo_organization.ptr != NULL && organization_below (work, helo_organization, below)))
    return upper->from_ip.family != 0 ? HS_LINK_HELO : HS_LINK_INTERNAL;
  return HS_LINK_GAP;
}

/* A mailbox was reached below, or the lower lines were part of what was submitted (they stand below its From or Subject). */
static gboolean
is_new_journey (const HsNode *up, const HsNode *down)
{
  if (down->delivery && !up->microsoft && !up->from_egress)
    return TRUE;
  return down->below_author && !up->below_author && down->microsoft && !down->client_line;
}

static HsLink
link_of (const HsWork *work, guint i)
{
  guint below = writer_below (work, i);
  const HsHop *upper = &work->hops[i], *lower;
  const HsNode *up = &work->nodes[i], *down;

  if (i == 0)
    return HS_LINK_NONE;
  if (below == G_MAXUINT)
    return HS_LINK_UNKNOWN;
  lower = &work->hops[below];
  down = &work->nodes[below];
  if (is_new_journey (up, down))
    return HS_LINK_JOURNEY;
  if (up->microsoft && down->microsoft)
    return link_inside_microsoft (upper, up, lower, down);
  if (down->microsoft)
    return link_out_of_microsoft (upper, up);
  if (up->from_egress)
    return HS_LINK_GAP;
  if (!has_from (upper))
    return link_local (work, i, below);
  if (hs_ip_equal (&upper->from_ip, &lower->by_ip))
    return HS_LINK_ADDRESS;
  if (up->from_scope == HS_SCOPE_LOOPBACK)
    return link_local (work, i, below);
  return is_near (up->from_scope) ? link_private (work, i, below) : link_public (work, i, below);
}

void
hs_chain_link (HsWork *work)
{
  for (guint i = 0; i < work->n_written; i++)
    work->nodes[i].link = link_of (work, i);
}
