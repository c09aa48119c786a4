/* Traces made of arbitrary bytes, for fuzzing and property tests: every member gets something, nothing fits together.
   SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/trace.h>
#include <string.h>

typedef struct {
  const guint8 *p, *end;
  GPtrArray *owned;
} RandomBytes;

static inline guint
random_byte (RandomBytes *r)
{
  return r->p < r->end ? *r->p++ : 0;
}

static inline guint
random_below (RandomBytes *r, guint n)
{
  return random_byte (r) % n;
}

/* In memory of its own length, so that a sanitizer sees every byte read too far. */
static inline HsSlice
random_slice (RandomBytes *r)
{
  guint len = random_byte (r);
  char *copy;

  if (len >= 0xF0)
    return HS_SLICE_NONE;
  len = MIN (len, (guint)(r->end - r->p));
  copy = g_malloc (MAX (len, 1));
  memcpy (copy, r->p, len);
  r->p += len;
  g_ptr_array_add (r->owned, copy);
  return (HsSlice){ copy, len };
}

static inline const char *
random_string (RandomBytes *r)
{
  HsSlice s = random_slice (r);
  char *copy;

  if (s.ptr == NULL)
    return NULL;
  copy = g_strndup (s.ptr, s.len);
  g_ptr_array_add (r->owned, copy);
  return copy;
}

static inline void *
random_array (RandomBytes *r, gsize size, guint n)
{
  void *items = g_malloc0 (size * n + 1);
  g_ptr_array_add (r->owned, items);
  return items;
}

static inline HsIp
random_ip (RandomBytes *r)
{
  static const guint8 families[] = { 0, 4, 6 };
  HsIp ip = { families[random_below (r, 3)], { 0 } };
  guint start = ip.family == 6 ? 0 : 12;

  if (ip.family == 4)
    ip.bytes[10] = ip.bytes[11] = 0xFF;
  for (guint i = start; ip.family != 0 && i < 16; i++)
    ip.bytes[i] = (guint8)random_byte (r);
  return ip;
}

static inline HsTime
random_time (RandomBytes *r)
{
  HsTime time = { 0 };

  if (random_below (r, 4) == 0)
    return time;
  for (guint i = 0; i < 6; i++)
    time.us = time.us * 256 + random_byte (r);
  time.us *= 891; /* 1970 to 9918 */
  time.zone_minutes = (gint16)((gint)random_byte (r) * 13 - 1650);
  time.flags = (guint16)((random_byte (r) << 1 & 0x3FE) | HS_TIME_KNOWN);
  if ((time.flags & HS_TIME_FRACTION) == 0)
    time.us -= time.us % G_USEC_PER_SEC;
  return time;
}

static inline HsText
random_text (RandomBytes *r)
{
  HsText text = { random_string (r), { HS_SLICE_NONE } };
  for (guint i = 0; i < 4; i++)
    text.args[i] = random_slice (r);
  return text;
}

static inline HsHop
random_hop (RandomBytes *r, guint index)
{
  HsHop hop = { .index = index, .field = random_below (r, 8), .line = random_byte (r), .raw = random_slice (r) };
  HsSlice *slices[] = { &hop.from_helo,     &hop.from_rdns,      &hop.ident,      &hop.by_host,
                        &hop.via,           &hop.protocol,       &hop.id,         &hop.for_address,
                        &hop.envelope_from, &hop.tls_version,    &hop.tls_cipher, &hop.tls_client_certificate,
                        &hop.authenticated, &hop.auth_mechanism, &hop.product,    &hop.product_version };

  for (guint i = 0; i < G_N_ELEMENTS (slices); i++)
    *slices[i] = random_slice (r);
  hop.from_ip = random_ip (r);
  hop.by_ip = random_ip (r);
  hop.tls = (HsTls)random_below (r, 3);
  hop.form = random_string (r);
  hop.time = random_time (r);
  hop.from_role = (HsRole)random_below (r, 12);
  hop.role = (HsRole)random_below (r, 12);
  hop.from_operator = random_string (r);
  hop.operator_id = random_string (r);
  hop.cloud = (HsCloud)random_below (r, 10);
  hop.pass = random_below (r, 4);
  hop.trust = (HsTrust)random_below (r, 5);
  hop.trust_reason = random_text (r);
  hop.delay_us = (gint64)random_byte (r) << random_below (r, 50);
  hop.skew_us = ((gint64)random_byte (r) - 128) * (G_GINT64_CONSTANT (1) << random_below (r, 50));
  hop.delay_known = random_below (r, 2) == 0;
  hop.skew_known = random_below (r, 4) == 0;
  return hop;
}

