/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "ascii.h"
#include "chain.h"
#include "connectors.h"
#include "domain.h"

#define AT(entry) (1u << (entry))
#define ANY_ENTRY (~0u)
#define FE AT (HS_ENTRY_FRONT_END)
#define UNSEEN AT (HS_ENTRY_UNKNOWN)

/* From about here on every cloud of Microsoft 365 seals what it sends (ARC); before, a missing seal says nothing. 2020-07-01. */
#define SEALED_SINCE_US (G_GINT64_CONSTANT (1593561600) * 1000000)

/*
 * The decision procedure for one pass: the first rule that fits decides. @need: facts that must all be there; @any: one of these (0: not
 * asked); @without: none of these. Who could forge a fact is said where its evidence is made (verdict-evidence.c); a pass is judged
 * by these rules whatever its trust, and what its verdict is worth is decided afterwards.
 */
typedef struct {
  guint entries;
  guint need, any, without;
  HsConnectorVerdict connector;
  HsPath path;
  const char *reason;
} Rule;

static const Rule rules[] = {
  /* Submitted inside: no connection from outside, so no connector. */
  { AT (HS_ENTRY_STORE), HS_FACT_CONSUMER, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_CONSUMER, "sent from an Outlook.com mailbox" },
  { AT (HS_ENTRY_CLIENT), HS_FACT_CONSUMER, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_CONSUMER,
    "sent by an authenticated client of Outlook.com" },
  { AT (HS_ENTRY_STORE), HS_FACT_CLIENT_PROXIED, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_SMTP_AUTH,
    "submitted by an authenticated SMTP client" },
  { AT (HS_ENTRY_STORE), 0, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_MAILBOX, "submitted from a mailbox" },
  { AT (HS_ENTRY_CLIENT), 0, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_SMTP_AUTH, "submitted by an authenticated SMTP client" },
  { AT (HS_ENTRY_HTTP), 0, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_AZURE_COMMUNICATION_SERVICES, "submitted over HTTP" },

  /* Attributed to a tenant through an OnPremises connector: Exchange Online writes this for such mail only. */
  { FE | AT (HS_ENTRY_TENANT), HS_FACT_ATTRIBUTED, HS_FACT_EXCHANGE_MAPI | HS_FACT_PROMOTED, 0, HS_CONNECTOR_TRAVERSED,
    HS_PATH_HYBRID_EXCHANGE, "attributed to the tenant by its inbound connector, from an on-premises Exchange" },
  { FE | AT (HS_ENTRY_TENANT), HS_FACT_ATTRIBUTED, 0, 0, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY,
    "attributed to the tenant by its inbound connector" },
  /* The tenant's own copy says on which side it counted the session. */
  { FE, HS_FACT_ORIGINATING, HS_FACT_INTERNET | HS_FACT_INCOMING_CHECKS | HS_FACT_CONSUMER, 0, HS_CONNECTOR_INDETERMINATE, HS_PATH_UNKNOWN,
    "its fields contradict each other" },
  { FE, HS_FACT_ORIGINATING, 0, HS_FACT_ATTRIBUTED_OTHER, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY,
    "counted as originating in the tenant" },
  { FE, HS_FACT_INCOMING | HS_FACT_DIRECT_SEND, 0, HS_FACT_HYBRID_ON_PREM, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_DIRECT_SEND,
    "counted as incoming: direct send" },
  { FE, HS_FACT_INCOMING, 0, HS_FACT_HYBRID_ON_PREM, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND, "counted as incoming" },
  { FE, HS_FACT_HYBRID_ON_PREM, HS_FACT_CIP_OUT | HS_FACT_ORIGINATING_CHECKS, HS_FACT_ATTRIBUTED_OTHER, HS_CONNECTOR_TRAVERSED,
    HS_PATH_CONNECTOR_RELAY, "classed as coming from an on-premises sender" },
  { FE, HS_FACT_INTERNET | HS_FACT_DIRECT_SEND, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_DIRECT_SEND,
    "taken as anonymous mail: direct send" },
  { FE, HS_FACT_INTERNET | HS_FACT_LEFT | HS_FACT_FORWARDED, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_FORWARDED,
    "taken as anonymous mail from the internet and forwarded" },
  { FE, HS_FACT_INTERNET, 0, 0, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND, "taken as anonymous mail from the internet" },
  /* Before 2015 and for seven weeks of 2022 the attribution was not written. Exchange Online relays to strangers only what it can
     attribute (550 5.7.64), and says so with DIR:OUT beside the outside address. */
  { FE, HS_FACT_NO_CROSS_TENANT | HS_FACT_LEFT | HS_FACT_EXCHANGE_MAPI,
    HS_FACT_CIP_OUT | HS_FACT_ORIGINATING_CHECKS | HS_FACT_OWN_ORIGINATOR, HS_FACT_CIP_IN | HS_FACT_INCOMING_CHECKS, HS_CONNECTOR_TRAVERSED,
    HS_PATH_HYBRID_EXCHANGE, "relayed from an on-premises Exchange to a third party, which needs a connector" },
  { FE, HS_FACT_NO_CROSS_TENANT | HS_FACT_LEFT, HS_FACT_CIP_OUT | HS_FACT_ORIGINATING_CHECKS, HS_FACT_CIP_IN | HS_FACT_INCOMING_CHECKS,
    HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY, "relayed from outside to a third party, which needs a connector" },
  { FE, 0, HS_FACT_CIP_IN | HS_FACT_INCOMING_CHECKS, HS_FACT_CIP_OUT | HS_FACT_HYBRID_ON_PREM | HS_FACT_ORIGINATING_CHECKS,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND, "taken as inbound mail" },
  /* An attribution outlives the next tenant: where there is none, the earlier tenant did not attribute. */
  { FE, HS_FACT_NEXT_TENANT, 0, HS_FACT_ORIGINATING_CHECKS | HS_FACT_ATTRIBUTED_OTHER | HS_FACT_UNWRITTEN, HS_CONNECTOR_NOT_TRAVERSED,
    HS_PATH_INTERNET_INBOUND, "went on into another tenant without an attribution" },
  { AT (HS_ENTRY_TENANT), 0, 0, HS_FACT_HYBRID_ON_PREM | HS_FACT_ORIGINATING, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_INTERNET_INBOUND,
    "came from another Microsoft 365 tenant" },

  /* The lines at the beginning are gone. */
  { UNSEEN, HS_FACT_ATTRIBUTED_UNSEEN, 0, HS_FACT_HOSTED | HS_FACT_CONSUMER, HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY,
    "attributed to the tenant by its inbound connector; its first lines are gone" },
  { UNSEEN, HS_FACT_CONSUMER | HS_FACT_LEFT, 0, HS_FACT_ATTRIBUTED_UNSEEN, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_CONSUMER,
    "sent by Outlook.com" },
  { UNSEEN, HS_FACT_CONSUMER | HS_FACT_NEXT_TENANT, 0, HS_FACT_ATTRIBUTED_UNSEEN, HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_CONSUMER,
    "sent by Outlook.com" },
  { UNSEEN, HS_FACT_CLIENT_PROXIED, HS_FACT_HOSTED | HS_FACT_CIP_INTERNAL, HS_FACT_ATTRIBUTED_UNSEEN | HS_FACT_HYBRID_ON_PREM,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_SMTP_AUTH, "submitted by an authenticated SMTP client" },
  { UNSEEN, 0, HS_FACT_HOSTED | HS_FACT_CIP_INTERNAL, HS_FACT_ATTRIBUTED_UNSEEN | HS_FACT_HYBRID_ON_PREM, HS_CONNECTOR_NOT_TRAVERSED,
    HS_PATH_MAILBOX, "sent from a mailbox" },
  { UNSEEN, HS_FACT_NEXT_TENANT, 0, HS_FACT_ATTRIBUTED_UNSEEN | HS_FACT_ATTRIBUTED_OTHER | HS_FACT_ORIGINATING_CHECKS | HS_FACT_UNWRITTEN,
    HS_CONNECTOR_NOT_TRAVERSED, HS_PATH_UNKNOWN, "went on into another tenant without an attribution" },
  { UNSEEN, HS_FACT_INTERNET | HS_FACT_LEFT, 0, HS_FACT_ATTRIBUTED_UNSEEN | HS_FACT_ATTRIBUTED_OTHER, HS_CONNECTOR_NOT_TRAVERSED,
    HS_PATH_INTERNET_INBOUND, "taken as anonymous mail from the internet" },
};

