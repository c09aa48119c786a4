/* SPDX-License-Identifier: MIT */
#include "m365.h"

#include "address.h"
#include "ascii.h"

#define TICKS_AT_1970 G_GINT64_CONSTANT (621355968000000000)

static HsSlice
next_until (HsSlice *rest, char stop)
{
  const char *end = rest->len > 0 ? memchr (rest->ptr, stop, rest->len) : NULL;
  HsSlice item = end != NULL ? hs_slice (rest->ptr, end) : *rest;

  rest->ptr += item.len + (end != NULL);
  rest->len -= item.len + (end != NULL);
  return hs_slice_trim (item);
}

gboolean
hs_m365_item (HsSlice *rest, char separator, HsSlice *key, HsSlice *value)
{
  while (rest->len > 0) {
    HsSlice item = next_until (rest, ';');
    if (item.len == 0)
      continue;
    *key = next_until (&item, separator);
    *value = hs_slice_trim (item);
    return TRUE;
  }
  return FALSE;
}

gboolean
hs_m365_diagnostic (HsSlice *rest, HsSlice *server)
{
  while (rest->len > 0) {
    HsSlice item = next_until (rest, '|');
    *server = next_until (&item, ':');
    if (server->len > 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
hs_m365_is_guid (HsSlice text)
{
  if (text.ptr == NULL || text.len != 36)
    return FALSE;
  for (gsize i = 0; i < 36; i++) {
    gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text.ptr[i] != '-' : !hs_is_hex (text.ptr[i]))
      return FALSE;
  }
  return TRUE;
}

gboolean
hs_m365_guid_time (HsSlice guid, HsTime *time)
{
  gint64 ticks = 0;

  if (!hs_m365_is_guid (guid))
    return FALSE;
  for (gsize i = 24; i < 36; i++)
    ticks = (ticks << 4) | g_ascii_xdigit_value (guid.ptr[i]);
  /* 2010 to 2050: an id made otherwise gives any number */
  if (ticks < (G_GINT64_CONSTANT (633979008000000000) >> 16) || ticks > (G_GINT64_CONSTANT (646602048000000000) >> 16))
    return FALSE;
  *time = (HsTime){ .us = ((ticks << 16) - TICKS_AT_1970) / 10, .flags = HS_TIME_KNOWN | HS_TIME_FRACTION };
  return TRUE;
}

/* "[192.0.2.1]" or "[mail.example.com]" */
static HsSlice
without_brackets (HsSlice s)
{
  if (s.len >= 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
    return hs_slice (s.ptr + 1, s.ptr + s.len - 1);
  return s;
}

/* "TenantId=<guid>;Ip=[<address>];Helo=[<name>]", spaces anywhere after refolding */
static void
add_attribution (HsWork *work, guint field)
{
  HsAttribution *a = &work->marks.attributions[work->marks.n_attributions++];
  HsSlice rest = hs_work_value_at (work, field), key, value;

  a->field = field;
  while (hs_m365_item (&rest, '=', &key, &value)) {
    value = without_brackets (value);
    if (hs_slice_iequal_str (key, "TenantId") && hs_m365_is_guid (value))
      a->tenant_id = value;
    else if (hs_slice_iequal_str (key, "Ip"))
      hs_ip_parse (value, &a->ip);
    else if (hs_slice_iequal_str (key, "Helo") && value.len > 0)
      a->helo = value;
  }
}

static void
add_forefront (HsWork *work, guint field, gboolean untrusted)
{
  HsForefront *f = &work->marks.forefronts[work->marks.n_forefronts++];
  HsSlice rest = hs_work_value_at (work, field), key, value;

  f->field = field;
  f->untrusted = untrusted;
  while (hs_m365_item (&rest, ':', &key, &value)) {
    if (hs_slice_iequal_str (key, "CIP"))
      f->internal = hs_ip_parse (value, &f->cip) && hs_slice_equal_str (value, "255.255.255.255");
    else if (hs_slice_iequal_str (key, "DIR"))
      f->direction = value;
    else if (hs_slice_iequal_str (key, "H"))
      f->helo = value;
    else if (hs_slice_iequal_str (key, "PTR"))
      f->ptr = value;
    else if (hs_slice_iequal_str (key, "IPV"))
      f->ipv = value;
    else if (hs_slice_iequal_str (key, "SFP"))
      f->sfp = value;
  }
}

/* Words up to white space, ';' or '(' behind "name=", at a word border; a NULL slice if there is none. */
static HsSlice
word_after (HsSlice text, const char *name)
{
  gsize len = strlen (name);

  for (const char *p = hs_slice_ifind (text, name); p != NULL; p = hs_slice_ifind (hs_slice (p + 1, text.ptr + text.len), name)) {
    const char *start = p + len, *end = start, *limit = text.ptr + text.len;
    if (p > text.ptr && (hs_is_alnum (p[-1]) || p[-1] == '.' || p[-1] == '-'))
      continue;
    while (end < limit && !hs_is_space (*end) && *end != ';' && *end != '(' && *end != ')')
      end++;
    if (end > start)
      return hs_slice (start, end);
  }
  return HS_SLICE_NONE;
}

static void
parse_sender_ip (HsSlice text, HsIp *ip)
{
  const char *at = hs_slice_ifind (text, "sender ip is "), *end, *limit = text.ptr + text.len;

  if (at == NULL)
    return;
  at += strlen ("sender ip is ");
  for (end = at; end < limit && *end != ')' && !hs_is_space (*end);)
    end++;
  hs_ip_parse_literal (hs_slice (at, end), ip);
}

static void
add_checks (HsWork *work, guint field, gboolean originating)
{
  HsChecks *c = &work->marks.checks[work->marks.n_checks++];
  HsSlice text = hs_work_value_at (work, field);

  c->field = field;
  c->originating = originating;
  parse_sender_ip (text, &c->sender_ip);
  c->spf = word_after (text, "spf=");
  c->dkim = word_after (text, "dkim=");
  c->dmarc = word_after (text, "dmarc=");
  c->compauth = word_after (text, "compauth=");
  c->reason = word_after (text, "reason=");
  c->mail_from = word_after (text, "smtp.mailfrom=");
  c->header_from = word_after (text, "header.from=");
}

/* An Authentication-Results field by Exchange Online Protection: it has no authserv-id (RFC 8601 wants one), so it begins with a result. */
static gboolean
is_by_microsoft (HsSlice value)
{
  HsSlice text = hs_slice_trim (value);
  return hs_slice_ihas_prefix (text, "spf=") || hs_slice_ihas_prefix (text, "dkim=");
}

void
hs_m365_marks (HsWork *work)
{
  HsMarks *marks = &work->marks;
  guint forefronts = hs_work_count (work, HS_KNOWN_FOREFRONT) + hs_work_count (work, HS_KNOWN_FOREFRONT_UNTRUSTED);
  guint checks = hs_work_count (work, HS_KNOWN_AUTHENTICATION_RESULTS) + hs_work_count (work, HS_KNOWN_MS_AUTHENTICATION_RESULTS);
  guint attributions = hs_work_count (work, HS_KNOWN_CT_CONNECTING_IP) + hs_work_count (work, HS_KNOWN_ORG_CONNECTING_IP);

  marks->attributions = hs_arena_array (work->arena, HsAttribution, attributions + 1);
  marks->forefronts = hs_arena_array (work->arena, HsForefront, forefronts + 1);
  marks->checks = hs_arena_array (work->arena, HsChecks, checks + 1);
  if (marks->attributions == NULL || marks->forefronts == NULL || marks->checks == NULL)
    return;
  HS_WORK_EACH (work, HS_KNOWN_CT_CONNECTING_IP, i)
  add_attribution (work, i);
  HS_WORK_EACH (work, HS_KNOWN_ORG_CONNECTING_IP, i)
  add_attribution (work, i);
  HS_WORK_EACH (work, HS_KNOWN_FOREFRONT, i)
  add_forefront (work, i, FALSE);
  HS_WORK_EACH (work, HS_KNOWN_FOREFRONT_UNTRUSTED, i)
  add_forefront (work, i, TRUE);
  HS_WORK_EACH (work, HS_KNOWN_MS_AUTHENTICATION_RESULTS, i)
  add_checks (work, i, TRUE);
  HS_WORK_EACH (work, HS_KNOWN_AUTHENTICATION_RESULTS, i)
  if (is_by_microsoft (work->fields->items[i].value))
    add_checks (work, i, FALSE);
}
