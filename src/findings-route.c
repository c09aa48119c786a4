/* Lines, trust and time.  SPDX-License-Identifier: MIT */
#include "findings.h"

#include "ascii.h"
#include "date.h"

#define SLOW_HOP_US (G_GINT64_CONSTANT (300) * G_USEC_PER_SEC)  /* five minutes: longer than any usual queue or greylist retry burst */
#define DATE_GAP_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC) /* Date and first hop */
#define SKEW_TOLD_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)  /* smaller ones are shown in the table only */
#define FUTURE_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static HsSlice
name_of_peer (HsWork *work, const HsHop *hop)
{
  HsSlice name = hs_work_peer (hop);
  HsSlice ip = hs_work_ip (work, &hop->from_ip);

  if (name.ptr == NULL)
    return ip.ptr != NULL ? ip : HS_SLICE_LITERAL ("a peer that is not stated");
  return ip.ptr != NULL ? hs_arena_printf (work->arena, "%.*s (%.*s)", (int)name.len, name.ptr, (int)ip.len, ip.ptr) : name;
}

static guint
contradiction (HsWork *work, guint i, const char *shows, HsSlice a, HsSlice b)
{
  const HsHop *hop = &work->hops[i];
  return hs_work_evidence (work, hop->field, hop->index, 0, hop->operator_id != NULL ? hop->operator_id : "unknown", TRUE,
                           HS_ASSURANCE_NONE, 1u << HS_CLAIM_CONTRADICTION, HS_TEXT (shows, { a, b }));
}

static gboolean
microsoft_below (const HsWork *work, guint i)
{
  while (i-- > 0)
    if (work->nodes[i].microsoft || work->nodes[i].from_egress)
      return TRUE;
  return FALSE;
}

/* A proxy of the tenant's own re-enters with the name it was given; Exchange Online attributed its address. */
static gboolean
is_attributed_proxy (const HsWork *work, guint i)
{
  guint p = work->hops[i].pass;
  return work->nodes[i].egress_foreign && p > 0 && (work->pass_nodes[p - 1].facts & HS_FACT_ATTRIBUTED);
}

/* The hop above a break, and what it means that Microsoft's lines lie below it. */
static void
find_break (HsWork *work, guint i)
{
  HsHop *upper = &work->hops[i], *lower = &work->hops[i - 1];
  HsSlice writer = hs_work_writer (lower);
  gboolean microsoft = work->nodes[i - 1].microsoft;
  guint id;

  if (work->nodes[i].link == HS_LINK_JOURNEY) {
    id = contradiction (work, i - 1, "this line and those below belong to an earlier journey", writer, HS_SLICE_NONE);
    hs_findings_raise (work, "HS205", lower->index, 0, id, HS_ARGS (writer, hs_work_writer (upper)));
  } else if (work->nodes[i].link == HS_LINK_MISFIT) {
    HsSlice peer = name_of_peer (work, upper);
    id = contradiction (work, i - 1, "{1} says it had the message, but the line above was taken from {2}", writer, peer);
    hs_findings_raise (work, microsoft && !is_attributed_proxy (work, i) ? "HS204" : "HS202", lower->index, 0, id,
                       HS_ARGS (writer, peer, hs_work_writer (upper)));
  } else if (work->nodes[i].link == HS_LINK_GAP && work->nodes[i].reach == HS_REACH_JOINED) {
    hs_findings_raise (work, "HS203", upper->index, 0, 0, HS_ARGS (hs_work_writer (upper), name_of_peer (work, upper), writer));
  } else if (work->nodes[i].link == HS_LINK_HELO && work->nodes[i].reach == HS_REACH_JOINED && microsoft_below (work, i)) {
    hs_findings_raise (work, "HS207", upper->index, 0, 0, HS_ARGS (hs_work_writer (upper), name_of_peer (work, upper), writer));
  }
}