static gboolean
rule_fits (const Rule *rule, const HsPassNode *node)
{
  return (rule->entries & AT (node->entry)) && (node->facts & rule->need) == rule->need && (rule->any == 0 || (node->facts & rule->any)) &&
         !(node->facts & rule->without);
}

/* Recall notices and the like go through the substrate too; only Azure Communication Services marks itself. */
static HsPath
path_of_http (HsWork *work, guint p)
{
  HsSlice helo = work->hops[work->pass_nodes[p].first].from_helo;

  return hs_slice_iequal_str (helo, "substrate.office.com") ||
                 hs_slice_ifind (hs_work_value (work, HS_KNOWN_TRAFFIC_TYPE_DIAGNOSTIC), "ACSPROD") != NULL
             ? HS_PATH_AZURE_COMMUNICATION_SERVICES
             : HS_PATH_MAILBOX;
}

static gboolean
is_direct_send (const HsWork *work, const HsPassNode *node)
{
  return node->entry == HS_ENTRY_FRONT_END && !(node->facts & (HS_FACT_LEFT | HS_FACT_NEXT_TENANT)) &&
         hs_options_is_my_domain (work->options, hs_domain_of_address (work->info.from_address));
}

static HsAssurance
assurance_of (const HsWork *work, const HsPassNode *node, HsConnectorVerdict connector)
{
  HsAssurance assurance = node->trust >= HS_TRUST_ATTESTED ? HS_ASSURANCE_ATTESTED : HS_ASSURANCE_CLAIMED;

  if (connector == HS_CONNECTOR_INDETERMINATE)
    return HS_ASSURANCE_NONE;
  if (node->reach != HS_REACH_JOINED || (node->facts & HS_FACT_ATTRIBUTION_CONFLICT) ||
      (node->facts & (HS_FACT_CIP_IN | HS_FACT_CIP_OUT)) == (HS_FACT_CIP_IN | HS_FACT_CIP_OUT))
    assurance = MIN (assurance, HS_ASSURANCE_CLAIMED);
  if (node->exit != G_MAXUINT && !work->nodes[node->exit].egress_by_address)
    assurance = MIN (assurance, HS_ASSURANCE_CLAIMED);
  return assurance;
}

