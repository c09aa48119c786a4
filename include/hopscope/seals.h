/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_SEALS_H
#define HOPSCOPE_SEALS_H

#include <hopscope/types.h>

G_BEGIN_DECLS

/* What checking ARC and DKIM signatures offline gave: part of HsTrace. docs/seals.md says what each result proves. */

typedef enum {
  HS_SEAL_PASS,
  HS_SEAL_FAIL,
  HS_SEAL_NO_KEY,
  HS_SEAL_WEAK, /* verifies, with an algorithm or key that proves little */
  HS_SEAL_MALFORMED,
  HS_SEAL_BODY_UNKNOWN /* header part verifies; no body at hand */
} HsSealResult;
HS_API const char *hs_seal_result_name (HsSealResult result);

/** HsPart: whether one part of what a signature covers holds. Told apart because lists and gateways change bodies innocently. */
typedef enum {
  HS_PART_NONE,    /* not covered by this kind of signature */
  HS_PART_UNKNOWN, /* not checked: no key, or no body at hand */
  HS_PART_HOLDS,
  HS_PART_BROKEN
} HsPart;
HS_API const char *hs_part_name (HsPart part); /* NULL for HS_PART_NONE */

/** HsSeal: one ARC-Seal, ARC-Message-Signature or DKIM-Signature and what checking it offline gave. */
typedef struct {
  guint field;
  guint instance; /* ARC i=, 0 for DKIM */
  HsSlice domain;
  HsSlice selector;
  HsSlice algorithm;
  HsSealResult result;
  HsPart header_part;    /* for an ARC-Seal the sets it covers */
  HsPart body_part;      /* HS_PART_NONE for an ARC-Seal */
  HsText reason;         /* format NULL where there is nothing to say */
  HsTime time;           /* t= */
  HsTime expires;        /* x=; not judged, the library has no clock */
  HsSlice covers;        /* h= as written; NULL for ARC-Seal */
  HsSlice key_seen_from; /* dates of the key in the table, NULL if unknown */
  HsSlice key_seen_to;
  const char *key_source;
  guint key_bits; /* 0 if no key */
} HsSeal;

/**
 * HsArcSet: one instance i, and which parts of it hold.
 *
 * Believe the statement (the last four members) only as far as @seal holds, and as said of this message only if @bound.
 */
typedef struct {
  guint instance;
  HsSlice domain;         /* d= of the ARC-Seal */
  HsSealResult seal;      /* ARC-Seal: over the sets up to i, or with cv=fail over set i alone (RFC 8617 section 5.1.2) */
  HsSealResult signature; /* ARC-Message-Signature */
  HsPart header_part;     /* of the message signature */
  HsPart body_part;
  gboolean bound;        /* seal holds and the message signature of the same instance and domain verifies over this header */
  gboolean cv_fail;      /* the sealer found the chain below it broken: says nothing of older sets */
  guint results_field;   /* ARC-Authentication-Results, G_MAXUINT for none */
  guint seal_field;      /* ARC-Seal, G_MAXUINT for none */
  guint signature_field; /* ARC-Message-Signature, G_MAXUINT for none */
  HsIp sender_ip;        /* "sender ip is" (or smtp.remote-ip, smtp.client-ip) of the signed statement */
  HsSlice recipient_domain;
  HsSlice mail_from;
  HsSlice header_from;
} HsArcSet;

G_END_DECLS

#endif
