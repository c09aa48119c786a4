/* Servers that other fields name and that wrote no line.  SPDX-License-Identifier: MIT */
#include "passes.h"

#include "ascii.h"
#include "domain.h"
#include "m365.h"

#define MOST_INFERRED 32
#define MOST_NAMED 256 /* entries read: each is looked for among the hops */

static gboolean
is_known_server (const HsWork *work, HsSlice name)
{
  HsSlice label = hs_domain_first_label (name);

  for (guint i = 0; i < work->n_hops; i++)
    if (hs_slice_iequal (hs_domain_first_label (work->hops[i].by_host), label) ||
        (!work->hops[i].inferred && hs_slice_iequal (hs_domain_first_label (work->hops[i].from_helo), label)))
      return TRUE;
  return FALSE;
}

static HsHop *
add_hop (HsWork *work, guint field, HsSlice name, guint p)
{
  HsHop *hop;

  if (work->n_hops - work->n_written >= MOST_INFERRED || name.len == 0 || is_known_server (work, name))
    return NULL;
  hop = &work->hops[work->n_hops++];
  *hop = (HsHop){ .index = work->n_hops,
                  .field = field,
                  .inferred = TRUE,
                  .by_host = name,
                  .role = HS_ROLE_EXCHANGE_ONLINE,
                  .operator_id = HS_OPERATOR_MICROSOFT,
                  .trust = HS_TRUST_CLAIMED,
                  .trust_reason = HS_TEXT ("named by another field; it wrote no Received line") };
  if (p != G_MAXUINT) {
    hop->pass = work->passes[p].index;
    hop->cloud = work->passes[p].cloud;
    work->passes[p].missing_hops++;
  }
  return hop;
}

/* The front end that took a message whose entry line is gone: its peer is known from the attribution. */
static void
infer_entry (HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];
  HsSlice source = hs_work_value (work, HS_KNOWN_CT_AUTH_SOURCE);
  HsHop *hop;

  if (node->attribution == NULL || !(node->facts & HS_FACT_ATTRIBUTED_UNSEEN))
    return;
  if (source.ptr == NULL || is_known_server (work, source))
    source = HS_SLICE_LITERAL ("an EOP front end");
  hop = add_hop (work, node->attribution->field, source, p);
  if (hop == NULL)
    return;
  hop->role = HS_ROLE_EOP_INBOUND;
  hop->from_ip = node->attribution->ip;
  hop->from_helo = node->attribution->helo;
}

static void
infer_diagnostic (HsWork *work, guint p)
{
  guint named = 0;

  HS_WORK_EACH (work, HS_KNOWN_TRAFFIC_TYPE_DIAGNOSTIC, i)
  {
    HsSlice rest = hs_work_value_at (work, i), server;
    while (named++ < MOST_NAMED && hs_m365_diagnostic (&rest, &server))
      add_hop (work, i, server, p);
  }
}

/* Stale copies of a mailbox are spelled in lower case. */
static gboolean
has_newer_copy (const HsWork *work, HsKnown known)
{
  HS_WORK_EACH (work, known, i)
  if (work->fields->items[i].name.ptr[0] == 'X')
    return TRUE;
  return FALSE;
}

static void
infer_named (HsWork *work, HsKnown known, guint p)
{
  HS_WORK_EACH (work, known, i)
  {
    HsSlice name = hs_work_value_at (work, i);
    if (hs_slice_ihas_prefix (name, "HttpSubmission-"))
      name = hs_slice (name.ptr + strlen ("HttpSubmission-"), name.ptr + name.len);
    if (work->fields->items[i].name.ptr[0] == 'x' && has_newer_copy (work, known))
      continue;
    if (hs_domain_is_valid (name) && hs_servers_find (work->servers, name).host != NULL)
      add_hop (work, i, name, p);
  }
}

/* Proxied clients entered through a front end that writes no line any more. */
static void
infer_client_front_end (HsWork *work, guint p)
{
  HsSlice value = hs_work_value (work, HS_KNOWN_CLIENT_PROXIED_BY);
  gsize len = 0;
  HsHop *hop;

  if (!(work->pass_nodes[p].facts & HS_FACT_CLIENT_PROXIED))
    return;
  while (len < value.len && value.ptr[len] != ' ')
    len++;
  hop = add_hop (work, work->first[HS_KNOWN_CLIENT_PROXIED_BY], (HsSlice){ value.ptr, len }, p);
  if (hop != NULL)
    hop->from_role = HS_ROLE_ORIGIN;
}

void
hs_passes_infer (HsWork *work)
{
  guint newest = G_MAXUINT;

  for (guint p = 0; p < work->n_passes; p++) {
    if (!work->passes[p].current)
      continue;
    infer_entry (work, p);
    infer_client_front_end (work, p);
    newest = p;
  }
  if (newest == G_MAXUINT)
    return;
  infer_diagnostic (work, newest);
  infer_named (work, HS_KNOWN_CT_AUTH_SOURCE, newest);
  infer_named (work, HS_KNOWN_CT_STAMPED, newest);
  infer_named (work, HS_KNOWN_CT_STRIPPED, newest);
}