/* Microsoft signed that it took this message from this address for a recipient outside the tenant: that is the relay itself. */
static gboolean
is_proven (HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];
  const HsHosts *hosts = hs_ruleset_hosts (work->ruleset);
  HsSlice recipient, sender;

  if (node->sealed == NULL || node->reach != HS_REACH_JOINED || !(node->facts & (HS_FACT_LEFT | HS_FACT_NEXT_TENANT)))
    return FALSE;
  recipient = hs_hosts_organization (hosts, node->sealed->recipient_domain);
  sender = hs_hosts_organization (hosts, hs_domain_of_address (work->info.from_address));
  return recipient.ptr != NULL && sender.ptr != NULL && !hs_slice_iequal (recipient, sender) &&
         !hs_slice_iequal (recipient, hs_hosts_organization (hosts, hs_work_value (work, HS_KNOWN_ORIGINATOR_ORG)));
}

static void
judge_pass (HsWork *work, guint p)
{
  HsPass *pass = &work->passes[p];
  HsPassNode *node = &work->pass_nodes[p];

  if (is_direct_send (work, node))
    node->facts |= HS_FACT_DIRECT_SEND;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (!rule_fits (&rules[i], node))
      continue;
    pass->connector = rules[i].connector;
    pass->submission_path = node->entry == HS_ENTRY_HTTP ? path_of_http (work, p) : rules[i].path;
    node->reason = rules[i].reason;
    break;
  }
  pass->assurance = assurance_of (work, node, pass->connector);
  if (pass->connector == HS_CONNECTOR_TRAVERSED && is_proven (work, p))
    pass->assurance = HS_ASSURANCE_PROVEN;
}

/* A seal by Microsoft that holds, or whose key is not in the tables. Without verification its presence has to do. */
static gboolean
has_microsoft_seal (const HsWork *work)
{
  if (!hs_options_verify_seals (work->options))
    return work->first[HS_KNOWN_ARC_SEAL] != G_MAXUINT;
  for (guint i = 0; i < work->seals.n_sets; i++) {
    const HsArcSet *set = &work->seals.sets[i];
    if (hs_slice_iequal_str (set->domain, "microsoft.com") &&
        (set->seal == HS_SEAL_PASS || set->seal == HS_SEAL_WEAK || set->seal == HS_SEAL_NO_KEY))
      return TRUE;
  }
  return FALSE;
}