static inline const HsDecoded *
random_decoded (RandomBytes *r, guint *n)
{
  HsDecoded *decoded = random_array (r, sizeof (HsDecoded), *n = random_below (r, 4));
  for (guint i = 0; i < *n; i++)
    decoded[i] = (HsDecoded){ random_below (r, 8), random_slice (r), random_slice (r), random_string (r) };
  return decoded;
}

static inline void
random_lists (RandomBytes *r, HsTrace *t)
{
  HsField *fields = random_array (r, sizeof (HsField), t->n_fields = random_below (r, 8));
  HsHop *hops = random_array (r, sizeof (HsHop), t->n_hops = random_below (r, 6));
  HsPass *passes = random_array (r, sizeof (HsPass), t->n_passes = random_below (r, 3));

  for (guint i = 0; i < t->n_fields; i++)
    fields[i] = (HsField){ random_slice (r), random_slice (r), random_byte (r), random_byte (r) };
  for (guint i = 0; i < t->n_hops; i++)
    hops[i] = random_hop (r, i + 1);
  for (guint i = 0; i < t->n_passes; i++)
    passes[i] = (HsPass){ .index = i + 1,
                          .cloud = (HsCloud)random_below (r, 10),
                          .tenant_id = random_slice (r),
                          .tenant_domain = random_slice (r),
                          .entry_hop = random_below (r, 8),
                          .exit_hop = random_below (r, 8),
                          .connecting_ip = random_ip (r),
                          .helo = random_slice (r),
                          .tls = (HsTls)random_below (r, 3),
                          .submission_path = (HsPath)random_below (r, 13),
                          .connector = (HsConnectorVerdict)random_below (r, 4),
                          .assurance = (HsAssurance)random_below (r, 5),
                          .outbound_pool = (HsPool)random_below (r, 8),
                          .network_message_id = random_slice (r),
                          .first_seen = random_time (r),
                          .missing_hops = random_byte (r),
                          .current = random_below (r, 2) };
  t->fields = fields;
  t->hops = hops;
  t->passes = passes;
  t->n_written_hops = t->n_hops - MIN (t->n_hops, random_below (r, 2));
}

static inline void
random_proof (RandomBytes *r, HsTrace *t)
{
  HsEvidence *evidence = random_array (r, sizeof (HsEvidence), t->n_evidence = random_below (r, 4));
  HsFinding *findings = random_array (r, sizeof (HsFinding), t->n_findings = random_below (r, 4));
  HsSeal *seals = random_array (r, sizeof (HsSeal), t->n_seals = random_below (r, 3));
  HsArcSet *sets = random_array (r, sizeof (HsArcSet), t->n_arc_sets = random_below (r, 3));
  static const guint ids[] = { 1, 2, 3, 99 };

  for (guint i = 0; i < t->n_evidence; i++)
    evidence[i] = (HsEvidence){ i + 1,
                                random_below (r, 9),
                                random_below (r, 8),
                                random_below (r, 3),
                                random_text (r),
                                random_string (r),
                                random_below (r, 2),
                                (HsAssurance)random_below (r, 5),
                                (guint32)random_byte (r) << random_below (r, 25) };
  for (guint i = 0; i < t->n_findings; i++)
    findings[i] = (HsFinding){ "HS101",
                               (HsSeverity)random_below (r, 4),
                               random_below (r, 8),
                               random_byte (r),
                               random_string (r),
                               random_text (r),
                               random_string (r),
                               ids,
                               random_below (r, 5) };
  for (guint i = 0; i < t->n_seals; i++)
    seals[i] = (HsSeal){ .field = random_below (r, 9),
                         .instance = random_byte (r),
                         .domain = random_slice (r),
                         .selector = random_slice (r),
                         .algorithm = random_slice (r),
                         .result = (HsSealResult)random_below (r, 7),
                         .header_part = (HsPart)random_below (r, 5),
                         .body_part = (HsPart)random_below (r, 5),
                         .reason = random_text (r),
                         .time = random_time (r),
                         .expires = random_time (r),
                         .covers = random_slice (r),
                         .key_seen_from = random_slice (r),
                         .key_seen_to = random_slice (r),
                         .key_source = random_string (r),
                         .key_bits = random_byte (r) };
  for (guint i = 0; i < t->n_arc_sets; i++)
    sets[i] = (HsArcSet){ .instance = i + 1,
                          .domain = random_slice (r),
                          .seal = (HsSealResult)random_below (r, 6),
                          .signature = (HsSealResult)random_below (r, 6),
                          .header_part = (HsPart)random_below (r, 5),
                          .body_part = (HsPart)random_below (r, 5),
                          .bound = random_below (r, 2),
                          .cv_fail = random_below (r, 2),
                          .results_field = random_below (r, 9),
                          .seal_field = random_below (r, 9),
                          .signature_field = random_below (r, 9),
                          .sender_ip = random_ip (r),
                          .recipient_domain = random_slice (r),
                          .mail_from = random_slice (r),
                          .header_from = random_slice (r) };
  t->evidence = evidence;
  t->findings = findings;
  t->seals = seals;
  t->arc_sets = sets;
  t->verdict.evidence = t->verdict.contradictions = ids;
  t->verdict.n_evidence = random_below (r, 5);
  t->verdict.n_contradictions = random_below (r, 5);
}

