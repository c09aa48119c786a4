/* What is inside a rule set (the public handle is in hopscope/ruleset.h).  SPDX-License-Identifier: MIT */
#pragma once

#include "forms.h"
#include "hosts.h"
#include "networks.h"

#include <hopscope/ruleset.h>

/* src/data/headers.tsv: one Microsoft (or other) field name. */
typedef struct {
  const char *name;
  const char *stamped_by; /* operator id or words */
  const char *border;     /* what happens to it at an organization's border */
  const char *value_form;
  const char *meaning;
  const char *use;
  const char *confidence;
  const char *source;
  gboolean secret; /* private to the mailbox owner: hidden unless asked for */
} HsHeaderRow;

/* src/data/values.tsv: one value of one key of a header ("X-Forefront-Antispam-Report", "SFV", "SKI"). */
typedef struct {
  const char *header;
  const char *key; /* "" for the whole value */
  const char *value;
  const char *meaning;
  const char *confidence;
  const char *source;
} HsValueRow;

/* src/data/findings.tsv: the words of one finding. */
typedef struct {
  const char *code;
  HsSeverity severity;
  const char *title;
  const char *detail; /* HsText format: {1} to {4} */
  const char *means;
  const char *matters;
  const char *advice; /* "" for none */
  const char *sure;
  const char *sample; /* sample that raises it */
} HsFindingRow;

/* src/data/keys.tsv and --keys. */
typedef struct {
  const char *domain;
  const char *selector;
  const char *algorithm; /* "rsa" or "ed25519" */
  const guint8 *key;     /* DER SubjectPublicKeyInfo for rsa, 32 raw bytes for ed25519 */
  gsize key_len;
  const char *seen_from; /* "" if unknown */
  const char *seen_to;
  const char *source;
} HsKeyRow;

/* src/data/builds.tsv: Exchange product by build number prefix. */
typedef struct {
  const char *prefix;  /* "15.1.2507" */
  const char *product; /* "Exchange Server 2016 CU23" */
  const char *released;
} HsBuildRow;

const HsHosts *hs_ruleset_hosts (const HsRuleset *ruleset);
const HsNetworks *hs_ruleset_networks (const HsRuleset *ruleset);
const HsForms *hs_ruleset_forms (const HsRuleset *ruleset);
/* All lookups ASCII case-insensitive; NULL if unknown. */
const HsHeaderRow *hs_ruleset_header (const HsRuleset *ruleset, HsSlice name);
const HsValueRow *hs_ruleset_value (const HsRuleset *ruleset, const char *header, HsSlice key, HsSlice value);
const HsFindingRow *hs_ruleset_finding (const HsRuleset *ruleset, const char *code);
const HsKeyRow *hs_ruleset_key (const HsRuleset *ruleset, HsSlice domain, HsSlice selector);
/* Longest prefix of @build on component borders. */
const HsBuildRow *hs_ruleset_build (const HsRuleset *ruleset, HsSlice build);
/* For explain: all rows. */
const HsHeaderRow *hs_ruleset_headers (const HsRuleset *ruleset, guint *n);
const HsValueRow *hs_ruleset_values (const HsRuleset *ruleset, guint *n);
const HsFindingRow *hs_ruleset_findings (const HsRuleset *ruleset, guint *n);
const HsKeyRow *hs_ruleset_keys (const HsRuleset *ruleset, guint *n);
