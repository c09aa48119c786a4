/* One message through all stages.  SPDX-License-Identifier: MIT */
#include <hopscope/analyzer.h>

#include "ascii.h"
#include "chain.h"
#include "classify.h"
#include "date.h"
#include "findings.h"
#include "m365.h"
#include "mime.h"
#include "passes.h"
#include "received.h"
#include "timing.h"
#include "verdict.h"
#include "work.h"

#define MOST_INFERRED 32

struct _HsAnalyzer {
  HsRuleset *ruleset;
  HsOptions *options;
  HsArena *arena;
  HsFields fields;
  HsKnownNames names;
  HsServers *servers;
  HsKeys *keys;
  HsWork work;
  HsTrace trace;
};

HsAnalyzer *
hs_analyzer_new (HsRuleset *ruleset, HsOptions *options)
{
  HsAnalyzer *analyzer = g_new0 (HsAnalyzer, 1);

  analyzer->ruleset = hs_ruleset_ref (ruleset);
  analyzer->options = options != NULL ? hs_options_ref (options) : hs_options_new ();
  analyzer->arena = hs_arena_new (hs_options_get_limits (analyzer->options)->arena_bytes);
  hs_known_names_init (&analyzer->names, ruleset);
  analyzer->servers = hs_servers_new (hs_ruleset_hosts (ruleset));
  analyzer->keys = hs_seal_keys_new ();
  return analyzer;
}

void
hs_analyzer_free (HsAnalyzer *analyzer)
{
  if (analyzer == NULL)
    return;
  hs_fields_clear (&analyzer->fields);
  hs_known_names_clear (&analyzer->names);
  hs_servers_free (analyzer->servers);
  hs_seal_keys_free (analyzer->keys);
  hs_arena_free (analyzer->arena);
  hs_options_unref (analyzer->options);
  hs_ruleset_unref (analyzer->ruleset);
  g_free (analyzer);
}

static HsSlice
without_angles (HsSlice s)
{
  s = hs_slice_trim (s);
  if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
    return hs_slice (s.ptr + 1, s.ptr + s.len - 1);
  return s;
}

static HsSlice
first_address (HsWork *work, HsKnown known, HsSlice *name)
{
  HsMailbox mailbox = { HS_SLICE_NONE, HS_SLICE_NONE };

  if (work->first[known] != G_MAXUINT)
    hs_mime_addresses (work->arena, work->fields->items[work->first[known]].value, work->limits, &mailbox, 1, NULL);
  if (name != NULL)
    *name = mailbox.name;
  return mailbox.address;
}

static const HsSlice *
all_addresses (HsWork *work, HsKnown known, guint *n)
{
  guint max = 1;
  HsSlice value, *addresses;
  HsMailbox *mailboxes;

  *n = 0;
  if (work->first[known] == G_MAXUINT)
    return NULL;
  value = work->fields->items[work->first[known]].value;
  for (gsize i = 0; i < value.len && max < work->limits->addresses; i++)
    max += value.ptr[i] == ',' || value.ptr[i] == ';' || value.ptr[i] == ':';
  mailboxes = hs_arena_alloc_raw (work->arena, sizeof *mailboxes * MIN (max, work->limits->addresses) + 1);
  if (mailboxes == NULL)
    return NULL;
  *n = hs_mime_addresses (work->arena, value, work->limits, mailboxes, MIN (max, work->limits->addresses), &work->reached);
  addresses = hs_arena_array (work->arena, HsSlice, *n + 1);
  if (addresses == NULL)
    *n = 0;
  for (guint i = 0; i < *n; i++)
    addresses[i] = mailboxes[i].address;
  return addresses;
}

static void
read_message_info (HsWork *work)
{
  HsMessageInfo *info = &work->info;
  HsSlice subject = hs_work_value (work, HS_KNOWN_SUBJECT);

  info->message_id = without_angles (hs_work_value (work, HS_KNOWN_MESSAGE_ID));
  info->return_path = without_angles (hs_work_value (work, HS_KNOWN_RETURN_PATH));
  info->from_address = first_address (work, HS_KNOWN_FROM, &info->from_name);
  info->sender_address = first_address (work, HS_KNOWN_SENDER, NULL);
  info->reply_to = first_address (work, HS_KNOWN_REPLY_TO, NULL);
  info->to_addresses = all_addresses (work, HS_KNOWN_TO, &info->n_to);
  info->cc_addresses = all_addresses (work, HS_KNOWN_CC, &info->n_cc);
  if (subject.ptr != NULL)
    info->subject = hs_mime_text (work->arena, subject, work->limits, &work->reached);
  if (work->first[HS_KNOWN_DATE] != G_MAXUINT)
    hs_date_parse (work->fields->items[work->first[HS_KNOWN_DATE]].value, &info->date);
}

