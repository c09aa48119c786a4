/* Which Microsoft field speaks of which pass.  SPDX-License-Identifier: MIT */
#include "passes.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"
#include "m365.h"

/* CrossTenant fields are overwritten by each tenant: they are the newest current pass's. G_MAXUINT if there is none. */
static guint
newest_current (const HsWork *work)
{
  for (guint p = work->n_passes; p-- > 0;)
    if (work->passes[p].current)
      return p;
  return G_MAXUINT;
}

static const HsHop *
entry_hop (const HsWork *work, guint p)
{
  return work->pass_nodes[p].first != G_MAXUINT ? &work->hops[work->pass_nodes[p].first] : NULL;
}

static gboolean
took_smtp (const HsPassNode *node)
{
  return node->entry == HS_ENTRY_FRONT_END || node->entry == HS_ENTRY_TENANT;
}

/* The newest current pass that took the message from @ip, else the newest other one. */
static guint
pass_from (const HsWork *work, const HsIp *ip)
{
  guint found = G_MAXUINT;

  for (guint p = work->n_passes; p-- > 0;) {
    const HsHop *hop = entry_hop (work, p);
    if (hop == NULL || !took_smtp (&work->pass_nodes[p]) || !hs_ip_equal (&hop->from_ip, ip))
      continue;
    if (work->passes[p].current)
      return p;
    if (found == G_MAXUINT)
      found = p;
  }
  return found;
}

/* A mailbox keeps CrossTenant fields of an earlier journey in lower case; a later pass stamps its own as they are spelled. */
static gboolean
is_stale_copy (const HsWork *work, guint field)
{
  const HsField *items = work->fields->items;

  if (items[field].name.len == 0 || items[field].name.ptr[0] != 'x')
    return FALSE;
  HS_WORK_EACH (work, HS_KNOWN_CT_FROM_ENTITY, i)
  if (items[i].name.ptr[0] == 'X')
    return TRUE;
  HS_WORK_EACH (work, HS_KNOWN_CT_ID, i)
  if (items[i].name.ptr[0] == 'X')
    return TRUE;
  return FALSE;
}

/* The current pass that an attribution without entry line can belong to: the oldest whose beginning is missing. */
static guint
pass_without_entry (const HsWork *work)
{
  for (guint p = 0; p < work->n_passes; p++)
    if (work->passes[p].current && work->pass_nodes[p].entry == HS_ENTRY_UNKNOWN)
      return p;
  return G_MAXUINT;
}

static void
attribute (HsWork *work, const HsAttribution *a)
{
  guint p = pass_from (work, &a->ip);
  guint fact = HS_FACT_ATTRIBUTED;

  if (a->ip.family == 0 || is_stale_copy (work, a->field))
    return;
  if (p == G_MAXUINT) {
    p = pass_without_entry (work);
    fact = HS_FACT_ATTRIBUTED_UNSEEN;
  }
  if (p == G_MAXUINT) {
    for (p = 0; p < work->n_passes; p++)
      work->pass_nodes[p].facts |= HS_FACT_ATTRIBUTED_OTHER;
    return;
  }
  if (work->pass_nodes[p].attribution == NULL)
    work->pass_nodes[p].attribution = a;
  else if (!hs_slice_iequal (work->pass_nodes[p].attribution->tenant_id, a->tenant_id))
    work->pass_nodes[p].facts |= HS_FACT_ATTRIBUTION_CONFLICT;
  work->pass_nodes[p].facts |= fact;
}

/* Two fields that name different addresses: at most one is of this pass, and the other wants telling. */
static void
find_conflicts (HsWork *work)
{
  const HsMarks *marks = &work->marks;

  for (guint i = 1; i < marks->n_attributions; i++)
    if (!hs_ip_equal (&marks->attributions[i].ip, &marks->attributions[0].ip) && !is_stale_copy (work, marks->attributions[i].field) &&
        !is_stale_copy (work, marks->attributions[0].field))
      for (guint p = 0; p < work->n_passes; p++)
        if (work->pass_nodes[p].attribution != NULL)
          work->pass_nodes[p].facts |= HS_FACT_ATTRIBUTION_CONFLICT;
}

