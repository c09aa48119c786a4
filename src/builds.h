/* Exchange products by build number: src/data/builds.tsv.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>

typedef struct {
  const char *prefix;  /* "15.1.2507" */
  const char *product; /* "Exchange Server 2016 CU23" */
  const char *released;
} HsBuildRow;

typedef struct _HsBuilds HsBuilds;

HsBuilds *hs_builds_new (const char *rules_dir, GError **error);
void hs_builds_free (HsBuilds *builds);
const HsBuildRow *hs_builds_rows (const HsBuilds *builds, guint *n);
/* Longest prefix of @build on component borders; numbers are compared, so "15.01.2507.035" (mapi) is 15.1.2507.35. */
const HsBuildRow *hs_builds_lookup (const HsBuilds *builds, HsSlice build);
const GPtrArray *hs_builds_tables (const HsBuilds *builds);
