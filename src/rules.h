/* What is inside a rule set (the public handle is in hopscope/ruleset.h).  SPDX-License-Identifier: MIT */
#pragma once

#include "builds.h"
#include "forms.h"
#include "hosts.h"
#include "keys.h"
#include "networks.h"
#include "values.h"

#include <hopscope/ruleset.h>

/* Where the table lists the values of a header: under its own name, and under that of the header whose grammar it has. NULL where it
   lists none. */
typedef struct {
  const HsHeaderValues *own;
  const HsHeaderValues *listed;
} HsValueNames;

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
  gboolean secret;     /* private to the mailbox owner: hidden unless asked for */
  HsValueNames values; /* most headers have no listed values: then nobody need look for any */
} HsHeaderRow;

/* src/data/values.tsv: one value of one key of a header ("X-Forefront-Antispam-Report", "SFV", "SKI"). */
typedef struct {
  const char *header;
  const char *key;   /* "" for the whole value */
  const char *value; /* "*": what the key says whatever its value */
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
  const char *slots;  /* what fills them: "address; domain" */
  const char *means;
  const char *matters;
  const char *advice; /* "" for none */
  const char *sure;
  const char *sample; /* sample that raises it */
} HsFindingRow;

/* src/data/words.tsv: one word of a closed list. */
typedef struct {
  const char *list; /* "role", "path", "verdict", "assurance", "trust", "cloud", "pool", "seal", "scope" */
  const char *word;
  const char *meaning;
} HsWordRow;

const HsHosts *hs_ruleset_hosts (const HsRuleset *ruleset);
const HsNetworks *hs_ruleset_networks (const HsRuleset *ruleset);
const HsForms *hs_ruleset_forms (const HsRuleset *ruleset);
/* All lookups ASCII case-insensitive; NULL if unknown. A header without a row of its own falls to its family ("X-MS-Exchange-Forest-*"). */
const HsHeaderRow *hs_ruleset_header (const HsRuleset *ruleset, HsSlice name);
/* The exact value, else the class of a three-digit one ("6xx"), else what the key means ("*"). A header under another name with the same
   grammar (-Untrusted, -Original, -CrossTenant- for -Organization-, any Authentication-Results) is looked up as the original. */
const HsValueRow *hs_ruleset_value (const HsRuleset *ruleset, const char *header, HsSlice key, HsSlice value);
/* The same in two steps, for who asks for many values of one header. */
HsValueNames hs_ruleset_value_names (const HsRuleset *ruleset, const char *header);
const HsValueRow *hs_ruleset_value_of (const HsRuleset *ruleset, const HsValueNames *names, HsSlice key, HsSlice value);
const HsFindingRow *hs_ruleset_finding (const HsRuleset *ruleset, const char *code);
const HsKeyRow *hs_ruleset_key (const HsRuleset *ruleset, HsSlice domain, HsSlice selector);
/* Longest prefix of @build on component borders. */
const HsBuildRow *hs_ruleset_build (const HsRuleset *ruleset, HsSlice build);
/* For explain: all rows. */
const HsHeaderRow *hs_ruleset_headers (const HsRuleset *ruleset, guint *n);
const HsValueRow *hs_ruleset_values (const HsRuleset *ruleset, guint *n);
const HsFindingRow *hs_ruleset_findings (const HsRuleset *ruleset, guint *n);
const HsKeyRow *hs_ruleset_keys (const HsRuleset *ruleset, guint *n);
const HsBuildRow *hs_ruleset_builds (const HsRuleset *ruleset, guint *n);
const HsWordRow *hs_ruleset_words (const HsRuleset *ruleset, guint *n);
