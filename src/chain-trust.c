/* The trust walk: from the reader's side down.  SPDX-License-Identifier: MIT */
#include "chain.h"

#include "ascii.h"

/* The lower line is by the server, organization or operator that speaks above it. A line without `by` (qmail) says of nobody that he
   wrote it: the next writer above speaks for it, and where there is none, it stands at the reader's. */
static gboolean
same_side (const HsWork *work, guint i)
{
  const HsNode *down = &work->nodes[i - 1];
  guint speaker = hs_chain_writer_above (work, i);
  const HsNode *up = speaker != G_MAXUINT ? &work->nodes[speaker] : NULL;

  if (up == NULL || work->hops[i - 1].by_host.ptr == NULL || (up->microsoft && down->microsoft))
    return TRUE;
  return hs_slice_iequal (work->hops[speaker].by_host, work->hops[i - 1].by_host) ||
         (up->by_organization.ptr != NULL && hs_slice_iequal (up->by_organization, down->by_organization)) ||
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

/* The reader names the server that wrote the lower line, or the peer that the upper line records. */
static gboolean
is_named (const HsWork *work, guint i)
{
  const HsHop *upper = &work->hops[i];

  return hs_options_trusts (work->options, work->hops[i - 1].by_host, &upper->from_ip) ||
         (upper->from_rdns.ptr != NULL && hs_options_trusts (work->options, upper->from_rdns, NULL));
}

/* @vouched: organization that a believed line recorded by its peer's reverse name or address, and that wrote all lines since. */
static HsTrust
trust_below (const HsWork *work, guint i, HsTrust level, HsSlice vouched)
{
  const HsNode *up = &work->nodes[i], *down = &work->nodes[i - 1];
  gboolean joins = hs_chain_joins (up->link);
  gboolean believed = level >= HS_TRUST_ATTESTED || (vouched.ptr != NULL && hs_slice_iequal (vouched, down->by_organization));

  if (level == HS_TRUST_CONTRADICTED || up->link == HS_LINK_MISFIT || up->link == HS_LINK_JOURNEY)
    return HS_TRUST_CONTRADICTED;
  /* that a named server was there counts only on the word of a line that is believed: a stranger can write it, too */
  if (believed && joins && up->link != HS_LINK_UNKNOWN && is_named (work, i))
    return HS_TRUST_TRUSTED;
  if (level >= HS_TRUST_ATTESTED && up->link != HS_LINK_HANDOVER && joins && same_side (work, i))
    return level;
  if (level >= HS_TRUST_ATTESTED && is_attested (up, down))
    return HS_TRUST_ATTESTED;
  return HS_TRUST_CLAIMED;
}

/* Who is vouched for below hop @i, whose lower line is worth @trust. */
static HsSlice
vouched_below (const HsWork *work, guint i, HsTrust level, HsTrust trust, HsSlice vouched)
{
  HsLink link = work->nodes[i].link;
  HsSlice organization = work->nodes[i - 1].by_organization;

  if (trust != HS_TRUST_CLAIMED)
    return HS_SLICE_NONE;
  if (level >= HS_TRUST_ATTESTED)
    return link == HS_LINK_RDNS || link == HS_LINK_ADDRESS ? organization : HS_SLICE_NONE;
  return hs_chain_joins (link) && vouched.ptr != NULL && hs_slice_iequal (vouched, organization) ? vouched : HS_SLICE_NONE;
}

/* The peer of a line, as it may be called; NULL where the line says nothing of it. */
static HsSlice
peer_name (HsWork *work, const HsHop *hop)
{
  HsSlice name = hs_work_peer (hop);

  return !hs_slice_is_empty (name) ? name : hs_work_ip (work, &hop->from_ip);
}

static HsText
reason_of_gap (HsSlice from)
{
  if (hs_slice_is_empty (from))
    return HS_TEXT ("the line above does not say whom the message was taken from");
  return HS_TEXT ("the line above was taken from {1}, which wrote no line: one is missing or a name is private", { from });
}

static HsText
reason_of (HsWork *work, guint i, HsTrust trust)
{
  const HsHop *upper = &work->hops[i];

  if (trust == HS_TRUST_TRUSTED)
    return HS_TEXT ("written on the reader's side");
  if (trust == HS_TRUST_ATTESTED)
    return HS_TEXT ("the line above records an address of this operator, whose servers write true lines");
  if (work->nodes[i].link == HS_LINK_JOURNEY)
    return HS_TEXT ("belongs to an earlier journey: the message was delivered, then sent anew");
  if (work->nodes[i].link == HS_LINK_MISFIT)
    return HS_TEXT ("{1} took the message from {2}, which is not the server that wrote this line",
                    { hs_work_writer (upper), peer_name (work, upper) });
  if (trust == HS_TRUST_CONTRADICTED)
    return HS_TEXT ("lies below a line that does not fit");
  if (work->nodes[i].link == HS_LINK_GAP)
    return reason_of_gap (peer_name (work, upper));
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
  HsSlice vouched = HS_SLICE_NONE;

  for (guint i = work->n_written; i-- > 0;) {
    if (i + 1 < work->n_written) {
      HsTrust level = trust;
      trust = trust_below (work, i + 1, level, vouched);
      vouched = vouched_below (work, i + 1, level, trust, vouched);
      reach = reach_below (work->nodes[i + 1].link, reach);
      work->hops[i].trust_reason = reason_of (work, i + 1, trust);
    } else {
      work->hops[i].trust_reason = HS_TEXT ("the newest line: written where the message was read");
    }
    work->hops[i].trust = trust;
    work->nodes[i].reach = reach;
  }
}
