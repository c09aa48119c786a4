/* SPDX-License-Identifier: MIT */
#include "findings.h"

#include "ascii.h"

void
hs_findings_raise (HsWork *work, const char *code, guint hop, guint line, guint evidence, const HsSlice args[4])
{
  const HsFindingRow *row = hs_ruleset_finding (work->ruleset, code);
  HsFinding *finding;
  guint *ids;

  if (row == NULL || !hs_arena_grow (work->arena, (void **)&work->findings, work->n_findings, &work->room_findings, sizeof *work->findings))
    return;
  finding = &work->findings[work->n_findings++];
  *finding =
      (HsFinding){ .code = row->code, .severity = row->severity, .hop = hop, .line = line, .title = row->title, .advice = row->advice };
  if (line == 0 && hop > 0 && hop <= work->n_written)
    finding->line = work->hops[hop - 1].line;
  if (finding->advice != NULL && *finding->advice == '\0')
    finding->advice = NULL;
  finding->detail.format = row->detail;
  memcpy (finding->detail.args, args, sizeof finding->detail.args);
  ids = evidence > 0 ? hs_arena_new0 (work->arena, guint) : NULL;
  if (ids != NULL) {
    *ids = evidence;
    finding->evidence = ids;
    finding->n_evidence = 1;
  }
}

HsSlice
hs_findings_number (HsWork *work, gint64 number)
{
  return hs_arena_printf (work->arena, "%" G_GINT64_FORMAT, number);
}

HsSlice
hs_findings_duration (HsWork *work, gint64 us)
{
  gint64 s = ABS (us) / G_USEC_PER_SEC;
  const char *sign = us < 0 ? "-" : "";

  if (s >= 86400)
    return hs_arena_printf (work->arena, "%s%" G_GINT64_FORMAT " d %" G_GINT64_FORMAT " h", sign, s / 86400, s % 86400 / 3600);
  if (s >= 3600)
    return hs_arena_printf (work->arena, "%s%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", sign, s / 3600, s % 3600 / 60);
  if (s >= 60)
    return hs_arena_printf (work->arena, "%s%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s", sign, s / 60, s % 60);
  return hs_arena_printf (work->arena, "%s%" G_GINT64_FORMAT " s", sign, s);
}

/* Alerts first, then in the order in which they were raised. */
static void
sort_by_severity (HsWork *work)
{
  HsFinding *sorted = hs_arena_array (work->arena, HsFinding, work->n_findings + 1);
  guint n = 0;

  if (sorted == NULL)
    return;
  for (int severity = HS_SEVERITY_ALERT; severity >= HS_SEVERITY_INFO; severity--)
    for (guint i = 0; i < work->n_findings; i++)
      if ((int)work->findings[i].severity == severity)
        sorted[n++] = work->findings[i];
  work->findings = sorted;
}

void
hs_findings (HsWork *work)
{
  hs_findings_microsoft (work);
  hs_findings_consistency (work);
  hs_findings_route (work);
  hs_findings_seals (work);
  hs_findings_form (work);
  sort_by_severity (work);
}
