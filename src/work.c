/* SPDX-License-Identifier: MIT */
#include "work.h"

#include "address.h"
#include "ascii.h"

static const char *const known_names[HS_N_KNOWN] = {
  [HS_KNOWN_RECEIVED] = "Received",
  [HS_KNOWN_FROM] = "From",
  [HS_KNOWN_SENDER] = "Sender",
  [HS_KNOWN_TO] = "To",
  [HS_KNOWN_CC] = "Cc",
  [HS_KNOWN_REPLY_TO] = "Reply-To",
  [HS_KNOWN_SUBJECT] = "Subject",
  [HS_KNOWN_DATE] = "Date",
  [HS_KNOWN_MESSAGE_ID] = "Message-ID",
  [HS_KNOWN_RETURN_PATH] = "Return-Path",
  [HS_KNOWN_LIST_ID] = "List-Id",
  [HS_KNOWN_LIST_POST] = "List-Post",
  [HS_KNOWN_MAILING_LIST] = "X-Mailing-List",
  [HS_KNOWN_RESENT_FROM] = "Resent-From",
  [HS_KNOWN_THREAD_INDEX] = "Thread-Index",
  [HS_KNOWN_AUTHENTICATION_RESULTS] = "Authentication-Results",
  [HS_KNOWN_ARC_AUTHENTICATION_RESULTS] = "ARC-Authentication-Results",
  [HS_KNOWN_ARC_SEAL] = "ARC-Seal",
  [HS_KNOWN_ARC_MESSAGE_SIGNATURE] = "ARC-Message-Signature",
  [HS_KNOWN_DKIM_SIGNATURE] = "DKIM-Signature",
  [HS_KNOWN_RECEIVED_SPF] = "Received-SPF",
  [HS_KNOWN_CT_CONNECTING_IP] = "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp",
  [HS_KNOWN_CT_FROM_ENTITY] = "X-MS-Exchange-CrossTenant-FromEntityHeader",
  [HS_KNOWN_CT_ID] = "X-MS-Exchange-CrossTenant-Id",
  [HS_KNOWN_CT_AUTH_AS] = "X-MS-Exchange-CrossTenant-AuthAs",
  [HS_KNOWN_CT_AUTH_SOURCE] = "X-MS-Exchange-CrossTenant-AuthSource",
  [HS_KNOWN_CT_NETWORK_MESSAGE_ID] = "X-MS-Exchange-CrossTenant-Network-Message-Id",
  [HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME] = "X-MS-Exchange-CrossTenant-OriginalArrivalTime",
  [HS_KNOWN_CT_MAILBOX_TYPE] = "X-MS-Exchange-CrossTenant-MailboxType",
  [HS_KNOWN_CT_USER_PRINCIPAL_NAME] = "X-MS-Exchange-CrossTenant-UserPrincipalName",
  [HS_KNOWN_CT_STAMPED] = "X-MS-Exchange-Transport-CrossTenantHeadersStamped",
  [HS_KNOWN_CT_STRIPPED] = "X-MS-Exchange-Transport-CrossTenantHeadersStripped",
  [HS_KNOWN_CT_PROMOTED] = "X-MS-Exchange-Transport-CrossTenantHeadersPromoted",
  [HS_KNOWN_EOP_ATTRIBUTED] = "X-EOPAttributedMessage",
  [HS_KNOWN_EOP_TENANT_ATTRIBUTED] = "X-EOPTenantAttributedMessage",
  [HS_KNOWN_ORG_DIRECTIONALITY] = "X-MS-Exchange-Organization-MessageDirectionality",
  [HS_KNOWN_ORG_AUTH_AS] = "X-MS-Exchange-Organization-AuthAs",
  [HS_KNOWN_ORG_AUTH_SOURCE] = "X-MS-Exchange-Organization-AuthSource",
  [HS_KNOWN_ORG_AUTH_MECHANISM] = "X-MS-Exchange-Organization-AuthMechanism",
  [HS_KNOWN_ORG_CONNECTING_IP] = "X-MS-Exchange-Organization-OriginalAttributedTenantConnectingIp",
  [HS_KNOWN_ORG_FROM_ENTITY] = "X-MS-Exchange-Organization-FromEntityHeader",
  [HS_KNOWN_ORG_ANONYMOUS_DIRECT_SEND] = "X-MS-Exchange-Organization-IsAnonymousDirectSend",
  [HS_KNOWN_ORG_INTERNAL_ORG_SENDER] = "X-MS-Exchange-Organization-InternalOrgSender",
  [HS_KNOWN_ORG_NETWORK_MESSAGE_ID] = "X-MS-Exchange-Organization-Network-Message-Id",
  [HS_KNOWN_ORG_SCL] = "X-MS-Exchange-Organization-SCL",
  [HS_KNOWN_FOREFRONT] = "X-Forefront-Antispam-Report",
  [HS_KNOWN_FOREFRONT_UNTRUSTED] = "X-Forefront-Antispam-Report-Untrusted",
  [HS_KNOWN_MICROSOFT_ANTISPAM] = "X-Microsoft-Antispam",
  [HS_KNOWN_MS_AUTHENTICATION_RESULTS] = "X-MS-Exchange-Authentication-Results",
  [HS_KNOWN_CLIENT_PROXIED_BY] = "X-ClientProxiedBy",
  [HS_KNOWN_ORIGINATING_IP] = "X-Originating-IP",
  [HS_KNOWN_ORIGINATOR_ORG] = "X-OriginatorOrg",
  [HS_KNOWN_TRAFFIC_TYPE_DIAGNOSTIC] = "X-MS-TrafficTypeDiagnostic",
  [HS_KNOWN_END_TO_END_LATENCY] = "X-MS-Exchange-Transport-EndToEndLatency",
  [HS_KNOWN_SENDER_AD_CHECK] = "X-MS-Exchange-SenderADCheck",
  [HS_KNOWN_ANTISPAM_RELAY] = "X-MS-Exchange-AntiSpam-Relay",
  [HS_KNOWN_LD_PROCESSED] = "X-LD-Processed",
  [HS_KNOWN_CORRELATION_ID] = "X-MS-Office365-Filtering-Correlation-Id",
  [HS_KNOWN_CORRELATION_ID_PREVIOUS] = "X-MS-Office365-Filtering-Correlation-Id-Prvs",
  [HS_KNOWN_TNEF_CORRELATOR] = "X-MS-TNEF-Correlator",
  [HS_KNOWN_HEADERS_PRESERVED] = "X-OrganizationHeadersPreserved",
  [HS_KNOWN_CROSS_PREMISES_PROMOTED] = "X-CrossPremisesHeadersPromoted",
  [HS_KNOWN_CROSS_PREMISES_FILTERED] = "X-CrossPremisesHeadersFiltered",
  [HS_KNOWN_CROSS_PREMISES_FILTERED_SEND] = "X-CrossPremisesHeadersFilteredBySendConnector",
  [HS_KNOWN_SKIP_LISTED_SENDER] = "X-MS-Exchange-SkipListedInternetSender",
};

