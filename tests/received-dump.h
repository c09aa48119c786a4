/* A parsed Received value as one line, for comparing: "helo=a ip=192.0.2.1 ..."; what is not stated is left out.  SPDX-License-Identifier: MIT */
#pragma once

#include "address.h"
#include "date.h"

#include <hopscope/trace.h>

static inline void
received_dump_text (GString *out, const char *name, HsSlice value)
{
  if (value.ptr == NULL)
    return;
  g_string_append_printf (out, " %s=", name);
  g_string_append_len (out, value.ptr, (gssize)value.len);
}

static inline void
received_dump_ip (GString *out, const char *name, const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];

  if (hs_ip_format (ip, text) > 0)
    g_string_append_printf (out, " %s=%s", name, text);
}

static inline void
received_dump_time (GString *out, const HsTime *time)
{
  static const struct {
    guint flag;
    const char *name;
  } flags[] = {
    { HS_TIME_ZONE_UNKNOWN, "zone-unknown" },   { HS_TIME_ZONE_MISSING, "zone-missing" },
    { HS_TIME_ZONE_NAMED, "zone-named" },       { HS_TIME_ZONE_UNRECOGNIZED, "zone-unrecognized" },
    { HS_TIME_WEEKDAY_WRONG, "weekday-wrong" }, { HS_TIME_TWO_DIGIT_YEAR, "two-digit-year" },
    { HS_TIME_ODD_FORM, "odd-form" },           { HS_TIME_MALFORMED, "date-malformed" },
  };
  char text[HS_TIME_TEXT_MAX];

  if (hs_date_format_utc (time, text) > 0)
    g_string_append_printf (out, " time=%s%+d", text, time->zone_minutes);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (time->flags & flags[i].flag)
      g_string_append_printf (out, " %s", flags[i].name);
}

/* Returns: (transfer full) */
static inline char *
received_dump (const HsHop *hop)
{
  GString *out = g_string_new (NULL);

  received_dump_text (out, "helo", hop->from_helo);
  received_dump_text (out, "rdns", hop->from_rdns);
  received_dump_ip (out, "ip", &hop->from_ip);
  if (hop->from_port != 0)
    g_string_append_printf (out, " port=%u", hop->from_port);
  if (hop->from_ip_malformed)
    g_string_append (out, " ip-malformed");
  received_dump_text (out, "ident", hop->ident);
  received_dump_text (out, "by", hop->by_host);
  received_dump_ip (out, "by-ip", &hop->by_ip);
  received_dump_text (out, "via", hop->via);
  received_dump_text (out, "with", hop->protocol);
  received_dump_text (out, "id", hop->id);
  received_dump_text (out, "for", hop->for_address);
  received_dump_text (out, "envelope-from", hop->envelope_from);
  if (hop->tls != HS_TLS_UNKNOWN)
    g_string_append (out, hop->tls == HS_TLS_YES ? " tls" : " no-tls");
  received_dump_text (out, "version", hop->tls_version);
  received_dump_text (out, "cipher", hop->tls_cipher);
  received_dump_text (out, "certificate", hop->tls_client_certificate);
  received_dump_text (out, "subject", hop->tls_client_subject);
  received_dump_text (out, "auth", hop->authenticated);
  received_dump_text (out, "mechanism", hop->auth_mechanism);
  received_dump_time (out, &hop->time);
  if (out->len > 0)
    g_string_erase (out, 0, 1);
  return g_string_free (out, FALSE);
}
