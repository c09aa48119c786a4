/* The header as bytes: damage, repairs, limits.  SPDX-License-Identifier: MIT */
#include "findings.h"

#include "ascii.h"
#include "mime.h"

/* In the order of HsRepairKind. */
static const char *const repair_codes[] = { "HS110", "HS111", "HS112", "HS113", "HS114", "HS115", "HS116", "HS117",
                                            "HS118", "HS119", "HS120", "HS121", "HS122", "HS123", "HS126" };

static void
find_repairs (HsWork *work)
{
  for (guint i = 0; i < work->message->n_repairs; i++) {
    const HsRepair *repair = &work->message->repairs[i];
    if (repair->kind < G_N_ELEMENTS (repair_codes))
      hs_findings_raise (work, repair_codes[repair->kind], 0, repair->line, 0,
                         HS_ARGS (hs_findings_number (work, repair->line), hs_findings_number (work, repair->count)));
  }
}

static void
find_field_flags (HsWork *work)
{
  static const struct {
    guint flag;
    const char *code;
  } rows[] = { { HS_FIELD_MALFORMED, "HS101" }, { HS_FIELD_NUL, "HS103" },       { HS_FIELD_EIGHT_BIT, "HS104" },
               { HS_FIELD_CUT, "HS702" },       { HS_FIELD_MBOX_FROM, "HS106" }, { HS_FIELD_BARE_CR, "HS107" } };
  guint all = 0;

  for (guint i = 0; i < work->fields->n; i++)
    all |= work->fields->items[i].flags;
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    guint count = 0, line = 0;
    for (guint i = 0; (all & rows[r].flag) != 0 && i < work->fields->n; i++) {
      if (!(work->fields->items[i].flags & rows[r].flag))
        continue;
      if (count++ == 0)
        line = work->fields->items[i].line;
    }
    if (count > 0)
      hs_findings_raise (work, rows[r].code, 0, line, 0, HS_ARGS (hs_findings_number (work, line), hs_findings_number (work, count)));
  }
}

static void
find_message_flags (HsWork *work)
{
  static const struct {
    guint flag;
    const char *code;
  } rows[] = { { HS_MESSAGE_HEADER_CUT, "HS701" },       { HS_MESSAGE_TRUNCATED, "HS108" },     { HS_MESSAGE_BODY_CUT, "HS703" },
               { HS_MESSAGE_ATTACHED_CUT, "HS704" },     { HS_MESSAGE_MISSING_BLANK, "HS105" }, { HS_MESSAGE_ENCODED_HEADER, "HS124" },
               { HS_MESSAGE_HEADERS_ONLY_PART, "HS125" } };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    if ((work->message->flags & rows[r].flag) && !(rows[r].flag == HS_MESSAGE_BODY_CUT && work->message->body_hashes != NULL))
      hs_findings_raise (work, rows[r].code, 0, 0, 0, HS_NO_ARGS);
  if (work->message->body_hashes != NULL)
    hs_findings_raise (work, "HS709", 0, 0, 0, HS_ARGS (hs_findings_number (work, work->limits->body_bytes)));
  if ((work->fields->flags & HS_FIELDS_MISSING_BLANK) && !(work->message->flags & HS_MESSAGE_MISSING_BLANK))
    hs_findings_raise (work, "HS105", 0, 0, 0, HS_NO_ARGS);
  if (work->fields->flags & HS_FIELDS_TOO_MANY)
    hs_findings_raise (work, "HS705", 0, 0, 0, HS_ARGS (hs_findings_number (work, work->limits->fields)));
  if (work->n_received_fields > work->n_written)
    hs_findings_raise (work, "HS706", 0, 0, 0,
                       HS_ARGS (hs_findings_number (work, work->n_received_fields), hs_findings_number (work, work->n_written)));
}

/* What a limit kept from being read inside fields. */
static void
find_limits (HsWork *work)
{
  if (work->n_deep > 0)
    hs_findings_raise (
        work, "HS710", 0, work->fields->items[work->first_deep].line, 0,
        HS_ARGS (hs_findings_number (work, work->fields->items[work->first_deep].line), hs_findings_number (work, work->n_deep)));
  if (work->reached & HS_MIME_REACHED_TEXT)
    hs_findings_raise (work, "HS711", 0, 0, 0, HS_NO_ARGS);
  if (work->reached & HS_MIME_REACHED_ADDRESSES)
    hs_findings_raise (work, "HS712", 0, 0, 0, HS_ARGS (hs_findings_number (work, work->limits->addresses)));
  if (work->n_gave_up > 0)
    hs_findings_raise (
        work, "HS713", 0, work->fields->items[work->first_gave_up].line, 0,
        HS_ARGS (hs_findings_number (work, work->fields->items[work->first_gave_up].line), hs_findings_number (work, work->n_gave_up)));
}

/* RFC 5322 section 3.6: these may stand once. */
static void
find_duplicates (HsWork *work)
{
  static const HsKnown once[] = { HS_KNOWN_FROM,     HS_KNOWN_SENDER, HS_KNOWN_TO,      HS_KNOWN_CC,
                                  HS_KNOWN_REPLY_TO, HS_KNOWN_DATE,   HS_KNOWN_SUBJECT, HS_KNOWN_MESSAGE_ID };

  for (gsize i = 0; i < G_N_ELEMENTS (once); i++) {
    guint first = work->first[once[i]], second = first != G_MAXUINT ? work->next[first] : G_MAXUINT;
    if (second == G_MAXUINT)
      continue;
    hs_findings_raise (work, once[i] == HS_KNOWN_FROM ? "HS130" : "HS131", 0, work->fields->items[second].line, 0,
                       HS_ARGS (work->fields->items[first].name, hs_findings_number (work, work->fields->items[first].line),
                                hs_findings_number (work, work->fields->items[second].line)));
  }
}

static void
find_missing (HsWork *work)
{
  if (work->first[HS_KNOWN_DATE] == G_MAXUINT)
    hs_findings_raise (work, "HS132", 0, 0, 0, HS_NO_ARGS);
  else if (work->info.date.flags & HS_TIME_MALFORMED)
    hs_findings_raise (work, "HS133", 0, hs_work_field (work, HS_KNOWN_DATE)->line, 0, HS_ARGS (hs_work_value (work, HS_KNOWN_DATE)));
  if (work->first[HS_KNOWN_FROM] == G_MAXUINT)
    hs_findings_raise (work, "HS134", 0, 0, 0, HS_NO_ARGS);
}

void
hs_findings_form (HsWork *work)
{
  find_repairs (work);
  find_field_flags (work);
  find_message_flags (work);
  find_limits (work);
  find_duplicates (work);
  find_missing (work);
  if (hs_arena_is_exhausted (work->arena)) { /* this at least is told, and room is left to sort it in */
    hs_arena_allow_more (work->arena, (work->n_findings + 16) * 4 * sizeof *work->findings);
    hs_findings_raise (work, "HS707", 0, 0, 0, HS_NO_ARGS);
  }
}
