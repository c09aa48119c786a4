/* SPDX-License-Identifier: MIT */
#include "passes.h"

#include "ascii.h"
#include "chain.h"

gboolean
hs_passes_is_consumer_tenant (HsSlice tenant)
{
  return hs_slice_iequal_str (tenant, "84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa");
}

static HsPassNode *
new_pass (HsWork *work, HsEntry entry, guint first)
{
  HsPassNode *node = &work->pass_nodes[work->n_passes];
  HsPass *pass = &work->passes[work->n_passes++];

  pass->index = work->n_passes;
  *node = (HsPassNode){ .entry = entry, .first = first, .last = first, .exit = G_MAXUINT, .trust = HS_TRUST_TRUSTED };
  return node;
}

static HsEntry
entry_of (const HsWork *work, guint i)
{
  const HsHop *hop = &work->hops[i];
  const HsNode *node = &work->nodes[i];

  if (node->helo != NULL && node->helo->kind == HS_HOST_SUBSTRATE)
    return HS_ENTRY_HTTP;
  if (node->store_submission)
    return HS_ENTRY_STORE;
  if (node->client_line)
    return HS_ENTRY_CLIENT;
  if (node->from_egress)
    return HS_ENTRY_TENANT;
  if (node->front_end && hop->from_ip.family != 0 && (node->helo == NULL || hs_scope_is_public (node->from_scope)))
    return HS_ENTRY_FRONT_END;
  return HS_ENTRY_UNKNOWN;
}

/* A Microsoft line goes on with the pass below it unless it took the message from outside. */
static gboolean
continues_pass (const HsWork *work, guint i)
{
  const HsNode *node = &work->nodes[i];

  if (i == 0 || !work->nodes[i - 1].microsoft || node->link == HS_LINK_HANDOVER || node->link == HS_LINK_MISFIT ||
      node->link == HS_LINK_JOURNEY)
    return FALSE;
  return node->link == HS_LINK_INTERNAL || entry_of (work, i) != HS_ENTRY_FRONT_END;
}

static void
extend (HsWork *work, HsPassNode *pass, guint i)
{
  pass->last = i;
  pass->trust = MIN (pass->trust, work->hops[i].trust);
  pass->reach = MAX (pass->reach, work->nodes[i].reach);
  work->hops[i].pass = work->n_passes;
}

/* An egress handed the message over: it ends the pass below, or, where that has no line, is all that is left of one. */
static void
take_over (HsWork *work, HsPassNode *open, guint i)
{
  if (open == NULL || work->nodes[i].link != HS_LINK_HANDOVER) {
    open = new_pass (work, HS_ENTRY_UNKNOWN, G_MAXUINT);
    open->last = G_MAXUINT;
    open->trust = work->nodes[i].egress_by_address && work->hops[i].trust >= HS_TRUST_ATTESTED
                      ? HS_TRUST_ATTESTED
                      : MIN (work->hops[i].trust, HS_TRUST_CLAIMED);
    open->reach = work->nodes[i].reach;
  }
  open->exit = i;
  open->facts |= work->nodes[i].microsoft ? HS_FACT_NEXT_TENANT : HS_FACT_LEFT;
}

static void
publish (HsWork *work, guint p)
{
  HsPass *pass = &work->passes[p];
  HsPassNode *node = &work->pass_nodes[p];
  const HsHop *entry = node->first != G_MAXUINT ? &work->hops[node->first] : NULL;

  pass->entry_hop = entry != NULL ? entry->index : 0;
  pass->exit_hop = node->exit != G_MAXUINT ? work->hops[node->exit].index : node->last != G_MAXUINT ? work->hops[node->last].index : 0;
  pass->current = node->reach != HS_REACH_BROKEN;
  if (entry != NULL && node->entry != HS_ENTRY_STORE && node->entry != HS_ENTRY_HTTP && node->entry != HS_ENTRY_UNKNOWN) {
    pass->connecting_ip = entry->from_ip;
    pass->helo = entry->from_helo;
    pass->tls = entry->tls;
  }
  for (guint i = node->first; node->first != G_MAXUINT && i <= node->last && pass->cloud == HS_CLOUD_NONE; i++)
    pass->cloud = work->nodes[i].by->cloud;
  if (node->exit != G_MAXUINT) {
    const HsNode *exit = &work->nodes[node->exit];
    const HsHost *name = exit->rdns != NULL && exit->rdns->kind == HS_HOST_EOP_OUTBOUND ? exit->rdns : exit->helo;
    pass->outbound_pool = exit->egress_by_address ? exit->network->pool : name != NULL ? name->pool : HS_POOL_UNKNOWN;
    if (name != NULL && name->pool == HS_POOL_ACS)
      pass->outbound_pool = HS_POOL_ACS;
    if (pass->cloud == HS_CLOUD_NONE && name != NULL)
      pass->cloud = name->cloud;
    if (name != NULL && name->kind == HS_HOST_EOP_OUTBOUND && name->cloud == HS_CLOUD_GCC && pass->cloud == HS_CLOUD_WORLDWIDE)
      pass->cloud = HS_CLOUD_GCC;
  }
}

void
hs_passes_find (HsWork *work)
{
  HsPassNode *open = NULL;
  /* every hop can begin a pass and show a second one without lines */
  guint room = 2 * work->n_written + 1;

  work->passes = hs_arena_array (work->arena, HsPass, room);
  work->pass_nodes = hs_arena_array (work->arena, HsPassNode, room);
  if (work->passes == NULL || work->pass_nodes == NULL)
    return;
  for (guint i = 0; i < work->n_written; i++) {
    const HsNode *node = &work->nodes[i];
    if (node->from_egress)
      take_over (work, open, i);
    if (!node->microsoft) {
      open = NULL;
      continue;
    }
    if (open == NULL || !continues_pass (work, i))
      open = new_pass (work, entry_of (work, i), i);
    extend (work, open, i);
  }
  for (guint p = 0; p < work->n_passes; p++)
    publish (work, p);
}
