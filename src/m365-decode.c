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
meaning_of (const HsWork *work, const HsValueNames *names, HsSlice key, HsSlice value)
{
  const HsValueRow *row = hs_ruleset_value_of (work->ruleset, names, key, value);
  return row != NULL ? row->meaning : NULL;
}

/* KEY:VALUE;... as in X-Forefront-Antispam-Report and X-Microsoft-Antispam */
static void
decode_report (List *list, HsKnown known, const HsValueNames *names)
{
  HS_WORK_EACH (list->work, known, i)
  {
    HsSlice rest = hs_work_value_at (list->work, i), key, value;
    while (hs_m365_item (&rest, ':', &key, &value))
      add (list, i, key, value, meaning_of (list->work, names, key, value));
  }
}

static void
add_check (List *list, const HsValueNames *names, guint field, HsSlice key, HsSlice value)
{
  if (value.ptr != NULL)
    add (list, field, key, value, meaning_of (list->work, names, key, value));
}

static void
decode_checks (List *list)
{
  const HsValueNames *names = &list->work->known->checks;

  for (guint i = 0; i < list->work->marks.n_checks; i++) {
    const HsChecks *c = &list->work->marks.checks[i];
    add_check (list, names, c->field, HS_SLICE_LITERAL ("spf"), c->spf);
    add_check (list, names, c->field, HS_SLICE_LITERAL ("dkim"), c->dkim);
    add_check (list, names, c->field, HS_SLICE_LITERAL ("dmarc"), c->dmarc);
    add_check (list, names, c->field, HS_SLICE_LITERAL ("compauth"), c->compauth);
    add_check (list, names, c->field, HS_SLICE_LITERAL ("reason"), c->reason);
  }
}

/* A name without a row of its own may belong to a family ("X-MS-Exchange-Forest-*"). */
static const HsHeaderRow *
header_row (const HsWork *work, guint field)
{
  const HsName *name = work->names[field];
  HsSlice text = work->fields->items[field].name;

  if (name != NULL ? !name->microsoft : !hs_is_microsoft_name (text))
    return NULL;
  return name != NULL && name->row != NULL ? name->row : hs_ruleset_header (work->ruleset, text);
}

/* The store's KEY:VALUE list: of all it says, people ask in which folder the message is. */
static const char *
meaning_of_folder (const HsWork *work, const HsHeaderRow *row, HsSlice rest)
{
  HsSlice key, value;

  while (hs_slice_iequal_str (hs_slice_str (row->name), "X-Microsoft-Antispam-Mailbox-Delivery") && hs_m365_item (&rest, ':', &key, &value))
    if (hs_slice_iequal_str (key, "dest"))
      return meaning_of (work, &row->values, key, value);
  return NULL;
}

static void
decode_headers (List *list)
{
  for (guint i = 0; list->work->names != NULL && i < list->work->fields->n; i++) {
    const HsField *field = &list->work->fields->items[i];
    const HsHeaderRow *row = header_row (list->work, i);
    HsSlice value;
    const char *meaning;
    if (row == NULL)
      continue;
    value = row->secret ? HS_SLICE_LITERAL ("(hidden: private to the mailbox owner)") : hs_work_value_at (list->work, i);
    meaning = meaning_of (list->work, &row->values, HS_SLICE_LITERAL (""), value);
    if (meaning == NULL)
      meaning = meaning_of_folder (list->work, row, value);
    add (list, i, field->name, value, meaning != NULL ? meaning : row->meaning);
  }
}

void
hs_m365_decode (HsWork *work)
{
  List forefront = { .work = work }, antispam = { .work = work }, checks = { .work = work }, headers = { .work = work };

  decode_report (&forefront, HS_KNOWN_FOREFRONT, &work->known->forefront);
  decode_report (&forefront, HS_KNOWN_FOREFRONT_UNTRUSTED, &work->known->forefront);
  decode_report (&antispam, HS_KNOWN_MICROSOFT_ANTISPAM, &work->known->antispam);
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