/* When the message was read: by the newest line, for an invented one can be dated at will. */
static gboolean
was_read_since (const HsWork *work, gint64 us)
{
  for (guint i = work->n_written; i-- > 0;)
    if (work->hops[i].time.flags & HS_TIME_KNOWN)
      return work->hops[i].time.us >= us;
  return FALSE;
}

/* Lines that nobody vouches for could be invented as a whole. Microsoft's seal could not: since it seals all that it sends, a relayed
   message without one is not believed on such lines. */
static gboolean
lacks_seal (const HsWork *work, const HsPassNode *node)
{
  return node->trust < HS_TRUST_ATTESTED && was_read_since (work, SEALED_SINCE_US) && !has_microsoft_seal (work);
}

static HsText
doubt_of (const HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];

  if (node->reach == HS_REACH_DOUBTFUL)
    return HS_TEXT ("The lines do not join all the way from the reader to Microsoft 365, so what stands below the gap is not believed.");
  if (lacks_seal (work, node))
    return HS_TEXT (
        "Nobody vouches for the lines that record Microsoft 365, and Microsoft's own seal (ARC), which it puts on all that it sends, is missing or broken.");
  return HS_TEXT (NULL);
}

/* The newest pass that went through a connector and may be believed decides; @doubt says why another one may not. */
static guint
find_traversed (const HsWork *work, HsText *doubt)
{
  for (guint p = work->n_passes; p-- > 0;) {
    HsText why;
    if (!work->passes[p].current || work->passes[p].connector != HS_CONNECTOR_TRAVERSED)
      continue;
    why = doubt_of (work, p);
    if (why.format == NULL)
      return p;
    *doubt = why;
  }
  return G_MAXUINT;
}

static gboolean
has_connector_marks (const HsWork *work)
{
  return work->marks.n_attributions > 0 || work->first[HS_KNOWN_MS_AUTHENTICATION_RESULTS] != G_MAXUINT ||
         work->first[HS_KNOWN_CT_FROM_ENTITY] != G_MAXUINT;
}

/* The believable chain leads to where the message was made: a device inside a network, a local program, an authenticated client. */
static gboolean
reaches_origin (const HsWork *work)
{
  guint i = 0;
  const HsHop *hop;

  while (i < work->n_written && work->nodes[i].reach == HS_REACH_BROKEN)
    i++;
  if (i == work->n_written || work->nodes[i].reach != HS_REACH_JOINED)
    return FALSE;
  hop = &work->hops[i];
  return hop->authenticated.ptr != NULL || hs_slice_ihas_suffix (hop->protocol, "SMTPA") ||
         hs_slice_ihas_suffix (hop->protocol, "SMTPSA") || hop->from_ip.family == 0 || !hs_scope_is_public (work->nodes[i].from_scope);
}

static gboolean
has_broken_pass (const HsWork *work, HsLink link)
{
  for (guint i = 0; i < work->n_written; i++)
    if (work->nodes[i].link == link && i > 0 && work->nodes[i - 1].microsoft)
      return TRUE;
  return FALSE;
}

static HsText
judge_without_pass (HsWork *work)
{
  HsVerdict *verdict = &work->verdict;

  verdict->connector = HS_CONNECTOR_NOT_TRAVERSED;
  verdict->submission_path = HS_PATH_NOT_MICROSOFT_365;
  verdict->assurance = work->n_written > 0 && work->hops[0].trust >= HS_TRUST_ATTESTED ? HS_ASSURANCE_ATTESTED : HS_ASSURANCE_CLAIMED;
  if (!reaches_origin (work) && (has_broken_pass (work, HS_LINK_MISFIT) || (work->n_passes == 0 && has_connector_marks (work)))) {
    verdict->connector = HS_CONNECTOR_INDETERMINATE;
    verdict->submission_path = HS_PATH_UNKNOWN;
    verdict->assurance = HS_ASSURANCE_NONE;
    return HS_TEXT (
        "Fields or lines of Microsoft 365 are there, but no believable line shows that the message was in Microsoft 365 on this journey.");
  }
  if (work->n_written == 0) {
    verdict->connector = HS_CONNECTOR_INDETERMINATE;
    verdict->submission_path = HS_PATH_UNKNOWN;
    verdict->assurance = HS_ASSURANCE_NONE;
    return HS_TEXT ("There is no Received field: nothing shows the way the message went.");
  }
  return HS_TEXT (NULL);
}

