/* A copy of a trace in which every slice that comes from mail went through the redactor.  SPDX-License-Identifier: MIT */
#include "redact.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

#define COPY(redactor, type, items, n) ((type *)copy_array ((redactor), (items), sizeof (type), (n)))

static void *
copy_array (HsRedactor *redactor, const void *items, gsize size, guint n)
{
  void *copy = hs_arena_alloc (redactor->arena, size * MAX (n, 1));

  if (n > 0)
    memcpy (copy, items, size * n);
  return copy;
}

/* What is learned of the message before anything is replaced. */

/* Words that stand in every header say nothing of anybody. */
static gboolean
is_common (HsSlice word)
{
  static const char *const common[] = { "localhost", "unknown",   "user",      "from", "with",  "mail",     "smtp",      "esmtp",
                                        "esmtps",    "microsoft", "server",    "none", "login", "plain",    "for",       "via",
                                        "received",  "internal",  "anonymous", "helo", "ehlo",  "frontend", "transport", "http",
                                        "https",     "mapi",      "com",       "net",  "org" };
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (hs_slice_iequal_str (word, common[i]))
      return TRUE;
  return FALSE;
}

static void
add_name (GHashTable *names, HsSlice name, const char *pseudonym)
{
  char *word = g_ascii_strdown (name.ptr, (gssize)name.len);

  if (g_hash_table_contains (names, word))
    g_free (word);
  else
    g_hash_table_insert (names, word, g_strdup (pseudonym));
}

/* @phrase, where it stands alone, is replaced as a whole. */
static void
learn_phrase (HsRedactor *redactor, const char *kind, HsSlice phrase)
{
  if (!hs_slice_is_empty (phrase))
    add_name (redactor->phrases, phrase, hs_redact_name (redactor, kind, phrase));
}

static gboolean
is_host_byte (char c)
{
  return hs_is_host (c) || (guint8)c >= 0x80;
}

/* A name without a dot is found in text only if it is known to be one; so is each word of a name that has several. */
static void
learn_word (HsRedactor *redactor, const char *kind, HsSlice name)
{
  const char *p, *end, *stop;
  HsIp address;

  name = hs_slice_trim (name);
  if (hs_slice_is_empty (name) || hs_domain_is_qualified (name) || memchr (name.ptr, '@', name.len) != NULL ||
      hs_ip_parse_literal (name, &address) || is_common (name))
    return;
  learn_phrase (redactor, kind, name);
  for (p = name.ptr, end = p + name.len; p < end; p = stop + (stop < end)) {
    for (stop = p; stop < end && is_host_byte (*stop);)
      stop++;
    if (stop - p >= 3 && !is_common (hs_slice (p, stop)) && !hs_domain_is_qualified (hs_slice (p, stop)))
      add_name (redactor->words, hs_slice (p, stop), hs_redact_name (redactor, kind, hs_slice (p, stop)));
  }
}

static gboolean
is_microsoft_role (HsRole role)
{
  return role == HS_ROLE_EOP_INBOUND || role == HS_ROLE_EXCHANGE_ONLINE || role == HS_ROLE_EOP_OUTBOUND;
}

static void
keep_ip (HsRedactor *redactor, const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];
  if (hs_ip_format (ip, text) > 0)
    g_hash_table_add (redactor->kept, g_strdup (text));
}

static void
learn_hops (HsRedactor *redactor, const HsTrace *trace)
{
  for (guint i = 0; i < trace->n_hops; i++) {
    const HsHop *hop = &trace->hops[i];
    if (is_microsoft_role (hop->from_role) && hop->trust > HS_TRUST_CONTRADICTED)
      keep_ip (redactor, &hop->from_ip);
    if (is_microsoft_role (hop->role) && hop->trust > HS_TRUST_CONTRADICTED)
      keep_ip (redactor, &hop->by_ip);
    learn_word (redactor, "host", hop->from_helo);
    learn_word (redactor, "host", hop->from_rdns);
    learn_word (redactor, "host", hop->by_host);
    learn_word (redactor, "user", hop->ident);
    if (!hs_slice_iequal (hop->authenticated, hop->auth_mechanism))
      learn_word (redactor, "user", hop->authenticated);
  }
}