static inline void
random_head (RandomBytes *r, HsTrace *t)
{
  HsText *summary = random_array (r, sizeof (HsText), t->verdict.n_summary = random_below (r, 3));
  HsSlice *addresses = random_array (r, sizeof (HsSlice), 3);
  HsConnectorCheck *checks = random_array (r, sizeof (HsConnectorCheck), t->verdict.n_connectors = random_below (r, 3));
  static const guint skewed[] = { 1, 2, 77 };

  for (guint i = 0; i < t->verdict.n_summary; i++)
    summary[i] = random_text (r);
  for (guint i = 0; i < 3; i++)
    addresses[i] = random_slice (r);
  for (guint i = 0; i < t->verdict.n_connectors; i++)
    checks[i] = (HsConnectorCheck){ random_slice (r), random_below (r, 2), random_text (r) };
  t->source = (HsSourceInfo){ random_string (r), random_string (r), random_byte (r), random_byte (r), random_string (r) };
  t->message =
      (HsMessageInfo){ random_slice (r),    random_time (r), random_slice (r),    random_slice (r), random_slice (r), addresses,
                       random_below (r, 4), addresses,       random_below (r, 4), random_slice (r), random_slice (r), random_slice (r) };
  t->verdict.connector = (HsConnectorVerdict)random_below (r, 3);
  t->verdict.assurance = (HsAssurance)random_below (r, 4);
  t->verdict.submission_path = (HsPath)random_below (r, 11);
  t->verdict.pass = random_below (r, 4);
  t->verdict.tenant_id = random_slice (r);
  t->verdict.connecting_ip = random_ip (r);
  t->verdict.helo = random_slice (r);
  t->verdict.matched_connector = random_slice (r);
  t->verdict.trust_host = random_slice (r);
  t->verdict.summary = summary;
  t->verdict.connectors = checks;
  t->origin =
      (HsOrigin){ random_ip (r),      random_slice (r), random_slice (r), (HsIpScope)random_below (r, 9), (HsAssurance)random_below (r, 4),
                  random_below (r, 8) };
  t->timing = (HsTiming){ (gint64)random_byte (r) << random_below (r, 50),
                          random_below (r, 2),
                          random_time (r),
                          random_time (r),
                          random_below (r, 8),
                          random_below (r, 8),
                          skewed,
                          random_below (r, 4) };
}

/* @owned frees what the trace is made of. */
static inline HsTrace
random_trace (const guint8 *data, gsize size, GPtrArray *owned)
{
  RandomBytes r = { data, data + size, owned };
  HsTrace t = { 0 };

  random_head (&r, &t);
  random_lists (&r, &t);
  random_proof (&r, &t);
  t.microsoft365.forefront = random_decoded (&r, &t.microsoft365.n_forefront);
  t.microsoft365.antispam = random_decoded (&r, &t.microsoft365.n_antispam);
  t.microsoft365.authentication = random_decoded (&r, &t.microsoft365.n_authentication);
  t.microsoft365.headers = random_decoded (&r, &t.microsoft365.n_headers);
  return t;
}
