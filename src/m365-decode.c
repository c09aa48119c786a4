/* Microsoft fields for people: raw value beside its meaning.  SPDX-License-Identifier: MIT */
#include "m365.h"

#include "ascii.h"

typedef struct {
  HsWork *work;
  HsDecoded *items;
  guint n;
  guint room;
} List;

static void
add (List *list, guint field, HsSlice key, HsSlice value, const char *meaning)
{
  if (hs_arena_grow (list->work->arena, (void **)&list->items, list->n, &list->room, sizeof *list->items))
    list->items[list->n++] = (HsDecoded){ .field = field, .key = key, .value = value, .meaning = meaning };
}

static const char *
meaning_of (const HsWork *work, const char *header, HsSlice key, HsSlice value)
{
  const HsValueRow *row = hs_ruleset_value (work->ruleset, header, key, value);

  if (row == NULL)
    row = hs_ruleset_value (work->ruleset, header, key, HS_SLICE_LITERAL ("*"));
  return row != NULL ? row->meaning : NULL;
}

/* KEY:VALUE;... as in X-Forefront-Antispam-Report and X-Microsoft-Antispam */
static void
decode_report (List *list, HsKnown known, const char *header)
{
  HS_WORK_EACH (list->work, known, i)
  {
    HsSlice rest = hs_work_value_at (list->work, i), key, value;
    while (hs_m365_item (&rest, ':', &key, &value))
      add (list, i, key, value, meaning_of (list->work, header, key, value));
  }
}

static void
add_check (List *list, guint field, const char *key, HsSlice value)
{
  HsSlice name = hs_slice_str (key);

  if (value.ptr != NULL)
    add (list, field, name, value, meaning_of (list->work, "Authentication-Results", name, value));
}

static void
decode_checks (List *list)
{
  for (guint i = 0; i < list->work->marks.n_checks; i++) {
    const HsChecks *c = &list->work->marks.checks[i];
    add_check (list, c->field, "spf", c->spf);
    add_check (list, c->field, "dkim", c->dkim);
    add_check (list, c->field, "dmarc", c->dmarc);
    add_check (list, c->field, "compauth", c->compauth);
    add_check (list, c->field, "reason", c->reason);
  }
}

static gboolean
is_microsoft_name (HsSlice name)
{
  static const char *const prefixes[] = { "X-MS-",    "X-EOP",      "X-Originat",  "X-Forefront-PRVS", "X-LD-Processed",
                                          "X-Client", "X-CrossPre", "X-Organizat", "X-Incoming",       "X-Microsoft-Antispam-" };
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (hs_slice_ihas_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
decode_headers (List *list)
{
  for (guint i = 0; i < list->work->fields->n; i++) {
    const HsField *field = &list->work->fields->items[i];
    const HsHeaderRow *row = is_microsoft_name (field->name) ? hs_ruleset_header (list->work->ruleset, field->name) : NULL;
    HsSlice value;
    const char *meaning;
    if (row == NULL)
      continue;
    value = row->secret ? HS_SLICE_LITERAL ("(hidden: private to the mailbox owner)") : hs_work_value_at (list->work, i);
    meaning = meaning_of (list->work, row->name, HS_SLICE_LITERAL (""), value);
    add (list, i, field->name, value, meaning != NULL ? meaning : row->meaning);
  }
}

void
hs_m365_decode (HsWork *work)
{
  List forefront = { .work = work }, antispam = { .work = work }, checks = { .work = work }, headers = { .work = work };

  decode_report (&forefront, HS_KNOWN_FOREFRONT, "X-Forefront-Antispam-Report");
  decode_report (&forefront, HS_KNOWN_FOREFRONT_UNTRUSTED, "X-Forefront-Antispam-Report");
  decode_report (&antispam, HS_KNOWN_MICROSOFT_ANTISPAM, "X-Microsoft-Antispam");
  decode_checks (&checks);
  decode_headers (&headers);
  work->decoded = (HsMicrosoft365){ .forefront = forefront.items,
                                    .n_forefront = forefront.n,
                                    .antispam = antispam.items,
                                    .n_antispam = antispam.n,
                                    .authentication = checks.items,
                                    .n_authentication = checks.n,
                                    .headers = headers.items,
                                    .n_headers = headers.n };
}