gboolean
hs_is_microsoft_name (HsSlice name)
{
  static const char *const prefixes[] = { "X-MS-",    "X-EOP",      "X-Originat",  "X-Forefront-PRVS", "X-LD-Processed",
                                          "X-Client", "X-CrossPre", "X-Organizat", "X-Incoming",       "X-Microsoft-Antispam-" };
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (hs_slice_ihas_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

void
hs_known_names_init (HsKnownNames *names, const HsRuleset *ruleset)
{
  guint n;
  const HsHeaderRow *rows = hs_ruleset_headers (ruleset, &n);

  names->index = hs_index_new ();
  names->items = g_array_new (FALSE, FALSE, sizeof (HsName));
  for (guint id = 1; id < HS_N_KNOWN; id++) {
    HsSlice text = hs_slice_str (known_names[id]);
    HsName name = { text, id, 0, hs_is_microsoft_name (text), NULL };
    hs_index_add (names->index, text, HS_SLICE_NONE, HS_SLICE_NONE, names->items->len);
    g_array_append_val (names->items, name);
  }
  for (guint i = 0; i < n; i++) {
    HsSlice text = hs_slice_str (rows[i].name);
    HsName name = { text, HS_KNOWN_NONE, 0, hs_is_microsoft_name (text), NULL };
    hs_index_add (names->index, text, HS_SLICE_NONE, HS_SLICE_NONE, names->items->len);
    g_array_append_val (names->items, name);
  }
  names->forefront = hs_ruleset_value_names (ruleset, "X-Forefront-Antispam-Report");
  names->antispam = hs_ruleset_value_names (ruleset, "X-Microsoft-Antispam");
  names->checks = hs_ruleset_value_names (ruleset, "Authentication-Results");
  for (guint i = n; i-- > 0;) { /* of two rows of one name the first one stands */
    guint at = hs_index_find_word (names->index, hs_slice_str (rows[i].name));
    g_array_index (names->items, HsName, at).row = &rows[i];
  }
}

void
hs_known_names_clear (HsKnownNames *names)
{
  hs_index_free (names->index);
  g_clear_pointer (&names->items, g_array_unref);
}

/* @before: (nullable): the name of the field before. Fields come in much the same order in all mail, so that the name that followed it
   last time is mostly the answer; if not, the index is asked. */
static const HsName *
find_name (HsKnownNames *names, HsSlice name, const HsName *before)
{
  HsName *items = (HsName *)(void *)names->items->data;
  guint i;

  if (before != NULL && hs_slice_equal (items[before->follower].text, name))
    return &items[before->follower];
  i = name.len > 0 ? hs_index_find_word (names->index, name) : G_MAXUINT;
  if (i == G_MAXUINT)
    return NULL;
  if (before != NULL)
    items[before - items].follower = i;
  return &items[i];
}

void
hs_work_index (HsWork *work, HsKnownNames *names)
{
  guint last[HS_N_KNOWN];
  guint n = work->fields->n;

  work->known = names;
  for (guint id = 0; id < HS_N_KNOWN; id++)
    work->first[id] = last[id] = G_MAXUINT;
  work->next = hs_arena_array (work->arena, guint, MAX (n, 1));
  work->names = hs_arena_array (work->arena, const HsName *, MAX (n, 1));
  work->values = hs_arena_array (work->arena, HsSlice, MAX (n, 1));
  if (work->next == NULL || work->names == NULL || work->values == NULL)
    return;
  for (guint i = 0; i < n; i++) {
    const HsName *name = work->names[i] = find_name (names, work->fields->items[i].name, i > 0 ? work->names[i - 1] : NULL);
    HsKnown id = name != NULL ? name->known : HS_KNOWN_NONE;
    work->next[i] = G_MAXUINT;
    if (id == HS_KNOWN_NONE)
      continue;
    if (last[id] == G_MAXUINT)
      work->first[id] = i;
    else
      work->next[last[id]] = i;
    last[id] = i;
  }
}

const HsField *
hs_work_field (const HsWork *work, HsKnown known)
{
  return work->first[known] != G_MAXUINT ? &work->fields->items[work->first[known]] : NULL;
}

HsSlice
hs_work_value_at (HsWork *work, guint field)
{
  const HsField *item = &work->fields->items[field];

  if (!(item->flags & (HS_FIELD_FOLDED | HS_FIELD_BARE_CR)))
    return hs_slice_trim (item->value);
  if (work->values == NULL)
    return HS_SLICE_NONE;
  if (work->values[field].ptr == NULL)
    work->values[field] = hs_slice_trim (hs_arena_unfold (work->arena, item->value));
  return work->values[field];
}

HsSlice
hs_work_value (HsWork *work, HsKnown known)
{
  return work->first[known] != G_MAXUINT ? hs_work_value_at (work, work->first[known]) : HS_SLICE_NONE;
}

guint
hs_work_count (const HsWork *work, HsKnown known)
{
  guint n = 0;

  HS_WORK_EACH (work, known, i)
  n++;
  return n;
}

guint
hs_work_evidence (HsWork *work, guint field, guint hop, guint pass, const char *stamped_by, gboolean forgeable, HsAssurance assurance,
                  guint32 supports, HsText shows)
{
  HsEvidence *e;

  if (!hs_arena_grow (work->arena, (void **)&work->evidence, work->n_evidence, &work->room_evidence, sizeof *work->evidence))
    return 0;
  e = &work->evidence[work->n_evidence++];
  *e = (HsEvidence){ .id = work->n_evidence,
                     .field = field,
                     .hop = hop,
                     .pass = pass,
                     .shows = shows,
                     .stamped_by = stamped_by,
                     .forgeable = forgeable,
                     .assurance = assurance,
                     .supports = supports };
  return e->id;
}

HsSlice
hs_work_ip (HsWork *work, const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];
  gsize len = hs_ip_format (ip, text);

  return len > 0 ? hs_arena_copy (work->arena, (HsSlice){ text, len }) : HS_SLICE_NONE;
}

HsSlice
hs_work_writer (const HsHop *hop)
{
  return !hs_slice_is_empty (hop->by_host) ? hop->by_host : HS_SLICE_LITERAL ("a server that does not name itself");
}

HsSlice
hs_work_peer (const HsHop *hop)
{
  return !hs_slice_is_empty (hop->from_rdns) ? hop->from_rdns : hop->from_helo;
}

gboolean
hs_work_is_authenticated (const HsHop *hop)
{
  return hop->authenticated.ptr != NULL || hs_slice_ihas_suffix (hop->protocol, "SMTPA") || hs_slice_ihas_suffix (hop->protocol, "SMTPSA");
}

HsSlice
hs_work_organization (const HsWork *work, HsSlice host)
{
  return hs_servers_find (work->servers, host).organization;
}

gboolean
hs_work_is_private (const HsWork *work, HsSlice host)
{
  return hs_hosts_is_private (hs_ruleset_hosts (work->ruleset), host);
}
