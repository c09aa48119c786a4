/* Mends pasted headers; every repair is reported.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/source.h>

/* Result of hs_repair(): @text holds the mended bytes (owned), or is NULL where nothing had to be mended (the input passes through
   byte-identical). Several headers in one paste: @starts holds the offset in @text of each further one. */
typedef struct {
  GString *text;
  GArray *line_map; /* guint: input line of each line of @text */
  GArray *repairs;  /* HsRepair, by kind */
  GArray *starts;   /* gsize */
} HsRepaired;

/* TRUE if @data looks like header fields that need no mending (cheap test on the first lines). */
gboolean hs_repair_is_clean (HsSlice data);
/* FALSE for what is written like a header and is none: names and values of other kinds of files (YAML, passwd), no name of which is
   met in mail. */
gboolean hs_repair_may_be_mail (HsSlice header);
void hs_repair (HsSlice data, HsRepaired *result);
void hs_repaired_clear (HsRepaired *result);