static void
find_line (HsWork *work, guint i)
{
  HsHop *hop = &work->hops[i];
  const HsNode *node = &work->nodes[i];

  if (hop->by_host.ptr == NULL && hop->from_helo.ptr == NULL && hop->from_ip.family == 0 && !(hop->time.flags & HS_TIME_KNOWN))
    hs_findings_raise (work, "HS201", hop->index, 0, 0, HS_NO_ARGS);
  if (hop->from_ip_malformed)
    hs_findings_raise (work, "HS208", hop->index, 0, 0, HS_ARGS (hs_work_writer (hop)));
  if (node->egress_foreign || (node->helo != NULL && node->helo->kind == HS_HOST_SUSPICIOUS)) {
    guint id = contradiction (work, i, "the name {1} is Microsoft's, the address is not", hop->from_helo, HS_SLICE_NONE);
    hs_findings_raise (work, "HS206", hop->index, 0, id, HS_ARGS (hop->from_helo, hs_work_ip (work, &hop->from_ip)));
  }
}

static void
find_time_form (HsWork *work, const HsHop *hop)
{
  if (!(hop->time.flags & HS_TIME_KNOWN))
    hs_findings_raise (work, "HS303", hop->index, 0, 0, HS_ARGS (hs_work_writer (hop)));
  else if (hop->time.flags & (HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED))
    hs_findings_raise (work, "HS304", hop->index, 0, 0, HS_ARGS (hs_work_writer (hop)));
  if (hop->time.flags & HS_TIME_WEEKDAY_WRONG)
    hs_findings_raise (work, "HS305", hop->index, 0, 0, HS_ARGS (hs_work_writer (hop)));
}

/* Until a hop is written the message lies with the server before it. */
static HsSlice
owner_of (const HsHop *hop)
{
  if (hop == NULL)
    return HS_SLICE_LITERAL ("the sender");
  return hs_slice_str (hop->operator_id != NULL ? hop->operator_id : hs_role_name (hop->role));
}

static void
find_time (HsWork *work, guint i)
{
  HsHop *hop = &work->hops[i];

  find_time_form (work, hop);
  if (hop->delay_known && hop->delay_us >= SLOW_HOP_US)
    hs_findings_raise (work, "HS301", hop->index, 0, 0,
                       HS_ARGS (hs_findings_duration (work, hop->delay_us),
                                i > 0 ? hs_work_writer (&work->hops[i - 1]) : name_of_peer (work, hop), hs_work_writer (hop),
                                owner_of (i > 0 ? &work->hops[i - 1] : NULL)));
  if (hop->skew_known && ABS (hop->skew_us) >= SKEW_TOLD_US)
    hs_findings_raise (work, "HS302", hop->index, 0, 0, HS_ARGS (hs_work_writer (hop), hs_findings_duration (work, hop->skew_us)));
}

static void
find_date (HsWork *work)
{
  const HsTime *date = &work->info.date, *first = &work->timing.first;
  guint line = work->first[HS_KNOWN_DATE] != G_MAXUINT ? hs_work_field (work, HS_KNOWN_DATE)->line : 0;
  gint64 now;

  if ((date->flags & HS_TIME_KNOWN) && (first->flags & HS_TIME_KNOWN) && ABS (first->us - date->us) >= DATE_GAP_US)
    hs_findings_raise (work, first->us > date->us ? "HS306" : "HS308", 0, line, 0,
                       HS_ARGS (hs_findings_duration (work, first->us - date->us)));
  if (!hs_options_now (work->options, &now))
    return;
  if ((date->flags & HS_TIME_KNOWN) && date->us > now + FUTURE_US)
    hs_findings_raise (work, "HS307", 0, line, 0, HS_ARGS (hs_findings_duration (work, date->us - now)));
  for (guint i = 0; i < work->n_written; i++)
    if ((work->hops[i].time.flags & HS_TIME_KNOWN) && work->hops[i].time.us > now + FUTURE_US)
      hs_findings_raise (work, "HS307", work->hops[i].index, 0, 0, HS_ARGS (hs_findings_duration (work, work->hops[i].time.us - now)));
}

void
hs_findings_route (HsWork *work)
{
  if (work->n_written == 0)
    hs_findings_raise (work, "HS212", 0, 0, 0, HS_NO_ARGS);
  for (guint i = 0; i < work->n_written; i++) {
    if (i > 0)
      find_break (work, i);
    find_line (work, i);
    find_time (work, i);
  }
  find_date (work);
  if (work->verdict.trust_host.ptr != NULL && work->verdict.connector != HS_CONNECTOR_INDETERMINATE)
    hs_findings_raise (work, "HS211", 0, 0, 0, HS_ARGS (work->verdict.trust_host));
}
