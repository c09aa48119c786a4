/* Do Microsoft's fields fit each other and the lines? A misfit is told as such; it is no proof of forgery: refolding, lists and
   journaling break these too.  SPDX-License-Identifier: MIT */
#include "findings.h"

#include "address.h"
#include "ascii.h"
#include "date.h"
#include "domain.h"
#include "m365.h"

#define ARRIVAL_TOLERANCE_US (G_GINT64_CONSTANT (2) * G_USEC_PER_SEC)    /* whole seconds on one side */
#define IDENTITY_TOLERANCE_US (G_GINT64_CONSTANT (120) * G_USEC_PER_SEC) /* 98 % within 4.6 s */
#define LATENCY_TOLERANCE_US (G_GINT64_CONSTANT (2) * G_USEC_PER_SEC)

static void
misfit (HsWork *work, const char *code, guint field, guint hop, const char *shows, const HsSlice args[4])
{
  guint id = hs_work_evidence (work, field, hop, 0, HS_OPERATOR_MICROSOFT, TRUE, HS_ASSURANCE_NONE, 1u << HS_CLAIM_CONTRADICTION,
                               HS_TEXT (shows, { args[0], args[1], args[2] }));
  hs_findings_raise (work, code, hop, work->fields->items[field].line, id, args);
}

static const HsPassNode *
newest_current (const HsWork *work, guint *p)
{
  for (*p = work->n_passes; (*p)-- > 0;)
    if (work->passes[*p].current)
      return &work->pass_nodes[*p];
  return NULL;
}

/* An attribution whose address no entry line records. */
static void
check_attribution (HsWork *work)
{
  for (guint i = 0; i < work->marks.n_attributions; i++) {
    const HsAttribution *a = &work->marks.attributions[i];
    gboolean used = FALSE, elsewhere = FALSE;
    for (guint p = 0; p < work->n_passes; p++) {
      used |= work->pass_nodes[p].attribution != NULL && hs_ip_equal (&work->pass_nodes[p].attribution->ip, &a->ip);
      elsewhere |= work->pass_nodes[p].attribution != NULL;
    }
    if (used)
      continue;
    misfit (work, elsewhere ? "HS408" : "HS407", a->field, 0, "names the address {1}, which no line of this journey records",
            HS_ARGS (hs_work_ip (work, &a->ip), a->tenant_id));
  }
}

static void
check_signed_address (HsWork *work)
{
  for (guint i = 0; i < work->seals.n_sets; i++) {
    const HsArcSet *set = &work->seals.sets[i];
    const HsVerdict *verdict = &work->verdict;
    if (set->seal != HS_SEAL_PASS || !hs_slice_iequal_str (set->domain, "microsoft.com") || set->sender_ip.family == 0 ||
        verdict->connector != HS_CONNECTOR_TRAVERSED || verdict->connecting_ip.family == 0)
      continue;
    if (hs_ip_equal (&set->sender_ip, &verdict->connecting_ip))
      return;
    for (guint p = 0; p < work->n_passes; p++)
      if (hs_ip_equal (&set->sender_ip, &work->passes[p].connecting_ip))
        return;
    misfit (work, "HS507", set->results_field, 0, "Microsoft sealed the address {1}, the lines say {2}",
            HS_ARGS (hs_work_ip (work, &set->sender_ip), hs_work_ip (work, &verdict->connecting_ip)));
    return;
  }
}

static gboolean
is_writer (const HsWork *work, HsSlice name)
{
  HsSlice label = hs_domain_first_label (name);

  for (guint i = 0; i < work->n_written; i++)
    if (hs_slice_iequal (hs_domain_first_label (work->hops[i].by_host), label))
      return TRUE;
  return FALSE;
}

static void
check_auth_source (HsWork *work, const HsPassNode *node)
{
  HsSlice source = hs_work_value (work, HS_KNOWN_CT_AUTH_SOURCE);

  if (source.len == 0 || node->first == G_MAXUINT || hs_slice_ihas_prefix (source, "HttpSubmission-") || is_writer (work, source))
    return;
  misfit (work, "HS423", work->first[HS_KNOWN_CT_AUTH_SOURCE], 0, "{1} is named as the server that accepted it and wrote no line",
          HS_ARGS (source));
}

