/* One pass: facts to verdict by the first rule that fits.  SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "ascii.h"
#include "domain.h"

#define AT(entry) (1u << (entry))
#define ANY_ENTRY (~0u)
#define FE AT (HS_ENTRY_FRONT_END)
#define UNSEEN AT (HS_ENTRY_UNKNOWN)

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
  /* The class is written with the attribution; where that is missing, the tenant's own way of checking must stand beside it. */
  { FE, HS_FACT_HYBRID_ON_PREM | HS_FACT_ORIGINATING_CHECKS, 0, HS_FACT_ATTRIBUTED_OTHER | HS_FACT_INCOMING_CHECKS | HS_FACT_FORWARDED,
    HS_CONNECTOR_TRAVERSED, HS_PATH_CONNECTOR_RELAY, "classed as coming from an on-premises sender" },
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
  HsSlice recipient, sender;

  if (node->sealed == NULL || node->reach != HS_REACH_JOINED || !(node->facts & (HS_FACT_LEFT | HS_FACT_NEXT_TENANT)))
    return FALSE;
  recipient = hs_work_organization (work, node->sealed->recipient_domain);
  sender = hs_work_organization (work, hs_domain_of_address (work->info.from_address));
  return recipient.ptr != NULL && sender.ptr != NULL && !hs_slice_iequal (recipient, sender) &&
         !hs_slice_iequal (recipient, hs_work_organization (work, hs_work_value (work, HS_KNOWN_ORIGINATOR_ORG)));
}

void
hs_verdict_judge_pass (HsWork *work, guint p)
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
