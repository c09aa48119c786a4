/* SPDX-License-Identifier: MIT */
#include "view.h"

#include "address.h"
#include "ascii.h"
#include "date.h"
#include "domain.h"

const HsHop *
hs_view_hop (const HsTrace *trace, guint index)
{
  return index >= 1 && index <= trace->n_hops ? &trace->hops[index - 1] : NULL;
}

const HsField *
hs_view_field (const HsTrace *trace, guint field)
{
  return field < trace->n_fields ? &trace->fields[field] : NULL;
}

const HsEvidence *
hs_view_evidence (const HsTrace *trace, guint id)
{
  for (guint i = 0; i < trace->n_evidence; i++)
    if (trace->evidence[i].id == id)
      return &trace->evidence[i];
  return NULL;
}

/* The label that ends before @end, or at the beginning of the name. */
static const char *
label_start (const char *start, const char *end)
{
  while (end > start && end[-1] != '.')
    end--;
  return end;
}

/* Without a table of public suffixes: two labels, three where the last has two letters and the one before at most three
   ("example.co.kr", "example.com.au"). For display only; nothing is decided by it. */
HsSlice
hs_view_organization (HsSlice host)
{
  const char *end, *top, *second, *third;

  if (!hs_domain_is_qualified (host))
    return host;
  host = hs_domain_strip_dot (host);
  end = host.ptr + host.len;
  top = label_start (host.ptr, end);
  second = label_start (host.ptr, top - 1);
  if (end - top == 2 && top - second <= 4 && second > host.ptr) {
    third = label_start (host.ptr, second - 1);
    return hs_slice (third, end);
  }
  return hs_slice (second, end);
}

/* Durations and times. */

static void
put_duration (const HsReportOptions *options, const char *format, guint64 a, guint64 b, GString *out)
{
  char first[24], second[24];
  HsText text = { format,
                  { { first, (gsize)g_snprintf (first, sizeof first, "%" G_GINT64_FORMAT, a) },
                    { second, (gsize)g_snprintf (second, sizeof second, "%" G_GINT64_FORMAT, b) } } };
  hs_writer_text (options, &text, hs_escape_text, out);
}

void
hs_view_duration (const HsReportOptions *options, gint64 us, GString *out)
{
  guint64 ms = (us < 0 ? -(guint64)us : (guint64)us) / 1000;
  guint64 s = ms / 1000, fraction = ms % 1000;

  if (us < 0)
    g_string_append (out, "-");
  if (s == 0 && fraction > 0)
    put_duration (options, N_ ("{1} ms"), fraction, 0, out);
  else if (s < 60 && fraction >= 100)
    put_duration (options, N_ ("{1}.{2} s"), s, fraction / 100, out);
  else if (s < 60)
    put_duration (options, N_ ("{1} s"), s, 0, out);
  else if (s < 3600)
    put_duration (options, s % 60 != 0 ? N_ ("{1} min {2} s") : N_ ("{1} min"), s / 60, s % 60, out);
  else if (s < 86400)
    put_duration (options, s % 3600 >= 60 ? N_ ("{1} h {2} min") : N_ ("{1} h"), s / 3600, s % 3600 / 60, out);
  else
    put_duration (options, s % 86400 >= 3600 ? N_ ("{1} d {2} h") : N_ ("{1} d"), s / 86400, s % 86400 / 3600, out);
}

void
hs_view_time (const HsTime *time, GString *out)
{
  char text[HS_TIME_TEXT_MAX];
  gsize len = hs_date_format_utc (time, text);
  char *t = memchr (text, 'T', len);

  if (len == 0)
    return;
  if (t != NULL)
    *t = ' ';
  if (text[len - 1] == 'Z')
    len--;
  g_string_append_len (out, text, (gssize)len);
  if ((time->flags & (HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED)) != 0)
    g_string_append_c (out, '?');
}

gboolean
hs_view_has_zone (const HsTime *time)
{
  return (time->flags & HS_TIME_KNOWN) != 0 &&
         (time->flags & (HS_TIME_ZONE_UNKNOWN | HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED)) == 0;
}

void
hs_view_time_local (const HsReportOptions *options, const HsTime *time, GString *out)
{
  char text[HS_TIME_TEXT_MAX];
  HsTime local = *time;

  if ((time->flags & HS_TIME_KNOWN) == 0)
    return;
  if (options->zone != NULL) {
    gint interval = g_time_zone_find_interval (options->zone, G_TIME_TYPE_UNIVERSAL, time->us / G_USEC_PER_SEC);
    local.zone_minutes = interval >= 0 ? (gint16)(g_time_zone_get_offset (options->zone, interval) / 60) : 0;
    local.flags = HS_TIME_KNOWN | (time->flags & HS_TIME_FRACTION);
  } else if (!hs_view_has_zone (time) || time->zone_minutes == 0) {
    return;
  }
  g_string_append_len (out, text, (gssize)hs_date_format_zone (&local, text));
}

/* Sides of a hop. */

void
hs_view_ip (const HsIp *ip, GString *out)
{
  char text[HS_IP_TEXT_MAX];
  g_string_append_len (out, text, (gssize)hs_ip_format (ip, text));
}

