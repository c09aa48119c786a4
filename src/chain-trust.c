/* The trust walk: from the reader's side down.  SPDX-License-Identifier: MIT */
#include "chain.h"

#include "ascii.h"

static gboolean
same_side (const HsNode *up, const HsNode *down)
{
  if (up->microsoft && down->microsoft)
    return TRUE;
  return (up->by_organization.ptr != NULL && hs_slice_iequal (up->by_organization, down->by_organization)) ||
         (up->by_operator != NULL && down->by_operator != NULL && strcmp (up->by_operator, down->by_operator) == 0);
}

/* The address on the upper line lies in a range whose servers write true lines, and the lower line is one of theirs. */
static gboolean
is_attested (const HsNode *up, const HsNode *down)
{
  if (up->link == HS_LINK_HANDOVER)
    return up->egress_by_address && down->microsoft;
  return hs_chain_joins (up->link) && up->network != NULL && up->network->writes_true_lines && up->network->service == HS_NETWORK_EGRESS &&
         down->by_operator != NULL && strcmp (up->network->operator_id, down->by_operator) == 0;
}

static HsTrust
trust_below (const HsWork *work, guint i, HsTrust level)
{
  const HsNode *up = &work->nodes[i], *down = &work->nodes[i - 1];
  const HsHop *upper = &work->hops[i], *lower = &work->hops[i - 1];
  gboolean joins = hs_chain_joins (up->link);

  if (level == HS_TRUST_CONTRADICTED || up->link == HS_LINK_MISFIT || up->link == HS_LINK_JOURNEY)
    return HS_TRUST_CONTRADICTED;
  /* a server that the reader names counts wherever the line above was joined to it by more than its own word */
  if (joins && up->link != HS_LINK_UNKNOWN &&
      (hs_options_trusts (work->options, lower->by_host, &upper->from_ip) ||
       (upper->from_rdns.ptr != NULL && hs_options_trusts (work->options, upper->from_rdns, NULL))))
    return HS_TRUST_TRUSTED;
  if (level >= HS_TRUST_ATTESTED && up->link != HS_LINK_HANDOVER && joins &&
      (same_side (up, down) || up->link == HS_LINK_LOCAL || (level == HS_TRUST_TRUSTED && up->link == HS_LINK_INTERNAL)))
    return level;
  if (level >= HS_TRUST_ATTESTED && is_attested (up, down))
    return HS_TRUST_ATTESTED;
  return HS_TRUST_CLAIMED;
}

static HsText
reason_of (const HsWork *work, guint i, HsTrust trust)
{
  const HsHop *upper = &work->hops[i];
  HsSlice from = upper->from_rdns.ptr != NULL ? upper->from_rdns : upper->from_helo;

  if (trust == HS_TRUST_TRUSTED)
    return HS_TEXT ("written on the reader's side");
  if (trust == HS_TRUST_ATTESTED)
    return HS_TEXT ("the line above records an address of this operator, whose servers write true lines");
  if (work->nodes[i].link == HS_LINK_JOURNEY)
    return HS_TEXT ("belongs to an earlier journey: the message was delivered, then sent anew");
  if (work->nodes[i].link == HS_LINK_MISFIT)
    return HS_TEXT ("{1} took the message from {2}, which is not the server that wrote this line", { upper->by_host, from });
  if (trust == HS_TRUST_CONTRADICTED)
    return HS_TEXT ("lies below a line that does not fit");
  if (work->nodes[i].link == HS_LINK_GAP)
    return HS_TEXT ("the line above was taken from {1}, which wrote no line: one is missing or a name is private", { from });
  if (work->nodes[i].link == HS_LINK_HELO)
    return HS_TEXT ("joined to the line above only by the name that the client gave: {1}", { upper->from_helo });
  return HS_TEXT ("joined to the line above, but nobody vouches for its writer");
}

static HsReach
reach_below (HsLink link, HsReach reach)
{
  if (link == HS_LINK_MISFIT || link == HS_LINK_JOURNEY)
    return HS_REACH_BROKEN;
  return hs_chain_joins (link) ? reach : MAX (reach, HS_REACH_DOUBTFUL);
}

void
hs_chain_trust (HsWork *work)
{
  HsTrust trust = HS_TRUST_TRUSTED;
  HsReach reach = HS_REACH_JOINED;

  for (guint i = work->n_written; i-- > 0;) {
    if (i + 1 < work->n_written) {
      trust = trust_below (work, i + 1, trust);
      reach = reach_below (work->nodes[i + 1].link, reach);
      work->hops[i].trust_reason = reason_of (work, i + 1, trust);
    } else {
      work->hops[i].trust_reason = HS_TEXT ("the newest line: written where the message was read");
    }
    work->hops[i].trust = trust;
    work->nodes[i].reach = reach;
  }
}
