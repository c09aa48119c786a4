/* Every fact that decided as an object a reader can look up: line, what it shows, who stamps it, who could forge it.
   SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "address.h"
#include "ascii.h"
#include "m365.h"

#define CLAIM(c) (1u << HS_CLAIM_##c)

typedef struct {
  HsWork *work;
  guint p;
  const HsPass *pass;
  const HsPassNode *node;
  HsAssurance assurance; /* of a text field stamped inside this pass */
  gboolean forgeable;    /* nobody vouches for the lines between the pass and the reader */
} Maker;

static guint
make (Maker *m, guint field, guint hop, guint32 supports, HsText shows)
{
  return field == G_MAXUINT
             ? 0
             : hs_work_evidence (m->work, field, hop, m->pass->index, HS_OPERATOR_MICROSOFT, m->forgeable, m->assurance, supports, shows);
}

static void
show_entry (Maker *m)
{
  const HsHop *hop = &m->work->hops[m->node->first];
  const HsPassNode *node = m->node;
  HsSlice from = hop->from_ip.family != 0 ? hs_work_ip (m->work, &hop->from_ip) : hop->from_helo;
  guint32 supports = node->entry == HS_ENTRY_FRONT_END ? CLAIM (ORIGIN) : CLAIM (NOT_TRAVERSED);

  switch (node->entry) {
  case HS_ENTRY_FRONT_END:
    make (m, hop->field, hop->index, supports,
          HS_TEXT ("an EOP front end, {1}, took the message from {2} ({3})", { hop->by_host, from, hop->from_helo }));
    break;
  case HS_ENTRY_TENANT:
    make (m, hop->field, hop->index, CLAIM (HAND_OVER),
          HS_TEXT ("an EOP front end, {1}, took the message from another part of Microsoft 365 at {2}", { hop->by_host, from }));
    break;
  case HS_ENTRY_STORE:
    make (m, hop->field, hop->index, supports | CLAIM (MAILBOX),
          HS_TEXT ("submitted inside Exchange Online, by the mailbox server {1}", { hop->by_host }));
    break;
  case HS_ENTRY_HTTP:
    make (m, hop->field, hop->index, supports | CLAIM (AZURE_COMMUNICATION_SERVICES), HS_TEXT ("submitted over HTTP, not SMTP"));
    break;
  case HS_ENTRY_CLIENT:
    make (m, hop->field, hop->index, supports | CLAIM (SMTP_AUTH),
          HS_TEXT ("a client access server, {1}, took it from the client {2}", { hop->by_host, from }));
    break;
  default:
    break;
  }
}

static void
show_attribution (Maker *m)
{
  const HsAttribution *a = m->node->attribution;
  HsSlice ip;

  if (a == NULL)
    return;
  ip = hs_work_ip (m->work, &a->ip);
  if (m->node->facts & HS_FACT_ATTRIBUTED)
    make (
        m, a->field, m->pass->entry_hop, CLAIM (TRAVERSED) | CLAIM (CONNECTOR_RELAY) | CLAIM (TENANT),
        HS_TEXT (
            "Exchange Online attributed the connection from {1} to tenant {2}: it matched an inbound connector. The address is that of the entry line",
            { ip, a->tenant_id }));
  else
    make (m, a->field, 0, CLAIM (TRAVERSED) | CLAIM (CONNECTOR_RELAY) | CLAIM (TENANT),
          HS_TEXT ("Exchange Online attributed a connection from {1} to tenant {2}; its own line is gone", { ip, a->tenant_id }));
}

static void
show_entity (Maker *m)
{
  static const struct {
    guint fact;
    const char *value;
    guint32 supports;
    const char *shows;
  } rows[] = {
    { HS_FACT_HYBRID_ON_PREM, "HybridOnPrem", CLAIM (TRAVERSED) | CLAIM (CONNECTOR_RELAY),
      N_ ("the sender is classed as on-premises: written for mail through an inbound connector") },
    { HS_FACT_HOSTED, "Hosted", CLAIM (NOT_TRAVERSED) | CLAIM (MAILBOX) | CLAIM (SMTP_AUTH),
      N_ ("the sender is classed as a mailbox of the tenant") },
    { HS_FACT_INTERNET, "Internet", CLAIM (NOT_TRAVERSED) | CLAIM (INTERNET_INBOUND), N_ ("the sender is classed as anonymous") },
  };

  HS_WORK_EACH (m->work, HS_KNOWN_CT_FROM_ENTITY, i)
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    if ((m->node->facts & rows[r].fact) && hs_slice_iequal_str (hs_work_value_at (m->work, i), rows[r].value))
      make (m, i, 0, rows[r].supports, HS_TEXT (rows[r].shows));
}

