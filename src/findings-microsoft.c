/* Microsoft 365: what administrators trip over.  SPDX-License-Identifier: MIT */
#include "findings.h"

#include "ascii.h"
#include "domain.h"
#include "m365.h"

static HsSlice
ip_of (HsWork *work, const HsPass *pass)
{
  HsSlice ip = hs_work_ip (work, &pass->connecting_ip);
  return ip.ptr != NULL ? ip : HS_SLICE_LITERAL ("an address that is not stated");
}

static gboolean
came_from_mailbox (const HsWork *work, guint p)
{
  while (p-- > 0)
    if (work->passes[p].current &&
        (work->passes[p].submission_path == HS_PATH_MAILBOX || work->passes[p].submission_path == HS_PATH_SMTP_AUTH))
      return TRUE;
  return FALSE;
}

static void
find_connector_pass (HsWork *work, guint p)
{
  const HsPass *pass = &work->passes[p];
  const HsPassNode *node = &work->pass_nodes[p];

  if (pass->connector != HS_CONNECTOR_TRAVERSED)
    return;
  if (pass->tls == HS_TLS_NO && pass->entry_hop > 0)
    hs_findings_raise (work, "HS401", pass->entry_hop, 0, 0, HS_ARGS (ip_of (work, pass)));
  if (came_from_mailbox (work, p))
    hs_findings_raise (work, "HS413", pass->entry_hop, 0, 0, HS_ARGS (ip_of (work, pass)));
  if (node->facts & HS_FACT_NO_CROSS_TENANT)
    hs_findings_raise (work, "HS417", pass->entry_hop, 0, 0, HS_NO_ARGS);
  if (node->facts & HS_FACT_ATTRIBUTED_UNSEEN)
    hs_findings_raise (work, "HS420", 0, node->attribution != NULL ? work->fields->items[node->attribution->field].line : 0, 0,
                       HS_ARGS (ip_of (work, pass)));
  if (hs_options_has_mine (work->options) && pass->tenant_id.ptr != NULL && !hs_options_is_my_tenant (work->options, pass->tenant_id) &&
      hs_options_has_tenants (work->options))
    hs_findings_raise (work, "HS411", pass->entry_hop, 0, 0, HS_ARGS (pass->tenant_id, ip_of (work, pass)));
}

static void
find_pool (HsWork *work, guint p)
{
  const HsPass *pass = &work->passes[p];
  guint exit = work->pass_nodes[p].exit;
  HsSlice ip;

  if (exit == G_MAXUINT || !pass->current)
    return;
  ip = hs_work_ip (work, &work->hops[exit].from_ip);
  if (pass->outbound_pool == HS_POOL_HIGH_RISK)
    hs_findings_raise (work, "HS402", pass->exit_hop, 0, 0, HS_ARGS (ip));
  else if (pass->outbound_pool == HS_POOL_RELAY)
    hs_findings_raise (work, "HS403", pass->exit_hop, 0, 0, HS_ARGS (ip));
}

/* The author's domain is the recipient's, or composite authentication gave a reason that direct send gives. */
static gboolean
may_be_direct_send (HsWork *work, HsSlice domain)
{
  static const char *const reasons[] = { "010", "451", "905" };

  for (guint i = 0; i < work->info.n_to; i++)
    if (hs_slice_iequal (hs_domain_of_address (work->info.to_addresses[i]), domain))
      return TRUE;
  for (guint i = 0; i < work->marks.n_checks; i++) {
    HsSlice reason = work->marks.checks[i].reason;
    if (reason.len == 3 && reason.ptr[0] == '6')
      return TRUE;
    for (gsize r = 0; r < G_N_ELEMENTS (reasons); r++)
      if (hs_slice_equal_str (reason, reasons[r]))
        return TRUE;
  }
  return FALSE;
}

/* Direct send is told apart from inbound mail only by knowing whose the From domain is. */
static void
find_direct_send (HsWork *work, guint p)
{
  const HsPass *pass = &work->passes[p];
  HsSlice domain = hs_domain_of_address (work->info.from_address);
  gboolean anonymous = pass->submission_path == HS_PATH_INTERNET_INBOUND || pass->submission_path == HS_PATH_DIRECT_SEND;

  if (!pass->current || !anonymous || work->pass_nodes[p].entry != HS_ENTRY_FRONT_END || work->pass_nodes[p].exit != G_MAXUINT)
    return;
  if (pass->submission_path == HS_PATH_DIRECT_SEND)
    hs_findings_raise (work, "HS405", pass->entry_hop, 0, 0, HS_ARGS (ip_of (work, pass), domain));
  else if (!hs_options_has_mine (work->options) && domain.ptr != NULL && may_be_direct_send (work, domain))
    hs_findings_raise (work, "HS406", pass->entry_hop, 0, 0, HS_ARGS (domain));
}

static gboolean
failed (HsSlice result)
{
  return hs_slice_iequal_str (result, "fail") || hs_slice_iequal_str (result, "softfail");
}

/* What the reader's own server, by the topmost such field, said of DMARC. */
static gboolean
reader_saw_dmarc_pass (HsWork *work)
{
  guint first = work->first[HS_KNOWN_AUTHENTICATION_RESULTS];
  return first != G_MAXUINT && hs_slice_ifind (hs_work_value_at (work, first), "dmarc=pass") != NULL;
}