static void
learn (HsRedactor *redactor, const HsTrace *trace)
{
  learn_hops (redactor, trace);
  for (guint i = 0; i < trace->n_passes; i++)
    learn_word (redactor, "host", trace->passes[i].helo);
  learn_word (redactor, "host", trace->origin.helo);
  learn_word (redactor, "host", trace->origin.rdns);
  learn_word (redactor, "host", trace->verdict.helo);
  learn_phrase (redactor, "subject", trace->message.subject);
  learn_phrase (redactor, "name", trace->message.from_name);
  learn_phrase (redactor, "connector", trace->verdict.matched_connector);
  for (guint i = 0; i < trace->verdict.n_connectors; i++)
    learn_phrase (redactor, "connector", trace->verdict.connectors[i].name);
}

/* Parts. */

static void
scan (HsRedactor *redactor, HsSlice *s)
{
  *s = hs_redact_scan (redactor, *s);
}

static void
node (HsRedactor *redactor, HsSlice *s)
{
  *s = hs_redact_node (redactor, *s);
}

static void
name (HsRedactor *redactor, const char *kind, HsSlice *s)
{
  if (!hs_slice_is_empty (*s))
    *s = hs_arena_copy (redactor->arena, hs_slice_str (hs_redact_name (redactor, kind, *s)));
}

static void
ip (HsRedactor *redactor, HsIp *address)
{
  HsIp original = *address;
  if (original.family != 0)
    hs_redact_ip (redactor, &original, address);
}

static void
text (HsRedactor *redactor, HsText *t)
{
  for (guint i = 0; i < G_N_ELEMENTS (t->args); i++)
    t->args[i] = hs_redact_node (redactor, t->args[i]);
}

