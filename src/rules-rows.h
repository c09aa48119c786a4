/* The tables of words: headers, values, findings, closed lists.  SPDX-License-Identifier: MIT */
#pragma once

#include "index.h"
#include "rules.h"
#include "values.h"

typedef struct {
  GPtrArray *tables; /* arrays of the tables whose cells the rows point to: headers, values, findings, words */
  GArray *headers;   /* HsHeaderRow */
  GArray *values;    /* HsValueRow */
  GArray *findings;  /* HsFindingRow */
  GArray *words;     /* HsWordRow */
  GArray *families;  /* guint: header rows whose name ends in '*' */
  HsIndex *header_index;
  HsValues *by_value;
  HsIndex *finding_index;
} HsRuleRows;

gboolean hs_rule_rows_load (HsRuleRows *rows, const char *rules_dir, GError **error);
void hs_rule_rows_clear (HsRuleRows *rows);