static void
put_side (HsSlice name, const HsIp *ip, HsEscapeFunc escape, GString *out)
{
  HsIp literal;

  escape (out, name);
  if (ip->family == 0 || (hs_ip_parse_literal (name, &literal) && hs_ip_equal (&literal, ip)))
    return;
  if (!hs_slice_is_empty (name))
    g_string_append (out, " [");
  hs_view_ip (ip, out);
  if (!hs_slice_is_empty (name))
    g_string_append_c (out, ']');
}

void
hs_view_from (const HsHop *hop, HsEscapeFunc escape, GString *out)
{
  put_side (hs_slice_is_empty (hop->from_helo) ? hop->from_rdns : hop->from_helo, &hop->from_ip, escape, out);
}

void
hs_view_by (const HsHop *hop, HsEscapeFunc escape, GString *out)
{
  put_side (hop->by_host, &hop->by_ip, escape, out);
}

void
hs_view_owner (const HsReportOptions *options, const HsHop *hop, HsEscapeFunc escape, GString *out)
{
  HsSlice organization = hs_view_organization (hop->by_host);

  if (hop->operator_id != NULL && g_strcmp0 (hop->operator_id, "on-premises") != 0)
    hs_view_operator (options, hop->operator_id, out);
  else if (!hs_slice_is_empty (organization))
    escape (out, organization);
  else
    g_string_append (out, hs_view_role (options, hop->role));
}

void
hs_view_tls (const HsReportOptions *options, const HsHop *hop, HsEscapeFunc escape, GString *out)
{
  if (!hs_slice_is_empty (hop->tls_version))
    escape (out, hop->tls_version);
  else if (hop->tls == HS_TLS_YES)
    g_string_append (out, "TLS");
  else if (hop->tls == HS_TLS_NO)
    g_string_append (out, T_ ("no TLS"));
}

void
hs_view_source (const HsReportOptions *options, const HsSourceInfo *source, HsEscapeFunc escape, GString *out)
{
  char number[24];
  HsText message = { N_ ("message {1}"), { hs_view_number (number, source->index + 1) } };
  HsText part = { N_ ("part {1}"), { hs_slice_str (source->part) } };

  escape (out, source->path != NULL ? hs_slice_str (source->path) : hs_slice_str (source->id));
  if (source->index > 0 || source->offset > 0) {
    g_string_append (out, out->len > 0 ? ", " : "");
    hs_writer_text (options, &message, hs_escape_text, out);
  }
  if (source->part != NULL) {
    g_string_append (out, out->len > 0 ? ", " : "");
    hs_writer_text_with (options, &part, hs_escape_text, escape, out);
  }
}

double
hs_view_share (const HsTrace *trace, const HsHop *hop)
{
  double sum = 0;

  if (!hop->delay_known || hop->delay_us <= 0)
    return 0;
  for (guint i = 0; i < trace->n_hops; i++)
    if (trace->hops[i].delay_known && trace->hops[i].delay_us > 0)
      sum += (double)trace->hops[i].delay_us;
  return (double)hop->delay_us / sum;
}

HsSlice
hs_view_named (const HsTrace *trace, const char *name)
{
  for (guint i = 0; i < trace->n_fields; i++)
    if (hs_slice_iequal_str (trace->fields[i].name, name))
      return hs_slice_trim (trace->fields[i].value);
  return HS_SLICE_NONE;
}

void
hs_view_delivered (const HsReportOptions *options, const HsTiming *timing, GString *out)
{
  g_autoptr (GString) duration = g_string_new (NULL);
  g_autofree char *sentence = NULL;

  if (!timing->delivered_known && timing->date_ahead_us <= 0)
    return;
  hs_view_duration (options, timing->delivered_known ? timing->delivered_us : timing->date_ahead_us, duration);
  sentence =
      hs_view_sentence (options,
                        timing->delivered_known ? N_ ("delivered after {1}")
                                                : N_ ("{1} after the first hop: the sender's clock is fast, or it was written later"),
                        hs_slice_str (duration->str), HS_SLICE_NONE, HS_SLICE_NONE);
  g_string_append (out, sentence);
}

HsSlice
hs_view_number (char digits[24], guint64 n)
{
  return (HsSlice){ digits, (gsize)g_snprintf (digits, 24, "%" G_GUINT64_FORMAT, n) };
}

char *
hs_view_sentence (const HsReportOptions *options, const char *format, HsSlice a, HsSlice b, HsSlice c)
{
  GString *out = g_string_new (NULL);
  HsText text = { format, { a, b, c } };

  hs_writer_text (options, &text, hs_escape_text, out);
  return g_string_free (out, FALSE);
}

char *
hs_view_total (const HsReportOptions *options, const HsTrace *trace)
{
  g_autoptr (GString) total = g_string_new (NULL);
  gboolean all = TRUE;

  if (!trace->timing.total_known)
    return g_strdup (T_ ("The total is not known."));
  for (guint i = 0; i < trace->n_hops; i++)
    all = all && trace->hops[i].trust != HS_TRUST_CONTRADICTED;
  hs_view_duration (options, trace->timing.total_us, total);
  return hs_view_sentence (options,
                           all ? N_ ("{1} from the first to the last hop that has a date.")
                               : N_ ("{1} from the first to the last hop that has a date and is not contradicted."),
                           (HsSlice){ total->str, total->len }, HS_SLICE_NONE, HS_SLICE_NONE);
}