static void
show_forefront (Maker *m)
{
  for (guint i = 0; i < m->work->marks.n_forefronts; i++) {
    const HsForefront *f = &m->work->marks.forefronts[i];
    gboolean out = hs_slice_iequal_str (f->direction, "OUT");
    if (f->internal && (m->node->facts & HS_FACT_CIP_INTERNAL) && out)
      make (m, f->field, 0, CLAIM (NOT_TRAVERSED) | CLAIM (MAILBOX), HS_TEXT ("the filter saw no SMTP connection: submitted inside"));
    else if (!f->internal && hs_ip_equal (&f->cip, &m->pass->connecting_ip) && out)
      make (m, f->field, 0, CLAIM (TRAVERSED),
            HS_TEXT ("the filter saw {1} and treated the message as going out of the tenant", { hs_work_ip (m->work, &f->cip) }));
    else if (!f->internal && hs_ip_equal (&f->cip, &m->pass->connecting_ip))
      make (m, f->field, 0, CLAIM (NOT_TRAVERSED),
            HS_TEXT ("the filter saw {1} and treated the message as inbound", { hs_work_ip (m->work, &f->cip) }));
  }
}

static void
show_checks (Maker *m)
{
  for (guint i = 0; i < m->work->marks.n_checks; i++) {
    const HsChecks *c = &m->work->marks.checks[i];
    if (!hs_ip_equal (&c->sender_ip, &m->pass->connecting_ip))
      continue;
    if (c->originating)
      make (m, c->field, 0, CLAIM (TRAVERSED),
            HS_TEXT ("the checks on {1} were written in the form used for mail of the tenant's own",
                     { hs_work_ip (m->work, &c->sender_ip) }));
    else if (c->compauth.ptr != NULL)
      make (m, c->field, 0, CLAIM (NOT_TRAVERSED),
            HS_TEXT ("{1} was checked as a sender from outside", { hs_work_ip (m->work, &c->sender_ip) }));
  }
}

static void
show_submission (Maker *m)
{
  if (m->node->facts & HS_FACT_CLIENT_PROXIED)
    make (m, m->work->first[HS_KNOWN_CLIENT_PROXIED_BY], 0, CLAIM (NOT_TRAVERSED) | CLAIM (SMTP_AUTH),
          HS_TEXT ("a front end passed an SMTP client's session to the mailbox server: authenticated submission"));
  if (m->node->facts & HS_FACT_HOSTED)
    make (m, m->work->first[HS_KNOWN_CT_USER_PRINCIPAL_NAME], 0, CLAIM (NOT_TRAVERSED) | CLAIM (MAILBOX),
          HS_TEXT ("a mailbox account submitted it (the name is sealed)"));
  if (m->node->facts & (HS_FACT_ORIGINATING | HS_FACT_INCOMING))
    make (m, m->work->first[HS_KNOWN_ORG_DIRECTIONALITY], 0,
          m->node->facts & HS_FACT_ORIGINATING ? CLAIM (TRAVERSED) : CLAIM (NOT_TRAVERSED),
          HS_TEXT ("the tenant that the message was read in counted it as {1}", { hs_work_value (m->work, HS_KNOWN_ORG_DIRECTIONALITY) }));
  if (m->node->facts & HS_FACT_DIRECT_SEND)
    make (m, m->work->first[HS_KNOWN_ORG_ANONYMOUS_DIRECT_SEND], 0, CLAIM (NOT_TRAVERSED) | CLAIM (DIRECT_SEND),
          HS_TEXT ("Exchange Online itself calls it direct send"));
  if (m->node->facts & HS_FACT_PROMOTED)
    make (m, m->work->first[HS_KNOWN_CROSS_PREMISES_PROMOTED], 0, CLAIM (HYBRID_EXCHANGE),
          HS_TEXT ("headers of the on-premises organization were accepted"));
}