/* Hops oldest first: the field at the bottom is hop 1. With more than the limit the newest are kept: they are nearest to the truth. */
static void
read_hops (HsWork *work)
{
  guint n = work->n_received_fields = hs_work_count (work, HS_KNOWN_RECEIVED);
  guint i;

  n = MIN (n, work->limits->received);
  work->hops = hs_arena_alloc_raw (work->arena, sizeof (HsHop) * (n + MOST_INFERRED)); /* each is zeroed when it is used */
  work->nodes = hs_arena_array (work->arena, HsNode, n + 1);
  if (work->hops == NULL || work->nodes == NULL)
    return;
  work->n_hops = work->n_written = n;
  i = n;
  HS_WORK_EACH (work, HS_KNOWN_RECEIVED, f)
  {
    HsHop *hop;
    if (i == 0)
      break;
    hop = &work->hops[--i];
    *hop = (HsHop){ .index = i + 1, .field = f, .line = work->fields->items[f].line };
    if (hs_received_parse (work->fields->items[f].value, work->arena, work->limits, hop) && work->n_deep++ == 0)
      work->first_deep = f;
    if (hs_forms_apply (hs_ruleset_forms (work->ruleset), work->arena, work->limits, hop) && work->n_gave_up++ == 0)
      work->first_gave_up = f;
  }
}

/* A body that was cut has no hash to compare. */
static HsSlice
whole_body (const HsMessage *message)
{
  return message->flags & HS_MESSAGE_BODY_CUT ? HS_SLICE_NONE : message->body;
}

static void
run_stages (HsWork *work, HsAnalyzer *analyzer)
{
  hs_work_index (work, &analyzer->names);
  read_message_info (work);
  read_hops (work);
  hs_m365_marks (work);
  hs_classify_nodes (work);
  hs_chain_link (work);
  hs_chain_trust (work);
  if (hs_options_verify_seals (work->options))
    hs_seal_check (work->fields->items, work->fields->n, whole_body (work->message), work->message->body_hashes, work->ruleset,
                   analyzer->keys, work->limits, work->arena, &work->seals);
  hs_passes_find (work);
  hs_passes_facts (work);
  hs_classify_roles (work);
  hs_passes_infer (work);
  hs_timing (work);
  hs_verdict (work);
  hs_findings (work);
  hs_verdict_collect (work);
  hs_m365_decode (work);
}

static void
publish (HsTrace *trace, const HsWork *work)
{
  *trace = (HsTrace){ .source = work->message->info,
                      .message = work->info,
                      .verdict = work->verdict,
                      .origin = work->origin,
                      .passes = work->passes,
                      .n_passes = work->n_passes,
                      .hops = work->hops,
                      .n_hops = work->n_hops,
                      .n_written_hops = work->n_written,
                      .timing = work->timing,
                      .evidence = work->evidence,
                      .n_evidence = work->n_evidence,
                      .seals = work->seals.seals,
                      .n_seals = work->seals.n_seals,
                      .arc_sets = work->seals.sets,
                      .n_arc_sets = work->seals.n_sets,
                      .microsoft365 = work->decoded,
                      .findings = work->findings,
                      .n_findings = work->n_findings,
                      .fields = work->fields->items,
                      .n_fields = work->fields->n,
                      .has_body = work->message->body.ptr != NULL };
}

const HsTrace *
hs_analyzer_run (HsAnalyzer *analyzer, const HsMessage *message)
{
  HsWork *work = &analyzer->work;

  hs_arena_reset (analyzer->arena);
  *work = (HsWork){ .arena = analyzer->arena,
                    .ruleset = analyzer->ruleset,
                    .servers = analyzer->servers,
                    .options = analyzer->options,
                    .limits = hs_options_get_limits (analyzer->options),
                    .message = message,
                    .fields = &analyzer->fields };
  hs_fields_split (&analyzer->fields, message->header, message->first_line, message->line_map, message->n_line_map, work->limits);
  run_stages (work, analyzer);
  publish (&analyzer->trace, work);
  return &analyzer->trace;
}