static void
add_entity (HsWork *work, HsPassNode *node)
{
  HS_WORK_EACH (work, HS_KNOWN_CT_FROM_ENTITY, i)
  {
    HsSlice value = hs_work_value_at (work, i);
    if (is_stale_copy (work, i))
      continue;
    if (hs_slice_iequal_str (value, "HybridOnPrem"))
      node->facts |= HS_FACT_HYBRID_ON_PREM;
    else if (hs_slice_iequal_str (value, "Hosted"))
      node->facts |= HS_FACT_HOSTED;
    else if (hs_slice_iequal_str (value, "Internet"))
      node->facts |= HS_FACT_INTERNET;
  }
}

/* The address that the beginning of a pass is known by: recorded on its line, or named by the attribution. */
static const HsIp *
known_address (const HsWork *work, guint p)
{
  const HsHop *hop = entry_hop (work, p);

  if (hop != NULL && took_smtp (&work->pass_nodes[p]))
    return &hop->from_ip;
  return work->pass_nodes[p].attribution != NULL ? &work->pass_nodes[p].attribution->ip : NULL;
}

static void
add_forefront (HsWork *work, guint p)
{
  HsPassNode *node = &work->pass_nodes[p];
  const HsIp *ip = known_address (work, p);
  gboolean newest = p == newest_current (work);

  for (guint i = 0; i < work->marks.n_forefronts; i++) {
    const HsForefront *f = &work->marks.forefronts[i];
    gboolean out = hs_slice_iequal_str (f->direction, "OUT");
    if (ip != NULL && !f->internal && hs_ip_equal (&f->cip, ip))
      node->facts |= out ? HS_FACT_CIP_OUT : hs_slice_iequal_str (f->direction, "INB") ? HS_FACT_CIP_IN : 0;
    else if (f->internal && out && newest != f->untrusted)
      node->facts |= HS_FACT_CIP_INTERNAL;
  }
}

static void
add_checks (HsWork *work, guint p)
{
  HsPassNode *node = &work->pass_nodes[p];
  const HsIp *ip = known_address (work, p);

  for (guint i = 0; ip != NULL && i < work->marks.n_checks; i++) {
    const HsChecks *c = &work->marks.checks[i];
    if (!hs_ip_equal (&c->sender_ip, ip))
      continue;
    if (c->originating)
      node->facts |= HS_FACT_ORIGINATING_CHECKS;
    else if (c->compauth.ptr != NULL)
      node->facts |= HS_FACT_INCOMING_CHECKS;
  }
}

/* X-MS-Exchange-Organization-* lives inside one organization: it speaks of a pass only where the message was read in it. */
static void
add_organization (HsWork *work, HsPassNode *node)
{
  HsSlice direction = hs_work_value (work, HS_KNOWN_ORG_DIRECTIONALITY);

  if (node->exit != G_MAXUINT || node->last == G_MAXUINT)
    return;
  if (hs_slice_iequal_str (direction, "Originating"))
    node->facts |= HS_FACT_ORIGINATING;
  else if (hs_slice_iequal_str (direction, "Incoming"))
    node->facts |= HS_FACT_INCOMING;
  if (hs_slice_iequal_str (hs_work_value (work, HS_KNOWN_ORG_ANONYMOUS_DIRECT_SEND), "True") ||
      (hs_slice_iequal_str (hs_work_value (work, HS_KNOWN_ORG_INTERNAL_ORG_SENDER), "True") && (node->facts & HS_FACT_INCOMING)))
    node->facts |= HS_FACT_DIRECT_SEND;
  if (hs_slice_equal_str (hs_work_value (work, HS_KNOWN_ORG_AUTH_MECHANISM), "10"))
    node->facts |= HS_FACT_PROMOTED;
}

static void
add_forwarding (HsWork *work, guint p)
{
  HsPassNode *node = &work->pass_nodes[p];
  HsSlice path = hs_work_value (work, HS_KNOWN_RETURN_PATH);
  gboolean srs = hs_slice_ifind (path, "+SRS=") != NULL || hs_slice_ihas_prefix (path, "<SRS0") || hs_slice_ihas_prefix (path, "SRS0");

  if (!(node->facts & (HS_FACT_LEFT | HS_FACT_NEXT_TENANT)))
    return;
  if (work->passes[p].outbound_pool == HS_POOL_RELAY || srs || hs_slice_equal_str (hs_work_value (work, HS_KNOWN_ANTISPAM_RELAY), "1"))
    node->facts |= HS_FACT_FORWARDED;
}

