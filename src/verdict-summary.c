/* The verdict in words, and the origin.  SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "address.h"
#include "ascii.h"
#include "m365.h"

#define MOST_SENTENCES 6

typedef struct {
  HsWork *work;
  HsText *items;
  guint n;
} Sentences;

static void
say (Sentences *s, HsText text)
{
  if (s->items != NULL && s->n < MOST_SENTENCES && text.format != NULL)
    s->items[s->n++] = text;
}

static const char *
path_sentence (HsPath path)
{
  static const char *const sentences[] = {
    [HS_PATH_UNKNOWN] = NULL,
    [HS_PATH_CONNECTOR_RELAY] = NULL,
    [HS_PATH_HYBRID_EXCHANGE] = N_ ("An on-premises Exchange server of the organization sent it."),
    [HS_PATH_SMTP_AUTH] = N_ ("It was submitted by an SMTP client that signed in to a mailbox (SMTP AUTH)."),
    [HS_PATH_MAILBOX] = N_ ("It was sent from a mailbox in Exchange Online."),
    [HS_PATH_AZURE_COMMUNICATION_SERVICES] = N_ ("It was submitted through Azure Communication Services."),
    [HS_PATH_DIRECT_SEND] = N_ ("It was delivered straight to the tenant's own MX without authentication (direct send)."),
    [HS_PATH_INTERNET_INBOUND] = N_ ("It entered Microsoft 365 as anonymous mail from the internet."),
    [HS_PATH_CONSUMER] = N_ ("It was sent through Outlook.com."),
    [HS_PATH_FORWARDED] = N_ ("It was forwarded out of a mailbox."),
    [HS_PATH_NOT_MICROSOFT_365] = N_ ("No believable line shows it inside Microsoft 365."),
  };
  return (gsize)path < G_N_ELEMENTS (sentences) ? sentences[path] : NULL;
}

static void
say_traversed (Sentences *s, const HsPass *pass)
{
  HsSlice ip = hs_work_ip (s->work, &pass->connecting_ip);

  if (pass->tenant_id.ptr != NULL)
    say (
        s,
        HS_TEXT (
            "Traversed an inbound connector of Microsoft 365: {1} ({2}) handed the message to Exchange Online Protection, which attributed it to tenant {3}.",
            { ip, pass->helo.ptr != NULL ? pass->helo : HS_SLICE_LITERAL ("no HELO stated"), pass->tenant_id }));
  else
    say (
        s,
        HS_TEXT (
            "Traversed an inbound connector of Microsoft 365: {1} ({2}) handed the message to Exchange Online Protection, which relayed it on.",
            { ip, pass->helo.ptr != NULL ? pass->helo : HS_SLICE_LITERAL ("no HELO stated") }));
}

/* Traversing a connector says nothing about who made the message: mailbox mail comes back through signature services. */
static void
say_first_submission (Sentences *s, const HsPass *pass)
{
  const HsPass *first = NULL;

  for (guint p = 0; p < s->work->n_passes && first == NULL; p++)
    if (s->work->passes[p].current)
      first = &s->work->passes[p];
  if (first == NULL || first->index == pass->index)
    return;
  if (first->submission_path == HS_PATH_MAILBOX)
    say (s, HS_TEXT ("It was first sent from a mailbox and came back through the connector."));
  else if (first->submission_path == HS_PATH_SMTP_AUTH)
    say (s, HS_TEXT ("It was first submitted by an authenticated SMTP client and came back through the connector."));
}

static void
say_worth (Sentences *s)
{
  const HsVerdict *verdict = &s->work->verdict;

  if (verdict->assurance == HS_ASSURANCE_PROVEN)
    say (s, HS_TEXT ("Proven: Microsoft's own seal over this message states that address."));
  else if (verdict->assurance == HS_ASSURANCE_ATTESTED && verdict->pass == 0)
    say (s, HS_TEXT ("Attested: the lines join by addresses that are known."));
  else if (verdict->assurance == HS_ASSURANCE_ATTESTED)
    say (s, HS_TEXT ("Attested: the lines join from the reader to Microsoft 365 by addresses that are known."));
  else if (verdict->assurance == HS_ASSURANCE_CLAIMED && verdict->trust_host.ptr != NULL)
    say (s, HS_TEXT ("Claimed only: {1} recorded it, and nobody vouches for that server; --trust {1} if you rely on it.",
                     { verdict->trust_host }));
  else if (verdict->assurance == HS_ASSURANCE_CLAIMED)
    say (s, HS_TEXT ("Claimed only: nobody vouches for the servers that recorded it."));
}

static void
say_not_traversed (Sentences *s)
{
  const HsVerdict *verdict = &s->work->verdict;
  const char *how = path_sentence (verdict->submission_path);

  say (s, HS_TEXT ("Did not traverse an inbound connector of Microsoft 365."));
  if (how != NULL)
    say (s, HS_TEXT (how));
  for (guint p = 0; p < s->work->n_passes; p++)
    if (!s->work->passes[p].current) {
      say (s, HS_TEXT ("Lines of Microsoft 365 further down do not belong to this journey and do not count."));
      break;
    }
}

void
hs_verdict_summary (HsWork *work, HsText doubt)
{
  HsVerdict *verdict = &work->verdict;
  Sentences s = { .work = work, .items = hs_arena_array (work->arena, HsText, MOST_SENTENCES) };

  if (verdict->connector == HS_CONNECTOR_TRAVERSED) {
    say_traversed (&s, &work->passes[verdict->pass - 1]);
    if (path_sentence (verdict->submission_path) != NULL)
      say (&s, HS_TEXT (path_sentence (verdict->submission_path)));
    say_first_submission (&s, &work->passes[verdict->pass - 1]);
  } else if (verdict->connector == HS_CONNECTOR_NOT_TRAVERSED) {
    say_not_traversed (&s);
  } else {
    say (&s, HS_TEXT ("It cannot be told whether the message traversed an inbound connector of Microsoft 365."));
    say (&s, doubt);
  }
  say_worth (&s);
  verdict->summary = s.items;
  verdict->n_summary = s.n;
}

/* The lines below an egress are gone: what is left is the address that Exchange Online attributed. */
static void
set_attributed_origin (HsWork *work)
{
  for (guint p = 0; p < work->n_passes; p++) {
    const HsPassNode *node = &work->pass_nodes[p];
    if (!(node->facts & HS_FACT_ATTRIBUTED_UNSEEN) || node->attribution == NULL)
      continue;
    work->origin.ip = node->attribution->ip;
    work->origin.helo = node->attribution->helo;
    work->origin.scope = hs_ip_scope (&node->attribution->ip);
    return;
  }
}

/* The `from` side of the oldest line that joins; where a client's front end wrote it, that is the client. */
void
hs_verdict_origin (HsWork *work)
{
  HsOrigin *origin = &work->origin;
  guint i = 0;

  while (i < work->n_written && work->nodes[i].reach == HS_REACH_BROKEN)
    i++;
  if (i == work->n_written)
    return;
  origin->hop = work->hops[i].index;
  origin->assurance = work->hops[i].trust >= HS_TRUST_ATTESTED ? HS_ASSURANCE_ATTESTED : HS_ASSURANCE_CLAIMED;
  if (work->nodes[i].store_submission && work->nodes[i].microsoft)
    return;
  if (work->nodes[i].from_egress) {
    set_attributed_origin (work);
    return;
  }
  origin->ip = work->hops[i].from_ip;
  origin->helo = work->hops[i].from_helo;
  origin->rdns = work->hops[i].from_rdns;
  origin->scope = hs_ip_scope (&origin->ip);
}
