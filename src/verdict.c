/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "address.h"
#include "ascii.h"
#include "chain.h"
#include "connectors.h"
#include "domain.h"

/* From about here on every cloud of Microsoft 365 seals what it sends (ARC); before, a missing seal says nothing. 2020-07-01. */
#define SEALED_SINCE_US (G_GINT64_CONSTANT (1593561600) * 1000000)

#define DOUBT_GAP N_ ("The lines do not join all the way from the reader to Microsoft 365, so what stands below the gap is not believed.")

/* The sealed statement is about the author and the address that the lines show. A list may put its own address into From. */
static gboolean
states_the_same (HsWork *work, const HsArcSet *set, const HsPass *pass)
{
  HsSlice author = hs_work_organization (work, hs_domain_of_address (work->info.from_address));
  HsSlice sealed = hs_work_organization (work, set->header_from);
  HsSlice list = hs_work_value (work, HS_KNOWN_LIST_ID);

  if (set->sender_ip.family != 0 && pass->connecting_ip.family != 0 && !hs_ip_equal (&set->sender_ip, &pass->connecting_ip))
    return FALSE;
  return sealed.ptr == NULL || author.ptr == NULL || hs_slice_iequal (sealed, author) || hs_slice_ifind_slice (list, author) != NULL;
}

/* A seal by Microsoft that holds, or whose key is not in the tables. Without verification its presence has to do. */
static gboolean
has_microsoft_seal (HsWork *work, const HsPass *pass)
{
  if (!hs_options_verify_seals (work->options))
    return work->first[HS_KNOWN_ARC_SEAL] != G_MAXUINT;
  for (guint i = 0; i < work->seals.n_sets; i++) {
    const HsArcSet *set = &work->seals.sets[i];
    if (hs_slice_iequal_str (set->domain, "microsoft.com") &&
        (set->seal == HS_SEAL_PASS || set->seal == HS_SEAL_WEAK || set->seal == HS_SEAL_NO_KEY) && states_the_same (work, set, pass))
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
lacks_seal (HsWork *work, guint p)
{
  return work->pass_nodes[p].trust < HS_TRUST_ATTESTED && was_read_since (work, SEALED_SINCE_US) &&
         !has_microsoft_seal (work, &work->passes[p]);
}

static HsText
doubt_of (HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];

  if (node->reach == HS_REACH_DOUBTFUL)
    return HS_TEXT (DOUBT_GAP);
  if (lacks_seal (work, p))
    return HS_TEXT (
        "Nobody vouches for the lines that record Microsoft 365, and Microsoft's own seal (ARC), which it puts on all that it sends, is missing or broken.");
  return HS_TEXT (NULL);
}

/* The newest pass that went through a connector and may be believed decides; @doubt says why another one may not. */
static guint
find_traversed (HsWork *work, HsText *doubt)
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

/* Made here, or by a machine inside this network: a local program, a device, an authenticated client. A name of the internet without its
   address may be that of any relay, and a line that names nobody shows nothing. */
static gboolean
takes_from_origin (const HsWork *work, guint i)
{
  const HsHop *hop = &work->hops[i];
  HsSlice name = hs_work_peer (hop);

  if (hs_work_is_authenticated (hop))
    return TRUE;
  if (hop->from_ip.family != 0) /* what comes from the same machine may have gone through a filter there */
    return !hs_scope_is_public (work->nodes[i].from_scope) && work->nodes[i].from_scope != HS_SCOPE_LOOPBACK;
  if (!hs_slice_is_empty (name))
    return hs_work_is_private (work, name);
  /* what came over SMTP came from somewhere, whether the line says so or not */
  return (!hs_slice_is_empty (hop->by_host) && hs_slice_ifind (hop->protocol, "MTP") == NULL) || !hs_slice_is_empty (hop->ident);
}

/* The believable chain leads to where the message was made. */
static gboolean
reaches_origin (const HsWork *work)
{
  guint i = 0;

  while (i < work->n_written && work->nodes[i].reach == HS_REACH_BROKEN)
    i++;
  return i < work->n_written && work->nodes[i].reach == HS_REACH_JOINED && takes_from_origin (work, i);
}

/* As a key of a set of names; NULL for none. */
static char *
key_of (HsSlice name)
{
  return !hs_slice_is_empty (name) ? g_ascii_strdown (name.ptr, (gssize)name.len) : NULL;
}

static char *
key_of_ip (const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];

  return key_of ((HsSlice){ text, hs_ip_format (ip, text) });
}