static void
check_ids (HsWork *work)
{
  HsSlice id = hs_work_value (work, HS_KNOWN_CT_NETWORK_MESSAGE_ID), other = hs_work_value (work, HS_KNOWN_CORRELATION_ID);

  if (id.ptr != NULL && other.ptr != NULL && hs_work_count (work, HS_KNOWN_CORRELATION_ID) == 1 &&
      hs_work_count (work, HS_KNOWN_CT_NETWORK_MESSAGE_ID) == 1 && !hs_slice_iequal (id, other))
    misfit (work, "HS424", work->first[HS_KNOWN_CORRELATION_ID], 0, "the message id {2} here is not that of the CrossTenant field, {1}",
            HS_ARGS (id, other));
}

static const HsHop *
arrival_hop (const HsWork *work, const HsPassNode *node)
{
  for (guint i = node->first; node->first != G_MAXUINT && i <= node->last; i++)
    if (work->hops[i].time.flags & HS_TIME_KNOWN)
      return &work->hops[i];
  return NULL;
}

static void
check_arrival (HsWork *work, guint p, const HsPassNode *node)
{
  const HsHop *hop = arrival_hop (work, node);
  HsTime arrival = { 0 };
  const HsPass *pass = &work->passes[p];

  if (hop == NULL)
    return;
  if (hs_work_count (work, HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME) == 1 &&
      hs_date_parse (hs_work_value (work, HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME), &arrival) &&
      ABS (arrival.us - hop->time.us) > ARRIVAL_TOLERANCE_US + G_USEC_PER_SEC * 30)
    misfit (work, "HS425", work->first[HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME], hop->index,
            "arrival by this field and by the entry line differ by {1}", HS_ARGS (hs_findings_duration (work, arrival.us - hop->time.us)));
  if ((pass->first_seen.flags & HS_TIME_KNOWN) && work->first[HS_KNOWN_CT_NETWORK_MESSAGE_ID] != G_MAXUINT &&
      ABS (pass->first_seen.us - hop->time.us) > IDENTITY_TOLERANCE_US)
    misfit (work, "HS426", work->first[HS_KNOWN_CT_NETWORK_MESSAGE_ID], hop->index,
            "the time inside this id and the entry line differ by {1}",
            HS_ARGS (hs_findings_duration (work, pass->first_seen.us - hop->time.us)));
}

/* "00:00:02.1234567", written by the delivering server: newest line minus entry line. */
static gboolean
parse_latency (HsSlice text, gint64 *us)
{
  gint64 parts[4] = { 0 };
  guint n = 0;

  for (gsize i = 0; i < text.len && n < 4; i++) {
    if (text.ptr[i] == ':' || text.ptr[i] == '.')
      n++;
    else if (hs_is_digit (text.ptr[i]) && parts[n] < 100000000)
      parts[n] = parts[n] * 10 + (text.ptr[i] - '0');
    else
      return FALSE;
  }
  *us = ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * G_USEC_PER_SEC;
  return n >= 2;
}

static void
check_latency (HsWork *work, const HsPassNode *node)
{
  const HsHop *first = arrival_hop (work, node), *last;
  gint64 stated, seen;

  if (first == NULL || node->exit != G_MAXUINT || !work->nodes[node->last].delivery ||
      hs_work_count (work, HS_KNOWN_END_TO_END_LATENCY) != 1 || !parse_latency (hs_work_value (work, HS_KNOWN_END_TO_END_LATENCY), &stated))
    return;
  last = &work->hops[node->last];
  seen = last->time.us - first->time.us;
  if ((last->time.flags & HS_TIME_KNOWN) && ABS (stated - seen) > LATENCY_TOLERANCE_US)
    misfit (work, "HS427", work->first[HS_KNOWN_END_TO_END_LATENCY], last->index, "the latency stated and the lines differ by {1}",
            HS_ARGS (hs_findings_duration (work, stated - seen)));
}

/* A mailbox copy that was sent again carries two CrossTenant sets. */
static void
check_copies (HsWork *work)
{
  HsSlice first = hs_work_value (work, HS_KNOWN_CT_FROM_ENTITY);
  guint second = work->first[HS_KNOWN_CT_FROM_ENTITY] != G_MAXUINT ? work->next[work->first[HS_KNOWN_CT_FROM_ENTITY]] : G_MAXUINT;

  if (second != G_MAXUINT && !hs_slice_iequal (first, hs_work_value_at (work, second)))
    misfit (work, "HS409", second, 0, "two CrossTenant sets: {1} and {2}", HS_ARGS (first, hs_work_value_at (work, second)));
}

void
hs_findings_consistency (HsWork *work)
{
  guint p;
  const HsPassNode *node = newest_current (work, &p);

  check_attribution (work);
  check_copies (work);
  check_signed_address (work);
  if (node == NULL)
    return;
  check_auth_source (work, node);
  check_ids (work);
  check_arrival (work, p, node);
  check_latency (work, node);
}