/* Relayed mail leaves from Microsoft's shared addresses: the recipient's SPF passes whatever the tenant's own check said. */
static void
find_checks (HsWork *work)
{
  const HsChecks *inside = NULL, *outside = NULL;

  for (guint i = 0; i < work->marks.n_checks; i++) {
    const HsChecks *c = &work->marks.checks[i];
    if (c->originating && inside == NULL)
      inside = c;
    else if (!c->originating && c->compauth.ptr != NULL && outside == NULL)
      outside = c;
  }
  if (inside != NULL && (failed (inside->spf) || failed (inside->dmarc)) && work->verdict.connector == HS_CONNECTOR_TRAVERSED)
    hs_findings_raise (work, reader_saw_dmarc_pass (work) ? "HS404" : "HS414", 0, work->fields->items[inside->field].line, 0,
                       HS_ARGS (inside->spf, inside->dmarc, inside->mail_from, inside->header_from));
  if (outside != NULL && hs_slice_iequal_str (outside->compauth, "fail"))
    hs_findings_raise (work, "HS421", 0, work->fields->items[outside->field].line, 0, HS_ARGS (outside->reason, outside->header_from));
}

/* Organization fields never leave an organization by themselves. */
static void
find_leaked (HsWork *work)
{
  static const HsKnown names[] = { HS_KNOWN_ORG_DIRECTIONALITY, HS_KNOWN_ORG_AUTH_AS, HS_KNOWN_ORG_AUTH_SOURCE, HS_KNOWN_ORG_SCL,
                                   HS_KNOWN_ORG_NETWORK_MESSAGE_ID };
  gboolean read_inside =
      work->n_written > 0 && (work->nodes[work->n_written - 1].microsoft || work->nodes[work->n_written - 1].exchange_on_premises);

  for (gsize i = 0; !read_inside && i < G_N_ELEMENTS (names); i++)
    if (work->first[names[i]] != G_MAXUINT) {
      const HsField *field = hs_work_field (work, names[i]);
      guint id = hs_work_evidence (work, work->first[names[i]], 0, 0, "sender", TRUE, HS_ASSURANCE_NONE, 1u << HS_CLAIM_CONTRADICTION,
                                   HS_TEXT ("a field that never leaves an organization, in a message read outside"));
      hs_findings_raise (work, "HS410", 0, field->line, id, HS_ARGS (field->name));
      return;
    }
}

static void
find_hybrid (HsWork *work)
{
  gboolean promoted = work->first[HS_KNOWN_CROSS_PREMISES_PROMOTED] != G_MAXUINT;

  if (work->first[HS_KNOWN_CROSS_PREMISES_FILTERED_SEND] != G_MAXUINT)
    hs_findings_raise (work, "HS419", 0, hs_work_field (work, HS_KNOWN_CROSS_PREMISES_FILTERED_SEND)->line, 0, HS_NO_ARGS);
  else if (work->first[HS_KNOWN_CROSS_PREMISES_FILTERED] != G_MAXUINT && !promoted)
    hs_findings_raise (work, "HS422", 0, hs_work_field (work, HS_KNOWN_CROSS_PREMISES_FILTERED)->line, 0, HS_NO_ARGS);
  if (work->first[HS_KNOWN_SKIP_LISTED_SENDER] != G_MAXUINT)
    hs_findings_raise (work, "HS418", 0, hs_work_field (work, HS_KNOWN_SKIP_LISTED_SENDER)->line, 0,
                       HS_ARGS (hs_work_value (work, HS_KNOWN_SKIP_LISTED_SENDER)));
}

/* Mail that says it is from the reader's own domain and took none of the reader's own ways. */
static void
find_own_domain (HsWork *work)
{
  HsSlice domain = hs_domain_of_address (work->info.from_address);
  const HsVerdict *verdict = &work->verdict;

  if (!hs_options_is_my_domain (work->options, domain) || verdict->connector == HS_CONNECTOR_TRAVERSED)
    return;
  if (verdict->submission_path == HS_PATH_NOT_MICROSOFT_365 || verdict->submission_path == HS_PATH_INTERNET_INBOUND ||
      verdict->submission_path == HS_PATH_CONSUMER)
    hs_findings_raise (work, "HS412", 0, hs_work_field (work, HS_KNOWN_FROM)->line, 0, HS_ARGS (domain));
}

static void
find_loop (HsWork *work)
{
  guint passes = 0;

  for (guint p = 0; p < work->n_passes; p++)
    if (work->passes[p].current && hs_slice_iequal (work->passes[p].tenant_id, work->verdict.tenant_id) &&
        work->verdict.tenant_id.ptr != NULL)
      passes++;
  if (passes > 2)
    hs_findings_raise (work, "HS415", 0, 0, 0, HS_ARGS (hs_findings_number (work, passes)));
}

static void
find_connectors (HsWork *work)
{
  const HsVerdict *verdict = &work->verdict;

  if (verdict->n_connectors == 0)
    return;
  if (verdict->matched_connector.ptr != NULL)
    hs_findings_raise (work, "HS601", verdict->pass > 0 ? work->passes[verdict->pass - 1].entry_hop : 0, 0, 0,
                       HS_ARGS (verdict->matched_connector));
  else
    hs_findings_raise (work, "HS602", verdict->pass > 0 ? work->passes[verdict->pass - 1].entry_hop : 0, 0, 0,
                       HS_ARGS (hs_findings_number (work, verdict->n_connectors), hs_work_ip (work, &verdict->connecting_ip)));
}

void
hs_findings_microsoft (HsWork *work)
{
  for (guint p = 0; p < work->n_passes; p++) {
    find_connector_pass (work, p);
    find_pool (work, p);
    find_direct_send (work, p);
  }
  find_checks (work);
  find_leaked (work);
  find_hybrid (work);
  find_own_domain (work);
  find_loop (work);
  find_connectors (work);
}