static void
add_key (GHashTable *keys, char *key)
{
  if (key != NULL)
    g_hash_table_add (keys, key);
}

static gboolean
has_key (GHashTable *keys, char *key)
{
  gboolean found = key != NULL && g_hash_table_contains (keys, key);

  g_free (key);
  return found;
}

/* An attribution names a server that wrote one of the lines as the one that handed the message to Microsoft 365: the lines since are gone.
   First labels, organizations and addresses do not look alike, so one set holds them all. */
static gboolean
is_attributed_to_writer (HsWork *work)
{
  g_autoptr (GHashTable) writers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < work->n_written; i++) {
    add_key (writers, key_of (hs_domain_first_label (work->hops[i].by_host)));
    add_key (writers, key_of (work->nodes[i].by_organization));
    add_key (writers, key_of_ip (&work->hops[i].by_ip));
  }
  for (guint i = 0; i < work->marks.n_attributions && !found; i++) {
    const HsAttribution *a = &work->marks.attributions[i];
    found = has_key (writers, key_of (hs_domain_first_label (a->helo))) ||
            has_key (writers, key_of (hs_work_organization (work, a->helo))) || has_key (writers, key_of_ip (&a->ip));
  }
  return found;
}

static gboolean
has_broken_pass (const HsWork *work, HsLink link)
{
  for (guint i = 0; i < work->n_written; i++)
    if (work->nodes[i].link == link && i > 0 && work->nodes[i - 1].microsoft)
      return TRUE;
  return FALSE;
}

/* A limit, or a read that broke off, took away lines that could show another way. Long fields of other kinds show none. */
static gboolean
is_incomplete (const HsWork *work)
{
  if ((work->message->flags & (HS_MESSAGE_HEADER_CUT | HS_MESSAGE_TRUNCATED)) || (work->fields->flags & HS_FIELDS_TOO_MANY) ||
      work->n_received_fields > work->n_written || hs_arena_is_exhausted (work->arena))
    return TRUE;
  for (guint i = 0; i < work->fields->n; i++) {
    const HsField *field = &work->fields->items[i];
    if ((field->flags & HS_FIELD_CUT) && (hs_slice_iequal_str (field->name, "Received") || hs_slice_ihas_prefix (field->name, "X-MS-")))
      return TRUE;
  }
  return FALSE;
}

/* Neither From nor Date: the end of the header is missing. Lines alone, pasted as a chain, may be all there are where they lead to the origin. */
static gboolean
is_part (const HsWork *work, gboolean to_origin)
{
  return work->first[HS_KNOWN_FROM] == G_MAXUINT && work->first[HS_KNOWN_DATE] == G_MAXUINT &&
         (work->fields->n > work->n_received_fields || !to_origin);
}

static gboolean
names_a_server (const HsWork *work)
{
  for (guint i = 0; i < work->n_written; i++) {
    const HsHop *hop = &work->hops[i];
    if (!hs_slice_is_empty (hop->by_host) || !hs_slice_is_empty (hop->from_helo) || hop->from_ip.family != 0 || hop->by_ip.family != 0)
      return TRUE;
  }
  return FALSE;
}

static HsText
judge_without_pass (HsWork *work, HsText doubt)
{
  HsVerdict *verdict = &work->verdict;
  gboolean to_origin = reaches_origin (work);

  if ((work->n_passes == 0 && has_connector_marks (work) && (!to_origin || is_attributed_to_writer (work))) ||
      (!to_origin && has_broken_pass (work, HS_LINK_MISFIT)))
    doubt = HS_TEXT (
        "Fields or lines of Microsoft 365 are there, but no believable line shows that the message was in Microsoft 365 on this journey.");
  else if (work->n_written > 0 && is_part (work, to_origin))
    doubt = HS_TEXT ("This is a part of a header, without From and Date: what is missing could show another way.");
  else if (work->n_written == 0)
    doubt = HS_TEXT ("There is no Received field: nothing shows the way the message went.");
  else if (!names_a_server (work))
    doubt = HS_TEXT ("No Received line names a server: nothing shows the way the message went.");
  if (doubt.format != NULL) {
    verdict->connector = HS_CONNECTOR_INDETERMINATE;
    verdict->submission_path = HS_PATH_UNKNOWN;
    verdict->assurance = HS_ASSURANCE_NONE;
    return doubt;
  }
  verdict->connector = HS_CONNECTOR_NOT_TRAVERSED;
  verdict->submission_path = HS_PATH_NOT_MICROSOFT_365;
  verdict->assurance = work->n_written > 0 && work->hops[0].trust >= HS_TRUST_ATTESTED ? HS_ASSURANCE_ATTESTED : HS_ASSURANCE_CLAIMED;
  return doubt;
}

