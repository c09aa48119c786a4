/* The route as a sentence per hop and as a line of stops.  SPDX-License-Identifier: MIT */
#include "view.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"
#include "words.h"

/* Who is named where a hand-over is told: the organization of the server, or its operator where it has no name (Gmail's inner lines). */
static HsSlice
short_name (const HsReportOptions *options, const HsHop *hop, GString *storage)
{
  if (hop->operator_id == NULL || hs_domain_is_qualified (hop->by_host))
    return hs_view_organization (hop->by_host);
  hs_view_operator (options, hop->operator_id, storage);
  return (HsSlice){ storage->str, storage->len };
}

static gboolean
is_microsoft (HsRole role)
{
  return role == HS_ROLE_EOP_INBOUND || role == HS_ROLE_EXCHANGE_ONLINE || role == HS_ROLE_EOP_OUTBOUND;
}

/* Does the hop behind @hop (by number) say that Microsoft 365 handed the message on? */
static gboolean
goes_out_next (const HsTrace *trace, const HsHop *hop)
{
  const HsHop *next = hop->index < trace->n_written_hops ? hs_view_hop (trace, hop->index + 1) : NULL;
  return next != NULL && next->from_role == HS_ROLE_EOP_OUTBOUND && next->trust != HS_TRUST_CONTRADICTED;
}

static const char *
what_format (const HsTrace *trace, const HsHop *hop, gboolean named)
{
  if (hop->from_role == HS_ROLE_EOP_OUTBOUND && !is_microsoft (hop->role))
    return named ? N_ ("Microsoft 365 handed it to {1}") : N_ ("Microsoft 365 handed it on");
  switch (hop->role) {
  case HS_ROLE_ON_PREMISES_RELAY:
    return hop->from_role == HS_ROLE_ORIGIN ? N_ ("On-premises relay received it from the origin") : N_ ("On-premises relay received it");
  case HS_ROLE_EOP_INBOUND:
    return hop->from_role == HS_ROLE_EOP_OUTBOUND ? N_ ("EOP received it, from Microsoft 365 itself") : N_ ("EOP received it");
  case HS_ROLE_EXCHANGE_ONLINE:
    return goes_out_next (trace, hop) ? N_ ("Exchange Online received it and routed it outbound") : N_ ("Exchange Online received it");
  case HS_ROLE_EXTERNAL_RECIPIENT:
    if (hop->from_role == HS_ROLE_EXTERNAL_RECIPIENT)
      return named ? N_ ("Inside {1}, on the recipient's side") : N_ ("On the recipient's side");
    return named ? N_ ("{1} received it, on the recipient's side") : N_ ("The recipient's side received it");
  case HS_ROLE_THIRD_PARTY_GATEWAY:
    return named ? N_ ("Gateway {1} received it") : N_ ("A third-party gateway received it");
  case HS_ROLE_MAILING_LIST:
    return named ? N_ ("Mailing list server of {1} received it") : N_ ("A mailing list server received it");
  case HS_ROLE_PROVIDER:
    return named ? N_ ("Mail provider {1} received it") : N_ ("A mail provider received it");
  default:
    return named ? N_ ("Server of {1} received it") : N_ ("A server received it");
  }
}

void
hs_view_what (const HsReportOptions *options, const HsTrace *trace, const HsHop *hop, HsEscapeFunc words, HsEscapeFunc argument,
              GString *out)
{
  g_autoptr (GString) storage = g_string_new (NULL);
  HsSlice name = short_name (options, hop, storage);
  HsText text = { what_format (trace, hop, !hs_slice_is_empty (name)), { name } };

  hs_writer_text_with (options, &text, words, argument, out);
}

static HsSlice
stop_label (const HsHop *hop)
{
  switch (hop->role) {
  case HS_ROLE_EOP_INBOUND:
    return HS_SLICE_LITERAL ("EOP");
  case HS_ROLE_EXCHANGE_ONLINE:
  case HS_ROLE_EOP_OUTBOUND:
    return HS_SLICE_LITERAL ("Exchange Online");
  case HS_ROLE_EXTERNAL_RECIPIENT:
  case HS_ROLE_PROVIDER:
  case HS_ROLE_THIRD_PARTY_GATEWAY:
    return hs_view_organization (hop->by_host);
  default:
    return hop->by_host;
  }
}

/* Servers of one operator on the recipient's side are one stop, whatever they are called. */
static gboolean
same_recipient (const HsStop *a, const HsStop *b)
{
  if (a->role != HS_ROLE_EXTERNAL_RECIPIENT || b->role != HS_ROLE_EXTERNAL_RECIPIENT)
    return FALSE;
  return a->operator_id != NULL ? g_strcmp0 (a->operator_id, b->operator_id) == 0 : !hs_domain_is_qualified (b->label);
}

static gboolean
same_stop (const HsStop *a, const HsStop *b)
{
  if (same_recipient (a, b))
    return TRUE;
  if (is_microsoft (a->role) != is_microsoft (b->role) || hs_slice_is_empty (a->label) != hs_slice_is_empty (b->label))
    return FALSE;
  return hs_slice_is_empty (a->label) ? hs_ip_equal (&a->ip, &b->ip) : hs_slice_iequal (a->label, b->label);
}

static void
add_stop (GArray *stops, HsStop stop)
{
  HsStop *last = stops->len > 0 ? &g_array_index (stops, HsStop, stops->len - 1) : NULL;

  if (last != NULL && same_stop (last, &stop))
    last->last_hop = stop.last_hop;
  else
    g_array_append_val (stops, stop);
}

void
hs_view_stop (const HsStop *stop, HsEscapeFunc escape, GString *out)
{
  gsize before = out->len;

  escape (out, stop->label);
  if (out->len == before)
    hs_view_ip (&stop->ip, out);
  if (out->len == before)
    g_string_append_c (out, '?');
}

static void
add_origin (const HsTrace *trace, GArray *stops)
{
  const HsOrigin *origin = &trace->origin;
  HsStop stop = { .label = hs_slice_is_empty (origin->helo) ? origin->rdns : origin->helo, .ip = origin->ip, .role = HS_ROLE_ORIGIN };

  if (!hs_slice_is_empty (stop.label) || stop.ip.family != 0)
    add_stop (stops, stop);
}

/* Microsoft 365 handed it on, yet none of its own lines is left. */
static gboolean
lacks_microsoft (const GArray *stops, const HsHop *hop)
{
  return hop->from_role == HS_ROLE_EOP_OUTBOUND && (stops->len == 0 || !is_microsoft (g_array_index (stops, HsStop, stops->len - 1).role));
}

GArray *
hs_view_route (const HsTrace *trace)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (HsStop));

  add_origin (trace, stops);
  for (guint i = trace->origin.hop > 0 ? trace->origin.hop - 1 : 0; i < MIN (trace->n_written_hops, trace->n_hops); i++) {
    const HsHop *hop = &trace->hops[i];
    if (hop->trust == HS_TRUST_CONTRADICTED)
      continue;
    if (lacks_microsoft (stops, hop))
      add_stop (stops, (HsStop){ .label = HS_SLICE_LITERAL ("Microsoft 365"),
                                 .role = HS_ROLE_EOP_OUTBOUND,
                                 .operator_id = HS_OPERATOR_MICROSOFT,
                                 .first_hop = hop->index,
                                 .last_hop = hop->index });
    add_stop (stops, (HsStop){ .label = stop_label (hop),
                               .ip = hop->by_ip,
                               .role = hop->role,
                               .operator_id = hop->operator_id,
                               .first_hop = hop->index,
                               .last_hop = hop->index });
  }
  return stops;
}