/* The one signed statement about the address; see docs/seals.md for exactly what it proves. */
static void
show_seal (Maker *m)
{
  const HsArcSet *set = m->node->sealed;

  if (set == NULL)
    return;
  hs_work_evidence (m->work, set->results_field, m->pass->entry_hop, m->pass->index, HS_OPERATOR_MICROSOFT, FALSE, HS_ASSURANCE_PROVEN,
                    CLAIM (ORIGIN) | (m->pass->connector == HS_CONNECTOR_TRAVERSED ? CLAIM (TRAVERSED) : 0),
                    HS_TEXT ("Microsoft's seal over this message states that it came from {1} for a recipient in {2}",
                             { hs_work_ip (m->work, &set->sender_ip), set->recipient_domain }));
}

/* What the line shows that took the message from Microsoft 365. */
static HsText
exit_shows (HsWork *work, const HsHop *hop, const HsNode *node)
{
  HsSlice writer = hs_work_writer (hop), ip = hs_work_ip (work, &hop->from_ip);

  if (node->egress_by_address)
    return HS_TEXT ("{1} took it from {2}, an address that Microsoft 365 sends from", { writer, ip });
  if (ip.ptr == NULL)
    return HS_TEXT ("{1} took it from a server with a Microsoft 365 name, and recorded no address", { writer });
  return HS_TEXT ("{1} took it from a server with a Microsoft 365 name; the recorded address, {2}, is not one of its published ones",
                  { writer, ip });
}

static void
show_exit (Maker *m)
{
  const HsHop *hop = m->node->exit != G_MAXUINT ? &m->work->hops[m->node->exit] : NULL;
  const HsNode *node = hop != NULL ? &m->work->nodes[m->node->exit] : NULL;

  if (hop == NULL)
    return;
  hs_work_evidence (m->work, hop->field, hop->index, m->pass->index, hop->operator_id != NULL ? hop->operator_id : "recipient",
                    hop->trust < HS_TRUST_ATTESTED,
                    hop->trust >= HS_TRUST_ATTESTED  ? HS_ASSURANCE_ATTESTED
                    : hop->trust == HS_TRUST_CLAIMED ? HS_ASSURANCE_CLAIMED
                                                     : HS_ASSURANCE_NONE,
                    CLAIM (HAND_OVER), exit_shows (m->work, hop, node));
}

guint
hs_verdict_evidence (HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];
  Maker m = { .work = work, .p = p, .pass = &work->passes[p], .node = node };
  guint before = work->n_evidence;
  guint32 against = work->passes[p].current ? 0 : CLAIM (CONTRADICTION);

  m.forgeable = node->trust < HS_TRUST_ATTESTED || node->reach != HS_REACH_JOINED;
  m.assurance = node->reach == HS_REACH_BROKEN ? HS_ASSURANCE_NONE : m.forgeable ? HS_ASSURANCE_CLAIMED : HS_ASSURANCE_ATTESTED;
  if (node->first != G_MAXUINT)
    show_entry (&m);
  show_attribution (&m);
  show_entity (&m);
  show_forefront (&m);
  show_checks (&m);
  show_submission (&m);
  show_seal (&m);
  show_exit (&m);
  /* what an earlier journey's lines show speaks for nothing here */
  for (guint i = before; against && i < work->n_evidence; i++)
    work->evidence[i].supports = against;
  return work->n_evidence - before;
}

void
hs_verdict_evidence_of_chain (HsWork *work)
{
  guint i = 0;
  const HsHop *hop;

  while (i < work->n_written && work->nodes[i].reach == HS_REACH_BROKEN)
    i++;
  if (i == work->n_written)
    return;
  hop = &work->hops[i];
  hs_work_evidence (work, hop->field, hop->index, 0, hop->operator_id != NULL ? hop->operator_id : "unknown",
                    hop->trust < HS_TRUST_ATTESTED, hop->trust >= HS_TRUST_ATTESTED ? HS_ASSURANCE_ATTESTED : HS_ASSURANCE_CLAIMED,
                    CLAIM (ORIGIN) |
                        (work->verdict.connector == HS_CONNECTOR_NOT_TRAVERSED ? CLAIM (NOT_MICROSOFT_365) | CLAIM (NOT_TRAVERSED) : 0),
                    HS_TEXT ("the lines that join begin here, at {1}; none from here to the reader is by Microsoft 365",
                             { hop->by_host.ptr != NULL ? hop->by_host : HS_SLICE_LITERAL ("a server that does not name itself") }));
}
