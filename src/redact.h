/* Pseudonyms for what a report says of people and networks, so that it can be shared.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"

#include <hopscope/trace.h>

/* Replaces local parts of addresses, display names, subjects, and hosts and IP addresses that are not Microsoft's. The same input has
   the same pseudonym as long as the redactor lives; pseudonyms are counted up in the order of appearance and have nothing of the input
   in them. What kind of address it was (private, IPv6) stays. Verdict, roles, operators, findings and tenant ids are untouched. */
typedef struct _HsRedactor HsRedactor;

HsRedactor *hs_redactor_new (void);
void hs_redactor_free (HsRedactor *redactor);
/* (transfer none): valid until the next call. */
const HsTrace *hs_redactor_apply (HsRedactor *redactor, const HsTrace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsRedactor, hs_redactor_free)

/* Between the parts of the module. */

struct _HsRedactor {
  GHashTable *pseudonyms; /* of "kind:value" in lower case to pseudonym */
  GHashTable *counters;   /* of kind to number given last */
  GHashTable *words;      /* of this message: unqualified hosts and user names, in lower case, to pseudonym */
  GHashTable *phrases;    /* of this message: subject, names and the like as a whole, in lower case, to pseudonym */
  GHashTable *kept;       /* of this message: addresses of Microsoft's servers, as text */
  HsArena *arena;         /* of this message */
};

/* The pseudonym of @value: "<kind>-<number>". */
const char *hs_redact_name (HsRedactor *redactor, const char *kind, HsSlice value);
const char *hs_redact_host (HsRedactor *redactor, HsSlice host);
void hs_redact_ip (HsRedactor *redactor, const HsIp *ip, HsIp *pseudonym);
/* A copy in which everything that looks like an address or a host is replaced. A NULL slice stays NULL. */
HsSlice hs_redact_scan (HsRedactor *redactor, HsSlice text);
/* The value of a header field: what is free text goes altogether, unless the field is known to hold none. */
HsSlice hs_redact_field (HsRedactor *redactor, const HsField *field);
/* A name, alone: a host or an unqualified word such as a HELO. */
HsSlice hs_redact_node (HsRedactor *redactor, HsSlice name);