static HsText
judge_without_connector (HsWork *work, HsText doubt)
{
  HsVerdict *verdict = &work->verdict;
  guint oldest = G_MAXUINT;

  for (guint p = 0; p < work->n_passes; p++) {
    if (!work->passes[p].current)
      continue;
    if (oldest == G_MAXUINT)
      oldest = p;
    if (work->passes[p].connector == HS_CONNECTOR_INDETERMINATE && doubt.format == NULL)
      doubt = HS_TEXT ("The fields of this message do not say how it entered Microsoft 365.");
  }
  if (oldest == G_MAXUINT)
    return judge_without_pass (work);
  verdict->pass = work->passes[oldest].index;
  verdict->submission_path = work->passes[oldest].submission_path;
  verdict->connector = doubt.format == NULL ? HS_CONNECTOR_NOT_TRAVERSED : HS_CONNECTOR_INDETERMINATE;
  verdict->assurance = doubt.format == NULL ? work->passes[oldest].assurance : HS_ASSURANCE_NONE;
  if (doubt.format != NULL)
    verdict->submission_path = work->passes[oldest].connector == HS_CONNECTOR_TRAVERSED ? HS_PATH_UNKNOWN : verdict->submission_path;
  return doubt;
}

static void
check_connectors (HsWork *work)
{
  HsVerdict *verdict = &work->verdict;
  const HsConnectors *connectors = hs_options_connectors (work->options);
  const HsPass *pass = verdict->pass > 0 ? &work->passes[verdict->pass - 1] : NULL;
  HsConnection connection = { 0 };
  guint matched = G_MAXUINT;

  if (connectors == NULL || pass == NULL)
    return;
  connection.ip = pass->connecting_ip;
  connection.helo = pass->helo;
  connection.tls = pass->tls;
  connection.sender_domain = hs_domain_of_address (work->info.from_address);
  connection.traversed = verdict->connector == HS_CONNECTOR_TRAVERSED;
  verdict->connectors = hs_connectors_check (connectors, &connection, work->arena, &verdict->n_connectors, &matched);
  if (matched < verdict->n_connectors)
    verdict->matched_connector = verdict->connectors[matched].name;
}

static void
describe_pass (HsWork *work)
{
  HsVerdict *verdict = &work->verdict;
  const HsPass *pass = verdict->pass > 0 ? &work->passes[verdict->pass - 1] : NULL;
  const HsPassNode *node = pass != NULL ? &work->pass_nodes[verdict->pass - 1] : NULL;

  if (pass == NULL)
    return;
  verdict->tenant_id = pass->tenant_id;
  verdict->connecting_ip = pass->connecting_ip;
  verdict->helo = pass->helo;
  if (node->trust < HS_TRUST_ATTESTED && node->exit != G_MAXUINT && !work->nodes[node->exit].microsoft)
    verdict->trust_host = work->hops[node->exit].by_host;
}

void
hs_verdict (HsWork *work)
{
  HsText doubt = HS_TEXT (NULL);
  guint p;

  for (p = 0; p < work->n_passes; p++)
    judge_pass (work, p);
  p = find_traversed (work, &doubt);
  if (p != G_MAXUINT) {
    doubt = HS_TEXT (NULL);
    work->verdict.connector = HS_CONNECTOR_TRAVERSED;
    work->verdict.assurance = work->passes[p].assurance;
    work->verdict.submission_path = work->passes[p].submission_path;
    work->verdict.pass = work->passes[p].index;
  } else {
    doubt = judge_without_connector (work, doubt);
  }
  describe_pass (work);
  check_connectors (work);
  hs_verdict_origin (work);
  for (p = 0; p < work->n_passes; p++)
    hs_verdict_evidence (work, p);
  if (work->verdict.pass == 0)
    hs_verdict_evidence_of_chain (work);
  hs_verdict_summary (work, doubt);
}

void
hs_verdict_collect (HsWork *work)
{
  HsVerdict *verdict = &work->verdict;
  guint *ids = hs_arena_array (work->arena, guint, 2 * work->n_evidence + 1);
  guint *against = ids + work->n_evidence;

  for (guint i = 0; ids != NULL && i < work->n_evidence; i++) {
    const HsEvidence *e = &work->evidence[i];
    if (e->supports & (1u << HS_CLAIM_CONTRADICTION))
      against[verdict->n_contradictions++] = e->id;
    else if (e->pass == verdict->pass)
      ids[verdict->n_evidence++] = e->id;
  }
  verdict->evidence = ids;
  verdict->contradictions = against;
}
