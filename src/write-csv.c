/* One row a hop (RFC 4180), for spreadsheets. Column names are those of the JSON record; what is unknown is an empty cell.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "date.h"
#include "view.h"

static const char header[] =
    "source_path,source_index,source_part,source_id,message_id,subject,connector,assurance,submission_path,hop,line,inferred,"
    "from_role,role,operator,pass,trust,from_helo,from_rdns,from_ip,by_host,by_ip,protocol,tls_version,tls_cipher,id,"
    "for_address,envelope_from,authenticated,time,zone_minutes,delay_ms,skew_ms\r\n";

static void
csv_begin (HsReport *report, GString *out)
{
  g_string_append (out, header);
}

static void
put_slice (GString *out, HsSlice s)
{
  hs_escape_csv (out, s);
  g_string_append_c (out, ',');
}

static void
put_word (GString *out, const char *word)
{
  put_slice (out, hs_slice_str (word));
}

static void
put_number (GString *out, gint64 n, gboolean known)
{
  if (known)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, n);
  g_string_append_c (out, ',');
}

static void
put_ip (GString *out, const HsIp *ip)
{
  hs_view_ip (ip, out);
  g_string_append_c (out, ',');
}

static void
put_message (GString *out, const HsTrace *trace)
{
  put_word (out, trace->source.path);
  put_number (out, (gint64)trace->source.index, TRUE);
  put_word (out, trace->source.part);
  put_word (out, trace->source.id);
  put_slice (out, trace->message.message_id);
  put_slice (out, trace->message.subject);
  put_word (out, hs_connector_name (trace->verdict.connector));
  put_word (out, hs_assurance_name (trace->verdict.assurance));
  put_word (out, hs_path_name (trace->verdict.submission_path));
}

static void
put_nodes (GString *out, const HsHop *hop)
{
  put_number (out, hop->index, hop->index > 0);
  put_number (out, hop->line, hop->line > 0);
  put_word (out, hop->index == 0 ? NULL : hop->inferred ? "true" : "false");
  put_word (out, hop->index > 0 ? hs_role_name (hop->from_role) : NULL);
  put_word (out, hop->index > 0 ? hs_role_name (hop->role) : NULL);
  put_word (out, hop->operator_id);
  put_number (out, hop->pass, hop->pass > 0);
  put_word (out, hop->index > 0 ? hs_trust_name (hop->trust) : NULL);
  put_slice (out, hop->from_helo);
  put_slice (out, hop->from_rdns);
  put_ip (out, &hop->from_ip);
  put_slice (out, hop->by_host);
  put_ip (out, &hop->by_ip);
}

static void
put_hop (GString *out, const HsHop *hop)
{
  char time[HS_TIME_TEXT_MAX];

  put_nodes (out, hop);
  put_slice (out, hop->protocol);
  put_slice (out, hop->tls_version);
  put_slice (out, hop->tls_cipher);
  put_slice (out, hop->id);
  put_slice (out, hop->for_address);
  put_slice (out, hop->envelope_from);
  put_slice (out, hop->authenticated);
  g_string_append_len (out, time, (gssize)hs_date_format_utc (&hop->time, time));
  g_string_append_c (out, ',');
  put_number (out, hop->time.zone_minutes, hs_view_has_zone (&hop->time));
  put_number (out, hop->delay_us / 1000, hop->delay_known);
  put_number (out, hop->skew_us / 1000, hop->skew_known);
  out->str[out->len - 1] = '\r';
  g_string_append_c (out, '\n');
}

/* A message without a hop has one row all the same. */
static void
csv_message (HsReport *report, const HsTrace *trace, GString *out)
{
  static const HsHop none = { 0 };

  for (guint i = 0; i < MAX (trace->n_hops, 1); i++) {
    put_message (out, trace);
    put_hop (out, i < trace->n_hops ? &trace->hops[i] : &none);
  }
}

const HsWriter hs_writer_csv = { .name = "csv", .begin = csv_begin, .message = csv_message };
