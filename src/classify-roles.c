/* The part that each server plays, once the passes are known.  SPDX-License-Identifier: MIT */
#include "classify.h"

#include "ascii.h"
#include "chain.h"
#include "domain.h"

/* Where a hop that is not Microsoft's stands. */
typedef enum {
  SIDE_SENDER,   /* before the message first reached Microsoft 365, or its recipient's side */
  SIDE_BETWEEN,  /* between two passes */
  SIDE_RECIPIENT /* behind the last pass, or behind the sender's network */
} Side;

typedef struct {
  HsWork *work;
  HsSlice sender;     /* organization of the author's domain */
  HsSlice originator; /* of X-OriginatorOrg */
  HsSlice list;       /* of List-Id or List-Post */
  guint first_pass;   /* hop index of the oldest line of the oldest current pass, G_MAXUINT for none */
  guint last_exit;    /* hop index at which the newest current pass ended outside, G_MAXUINT for none */
} Roles;

static HsSlice
organization_of (const HsWork *work, HsSlice domain)
{
  return hs_work_organization (work, domain);
}

/* "Name <list.example.org>" */
static HsSlice
organization_of_list (HsWork *work)
{
  HsSlice value = hs_work_value (work, HS_KNOWN_LIST_ID);
  const char *open = value.ptr != NULL ? memchr (value.ptr, '<', value.len) : NULL, *close;

  if (open != NULL && (close = memchr (open, '>', (gsize)(value.ptr + value.len - open))) != NULL)
    return organization_of (work, hs_slice (open + 1, close));
  value = hs_work_value (work, HS_KNOWN_MAILING_LIST);
  return organization_of (work, hs_domain_of_address (value));
}

static gboolean
is_organization (HsSlice a, HsSlice b)
{
  return a.ptr != NULL && b.ptr != NULL && hs_slice_iequal (a, b);
}

static gboolean
is_senders (const Roles *roles, HsSlice organization)
{
  return is_organization (organization, roles->sender) || is_organization (organization, roles->originator);
}

static gboolean
is_inside (const HsNode *node, const HsHop *hop)
{
  return node->from_scope == HS_SCOPE_PRIVATE || node->from_scope == HS_SCOPE_SHARED || node->from_scope == HS_SCOPE_LINK_LOCAL ||
         node->from_scope == HS_SCOPE_LOOPBACK || hop->from_ip.family == 0;
}

/* A provider is the recipient's where the message was read there. */
static gboolean
is_readers (const HsWork *work, const HsNode *node)
{
  const char *reader = work->nodes[work->n_written - 1].by_operator;

  return reader != NULL && node->by_operator != NULL && strcmp (reader, node->by_operator) == 0;
}

/* The oldest line is of the recipient's side already: a device, or whatever wrote no line, came from the internet to where the message was
   read, and gave no user. */
static gboolean
is_delivery_at_once (const Roles *roles, const HsNode *node, const HsHop *hop)
{
  const HsWork *work = roles->work;

  return hs_scope_is_public (node->from_scope) && !hs_work_is_authenticated (hop) && !is_senders (roles, node->by_organization) &&
         !is_organization (node->from_organization, node->by_organization) &&
         (is_readers (work, node) || is_organization (node->by_organization, work->nodes[work->n_written - 1].by_organization));
}

/* Without Microsoft 365 the sender's side ends where the message first goes from one public network into another organization's. */
static Side
side_without_passes (const Roles *roles, guint i, Side before)
{
  const HsNode *node = &roles->work->nodes[i];
  const HsHop *hop = &roles->work->hops[i];

  if (before == SIDE_RECIPIENT)
    return SIDE_RECIPIENT;
  if (i == 0)
    return is_delivery_at_once (roles, node, hop) ? SIDE_RECIPIENT : SIDE_SENDER;
  if (is_senders (roles, node->by_organization) || is_inside (node, hop))
    return SIDE_SENDER;
  if (node->by != NULL && node->by->kind == HS_HOST_GATEWAY && is_senders (roles, node->from_organization))
    return SIDE_SENDER;
  return SIDE_RECIPIENT;
}

static Side
side_of (const Roles *roles, guint i, Side before)
{
  if (roles->first_pass == G_MAXUINT && roles->last_exit == G_MAXUINT)
    return side_without_passes (roles, i, before);
  if (roles->last_exit != G_MAXUINT && i >= roles->last_exit)
    return SIDE_RECIPIENT;
  return roles->first_pass != G_MAXUINT && i > roles->first_pass ? SIDE_BETWEEN : SIDE_SENDER;
}

/* A line whose `by` is an address inside an operator's network is by one of his servers, though it has no name. */
static HsRole
role_by_table (const HsNode *node)
{
  if (node->by == NULL)
    return node->by_operator != NULL && strcmp (node->by_operator, HS_OPERATOR_MICROSOFT) != 0 ? HS_ROLE_PROVIDER : HS_ROLE_UNKNOWN;
  switch (node->by->kind) {
  case HS_HOST_GATEWAY:
    return HS_ROLE_THIRD_PARTY_GATEWAY;
  case HS_HOST_MAILING_LIST:
    return HS_ROLE_MAILING_LIST;
  case HS_HOST_PROVIDER:
    return HS_ROLE_PROVIDER;
  default:
    return HS_ROLE_UNKNOWN;
  }
}