static gboolean
has_cross_tenant (HsWork *work)
{
  static const HsKnown names[] = { HS_KNOWN_CT_CONNECTING_IP, HS_KNOWN_CT_FROM_ENTITY,        HS_KNOWN_CT_ID,
                                   HS_KNOWN_CT_AUTH_AS,       HS_KNOWN_CT_NETWORK_MESSAGE_ID, HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (!hs_slice_is_empty (hs_work_value (work, names[i])))
      return TRUE;
  return FALSE;
}

static HsSlice
first_word (HsSlice text)
{
  for (gsize i = 0; i < text.len; i++)
    if (hs_is_space (text.ptr[i]))
      return hs_slice (text.ptr, text.ptr + i);
  return text;
}

static gboolean
is_microsoft_host (const HsWork *work, HsSlice name)
{
  const HsHost *host = hs_servers_find (work->servers, name).host;
  return host != NULL && strcmp (host->operator_id, HS_OPERATOR_MICROSOFT) == 0;
}

/* "CA.forest (address) To MB.forest (address)": on-premises Exchange writes it too, with its own names. */
static gboolean
is_proxied_client (HsWork *work, const HsPassNode *node)
{
  HsSlice value = hs_work_value (work, HS_KNOWN_CLIENT_PROXIED_BY);
  const char *at = hs_slice_ifind (value, " To ");

  return at != NULL && (node->entry == HS_ENTRY_STORE || node->entry == HS_ENTRY_UNKNOWN) && is_microsoft_host (work, first_word (value)) &&
         is_microsoft_host (work, first_word (hs_slice (at + 4, value.ptr + value.len)));
}

/* An Exchange mailbox on premises submitted it: its line, or lines joined to it, stand right below the pass. */
static void
add_on_premises (HsWork *work, HsPassNode *node)
{
  for (guint i = node->first; node->first != G_MAXUINT && i-- > 0 && !work->nodes[i].microsoft;)
    if (work->nodes[i].exchange_on_premises && hs_slice_iequal_str (work->hops[i].protocol, "mapi") &&
        work->nodes[i].reach != HS_REACH_BROKEN)
      node->facts |= HS_FACT_EXCHANGE_MAPI;
}

/* The tenant that sent it is the author's: "example.com", or "example.onmicrosoft.com" for its first name. */
static gboolean
is_own_originator (HsWork *work)
{
  HsSlice originator = hs_work_value (work, HS_KNOWN_ORIGINATOR_ORG);
  HsSlice author = hs_work_organization (work, hs_domain_of_address (work->info.from_address));

  if (originator.ptr == NULL || author.ptr == NULL)
    return FALSE;
  return hs_slice_iequal (hs_work_organization (work, originator), author) ||
         (hs_slice_ihas_suffix (originator, ".onmicrosoft.com") &&
          hs_slice_iequal (hs_domain_first_label (originator), hs_domain_first_label (author)));
}

/* OriginalAttributedTenantConnectingIp was not written before 2015, nor between 3 August and 20 September 2022 (a day is left on each
   side for clocks). The newest line dates the message: its writer is nearest to the reader. */
static gboolean
is_unwritten (const HsWork *work)
{
  const gint64 since = G_GINT64_CONSTANT (1420070400), gap = G_GINT64_CONSTANT (1659398400), gap_end = G_GINT64_CONSTANT (1663804800);

  for (guint i = work->n_written; i-- > 0;)
    if (work->hops[i].time.flags & HS_TIME_KNOWN) {
      gint64 s = work->hops[i].time.us / G_USEC_PER_SEC;
      return s < since || (s >= gap && s < gap_end);
    }
  return TRUE;
}

/* An attribution that is missing shows something only where one is to be expected, and where none stands that cannot be read. */
static gboolean
shows_nothing_by_absence (HsWork *work)
{
  for (guint i = 0; i < work->marks.n_attributions; i++)
    if (work->marks.attributions[i].ip.family == 0)
      return TRUE;
  return is_unwritten (work) || !has_cross_tenant (work);
}

static void
add_newest (HsWork *work, guint p)
{
  HsPassNode *node = &work->pass_nodes[p];
  HsPass *pass = &work->passes[p];

  add_entity (work, node);
  add_organization (work, node);
  if (!has_cross_tenant (work))
    node->facts |= HS_FACT_NO_CROSS_TENANT;
  if (work->first[HS_KNOWN_CROSS_PREMISES_PROMOTED] != G_MAXUINT || work->first[HS_KNOWN_HEADERS_PRESERVED] != G_MAXUINT)
    if (hs_slice_iequal_str (hs_work_value (work, HS_KNOWN_CT_AUTH_AS), "Internal"))
      node->facts |= HS_FACT_PROMOTED;
  HS_WORK_EACH (work, HS_KNOWN_CT_ID, i)
  if (pass->tenant_id.ptr == NULL && !is_stale_copy (work, i) && hs_m365_is_guid (hs_work_value_at (work, i)))
    pass->tenant_id = hs_work_value_at (work, i);
  HS_WORK_EACH (work, HS_KNOWN_CT_NETWORK_MESSAGE_ID, i)
  if (pass->network_message_id.ptr == NULL && !is_stale_copy (work, i))
    pass->network_message_id = hs_work_value_at (work, i);
  if (hs_passes_is_consumer_tenant (pass->tenant_id))
    node->facts |= HS_FACT_CONSUMER;
  if (is_own_originator (work))
    node->facts |= HS_FACT_OWN_ORIGINATOR;
  if (!(node->facts & HS_FACT_NEXT_TENANT) && (node->facts & HS_FACT_LEFT))
    pass->tenant_domain = hs_work_value (work, HS_KNOWN_ORIGINATOR_ORG);
}

static const HsArcSet *
find_seal (const HsWork *work, const HsIp *ip)
{
  for (guint i = 0; ip != NULL && i < work->seals.n_sets; i++) {
    const HsArcSet *set = &work->seals.sets[i];
    if (set->bound && hs_slice_iequal_str (set->domain, "microsoft.com") && hs_ip_equal (&set->sender_ip, ip))
      return set;
  }
  return NULL;
}

void
hs_passes_facts (HsWork *work)
{
  guint newest = newest_current (work);
  gboolean unwritten = shows_nothing_by_absence (work);

  for (guint i = 0; i < work->marks.n_attributions; i++)
    attribute (work, &work->marks.attributions[i]);
  find_conflicts (work);
  if (newest != G_MAXUINT)
    add_newest (work, newest);
  if (newest != G_MAXUINT && newest > 0 && work->passes[newest - 1].current)
    work->passes[newest - 1].network_message_id = hs_work_value (work, HS_KNOWN_CORRELATION_ID_PREVIOUS);
  for (guint p = 0; p < work->n_passes; p++) {
    HsPassNode *node = &work->pass_nodes[p];
    HsPass *pass = &work->passes[p];
    add_forefront (work, p);
    add_checks (work, p);
    add_forwarding (work, p);
    add_on_premises (work, node);
    if (is_proxied_client (work, node))
      node->facts |= HS_FACT_CLIENT_PROXIED;
    if (node->attribution != NULL) {
      if (hs_slice_iequal (node->attribution->tenant_id, pass->tenant_id))
        node->facts |= HS_FACT_SENDING_TENANT;
      pass->tenant_id = node->attribution->tenant_id;
      if (pass->connecting_ip.family == 0) {
        pass->connecting_ip = node->attribution->ip;
        pass->helo = node->attribution->helo;
      }
    }
    if (pass->outbound_pool == HS_POOL_CONSUMER || hs_passes_is_consumer_tenant (pass->tenant_id)) {
      node->facts |= HS_FACT_CONSUMER;
      pass->cloud = HS_CLOUD_CONSUMER;
    }
    if (unwritten)
      node->facts |= HS_FACT_UNWRITTEN;
    node->sealed = find_seal (work, known_address (work, p));
    hs_m365_guid_time (pass->network_message_id, &pass->first_seen);
  }
}