/* An attribution tells of another way in than the lines do, and they lie below a gap, or the sender's class agrees with it: lines are
   missing, or it is not of this message. */
static gboolean
is_contradicted (HsWork *work, guint p)
{
  const HsPassNode *node = &work->pass_nodes[p];
  gboolean placed = work->marks.n_attributions == 0 || (node->reach == HS_REACH_JOINED && !(node->facts & HS_FACT_HYBRID_ON_PREM));

  for (guint i = 0; i < work->n_passes; i++)
    placed |= work->pass_nodes[i].attribution != NULL;
  return !placed;
}

static HsText
judge_without_connector (HsWork *work, HsText doubt)
{
  HsVerdict *verdict = &work->verdict;
  guint oldest = G_MAXUINT;

  if (doubt.format == NULL && is_incomplete (work))
    doubt = HS_TEXT ("The header is incomplete: what a limit or a broken read took away could show another way.");
  for (guint p = 0; p < work->n_passes; p++) {
    if (!work->passes[p].current)
      continue;
    if (oldest == G_MAXUINT)
      oldest = p;
    if (work->passes[p].connector == HS_CONNECTOR_INDETERMINATE && doubt.format == NULL)
      doubt = HS_TEXT ("The fields of this message do not say how it entered Microsoft 365.");
  }
  if (oldest == G_MAXUINT)
    return judge_without_pass (work, doubt);
  if (doubt.format == NULL && is_contradicted (work, oldest))
    doubt = HS_TEXT (DOUBT_GAP);
  verdict->pass = work->passes[oldest].index;
  verdict->submission_path = work->passes[oldest].submission_path;
  verdict->connector = doubt.format == NULL ? HS_CONNECTOR_NOT_TRAVERSED : HS_CONNECTOR_INDETERMINATE;
  verdict->assurance = doubt.format == NULL ? work->passes[oldest].assurance : HS_ASSURANCE_NONE;
  if (doubt.format != NULL)
    verdict->submission_path = work->passes[oldest].connector == HS_CONNECTOR_TRAVERSED ? HS_PATH_UNKNOWN : verdict->submission_path;
  return doubt;
}

/* Connectors are scoped by MAIL FROM; the checks on that address state it, as a domain or an address. */
static HsSlice
sender_domain (const HsWork *work, const HsIp *ip)
{
  for (guint i = 0; i < work->marks.n_checks; i++) {
    const HsChecks *c = &work->marks.checks[i];
    if (c->mail_from.ptr != NULL && hs_ip_equal (&c->sender_ip, ip)) {
      HsSlice domain = hs_domain_of_address (c->mail_from);
      return domain.ptr != NULL ? domain : c->mail_from;
    }
  }
  return hs_domain_of_address (work->info.from_address);
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
  connection.sender_domain = sender_domain (work, &pass->connecting_ip);
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
    hs_verdict_judge_pass (work, p);
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
  guint *ids = hs_arena_array (work->arena, guint, 2 * work->n_evidence + 1), *against;

  if (ids == NULL)
    return;
  against = ids + work->n_evidence;
  for (guint i = 0; i < work->n_evidence; i++) {
    const HsEvidence *e = &work->evidence[i];
    if (e->supports & (1u << HS_CLAIM_CONTRADICTION))
      against[verdict->n_contradictions++] = e->id;
    else if (e->pass == verdict->pass)
      ids[verdict->n_evidence++] = e->id;
  }
  verdict->evidence = ids;
  verdict->contradictions = against;
}
