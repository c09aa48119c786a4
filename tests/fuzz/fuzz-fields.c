/* SPDX-License-Identifier: MIT */
#include "fields.h"
#include "fuzz.h"

/* Slices stay inside the block, follow one another, and lines rise. */
static void
check (const HsFields *fields, const char *start, const char *end)
{
  const char *at = start;
  guint line = 0;

  for (guint i = 0; i < fields->n; i++) {
    const HsField *f = &fields->items[i];
    g_assert (f->name.ptr >= at && f->value.ptr >= f->name.ptr + f->name.len);
    at = f->value.ptr + f->value.len;
    g_assert (at <= end && f->line > line);
    line = f->line;
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_malloc (MAX (size, 1)); /* exact size: the sanitizer sees one byte too far */
  HsLimits limits = *hs_limits_default ();
  HsFields fields = { 0 };

  if (size > 0)
    memcpy (copy, data, size);
  hs_fields_split (&fields, (HsSlice){ copy, size }, 1, NULL, 0, NULL);
  check (&fields, copy, copy + size);
  limits.fields = 3;
  limits.field_bytes = 8;
  hs_fields_split (&fields, (HsSlice){ copy, size }, 1, NULL, 0, &limits);
  check (&fields, copy, copy + size);
  hs_fields_clear (&fields);
  return 0;
}
