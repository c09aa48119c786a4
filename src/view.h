/* What people are shown, whatever the format: words of the closed lists, names, durations, the route sketch.  SPDX-License-Identifier: MIT */
#pragma once

#include "writer.h"

/* Words in the reader's language. Never NULL. */
const char *hs_view_role (const HsReportOptions *options, HsRole role);
const char *hs_view_path (const HsReportOptions *options, HsPath path);
const char *hs_view_connector (const HsReportOptions *options, HsConnectorVerdict verdict);
const char *hs_view_assurance (const HsReportOptions *options, HsAssurance assurance);      /* a clause that says what the word means */
const char *hs_view_assurance_word (const HsReportOptions *options, HsAssurance assurance); /* the word itself */
const char *hs_view_scope (const HsReportOptions *options, HsIpScope scope);
const char *hs_view_severity (const HsReportOptions *options, HsSeverity severity);
const char *hs_view_trust (const HsReportOptions *options, HsTrust trust);      /* a clause that says what the word means */
const char *hs_view_trust_word (const HsReportOptions *options, HsTrust trust); /* the word itself */
const char *hs_view_seal_result (const HsReportOptions *options, HsSealResult result);

/* "microsoft-365" gives "Microsoft 365"; an id that is not in the table has what is no
   letter or digit replaced by blanks, and its words capitalized. */
void hs_view_operator (const HsReportOptions *options, const char *operator_id, GString *out);
/* The part of a host name that an organization is known by ("mx.google.com" gives "google.com"), good enough to be shown. */
HsSlice hs_view_organization (HsSlice host);

/* "6 s", "479 ms", "2 min 5 s", "3 h 20 min", "4 d 2 h", with a minus sign where negative; in the reader's language. */
void hs_view_duration (const HsReportOptions *options, gint64 us, GString *out);
/* How long the whole took, and from where to where that was measured: a sentence, to be freed. */
char *hs_view_total (const HsReportOptions *options, const HsTrace *trace);
/* "2026-03-09 03:53:37.479", UTC, "?" behind it where no zone was written; nothing if unknown. */
void hs_view_time (const HsTime *time, GString *out);
/* The same instant in the reader's zone, or in the zone as written; nothing if unknown or where it would say the same as UTC. */
void hs_view_time_local (const HsReportOptions *options, const HsTime *time, GString *out);

/* A zone was written that somebody knows, so zone_minutes says something. */
gboolean hs_view_has_zone (const HsTime *time);

/* `scanner01 [192.168.0.3]`: the sides of a hop, through @escape. */
void hs_view_from (const HsHop *hop, HsEscapeFunc escape, GString *out);
void hs_view_by (const HsHop *hop, HsEscapeFunc escape, GString *out);
/* One clause that says what happened at this hop: "EOP received it", "Microsoft 365 handed it to google.com". */
void hs_view_what (const HsReportOptions *options, const HsTrace *trace, const HsHop *hop, HsEscapeFunc words, HsEscapeFunc argument,
                   GString *out);
/* Who runs the server of a hop: operator, else organization, else role. */
void hs_view_owner (const HsReportOptions *options, const HsHop *hop, HsEscapeFunc escape, GString *out);
/* "TLS1.2", "no TLS", or nothing if unknown. */
void hs_view_tls (const HsReportOptions *options, const HsHop *hop, HsEscapeFunc escape, GString *out);
/* "mail.zip/a.eml, message 3, part 1.2"; nothing for standard input with one message. */
void hs_view_source (const HsReportOptions *options, const HsSourceInfo *source, HsEscapeFunc escape, GString *out);

/* One stop of the route sketch. */
typedef struct {
  HsSlice label; /* of the trace or a constant; NULL where only the address is known */
  HsIp ip;       /* shown where there is no label */
  HsRole role;
  const char *operator_id;
  guint first_hop, last_hop; /* 0 for the origin */
} HsStop;

/* The stops of the believed route, oldest first, neighbours of one name joined: "scanner01", "relay.example.com", "EOP", ...
   (element-type HsStop) */
GArray *hs_view_route (const HsTrace *trace);
void hs_view_stop (const HsStop *stop, HsEscapeFunc escape, GString *out);
void hs_view_ip (const HsIp *ip, GString *out); /* nothing for an unknown one */

const HsHop *hs_view_hop (const HsTrace *trace, guint index); /* NULL if there is none */
const HsField *hs_view_field (const HsTrace *trace, guint field);
/* The value of the first field called @name, without white space around it; HS_SLICE_NONE where there is none. */
HsSlice hs_view_named (const HsTrace *trace, const char *name);
/* What stands behind Date: "delivered after 7 s", or that the sender's clock is fast; nothing if unknown. Plain text. */
void hs_view_delivered (const HsReportOptions *options, const HsTiming *timing, GString *out);
const HsEvidence *hs_view_evidence (const HsTrace *trace, guint id);
/* The share of a hop in the sum of all delays, 0 to 1. */
double hs_view_share (const HsTrace *trace, const HsHop *hop);

/* @n in decimal, in @digits. */
HsSlice hs_view_number (char digits[24], guint64 n);
/* A sentence of plain text (hs_escape_text for words and arguments), to be freed. */
char *hs_view_sentence (const HsReportOptions *options, const char *format, HsSlice a, HsSlice b, HsSlice c);