static void
redact_hop (HsRedactor *redactor, HsHop *hop)
{
  HsSlice *nodes[] = { &hop->from_helo, &hop->from_rdns, &hop->by_host, &hop->ident, &hop->authenticated };
  HsSlice *scans[] = { &hop->raw, &hop->via, &hop->id, &hop->for_address, &hop->envelope_from, &hop->product };

  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    node (redactor, nodes[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (scans); i++)
    scan (redactor, scans[i]);
  if (!hs_slice_is_empty (hop->tls_client_certificate) &&
      memchr (hop->tls_client_certificate.ptr, '=', hop->tls_client_certificate.len) != NULL)
    name (redactor, "certificate", &hop->tls_client_certificate);
  ip (redactor, &hop->from_ip);
  ip (redactor, &hop->by_ip);
  text (redactor, &hop->trust_reason);
}

/* An address; what stands for one without an '@' is a user's name. */
static void
address (HsRedactor *redactor, HsSlice *s)
{
  if (s->ptr != NULL && memchr (s->ptr, '@', s->len) == NULL)
    name (redactor, "user", s);
  else
    scan (redactor, s);
}

static const HsSlice *
redact_addresses (HsRedactor *redactor, const HsSlice *addresses, guint n)
{
  HsSlice *copy = COPY (redactor, HsSlice, addresses, n);

  for (guint i = 0; i < n; i++)
    address (redactor, &copy[i]);
  return copy;
}

static void
redact_message (HsRedactor *redactor, HsMessageInfo *message)
{
  scan (redactor, &message->message_id);
  address (redactor, &message->from_address);
  name (redactor, "name", &message->from_name);
  address (redactor, &message->sender_address);
  message->to_addresses = redact_addresses (redactor, message->to_addresses, message->n_to);
  message->cc_addresses = redact_addresses (redactor, message->cc_addresses, message->n_cc);
  address (redactor, &message->reply_to);
  address (redactor, &message->return_path);
  name (redactor, "subject", &message->subject);
}

static void
redact_verdict (HsRedactor *redactor, HsVerdict *verdict)
{
  HsText *summary = COPY (redactor, HsText, verdict->summary, verdict->n_summary);
  HsConnectorCheck *checks = COPY (redactor, HsConnectorCheck, verdict->connectors, verdict->n_connectors);

  for (guint i = 0; i < verdict->n_summary; i++)
    text (redactor, &summary[i]);
  for (guint i = 0; i < verdict->n_connectors; i++) {
    name (redactor, "connector", &checks[i].name);
    text (redactor, &checks[i].reason);
  }
  name (redactor, "connector", &verdict->matched_connector);
  ip (redactor, &verdict->connecting_ip);
  node (redactor, &verdict->helo);
  node (redactor, &verdict->trust_host);
  verdict->summary = summary;
  verdict->connectors = checks;
}

static void
redact_route (HsRedactor *redactor, HsTrace *trace)
{
  HsHop *hops = COPY (redactor, HsHop, trace->hops, trace->n_hops);
  HsPass *passes = COPY (redactor, HsPass, trace->passes, trace->n_passes);

  for (guint i = 0; i < trace->n_hops; i++)
    redact_hop (redactor, &hops[i]);
  for (guint i = 0; i < trace->n_passes; i++) {
    node (redactor, &passes[i].helo);
    node (redactor, &passes[i].tenant_domain);
    ip (redactor, &passes[i].connecting_ip);
  }
  ip (redactor, &trace->origin.ip);
  node (redactor, &trace->origin.helo);
  node (redactor, &trace->origin.rdns);
  trace->hops = hops;
  trace->passes = passes;
}

static void
redact_proof (HsRedactor *redactor, HsTrace *trace)
{
  HsField *fields = COPY (redactor, HsField, trace->fields, trace->n_fields);
  HsEvidence *evidence = COPY (redactor, HsEvidence, trace->evidence, trace->n_evidence);
  HsFinding *findings = COPY (redactor, HsFinding, trace->findings, trace->n_findings);

  for (guint i = 0; i < trace->n_fields; i++)
    fields[i].value = hs_redact_field (redactor, &fields[i]);
  for (guint i = 0; i < trace->n_evidence; i++)
    text (redactor, &evidence[i].shows);
  for (guint i = 0; i < trace->n_findings; i++)
    text (redactor, &findings[i].detail);
  trace->fields = fields;
  trace->evidence = evidence;
  trace->findings = findings;
}

static void
redact_seals (HsRedactor *redactor, HsTrace *trace)
{
  HsSeal *seals = COPY (redactor, HsSeal, trace->seals, trace->n_seals);
  HsArcSet *sets = COPY (redactor, HsArcSet, trace->arc_sets, trace->n_arc_sets);

  for (guint i = 0; i < trace->n_seals; i++) {
    node (redactor, &seals[i].domain);
    text (redactor, &seals[i].reason);
  }
  for (guint i = 0; i < trace->n_arc_sets; i++) {
    node (redactor, &sets[i].domain);
    ip (redactor, &sets[i].sender_ip);
    scan (redactor, &sets[i].recipient_domain);
    scan (redactor, &sets[i].mail_from);
    scan (redactor, &sets[i].header_from);
  }
  trace->seals = seals;
  trace->arc_sets = sets;
}

static const HsDecoded *
redact_decoded (HsRedactor *redactor, const HsDecoded *decoded, guint n)
{
  HsDecoded *copy = COPY (redactor, HsDecoded, decoded, n);

  for (guint i = 0; i < n; i++)
    scan (redactor, &copy[i].value);
  return copy;
}

/* "file-2.eml": file names are often subjects. */
static void
redact_source (HsRedactor *redactor, HsSourceInfo *source)
{
  const char *dot = source->path != NULL ? strrchr (source->path, '.') : NULL;
  HsSlice extension = dot != NULL && strlen (dot) <= 6 && strchr (dot, '/') == NULL ? hs_slice_str (dot) : HS_SLICE_LITERAL ("");

  if (source->path != NULL)
    source->path = hs_arena_printf (redactor->arena, "%s%.*s", hs_redact_name (redactor, "file", hs_slice_str (source->path)),
                                    (int)extension.len, extension.ptr)
                       .ptr;
}

const HsTrace *
hs_redactor_apply (HsRedactor *redactor, const HsTrace *trace)
{
  HsTrace *copy;

  hs_arena_reset (redactor->arena);
  g_hash_table_remove_all (redactor->words);
  g_hash_table_remove_all (redactor->phrases);
  g_hash_table_remove_all (redactor->kept);
  copy = COPY (redactor, HsTrace, trace, 1);
  learn (redactor, trace);
  redact_source (redactor, &copy->source);
  redact_message (redactor, &copy->message);
  redact_verdict (redactor, &copy->verdict);
  redact_route (redactor, copy);
  redact_proof (redactor, copy);
  redact_seals (redactor, copy);
  copy->microsoft365.forefront = redact_decoded (redactor, copy->microsoft365.forefront, copy->microsoft365.n_forefront);
  copy->microsoft365.antispam = redact_decoded (redactor, copy->microsoft365.antispam, copy->microsoft365.n_antispam);
  copy->microsoft365.authentication = redact_decoded (redactor, copy->microsoft365.authentication, copy->microsoft365.n_authentication);
  copy->microsoft365.headers = redact_decoded (redactor, copy->microsoft365.headers, copy->microsoft365.n_headers);
  return copy;
}