/* A network that took the message from Microsoft 365 only to hand it on to another organization in public is a relay, not its goal. */
static gboolean
hands_on (const Roles *roles, guint i)
{
  const HsWork *work = roles->work;
  HsSlice organization = work->nodes[i].by_organization;

  if (work->hops[i].from_ip.family == 0 || work->nodes[i].from_scope == HS_SCOPE_LOOPBACK)
    return FALSE;
  for (guint k = i + 1; k < work->n_written; k++)
    if (hs_scope_is_public (work->nodes[k].from_scope) && is_organization (work->nodes[k].from_organization, organization) &&
        !is_organization (work->nodes[k].by_organization, organization))
      return TRUE;
  return FALSE;
}

/* Behind the last pass the sender's own network may come first (mail that leaves by its own gateway), then the recipient's. */
static HsRole
role_on_recipient_side (const Roles *roles, guint i)
{
  const HsNode *node = &roles->work->nodes[i];
  const HsRole table = role_by_table (node);
  gboolean newest = i + 1 == roles->work->n_written;

  if (table != HS_ROLE_UNKNOWN && !(table == HS_ROLE_PROVIDER && is_readers (roles->work, node)))
    return table;
  if (is_organization (node->by_organization, roles->list))
    return HS_ROLE_MAILING_LIST;
  if (!newest && is_senders (roles, node->by_organization))
    return HS_ROLE_ON_PREMISES_RELAY;
  if (!newest && i != roles->last_exit &&
      (is_inside (node, &roles->work->hops[i]) || is_organization (node->by_organization, node->from_organization)) && hands_on (roles, i))
    return HS_ROLE_ON_PREMISES_RELAY;
  if (!newest && i > 0 && roles->work->hops[i - 1].role == HS_ROLE_ON_PREMISES_RELAY && i != roles->last_exit &&
      is_inside (node, &roles->work->hops[i]))
    return HS_ROLE_ON_PREMISES_RELAY;
  return HS_ROLE_EXTERNAL_RECIPIENT;
}

static HsRole
role_of (const Roles *roles, guint i, Side side)
{
  const HsNode *node = &roles->work->nodes[i];
  HsRole table;

  if (node->microsoft)
    return node->front_end ? HS_ROLE_EOP_INBOUND : HS_ROLE_EXCHANGE_ONLINE;
  if (side == SIDE_RECIPIENT)
    return role_on_recipient_side (roles, i);
  table = role_by_table (node);
  if (table != HS_ROLE_UNKNOWN && !(side == SIDE_SENDER && table == HS_ROLE_MAILING_LIST && is_senders (roles, node->by_organization)))
    return table;
  if (side == SIDE_BETWEEN && !is_senders (roles, node->by_organization) && !is_inside (node, &roles->work->hops[i]))
    return HS_ROLE_THIRD_PARTY_GATEWAY;
  return HS_ROLE_ON_PREMISES_RELAY;
}

static HsRole
from_role_of (const HsWork *work, guint i)
{
  const HsNode *node = &work->nodes[i];

  if (node->from_egress)
    return HS_ROLE_EOP_OUTBOUND;
  if (node->store_submission && node->microsoft)
    return HS_ROLE_EXCHANGE_ONLINE;
  if (i == 0 || node->client_line || node->link == HS_LINK_MISFIT || node->link == HS_LINK_JOURNEY)
    return HS_ROLE_ORIGIN;
  if (node->link == HS_LINK_GAP && work->nodes[i - 1].microsoft)
    return node->helo != NULL && node->helo->kind == HS_HOST_GATEWAY ? HS_ROLE_THIRD_PARTY_GATEWAY : HS_ROLE_UNKNOWN;
  return work->hops[i - 1].role;
}

static const char *
operator_of_role (HsRole role, const char *operator_id)
{
  if (role == HS_ROLE_EOP_INBOUND || role == HS_ROLE_EXCHANGE_ONLINE || role == HS_ROLE_EOP_OUTBOUND)
    return HS_OPERATOR_MICROSOFT;
  return operator_id == NULL && role == HS_ROLE_ON_PREMISES_RELAY ? "on-premises" : operator_id;
}

static const char *
operator_of_from (const HsNode *node)
{
  const HsHost *name = node->rdns != NULL ? node->rdns : node->helo;

  if (node->network != NULL)
    return node->network->operator_id;
  return name != NULL && name->kind != HS_HOST_SUSPICIOUS && !node->egress_foreign ? name->operator_id : NULL;
}

static void
find_borders (Roles *roles)
{
  const HsWork *work = roles->work;

  roles->first_pass = roles->last_exit = G_MAXUINT;
  for (guint p = 0; p < work->n_passes; p++) {
    const HsPassNode *node = &work->pass_nodes[p];
    if (!work->passes[p].current)
      continue;
    if (roles->first_pass == G_MAXUINT)
      roles->first_pass = node->first != G_MAXUINT ? node->first : node->exit;
    roles->last_exit = node->exit != G_MAXUINT && !work->nodes[node->exit].microsoft ? node->exit : G_MAXUINT;
  }
}

void
hs_classify_roles (HsWork *work)
{
  Roles roles = { .work = work };
  Side side = SIDE_SENDER;

  roles.sender = organization_of (work, hs_domain_of_address (work->info.from_address));
  roles.originator = organization_of (work, hs_work_value (work, HS_KNOWN_ORIGINATOR_ORG));
  roles.list = organization_of_list (work);
  find_borders (&roles);
  for (guint i = 0; i < work->n_written; i++) {
    HsHop *hop = &work->hops[i];
    const HsNode *node = &work->nodes[i];
    side = side_of (&roles, i, side);
    hop->role = role_of (&roles, i, side);
    hop->from_role = from_role_of (work, i);
    hop->operator_id = operator_of_role (hop->role, node->by_operator);
    hop->from_operator = operator_of_role (hop->from_role, operator_of_from (node));
    hop->cloud = node->microsoft ? node->by->cloud : HS_CLOUD_NONE;
  }
}
